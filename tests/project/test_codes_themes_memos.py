"""Codes, themes and memos as a person makes them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.project.preview import Preview

BOOK = """name: Partnerskap
version: v01
codes:
- id: ressurser
  name: Ressurser
- id: tid
  name: Tid
  parent: ressurser
themes:
- id: kapasitet
  name: Kapasitet
  origin: oppdrag
  why: Det sto i oppdraget.
  codes:
  - ressurser
"""


def test_a_name_is_taken_under_its_parent_whatever_the_case(project: qk.Project) -> None:
    with pytest.raises(qk.RefusedError, match="There is a code «Tid» already"):
        project.add_code("TID", coder="MB")
    project.add_code("Tid", parent="Uklarhet", coder="MB")
    with pytest.raises(qk.RefusedError, match="under «Uklarhet»"):
        project.add_code("tid", parent="Uklarhet", coder="MB")
    project.code("R1.1", "Det er tida", as_="Uklarhet > Tid", coder="MB")
    assert project.codings()["code_path"].tolist() == ["Uklarhet > Tid"]


def test_a_name_of_several_codes_asks_which_and_a_path_always_leads_to_one(project: qk.Project) -> None:
    project.add_code("Rom", parent="Uklarhet", coder="MB")
    project.add_code("Rom", parent="Tid", coder="MB")
    with pytest.raises(qk.UnknownNameError, match=r"is the name of 2 codes\..* Tid > Rom, Uklarhet > Rom\."):
        project.code("R1.1", "Det er tida", as_="Rom", coder="MB")
    with pytest.raises(qk.UnknownNameError, match="is the name of 2 codes"):
        project.memo("Hvilket rom?", about="Rom", coder="MB")
    project.add_code("Rom", coder="MB")
    paths = [project.codebook().path(code.id) for code in project.codebook()]
    assert [project.codebook().path(project.codebook().find(path).id) for path in paths] == paths


def test_the_same_letters_are_the_same_name_however_they_are_written(project: qk.Project) -> None:
    project.add_code("Språk", coder="MB")
    decomposed = unicodedata.normalize("NFD", "Språk")
    with pytest.raises(qk.RefusedError, match="There is a code «Språk» already"):
        project.add_code(decomposed, coder="MB")
    with pytest.raises(qk.RefusedError, match="needs a name"):
        project.add_code("\ud800", coder="MB")
    project.code("R1.1", unicodedata.normalize("NFD", "Jeg tok det sjøl"), as_=decomposed, coder="MB")
    assert project.codings()["text"].tolist() == ["Jeg tok det sjøl"]


@pytest.mark.parametrize(("code_id", "said"), [("a b", "is no id"), ("a\x00", "is no id"), ("Tid", "is the name of")])
def test_an_id_that_would_hide_something_is_refused(project: qk.Project, code_id: str, said: str) -> None:
    with pytest.raises(qk.RefusedError, match=said):
        project.add_code("Rom", id=code_id, coder="MB")


def test_a_codebook_with_another_id_for_a_name_is_refused(project: qk.Project) -> None:
    with pytest.raises(qk.RefusedError, match="«Tid» is in the project already, with the id k"):
        project.add_codebook(qk.Codebook([qk.Code("tid", "TID")]))
    theme = project.add_theme("Kapasitet", coder="MB")
    assert isinstance(theme, qk.Theme)
    with pytest.raises(qk.RefusedError, match="another theme «kapasitet»"):
        project.add_codebook(qk.Codebook([qk.Code("rom", "Rom")], [qk.Theme("kapasitet", "kapasitet")]))
    with pytest.raises(qk.RefusedError, match="a code or theme with the id"):
        project.add_code("Rom", id=theme.id, coder="MB")


def test_a_saved_codebook_can_always_be_read_again(project: qk.Project, tmp_path: Path) -> None:
    project.add_code("Møtetid", parent="Tid", coder="MB")
    project.add_theme("Kapasitet", codes=["Tid", "Uklarhet"], coder="MB")
    project.retire("Tid", coder="MB")
    qk.save_codebook(project.codebook(), tmp_path / "v02.yaml")
    again = qk.read_codebook(tmp_path / "v02.yaml")
    assert [again.path(code.id) for code in again] == ["Møtetid", "Uklarhet"]
    assert [again.path(code) for code in again.themes[0].codes] == ["Uklarhet"]
    before = (tmp_path / "v02.yaml").read_bytes()
    project.undo(coder="MB")
    history = project.history().set_index("what")
    tid = project.undo(coder="MB", step=history.loc["made the code «Tid»", "step"], with_dependants=True)[0]
    project.add_code("Tid", coder="AK")
    project.redo(coder="MB", step=tid)
    with pytest.raises(qk.CodebookError, match="cannot be saved as it is: Two codes under one parent are called «Tid»"):
        qk.save_codebook(project.codebook(), tmp_path / "v02.yaml")
    assert (tmp_path / "v02.yaml").read_bytes() == before
    with pytest.raises(qk.CodebookError, match="cannot be written"):
        qk.save_codebook(again, tmp_path / "ingen" / "v02.yaml")


@pytest.mark.parametrize(("name", "said"), [("", "needs a name"), ("A > B", "joins the names of a path")])
def test_names_that_cannot_be_are_refused(project: qk.Project, name: str, said: str) -> None:
    with pytest.raises(qk.RefusedError, match=said):
        project.add_code(name, coder="MB")
    with pytest.raises(qk.RefusedError, match=said):
        project.add_theme(name, coder="MB")


def test_a_slip_in_a_name_is_answered_with_what_is_near(project: qk.Project) -> None:
    with pytest.raises(qk.UnknownNameError, match="Did you mean «Uklarhet»") as raised:
        project.code("R1.1", "Det er tida", as_="Uklarheit", coder="MB")
    assert raised.value.near == ("Uklarhet",)


def test_the_id_of_a_code_says_nothing_of_its_name(project: qk.Project) -> None:
    code = project.add_code("ingen spurte meg", coder="MB")
    assert isinstance(code, qk.Code)
    assert "ingen" not in code.id


def test_a_theme_gathers_codes_with_all_below_them(project: qk.Project) -> None:
    project.add_code("Møtetid", parent="Tid", coder="MB")
    theme = project.add_theme(
        "Kapasitet", codes=["Tid"], concept="Tid er noe man må få lov til å bruke.", questions=["Hva trengs?"],
        origin="oppdrag", why="Det sto i oppdraget.", coder="MB",
    )  # fmt: skip
    assert isinstance(theme, qk.Theme)
    project.code("R1.1", "Det er tida", as_="Møtetid", coder="MB")
    assert project.codings()["theme"].tolist() == ["Kapasitet"]
    assert project.theme("kapasitet") == theme
    row = project.themes().iloc[0]
    assert (row["codes"], row["codings"], row["informants"], row["of"]) == ("Tid", 1, 1, 1)
    assert project.history().iloc[-2]["why"] == "Det sto i oppdraget."
    with pytest.raises(qk.RefusedError, match="There is a theme «Kapasitet» already"):
        project.add_theme("KAPASITET", coder="AK")
    with pytest.raises(qk.InputError, match="is no origin"):
        project.add_theme("Rom", origin="magefølelse", coder="AK")


def test_a_passage_two_people_speak_in_is_one_coding_in_the_lists(project: qk.Project) -> None:
    register = (qk.Informant("R2.1", "Skoleleder", "2"), qk.Informant("R2.2", "Skoleleder", "2"))
    turns = (qk.Turn("R2.1", None, 0, 12, "Vi har tida,"), qk.Turn("R2.2", None, 13, 24, "men ikke ro"))
    text = "Vi har tida,\nmen ikke ro"
    project.add([qk.Transcript("gruppe", text, turns, kind="gruppe", register=register)])
    project.code("R2.1", text, as_="Tid", coder="MB")
    row = project.codes().set_index("code").loc["Tid"]
    assert (row["codings"], row["informants"], row["of"]) == (1, 2, 3)


def test_a_codebook_is_taken_in_once(tmp_path: Path) -> None:
    path = tmp_path / "bok.yaml"
    path.write_text(BOOK, encoding="utf-8")
    book = qk.read_codebook(path)
    with qk.Project.create(tmp_path / "studie.qualkit", codebook=path) as project:
        assert [code.name for code in project.codebook()] == ["Ressurser", "Tid"]
        assert project.codebook().path("tid") == "Ressurser > Tid"
        revision = project.revision()
        project.add_codebook(book)
        assert project.revision() == revision
        assert project.frequencies().attrs["footer"]["codebook"] == "Partnerskap v01"


def test_a_bad_codebook_makes_no_project(tmp_path: Path) -> None:
    path = tmp_path / "bok.yaml"
    path.write_text(BOOK.replace("parent: ressurser", "parent: penger"), encoding="utf-8")
    with pytest.raises(qk.CodebookError, match="penger, which is not in the codebook"):
        qk.Project.create(tmp_path / "studie.qualkit", codebook=path)
    assert not (tmp_path / "studie.qualkit").exists()


def test_a_memo_can_be_about_anything(project: qk.Project) -> None:
    coding = project.code("R1.1", "Det er tida", as_="Tid", coder="MB", memo="Tida til hvem?")
    assert isinstance(coding, qk.Coding)
    project.add_theme("Kapasitet", coder="MB")
    for about in ("Uklarhet", "Kapasitet", "r1_1", "R 1.1", coding.id, None):
        project.memo("Et notat.", about=about, coder="MB")
    named = project.memos()[["about", "name"]].to_numpy().tolist()
    assert [about for about, _name in named] == [
        "coding", "code", "theme", "document", "informant", "coding", "project",
    ]  # fmt: skip
    assert named[1][1] == "Uklarhet"
    assert named[0][1] == f"r1_1 {coding.start}–{coding.end}"
    assert named[3][1] == "r1_1"


def test_a_memo_about_an_unclear_name_asks_which(project: qk.Project) -> None:
    project.add_theme("Tid", coder="MB")
    with pytest.raises(qk.InputError, match='about=\\("code", "Tid"\\) or \\("theme", "Tid"\\)'):
        project.memo("Hvilken tid?", about="Tid", coder="MB")
    memo = project.memo("Temaet.", about=("theme", "Tid"), coder="MB", kind="posisjon")
    assert isinstance(memo, qk.Memo)
    assert memo.about[0] == "theme"
    with pytest.raises(qk.UnknownNameError, match="«Rom» in the project"):
        project.memo("Om rom.", about="Rom", coder="MB")
    with pytest.raises(qk.InputError, match="is no kind of memo"):
        project.memo("Slag.", kind="dikt", coder="MB")
    with pytest.raises(qk.InputError, match="needs some text"):
        project.memo("  ", coder="MB")


def test_an_approach_is_one_of_three(tmp_path: Path) -> None:
    with pytest.raises(qk.InputError, match="is no approach"):
        qk.Project.create(tmp_path / "studie.qualkit", approach="grounded theory")


def test_a_preview_of_a_new_code_touches_no_coding(project: qk.Project) -> None:
    seen = project.add_code("Rom", coder="MB", preview=True)
    assert isinstance(seen, Preview)
    assert seen.before.empty
    assert seen.after.empty
    assert "Rom" not in [code.name for code in project.codebook()]

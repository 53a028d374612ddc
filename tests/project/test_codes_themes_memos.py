"""Codes, themes and memos as a person makes them."""

from __future__ import annotations

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
    with pytest.raises(qk.UnknownNameError, match="is the name of 2 codes"):
        project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    project.code("R1.1", "Det er tida", as_="Uklarhet > Tid", coder="MB")
    assert project.codings()["code_path"].tolist() == ["Uklarhet > Tid"]


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

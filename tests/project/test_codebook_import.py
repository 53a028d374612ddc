"""A codebook edited by hand becomes what would make it: shown, asked about where it must be, and one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import Changing

import qualkit as qk
from qualkit.codebook import in_use
from qualkit.codebook.files import as_yaml
from qualkit.errors import UnansweredError

BOOK = """name: Bok
version: v01
codes:
- id: moetetid
  name: Møtetid
  parent: tid
  definition: Tid satt av til å møtes.
- id: rom
  name: Rom
  definition: Plass til å tenke, prøve og feile uten at noe skal leveres.
- id: tid
  name: Tid
  definition: Tid som finnes, eller ikke finnes.
themes:
- id: kapasitet
  name: Kapasitet
  concept: Den som skal gjøre arbeidet, har ikke tiden.
  origin: data
  codes:
  - rom
  - tid
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def study(address: str, book: Path, interviews: list[qk.Transcript]) -> Iterator[qk.Project]:
    """A project with that codebook and one passage under Tid, Rom and Møtetid each."""
    with qk.Project.create(address, codebook=book, coder="MB") as made:
        made.add(interviews)
        for code, words in (("Tid", "Det er tida, liksom."), ("Rom", "Jeg tok det sjøl."), ("Møtetid", "hvem som")):
            made.code("R1.1", words, as_=code, coder="MB")
        yield made


def edit(book: Path, *changes: tuple[str, str]) -> Path:
    """The file with these lines changed by hand."""
    text = BOOK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    book.write_text(text, encoding="utf-8")
    return book


def said(project: qk.Project) -> str:
    return as_yaml(in_use(project.codebook()))


V02 = ("version: v01", "version: v02")


def test_a_file_edited_by_hand_becomes_a_list_of_changes_and_one_step(study: qk.Project, book: Path) -> None:
    edit(
        book,
        V02,
        ("name: Rom\n", "name: Romslighet\n"),
        ("  parent: tid\n  definition: Tid satt av til å møtes.", "  definition: Tid til å møtes."),
        ("- id: tid", "- id: stoette\n  name: Støtte\n  parent: tid\n- id: tid"),
        ("  - rom\n  - tid", "  - tid"),
    )
    found = study.codebook_changes(book)
    assert (found.questions, found.remarks) == ((), ())
    assert found.frame.to_numpy().tolist() == [
        ["create", "code", "stoette", "Tid > Støtte", "definition", "", ""],
        ["move", "code", "moetetid", "Tid > Møtetid", "parent", "Tid", ""],
        ["rename", "code", "rom", "Rom", "name", "Rom", "Romslighet"],
        ["redefine", "code", "moetetid", "Tid > Møtetid", "definition",
         "Tid satt av til å møtes.", "Tid til å møtes."],
        ["redefine", "theme", "kapasitet", "Kapasitet", "codes", "Rom; Tid", "Tid"],
    ]  # fmt: skip
    before, steps = said(study), len(study.history())
    done = study.import_codebook(book, coder="AK", why="fra AK, i git")
    assert done.frame.equals(found.frame)
    assert said(study) == book.read_text("utf-8")
    last = study.history().iloc[-1]
    assert (len(study.history()), last["coder"], last["why"]) == (steps + 1, "AK", "fra AK, i git")
    assert last["what"].startswith("read in a codebook as «v02», made the code «Støtte»")
    assert study.codebook("v02").find("rom").name == "Romslighet"
    study.undo(coder="AK")
    assert said(study) == before
    assert study.check().ok


def test_what_is_in_already_changes_nothing(study: qk.Project, book: Path) -> None:
    revision = study.revision()
    assert study.import_codebook(book, coder="AK").frame.empty
    assert study.revision() == revision


def test_names_that_are_swapped_are_judged_by_the_end(study: qk.Project, book: Path) -> None:
    edit(book, ("name: Rom\n", "name: Halvveis\n"), ("name: Tid\n", "name: Rom\n"), ("name: Halvveis", "name: Tid"))
    study.import_codebook(book, coder="AK")
    assert (study.codebook()["rom"].name, study.codebook()["tid"].name) == ("Tid", "Rom")


def test_a_tree_that_is_turned_over_is_read_in(study: qk.Project, book: Path) -> None:
    edit(book, ("  parent: tid\n", ""), ("  name: Tid\n", "  name: Tid\n  parent: moetetid\n"))
    study.import_codebook(book, coder="AK")
    assert study.codebook().path("tid") == "Møtetid > Tid"
    assert said(study) == book.read_text("utf-8")
    assert study.check().ok


def test_a_code_that_is_gone_is_retired_and_its_codings_stay(study: qk.Project, book: Path) -> None:
    text = BOOK.replace(BOOK[BOOK.index("- id: rom") : BOOK.index("- id: tid")], "").replace("  - rom\n", "")
    book.write_text(text, encoding="utf-8")
    assert study.codebook_changes(book).frame[["op", "id"]].to_numpy().tolist() == [["retire", "rom"]]
    study.import_codebook(book, coder="AK")
    assert study.codebook()["rom"].retired
    assert sorted(study.codings()["code"]) == ["Møtetid", "Rom", "Tid"]
    # A file names no retired code: its codings go on counting for the theme.
    assert set(study.codings(where={"theme": "Kapasitet"})["code"]) == {"Møtetid", "Rom", "Tid"}
    assert said(study) == text
    edit(book)
    assert study.codebook_changes(book).frame[["op", "id"]].to_numpy().tolist() == [["revive", "rom"]]


@pytest.mark.parametrize(("answer", "ops"), [("retire", ["retire"]), ("keep", []), ("tid", ["merge"])])
def test_what_became_of_a_code_that_is_gone_can_be_said(
    study: qk.Project, book: Path, answer: str, ops: list[str]
) -> None:
    text = BOOK.replace(BOOK[BOOK.index("- id: rom") : BOOK.index("- id: tid")], "").replace("  - rom\n", "")
    book.write_text(text, encoding="utf-8")
    done = study.import_codebook(book, coder="AK", choices={"rom": answer})
    assert study.check().ok
    assert done.frame.loc[done.frame["noun"] == "code", "op"].tolist() == ops
    assert sorted(study.codings()["code"]) == (
        ["Møtetid", "Tid", "Tid"] if answer == "tid" else ["Møtetid", "Rom", "Tid"]
    )
    assert (said(study) == text) == (answer != "keep")


def test_a_likely_merge_is_asked_about(study: qk.Project, book: Path) -> None:
    text = edit(book, ("  parent: tid\n", "  parent: rom\n")).read_text("utf-8")
    text = text.replace(text[text.index("- id: tid") : text.index("themes:")], "").replace("  - tid\n", "")
    book.write_text(text, encoding="utf-8")
    with pytest.raises(UnansweredError, match=r"«Tid» \(tid\) is not in the file.*«Rom» \(rom\)") as raised:
        study.import_codebook(book, coder="AK")
    assert raised.value.questions["tid"][1] == ("retire", "keep", "rom")
    study.import_codebook(book, coder="AK", choices={"tid": "rom"})
    assert study.codebook().read_as("tid") == "rom"
    assert said(study) == text
    assert study.check().ok


def test_a_child_may_take_its_merged_parents_place(study: qk.Project, book: Path) -> None:
    text = edit(book, ("  parent: tid\n", "")).read_text("utf-8")
    text = text.replace(text[text.index("- id: tid") : text.index("themes:")], "").replace("  - tid\n", "")
    book.write_text(text, encoding="utf-8")
    study.import_codebook(book, coder="AK", choices={"tid": "moetetid"})
    assert study.codebook().read_as("tid") == "moetetid"
    assert said(study) == text
    assert study.check().ok


def test_a_new_id_at_the_same_path_with_the_same_words_is_the_same_code(study: qk.Project, book: Path) -> None:
    edit(book, ("- id: rom", "- id: rommet"), ("  - rom\n", "  - rommet\n"))
    found = study.codebook_changes(book)
    assert (len(found), found.questions) == (0, ())
    assert found.remarks == ("«Rom» (rommet in the file) is rom in the project.",)


@pytest.mark.parametrize(
    ("changes", "answers"),
    [
        # The same path, other words.
        (
            [("definition: Plass til å tenke", "definition: Noe helt annet, som ingen har sagt, eller tenkt")],
            ("rom", "new"),
        ),
        # The same name, another place.
        ([("  name: Rom\n", "  name: Rom\n  parent: tid\n")], ("rom", "new")),
        # A name that is near, and one that is not, with nearly the same definition.
        ([("name: Rom\n", "name: Romm\n")], ("rom", "new")),
        ([("name: Rom\n", "name: Frihet\n"), ("tenke, prøve", "prøve, tenke")], ("rom", "new")),
    ],
)
def test_what_is_ambiguous_is_asked_about_and_nothing_is_done(
    study: qk.Project, book: Path, changes: list[tuple[str, str]], answers: tuple[str, ...]
) -> None:
    edit(book, ("- id: rom", "- id: rommet"), ("  - rom\n", "  - rommet\n"), *changes)
    (question,) = study.codebook_changes(book).questions
    assert (question.id, question.answers) == ("rommet", answers)
    revision = study.revision()
    for preview in (False, True):
        with pytest.raises(UnansweredError, match="1 question") as raised:
            study.import_codebook(book, coder="AK", preview=preview)
        assert raised.value.questions == {"rommet": (question.said, answers)}
    assert study.revision() == revision
    study.import_codebook(book, coder="AK", choices={"rommet": "rom"})
    assert not study.codebook()["rom"].retired
    assert "rommet" not in study.codebook()
    assert study.codings(where={"code": "rom"})["text"].tolist() == ["Jeg tok det sjøl."]


def test_a_new_code_is_new_where_somebody_says_so(study: qk.Project, book: Path) -> None:
    edit(book, ("- id: rom", "- id: rommet"), ("  - rom\n", "  - rommet\n"), ("name: Rom\n", "name: Romm\n"))
    study.import_codebook(book, coder="AK", choices={"rommet": "new"})
    assert study.codebook()["rom"].retired
    assert said(study) == book.read_text("utf-8")


def test_a_choice_must_be_about_something_and_answer_it(study: qk.Project, book: Path) -> None:
    edit(book, ("- id: rom", "- id: rommet"), ("  - rom\n", "  - rommet\n"), ("name: Rom\n", "name: Romm\n"))
    for choices, words in (
        ({"tid": "new"}, "There is nothing to choose about «tid»"),
        ({"rommet": "tid"}, "stands in the file already"),
        ({"rommet": "finnes ikke"}, "There is no code «finnes ikke»"),
        ({"rommet": "new", "rom": "borte"}, "rom=borte is no answer"),
    ):
        with pytest.raises(qk.InputError, match=words):
            study.codebook_changes(book, choices=choices)


def test_what_no_single_act_may_do_is_refused(study: qk.Project, book: Path) -> None:
    study.retire("Rom", coder="MB")
    study.import_codebook(edit(book), coder="MB")
    study.retire("Rom", coder="MB")
    edit(
        book, ("- id: rom", "- id: nytt"), ("  - rom\n", "  - nytt\n"), ("definition: Plass", "definition: Ingen plass")
    )
    with pytest.raises(qk.RefusedError, match=r"Two codes under one parent are called «Rom»"):
        study.import_codebook(book, coder="AK", choices={"nytt": "new"})
    study.import_codebook(book, coder="AK", choices={"nytt": "rom"})
    assert study.codebook()["rom"].definition.startswith("Ingen plass")


def test_a_code_merged_meanwhile_is_asked_about(study: qk.Project, book: Path) -> None:
    study.merge(["Rom"], into="Tid", coder="MB")
    (question,) = study.codebook_changes(book).questions
    assert (question.id, question.answers) == ("rom", ("leave", "new"))
    assert len(study.codebook_changes(book, choices={"rom": "leave"})) == 0
    study.import_codebook(book, coder="AK", choices={"rom": "new"})
    assert study.codebook().find("Rom").id == "rom-2"
    assert study.codings(where={"code": "rom-2"}).empty


def test_a_theme_that_is_gone_stays_and_is_told_of(study: qk.Project, book: Path) -> None:
    book.write_text(BOOK[: BOOK.index("themes:")], encoding="utf-8")
    done = study.import_codebook(book, coder="AK")
    assert (len(done), done.remarks) == (
        0, ("The theme «Kapasitet» (kapasitet) is not in the file. A theme cannot be removed, so it stays.",),
    )  # fmt: skip
    assert study.codebook().themes[0].name == "Kapasitet"


def test_themes_are_changed_and_made(study: qk.Project, book: Path) -> None:
    text = edit(
        book,
        ("name: Kapasitet", "name: Kapasitet og tid"),
        ("har ikke tiden.", "får den ikke."),
        (
            "  origin: data\n",
            "  description: Om tid.\n  origin: oppdrag\n  why: Sto i oppdraget.\n  questions:\n  - Hva?\n",
        ),
    ).read_text("utf-8")
    text += "- id: ny\n  name: Eierskap\n  origin: data\n  codes:\n  - rom\n"
    book.write_text(text, encoding="utf-8")
    study.import_codebook(book, coder="AK")
    assert said(study) == text
    assert study.check().ok


def test_a_preview_shows_the_codings_and_writes_nothing(study: qk.Project, book: Path) -> None:
    edit(book, ("name: Rom\n", "name: Romslighet\n"))
    revision = study.revision()
    preview = study.import_codebook(book, coder="AK", preview=True)
    assert preview.after["code"].tolist() == ["Romslighet"]
    assert study.revision() == revision


def test_an_old_letter_form_is_the_same_letter(study: qk.Project, book: Path) -> None:
    book.write_text(BOOK.replace("å", "a\u030a"), encoding="utf-8")
    assert len(study.codebook_changes(book)) == 0


def test_a_mistake_in_the_file_has_its_line(study: qk.Project, book: Path) -> None:
    edit(book, ("  parent: tid\n", "  parent: penger\n"))
    with pytest.raises(qk.CodebookError, match=r"bok\.yaml, line 4: ") as raised:
        study.import_codebook(book, coder="AK")
    assert raised.value.line == 4


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_whatever_was_edited_the_project_says_what_the_file_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    place = tmp_path_factory.mktemp("studie")
    changing = Changing(seed)
    changing.act(10)
    with qk.Project.create(place / "studie.qualkit", codebook=in_use(changing.book())) as project:
        for number in range(2, 5):
            changing.act(10)
            file, before = place / f"v{number:02d}.yaml", said(project)
            qk.save_codebook(changing.book(f"v{number:02d}"), file)
            choices = answers(project, file, changing)
            try:
                changed = project.import_codebook(file, coder="MB", choices=choices)
            except qk.RefusedError:  # a retired code keeps its name
                assert said(project) == before
                continue
            if len(changed):
                # A remark tells of a code known by its name: it keeps the id it has here.
                assert changed.remarks or said(project) == file.read_text("utf-8")
                assert project.import_codebook(file, coder="MB").frame.empty
                project.undo(coder="MB")
                assert said(project) == before
                project.redo(coder="MB")
        assert project.check().ok


def answers(project: qk.Project, file: Path, changing: Changing) -> dict[str, str]:
    """An answer to every question: new codes are new; what was merged by hand is merged into any code, or retired."""
    gone = set(project.codebook_changes(file).frame.query("op == 'retire'")["id"])
    here = [code.id for code in qk.read_codebook(file) if code.id in project.codebook()]
    choices = {code: changing.random.choice(["retire", *here]) for code in sorted(gone & set(changing.merged))}
    while questions := project.codebook_changes(file, choices=choices).questions:
        choices |= {one.id: "new" if "new" in one.answers else "retire" for one in questions}
    return choices


def test_a_withdrawn_code_is_in_no_file_and_made_anew_where_a_file_has_it(
    tmp_path: Path, book: Path, interviews: list[qk.Transcript]
) -> None:
    with qk.Project.create(tmp_path / "a.qualkit", codebook=book, coder="MB") as a:
        a.add(interviews)
        a.add_code("Støtte", id="stoette", coder="MB")
    shutil.copy(tmp_path / "a.qualkit", tmp_path / "b.qualkit")
    with qk.Project.open(tmp_path / "b.qualkit") as b:
        b.code("R1.1", "Jeg tok det sjøl.", as_="Støtte", coder="AK")
        b.add_code("Hjelp", id="hjelp", parent="Støtte", coder="AK")
    with qk.Project.open(tmp_path / "a.qualkit") as a:
        a.undo(coder="MB")
    qk.merge_projects(tmp_path / "a.qualkit", tmp_path / "b.qualkit", out=tmp_path / "c.qualkit")
    with qk.Project.open(tmp_path / "c.qualkit") as c:
        assert c.codebook()["stoette"].withdrawn
        saved = c.export_codebook(tmp_path / "bok", coder="MB")
        assert "stoette" not in qk.read_codebook(saved.path)
        assert c.import_codebook(saved.path, coder="MB").frame.empty
        with_it = saved.path.read_text("utf-8").replace("- id: tid\n", "- id: stoette\n  name: Støtte\n- id: tid\n")
        saved.path.write_text(with_it, encoding="utf-8")
        c.import_codebook(saved.path, coder="MB")
        assert not c.codebook()["stoette"].withdrawn
        assert c.codings()["code"].tolist() == ["Støtte"]
        assert c.check().ok

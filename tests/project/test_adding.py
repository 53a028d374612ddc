"""Adding transcripts: what is new goes in, what cannot go in is named, and nothing is added twice."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.project.adding import Added
from qualkit.project.preview import Preview


def added(project: qk.Project, transcripts: list[qk.Transcript]) -> Added:
    done = project.add(transcripts)
    assert isinstance(done, Added)
    return done


def test_a_document_comes_back_as_it_was_added(project: qk.Project, interviews: list[qk.Transcript]) -> None:
    kept = project.transcript("r1_1")
    given = interviews[0]
    assert (kept.text, kept.turns, kept.kind, kept.sha256) == (given.text, given.turns, given.kind, given.sha256)
    assert all(kept.text[turn.start : turn.end] == turn.text for turn in kept.turns)


def test_the_register_comes_along_with_everybody_in_it(project: qk.Project) -> None:
    rows = project.informants().set_index("informant")
    assert rows.index.tolist() == ["S1", "R1.1", "Va", "I"]
    assert rows.loc["R1.1", ["role", "group", "documents", "words"]].tolist() == ["Skoleleder", "1", "r1_1", 20]
    assert rows.loc["S1", "documents"] == ""
    assert "Tormod" not in rows.to_csv()


def test_adding_again_changes_nothing(project: qk.Project, interviews: list[qk.Transcript]) -> None:
    revision = project.revision()
    done = added(project, interviews)
    assert (done.documents, done.known, done.problems) == ((), ("r1_1",), ())
    assert project.revision() == revision


def test_another_text_under_the_same_name_is_left_out_and_named(
    project: qk.Project, interviews: list[qk.Transcript]
) -> None:
    other = replace(interviews[0], text="Noe annet.", turns=(qk.Turn("R1.1", None, 0, 10, "Noe annet."),))
    done = added(project, [other])
    assert "in the project already with another text" in str(done.problems[0])
    assert project.transcript("r1_1").text == interviews[0].text


def test_an_unknown_speaker_leaves_that_file_out_and_no_other(project: qk.Project, tmp_path: Path) -> None:
    folder = tmp_path / "flere"
    folder.mkdir()
    (folder / "informants.csv").write_text("code,role\nS1,Skoleeier\nI,intervjuer\n", encoding="utf-8")
    (folder / "s1.txt").write_text("I: Hei.\nS1: Hei på deg.\n", encoding="utf-8")
    (folder / "s2.txt").write_text("I: Hei.\nS2: Jeg er ikke i registeret.\n", encoding="utf-8")
    done = added(project, qk.load_transcripts(folder))
    assert done.documents == ("s1",)
    (problem,) = done.problems
    assert all(part in str(problem) for part in ("s2", "turn 2", "S2"))
    assert project.documents()["document"].tolist() == ["r1_1", "s1"]


def test_without_a_register_the_document_is_added_and_counts_for_nobody(tmp_path: Path) -> None:
    (tmp_path / "samtale.txt").write_text("A: Hei.\nB: Hei.\nA: Vi mangler tid.\n", encoding="utf-8")
    with qk.Project.create(tmp_path / "studie.qualkit") as project:
        assert added(project, qk.load_transcripts(tmp_path / "samtale.txt")).documents == ("samtale",)
        project.add_code("Tid", coder="MB")
        project.code(None, "Vi mangler tid", as_="Tid", coder="MB")
        assert project.codings()["informant"].isna().all()
        counted = project.frequencies(of="code", unit="codings")
        assert counted["role"].isna().tolist() == [True]
        assert counted["n"].tolist() == [1]


def test_two_registers_that_cannot_stand_together_never_get_in(project: qk.Project) -> None:
    turn = qk.Turn("R9", "Tormod", 0, 3, "Hei")
    clash = (qk.Informant("R9", "Skoleleder", name="Tormod"),)
    done = added(project, [qk.Transcript("r9", "Hei", (turn,), register=clash)])
    assert "R1.1 and R9 have the same name" in str(done.problems[0])
    with pytest.raises(qk.RegisterError, match="have the same name"):
        project.add_informants(qk.Register(clash))
    assert project.informants()["informant"].tolist() == ["S1", "R1.1", "Va", "I"]


def test_a_register_that_leaves_roles_to_others_is_written_once(project: qk.Project) -> None:
    register = qk.Register([qk.Informant("S2"), qk.Informant("S3", name=unicodedata.normalize("NFD", "Åse"))])
    assert project.add_informants(register) == ["S2", "S3"]
    assert project.informants().set_index("informant").loc["S2", "role"] == "Skoleeier"
    assert project.add_informants(register) == []


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Hei du", ()),
        ("Hei du", (qk.Turn("R1.1", None, 0, 3, "Hei"),)),
        ("Hei", (qk.Turn("R1.1", None, 1, 4, "Hei"),)),
        ("A\u030ase", (qk.Turn("R1.1", None, 0, 4, "A\u030ase"),)),
        ("Hei\ud800", (qk.Turn("R1.1", None, 0, 4, "Hei\ud800"),)),
    ],
)
def test_a_transcript_whose_text_is_not_its_turns_is_named(
    project: qk.Project, text: str, turns: tuple[qk.Turn, ...]
) -> None:
    done = added(project, [qk.Transcript("selvlaget", text, turns)])
    assert "its text is not its turns" in str(done.problems[0])
    assert project.documents()["document"].tolist() == ["r1_1"]


def test_every_unknown_speaker_is_named_at_once(project: qk.Project, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("S8: Hei.\nS9: Hei.\nS8: Ja.\n", encoding="utf-8")
    done = added(project, qk.load_transcripts(tmp_path / "x.txt", informants=qk.Register([qk.Informant("S1")])))
    assert {problem.label for problem in done.problems if isinstance(problem, qk.SpeakerError)} == {"S8", "S9"}


def test_a_name_taken_while_its_document_was_undone_is_not_taken_back(
    project: qk.Project, interviews: list[qk.Transcript]
) -> None:
    step = project.undo(coder="LO", of="", with_dependants=True)[0]
    turn = qk.Turn(None, None, 0, 3, "Hei")
    assert added(project, [qk.Transcript("r1_1", "Hei", (turn,))]).documents == ("r1_1",)
    with pytest.raises(qk.RefusedError, match="another document called r1_1 has been added since"):
        project.redo(coder="LO", step=step)
    assert project.transcript("r1_1").text == "Hei"


def test_texts_asked_for_late_are_still_the_texts(project: qk.Project) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    material = project._material()
    with qk.Project.open(project.address) as other:
        other.undo(coder="AK", of="", with_dependants=True)
        assert material.text("r1_1").startswith("Hva er vanskelig?")
        other.redo(coder="AK", of="")
    assert project.codings()["text"].tolist() == ["Det er tida"]


def test_a_transcript_without_words_is_named(project: qk.Project) -> None:
    done = added(project, [qk.Transcript("tom", "  ", ())])
    assert "tom has no text" in str(done.problems[0])


def test_a_role_that_changed_is_the_role_of_that_day(project: qk.Project) -> None:
    register = (
        qk.Informant("R2", "Skoleleder", "2"),
        qk.Informant("R2", "Skoleeier", "2", since="2025-01-01"),
    )
    for name, date in (("før", "2024-05-01"), ("etter", "2025-05-01")):
        turn = qk.Turn("R2", "R2", 0, 11, "Vi har tid.")
        given = qk.Transcript(name, turn.text, (turn,), attributes={"date": date}, register=register)
        assert not added(project, [given]).problems
        project.code("R2", "Vi har tid", as_="Tid", coder="MB", document=name)
    roles = project.codings().set_index("document")["role"]
    assert roles.to_dict() == {"før": "Skoleleder", "etter": "Skoleeier"}


def test_a_preview_adds_nothing(project: qk.Project) -> None:
    turn = qk.Turn(None, None, 0, 3, "Hei")
    assert isinstance(project.add([qk.Transcript("ny", "Hei", (turn,))], preview=True), Preview)
    assert project.documents()["document"].tolist() == ["r1_1"]


def test_signs_no_database_can_hold_are_left_out(project: qk.Project) -> None:
    memo = project.memo("NUL\x00 og \ud800 og cafe\u0301", coder="MB")
    assert isinstance(memo, qk.Memo)
    assert project.memos()["text"].tolist() == ["NUL og  og café"]


def test_the_documents_are_listed_with_what_is_in_them(project: qk.Project) -> None:
    row = project.documents().iloc[0]
    assert (row["document"], row["turns"], row["words"], row["informants"]) == ("r1_1", 4, 26, "R1.1")
    with pytest.raises(qk.UnknownNameError, match="There is no document «r9»"):
        project.transcript("r9")

"""Adding transcripts: what is new goes in, what cannot go in is named, and nothing is added twice."""

from __future__ import annotations

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

"""Coding words, and taking everything back."""

from __future__ import annotations

import uuid
from pathlib import Path

import pandas as pd
import pytest

import qualkit as qk
from qualkit.project.preview import Preview


def text_of(project: qk.Project) -> str:
    return project.transcript("r1_1").text


def rows(*spans: tuple[int, int], code: str = "Tid", **more: object) -> pd.DataFrame:
    return pd.DataFrame(
        [{"document": "r1_1", "start": start, "end": end, "code": code, **more} for start, end in spans]
    )


def test_a_coding_is_the_words_as_they_stand(project: qk.Project) -> None:
    coding = project.code("R 1.1", "Det er  tida,\nliksom.", as_="tid", coder="MB", stance="utfordring", prompted=False)
    assert isinstance(coding, qk.Coding)
    assert coding.text == "Det er tida, liksom." == text_of(project)[coding.start : coding.end]
    row = project.codings().iloc[0]
    assert (row["coding"], row["informant"], row["role"], row["group"], row["turn"]) == (
        coding.id, "R1.1", "Skoleleder", "1", 2,
    )  # fmt: skip
    assert (row["code"], row["stance"], row["prompted"], row["coder"]) == ("Tid", "utfordring", False, "MB")


def test_words_that_stand_twice_must_be_chosen_between(project: qk.Project) -> None:
    with pytest.raises(qk.AnchorError, match=r"stands twice in R1\.1 \(turns 2 and 4\); pass turn=") as raised:
        project.code("R1.1", "Ingen spurte meg", as_="Uklarhet", coder="MB")
    assert raised.value.turns == (2, 4)
    chosen = project.code("R1.1", "Ingen spurte meg", as_="Uklarhet", coder="MB", turn=4)
    assert isinstance(chosen, qk.Coding)
    assert project.codings()["turn"].tolist() == [4]


@pytest.mark.parametrize(
    ("informant", "words", "said"),
    [
        ("R1.1", "Hvem tok det", "It stands in r1_1, turn 3, said by I"),
        ("R1.1", "Dette har ingen sagt", "does not stand in R1.1. Quote the words exactly"),
        ("R1.1", "tid", "does not stand in R1.1"),
        ("R1.1", "   ", "does not stand in R1.1"),
    ],
)
def test_words_that_are_not_the_informants_are_not_coded(
    project: qk.Project, informant: str, words: str, said: str
) -> None:
    with pytest.raises(qk.AnchorError, match=said):
        project.code(informant, words, as_="Tid", coder="MB")
    assert project.codings().empty


def test_who_does_not_speak_cannot_be_coded(project: qk.Project) -> None:
    with pytest.raises(qk.UnknownNameError, match=r"There is no informant «S10» in the project. There are: S1, R1.1"):
        project.code("S10", "Det er tida", as_="Tid", coder="MB")
    with pytest.raises(qk.UnknownNameError, match="S1 is in the register, but speaks in no document"):
        project.code("S1", "Det er tida", as_="Tid", coder="MB")


def test_a_passage_may_go_on_into_the_next_persons_turn(project: qk.Project) -> None:
    project.code("R1.1", "hvem som skulle ta det. Hvem tok det? Jeg tok det sjøl.", as_="Uklarhet", coder="MB")
    row = project.codings().iloc[0]
    assert (row["informant"], row["turn"]) == ("R1.1", 2)
    assert row["text"].splitlines()[1] == "Hvem tok det?"


def test_coding_the_same_words_alike_twice_counts_once(project: qk.Project) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB", stance="positiv")
    project.code("R1.1", "Det er tida", as_="Tid", coder="AK")
    assert project.codings()[["coder", "stance"]].fillna("").to_numpy().tolist() == [["AK", ""], ["MB", "positiv"]]


def test_taking_a_coding_away_takes_all_that_is_read_as_it_and_undo_brings_all_back(project: qk.Project) -> None:
    first = project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    assert isinstance(first, qk.Coding)
    before = project.codings()
    assert len(project.uncode(first, coder="AK")) == 2
    assert project.codings().empty
    project.undo(coder="AK")
    assert project.codings().equals(before)
    with pytest.raises(qk.UnknownNameError, match="There is no coding"):
        project.uncode("ikke en koding", coder="MB")


def test_many_codings_are_one_step_and_one_undo(project: qk.Project) -> None:
    ids = project.code_many(rows((18, 24), (25, 29), stance="begge"), coder="MB", why="søk på tid")
    assert len(ids) == len(project.codings()) == 2
    step = project.history().iloc[-1]
    assert (step["what"], step["n"], step["why"], step["coder"]) == ("coded 2 passages", 2, "søk på tid", "MB")
    project.undo(coder="MB")
    assert project.codings().empty


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (rows((18, 24), (24, 24)), r"Row 1: 24–24 is no stretch of r1_1"),
        (rows((18, 24), (5, 99_999)), r"Row 1: 5–99999 holds no words of r1_1, which is \d+ code points long"),
        (rows((18, 24), code="Rom"), "There is no code «Rom»"),
        (rows((18, 24), stance="trist"), "«trist» is no stance"),
        (rows((18, 24), uuid="123"), "Row 0: «123» is not a UUID"),
        (rows((18, 24)).assign(document="s1"), "There is no document «s1»"),
        (rows((18, 24)).assign(document=7), "There is no document «7»"),
        (rows((18, 24)).assign(end=24.9), "is no stretch"),
        (rows((18, 24)).assign(end=float("inf")), "is no stretch"),
        (rows((18, 24)).drop(columns="end"), "lacks the column"),
    ],
)
def test_one_bad_row_and_nothing_is_coded(project: qk.Project, frame: pd.DataFrame, said: str) -> None:
    revision = project.revision()
    with pytest.raises(qk.QualkitError, match=said):
        project.code_many(frame, coder="MB")
    assert project.revision() == revision


def test_a_row_sent_twice_is_coded_once(project: qk.Project) -> None:
    frame = rows((18, 24), uuid=str(uuid.uuid4()))
    assert project.code_many(frame, coder="MB") == project.code_many(frame, coder="MB")
    assert len(project.codings()) == 1


def test_everybody_undoes_their_own_last_step(project: qk.Project) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    project.undo(coder="MB")
    assert project.codings()["coder"].tolist() == ["AK"]
    project.undo(coder="MB", of="AK")
    assert project.codings().empty
    project.redo(coder="MB", of="*")
    assert project.codings()["coder"].tolist() == ["AK"]
    with pytest.raises(qk.RefusedError, match="There is no step of LO to undo"):
        project.undo(coder="LO")


def test_undoing_what_others_build_on_is_refused_and_names_them(project: qk.Project) -> None:
    project.add_code("Rom", coder="LO")
    coding = project.code("R1.1", "Det er tida", as_="Rom", coder="MB")
    assert isinstance(coding, qk.Coding)
    project.memo("Rom til hva?", about=coding, coder="AK")
    with pytest.raises(qk.DependantsError, match=r"2 later step\(s\) build on it: MB: coded a passage") as raised:
        project.undo(coder="LO")
    assert len(raised.value.steps) == 2
    assert len(project.undo(coder="LO", with_dependants=True)) == 3
    assert project.codings().empty
    assert project.memos().empty
    project.redo(coder="LO")
    assert project.codings()["code"].tolist() == ["Rom"]
    assert project.memos()["text"].tolist() == ["Rom til hva?"]


def test_a_note_written_since_holds_a_coding_against_a_redone_removal(project: qk.Project) -> None:
    coding = project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    assert isinstance(coding, qk.Coding)
    project.uncode(coding, coder="AK")
    step = project.undo(coder="AK")[0]
    project.memo("Nei, denne må vi ha.", about=coding, coder="MB")
    with pytest.raises(qk.RefusedError, match="changed or noted since"):
        project.redo(coder="AK", step=step)
    assert len(project.codings()) == 1


def test_a_memo_about_an_informant_can_be_redone(project: qk.Project) -> None:
    project.memo("Hun nølte lenge.", about="R1.1", coder="MB")
    project.undo(coder="MB")
    project.redo(coder="MB")
    assert project.memos()["name"].tolist() == ["R1.1"]


def test_one_is_oneself_however_the_name_is_typed(project: qk.Project) -> None:
    project.memo("Åses notat.", coder="Åse")
    project.undo(coder=" A\u030ase ")
    assert project.memos().empty
    with pytest.raises(qk.InputError, match="stands for anyone"):
        project.undo(coder="*")
    with pytest.raises(qk.InputError, match="not 3"):
        project.memo("Hvem?", coder=3)  # type: ignore[arg-type]  # what a script may send


def test_why_and_who_took_part_are_kept_for_undo_too_and_slips_are_not_swallowed(project: qk.Project) -> None:
    project.memo("Et notat.", coder="MB")
    project.undo(coder="MB", why="feil dag", present=["MB", "AK"])
    step = project.history().iloc[-1]
    assert (step["why"], step["present"], step["what"][:5]) == ("feil dag", "MB; AK", "undid")
    with pytest.raises(qk.InputError, match="a list of people"):
        project.memo("Et notat.", coder="MB", present="MB")
    with pytest.raises(TypeError, match="whyy"):
        project.redo(coder="MB", whyy="…")  # type: ignore[call-arg]  # a slip
    with pytest.raises(TypeError, match="whyy"):
        project.code("R1.1", "Det er tida", as_="Tid", coder="MB", whyy="…")  # type: ignore[call-arg]  # a slip


def test_the_codings_frame_can_be_coded_again(project: qk.Project) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB", stance="positiv")
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="MB")
    frame = project.codings()[["document", "start", "end", "code_path", "stance", "prompted"]]
    project.code_many(frame.rename(columns={"code_path": "code"}), coder="AK")
    both = project.codings()
    assert both[both["coder"] == "AK"]["stance"].fillna("").tolist() == ["positiv", ""]


def test_a_removed_coding_still_leans_on_its_code(project: qk.Project) -> None:
    project.add_code("Rom", coder="LO")
    coding = project.code("R1.1", "Det er tida", as_="Rom", coder="MB")
    assert isinstance(coding, qk.Coding)
    project.uncode(coding, coder="MB")
    with pytest.raises(qk.DependantsError):
        project.undo(coder="LO")


def test_redo_is_refused_once_something_new_was_done_but_the_step_can_be_named(project: qk.Project) -> None:
    project.memo("Første.", coder="MB")
    step = project.undo(coder="MB")[0]
    project.memo("Andre.", coder="MB")
    with pytest.raises(qk.RefusedError, match="Name it"):
        project.redo(coder="MB")
    project.redo(coder="MB", step=step[:8])
    assert project.memos()["text"].tolist() == ["Første.", "Andre."]
    with pytest.raises(qk.RefusedError, match="is on already"):
        project.redo(coder="MB", step=step)
    with pytest.raises(qk.RefusedError, match="is not the id of a step"):
        project.undo(coder="MB", step="i går")


def test_redo_of_a_coding_waits_for_its_code(project: qk.Project) -> None:
    project.add_code("Rom", coder="LO")
    project.code("R1.1", "Det er tida", as_="Rom", coder="MB")
    coding_step = project.undo(coder="MB")[0]
    project.undo(coder="LO")
    with pytest.raises(qk.RefusedError, match="the code it is about is undone too"):
        project.redo(coder="MB", step=coding_step)


def test_a_preview_shows_what_would_happen_and_writes_nothing(project: qk.Project) -> None:
    coding = project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    assert isinstance(coding, qk.Coding)
    revision = project.revision()
    seen = project.uncode(coding, coder="AK", preview=True)
    assert isinstance(seen, Preview)
    assert (len(seen.before), len(seen.after)) == (1, 0)
    assert (seen.informants, seen.coders) == (("R1.1",), ("MB",))
    new = project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK", preview=True)
    assert isinstance(new, Preview)
    assert new.after["text"].tolist() == ["Jeg tok det sjøl"]
    assert project.revision() == revision
    assert len(project.codings()) == 1


def test_who_took_part_and_why_stand_in_the_history(project: qk.Project) -> None:
    project.memo("Vi ble enige om å vente.", coder="MB", present=["MB", "AK"], why="workshop")
    step = project.history().iloc[-1]
    assert (step["what"], step["present"], step["why"]) == ("wrote a memo", "MB; AK", "workshop")


def test_coding_needs_somebody_who_codes(project: qk.Project) -> None:
    with pytest.raises(qk.InputError, match="Say who codes"):
        project.code("R1.1", "Det er tida", as_="Tid", coder="  ")


def test_history_since_a_date(project: qk.Project) -> None:
    assert len(project.history(since="2020-01-01")) == len(project.history())
    assert project.history(since="2999-01-01").empty
    with pytest.raises(qk.InputError, match="is not a date"):
        project.history(since="i går")


def test_two_programs_see_each_others_codings_at_once(project: qk.Project, tmp_path: Path) -> None:
    with qk.Project.open(project.address) as other:
        assert other.codings().empty
        project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
        assert len(other.codings()) == 1
        other.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    assert len(project.codings()) == 2

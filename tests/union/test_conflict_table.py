"""Every conflict that two copies can bring to a union, whichever was first: what is read, and what is listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from copies import INTERVIEW, OTHER, Act, Apart, interviews, only, opened, tables

import qualkit as qk
from qualkit.store.events import Draft

WORDS = "Det er tida"
MORE = "Ingen spurte meg"


@pytest.fixture
def study(apart: Apart) -> Apart:
    """An interview, the codes A, B and C, and a passage p that MB coded A."""
    transcripts = interviews(apart.folder / "intervjuer", r1=INTERVIEW)
    apart.begin(
        lambda project: project.add(transcripts, coder="LO"),
        *(lambda project, name=name: project.add_code(name, coder="LO") for name in "ABC"),
        lambda project: project.code("R1", WORDS, as_="A", coder="MB"),
    )
    return apart


def code(as_: str, coder: str = "AK", words: str = MORE, **how: object) -> Act:
    return lambda project: project.code("R1", words, as_=as_, coder=coder, **how)


def merge(one: str, into: str, coder: str = "MB") -> Act:
    return lambda project: project.merge([one], into=into, coder=coder)


def undo_making(name: str, coder: str = "MB") -> Act:
    """Undo of the step that made a code, with all that leaned on it here."""
    return lambda project: project.undo(
        step=step_of(project, f"made the code «{name}»"), with_dependants=True, coder=coder
    )


def step_of(project: qk.Project, what: str, n: int = -1) -> str:
    history = project.history()
    # An undo is told with what it took back, and is no step itself.
    history = history[~history["what"].str.match("(?:un|re)did ")]
    return str(history[history["what"].str.contains(what, regex=False)]["step"].iloc[n])


def coded(project: qk.Project) -> dict[str, str]:
    """Words → the code they are read under."""
    frame = project.codings()
    return dict(zip(frame["text"], frame["code"], strict=True))


def names(project: qk.Project) -> list[str]:
    return [project.codebook().path(one.id) for one in project.codebook()]


def p(project: qk.Project) -> str:
    """The id of the passage that was coded before the copying."""
    frame = project.codings()
    return str(frame[frame["text"] == WORDS]["coding"].iloc[0])


def settled(project: qk.Project, row: pd.Series) -> None:
    """Taken off, an entry is gone, and the others stay."""
    before = project.review()
    project.settle(row["entry"], coder="LO")
    assert sorted(project.review()["entry"]) == sorted(set(before["entry"]) - {row["entry"]})
    project.undo(coder="LO")
    assert project.review()["entry"].tolist() == before["entry"].tolist()


# codes with A / merges A into B


def test_coded_while_merged_is_read_with_the_merged_code(study: Apart) -> None:
    with study(code("A"), merge("A", "B")) as union:
        assert coded(union) == {WORDS: "B", MORE: "B"}
        assert names(union) == ["B", "C"]
        row = only(union.review(), kind="merged")
        assert (row["notice"], row["name"], row["coders"], len(union.review())) == (True, "A", "AK; MB", 1)
        assert row["what"].startswith("AK coded 1 passage with «A» while MB merged it into «B» (")
        settled(union, row)
        union.undo(coder="MB")
        assert coded(union) == {WORDS: "A", MORE: "A"}
        assert len(union.review()) == 0


# codes with A / retires A


def test_coded_while_retired_stays_and_counts(study: Apart) -> None:
    with study(code("A"), lambda project: project.retire("A", coder="MB")) as union:
        assert coded(union) == {WORDS: "A", MORE: "A"}
        assert union.codebook().find("A").retired
        assert union.frequencies(of="code", by="role", unit="codings").query("code == 'A'")["n"].sum() == 2
        row = only(union.review(), kind="retired")
        assert (row["notice"], row["coders"], len(union.review())) == (False, "AK; MB", 1)
        settled(union, row)
        union.revive("A", coder="LO")
        assert len(union.review()) == 0
        union.retire("A", coder="LO")
        assert len(union.review()) == 0, "who retires it again has seen the passages"


# codes with A / splits A


def test_coded_while_split_stays_with_the_code(study: Apart) -> None:
    def split(project: qk.Project) -> None:
        project.split("A", codings=[p(project)], into="A2", coder="MB")

    with study(code("A"), split) as union:
        assert coded(union) == {WORDS: "A2", MORE: "A"}
        row = only(union.review(), kind="split")
        assert (row["notice"], row["coders"], len(union.review())) == (False, "AK; MB", 1)
        settled(union, row)
        left = union.codings()
        union.split("A", codings=left[left["text"] == MORE], into="A3", coder="LO")
        assert len(union.review()) == 0, "recoded, it no longer waits"


# codes with A / undoes A's birth


@pytest.mark.parametrize("cure", ["redo", "merge", "recode"])
def test_coded_while_the_codes_making_was_undone_is_shown_withdrawn(study: Apart, cure: str) -> None:
    with study(code("A"), undo_making("A")) as union:
        assert coded(union) == {MORE: "A"}
        assert union.codebook().find("A").withdrawn
        row = only(union.review(), kind="withdrawn", noun="code")
        assert (row["notice"], row["name"], row["coders"], len(union.review())) == (False, "A", "AK; MB", 1)
        assert row["what"].startswith("MB undid the making of «A», while AK coded 1 passage with it.")
        settled(union, row)
        if cure == "redo":
            union.redo(step=step_of(union, "made the code «A»"), coder="LO")
            assert coded(union) == {MORE: "A"}
        elif cure == "merge":
            union.merge(["A"], into="B", coder="LO")
            assert coded(union) == {MORE: "B"}
        else:
            union.split("A", codings=union.codings(), into="Ny", coder="LO")
            assert coded(union) == {MORE: "Ny"}
            assert names(union) == ["B", "C", "Ny"]
        assert union.review().query("not notice").empty
        assert union.check().ok


# renames A x / renames A y


def test_two_names_for_one_code_are_both_listed(study: Apart) -> None:
    with study(
        lambda project: project.rename("A", "X", coder="MB"), lambda project: project.rename("A", "Y", coder="AK")
    ) as union:
        later = "XY"[study.later]
        assert names(union) == sorted(["B", "C", later])
        row = only(union.review(), kind="field", noun="code")
        assert (row["field"], row["values"].split(" | ")[-1], set(row["values"].split(" | "))) == (
            "name", later, {"X", "Y"},
        )  # fmt: skip
        assert (row["coders"], row["notice"], len(union.review())) == ("AK; MB", False, 1)
        settled(union, row)
        union.rename(later, "Z", coder="LO")
        assert len(union.review()) == 0


def test_two_stances_of_one_persons_coding_are_both_listed(study: Apart) -> None:
    with study(code("A", "AK", stance="utfordring"), code("A", "AK", stance="positiv")) as union:
        frame = union.codings()
        own = frame[frame["coder"] == "AK"]
        assert own["stance"].tolist() == [("utfordring", "positiv")[study.later]]
        row = only(union.review(), kind="field", noun="coding")
        assert (row["field"], set(row["values"].split(" | "))) == ("stance", {"utfordring", "positiv"})
        settled(union, row)
        union.uncode(own["coding"].iloc[0], coder="LO")
        assert coded(union) == {WORDS: "A"}
        assert len(union.review()) == 0


def test_a_stance_written_twice_on_one_coding_is_listed(study: Apart) -> None:
    def stance(value: str, coder: str) -> Act:
        return lambda project: draft(project, coder, "coding.set", coding=p(project), stance=value)

    with study(stance("utfordring", "MB"), stance("positiv", "AK")) as union:
        assert union.codings()["stance"].tolist() == [("utfordring", "positiv")[study.later]]
        assert only(union.review(), kind="field")["field"] == "stance"


def draft(project: qk.Project, coder: str, kind: str, **payload: object) -> None:
    """What no command writes yet."""
    with project._store.writing(coder) as writer:
        writer.append([Draft(kind, payload)])


# new code «Tillit» / new code «Tillit»


@pytest.mark.parametrize("second", ["Tillit", "tillit"])
def test_two_new_codes_of_one_name_are_two(study: Apart, second: str) -> None:
    with study(
        lambda project: project.add_code("Tillit", coder="MB"), lambda project: project.add_code(second, coder="AK")
    ) as union:
        assert sorted(names(union)) == sorted(["A", "B", "C", "Tillit", second])
        row = only(union.review(), kind="names")
        assert (row["notice"], row["coders"], len(union.review())) == (False, "AK; MB", 1)
        settled(union, row)
        with pytest.raises(qk.UnknownNameError, match="is the name of 2 codes"):
            union.rename("Tillit", "Tiltro", coder="LO")
        ids = [one.id for one in union.codebook() if one.name.casefold() == "tillit"]
        union.merge([ids[0]], into=ids[1], coder="LO")
        assert len(union.review()) == 0


# A→B / B→A, and a ring of three


def test_merged_into_each_other_makes_one_code_of_the_first(study: Apart) -> None:
    with study(merge("A", "B", "MB"), merge("B", "A", "AK")) as union:
        first = "BA"[1 - study.later]
        assert names(union) == [first, "C"]
        assert coded(union) == {WORDS: first}
        row = only(union.review(), kind="void")
        assert (row["notice"], row["coders"], len(union.review())) == (False, "AK; MB", 1)
        settled(union, row)
        union.undo(coder="LO", of=("MB", "AK")[1 - study.later])
        second = "BA"[study.later]
        assert coded(union) == {WORDS: second}, "with the first undone, the other takes effect"
        assert len(union.review()) == 0


def test_a_ring_of_three_merges_is_one_code(study: Apart) -> None:
    with study(merge("A", "B", "MB"), merge("B", "C", "AK"), merge("C", "A", "LO")) as union:
        assert len(names(union)) == 1
        assert coded(union) == {WORDS: names(union)[0]}
        row = only(union.review(), kind="void")
        assert (row["name"], row["coders"]) == ("ABC"[study.later], "AK; LO; MB")
        first = union.history().query("what.str.startswith('merged «')").iloc[0]
        union.undo(step=first["step"], coder="LO")
        assert len(names(union)) == 1, "with the first undone, the third takes effect"
        assert len(union.review()) == 0


# A→B / A→C


def test_merged_into_two_is_read_as_the_later(study: Apart) -> None:
    with study(merge("A", "B", "MB"), merge("A", "C", "AK")) as union:
        later = "BC"[study.later]
        assert names(union) == ["B", "C"]
        assert coded(union) == {WORDS: later}
        row = only(union.review(), kind="field")
        assert (row["field"], row["values"].split(" | ")[-1], row["coders"], row["notice"]) == (
            "merged into", later, "AK; MB", False,
        )  # fmt: skip
        assert len(union.review()) == 1
        settled(union, row)


# A→B, or moves A under B / moves B under A


@pytest.mark.parametrize("how", ["merge", "move"])
def test_moved_under_what_goes_under_it_is_void(study: Apart, how: str) -> None:
    one: Act = merge("A", "B", "MB") if how == "merge" else lambda project: project.move("A", under="B", coder="MB")
    with study(one, lambda project: project.move("B", under="A", coder="AK")) as union:
        shown = {
            ("merge", 1): ["B", "C"],
            ("merge", 0): ["A", "A > B", "C"],
            ("move", 1): ["B", "B > A", "C"],
            ("move", 0): ["A", "A > B", "C"],
        }
        assert names(union) == shown[how, study.later]
        row = only(union.review(), kind="void")
        assert (row["name"].split(" > ")[-1], row["coders"], row["notice"]) == ("AB"[study.later], "AK; MB", False)
        assert len(union.review()) == 1
        settled(union, row)


# splits passage p off / removes p


def test_split_off_and_removed_is_gone_and_comes_back_as_split(study: Apart) -> None:
    with study(
        lambda project: project.split("A", codings=[p(project)], into="A2", coder="MB"),
        lambda project: project.uncode(p(project), coder="AK"),
    ) as union:
        assert coded(union) == {}
        row = only(union.review(), kind="removed")
        assert (row["notice"], row["coders"], len(union.review())) == (True, "AK; MB", 1)
        settled(union, row)
        union.undo(coder="AK")
        assert coded(union) == {WORDS: "A2"}
        assert len(union.review()) == 0


# removes p / notes, stance or bounds on p


def note(project: qk.Project) -> object:
    return project.memo("Hva er det hun egentlig sier her?", about=p(project), coder="MB")


def stance(project: qk.Project) -> object:
    return draft(project, "MB", "coding.set", coding=p(project), stance="begge")


def bounds(project: qk.Project) -> object:
    return draft(project, "MB", "coding.set", coding=p(project), end=len("Hva er vanskelig?\n" + WORDS))


@pytest.mark.parametrize("write", [note, stance, bounds])
def test_removed_while_written_on_is_held(study: Apart, write: Callable[[qk.Project], object]) -> None:
    with study(write, lambda project: project.uncode(p(project), coder="AK")) as union:
        assert list(coded(union).values()) == ["A"]
        row = only(union.review(), kind="held")
        assert (row["notice"], row["coders"], len(union.review())) == (False, "AK; MB", 1)
        assert row["what"].startswith("AK took away a coding, «Det er tida» (r1 18–29), while MB ")
        settled(union, row)
        union.uncode(p(union), coder="LO")
        assert coded(union) == {}
        assert len(union.review()) == 0, "removed by who has seen the note, it is settled"


# the same coding in both; the same removal in both


def test_the_same_coding_in_both_is_one_row(study: Apart) -> None:
    with study(code("B", "AK"), code("B", "AK")) as union:
        assert coded(union) == {WORDS: "A", MORE: "B"}
        assert len(union.codings()) == 2
        assert len(union.review()) == 0


def test_the_same_removal_in_both_takes_two_undos(study: Apart) -> None:
    with study(
        lambda project: project.uncode(p(project), coder="MB"), lambda project: project.uncode(p(project), coder="AK")
    ) as union:
        assert coded(union) == {}
        assert len(union.review()) == 0
        union.undo(coder="MB")
        assert coded(union) == {}
        union.undo(coder="AK")
        assert coded(union) == {WORDS: "A"}


# removes document / codes in it


def test_a_document_taken_out_while_coded_in_is_shown_and_marked(study: Apart) -> None:
    def take_out(project: qk.Project) -> None:
        project.undo(step=step_of(project, "added r1"), with_dependants=True, coder="MB")

    with study(code("B"), take_out) as union:
        assert coded(union) == {MORE: "B"}
        assert union.documents()[["document", "withdrawn"]].to_numpy().tolist() == [["r1", True]]
        assert union.codings()["informant"].tolist() == ["R1"]
        row = only(union.review(), kind="withdrawn", noun="document")
        assert (row["notice"], row["name"], row["coders"], len(union.review())) == (False, "r1", "AK; MB", 1)
        settled(union, row)
        union.redo(step=step_of(union, "added r1"), coder="LO")
        assert union.documents()["withdrawn"].tolist() == [False]
        assert len(union.review()) == 0


# adds R3 / adds R3


def add(folder: Path, text: str, coder: str) -> Act:
    return lambda project: project.add(interviews(folder, r3=text), coder=coder)


def test_the_same_interview_added_in_both_is_read_as_one(study: Apart) -> None:
    def added(name: str, coder: str) -> Act:
        def act(project: qk.Project) -> None:
            add(study.folder / name, OTHER, coder)(project)
            project.code("R3", "Vi fant ut av det", as_="B", coder=coder)

        return act

    with study(added("en", "MB"), added("to", "AK")) as union:
        assert union.documents()["document"].tolist() == ["r1", "r3"]
        frame = union.codings(where={"document": "r3"})
        assert sorted(frame["coder"]) == ["AK", "MB"]
        assert frame["informant"].tolist() == ["R3", "R3"]
        assert len(union.review()) == 0
        gone = union.uncode(frame["coding"].iloc[0], coder="LO")
        assert len(gone) == 1


def test_two_interviews_of_one_name_are_two(study: Apart) -> None:
    other = OTHER.replace("alle sammen", "uten hjelp")
    with study(add(study.folder / "en", OTHER, "MB"), add(study.folder / "to", other, "AK")) as union:
        assert union.documents()["document"].tolist() == ["r1", "r3", "r3 (2)"]
        row = only(union.review(), kind="document")
        assert (row["notice"], row["name"], row["coders"], len(union.review())) == (False, "r3 (2)", "AK; MB", 1)
        settled(union, row)
        second = ("alle sammen", "uten hjelp")[study.later]
        coding = union.code("R3", second, as_="A", coder="MB")
        assert coding.document == "r3 (2)"
        union.undo(step=step_of(union, "added r3"), with_dependants=True, coder="LO")
        assert union.documents()["document"].tolist() == ["r1", "r3"]
        assert len(union.review()) == 0


def test_equal_text_under_two_names_stays_two(study: Apart) -> None:
    with study(
        lambda project: project.add(interviews(study.folder / "en", r3=OTHER), coder="MB"),
        lambda project: project.add(interviews(study.folder / "to", r3_ny=OTHER), coder="AK"),
    ) as union:
        assert sorted(union.documents()["document"]) == ["r1", "r3", "r3_ny"]
        assert len(union.review()) == 0


# version «v2» / version «v2»


def test_two_versions_of_one_name_are_both_kept(study: Apart) -> None:
    def name_it(coder: str, code: str) -> Act:
        def act(project: qk.Project) -> None:
            project.rename("A", code, coder=coder)
            project.version("v2", coder=coder)

        return act

    with study(name_it("MB", "X"), name_it("AK", "Y")) as union:
        named = union.versions()
        assert named["version"].tolist() == ["v2", "v2"]
        assert sorted(named["coder"]) == ["AK", "MB"]
        with pytest.raises(qk.UnknownNameError, match="is the name of 2 versions"):
            union.codebook(at="v2")
        row = only(union.review(), kind="version")
        assert (row["notice"], row["coders"]) == (False, "AK; MB")
        settled(union, row)


# undoes s / works on with what s made


def test_built_on_what_was_undone_has_no_effect_and_is_listed(study: Apart) -> None:
    def works_on(project: qk.Project) -> None:
        project.rename("C", "Cc", coder="AK")
        project.add_code("under", parent="Cc", coder="AK")
        project.memo("Denne trenger vi.", about=("code", "Cc"), coder="AK")

    with study(undo_making("C"), works_on) as union:
        assert names(union) == ["A", "B", "under"]
        row = only(union.review(), kind="void")
        assert (row["noun"], row["name"], row["coders"], row["notice"]) == ("code", "C", "AK; MB", False)
        assert "while AK changed it, put a code under it and wrote a memo on it" in row["what"]
        assert len(union.review()) == 1
        settled(union, row)
        union.redo(step=step_of(union, "made the code «C»"), coder="LO")
        assert names(union) == ["A", "B", "Cc", "Cc > under"]
        assert len(union.review()) == 0


def test_undone_in_one_and_undone_and_redone_in_the_other_is_the_later_switch(study: Apart) -> None:
    def undo_and_redo(project: qk.Project) -> None:
        project.undo(coder="AK", of="MB")
        project.redo(coder="AK", of="MB")

    with study(lambda project: project.undo(coder="MB"), undo_and_redo) as union:
        assert len(union.codings()) == study.later
        row = only(union.review(), kind="field", noun="step")
        assert (row["field"], row["values"].split(" | ")[-1]) == ("on", ("undone", "on")[study.later])
        settled(union, row)


# erases R4 / codes in R4


def test_an_erasure_takes_what_was_coded_meanwhile(study: Apart) -> None:
    with study(code("B"), lambda project: project.erase("R1", coder="MB")) as union:
        assert coded(union) == {}
        assert union.check().gaps > 0
        row = only(union.review(), kind="erased")
        assert (row["notice"], row["name"], row["coders"]) == (True, "R1", "AK; MB")
        assert row["what"] == "MB erased R1, while AK coded there. 1 coding went with the words."


# Settled, and not


def test_a_settled_entry_comes_back_when_something_is_added(study: Apart) -> None:
    with study(code("A"), lambda project: project.retire("A", coder="MB")) as union:
        entry = union.review()["entry"].iloc[0]
        union.settle(entry, coder="LO")
        assert len(union.review()) == 0
        third = study.folder / "sen.qualkit"
        third.write_bytes(study.origin.read_bytes())
        with opened(third) as late:
            code("A", "PN", "Jeg tok det sjøl")(late)
        assert union.take_in(third).codings == 1
        assert union.review()["entry"].tolist() == [entry]
        assert only(union.review(), kind="retired")["coders"] == "AK; MB; PN"
        union.settle(entry, coder="LO")
        assert len(union.review()) == 0


def test_settling_in_two_copies_is_settling(study: Apart) -> None:
    with study(code("A"), lambda project: project.retire("A", coder="MB")) as union:
        copy = union.backup(study.folder / "kopi")
        entry = union.review()["entry"].iloc[0]
        union.settle(entry, coder="LO")
        with opened(copy) as other:
            other.settle(entry[:8], coder="AK")
            other.take_in(union.path)
            assert len(other.review()) == 0
            assert tables(other) == tables(union)


def test_settling_what_is_not_there_is_refused(study: Apart) -> None:
    with study(code("A"), code("B")) as union, pytest.raises(qk.RefusedError, match="no one entry abcd"):
        union.settle("abcd", coder="LO")

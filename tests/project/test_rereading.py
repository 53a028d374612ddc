"""What was coded before a code came, or changed, is read again; and a list that a team works from must empty."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import qualkit as qk
from qualkit.store.projection import dump, live_events, projection_of, stored_rows

WORDS = "Det er tida, liksom."
LATER = "Jeg tok det sjøl."
SAID = "Vi fikk aldri skrevet det ned."


def interview(name: str, informant: str, *said: str, kind: str = "intervju") -> qk.Transcript:
    text = "\n".join(said)
    turns, start = [], 0
    for words in said:
        turns.append(qk.Turn(informant, informant, start, start + len(words), words))
        start += len(words) + 1
    register = (qk.Informant("R1", "Skoleleder", "1"), qk.Informant("S1", "Skoleeier", "1"))
    return qk.Transcript(name, text, tuple(turns), kind=kind, register=register)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[qk.Project]:
    """r1, coded by MB and AK with Tid; s1, in which nobody has coded."""
    made = qk.Project.create(tmp_path / "studie.qualkit")
    made.add([interview("r1", "R1", WORDS, LATER), interview("s1", "S1", SAID)])
    made.add_code("Tid", definition="Det som mangler.", coder="MB")
    made.add_code("Rom", coder="MB")
    made.code("R1", WORDS, as_="Tid", coder="MB")
    made.code("R1", WORDS, as_="Tid", coder="AK")
    yield made
    made.close()


def listed(project: qk.Project, **how: str) -> list[tuple[str, str, str]]:
    return list(project.to_reread(**how)[["document", "code", "change"]].itertuples(index=False, name=None))


def test_nothing_is_to_be_read_again_before_the_codebook_changes(study: qk.Project) -> None:
    assert study.to_reread().empty
    assert list(study.to_reread().columns) == [
        "document", "informants", "code", "id", "change", "changed", "by", "why", "coded_under", "last_coded",
        "last_read", "coders", "codings",
    ]  # fmt: skip


def test_a_code_born_later_is_looked_for_only_where_somebody_has_coded(study: qk.Project) -> None:
    study.version("v1", coder="MB")
    study.add_code("Handlingsrom", coder="AK", why="to slags rom")
    (row,) = study.to_reread().to_dict("records")
    assert (row["document"], row["informants"], row["code"], row["change"]) == ("r1", "R1", "Handlingsrom", "new")
    assert (row["by"], row["why"], row["coders"], row["codings"]) == ("AK", "to slags rom", "AK; MB", 0)
    assert row["last_coded"] == study.codings()["at"].max()
    assert row["changed"] == study.history().iloc[-1]["at"]
    assert pd.isna(row["last_read"])
    # The version came after the last coding, so there was none that r1 was coded under.
    assert pd.isna(row["coded_under"])


def test_the_version_a_document_was_coded_under_is_the_newest_before_its_last_coding(study: qk.Project) -> None:
    assert study.documents()["coded_under"].isna().all()
    for name in ("v1", "v2"):
        study.version(name, coder="MB")
    study.code("R1", LATER, as_="Rom", coder="MB")
    study.version("v3", coder="MB")
    under = study.documents().set_index("document")["coded_under"]
    assert under["r1"] == "v2"
    assert pd.isna(under["s1"])
    study.add_code("Uro", coder="AK")
    assert list(study.to_reread()["coded_under"]) == ["v2"]
    # An undone version is none.
    steps = study.history().set_index("what")["step"]
    study.undo(step=steps["named the version «v2»"], coder="MB")
    assert study.documents().set_index("document")["coded_under"]["r1"] == "v1"


def test_coding_on_with_other_codes_is_not_looking_for_the_new_one(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB")
    study.code("R1", LATER, as_="Rom", coder="MB")
    assert listed(study) == [("r1", "Handlingsrom", "new")]
    study.code("R1", LATER, as_="Handlingsrom", coder="AK")
    assert listed(study) == []
    # What MB has coded, MB has not looked through for it; AK has.
    assert listed(study, coder="MB") == [("r1", "Handlingsrom", "new")]
    assert listed(study, coder="AK") == []
    # A coding that is taken away looked for nothing.
    study.undo(coder="AK")
    assert listed(study) == [("r1", "Handlingsrom", "new")]


def test_a_document_marked_read_leaves_the_list_and_undo_puts_it_back(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB")
    study.redefine("Tid", definition="Tid til å lese.", coder="AK", why="for vid")
    assert listed(study) == [("r1", "Handlingsrom", "new"), ("r1", "Tid", "redefined")]
    assert study.mark_read("r1", coder="MB", why="ingen steder") == ["Handlingsrom", "Tid"]
    assert listed(study) == []
    assert listed(study, coder="AK") == [("r1", "Handlingsrom", "new"), ("r1", "Tid", "redefined")]
    last = study.history().iloc[-1]
    assert (last["what"], last["why"], last["coder"]) == ("read «r1» again", "ingen steder", "MB")
    read = last["at"]
    study.redefine("Tid", include="Kveldsarbeid.", coder="AK")
    (row,) = study.to_reread().to_dict("records")
    assert (row["change"], row["last_read"], row["why"], row["codings"]) == ("redefined", read, "", 2)
    study.undo(coder="AK")
    assert listed(study) == []
    study.undo(coder="MB")
    assert listed(study) == [("r1", "Handlingsrom", "new"), ("r1", "Tid", "redefined")]


@pytest.mark.parametrize(
    "change",
    [
        lambda project: project.rename("Tid", "Tida", coder="MB"),
        lambda project: project.redefine("Tid", colour="#366E8F", origin="data", example="«tida»", coder="MB"),
        lambda project: project.move("Rom", under="Tid", coder="MB"),
        lambda project: project.merge(["Rom"], into="Tid", coder="MB"),
        lambda project: project.retire("Tid", coder="MB"),
        lambda project: (project.retire("Tid", coder="MB"), project.revive("Tid", coder="MB")),
        lambda project: project.add_theme("Kapasitet", codes=["Tid"], coder="MB"),
    ],
)
def test_what_changes_no_meaning_is_nothing_to_read_again_for(
    study: qk.Project, change: Callable[[qk.Project], object]
) -> None:
    change(study)
    assert listed(study) == []


@pytest.mark.parametrize("field", ["definition", "include", "exclude"])
def test_what_a_code_takes_in_and_leaves_out_is_its_meaning(study: qk.Project, field: str) -> None:
    study.redefine("Rom", coder="AK", **{field: "Det de selv kan velge."})
    assert listed(study) == [("r1", "Rom", "redefined")]


def test_a_code_split_off_is_looked_for_where_passages_were_moved_too(study: qk.Project) -> None:
    own = study.codings(where={"coder": "MB"})
    study.split("Tid", codings=own, into="Knapp tid", coder="AK", why="to slags tid")
    (row,) = study.to_reread().to_dict("records")
    assert (row["code"], row["change"], row["why"], row["codings"]) == ("Knapp tid", "split", "to slags tid", 1)
    study.undo(coder="AK")
    assert listed(study) == []


def test_a_code_out_of_use_or_merged_away_is_not_looked_for(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB")
    study.retire("Handlingsrom", coder="MB")
    assert listed(study) == []
    study.revive("Handlingsrom", coder="MB")
    assert listed(study) == [("r1", "Handlingsrom", "new")]
    study.merge(["Handlingsrom"], into="Rom", coder="MB")
    assert listed(study) == []
    study.redefine("Rom", definition="Alt rom.", coder="MB")
    assert listed(study) == [("r1", "Rom", "redefined")]


def test_the_merged_are_judged_by_what_they_are_read_as(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB")
    study.code("R1", LATER, as_="Rom", coder="MB")
    study.merge(["Rom"], into="Handlingsrom", coder="MB")
    # Rom was used after Handlingsrom came, and is read as it.
    assert listed(study) == []
    study.undo(coder="MB")
    assert listed(study) == [("r1", "Handlingsrom", "new")]


def test_a_code_that_was_out_of_use_when_the_coding_began_is_looked_for_when_it_is_back(study: qk.Project) -> None:
    study.retire("Rom", coder="MB")
    study.code("S1", SAID, as_="Tid", coder="MB")
    study.revive("Rom", coder="AK", why="vi trengte det likevel")
    assert listed(study) == [("s1", "Rom", "revived")]
    assert list(study.to_reread()["why"]) == ["vi trengte det likevel"]
    study.mark_read("s1", coder="MB")
    assert listed(study) == []


def test_the_newest_change_is_told_but_a_birth_stays_a_birth(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB", why="ny")
    study.redefine("Handlingsrom", definition="Rom å velge i.", coder="AK", why="spisset")
    study.redefine("Tid", definition="Tid.", coder="AK", why="først")
    study.redefine("Tid", definition="Tid igjen.", coder="MB", why="så")
    rows = study.to_reread()[["code", "change", "by", "why"]].to_numpy().tolist()
    assert rows == [["Handlingsrom", "new", "MB", "ny"], ["Tid", "redefined", "MB", "så"]]


def test_the_reason_of_a_whole_codebook_is_that_of_each_of_its_codes(study: qk.Project) -> None:
    study.add_codebook(qk.Codebook([qk.Code("k8", "Uro"), qk.Code("k9", "Ro")], name="Ny"), coder="AK", why="møtet")
    assert study.to_reread()[["code", "why"]].to_numpy().tolist() == [["Ro", "møtet"], ["Uro", "møtet"]]


def test_an_undone_birth_or_redefinition_leaves_the_list(study: qk.Project) -> None:
    study.add_code("Handlingsrom", coder="MB")
    study.redefine("Tid", definition="Tid.", coder="AK")
    study.undo(coder="MB")
    assert listed(study) == [("r1", "Tid", "redefined")]
    study.undo(coder="AK")
    assert listed(study) == []
    study.redo(coder="AK")
    assert listed(study) == [("r1", "Tid", "redefined")]


def test_literature_that_is_coded_is_read_again_too(study: qk.Project) -> None:
    study.add([interview("lov", "S1", "Skoleeieren har ansvaret.", kind="annet")])
    study.code("S1", "Skoleeieren har ansvaret.", as_="Tid", coder="MB", document="lov")
    study.add_code("Ansvar", coder="MB")
    assert listed(study) == [("lov", "Ansvar", "new"), ("r1", "Ansvar", "new")]


def test_a_reading_before_the_code_came_does_not_count(study: qk.Project) -> None:
    assert study.mark_read("r1", coder="MB") == []
    assert study.mark_read("s1", coder="MB") == []
    study.add_code("Handlingsrom", coder="MB")
    assert listed(study) == [("r1", "Handlingsrom", "new")]


def test_documents_stand_in_collation_order_and_codes_in_that_of_the_codebook(study: qk.Project) -> None:
    study.add([interview("r10", "R1", WORDS), interview("r2", "R1", WORDS)])
    for document in ("r10", "r2"):
        study.code("R1", WORDS, as_="Tid", coder="MB", document=document)
    for name in ("Åpenhet", "Aksept", "Øving"):
        study.add_code(name, coder="MB")
    assert [row[:2] for row in listed(study)] == [
        (document, code) for document in ("r1", "r2", "r10") for code in ("Aksept", "Øving", "Åpenhet")
    ]


def test_marking_read_wants_a_person_and_a_document_that_is_there(study: qk.Project) -> None:
    revision = study.revision()
    with pytest.raises(qk.UnknownNameError, match="There is no document «r9»"):
        study.mark_read("r9", coder="MB")
    with pytest.raises(qk.InputError):
        study.mark_read("r1", coder=" ")
    preview = study.mark_read("r1", coder="MB", preview=True)
    assert not isinstance(preview, list)
    assert preview.before.empty
    assert study.revision() == revision


def test_a_reading_goes_with_its_document(study: qk.Project) -> None:
    study.mark_read("s1", coder="MB")
    adding = study.history().iloc[1]["step"]
    with pytest.raises(qk.DependantsError, match="read «"):
        study.undo(step=adding, coder="MB")
    study.undo(step=adding, coder="MB", with_dependants=True)
    assert study.documents().empty
    assert study.to_reread().empty


def test_readings_and_pairs_are_kept_alike_on_both_databases(address: str) -> None:
    with qk.Project.create(address) as project:
        project.add([interview("r1", "R1", WORDS, LATER)])
        project.version("v1", coder="MB")
        for name in ("Tid", "Tida"):
            project.add_code(name, coder="MB")
        project.code("R1", WORDS, as_="Tid", coder="MB")
        project.redefine("Tida", definition="Som de sier.", coder="AK")
        assert listed(project) == [("r1", "Tida", "redefined")]
        assert list(project.to_reread()["coded_under"]) == ["v1"]
        project.mark_read("r1", coder="AK")
        project.set_aside(("Tid", "Tida"), coder="AK", why="ulike meninger", until="never")
        assert listed(project) == []
        assert project.similar_codes().empty
        with project._store.reading() as connection:
            assert dump(stored_rows(connection)) == dump(projection_of(live_events(connection)))
        project.undo(coder="AK")
        project.undo(coder="AK")
        assert listed(project) == [("r1", "Tida", "redefined")]
        assert list(project.similar_codes()["reason"]) == ["spelling"]
        project.redo(coder="AK")
        project.rebuild()
        assert listed(project) == []
        assert project.check().ok


def test_what_a_colleagues_copy_did_not_know_has_not_been_looked_for_there(study: qk.Project, tmp_path: Path) -> None:
    study.close()
    mine, theirs = tmp_path / "studie.qualkit", tmp_path / "kopi.qualkit"
    shutil.copy(mine, theirs)
    with qk.Project.open(theirs) as project:
        project.add_code("Handlingsrom", coder="AK")
        project.version("AKs", coder="AK")
    # Later by the clock, without the code: a reading, and a first coding.
    with qk.Project.open(mine) as project:
        assert project.mark_read("r1", coder="MB") == []
        project.code("S1", SAID, as_="Tid", coder="MB")
        project.set_aside(("Tid", "Rom"), coder="MB")
    with qk.Project.open(theirs) as project:
        project.code("R1", LATER, as_="Rom", coder="AK")
        project.set_aside(("Tid", "Rom"), until="never", coder="AK")
    qk.merge_projects(mine, theirs, out=tmp_path / "felles.qualkit")
    with qk.Project.open(tmp_path / "felles.qualkit") as project:
        assert listed(project) == [("r1", "Handlingsrom", "new"), ("s1", "Handlingsrom", "new")]
        under = project.documents().set_index("document")["coded_under"]
        assert under["r1"] == "AKs"
        assert pd.isna(under["s1"])
        said = " ".join(project.review()["what"])
        said = said.replace("«Tid» and «Rom»", "«Rom» and «Tid»")
        assert "The pair «Rom» and «Tid», set aside: MB wrote «news» and AK wrote «never», apart from" in said
        project.mark_read("r1", coder="MB")
        project.mark_read("s1", coder="MB")
        assert listed(project) == []
        assert project.check().ok

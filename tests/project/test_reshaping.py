"""A codebook that changes: every change can be undone, and no coding is lost by any of them."""

from __future__ import annotations

from typing import Any

import pytest

import qualkit as qk
from qualkit.project.preview import Preview


@pytest.fixture
def study(project: qk.Project) -> qk.Project:
    """Tid (with Møtetid below it) and Uklarhet, three codings by two people, a theme on Tid."""
    project.add_code("Møtetid", parent="Tid", coder="MB")
    project.add_theme("Kapasitet", codes=["Tid"], coder="MB")
    project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB", stance="utfordring")
    project.code("R1.1", "Det er tida, liksom.", as_="Uklarhet", coder="MB")
    project.code("R1.1", "Jeg tok det sjøl", as_="Møtetid", coder="AK")
    return project


def names(project: qk.Project) -> list[str]:
    return [project.codebook().path(code.id) for code in project.codebook()]


def coded(project: qk.Project) -> list[list[str]]:
    return project.codings()[["text", "code_path", "coder"]].to_numpy().tolist()


def test_a_new_name_is_the_name_of_every_coding(study: qk.Project) -> None:
    before = study.codings()
    code = study.rename("Tid", "Tida", coder="AK", why="slik de sier det")
    assert isinstance(code, qk.Code)
    assert names(study) == ["Tida", "Tida > Møtetid", "Uklarhet"]
    assert study.history().iloc[-1]["why"] == "slik de sier det"
    with pytest.raises(qk.RefusedError, match="There is a code «Uklarhet» already"):
        study.rename("Tida", "UKLARHET", coder="AK")
    study.rename("Tida", "TIDA", coder="AK")
    with pytest.raises(qk.RefusedError, match="called that already"):
        study.rename("Tida", "TIDA", coder="AK")
    study.undo(coder="AK")
    study.undo(coder="AK")
    assert study.codings().equals(before)


def test_a_definition_is_written_anew_field_by_field(study: qk.Project) -> None:
    code = study.redefine("Uklarhet", definition="Det er ikke avtalt.", colour="#366E8F", coder="AK")
    assert isinstance(code, qk.Code)
    assert (code.definition, code.colour) == ("Det er ikke avtalt.", "#366E8F")
    with pytest.raises(qk.RefusedError, match="says that already"):
        study.redefine("Uklarhet", definition="Det er ikke avtalt.", coder="AK")
    study.redefine("Uklarhet", definition="", coder="AK")
    assert study.codebook().find("Uklarhet").definition == ""
    study.undo(coder="AK")
    study.undo(coder="AK")
    assert study.codebook().find("Uklarhet").definition == "Når det er uklart hvem som gjør hva."


def test_a_branch_is_moved_whole_and_never_under_itself(study: qk.Project) -> None:
    study.move("Tid", under="Uklarhet", coder="MB")
    assert names(study) == ["Uklarhet", "Uklarhet > Tid", "Uklarhet > Tid > Møtetid"]
    with pytest.raises(qk.RefusedError, match="cannot be moved under «Møtetid», which is itself or below it"):
        study.move("Uklarhet", under="Møtetid", coder="MB")
    with pytest.raises(qk.RefusedError, match="stands there already"):
        study.move("Tid", under="Uklarhet", coder="MB")
    study.move("Tid", coder="MB")
    assert names(study) == ["Tid", "Tid > Møtetid", "Uklarhet"]


def test_what_counts_twice_before_a_merge_counts_once_after_it_and_comes_apart_on_undo(study: qk.Project) -> None:
    before = study.codings()
    assert len(before) == 3
    kept = study.merge(["Tid"], into="Uklarhet", coder="AK", why="samme sak")
    assert isinstance(kept, qk.Code)
    assert kept.name == "Uklarhet"
    assert coded(study) == [
        ["Det er tida, liksom.", "Uklarhet", "MB"],
        ["Jeg tok det sjøl", "Uklarhet > Møtetid", "AK"],
    ]
    assert study.codings()["stance"].fillna("").tolist() == ["utfordring", ""]
    assert study.codings()["theme"].tolist() == ["Kapasitet", "Kapasitet"]
    assert [code.name for code in (study.codebook().find(kept.id), study.codebook().find(kept.name))] == [
        "Uklarhet"
    ] * 2
    study.undo(coder="AK")
    assert study.codings().equals(before)


def test_a_merge_into_what_stands_below_is_refused(study: qk.Project) -> None:
    with pytest.raises(qk.RefusedError, match="cannot be merged into «Møtetid», which stands below it"):
        study.merge(["Tid"], into="Møtetid", coder="MB")
    with pytest.raises(qk.RefusedError, match="nothing to merge"):
        study.merge(["Tid"], into="Tid", coder="MB")
    with pytest.raises(qk.InputError, match="takes a list"):
        study.merge("Tid", into="Uklarhet", coder="MB")
    study.add_code("møtetid", parent="Uklarhet", coder="MB")
    with pytest.raises(qk.RefusedError, match="would stand under one code with one name"):
        study.merge(["Tid"], into="Uklarhet", coder="MB")
    study.merge(["Tid > Møtetid"], into="Tid", coder="MB")
    study.merge(["Tid"], into="Uklarhet", coder="MB")
    assert names(study) == ["Uklarhet", "Uklarhet > møtetid"]


def test_chosen_passages_are_split_off_and_the_split_stands_when_a_merge_is_undone(study: qk.Project) -> None:
    study.merge(["Tid"], into="Uklarhet", coder="AK")
    merge = study.history().iloc[-1]["step"]
    chosen = study.codings(where={"code": "Uklarhet", "coder": "MB"})
    new = study.split("Uklarhet", codings=chosen, into="Venting", coder="AK", definition="De venter.", why="to slags")
    assert isinstance(new, qk.Code)
    assert new.definition == "De venter."
    assert coded(study)[0] == ["Det er tida, liksom.", "Venting", "MB"]
    study.undo(coder="MB", step=merge)
    # Both codings that were read as one went along, so the passage is still one coding of Venting.
    assert coded(study) == [["Det er tida, liksom.", "Venting", "MB"], ["Jeg tok det sjøl", "Tid > Møtetid", "AK"]]
    study.undo(coder="AK", of="AK")
    assert sorted(row[1] for row in coded(study)) == ["Tid", "Tid > Møtetid", "Uklarhet"]


@pytest.mark.parametrize(
    ("chosen", "moved"),
    [
        ({"where": {"coder": "MB"}}, ["Det er tida, liksom."]),
        ({"words": "TIDA"}, ["Det er tida, liksom."]),
        ({"words": "s*", "where": {"informant": "R 1.1"}}, ["Ingen spurte meg om hvem som skulle ta det."]),
        ({"words": "*psom  ta*", "where": {"informant": "R1.1"}}, []),
        ({"words": "tid"}, []),
        ({"words": "tida", "where": {"coder": "AK"}}, []),
    ],
)
def test_what_fits_is_split_off_by_informant_or_by_search_and_the_codes_below_stay(
    study: qk.Project, chosen: dict[str, Any], moved: list[str]
) -> None:
    study.code("R1.1", "Ingen spurte meg om hvem som skulle ta det.", as_="Tid", coder="AK")
    below = coded(study)[-1]
    if not moved:
        with pytest.raises(qk.RefusedError, match="Nothing of «Tid» was chosen to split off: none of its own"):
            study.split("Tid", into="Venting", coder="AK", **chosen)
        return
    seen = study.split("Tid", into="Venting", preview=True, coder="AK", **chosen)
    assert isinstance(seen, Preview)
    assert list(seen.before["text"]) == moved
    study.split("Tid", into="Venting", coder="AK", **chosen)
    assert [row[0] for row in coded(study) if row[1] == "Venting"] == moved
    assert below in coded(study)


def test_a_split_says_which_codings_in_one_way(study: qk.Project) -> None:
    for chosen in ({}, {"where": {}}, {"codings": ["0" * 32], "words": "tida"}):
        with pytest.raises(qk.InputError, match="Say which codings"):
            study.split("Tid", into="Venting", coder="AK", **chosen)  # type: ignore[arg-type]  # made on purpose
    with pytest.raises(qk.InputError, match="are those of «Tid» already"):
        study.split("Tid", where={"code": "Uklarhet"}, into="Venting", coder="AK")
    with pytest.raises(qk.InputError, match="has no word to look for"):
        study.split("Tid", words="*", into="Venting", coder="AK")


def test_a_split_of_nothing_or_of_others_is_refused(study: qk.Project) -> None:
    with pytest.raises(qk.RefusedError, match="Nothing of «Tid» was chosen"):
        study.split("Tid", codings=[], into="Venting", coder="AK")
    other = study.codings(where={"code": "Uklarhet"})
    with pytest.raises(qk.RefusedError, match="are not coded «Tid» but «Uklarhet»"):
        study.split("Tid", codings=other, into="Venting", coder="AK")
    with pytest.raises(qk.UnknownNameError, match="There is no coding"):
        study.split("Tid", codings=["0" * 32], into="Venting", coder="AK")
    with pytest.raises(qk.RefusedError, match="There is a code «Uklarhet» already"):
        study.split("Tid", codings=study.codings(where={"code": "Tid"}).head(1), into="uklarhet", coder="AK")


def test_a_retired_code_keeps_its_codings_and_takes_no_new_ones(study: qk.Project) -> None:
    study.retire("Uklarhet", coder="AK", why="for vid")
    assert len(study.codings(where={"code": "Uklarhet"})) == 1
    with pytest.raises(qk.RefusedError, match="has been retired"):
        study.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    with pytest.raises(qk.RefusedError, match="is retired already"):
        study.retire("Uklarhet", coder="AK")
    with pytest.raises(qk.RefusedError, match="has been retired"):
        study.merge(["Tid"], into="Uklarhet", coder="AK")
    study.revive("Uklarhet", coder="AK")
    study.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")


def test_the_name_of_a_merged_code_leads_to_the_one_it_is_read_as(study: qk.Project) -> None:
    study.merge(["Tid"], into="Uklarhet", coder="AK")
    study.rename("Uklarhet", "Uavklart", coder="AK")
    with pytest.raises(qk.UnknownNameError, match="«tid» has been merged into «Uavklart»") as raised:
        study.code("R1.1", "Jeg tok det sjøl", as_="tid", coder="AK")
    assert raised.value.near == ("Uavklart",)
    # A new code may take the name, and is then meant.
    new = study.add_code("Tid", coder="AK")
    assert study.codebook().find("Tid") == new


def test_an_undo_of_a_birth_names_the_merge_that_leans_on_it(study: qk.Project) -> None:
    study.add_code("Rom", coder="LO")
    study.merge(["Rom"], into="Uklarhet", coder="AK")
    with pytest.raises(qk.DependantsError, match="merged «Rom» into «Uklarhet»"):
        study.undo(coder="LO")


def test_a_preview_of_a_merge_shows_which_codings_become_one(study: qk.Project) -> None:
    revision = study.revision()
    seen = study.merge(["Tid"], into="Uklarhet", coder="AK", preview=True)
    assert not isinstance(seen, qk.Code)
    assert (len(seen.before), len(seen.after)) == (3, 2)
    assert (seen.coders, seen.themes) == (("AK", "MB"), ("Kapasitet",))
    assert study.revision() == revision

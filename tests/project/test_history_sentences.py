"""The history reads like a colleague's notes: what was done to which code, by the name it had then."""

from __future__ import annotations

import pytest

import qualkit as qk


@pytest.fixture
def study(project: qk.Project) -> qk.Project:
    """Tid and Uklarhet, a passage of each, a theme on Tid."""
    project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB")
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    project.add_theme("Kapasitet", codes=["Tid"], coder="MB")
    return project


def last(project: qk.Project) -> str:
    return str(project.history()["what"].iloc[-1])


def test_every_change_of_a_code_is_told_by_name(study: qk.Project) -> None:
    told = []
    for act in (
        lambda: study.rename("Tid", "Tida", coder="MB"),
        lambda: study.redefine("Tida", definition="Det som mangler.", colour="#366E8F", coder="MB"),
        lambda: study.redefine("Tida", colour="", coder="MB"),
        lambda: study.move("Tida", under="Uklarhet", coder="MB"),
        lambda: study.move("Tida", coder="MB"),
        lambda: study.retire("Tida", coder="MB"),
        lambda: study.revive("Tida", coder="MB"),
        lambda: study.split("Tida", words="tida", into="Knapp tid", coder="MB"),
        lambda: study.merge(["Tida", "Knapp tid"], into="Uklarhet", coder="MB"),
        lambda: study.code("R1.1", "Ingen spurte meg om", as_="Uklarhet", coder="MB"),
        lambda: study.mark_read("r1_1", coder="MB"),
    ):
        act()
        told.append(last(study))
    assert told == [
        "renamed «Tid» to «Tida»",
        "redefined «Tida»",
        "recoloured «Tida»",
        "moved «Tida» under «Uklarhet»",
        "moved «Tida» to the top",
        "retired «Tida»",
        "revived «Tida»",
        "split «Knapp tid» off «Tida» (1 coding)",
        "merged «Tida» and «Knapp tid» into «Uklarhet»",
        "coded a passage with «Uklarhet»",
        "read «r1_1» again",
    ]
    # Later names change nothing that was told, and what was undone is told as it was.
    study.rename("Uklarhet", "Uavklart", coder="AK")
    assert list(study.history()["what"].iloc[-12:-1]) == told
    rename = study.history().query("what == 'renamed «Tid» to «Tida»'")["step"].iloc[0]
    study.undo(step=rename, coder="AK")
    assert last(study) == f"undid {rename[:8]}: renamed «Tid» to «Tida»"
    study.redo(step=rename, coder="AK")
    assert last(study) == f"redid {rename[:8]}: renamed «Tid» to «Tida»"
    assert study.check().ok


def test_many_are_counted_and_a_short_history_still_knows_the_names(study: qk.Project) -> None:
    for number in range(5):
        study.add_code(f"Kode {number}", coder="MB")
    study.merge([f"Kode {number}" for number in range(5)], into="Tid", coder="MB")
    moment = study.history()["at"].iloc[-1]
    assert list(study.history(since=moment)["what"]) == ["merged 5 codes into «Tid»"]
    merge = study.history()["step"].iloc[-1]
    study.undo(coder="MB")
    assert list(study.history(since=study.history()["at"].iloc[-1])["what"]) == [f"undid {merge[:8]}"]


def test_what_the_project_says_of_itself_is_no_second_beginning(study: qk.Project) -> None:
    assert study.history()["what"].iloc[0].startswith("set up the project")
    study.set_study(retention="2029-06-30", sikt="123456", coder="MB")
    assert last(study) == "wrote down the retention date, the SIKT number"

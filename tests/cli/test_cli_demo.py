"""`qualkit demo`: the sample study, in a folder of its own and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from cli_study import Run

import qualkit as qk
from qualkit.cli._sample_study import codebook_folder, transcripts_folder

FILES = {"partnerskap.qualkit", "koder.xlsx", "frequencies.csv", "sitater.docx"}


def names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


def test_the_demo_prints_themes_by_role_and_writes_its_files(run: Run) -> None:
    printed = run("demo", "--no-app").stdout
    lines = [re.split("  +", line) for line in printed.splitlines()]
    assert ["Tema", "Lærer", "Skoleeier", "Skoleleder", "Veileder"] in lines
    assert ["Kapasitet", "ikke intervjuet", "4 av 4", "6 av 6", "2 av 2"] in lines
    assert printed.count("\n  qualkit ") == 3
    assert names("qualkit-demo") == FILES
    assert list(pd.read_csv("qualkit-demo/frequencies.csv", comment="#")["theme"].unique()) == [
        "Kommunikasjon", "Kontinuitet", "Kapasitet",
    ]  # fmt: skip


def test_the_sample_project_has_something_of_everything(run: Run) -> None:
    run("demo", "studie")
    with qk.Project.open("studie/partnerskap.qualkit") as project:
        codings = project.codings()
        assert set(codings["coder"]) == {"MB", "AK"}
        assert len(codings) > 200
        assert set(codings["stance"].dropna()) == {"utfordring", "positiv", "begge"}
        assert set(project.memos()["kind"]) == {"posisjon", "analytisk", "etter intervju"}
        assert len(project.documents()) == len([*transcripts_folder().glob("[rsv]*.*")])
        used = {code.id for code in project.codebook() if not code.retired}
        assert used == {code.id for code in qk.read_codebook(codebook_folder())}
        assert list(project.versions()["version"]) == ["v01", "etter workshop 1", "v02", "v03", "v04"]
        assert project.check().ok


def test_a_second_demo_keeps_the_project_and_writes_the_files_anew(run: Run) -> None:
    run("demo")
    run("codes", "--add", "Min egen", "--coder", "LH", "-p", "qualkit-demo/partnerskap.qualkit")
    Path("qualkit-demo/sitater.docx").unlink()
    Path("qualkit-demo/notater.txt").write_text("Mine egne.", encoding="utf-8")
    run("demo")
    assert names("qualkit-demo") == FILES | {"notater.txt"}
    assert "Min egen" in run("codes", "-p", "qualkit-demo/partnerskap.qualkit").stdout


def test_a_fresh_demo_replaces_its_own_files_only(run: Run) -> None:
    run("demo")
    run("codes", "--add", "Min egen", "--coder", "LH", "-p", "qualkit-demo/partnerskap.qualkit")
    Path("qualkit-demo/notater.txt").write_text("Mine egne.", encoding="utf-8")
    run("demo", "--fresh")
    assert names("qualkit-demo") == FILES | {"notater.txt"}
    assert Path("qualkit-demo/notater.txt").read_text(encoding="utf-8") == "Mine egne."
    assert "Min egen" not in run("codes", "-p", "qualkit-demo/partnerskap.qualkit").stdout


def test_a_folder_with_other_things_is_refused_and_left_alone(run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/sitater.docx").write_text("Mitt eget utkast.", encoding="utf-8")
    for fresh in ([], ["--fresh"]):
        assert "mine holds other things" in run("demo", "mine", *fresh, exit_code=2).stderr
    assert names("mine") == {"sitater.docx"}
    assert Path("mine/sitater.docx").read_text(encoding="utf-8") == "Mitt eget utkast."


def test_a_study_of_ones_own_with_the_same_name_is_refused(run: Run) -> None:
    Path("mine").mkdir()
    run("new", "mine/partnerskap.qualkit", "--coder", "LH")
    before = Path("mine/partnerskap.qualkit").read_bytes()
    assert "holds other things" in run("demo", "mine", "--fresh", exit_code=2).stderr
    assert Path("mine/partnerskap.qualkit").read_bytes() == before


def test_a_demo_that_is_open_elsewhere_is_not_replaced(run: Run) -> None:
    run("demo")
    with qk.Project.open("qualkit-demo/partnerskap.qualkit") as project:
        project.documents()
        assert "is open in another program" in run("demo", "--fresh", exit_code=2).stderr
        assert len(project.documents()) > 0


def test_a_demo_broken_off_is_begun_again(run: Run) -> None:
    Path("qualkit-demo").mkdir()
    Path("qualkit-demo/.partnerskap-unfinished.qualkit").write_bytes(b"halv")
    run("demo")
    assert names("qualkit-demo") == FILES


def test_a_file_is_no_folder(run: Run) -> None:
    Path("fil").write_text("", encoding="utf-8")
    assert "fil is a file" in run("demo", "fil", exit_code=2).stderr

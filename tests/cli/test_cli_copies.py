"""Copies brought together, what that leaves to settle, and erasure, from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli_study import Run

import qualkit as qk

WORDS = "Ingen spurte meg om hvem som skulle ta det."


@pytest.fixture
def copies(study: Path, run: Run) -> tuple[Path, Path]:
    """The study with one coding, and a colleague's copy of it."""
    run("code", "R1.1", "Det er tida, liksom.", "--as", "Tid", "--coder", "MB")
    other = study.with_name("kollega.qualkit")
    shutil.copy(study, other)
    return study, other


def test_two_copies_become_one_and_what_is_to_settle_is_listed(copies: tuple[Path, Path], run: Run) -> None:
    own, other = copies
    run("rename", "Uklarhet", "Usikkerhet", "--coder", "MB", "-p", own)
    run("rename", "Uklarhet", "Uro", "--coder", "AK", "-p", other)
    run("code", "R1.1", WORDS, "--as", "Uro", "--coder", "AK", "-p", other)
    done = run("merge-projects", own, other, "--out", "samlet.qualkit")
    assert "MB wrote «Usikkerhet» and AK wrote «Uro», apart from each other. «Uro» is shown." in done.stdout
    with qk.Project.open("samlet.qualkit") as together:
        assert set(together.codings()["coder"]) == {"MB", "AK"}
        (entry,) = together.review()["entry"]
    assert run("settle", entry[:8], "--coder", "MB", "-p", "samlet.qualkit").stdout == f"settled: {entry[:8]}\n"
    assert run("review", "-p", "samlet.qualkit").stdout == "Nothing to look at.\n"
    assert "OK" in run("check", "-p", "samlet.qualkit").stdout


def test_a_copy_is_taken_in_after_a_look(copies: tuple[Path, Path], run: Run) -> None:
    own, other = copies
    run("code", "R1.1", WORDS, "--as", "Uklarhet", "--coder", "AK", "-p", other)
    run("take-in", other, "--preview", "-p", own)
    with qk.Project.open(own) as project:
        assert len(project.codings()) == 1
    assert "taken in: 1 events, 1 of them codings, by AK" in run("take-in", other, "-p", own).stdout
    assert "taken in: 0 events, 0 of them codings" in run("take-in", other, "-p", own).stdout
    with qk.Project.open(own) as project:
        assert list(project.codings()["coder"]) == ["MB", "AK"]


def test_two_projects_made_apart_are_not_brought_together(study: Path, run: Run) -> None:
    run("new", "annen.qualkit")
    done = run("merge-projects", study, "annen.qualkit", "--out", "samlet.qualkit", exit_code=2)
    assert "is another project, not a copy of this one" in done.stderr
    assert not Path("samlet.qualkit").exists()
    assert "is there already" in run("merge-projects", study, study, "--out", study, exit_code=2).stderr


def test_an_erasure_is_meant_or_not_done(copies: tuple[Path, Path], run: Run) -> None:
    own, other = copies
    run("memo", f"Hun sier «{WORDS}» to ganger.", "--coder", "MB", "-p", own)
    assert "Ingen spurte meg om hvem" in run("quoting", "R1.1", "-p", own).stdout
    refused = run("erase", "R1.1", "--coder", "MB", "-p", own, exit_code=2)
    assert "cannot be undone" in refused.stderr
    preview = run("erase", "R1.1", "--preview", "--coder", "MB", "-p", own)
    assert "memo" in preview.stderr
    with qk.Project.open(own) as project:
        assert len(project.codings()) == 1
    done = run("erase", "R 1.1", "--also", "all", "--yes", "--coder", "MB", "--why", "trakk seg", "-p", own)
    assert done.stdout == "erased: R1.1, 2 turns, 1 codings\n"
    assert other.name in done.stderr  # it still holds the words
    assert WORDS.encode() not in own.read_bytes()
    assert "with something erased" in run("check", "-p", own).stdout
    with qk.Project.open(own) as project:
        assert "R1.1" not in list(project.informants()["informant"])
        assert project.codings().empty


def test_the_study_says_how_long_it_may_be_kept(study: Path, run: Run) -> None:
    run("study", "--retention", "2020-01-31", "--sikt", "123456", "--coder", "MB")
    assert "retention: 2020-01-31\nsikt: 123456\n" in run("study").stdout
    checked = run("check")
    assert "kept until 2020-01-31, and that day is past" in checked.stderr
    assert checked.stdout.startswith("OK")
    assert "is not a date" in run("study", "--retention", "i fjor", "--coder", "MB", exit_code=2).stderr
    assert "Say who you are" in run("study", "--sikt", "1", exit_code=2).stderr

"""Check, backup and restore."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cli_study import Run


def test_a_whole_project_is_ok_and_its_tip_is_known_later(study: Path, run: Run) -> None:
    said = run("check").stdout
    assert said.startswith("OK: ")
    tip = said.split("Tip: ")[1].strip()
    run("codes", "--add", "Rom", "--coder", "MB")
    assert run("check", "--tip", tip).stdout.startswith("OK: ")


def test_a_tip_that_is_not_in_the_log_is_found(study: Path, run: Run) -> None:
    done = run("check", "--tip", "0" * 64, exit_code=1)
    assert "its end has been cut off" in done.stdout
    assert "OK" not in done.stdout


def test_an_altered_text_is_found(study: Path, run: Run) -> None:
    with closing(sqlite3.connect(study)) as connection, connection:
        connection.execute("UPDATE turn SET words = 'Alt gikk fint.' WHERE n = 2")
    assert "is not the text that was added" in run("check", exit_code=1).stdout


def test_a_backup_lies_in_a_folder_of_its_own_and_comes_back(study: Path, run: Run) -> None:
    copy = Path(run("backup").stdout.strip())
    assert copy.parent == Path("backup")
    before = run("history", "--format", "csv").stdout
    run("codes", "--add", "Rom", "--coder", "MB")
    assert "restoring would lose them" in run("restore", copy, "studie.qualkit", exit_code=2).stderr
    study.unlink()
    assert run("restore", copy, "studie.qualkit").stdout == "studie.qualkit\n"
    assert run("history", "--format", "csv").stdout == before


def test_restoring_what_is_no_backup_is_a_sentence(study: Path, run: Run) -> None:
    Path("tull.qualkit").write_text("Ikke en database.", encoding="utf-8")
    assert "tull.qualkit" in run("restore", "tull.qualkit", "ny.qualkit", exit_code=2).stderr
    assert not Path("ny.qualkit").exists()

"""`qualkit version`: moments with names."""

from __future__ import annotations

from pathlib import Path

from cli_study import Run


def test_a_moment_is_named_and_listed(study: Path, run: Run) -> None:
    assert run("version", "etter workshop 1", "--coder", "MB", "--why", "enige").stdout == "etter workshop 1\n"
    listed = run("version", "--format", "csv").stdout
    assert listed.startswith("version,at,coder,why\n")
    assert "etter workshop 1" in listed


def test_a_preview_names_nothing_and_a_taken_name_is_a_sentence(study: Path, run: Run) -> None:
    run("version", "v9", "--coder", "MB", "--preview")
    assert "v9" not in run("version", "--format", "csv").stdout
    run("version", "v9", "--coder", "MB")
    assert "There is a version «V9» already" in run("version", "V9", "--coder", "MB", exit_code=2).stderr

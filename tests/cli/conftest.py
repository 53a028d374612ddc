"""A small study in a folder of its own, and the command line run on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_study import REGISTER, REKTOR, SKOLESJEF, Run
from click.testing import CliRunner, Result

from qualkit.cli import main


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALKIT_CODER", raising=False)


@pytest.fixture
def run() -> Run:
    """Runs `qualkit` with these arguments; the exit code must be `exit_code`. An exception nobody foresaw is raised."""

    def run(*arguments: str | Path, exit_code: int = 0, **how: str | bytes) -> Result:
        done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False, **how)  # type: ignore[arg-type]  # input only
        assert done.exit_code == exit_code, done.output
        return done

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a register and two interviews."""
    made = tmp_path / "intervjuer"
    made.mkdir()
    (made / "informants.csv").write_text(REGISTER, encoding="utf-8")
    (made / "r1_1.txt").write_text(REKTOR, encoding="utf-8")
    (made / "s1.txt").write_text(SKOLESJEF, encoding="utf-8")
    return made


@pytest.fixture
def study(tmp_path: Path, folder: Path, run: Run) -> Path:
    """studie.qualkit in the working folder: both interviews, the codes Tid and Uklarhet, the theme Kapasitet."""
    run("new", "studie.qualkit")
    run("import", folder)
    for code in ("Tid", "Uklarhet"):
        run("codes", "--add", code, "--coder", "MB")
    run("themes", "--add", "Kapasitet", "--code", "Tid", "--coder", "MB")
    return tmp_path / "studie.qualkit"

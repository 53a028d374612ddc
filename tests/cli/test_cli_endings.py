"""How a command ends: results and messages each in their stream, a sentence for every fault, an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from cli_study import Run

import qualkit as qk


def qualkit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "qualkit", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}],
)
def test_both_streams_are_utf8_when_redirected_whatever_the_locale(study: Path, environment: dict[str, str]) -> None:
    done = qualkit("code", "R1.1", "Det er tida", "--as", "Tid", "--coder", "MB", **environment)
    assert "18–29  Tid  «Det er tida»" in done.stdout.decode("utf-8")
    done = qualkit("code", "R1.1", "Nei", "--as", "Tid", "--coder", "MB", **environment)
    assert "«Nei» does not stand in R1.1" in done.stderr.decode("utf-8")
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_reader_that_leaves_early_is_no_fault(study: Path) -> None:
    """As in `qualkit history | head -1`, with a pipe nobody reads from."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "qualkit", "history"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_a_table_is_drawn(study: Path) -> None:
    import pty

    terminal, side = pty.openpty()
    command = [sys.executable, "-m", "qualkit", "themes"]
    subprocess.run(command, stdout=side, check=True, env={**os.environ, "TERM": "xterm", "COLUMNS": "200"})
    os.close(side)
    drawn = os.read(terminal, 65_536).decode("utf-8")
    os.close(terminal)
    assert "───" in drawn
    assert "Kapasitet" in drawn


def test_python_m_qualkit_is_the_same_command() -> None:
    done = qualkit("--help")
    assert done.returncode == 0
    assert b"frequencies" in done.stdout


def test_an_interruption_says_what_stands(study: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(qk.Project, "documents", interrupted)
    said = run("documents", exit_code=130)
    assert "Interrupted. The step under way was not written" in said.stderr
    assert said.stdout == ""


def test_a_warning_of_qualkit_is_a_line_on_standard_error(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn(_: object) -> None:
        warnings.warn("Mappa synkroniseres av OneDrive.", qk.QualkitWarning, stacklevel=2)

    monkeypatch.setattr(qk.Project, "close", warn)
    assert run("documents").stderr == "Mappa synkroniseres av OneDrive.\n"


def test_a_fault_of_the_file_system_is_a_sentence(study: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "hemmelig.csv")

    monkeypatch.setattr(qk.Project, "documents", refuse)
    assert run("documents", exit_code=2).stderr.startswith("hemmelig.csv: Permission denied.")


def test_words_that_stand_twice_name_the_option_that_chooses(study: Path, run: Run) -> None:
    said = run("code", "R1.1", "Ingen spurte meg", "--as", "Tid", "--coder", "MB", exit_code=2).stderr
    assert said == "«Ingen spurte meg» stands twice in R1.1 (turns 2 and 4); add --turn to choose.\n"


def test_a_name_of_two_things_names_the_option_that_chooses(study: Path, run: Run) -> None:
    run("codes", "--add", "Kapasitet", "--coder", "MB")
    said = run("memo", "Hva mener vi?", "--about", "Kapasitet", "--coder", "MB", exit_code=2).stderr
    assert "Say which: --about code:Kapasitet or theme:Kapasitet." in said
    assert "theme:Kapasitet" in run("memo", "Hva?", "--about", "theme:Kapasitet", "--coder", "MB").stdout

"""Help is there for every command, and costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from cli_study import Run

import qualkit.cli
from qualkit.cli import COMMANDS, main


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def test_the_commands_are_the_files_of_the_folder() -> None:
    files = {path.stem for path in Path(qualkit.cli.__file__).parent.glob("[!_]*.py")}
    assert {module for module, _ in COMMANDS.values()} == files
    named = {name: module.rstrip("_").replace("_", "-") for name, (module, _) in COMMANDS.items()}
    assert named == {name: name for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_answers_by_its_name(name: str, run: Run) -> None:
    assert command(name).name == name
    assert command(name).help
    assert "Usage:" in run(name, "--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_short_help_stands_in_the_list(name: str, run: Run) -> None:
    assert COMMANDS[name][1].split()[0] in run("--help").stdout
    assert f"\n  {name} " in run("--help").stdout


@pytest.mark.parametrize("arguments", [["--help"], ["frequencies", "--help"], ["code", "--help"], ["demo", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; from qualkit.cli import main; main(sys.argv[1:], standalone_mode=False)\n"
        "print(sorted({'pandas', 'numpy', 'sqlalchemy', 'rich', 'lxml', 'docx', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command_is_wrong_usage(run: Run) -> None:
    assert "No such command" in run("finn-temaene", exit_code=2).stderr

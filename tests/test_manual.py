"""The manual has an entry for every command, every public name and every method of a project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.cli import COMMANDS

MANUAL = Path(__file__).parents[1] / "docs" / "manual.md"


@pytest.fixture(scope="module")
def headings() -> set[str]:
    found = re.findall(r"^### +(.+?) *$", MANUAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading.replace("`", "").split("(")[0].strip() for heading in found}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_an_entry(command: str, headings: set[str]) -> None:
    assert f"qualkit {command}" in headings


@pytest.mark.parametrize("name", qk.__all__)
def test_a_public_name_has_an_entry(name: str, headings: set[str]) -> None:
    assert f"qk.{name}" in headings


@pytest.mark.parametrize("method", [name for name in dir(qk.Project) if not name.startswith("_")])
def test_a_method_of_a_project_has_an_entry(method: str, headings: set[str]) -> None:
    assert f"project.{method}" in headings

"""The manual has an entry for every command, every public name and every method of a project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.cli import COMMANDS

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "manual.md"


#: A block of code, from its fence to the next.
_BLOCK = re.compile(r"^```.*?^```$", flags=re.MULTILINE | re.DOTALL)


def _prose(document: Path) -> str:
    """A document without its blocks of code: what stands there is no heading."""
    return _BLOCK.sub("", document.read_text(encoding="utf-8"))


def _crowded(lines: list[str]) -> list[str]:
    """Headings with no empty line before or after them."""
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    return [line for before, line, after in around if re.match("##+ ", line) and (before or after)]


@pytest.mark.parametrize(
    "document", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda file: file.name
)
def test_headings_stand_in_the_text_and_commands_in_blocks(document: Path) -> None:
    prose = _prose(document).split("\n")
    assert not _crowded(prose)
    assert not [line for line in prose if line.startswith(("```", "$ "))]
    blocks = "\n".join(_BLOCK.findall(document.read_text(encoding="utf-8")))
    assert not re.findall("^##+ .*", blocks, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def headings() -> set[str]:
    found = re.findall(r"^### +(.+?) *$", _prose(MANUAL), flags=re.MULTILINE)
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


def test_every_decision_is_listed_once_and_in_order() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[^)]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(file.name for file in folder.glob("[0-9]*.md"))

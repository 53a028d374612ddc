"""What the documents show works: Python blocks are run in order, `$ qualkit` lines are run as commands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from qualkit.cli import main

TOP = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample study and its codebook, as the documents take for granted."""
    shutil.copytree(TOP / "transcripts_sample", tmp_path / "transcripts_sample")
    shutil.copytree(TOP / "codebooks", tmp_path / "codebooks")
    # The guide's own folder of interviews has no coding in it.
    shutil.copytree(
        TOP / "transcripts_sample", tmp_path / "intervjuer", ignore=shutil.ignore_patterns("codings.csv", "names.csv")
    )
    shutil.copy(TOP / "transcripts_sample" / "codings.csv", tmp_path / "kodinger.csv")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALKIT_CODER", raising=False)
    return tmp_path


def blocks(document: str, language: str) -> list[str]:
    text = (TOP / document).read_text(encoding="utf-8")
    return [code for name, code in BLOCK.findall(text) if name == language]


@pytest.mark.parametrize("document", ["README.md", "docs/manual.md"])
def test_python_blocks_run_in_order(study: Path, document: str) -> None:
    found = blocks(document, "python")
    assert found
    names: dict[str, object] = {}
    for number, code in enumerate(found, start=1):
        exec(compile(code, f"{document}, Python block {number}", "exec"), names)


@pytest.mark.parametrize("document", ["README.md", "docs/manual.md", "docs/brukerveiledning.md"])
def test_commands_shown_can_be_typed(study: Path, document: str) -> None:
    shown = [
        line for block in blocks(document, "console") for line in block.splitlines() if line.startswith("$ qualkit")
    ]
    assert shown
    for line in shown:
        words = shlex.split(line.removeprefix("$ qualkit"))
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        assert result.exit_code == 0, f"{document}: {line}\n{result.output}"


def test_the_readme_shows_the_set_up_commands_as_promised() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert "python -m venv .venv && .venv/bin/pip install . && .venv/bin/qualkit demo" in text
    assert 'python -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest' in text
    assert "pip install qualkit" not in text

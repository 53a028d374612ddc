"""What the documents show works: Python blocks are run in order, `$ qualkit` lines are run as commands."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import qualkit as qk
from qualkit.cli import main
from qualkit.transcripts import read_documents

TOP = Path(__file__).parent.parent
DOCUMENTS = sorted((*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), *TOP.glob("transcripts_sample/*.md")))
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


def test_the_first_screen_is_what_the_demo_prints(study: Path) -> None:
    (screen,) = blocks("README.md", "text")
    printed = CliRunner().invoke(main, ["demo", "--no-app"], catch_exceptions=False).output.splitlines()
    assert [line for line in screen.splitlines() if line not in printed] == []


def test_the_files_shown_in_the_guide_can_be_read(tmp_path: Path) -> None:
    (codebook,) = blocks("docs/brukerveiledning.md", "yaml")
    register, documents = blocks("docs/brukerveiledning.md", "text")
    for name, text in (("v01.yaml", codebook), ("informants.csv", register), ("documents.csv", documents)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert qk.read_codebook(tmp_path).path("moetetid") == "Tid > Møtetid"
    assert qk.read_informants(tmp_path / "informants.csv").codes == ("S1", "R1.1", "R1.2", "Va", "I")
    assert read_documents(tmp_path / "documents.csv")["s3"].speakers == {"Taler 1": "I", "Taler 2": "S3"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        if name.startswith("http"):
            continue
        other = document.parent / name if name else document
        assert other.exists(), f"{document.name}: {target}"
        if heading:
            assert heading in headings(other), f"{document.name}: {target}"


def headings(document: Path) -> list[str]:
    """The headings of a document as GitHub names them in links."""
    found = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-") for heading in found]


def test_the_readme_shows_the_set_up_commands_as_promised() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert "python -m venv .venv && .venv/bin/pip install . && .venv/bin/qualkit demo" in text
    assert 'python -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest' in text
    assert "pip install qualkit" not in text


def test_notice_names_every_requirement() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notice = (TOP / "NOTICE").read_text(encoding="utf-8").casefold()
    required = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = {re.split(r"[\[<>=!~ ;]", one)[0].casefold() for one in required} - {project["name"]}
    assert {name for name in names if name not in notice} == set()

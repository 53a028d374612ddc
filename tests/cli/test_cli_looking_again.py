"""What to look at again, from the command line: whom codes stand on, what to reread, which codes are alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_study import Run

import qualkit as qk


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    """R1.1 coded with Tid by MB, then Tida made by AK."""
    run("code", "R1.1", "Det er tida, liksom.", "--as", "Tid", "--coder", "MB")
    run("codes", "--add", "Tida", "--coder", "AK", "--why", "som de sier")
    return study


def test_code_informants_prints_whom_a_code_stands_on_with_the_base(coded: Path, run: Run) -> None:
    said = run("code-informants").stdout
    code, _id, *counted = said.splitlines()[1].split()
    assert (code, counted) == ("Tid", ["R1.1", "Skoleleder", "1", "1", "2", "1"])
    assert "base: Informants with at least one turn" in said
    said = run("code-informants", "--where", "role=Skoleeier").stdout
    assert "R1.1" not in said
    assert "where: role = Skoleeier" in said


def test_to_reread_lists_until_the_document_is_marked_read(coded: Path, run: Run) -> None:
    said = run("to-reread").stdout
    assert all(word in said for word in ("r1_1", "Tida", "new", "som de sier"))
    assert run("mark-read", "r1_1", "--coder", "MB", "--why", "ingen steder").stdout == "read: r1_1\n  Tida\n"
    assert run("to-reread").stderr == "There is nothing to list yet.\n"
    assert "read «r1_1» again" in run("history").stdout
    run("undo", "--coder", "MB")
    assert "Tida" in run("to-reread").stdout


def test_to_reread_is_not_narrowed_by_who_sits_at_the_machine(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALKIT_CODER", "AK")
    assert "Tida" in run("to-reread").stdout
    assert "Tida" in run("to-reread", "--coder", "MB").stdout
    assert run("to-reread", "--coder", "AK").stderr == "There is nothing to list yet.\n"


def test_similar_codes_are_shown_set_aside_and_brought_back(coded: Path, run: Run) -> None:
    said = run("similar-codes").stdout
    assert "The names are spelt nearly alike." in said
    assert "codings" in json.dumps(json.loads(run("similar-codes", "--format", "json").stdout))
    done = run("set-aside", "Tida", "Tid", "--until", "never", "--why", "ulike meninger", "--coder", "MB")
    assert done.stdout == "set aside until never: Tid – Tida\n"
    assert "Tida" not in run("similar-codes").stdout
    shown = run("similar-codes", "--aside").stdout
    assert "never" in shown
    assert "ulike meninger" in shown
    assert run("bring-back", "Tid", "Tida", "--coder", "AK").stdout == "brought back: Tid – Tida\n"
    assert "Tida" in run("similar-codes").stdout


def test_the_passages_of_a_pair_are_shown_under_each_code(coded: Path, run: Run) -> None:
    said = run("similar-codes", "--passages").stdout
    assert said.endswith(
        "\nTid – Tida: The names are spelt nearly alike.\n  Tid\n    R1.1, r1_1: «Det er tida, liksom.»\n  Tida: –\n"
    )
    assert "goes with the table" in run("similar-codes", "--passages", "--format", "csv", exit_code=2).stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("mark-read", "r9", "--coder", "MB"), "There is no document «r9»"),
        (("mark-read", "r1_1"), "Say who you are"),
        (("set-aside", "Tid", "Tid", "--coder", "MB"), "is one code, not a pair"),
        (("set-aside", "Tid", "--coder", "MB"), "Missing argument 'OTHER'"),
        (("set-aside", "Tid", "Tida", "--until", "i morgen", "--coder", "MB"), "is not one of"),
        (("bring-back", "Tid", "Tida", "--coder", "MB"), "are not set aside"),
        (("code-informants", "--where", "role=Lege"), "There is no role «Lege»"),
    ],
)
def test_a_refusal_is_a_sentence(coded: Path, run: Run, asked: tuple[str, ...], said: str) -> None:
    done = run(*asked, exit_code=2)
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("asked", [("mark-read", "r1_1"), ("set-aside", "Tid", "Tida")])
def test_a_preview_writes_nothing(coded: Path, run: Run, asked: tuple[str, ...]) -> None:
    with qk.Project.open(coded) as project:
        before = project.revision()
    assert "this was a preview" in run(*asked, "--coder", "MB", "--preview").stderr
    with qk.Project.open(coded) as project:
        assert project.revision() == before


@pytest.mark.parametrize("name", ["code_informants", "similar_codes", "to_reread", "versions"])
def test_the_lists_are_exported_by_the_name_of_a_file(coded: Path, run: Run, name: str) -> None:
    run("version", "Med Tida", "--coder", "MB")
    run("export", f"{name}.csv")
    assert "Tida" in Path(f"{name}.csv").read_text(encoding="utf-8")

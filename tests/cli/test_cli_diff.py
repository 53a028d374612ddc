"""`qualkit diff`: what changed in the codebook, as notes and as a table."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from cli_study import Run


@pytest.fixture
def changed(study: Path, run: Run) -> Path:
    """Tid coded twice and named v01; then Uklarhet read as Tid, and Tid called Tida; named v02."""
    run("code", "R1.1", "Det er tida, liksom.", "--as", "Tid", "--coder", "MB")
    run("code", "S1", "Vi fikk aldri skrevet det ned.", "--as", "Uklarhet", "--coder", "MB")
    run("version", "v01", "--coder", "MB")
    run("merge", "Uklarhet", "--into", "Tid", "--coder", "AK", "--present", "MB", "--why", "samme sak")
    run("rename", "Tid", "Tida", "--coder", "MB")
    run("version", "v02", "--coder", "MB")
    return study


def test_two_versions_are_compared_in_norwegian(changed: Path, run: Run) -> None:
    said = run("diff", "v01", "v02").stdout
    assert said.startswith("Endringer i kodeboken fra «v01» til «v02»\n")
    assert "\nTida\n  Slått sammen: Uklarhet leses nå som Tida (1 koding; S1). AK, " in said
    assert ", sammen med MB: «samme sak».\n  Nytt navn: Tid heter nå Tida (2 kodinger; R1.1, S1). MB, " in said


def test_in_english_until_now_and_since_a_day(changed: Path, run: Run) -> None:
    assert run("diff", "v02", "--language", "en").stdout == "No changes to the codebook from “v02” until now.\n"
    since = run("diff", "--since", "2020-01-01", "--language", "en").stdout
    assert since.startswith("Changes to the codebook from 1 January 2020 until now\n")
    assert "\nThemes\n\nKapasitet\n  New theme. The code Tida. Origin: data (2 codings; R1.1, S1). MB, " in since
    assert run("diff", "2020-01-01", "2020-01-02").stdout.startswith("Ingen endringer i kodeboken etter 1. januar 2020")


def test_formats_for_programs_have_a_row_a_change(changed: Path, run: Run) -> None:
    rows = json.loads(run("diff", "v01", "--format", "json").stdout)["rows"]
    assert [(row["change"], row["codings"], row["coder"]) for row in rows] == [("merge", 1, "AK"), ("rename", 2, "MB")]
    assert run("diff", "v01", "--format", "csv").stdout.startswith("change,noun,id,name,path,")
    assert run("diff", "v01", "--format", "table").stdout.startswith("change  noun")
    assert run("diff", "v01", "--format", "md").stdout.startswith("# Endringer i kodeboken fra «v01» til nå\n")


def test_out_writes_by_ending(changed: Path, run: Run, tmp_path: Path) -> None:
    assert "Wrote endringer.docx" in run("diff", "v01", "--out", "endringer.docx").stderr
    assert (
        docx.Document(str(tmp_path / "endringer.docx")).paragraphs[0].text == "Endringer i kodeboken fra «v01» til nå"
    )
    run("diff", "v01", "--out", "changes.md", "--language", "en")
    assert (tmp_path / "changes.md").read_text(encoding="utf-8").startswith("# Changes to the codebook")
    run("diff", "v01", "--out", "endringer.csv", "--format", "csv-excel")
    assert (tmp_path / "endringer.csv").read_bytes().startswith(b"\xef\xbb\xbfchange;noun;")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((), "Say from when"),
        (("v01", "--since", "2020-01-01"), "both say from when"),
        (("v3",), "There is no version «v3», and it is no date"),
        (("v02", "v01"), "«v02» comes after «v01»"),
        (("--since", "i fjor"), "There is no version «i fjor»"),
        (("v01", "--language", "nn"), "is not one of 'nb', 'en'"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(changed: Path, run: Run, asked: tuple[str, ...], sentence: str) -> None:
    done = run("diff", *asked, exit_code=2)
    assert sentence in done.stderr
    assert (done.stdout, "Traceback" in done.stderr) == ("", False)

"""`--at`: today's codings with the codebook of then, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from cli_study import Run

import qualkit as qk


@pytest.fixture(autouse=True)
def _changed(study: Path, run: Run) -> None:
    """R1.1 coded Tid, S1 coded Avtaler, a code that came after the version «før»; Tid is called Tida since."""
    run("code", "R1.1", "Det er tida", "--as", "Tid", "--coder", "MB")
    run("version", "før", "--coder", "MB")
    run("codes", "--add", "Avtaler", "--coder", "MB")
    run("code", "S1", "Nå står det i årshjulet", "--as", "Avtaler", "--coder", "AK")
    run("rename", "Tid", "Tida", "--coder", "AK")


def test_frequencies_have_a_row_for_codes_that_were_not_there(run: Run) -> None:
    lines = run("frequencies", "--of", "code", "--unit", "codings", "--at", "før").stdout.splitlines()
    assert [line.split() for line in lines[1:10:3]] == [
        ["Tid", "Skoleeier", "0", "1"],
        ["Uklarhet", "Skoleeier", "0", "1"],
        ["(koden", "fantes", "ikke)", "Skoleeier", "1", "1"],
    ]
    assert "without a code in the codebook: 1" in lines
    assert "codebook: version «før»" in lines
    today = run("frequencies", "--of", "code").stdout
    assert "Tida " in today
    assert "koden fantes ikke" not in today
    assert "without a code" not in today


def test_every_reading_takes_a_version_or_a_date(run: Run) -> None:
    rows = [json.loads(row) for row in run("codings", "--at", "FØR", "--format", "jsonl").stdout.splitlines()]
    assert [(row["informant"], row["code"], row["code_path"], row["theme"]) for row in rows] == [
        ("R1.1", "Tid", "Tid", "Kapasitet"),
        ("S1", None, None, None),
    ]
    assert run("codings", "--at", "før").stdout.count("(koden fantes ikke)") == 2
    header = run("matrix", "role", "code", "--at", "før").stdout.splitlines()[0]
    assert header.split() == ["role", "Tid", "Uklarhet", "(koden", "fantes", "ikke)", "n", "of"]
    pairs = run("cooccurrence", "--at", "før").stdout.splitlines()
    assert [pairs[0].split()[-3:], pairs[3].split()] == [
        ["(koden", "fantes", "ikke)"],
        ["(koden", "fantes", "ikke)", "0", "0", "1"],
    ]
    told = json.loads(run("balance", "--at", "før", "--format", "json").stdout)
    assert [(row["informant"], row["codings"], row["themes"]) for row in told["rows"]] == [("R1.1", 1, 1), ("S1", 1, 0)]
    assert [row.split()[0] for row in run("codes", "--at", "før").stdout.splitlines()[1:3]] == ["Tid", "Uklarhet"]
    assert run("themes", "--at", "før").stdout.splitlines()[1].startswith("Kapasitet")
    assert run("quotes", "Tid", "--at", "før").stdout == "Kapasitet (1)\n\n  R1.1: Det er tida\n\n"
    assert run("codings", "--at", "2020-01-01", "--format", "csv").stdout.count("as known now of 2020-01-01") == 1


def test_files_for_scripts_have_an_empty_cell_and_the_name_na(run: Run) -> None:
    run("cooccurrence", "--at", "før", "--out", "par.csv")
    rows = Path("par.csv").read_text(encoding="utf-8").splitlines()
    assert rows[:4] == ["code,Tid,Uklarhet,<NA>", "Tid,1,0,0", "Uklarhet,0,0,0", ",0,0,1"]
    assert "# codebook: version «før»" in rows
    for ending in ("xlsx", "parquet", "json"):
        run("matrix", "code", "theme", "--at", "før", "--out", f"a.{ending}")
        assert Path(f"a.{ending}").stat().st_size > 0


def test_word_and_markdown_say_in_norwegian_which_codebook_it_is(run: Run) -> None:
    run("frequencies", "--at", "før", "--out", "tabell.docx")
    texts = [one.text for one in docx.Document("tabell.docx").paragraphs]
    assert "Kodebok: versjon «før». Filter: –." in " ".join(texts)
    assert "Koden fantes ikke i kodeboken: 1 koding." in texts
    printed = run("frequencies", "--at", "2020-01-01", "--format", "md").stdout
    assert "- Kodebok: per 2020-01-01, slik det er kjent nå." in printed


def test_the_codebook_of_then_can_be_saved_but_not_added_to(run: Run) -> None:
    run("codes", "--at", "før", "--out", "da.yaml")
    assert [code.name for code in qk.read_codebook("da.yaml")] == ["Tid", "Uklarhet"]
    for add in (("codes", "--add", "Rom"), ("themes", "--add", "Rom")):
        assert "leave out --at" in run(*add, "--at", "før", "--coder", "MB", exit_code=2).stderr


def test_what_is_no_version_and_no_date_is_a_sentence(run: Run) -> None:
    said = run("frequencies", "--at", "etter", exit_code=2).stderr
    assert "There is no version «etter», and it is no date such as 2026-11-21. Versions: før." in said

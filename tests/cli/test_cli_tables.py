"""Tables on standard output and in files: the same table in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from cli_study import Run


@pytest.fixture(autouse=True)
def _coded(study: Path, run: Run) -> None:
    run("code", "R1.1", "Det er tida", "--as", "Tid", "--coder", "MB", "--stance", "utfordring")
    run("code", "S1", "Nå står det i årshjulet", "--as", "Tid", "--coder", "AK")


def test_frequencies_are_aligned_text_with_their_base_below(run: Run) -> None:
    assert run("frequencies").stdout == (
        "theme      role                 n  of\n"
        "Kapasitet  Skoleeier            1   1\n"
        "Kapasitet  Skoleleder           1   1\n"
        "Kapasitet  Veileder    ikke spurt   0\n"
        "\n"
        "n: 2\n"
        "base: Informants with at least one turn in a document that counts; interviewers left out.\n"
        "documents: 2\n"
        "codings: 2\n"
        "without an informant: 0\n"
        "registered without a document: Va\n"
        "not asked: Veileder\n"
        "unit: informants\n"
    )


def test_csv_on_standard_output_is_the_file(run: Run) -> None:
    printed = run("frequencies", "--format", "csv").stdout_bytes
    run("frequencies", "--out", "frekvenser.csv")
    assert Path("frekvenser.csv").read_bytes() == printed
    table = pd.read_csv(io.BytesIO(printed), comment="#")
    assert list(table["role"]) == ["Skoleeier", "Skoleleder", "Veileder"]


@pytest.mark.parametrize(("written_as", "ending"), [("csv-excel", ".csv"), ("json", ".json"), ("jsonl", ".jsonl")])
def test_the_other_formats_are_their_files_too(run: Run, written_as: str, ending: str) -> None:
    printed = run("codings", "--format", written_as).stdout_bytes
    run("codings", "--format", written_as, "--out", f"fil{ending}")
    assert Path(f"fil{ending}").read_bytes() == printed
    assert "årshjulet".encode() in printed


def test_json_holds_rows_and_what_they_were_counted_from(run: Run) -> None:
    told = json.loads(run("matrix", "code", "informant", "--format", "json").stdout)
    assert told["rows"][0] == {"code": "Tid", "R1.1": 1, "S1": 1, "Va": None, "n": 2, "of": 2}
    assert told["about"]["n"] == 2


def test_markdown_is_a_table_with_its_footer(run: Run) -> None:
    printed = run("balance", "--format", "md").stdout
    assert printed.startswith("| informant | role |")
    assert "\n- Grunnlag: 2 informanter med minst én tur" in printed


def test_an_ending_and_a_format_that_do_not_fit_are_wrong_usage(run: Run) -> None:
    said = run("codings", "--format", "json", "--out", "fil.csv", exit_code=2).stderr
    assert "--out fil.csv and --format json do not fit each other." in said
    assert "the ending «.exe» is not known" in run("codings", "--out", "fil.exe", exit_code=2).stderr


def test_where_takes_several_columns_and_the_same_column_twice(run: Run) -> None:
    def texts(*arguments: str) -> list[str]:
        rows = run("codings", "--format", "jsonl", *arguments).stdout.splitlines()
        return [json.loads(row)["text"] for row in rows]

    assert texts("--where", "coder=MB") == ["Det er tida"]
    assert texts("--where", "coder=MB", "--where", "coder=AK") == ["Det er tida", "Nå står det i årshjulet"]
    assert texts("--where", "role=Skoleeier", "--where", "coder=MB") == []
    assert texts("--where", "kommune=Liten", "--where", "code=Tid", "--where", "stance=utfordring") == ["Det er tida"]


def test_a_filter_that_is_none_is_wrong_usage_and_an_unknown_column_a_sentence(run: Run) -> None:
    assert "«Skoleeier» is not column=value." in run("codings", "--where", "Skoleeier", exit_code=2).stderr
    assert "«rolle»" in run("codings", "--where", "rolle=Skoleeier", exit_code=2).stderr


def test_units_and_columns_are_those_of_the_methods(run: Run) -> None:
    rows = run("frequencies", "--of", "code", "--by", "kommune", "--unit", "words", "--format", "jsonl").stdout
    assert json.loads(rows.splitlines()[0]) == {"code": "Tid", "kommune": "Liten", "n": 8, "of": 2}
    assert "Tid" in run("cooccurrence").stdout
    assert "Kapasitet" in run("cooccurrence", "--of", "theme").stdout


def test_quotes_are_printed_as_in_the_report(run: Run) -> None:
    assert run("quotes", "Kapasitet").stdout == (
        "Kapasitet (2)\n\n  R1.1: Det er tida\n\n  S1: Nå står det i årshjulet\n\n"
    )
    assert "  Det er tida (Skoleleder)\n" in run("quotes", "--style", "afi").stdout


@pytest.mark.parametrize("options", [(), ("--style", "afi"), ("--source", "--per-informant", "1")])
@pytest.mark.parametrize("written_as", ["md", "csv", "json"])
def test_quotes_on_standard_output_are_the_file(run: Run, options: tuple[str, ...], written_as: str) -> None:
    printed = run("quotes", *options, "--format", written_as).stdout_bytes
    run("quotes", *options, "--out", f"q.{written_as}")
    assert Path(f"q.{written_as}").read_bytes() == printed
    if written_as == "md":
        assert b"## Kapasitet\n" in printed
        assert b"\n> " in printed


def test_words_of_nobody_are_told_from_a_role_not_asked_and_from_no_group(run: Run) -> None:
    Path("s1_igjen.txt").write_text(
        "Møterommet er opptatt hele uka.\nS1: Sånn er det.\nS1: Hver uke.", encoding="utf-8"
    )
    run("import", "s1_igjen.txt")
    run("code", "-", "opptatt hele uka", "--as", "Tid", "--coder", "MB", "--document", "s1_igjen")
    lines = run("frequencies", "--by", "group", "--unit", "codings").stdout.splitlines()
    assert [line.split()[1:] for line in lines[1:4]] == [["1", "2", "2"], ["–", "ikke", "spurt", "0"],
                                                         ["(uten", "informant)", "1", "0"]]  # fmt: skip
    header, row = run("matrix", "theme", "role").stdout.splitlines()[:2]
    assert header.split() == ["theme", "Skoleeier", "Skoleleder", "Veileder", "(uten", "informant)", "n", "of"]
    assert row.split() == ["Kapasitet", "1", "1", "ikke", "spurt", "1", "3", "2"]


def test_quotes_for_word_are_block_quotes_of_what_was_asked_for(run: Run) -> None:
    import docx

    run("quotes", "Tid", "--where", "coder=AK", "--out", "sitater.docx")
    texts = [one.text for one in docx.Document("sitater.docx").paragraphs if one.style and one.style.name == "Quote"]
    assert texts == ["S1: Nå står det i årshjulet"]


def test_a_style_that_hides_the_code_hides_it_in_tables_too(run: Run) -> None:
    printed = run("quotes", "--style", "afi", "--format", "csv").stdout
    assert "S1" not in printed
    assert "Skoleeier" in printed


def test_no_words_can_steer_the_terminal(run: Run) -> None:
    run("codes", "--add", "Rødt", "--definition", "\x1b[31mrødt\x1b[0m\nog ny linje", "--coder", "MB")
    printed = run("codes").stdout
    assert "\x1b" not in printed
    assert "og ny linje" in printed


def test_a_list_with_nothing_in_it_says_so(run: Run) -> None:
    done = run("memos")
    assert done.stdout.split() == ["memo", "at", "coder", "kind", "about", "name", "text"]
    assert done.stderr == "There is nothing to list yet.\n"


def test_export_writes_by_ending_and_name(run: Run) -> None:
    for name in ("koder.xlsx", "frequencies.csv", "sitater.docx", "sitater.md", "balance.json", "codings.parquet"):
        assert run("export", name).stderr == f"Wrote {name}\n"
    assert Path("frequencies.csv").read_text(encoding="utf-8").startswith("theme,role,n,of\n")
    run("export", "fil.csv", "--table", "themes", "--format", "csv-excel")
    assert Path("fil.csv").read_bytes().startswith("\ufefftheme;".encode())
    assert "There is no table «tema»" in run("export", "fil.csv", "--table", "tema", exit_code=2).stderr

"""CSV: scripts get the words verbatim, Excel gets cells it does not run."""

import csv
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.export.tabular import write_table

words = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('#",;\n\r\t=+-@ æ')))


def test_table_then_footer_in_utf8_with_no_mark(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts, tmp_path / "temaer.csv", moment=moment)
    assert (tmp_path / "temaer.csv").read_bytes().decode("utf-8") == (
        "theme,role,n,of,share,prompted\n"
        "kommunikasjon,Skoleleder,4,5,0.8,True\n"
        "kontinuitet,Lærer,,0,,False\n"
        "kapasitet,,2,0,1.5,\n"
        "# n: 9\n"
        "# base: 9 informanter i 11 dokumenter\n"
        "# codebook: Partnerskap v01\n"
    )


def test_excel_gets_semicolons_a_mark_and_decimal_commas(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime
) -> None:
    write_table(counts, tmp_path / "temaer.csv", moment=moment, dialect="csv-excel", footer={"where": "rolle; =1+1"})
    assert (tmp_path / "temaer.csv").read_bytes() == (
        "\ufefftheme;role;n;of;share;prompted\r\n"
        "kommunikasjon;Skoleleder;4;5;0,8;True\r\n"
        "kontinuitet;Lærer;;0;;False\r\n"
        "kapasitet;;2;0;1,5;\r\n"
        '"# where: rolle; =1+1"\r\n'
    ).encode()


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tja", "\rja"])
def test_excel_never_runs_what_people_said(tmp_path: Path, moment: datetime, cell: str) -> None:
    frame = pd.DataFrame({cell: [cell], "tall": [-3]})
    write_table(frame, tmp_path / "a.csv", moment=moment, dialect="csv-excel")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [["'" + cell, "tall"], ["'" + cell, "-3"]]


@pytest.mark.parametrize("cell", ["=1+1", "@x", "# ikke en bunnlinje", "a\n# b", 'sa «"ja"», altså'])
def test_scripts_get_the_words_verbatim(tmp_path: Path, moment: datetime, cell: str) -> None:
    frame = pd.DataFrame({"text": [cell, "x"], "n": [1, 2]})
    write_table(frame, tmp_path / "a.csv", moment=moment, footer={"n": 7})
    assert pd.read_csv(tmp_path / "a.csv", comment="#")["text"].tolist() == [cell, "x"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(words, words), min_size=1, max_size=4))
def test_any_words_are_read_back_and_the_footer_skipped(
    tmp_path: Path, moment: datetime, rows: list[tuple[str, str]]
) -> None:
    """pandas drops NUL and reads a row of blanks alone as empty lines; neither is a passage anybody can code."""
    rows = [(a.replace("\0", ""), "x" + b.replace("\0", "")) for a, b in rows]
    write_table(pd.DataFrame(rows, columns=["a", "b"]), tmp_path / "a.csv", moment=moment, footer={"n": "# 7"})
    read = pd.read_csv(tmp_path / "a.csv", comment="#", keep_default_na=False, dtype=str)
    assert list(read.itertuples(index=False, name=None)) == rows


def test_the_only_column_may_be_empty(tmp_path: Path, moment: datetime) -> None:
    write_table(pd.DataFrame({"stance": ["begge", None, "positiv"]}), tmp_path / "a.csv", moment=moment)
    assert pd.read_csv(tmp_path / "a.csv")["stance"].fillna("–").tolist() == ["begge", "–", "positiv"]


def test_a_named_index_becomes_columns_and_names_are_unique(tmp_path: Path, moment: datetime) -> None:
    frame = pd.DataFrame([[1, 2, 3]], index=pd.Index(["Tid"], name="code"), columns=["n", pd.NA, "n"])
    write_table(frame, tmp_path / "a.csv", moment=moment)
    assert (tmp_path / "a.csv").read_text("utf-8") == "code,n,<NA>,n (2)\nTid,1,2,3\n"


def test_a_footer_of_several_lines_stays_one(tmp_path: Path, moment: datetime) -> None:
    write_table(pd.DataFrame({"n": [1]}), tmp_path / "a.csv", moment=moment, footer={"memo": "en\nto", "av": None})
    assert (tmp_path / "a.csv").read_text("utf-8") == "n\n1\n# memo: en to\n# av: \n"


def test_half_a_character_becomes_the_sign_for_one_that_is_lost(tmp_path: Path, moment: datetime) -> None:
    write_table(pd.DataFrame({"t": ["a\ud83d"]}, dtype=object), tmp_path / "a.csv", moment=moment)
    assert (tmp_path / "a.csv").read_text("utf-8") == "t\na\ufffd\n"

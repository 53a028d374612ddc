"""Workbooks as openpyxl reads them: texts are texts, the footer has its sheet, the bytes are the same each time."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import ExportError
from qualkit.export.tabular import write_table, write_workbook
from qualkit.export.xmltext import storable


def test_values_come_back_with_their_kinds(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts, tmp_path / "temaer.xlsx", moment=moment)
    book = openpyxl.load_workbook(tmp_path / "temaer.xlsx")
    assert list(book["Tabell"].values) == [
        ("theme", "role", "n", "of", "share", "prompted"),
        ("kommunikasjon", "Skoleleder", 4, 5, 0.8, True),
        ("kontinuitet", "Lærer", None, 0, None, False),
        ("kapasitet", None, 2, 0, 1.5, None),
    ]
    assert list(book["Om tabellen"].values) == [
        ("Tabell", None),
        ("n", 9),
        ("base", "9 informanter i 11 dokumenter"),
        ("codebook", "Partnerskap v01"),
    ]


def test_the_heading_row_is_bold_frozen_and_filtered(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts, tmp_path / "temaer.xlsx", moment=moment)
    sheet = openpyxl.load_workbook(tmp_path / "temaer.xlsx")["Tabell"]
    assert [cell.font.bold for cell in sheet[1]] == [True] * 6
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")
    assert sheet.column_dimensions["A"].width >= len("kommunikasjon")


def test_passages_have_lines_that_break_and_ids_are_narrow(tmp_path: Path, moment: datetime) -> None:
    frame = pd.DataFrame({"coding": ["6f0c" * 8] * 2, "text": ["ja", "og så gikk det " * 20], "code": ["Tid", "Rom"]})
    write_table(frame, tmp_path / "a.xlsx", moment=moment)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Tabell"]
    assert sheet["A2"].value == "6f0c" * 8
    assert sheet.column_dimensions["A"].width < 12
    assert sheet.column_dimensions["B"].width > 55
    assert [bool(cell.alignment.wrap_text) for cell in sheet[3]] == [False, True, False]
    assert {cell.alignment.vertical for cell in sheet[3]} == {"top"}
    # No height is fixed, so the program that opens it fits the rows to the words.
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [None, None]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "@x", "http://skole.example/", "007", "{=SUM(A1)}"])
def test_texts_stay_texts(tmp_path: Path, moment: datetime, cell: str) -> None:
    write_table(pd.DataFrame({cell: [cell]}), tmp_path / "a.xlsx", moment=moment, footer={cell: cell})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    found = [*book["Tabell"]["A"], *book["Om tabellen"][2]]
    assert [one.value for one in found] == [cell] * 4
    assert {one.data_type for one in found} == {"s"}
    assert not any(one.hyperlink for one in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(text=st.text(min_size=1))
def test_any_words_survive_but_what_xml_forbids(tmp_path: Path, moment: datetime, text: str) -> None:
    text = "a" + text + "b"
    write_table(pd.DataFrame({"text": [text]}), tmp_path / "a.xlsx", moment=moment)
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")["Tabell"]["A2"].value
    assert read == storable(text)


def test_words_like_an_escape_of_excel_stay_words(tmp_path: Path, moment: datetime) -> None:
    write_table(pd.DataFrame({"text": ["_x0041_ er ingen A"]}), tmp_path / "a.xlsx", moment=moment)
    sheet = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_ er ingen A" in sheet


def test_a_cell_too_long_for_excel_is_refused_not_cut(tmp_path: Path, moment: datetime) -> None:
    path = tmp_path / "koder.xlsx"
    path.write_bytes(b"det gamle")
    frame = pd.DataFrame({"coding": ["c1", "c2"], "text": ["kort", "😀" * 16_384]})
    with pytest.raises(ExportError, match=r"column «text», row 3 .* 32768 characters.*\.csv or \.parquet"):
        write_table(frame, path, moment=moment)
    assert path.read_bytes() == b"det gamle"
    write_table(frame.assign(text="x" * 32_767), path, moment=moment)
    assert len(openpyxl.load_workbook(path)["Tabell"]["B2"].value) == 32_767


def test_a_table_longer_than_a_sheet_is_refused(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualkit.export.workbook._MOST_ROWS", 3)
    with pytest.raises(ExportError, match="«Tabell» has 3 rows and 6 columns, more than a sheet of Excel holds"):
        write_table(counts, tmp_path / "a.xlsx", moment=moment)
    write_table(counts.iloc[:2], tmp_path / "a.xlsx", moment=moment)


def test_several_tables_are_several_sheets(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    names = ["Tema: rolle/gruppe", "tema- ROLLE-gruppe", "Om tabellen", "x" * 40, "History"]
    write_workbook(dict.fromkeys(names, counts), tmp_path / "alt.xlsx", moment=moment)
    book = openpyxl.load_workbook(tmp_path / "alt.xlsx")
    assert book.sheetnames == [
        "Tema- rolle-gruppe", "tema- ROLLE-gruppe (2)", "Om tabellen", "x" * 31, "History (2)", "Om tabellen (2)",
    ]  # fmt: skip
    assert book["History (2)"]["A2"].value == "kommunikasjon"
    assert [row[0] for row in book["Om tabellen (2)"].values].count("codebook") == 5
    with pytest.raises(ExportError, match=r"need the ending \.xlsx"):
        write_workbook({"a": counts}, tmp_path / "alt.csv", moment=moment)


def test_an_empty_table_is_its_headings(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts.iloc[:0], tmp_path / "a.xlsx", moment=moment)
    assert len(list(openpyxl.load_workbook(tmp_path / "a.xlsx")["Tabell"].values)) == 1


def test_every_date_in_the_file_is_the_moment(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts, tmp_path / "a.xlsx", moment=moment)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 5, 6, 13, 37, 42)}
    about = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert about.created == about.modified == moment.replace(tzinfo=None)
    assert about.creator == "qualkit"

"""What people read: «ikke spurt» and «(uten informant)» where scripts find nothing, and a footer of three lines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pandas as pd
import pytest

from qualkit.export import export_table
from qualkit.export.printed import footer_lines
from qualkit.tables.footer import BASE, BASE_WHERE


@pytest.fixture
def by_group() -> pd.DataFrame:
    """Frequencies: a group, one never asked, those of no group, and what nobody in the register said."""
    frame = pd.DataFrame(
        {
            "theme": pd.array(["kapasitet"] * 4, dtype="string"),
            "group": pd.array(["1", "3", "–", None], dtype="string"),
            "n": pd.array([2, None, 0, 1], dtype="Int64"),
            "of": pd.array([2, 0, 1, 0], dtype="int64"),
        }
    )
    frame.attrs = {"sides": ["group"], "footer": {"n": 3}}
    return frame


@pytest.fixture
def wide() -> pd.DataFrame:
    """The same as a matrix, with a group of that name in its columns."""
    frame = pd.DataFrame(
        {"1": [2, 0], "3": [None, None], "–": [0, 0], pd.NA: [1, 0], "n": [3, 0]},
        index=pd.Index(["Lærer", pd.NA], name="role", dtype="object"),
        dtype="Int64",
    )
    frame.columns = pd.Index(frame.columns, name="group", dtype="object")
    frame["of"] = [2, 0]
    frame.attrs = {"sides": ["role", "group"]}
    return frame


def test_three_things_are_told_apart_in_markdown(tmp_path: Path, by_group: pd.DataFrame, moment: datetime) -> None:
    export_table(by_group, tmp_path / "a.md", moment=moment, title="Temaer")
    assert (tmp_path / "a.md").read_text("utf-8") == (
        "## Temaer\n\n| theme | group | n | of |\n| --- | --- | ---: | ---: |\n"
        "| kapasitet | 1 | 2 | 2 |\n"
        "| kapasitet | 3 | ikke spurt | 0 |\n"
        "| kapasitet | – | 0 | 1 |\n"
        "| kapasitet | (uten informant) | 1 | 0 |\n\n"
        "- Grunnlag: 3 informanter.\n"
    )


def test_three_things_are_told_apart_in_word(tmp_path: Path, wide: pd.DataFrame, moment: datetime) -> None:
    export_table(wide, tmp_path / "a.docx", moment=moment)
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["role", "1", "3", "–", "(uten informant)", "n", "of"],
        ["Lærer", "2", "ikke spurt", "0", "1", "3", "2"],
        ["(uten informant)", "0", "ikke spurt", "0", "0", "0", "0"],
    ]


def test_files_for_scripts_have_nothing_there(
    tmp_path: Path, by_group: pd.DataFrame, wide: pd.DataFrame, moment: datetime
) -> None:
    export_table(by_group, tmp_path / "a.csv", moment=moment)
    export_table(wide, tmp_path / "b.csv", moment=moment)
    assert (tmp_path / "a.csv").read_text("utf-8") == (
        "theme,group,n,of\nkapasitet,1,2,2\nkapasitet,3,,0\nkapasitet,–,0,1\nkapasitet,,1,0\n# n: 3\n"
    )
    # A column needs a name: <NA> is no value a register has, as «–» might be.
    assert (tmp_path / "b.csv").read_text("utf-8") == "role,1,3,–,<NA>,n,of\nLærer,2,,0,1,3,2\n,0,,0,0,0,0\n"
    for ending in (".xlsx", ".parquet"):
        export_table(wide, tmp_path / f"c{ending}", moment=moment)
        read = pd.read_excel if ending == ".xlsx" else pd.read_parquet
        assert read(tmp_path / f"c{ending}").iloc[:, 2].isna().all()


def test_a_table_that_is_no_count_has_its_missing_cells_empty(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime
) -> None:
    export_table(counts, tmp_path / "a.md", moment=moment)
    assert "| kontinuitet | Lærer |  | 0 |  | nei |\n" in (tmp_path / "a.md").read_text("utf-8")


def test_the_footer_of_a_table_is_two_lines_of_norwegian() -> None:
    footer = {
        "n": 12, "base": BASE, "documents": 11, "codings": 272, "without an informant": 0, "not counted": "–",
        "registered without a document": "L1; R2.3; Vc", "not asked": "Lærer", "codebook": "Partnerskap v01",
        "where": "–", "unit": "informants",
    }  # fmt: skip
    assert footer_lines(footer) == [
        "Grunnlag: 12 informanter med minst én tur i et dokument som teller; intervjuere er ikke med. "
        "11 dokumenter, 272 kodinger. Talt: informanter.",
        "Kodebok: Partnerskap v01. Filter: –. Ikke spurt: Lærer. I registeret uten dokument: L1; R2.3; Vc.",
    ]


def test_what_is_left_out_stands_on_a_third_line() -> None:
    footer = {
        "n": 1, "base": BASE_WHERE, "documents": 1, "codings": 1, "without an informant": 1,
        "not counted": "1 coding in documents of kind annet; 2 codings on interviewers' words only",
        "registered without a document": "–", "not asked": "–", "codebook": "–", "where": "role = Skoleeier",
        "unit": "codings", "style": "ntnu", "quotes": 4, "at most per informant and theme": 1,
        "not quoted (interviewer only)": 2, "kodet av": "MB",
    }  # fmt: skip
    assert footer_lines(footer) == [
        "Grunnlag: 1 informant med minst én tur i et dokument som teller, innenfor filteret; intervjuere er ikke med. "
        "1 dokument, 1 koding, 4 sitater.",
        "Stil: ntnu. Filter: role = Skoleeier.",
        "Uten informant: 1 koding. Ikke talt: 1 koding i dokumenter av slaget annet; "
        "2 kodinger på bare intervjuerens ord. Ikke sitert, bare intervjuerens ord: 2 kodinger. "
        "Høyst 1 sitat av hver informant under hvert tema. kodet av: MB.",
    ]
    assert footer_lines({}) == []


def test_a_label_missing_on_a_side_of_codes_is_no_informant_s(tmp_path: Path, moment: datetime) -> None:
    frame = pd.DataFrame({"Lærer": [2, 1], pd.NA: [0, 1]}, index=pd.Index(["Tid", pd.NA], name="code", dtype="object"))
    frame.columns = pd.Index(frame.columns, name="role", dtype="object")
    frame.attrs = {"sides": ["code", "role"]}
    export_table(frame, tmp_path / "a.md", moment=moment, title="a")
    assert (tmp_path / "a.md").read_text("utf-8").splitlines()[2:6] == [
        "| code | Lærer | (uten informant) |",
        "| --- | ---: | ---: |",
        "| Tid | 2 | 0 |",
        "| (koden fantes ikke) | 1 | 1 |",
    ]


@pytest.mark.parametrize(
    ("codebook", "printed"),
    [
        ("Partnerskap v01", "Partnerskap v01"),
        ("Partnerskap v01 (version «etter workshop 1»)", "Partnerskap v01 (versjon «etter workshop 1»)"),
        ("version «v01»", "versjon «v01»"),
        ("Partnerskap v01 (as known now of 2026-11-12)", "Partnerskap v01 (per 2026-11-12, slik det er kjent nå)"),
        ("as known now of 2026-11-12 10:00:00", "per 2026-11-12 10:00:00, slik det er kjent nå"),
    ],
)
def test_the_codebook_of_a_version_or_a_date_is_said_in_norwegian(codebook: str, printed: str) -> None:
    footer = {"codebook": codebook, "without a code in the codebook": 2}
    assert footer_lines(footer) == [f"Kodebok: {printed}.", "Koden fantes ikke i kodeboken: 2 kodinger."]
    assert footer_lines({"codebook": codebook, "without a code in the codebook": 0}) == [f"Kodebok: {printed}."]

"""Files out of a project: which table a name means, and that the same project gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import qualkit as qk


@pytest.fixture
def coded(project: qk.Project) -> qk.Project:
    project.add_theme("Kapasitet", codes=["Tid"], coder="MB")
    project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB", stance="utfordring")
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    return project


@pytest.mark.parametrize("name", ["koder.xlsx", "codings.parquet", "frequencies.csv", "sitater.docx", "x.json", "x.md"])
def test_the_same_project_gives_the_same_bytes(coded: qk.Project, tmp_path: Path, name: str) -> None:
    first = coded.export(tmp_path / name).read_bytes()
    coded.close()
    with qk.Project.open(coded.address) as again:
        assert again.export(tmp_path / name).read_bytes() == first


def test_a_file_named_after_a_table_is_that_table(coded: qk.Project, tmp_path: Path) -> None:
    read = pd.read_csv(coded.export(tmp_path / "frequencies.csv"), comment="#")
    assert read.columns.tolist() == ["theme", "role", "n", "of"]
    read = pd.read_csv(coded.export(tmp_path / "noe.csv"), comment="#")
    assert read["text"].tolist() == ["Det er tida, liksom.", "Jeg tok det sjøl"]
    read = pd.read_csv(coded.export(tmp_path / "noe.csv", table=coded.balance()), comment="#")
    assert read["informant"].tolist() == ["R1.1"]


def test_a_workbook_has_a_sheet_for_each_list(coded: qk.Project, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(coded.export(tmp_path / "koder.xlsx"))
    assert book.sheetnames[:6] == ["Kodinger", "Koder", "Temaer", "Frekvenser", "Dokumenter", "Informanter"]
    assert book["Kodinger"].max_row == 3
    book.close()


def test_quotes_of_a_style_that_hides_the_code_hide_it_in_every_part(coded: qk.Project, tmp_path: Path) -> None:
    for path in (
        coded.export(tmp_path / "sitater.docx", style="afi", source=True),
        coded.export(tmp_path / "tabell.docx", table=coded.quotes("Kapasitet", style="afi"), source=True),
    ):
        with zipfile.ZipFile(path) as parts:
            whole = b"".join(parts.read(name) for name in parts.namelist())
        assert b"(Skoleleder)" in whole
        assert b"R1.1" not in whole
        assert b"r1_1" not in whole


def test_passages_of_no_theme_are_quoted_too(coded: qk.Project) -> None:
    quotes = coded.quotes()
    assert quotes["theme"].fillna("–").tolist() == ["Kapasitet", "–"]
    assert coded.quotes("Uklarhet")["printed"].tolist() == ["R1.1: Jeg tok det sjøl"]
    with pytest.raises(qk.UnknownNameError):
        coded.quotes("Rom")


def test_what_cannot_be_written_is_a_sentence(coded: qk.Project, tmp_path: Path) -> None:
    with pytest.raises(qk.ExportError, match="is not known"):
        coded.export(tmp_path / "koder.pdf")
    with pytest.raises(qk.ExportError, match="later release"):
        coded.export(tmp_path / "koder.qdpx")
    with pytest.raises(qk.UnknownNameError, match="There is no table «drømmer»"):
        coded.export(tmp_path / "x.csv", table="drømmer")
    with pytest.raises(qk.ExportError):
        coded.export(tmp_path / "ingen" / "mappe.csv")


def test_conditions_on_the_codings_can_be_combined(coded: qk.Project) -> None:
    codings = coded.codings()
    chosen = codings[codings["text"].str.contains("tida") & (codings["theme"] == "Kapasitet")]
    assert chosen["code"].tolist() == ["Tid"]
    assert codings[(codings["informant"] == "R1.1") & codings["theme"].isna()]["code"].tolist() == ["Uklarhet"]

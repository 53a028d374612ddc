"""The notes of a diff in Word and Markdown, its frame in files for programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

import qualkit as qk
from qualkit.codebook import Net
from qualkit.export.diff import End, Entry, notes
from qualkit.export.sentences import ENGLISH, NORWEGIAN
from qualkit.project.diff import Diff
from qualkit.store.between import Done
from qualkit.tables import Touched


@pytest.fixture
def diff(project: qk.Project) -> Diff:
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="MB")
    project.version("v01", coder="MB")
    project.redefine(
        "Uklarhet", definition="Når det er uavklart hvem som gjør hva.", coder="AK", why="klarere <nå> & her"
    )
    project.add_code("=Rom", coder="MB", definition="=1+1")
    return project.diff("v01")


def test_words_in_word_are_struck_through_and_underlined(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    file = docx.Document(str(project.export(tmp_path / "endringer.docx", table=diff)))
    styles = [(one.style.name, one.text) for one in file.paragraphs]
    assert styles[0] == ("Title", "Endringer i kodeboken fra «v01» til nå")
    assert [text for style, text in styles if style == "Heading 1"] == ["Koder"]
    assert [text for style, text in styles if style == "Heading 2"] == ["=Rom", "Uklarhet"]
    told = file.paragraphs[-1]
    assert [run.text.strip() for run in told.runs if run.font.strike] == ["uklart"]
    assert [run.text.strip() for run in told.runs if run.font.underline] == ["uavklart"]
    assert [run.text for run in told.runs if run.bold] == ["Endret betydning"]
    assert told.text.endswith(": «klarere <nå> & her».")
    assert file.core_properties.title == "Endringer i kodeboken fra «v01» til nå"


def test_the_same_diff_gives_the_same_bytes(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    for name in ("endringer.docx", "endringer.md", "endringer.xlsx", "endringer.csv"):
        first = project.export(tmp_path / name, table=diff).read_bytes()
        assert project.export(tmp_path / name, table=project.diff("v01")).read_bytes() == first


def test_markdown_is_the_notes_in_the_language_asked_for(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    written = project.export(tmp_path / "changes.md", table=diff, language="en").read_text(encoding="utf-8")
    assert written == diff.markdown("en")
    assert written.startswith("# Changes to the codebook from “v01” until now\n\n")
    assert r"(1 coding; R1.1). AK" in written
    assert r"“klarere \<nå\> \& her”." in written
    with pytest.raises(qk.InputError, match="no language"):
        project.export(tmp_path / "changes.md", table=diff, language="sv")


def test_files_for_programs_hold_the_frame(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    read = pd.read_csv(project.export(tmp_path / "e.csv", table=diff), comment="#", keep_default_na=False)
    assert read.to_dict("records") == diff.frame.to_dict("records")
    assert (tmp_path / "e.csv").read_text(encoding="utf-8").count("\n# ") == 2
    again = pd.read_parquet(project.export(tmp_path / "e.parquet", table=diff))
    assert list(again["change"]) == ["create", "redefine"]
    book = openpyxl.load_workbook(project.export(tmp_path / "e.xlsx", table=diff))
    assert book["Tabell"]["D2"].value == "=Rom"
    assert book["Tabell"]["D2"].data_type == "s"
    book.close()


def test_no_change_is_a_file_with_a_sentence(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    project.version("v02", coder="MB")
    file = docx.Document(str(project.export(tmp_path / "ingen.docx", table=project.diff("v02"))))
    assert [one.text for one in file.paragraphs] == ["Ingen endringer i kodeboken fra «v02» til nå."]
    assert pd.read_csv(project.export(tmp_path / "ingen.csv", table=project.diff("v02")), comment="#").empty


def test_an_ending_nobody_knows_is_a_sentence(project: qk.Project, diff: Diff, tmp_path: Path) -> None:
    with pytest.raises(qk.ExportError, match=r"the ending «.pdf» is not known"):
        project.export(tmp_path / "endringer.pdf", table=diff)


def test_a_paragraph_names_forty_informants_and_says_how_many_more() -> None:
    people = tuple(f"R{number}" for number in range(1, 46))
    touched = Touched(90, people)
    net = Net("retire", "code", "tid", "Tid", "Tid")
    entry = Entry((net,), (), touched, (touched,))
    told = notes(End("version", "2025-06-02T10:00:00+02:00", "v01"), End("now"), [entry], NORWEGIAN)[-1].words
    assert told.startswith("Tatt ut av bruk (90 kodinger blir stående; R1, R2, ")
    assert told.endswith(", R40 og 5 til).")


def test_other_years_are_written_out_and_each_month_by_name() -> None:
    net = Net("rename", "code", "tid", "Tida", "Tida", "name", "Tid", "Tida")
    done = Done("MB", "2024-12-30T23:59:00+01:00", "", ("MB",), "", "")
    touched = Touched(1, ())
    entry = Entry((net,), (done, replace(done, at="2025-05-01T08:00:00+02:00")), touched, (touched,))
    start, end = End("from", "2024-12-01"), End("time", "2025-05-01T12:30:00")
    in_norwegian, in_english = (notes(start, end, [entry], say) for say in (NORWEGIAN, ENGLISH))
    assert in_norwegian[0].words == ("Endringer i kodeboken fra og med 1. desember 2024 til 1. mai 2025 kl. 12.30")
    assert in_norwegian[-1].words == (
        "Nytt navn: Tid heter nå Tida (1 koding; uten informant). MB, 30. desember 2024. MB, 1. mai."
    )
    assert in_english[0].words == "Changes to the codebook from 1 December 2024 to 1 May 2025 at 12:30"
    assert in_english[-1].words == (
        "New name: Tid is now called Tida (1 coding; no informant). MB, 30 December 2024. MB, 1 May."
    )

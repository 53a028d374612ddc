"""Word files as python-docx opens them again."""

import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import RefusedError
from qualkit.excerpts import quotes_frame
from qualkit.export.docx import write_quotes, write_tables
from qualkit.export.xmltext import storable


def styled(path: Path) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(str(path)).paragraphs]


def coded(quotes: pd.DataFrame) -> pd.DataFrame:
    """The same quotes labelled by code."""
    return quotes.assign(label=quotes["informant"], printed=quotes["informant"] + ": " + quotes["quote"])


def test_themes_are_headings_and_passages_quotes(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(quotes, tmp_path / "sitater.docx", style="afi", moment=moment)
    assert styled(tmp_path / "sitater.docx") == [
        ("Title", "Sitater"),
        ("Heading 1", "kommunikasjon"),
        ("Normal", "2 passasjer fra 2 av 4 informanter"),
        ("Quote", "Hvem & hva?\n\tja <altså> «😀» (Skoleleder)"),
        ("Quote", "vi rakk det ikke (Skoleeier)"),
        ("Heading 1", "Uten tema"),
        ("Normal", "1 passasje fra 1 av 4 informanter"),
        ("Quote", "et rom å tenke i (Skoleleder)"),
        ("Normal", "Grunnlag: 4 informanter."),
        ("Normal", "Kodebok: Partnerskap v01."),
    ]


def test_a_hidden_code_is_nowhere_in_the_file(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(quotes, tmp_path / "sitater.docx", style="afi", moment=moment, source=True, by_code=True)
    with zipfile.ZipFile(tmp_path / "sitater.docx") as archive:
        changed = [archive.read(part).decode("utf-8") for part in ("word/document.xml", "docProps/core.xml")]
        assert not [name for name in archive.namelist() if "comments" in name or "thumbnail" in name]
        every = b"".join(archive.read(part) for part in archive.namelist())
    for telling in ("R1.1", "r1_1", "S1<", " s1", "c1<", ">MB", "AK<", "tur 7"):
        assert telling not in "".join(changed)
    for telling in ("R1.1", "r1_1", "tur 7"):
        assert telling.encode() not in every


def test_labels_with_codes_are_refused_where_the_style_hides_them(
    tmp_path: Path, quotes: pd.DataFrame, moment: datetime
) -> None:
    with pytest.raises(RefusedError, match=r"labelled with codes \(R1\.1\).*quotes\(style=\"proba\"\)"):
        write_quotes(coded(quotes), tmp_path / "sitater.docx", style="proba", moment=moment)
    assert list(tmp_path.iterdir()) == []


def test_a_working_copy_says_where_the_words_stand(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(coded(quotes), tmp_path / "sitater.docx", style="ntnu", moment=moment, source=True, footer={})
    assert ("Normal", "s1, tur 7") in styled(tmp_path / "sitater.docx")
    write_quotes(coded(quotes), tmp_path / "sitater.docx", style="ntnu", moment=moment)
    assert ("Normal", "s1, tur 7") not in styled(tmp_path / "sitater.docx")


def test_codes_can_be_headings_of_their_own(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(quotes, tmp_path / "sitater.docx", style="afi", moment=moment, by_code=True)
    headings = [text for style, text in styled(tmp_path / "sitater.docx") if style.startswith("Heading")]
    assert headings == ["kommunikasjon", "Tid", "Uklarhet", "Uten tema", "Rom"]


def test_n_is_out_of_the_base_when_it_is_known(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(quotes, tmp_path / "a.docx", style="afi", moment=moment, base=9)
    assert ("Normal", "2 passasjer fra 2 av 9 informanter") in styled(tmp_path / "a.docx")
    write_quotes(quotes, tmp_path / "a.docx", style="afi", moment=moment, footer={})
    assert ("Normal", "1 passasje fra 1 informant") in styled(tmp_path / "a.docx")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(words=st.text(min_size=1, max_size=400))
def test_any_words_survive_but_what_xml_forbids(tmp_path: Path, moment: datetime, words: str) -> None:
    frame = pd.DataFrame({"theme": ["t"], "informant": ["S1"], "label": ["S1"], "printed": [words]}, dtype=object)
    write_quotes(frame, tmp_path / "a.docx", style="ntnu", moment=moment)
    read = [text for style, text in styled(tmp_path / "a.docx") if style == "Quote"]
    assert read == [storable(words)]


def test_half_characters_and_control_characters_break_no_file(tmp_path: Path, moment: datetime) -> None:
    row = {"theme": "t\x1b", "informant": "S1", "label": "S1", "printed": "a\x00\x1b\ud83db\uffff"}
    write_quotes(
        pd.DataFrame([row], dtype=object), tmp_path / "a.docx", style="ntnu", moment=moment, title="\x07Sitater"
    )
    assert styled(tmp_path / "a.docx")[0] == ("Title", "Sitater")
    assert styled(tmp_path / "a.docx")[3] == ("Quote", "a\ufffdb")


def test_three_hundred_words_are_one_paragraph(tmp_path: Path, moment: datetime) -> None:
    words = " ".join(["altså", "liksom", "ikke sant"] * 100)
    frame = pd.DataFrame({"theme": ["t"], "informant": ["S1"], "label": ["S1"], "printed": [words]})
    write_quotes(frame, tmp_path / "a.docx", style="ntnu", moment=moment, title="")
    assert styled(tmp_path / "a.docx")[2] == ("Quote", words)


def test_properties_name_nobody_and_every_date_is_the_moment(
    tmp_path: Path, quotes: pd.DataFrame, moment: datetime
) -> None:
    write_quotes(quotes, tmp_path / "a.docx", style="afi", moment=moment, title="Sitater & mer")
    about = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert (about.title, about.author, about.last_modified_by, about.comments) == (
        "Sitater & mer", "qualkit", "qualkit", "",
    )  # fmt: skip
    assert about.created == about.modified == moment
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 5, 6, 13, 37, 42)}


def test_the_page_is_a4_and_norwegian(tmp_path: Path, quotes: pd.DataFrame, moment: datetime) -> None:
    write_quotes(quotes, tmp_path / "a.docx", style="afi", moment=moment)
    page = docx.Document(str(tmp_path / "a.docx")).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert b'w:val="nb-NO"' in archive.read("word/styles.xml")


def test_no_quotes_are_still_a_file(tmp_path: Path, moment: datetime) -> None:
    columns = ["theme", "document", "start", "end", "turn", "text", "informant", "code", "stance", "coder", "coding"]
    frame = quotes_frame(pd.DataFrame(columns=columns), pd.DataFrame({"informant": []}), style="afi")
    write_quotes(frame, tmp_path / "a.docx", style="afi", moment=moment)
    assert styled(tmp_path / "a.docx")[0] == ("Title", "Sitater")


def test_a_table_is_a_word_table_with_caption_and_footer(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime
) -> None:
    write_tables({"Temaer etter rolle": counts, "Igjen": counts}, tmp_path / "a.docx", moment=moment, title="Tall")
    document = docx.Document(str(tmp_path / "a.docx"))
    table = document.tables[0]
    assert table.style.name == "Table Grid"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["theme", "role", "n", "of", "share", "prompted"],
        ["kommunikasjon", "Skoleleder", "4", "5", "0,8", "ja"],
        ["kontinuitet", "Lærer", "", "0", "", "nei"],
        ["kapasitet", "", "2", "0", "1,5", ""],
    ]
    captions = [one for one in document.paragraphs if one.style.name == "Caption"]
    assert ["".join(one._p.xpath(".//w:t/text()")) for one in captions] == [
        "Tabell 1: Temaer etter rolle",
        "Tabell 2: Igjen",
    ]
    assert "Kodebok: Partnerskap v01." in [one.text for one in document.paragraphs]

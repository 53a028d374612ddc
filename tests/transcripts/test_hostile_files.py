"""Files that are not what they say, or mean harm: each gets its sentence, and none a traceback."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from word_files import RELATIONS, MakeWord, document_xml, paragraph, zipped

from qualkit.errors import ReadError
from qualkit.transcripts import load_transcripts


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        load_transcripts(path)
    assert caught.value.path == path
    return str(caught.value)


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = zipped({"_rels/.rels": RELATIONS, "word/document.xml": document_xml(paragraph("a" * 20_000_000))})
    assert "unpacks to more than 200 times" in refused(written(tmp_path, "bombe.docx", bomb))


def test_a_zip_that_understates_its_size_is_damaged_and_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "løgn.docx"
    data = zipped({"_rels/.rels": RELATIONS, "word/document.xml": document_xml(paragraph("a" * 3_000_000))})
    with zipfile.ZipFile(written(tmp_path, "løgn.docx", data)) as package:
        size = package.getinfo("word/document.xml").file_size
    path.write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert "is damaged in word/document.xml" in refused(path)


def test_too_many_members_are_refused_before_the_zip_is_opened(tmp_path: Path) -> None:
    data = zipped({f"word/{number}.xml": "" for number in range(5_001)})
    assert "holds 5,001 parts" in refused(written(tmp_path, "mange.docx", data))


def test_members_that_together_unpack_to_too_much_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualkit.transcripts.package.MAX_UNPACKED", 1000)
    data = zipped({"_rels/.rels": RELATIONS, "word/media/a.png": b"x" * 2000})
    assert "more than the limit" in refused(written(tmp_path, "stor.docx", data))


def test_xml_nested_too_deep_is_refused(make_word: MakeWord) -> None:
    deep = "<w:sdt><w:sdtContent>" * 200 + paragraph("Der nede.") + "</w:sdtContent></w:sdt>" * 200
    assert "nested deeper than 256 levels" in refused(make_word(deep))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_doctype_is_refused_and_no_entity_is_put_in(make_word: MakeWord, doctype: str) -> None:
    assert "declares a DOCTYPE" in refused(make_word("<w:p/>", before=doctype))


def test_a_doctype_hidden_in_utf_16_is_refused(tmp_path: Path) -> None:
    xml = document_xml(paragraph("&x;"), '<!DOCTYPE w [<!ENTITY x "ja">]>').replace("UTF-8", "UTF-16").encode("utf-16")
    data = zipped({"_rels/.rels": RELATIONS, "word/document.xml": xml})
    assert "declares a DOCTYPE" in refused(written(tmp_path, "a.docx", data))


def test_an_external_main_part_is_never_followed(tmp_path: Path) -> None:
    outside = RELATIONS.replace('Target="word/document.xml"', 'TargetMode="External" Target="http://127.0.0.1:9/d.xml"')
    data = zipped({"_rels/.rels": outside, "word/other.xml": "<a/>"})
    assert "not one that Word has made" in refused(written(tmp_path, "a.docx", data))


def test_a_member_called_dot_dot_is_read_in_memory_and_lands_nowhere(make_word: MakeWord, tmp_path: Path) -> None:
    path = make_word(paragraph("Ja."), **{"../../ute.txt": "ut", "word/media/bilde.png": b"\x00"})
    assert load_transcripts(path)[0].text == "Ja."
    assert [file.name for file in tmp_path.rglob("*")] == ["intervju.docx"]


def test_a_zip_that_is_not_word_says_so(tmp_path: Path) -> None:
    assert "not one that Word has made" in refused(written(tmp_path, "a.docx", zipped({"notat.txt": "hei"})))
    sheet = RELATIONS.replace("word/document.xml", "xl/workbook.xml")
    data = zipped({"_rels/.rels": sheet, "xl/workbook.xml": "<workbook xmlns='x'/>"})
    assert "not one that Word has made" in refused(written(tmp_path, "b.docx", data))


@pytest.mark.parametrize("cut", [60, 300, -30])
def test_a_truncated_zip_says_it_is_damaged(make_word: MakeWord, cut: int) -> None:
    path = make_word(paragraph(*(f"Setning {number}. " for number in range(50))))
    path.write_bytes(path.read_bytes()[:cut])
    assert "is damaged" in refused(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word file (.doc)"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("a.docx", b"%PDF-1.7\n", "a PDF file"),
        ("a.docx", b"Bare tekst", "is not a Word file but something else"),
        ("a.txt", b"%PDF-1.7\n", "a PDF file"),
        ("a.txt", zipped({"a": "b"}), "a zip file"),
        ("a.txt", bytes(range(256)) * 20, "neither UTF-8 nor Windows-1252"),
        ("a.txt", b"\x00\x01\x02\x03" * 200, "is not a text file"),
        ("a.txt", "På og blåbær så".encode()[:-1], "is UTF-8 with a broken place at byte"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t ", "is empty"),
        ("a.txt", "\ufeff\u200b\n".encode(), "is empty"),
        ("a.txt", b"I:\nS1:\n", "is empty"),
        ("a.vtt", b"WEBVTT\n\n", "is empty"),
        ("a.vtt", b"Bare tekst\n", "holds no cues"),
        ("a.srt", b"Bare tekst\n", "holds no cues"),
        ("a.csv", b"alder;by\n4;Oslo\n", "has no header"),
        ("a.csv", b'Hvem;Hva\nI;"aldri lukket\nS1;Ja\n', "cannot be read as a table from line 2 on"),
        ("a.pdf", b"%PDF-1.7\n", "cannot be read: qualkit reads .csv"),
    ],
)
def test_each_unusable_file_has_its_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    assert says in refused(written(tmp_path, name, data))


def test_a_file_that_is_not_there_and_one_over_the_limit_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "does not exist" in refused(tmp_path / "borte.txt")
    monkeypatch.setattr("qualkit.transcripts._base.MAX_FILE", 10)
    assert "is larger than" in refused(written(tmp_path, "a.txt", b"I: 12345678\n"))


def test_a_file_that_may_not_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt", b"I: Hei.\n")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    assert "may not be read" in refused(path)


def test_a_text_longer_than_the_limit_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt", b"I: hei\n" * 10)
    monkeypatch.setattr("qualkit.transcripts._base.MAX_TEXT", 20)
    assert "is longer than 20 characters" in refused(path)


def test_a_file_of_nothing_but_markup_signs_is_read_in_a_moment(tmp_path: Path) -> None:
    # Quadratic patterns would take minutes here.
    path = written(tmp_path, "a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 200_000 + b"&" * 100_000)
    assert len(load_transcripts(path)) == 1
    line = written(tmp_path, "b.txt", b"[" * 200_000 + b"(0:0" * 50_000 + b" " * 100_000 + b"x")
    assert len(load_transcripts(line)) == 1


@pytest.mark.parametrize("name", ["..\\..\\ute.txt", "...txt.txt", " R3\u202egpj.txt", "R3\n.txt", "sa\u030a.txt"])
def test_a_name_is_a_cleaned_stem_and_never_a_path(tmp_path: Path, name: str) -> None:
    made = load_transcripts(written(tmp_path, name, b"Hei."))[0].name
    assert made in ("ute", "txt", "R3gpj", "R3", "så")


def test_classes_on_a_voice_without_an_end_are_read_in_a_moment(tmp_path: Path) -> None:
    cue = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v"
    (one,) = load_transcripts(written(tmp_path, "prikker.vtt", cue + b".a" * 5_000 + b"\n"))
    assert one.text.startswith("<v.a.a")
    (other,) = load_transcripts(written(tmp_path, "klasser.vtt", cue + "v.første.høyt Kari>Hei.".encode()[1:] + b"\n"))
    assert [(turn.speaker, turn.text) for turn in other.turns] == [("Kari", "Hei.")]


def test_marks_stacked_by_the_thousand_are_cut_at_thirty_and_counted(tmp_path: Path) -> None:
    (one,) = load_transcripts(written(tmp_path, "stabel.txt", ("Ja" + "\u0316\u0301" * 100_000 + " da.").encode()))
    assert (one.text[:2], one.text[-4:], one.repairs["stacked marks"]) == ("Já", " da.", 199_970)


def test_a_line_of_spaces_before_a_bracket_is_read_in_a_moment(tmp_path: Path) -> None:
    (one,) = load_transcripts(written(tmp_path, "luft.txt", (b"a" + b" " * 90_000 + b"[b\n") * 50))
    assert len(one.turns) == 50


def test_more_lines_than_the_limit_are_refused_before_each_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualkit.transcripts._base.MAX_LINES", 3)
    assert "has more than 3 lines" in refused(written(tmp_path, "linjer.txt", b"a\r" * 4))


def test_a_cue_of_very_many_lines_is_one_turn(tmp_path: Path) -> None:
    cue = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"
    (one,) = load_transcripts(written(tmp_path, "lang.vtt", cue + b"ja\n" * 300_000))
    assert (len(one.turns), len(one.text)) == (1, 899_999)


def test_more_formatting_than_the_limit_is_refused_before_it_is_parsed(
    make_word: MakeWord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualkit.transcripts.package.MAX_MARKUP", 50)
    assert "more than 50 pieces of formatting" in refused(make_word(paragraph("a") * 20))


def test_a_piece_too_long_for_xml_says_so(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", document_xml(f'<w:p w:rsidR="{"x" * 10_500_000}"/>'))
    assert "single piece longer than 10,000,000" in refused(written(tmp_path, "attributt.docx", whole.getvalue()))


def test_a_thousand_text_boxes_in_one_paragraph_are_read_in_order(make_word: MakeWord) -> None:
    boxes = "".join(
        f"<w:r><w:txbxContent>{paragraph(f'Boks {number}')}</w:txbxContent></w:r>" for number in range(1000)
    )
    (one,) = load_transcripts(make_word(f"<w:p>{boxes}</w:p>"))
    assert [turn.text for turn in one.turns] == [f"Boks {number}" for number in range(1000)]

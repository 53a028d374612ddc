"""Word files: every shape, and everything Word keeps in a paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from word_files import MakeWord, paragraph

from qualkit.informants import Register
from qualkit.records import Transcript
from qualkit.transcripts import load_transcripts


def spoken(transcript: Transcript) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, turn.text, turn.at) for turn in transcript.turns]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_prefix_split_over_runs_is_one_label(make_word: MakeWord, register: Register) -> None:
    path = make_word(
        paragraph("I", ": Hvordan begynte det?")
        + paragraph("S ", "1", ":", " Med et brev.")
        + paragraph("Det var i mai.")
    )
    (one,) = load_transcripts(path, informants=register)
    assert [(turn.informant, turn.text) for turn in one.turns] == [
        ("I", "Hvordan begynte det?"),
        ("S1", "Med et brev.\nDet var i mai."),
    ]


def test_a_bold_prefix_written_by_word_and_a_tab_are_read(tmp_path: Path, register: Register) -> None:
    document = Document()
    for label, words in (("I:", "Hva skjedde?"), ("R1.1:", "Vi fikk ikke vikar.")):
        made = document.add_paragraph()
        made.add_run(label).bold = True
        made.add_run("\t" + words)
    document.save(str(tmp_path / "r.docx"))
    (one,) = load_transcripts(tmp_path / "r.docx", informants=register)
    assert [(turn.informant, turn.text) for turn in one.turns] == [
        ("I", "Hva skjedde?"),
        ("R1.1", "Vi fikk ikke vikar."),
    ]


def test_known_people_before_a_tab_alone_are_read(make_word: MakeWord, register: Register) -> None:
    path = make_word(paragraph("I\tHva skjedde?") + paragraph("S10\tIngenting."))
    (one,) = load_transcripts(path, informants=register)
    assert [(turn.informant, turn.text) for turn in one.turns] == [("I", "Hva skjedde?"), ("S10", "Ingenting.")]


def test_teams_names_and_times_stand_outside_the_text(make_word: MakeWord, register: Register) -> None:
    path = make_word(
        paragraph("Intervju om ordningen\n12. mars 2025, 09:03") + paragraph("Sigrid Aune started transcription")
        + paragraph("Sigrid Aune   0:04\nKan du fortelle?") + paragraph("Tormod Vik   1:02:09\nJa.\nDet var bussen.")
        + paragraph("Tormod Vik   1:03:00\nOg vikaren.") + paragraph("Sigrid Aune stopped transcription")
    )  # fmt: skip
    (one,) = load_transcripts(path, informants=register)
    assert spoken(one) == [
        ("Sigrid Aune", "Kan du fortelle?", 4.0),
        ("Tormod Vik", "Ja.\nDet var bussen.", 3729.0),
        ("Tormod Vik", "Og vikaren.", 3780.0),
    ]
    assert "«Sigrid Aune started transcription»" in " ".join(one.warnings)


@pytest.mark.parametrize(
    "heads",
    [
        ("Sigrid Aune", "0:04"),
        ("0:0:4.0 --> 0:0:9.120", "Sigrid Aune"),
    ],
)
def test_older_teams_paragraphs_are_read(make_word: MakeWord, heads: tuple[str, str], register: Register) -> None:
    body = paragraph(heads[0]) + paragraph(heads[1]) + paragraph("Kan du fortelle?")
    other = [
        head.replace("Sigrid Aune", "Tormod Vik").replace("0:04", "0:12").replace("0:0:4", "0:0:12") for head in heads
    ]
    body += paragraph(other[0]) + paragraph(other[1]) + paragraph("Ja, det kan jeg.")
    (one,) = load_transcripts(make_word(body), informants=register)
    assert spoken(one) == [("Sigrid Aune", "Kan du fortelle?", 4.0), ("Tormod Vik", "Ja, det kan jeg.", 12.0)]


def test_words_own_transcription_is_read(make_word: MakeWord) -> None:
    body = [("00:00:04 Taler 1", "Hvem bestemte?"), ("00:00:09 Taler 2", "Ingen."), ("00:00:11 Taler 1", "Ingen?")]
    (one,) = load_transcripts(make_word("".join(paragraph(head) + paragraph(words) for head, words in body)))
    assert spoken(one) == [("Taler 1", "Hvem bestemte?", 4.0), ("Taler 2", "Ingen.", 9.0), ("Taler 1", "Ingen?", 11.0)]


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(*cell.split('|'))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


@pytest.mark.parametrize("header", [("Tid", "Hvem", "Hva"), ("Time", "Speaker", "Text"), ("TID:", "Taler", "Tekst")])
def test_a_table_is_one_turn_a_row_and_an_empty_speaker_is_the_one_above(
    make_word: MakeWord, header: tuple[str, ...], register: Register
) -> None:
    body = table(header, ("00:03", "I", "Hva gjør dere?"), ("00:09", "Va", "Vi reiser."), ("", "", "Mye."))
    (one,) = load_transcripts(make_word(body), informants=register)
    assert spoken(one) == [("I", "Hva gjør dere?", 3.0), ("Va", "Vi reiser.", 9.0), ("Va", "Mye.", None)]


def test_a_table_of_figures_stands_in_place_and_makes_nobody_a_speaker(make_word: MakeWord) -> None:
    body = paragraph("Møte i mars.") + table(("Sandvær", "12"), ("Sandvær", "14")) + paragraph("Slutt.")
    (one,) = load_transcripts(make_word(body))
    assert spoken(one) == [(None, words, None) for words in ("Møte i mars.", "Sandvær\t12", "Sandvær\t14", "Slutt.")]


def test_a_plain_document_is_a_turn_a_paragraph(make_word: MakeWord) -> None:
    (one,) = load_transcripts(make_word(paragraph("Først regnet det.") + paragraph("") + paragraph("Så kom ferja.")))
    assert spoken(one) == [(None, "Først regnet det.", None), (None, "Så kom ferja.", None)]
    assert one.text == "Først regnet det.\nSå kom ferja."


def test_insertions_are_kept_and_deletions_left_out(make_word: MakeWord) -> None:
    deleted = "<w:del><w:r><w:delText>aldri </w:delText></w:r></w:del>"
    body = f"<w:p>{run('Vi fikk ')}<w:ins>{run('nesten ')}</w:ins>{deleted}{run('tid.')}</w:p>"
    body += (
        f"<w:p><w:moveFrom>{run('flyttet')}</w:moveFrom>{run('Og rom ')}<w:moveTo>{run('etter hvert')}</w:moveTo></w:p>"
    )
    (one,) = load_transcripts(make_word(body))
    assert one.text == "Vi fikk nesten tid.\nOg rom etter hvert"
    assert "2 insertion(s)" in one.warnings[0]
    assert "2 deletion(s)" in one.warnings[0]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(make_word: MakeWord) -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('Det var ')}</w:p><w:p>{run('sent.')}</w:p>"
    (one,) = load_transcripts(make_word(body))
    assert one.text == "Det var sent."


def test_content_controls_and_links_are_kept_and_field_codes_left_out(make_word: MakeWord) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://x.no"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("lenka")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink r:id="rId9">{run("planen")}</w:hyperlink>'
    inner = f"<w:p>{run('Se ')}{link}{run(' og ')}{field}{run('.')}</w:p>"
    control = f"<w:sdt><w:sdtContent>{run(' Ja')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt><w:p>{run('Enig?')}{control}</w:p>"
    (one,) = load_transcripts(make_word(body))
    assert one.text == "Se planen og lenka.\nEnig? Ja"


def test_a_text_box_is_read_once(make_word: MakeWord) -> None:
    box = f"<w:txbxContent>{paragraph('I boksen.')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    (one,) = load_transcripts(make_word(f"<w:p>{run('Utenfor.')}<w:r>{both}</w:r></w:p>"))
    assert one.text == "Utenfor.\nI boksen."


def test_footnotes_and_comments_are_told_and_not_read(make_word: MakeWord) -> None:
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    (one,) = load_transcripts(make_word(f"<w:p>{run('Det står der.')}{marks}</w:p>"))
    assert one.text == "Det står der."
    assert [warning.split(" which")[0] for warning in one.warnings] == [
        "intervju.docx has 1 footnotes,",
        "intervju.docx has 1 comments,",
    ]


def test_hidden_signs_of_word_are_repaired_and_counted(make_word: MakeWord) -> None:
    (one,) = load_transcripts(make_word(f"<w:p>{run('sam')}<w:r><w:softHyphen/></w:r>{run('arbeid pa&#x30A;')}</w:p>"))
    assert one.text == "samarbeid på"
    assert one.repairs == {"soft hyphens": 1, "NFC": 1}


def test_a_small_table_does_not_take_over_from_the_conversation(make_word: MakeWord, register: Register) -> None:
    body = table(("Navn", "Tekst"), ("Ola", "Rektor"))
    body += paragraph("I: Hvordan har det gått i høst?") + paragraph("S1: Det har gått som det har gått.")
    (one,) = load_transcripts(make_word(body), informants=register)
    assert [turn.informant for turn in one.turns][-2:] == ["I", "S1"]


def test_a_merged_speaker_cell_is_the_one_above(tmp_path: Path) -> None:
    document = Document()
    made = document.add_table(rows=4, cols=3)
    rows = [("Tid", "Hvem", "Hva"), ("0:01", "I", "Hva?"), ("0:02", "S1", "Ja."), ("0:03", "", "Nei.")]
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            made.cell(number, place).text = words
    made.cell(2, 1).merge(made.cell(3, 1))
    document.save(str(tmp_path / "t.docx"))
    (one,) = load_transcripts(tmp_path / "t.docx")
    assert spoken(one) == [("I", "Hva?", 1.0), ("S1", "Ja.", 2.0), ("S1", "Nei.", 3.0)]


def test_a_table_of_label_and_words_without_a_header_is_a_conversation(make_word: MakeWord, register: Register) -> None:
    (one,) = load_transcripts(make_word(table(("I", "Hva nå?"), ("S1", "Vi venter."))), informants=register)
    assert [(turn.informant, turn.text) for turn in one.turns] == [("I", "Hva nå?"), ("S1", "Vi venter.")]


def test_words_deep_in_tracked_changes_are_read(make_word: MakeWord) -> None:
    (one,) = load_transcripts(make_word(f"<w:p>{'<w:ins>' * 240}{run('Her.')}{'</w:ins>' * 240}</w:p>"))
    assert one.text == "Her."


def test_a_link_to_a_picture_outside_is_never_followed(make_word: MakeWord) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="image" TargetMode="External" Target="http://127.0.0.1:9/bilde.png"/></Relationships>'
    )
    drawing = '<w:r><w:drawing><a:blip xmlns:a="x" r:link="rId9"/></w:drawing></w:r>'
    path = make_word(f"<w:p>{run('Se bildet.')}{drawing}</w:p>", **{"word/_rels/document.xml.rels": relations})
    assert load_transcripts(path)[0].text == "Se bildet."


def test_a_text_box_in_a_paragraph_joined_to_the_next_is_kept(make_word: MakeWord) -> None:
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    box = f"<w:r><w:txbxContent>{paragraph('I boksen.')}</w:txbxContent></w:r>"
    (one,) = load_transcripts(make_word(f"<w:p>{gone}{run('Det går ')}{box}</w:p>" + paragraph("bra.")))
    assert one.text == "Det går bra.\nI boksen."
    (last,) = load_transcripts(make_word(f"<w:p>{gone}{run('Slutt.')}{box}</w:p>"))
    assert last.text == "Slutt.\nI boksen."


def test_a_field_inside_a_fields_code_is_left_out_with_it(make_word: MakeWord) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    inner = begin + separate + run("kode") + end
    (one,) = load_transcripts(
        make_word(f"<w:p>{run('Se ')}{begin}{inner}{separate}{run('side 4')}{end}{run('.')}</w:p>")
    )
    assert one.text == "Se side 4."

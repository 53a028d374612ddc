"""txt, vtt, srt and csv: the shapes that are really sent, with the turns they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualkit.informants import Register
from qualkit.records import Informant, Transcript
from qualkit.transcripts import load_transcripts


def load(tmp_path: Path, name: str, content: str | bytes, register: Register | None = None) -> Transcript:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (one,) = load_transcripts(path, informants=register)
    return one


def spoken(transcript: Transcript) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, turn.text, turn.at) for turn in transcript.turns]


def test_txt_prefixes_with_blank_lines_and_a_turn_that_goes_on(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "Intervjuer: Hva var målet?\n\nS 1: Det vet jeg ikke.\n\nAltså, ikke da.\n", register)
    assert [(turn.informant, turn.text) for turn in one.turns] == [
        ("I", "Hva var målet?"),
        ("S1", "Det vet jeg ikke.\nAltså, ikke da."),
    ]


def test_s1_never_matches_s10(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "S10: Ti.\nS1: En.\nS 10: Ti igjen.\n", register)
    assert [turn.informant for turn in one.turns] == ["S10", "S1", "S10"]


def test_a_code_nobody_registered_is_not_read_as_the_words_of_another(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "S1: Ja.\nS11: Nei.\n", register)
    assert [(turn.informant, turn.speaker) for turn in one.turns] == [("S1", "S1"), (None, "S11")]


def test_clocks_notes_dates_and_sentences_are_nobody(tmp_path: Path) -> None:
    text = (
        "I: Når?\nR: Klokka 10:30.\nKlokka 10:30 gikk bussen.\nMerk: han lo.\nMerk: igjen.\n12. mars 2025: møtet.\n"
        "12. mars 2025: møtet.\nJeg sa: nei.\nJeg sa: nei.\nI: Og så?\nR: Ferdig.\n"
    )
    one = load(tmp_path, "a.txt", text)
    assert [turn.speaker for turn in one.turns] == ["I", "R", "I", "R"]
    assert one.turns[1].text.startswith("Klokka 10:30.\nKlokka 10:30 gikk bussen.\nMerk: han lo.")


def test_a_label_that_stands_once_is_words_and_that_is_told(tmp_path: Path) -> None:
    one = load(tmp_path, "a.txt", "Rektor: Hei.\nLærer: Hei.\nRektor: Ja.\nLærer: Ja.\nPer Hansen: Jeg også.\n")
    assert one.turns[-1].text == "Ja.\nPer Hansen: Jeg også."
    assert "«Per Hansen:» was read as words" in one.warnings[0]


def test_words_before_the_first_speaker_are_kept_as_nobodys(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "Intervju på rådhuset\nI: Hei.\nS1: Hei.\n", register)
    assert spoken(one)[0] == (None, "Intervju på rådhuset", None)
    assert "before the first speaker" in one.warnings[0]


@pytest.mark.parametrize("line", ["[00:00:12] S1: Ja.", "S1: [00:00:12] Ja.", "S1 [00:00:12]: Ja.", "00:00:12 S1: Ja."])
def test_a_time_stamp_at_a_turns_start_is_outside_the_text(tmp_path: Path, line: str, register: Register) -> None:
    assert spoken(load(tmp_path, "a.txt", f"I: Hei.\n{line}\n", register)) == [("I", "Hei.", None), ("S1", "Ja.", 12.0)]


def test_plain_txt_is_a_turn_a_paragraph(tmp_path: Path) -> None:
    assert spoken(load(tmp_path, "a.txt", "Første linje,\nsom går videre.\n\nAndre.\n")) == [
        (None, "Første linje,\nsom går videre.", None),
        (None, "Andre.", None),
    ]
    assert len(load(tmp_path, "b.txt", "En.\nTo.\nTre.\n").turns) == 3


GUID = "7e6b9f0e-1b1c-4c1e-9d55-0c3f5a1d2e11"
TEAMS = "\r\n".join(
    (
        "\ufeffWEBVTT\r\n",
        f"{GUID}/12-0\r\n00:00:03.120 --> 00:00:05.000\r\n<v Sigrid Aune>Hvem var med?</v>\r\n",
        f"{GUID}/13-0\r\n00:00:06.000 --> 00:00:08.000\r\n<v Tormod Vik>Skolen &amp; kommunen,</v>\r\n",
        f"{GUID}/13-1\r\n00:00:08.000 --> 00:00:11.000\r\n<v Tormod Vik>og universitetet\r\netter hvert.\r\n",
    )
)


def test_teams_vtt_is_one_turn_over_many_cues(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.vtt", TEAMS, register)
    assert spoken(one) == [
        ("Sigrid Aune", "Hvem var med?", 3.12),
        ("Tormod Vik", "Skolen & kommunen, og universitetet etter hvert.", 6.0),
    ]
    assert one.repairs["byte order mark"] == 1
    assert [turn.informant for turn in one.turns] == ["I", "R1.1"]


def test_two_voices_in_one_cue_are_two_turns(tmp_path: Path) -> None:
    one = load(tmp_path, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ola>Ja.</v> <v Kari>Nei.</v>\n")
    assert spoken(one) == [("Ola", "Ja.", 1.0), ("Kari", "Nei.", 1.0)]


def test_zoom_vtt_without_blank_lines_between_cues(tmp_path: Path) -> None:
    one = load(
        tmp_path,
        "a.vtt",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nKari Sund: Vi er to.\n2\n00:00:02.000 --> 00:00:03.000\n"
        "og en halv.\n3\n00:00:04.000 --> 00:00:05.000\nOla Berg: Halv?\n4\n00:00:05.000 --> 00:00:06.000\n"
        "Kari Sund: Ja.\n5\n00:00:06.000 --> 00:00:07.000\nOla Berg: Javel.\n",
    )
    assert spoken(one) == [
        ("Kari Sund", "Vi er to. og en halv.", 1.0),
        ("Ola Berg", "Halv?", 4.0),
        ("Kari Sund", "Ja.", 5.0),
        ("Ola Berg", "Javel.", 6.0),
    ]


def test_vtt_without_speakers_keeps_cues_apart_and_leaves_notes_out(tmp_path: Path) -> None:
    one = load(
        tmp_path,
        "a.vtt",
        "WEBVTT\n\nNOTE laget av et program\n\n00:01.000 --> 00:02.000\nDet <i>var</i> kaldt.\n\nNOTE her\nog her\n\n"
        "00:02.000 --> 00:03.000\nTeksting av Nicolai Winther\n",
    )
    assert spoken(one) == [(None, "Det var kaldt.", 1.0), (None, "Teksting av Nicolai Winther", 2.0)]
    assert "subtitle credit" in one.warnings[0]


def test_srt_with_and_without_names(tmp_path: Path) -> None:
    cues = "1\n00:00:01,500 --> 00:00:02,000\n{}Hva nå?\n\n2\n00:00:02,000 --> 00:00:03,000\n{}Vi venter.\n"
    again = "\n3\n00:00:03,000 --> 00:00:04,000\nTaler 1: Lenge?\n\n4\n00:00:04,000 --> 00:00:05,000\nTaler 2: Ja.\n"
    named = load(tmp_path, "a.srt", cues.format("Taler 1: ", "Taler 2: ") + again)
    assert spoken(named)[:2] == [("Taler 1", "Hva nå?", 1.5), ("Taler 2", "Vi venter.", 2.0)]
    assert spoken(load(tmp_path, "b.srt", cues.format("", "<i>")))[1] == (None, "Vi venter.", 2.0)


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_with_any_delimiter_cp1252_and_quoted_line_breaks(tmp_path: Path, sign: str) -> None:
    rows = [("Tid", "Hvem", "Hva"), ("0:04", "I", '"Så, da; ja\nhva?"'), ("", "", "Går det?"), ("0:10", "R3", "«Jo».")]
    one = load(tmp_path, "a.csv", "\r\n".join(sign.join(row) for row in rows).encode("cp1252"))
    assert spoken(one) == [("I", "Så, da; ja\nhva?", 4.0), ("I", "Går det?", None), ("R3", "«Jo».", 10.0)]
    assert "Windows-1252" in one.warnings[0]


def test_csv_words_cut_at_an_unquoted_delimiter_are_put_together(tmp_path: Path) -> None:
    one = load(tmp_path, "a.csv", "Hvem,Hva\nI,Ja, nei, kanskje\n")
    assert one.text == "Ja, nei, kanskje"


def test_repairs_are_counted_and_quotation_marks_kept(tmp_path: Path) -> None:
    one = load(tmp_path, "a.txt", "\ufeffSam\u00adarbeid\u200b «pa\u030a»\u00a0… og\x00 så\r\nslutt\u2028her")
    assert one.text == "Samarbeid «på»\u00a0… og så\nslutt\nher"
    assert one.repairs == {
        "byte order mark": 1, "soft hyphens": 1, "zero-width": 1, "NFC": 1, "control characters": 1, "line ends": 2,
    }  # fmt: skip


def test_utf_16_from_notepad_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, "a.txt", "Æ e hær.".encode("utf-16")).text == "Æ e hær."


def test_a_vtt_called_txt_is_read_as_what_it_is(tmp_path: Path) -> None:
    one = load(tmp_path, "a.txt", TEAMS)
    assert one.turns[0].speaker == "Sigrid Aune"
    assert "is a vtt file by its contents" in one.warnings[0]


def test_a_voice_without_a_name_is_not_the_one_who_spoke_before(tmp_path: Path, register: Register) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Tormod Vik>Ja.</v>\n\n00:02.000 --> 00:03.000\n<v >Nei.</v>\n"
    one = load(tmp_path, "a.vtt", text, register)
    assert [(turn.speaker, turn.informant) for turn in one.turns] == [("Tormod Vik", "R1.1"), ("?", None)]


def test_two_labels_in_one_cue_are_two_turns(tmp_path: Path, register: Register) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nTormod Vik: Ja,\ndet er sant.\nI: Er det?\n"
    assert spoken(load(tmp_path, "a.srt", text, register)) == [
        ("Tormod Vik", "Ja, det er sant.", 1.0),
        ("I", "Er det?", 1.0),
    ]


def test_pauses_noted_with_a_clock_do_not_take_over_from_the_labels(tmp_path: Path, register: Register) -> None:
    text = "I: Hei.\nS1: Hei.\nPause 10:30\nI: Videre?\nPause 11:45\nS1: Ja.\n"
    one = load(tmp_path, "a.txt", text, register)
    assert [turn.speaker for turn in one.turns] == ["I", "S1", "I", "S1"]


def test_a_time_stamp_alone_is_the_next_turns_time(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "[00:00:05]\nI: Hei.\n00:01:00\nS1: Hei.\n", register)
    assert spoken(one) == [("I", "Hei.", 5.0), ("S1", "Hei.", 60.0)]
    assert one.warnings == ()


def test_a_year_after_the_word_i_is_not_the_interviewer(tmp_path: Path, register: Register) -> None:
    one = load(tmp_path, "a.txt", "I: Når?\nS1: Lenge.\nI 2025: da var det slutt.\n", register)
    assert one.turns[1].text == "Lenge.\nI 2025: da var det slutt."


def test_an_interviewer_nobody_registered_gets_a_row(tmp_path: Path) -> None:
    one = load(tmp_path, "a.txt", "I2: Hei.\nS1: Hei.\n", Register([Informant("S1", "Skoleeier")]))
    assert [(row.code, row.role) for row in one.register or ()] == [("S1", "Skoleeier"), ("I2", "intervjuer")]


def test_whisperx_labels_in_brackets_are_people(tmp_path: Path) -> None:
    names = ("SPEAKER_00", "SPEAKER_01") * 2
    cues = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n[{name}]: Ord {n}.\n" for n, name in enumerate(names, 1))
    one = load(tmp_path, "to.srt", "\n".join(cues))
    assert [turn.speaker for turn in one.turns] == list(names)
    assert one.turns[0].text == "Ord 1."


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;;;"])
def test_excels_line_about_its_delimiter_is_no_header(tmp_path: Path, first: str) -> None:
    one = load(tmp_path, "a.csv", f"{first}\r\nTid;Hvem;Hva\r\n0:01;I;Hei, du, og du, og du.\r\n")
    assert spoken(one) == [("I", "Hei, du, og du, og du.", 1.0)]

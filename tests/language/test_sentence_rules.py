"""Where sentences begin, with no trained pipeline: rules alone."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from qualkit.language.pipeline import load_pipeline
from qualkit.language.sentence_rule import begin_lines, correct_sentences


def _sentences(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in load_pipeline("rules").nlp(text).sents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi møttes kl. 10 på rådhuset. Så gikk vi.", ["Vi møttes kl. 10 på rådhuset.", "Så gikk vi."]),
        ("Det var den 3. mai. Da regnet det.", ["Det var den 3. mai.", "Da regnet det."]),
        ("Me starta i 2019. Sidan har det gått bra.", ["Me starta i 2019.", "Sidan har det gått bra."]),
        ("Kva meiner du? Eg veit ikkje!", ["Kva meiner du?", "Eg veit ikkje!"]),
        ("Jeg tenkte … nei, ikke det. Noe annet.", ["Jeg tenkte … nei, ikke det.", "Noe annet."]),
        ("«Hvem bestemmer?» spurte hun. Ingen svarte.", ["«Hvem bestemmer?» spurte hun.", "Ingen svarte."]),
        ("Han sa «nå slutter vi.» Det ble stille.", ["Han sa «nå slutter vi.»", "Det ble stille."]),
        ("Det er f.eks. Kari som gjør det.", ["Det er f.eks. Kari som gjør det."]),
        ("vi hadde ikke tid. det var for mye", ["vi hadde ikke tid.", "det var for mye"]),
        ("Først dette\nså dette", ["Først dette", "så dette"]),
        ("", []),
        ("  \n", [""]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


def _with_beginnings(nlp: Language, words: list[str], begins: set[int], *, spaces: list[bool] | None = None) -> Doc:
    starts = [at in begins for at in range(len(words))]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _starts(document: Doc) -> list[int]:
    return [token.i for token in document if token.is_sent_start]


def test_a_beginning_in_the_middle_of_a_clause_is_taken_back() -> None:
    document = _with_beginnings(spacy.blank("nb"), ["Rektor", "i", "Lia", "kom", ".", "Hun", "satt"], {0, 3, 5})
    assert _starts(correct_sentences(document)) == [0, 5]


@pytest.mark.parametrize("before", ["NAV", "osv.", "?", "»", "…"])
def test_a_beginning_after_a_stop_capitals_or_an_abbreviation_stands(before: str) -> None:
    document = _with_beginnings(spacy.blank("nb"), ["Jeg", "ringte", before, "Da", "gikk", "det"], {0, 3})
    assert _starts(correct_sentences(document)) == [0, 3]


def test_a_line_break_ends_a_sentence_and_white_space_begins_none() -> None:
    words = ["Uten", "punktum", "\n", "Ny", "tur", ".", " ", "Mer"]
    document = _with_beginnings(spacy.blank("nb"), words, {0, 6})
    assert _starts(correct_sentences(document)) == [0, 3, 7]
    document = _with_beginnings(spacy.blank("nb"), words, {0})
    assert _starts(begin_lines(document)) == [0, 3]

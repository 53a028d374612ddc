"""Words struck and put in, between two wordings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.codebook import Piece, word_changes

WORDS = st.lists(
    st.sampled_from(("å", "vente", "på", "svar", "ikke", "tvil,", "R1.1.", "Hvem spurte?", "e\u0301n", "«sak»\n")),
    max_size=12,
).map(" ".join)


def marked(before: str, after: str) -> str:
    marks = {"same": "{}", "struck": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(marks[piece.what].format(piece.text) for piece in word_changes(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "Det er uklart hvem som gjør hva.",
            "Det er ikke avtalt hvem som gjør hva, eller hvorfor.",
            "Det er[- uklart-]{+ ikke avtalt+} hvem som gjør hva{+, eller hvorfor+}.",
        ),
        ("Noen venter.", "Noen venter på svar.", "Noen venter{+ på svar+}."),
        ("Noen venter på svar.", "Noen venter.", "Noen venter[- på svar-]."),
        ("", "Noen venter.", "{+Noen venter.+}"),
        ("Noen venter.", "", "[-Noen venter.-]"),
        ("data", "oppdrag", "[-data-]{+oppdrag+}"),
        ("Lærer-rollen, R1.1", "Lærer-rollen, R1.2", "Lærer-rollen,[- R1.1-]{+ R1.2+}"),
    ],
)
def test_whole_words_are_struck_and_put_in(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


def test_a_sentence_that_shares_next_to_nothing_is_struck_whole() -> None:
    before, after = "Arbeidet stopper og må begynne på nytt.", "Én person er byttet ut."
    assert marked(before, after) == f"[-{before}-]{{+{after}+}}"


def test_a_comma_that_stayed_between_two_changes_is_no_island() -> None:
    shown = marked("Ros, takk og det å bli sett av andre.", "Heder, ære og det å bli sett av andre.")
    assert shown == "[-Ros, takk-]{+Heder, ære+} og det å bli sett av andre."


def test_white_space_alone_is_no_change() -> None:
    assert word_changes("Noen  venter\npå svar", "Noen venter på svar") == (Piece("same", "Noen venter på svar"),)


def test_long_texts_are_compared_without_taking_for_ever() -> None:
    before = "det er noe med det å være der når det er noe som er nytt " * 400
    after = before.replace("nytt", "gammelt")
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.what != "struck") == after


@given(WORDS, WORDS)
def test_both_wordings_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.what != "struck") == after
    kept = "".join(piece.text for piece in pieces if piece.what != "inserted")
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", before)


@given(WORDS)
def test_a_wording_and_itself_differ_in_nothing(wording: str) -> None:
    assert {piece.what for piece in word_changes(wording, wording)} <= {"same"}

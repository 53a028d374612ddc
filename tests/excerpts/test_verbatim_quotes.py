"""A quote is what the document says, to the letter."""

import pandas as pd
import pytest

from qualkit.errors import IntegrityError
from qualkit.excerpts import check_verbatim

TEXTS = {"s1": "Det var 😀 uklart hvem som eide møtet.", "r3": "Me visste ikkje."}


def frame(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["document", "start", "end", "quote"])


def test_words_counted_in_code_points_are_verbatim() -> None:
    check_verbatim(frame(("s1", 8, 16, "😀 uklart"), ("r3", 0, 9, "Me visste")), TEXTS.__getitem__)


def test_each_text_is_asked_for_once() -> None:
    asked: list[str] = []
    check_verbatim(
        frame(("s1", 0, 3, "Det"), ("r3", 0, 2, "Me"), ("s1", 4, 7, "var")),
        lambda document: asked.append(document) or TEXTS[document],  # type: ignore[func-returns-value]  # append gives None
    )
    assert asked == ["s1", "r3"]


def test_a_changed_word_is_named_with_its_document() -> None:
    with pytest.raises(
        IntegrityError, match="r3, characters 0–9: the text says «Me visste», the quote says «Vi visste»"
    ):
        check_verbatim(frame(("r3", 0, 9, "Vi visste")), TEXTS.__getitem__)


def test_every_wrong_quote_is_among_the_problems() -> None:
    with pytest.raises(IntegrityError) as caught:
        check_verbatim(frame(("r3", 0, 2, "Vi"), ("s1", 0, 3, "Det"), ("s1", 0, 99, "x" * 80)), TEXTS.__getitem__)
    assert len(caught.value.problems) == 2
    assert "1 more" in str(caught.value)
    assert "x" * 61 not in str(caught.value.problems)

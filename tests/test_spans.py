"""Where words stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.records import Span
from qualkit.spans import find_words, search_pattern, trimmed

TEXT = "Tida, altså. Samtida? Tid\N{NO-BREAK SPACE}nok, tid nok – 👩🏽‍🏫 tid."


def words_at(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_words_are_whole_words() -> None:
    assert len(find_words(TEXT, "tid")) == 2
    assert find_words(TEXT, "ida") == []
    assert words_at(TEXT, find_words(TEXT, "tid.")) == ["tid."]


def test_any_white_space_matches_any_other() -> None:
    assert words_at(TEXT, find_words(TEXT, "Tid  nok")) == ["Tid\N{NO-BREAK SPACE}nok"]
    assert find_words("en\nto", "en to") == [Span(0, 5)]


def test_signs_of_regular_expressions_are_only_signs() -> None:
    assert words_at("Hva? (..) Jo.", find_words("Hva? (..) Jo.", "(..)")) == ["(..)"]
    assert find_words("abc", "a.c") == []


def test_places_that_overlap_are_all_found() -> None:
    assert find_words("ja ja ja", "ja ja") == [Span(0, 5), Span(3, 8)]


def test_only_within_what_is_asked() -> None:
    assert find_words(TEXT, "tid", within=Span(30, 36)) == [Span(31, 34)]
    assert find_words(TEXT, " ") == []


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("tid", "Det tok Tid.", True),
        ("tid", "Samtiden", False),
        ("*tid*", "Samtiden", True),
        ("vent*", "De ventet på svar", True),
        ("vent*", "Uventet", False),
        ("ventet på", "De ventet\npå svar", True),
        ("årshjul*", "ÅRSHJULET", True),
        ("(nei)", "Vi sa (nei), da.", True),
        ("a.b", "axb", False),
    ],
)
def test_a_search_is_for_whole_words_in_any_case(words: str, text: str, found: bool) -> None:
    assert (search_pattern(words).search(text) is not None) is found


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (5, 4)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_trimmed_span_begins_and_ends_with_words() -> None:
    assert trimmed("  hei  ", Span(0, 7)) == Span(2, 5)
    assert trimmed("   ", Span(0, 3)) is None


@given(st.text(max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_words_cut_from_a_text_are_found_where_they_were_cut(text: str, start: int, length: int) -> None:
    span = trimmed(text, Span(start, start + length)) if start + length <= len(text) else None
    if span is None:
        return
    found = find_words(text, text[span.start : span.end])
    assert all(text[one.start : one.end].split() == text[span.start : span.end].split() for one in found)
    assert (span in found) != _inside_a_word(text, span)


def _inside_a_word(text: str, span: Span) -> bool:
    """True where the span cuts a word in two at either end."""
    around = text[max(span.start - 1, 0) : span.start + 1], text[span.end - 1 : span.end + 1]
    return any(len(pair) == 2 and all(re.match(r"\w", sign) for sign in pair) for pair in around)

"""Where words stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.records import Span
from qualkit.spans import find_words, merged, trimmed

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


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (5, 4)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_trimmed_span_begins_and_ends_with_words() -> None:
    assert trimmed("  hei  ", Span(0, 7)) == Span(2, 5)
    assert trimmed("   ", Span(0, 3)) is None


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(SPANS, max_size=12))
def test_merged_spans_cover_the_same_words_each_once(spans: list[Span]) -> None:
    covered = {at for span in spans for at in range(span.start, span.end)}
    whole = merged(spans)
    assert [at for span in whole for at in range(span.start, span.end)] == sorted(covered)
    assert all(one.end < other.start for one, other in pairwise(whole))


@given(SPANS, SPANS)
def test_overlap_is_a_shared_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)

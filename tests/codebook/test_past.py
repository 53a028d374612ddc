"""Which code of an earlier codebook a coding of today is read as."""

from __future__ import annotations

from qualkit.codebook import Codebook, Past
from qualkit.records import Code


def book(*codes: str, merged: dict[str, str] | None = None) -> Codebook:
    return Codebook([Code(code, code) for code in codes], merged=merged)


def test_a_code_that_stood_there_is_itself_also_where_it_had_been_merged() -> None:
    past = Past(book("tid", "rom", merged={"venting": "tid", "kø": "venting"}))
    assert past.codes_of(["1", "2", "3"], ["rom", "venting", "kø"]) == ["rom", "tid", "tid"]


def test_a_code_that_did_not_stand_there_is_what_it_was_split_from_and_so_on_up() -> None:
    past = Past(book("tid"), sources={"møtetid": "tid", "ventetid": "møtetid", "pauser": "fri"})
    assert past.codes_of(["1", "2", "3"], ["møtetid", "ventetid", "pauser"]) == ["tid", "tid", "pauser"]
    assert "pauser" not in past.book


def test_the_codes_a_coding_has_had_come_before_those_they_were_split_from() -> None:
    # Given «uklarhet», later split off «tid» (which «uklarhet» was merged into) as «klage», and again as «sukk».
    moved, sources = {"1": ["sukk", "klage", "uklarhet"]}, {"sukk": "klage", "klage": "tid"}
    before = Past(book("tid", "uklarhet"), moved, sources)
    between = Past(book("tid", "klage", merged={"uklarhet": "tid"}), moved, sources)
    assert before.codes_of(["1", "2"], ["sukk", "sukk"]) == ["uklarhet", "tid"]
    assert between.codes_of(["1", "2"], ["sukk", "sukk"]) == ["klage", "klage"]


def test_a_circle_of_splits_ends() -> None:
    past = Past(book("tid"), sources={"a": "b", "b": "a", "c": "c"})
    assert past.codes_of(["1", "2"], ["a", "c"]) == ["a", "c"]


def test_an_empty_codebook_has_no_code_for_anything() -> None:
    assert Past(Codebook([])).codes_of(["1", "2"], ["tid", "rom"]) == ["tid", "rom"]

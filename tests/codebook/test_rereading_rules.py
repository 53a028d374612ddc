"""What has been looked for, where copies were worked in apart: to have come later is not to have known."""

from __future__ import annotations

from qualkit.codebook.rereading import Coded, Meaning, Moment, Read, to_reread


def at(number: int) -> Moment:
    return number, bytes([number])


def coded(number: int, code: str = "k1", coder: str = "MB") -> Coded:
    return Coded("r1", code, coder, at(number), str(number))


BIRTH = {"k2": [Meaning("k2", "new", at(2), "2", "AK")]}


def looked_for(*codings: Coded, reads: tuple[Read, ...] = (), apart: frozenset[tuple[int, int]] = frozenset()) -> bool:
    """Whether k2, born at 2, is to be looked for in r1. `apart`: (earlier, later) that did not know each other."""

    def seen(earlier: Moment, later: Moment) -> bool:
        return earlier < later and (earlier[0], later[0]) not in apart

    return bool(list(to_reread(["k1", "k2"], BIRTH, codings, reads, seen)))


def test_a_first_coding_that_did_not_know_the_code_has_not_looked_for_it() -> None:
    assert not looked_for(coded(3))
    assert looked_for(coded(3), apart=frozenset({(2, 3)}))


def test_a_reading_that_did_not_know_the_code_has_not_looked_for_it() -> None:
    read = Read("r1", "MB", at(5), "5")
    assert not looked_for(coded(1), reads=(read,))
    assert looked_for(coded(1), reads=(read,), apart=frozenset({(2, 5)}))


def test_an_earlier_reading_that_did_know_it_has_though_a_later_did_not() -> None:
    reads = (Read("r1", "AK", at(4), "4"), Read("r1", "MB", at(5), "5"))
    assert not looked_for(coded(1), reads=reads, apart=frozenset({(2, 5)}))


def test_of_two_events_at_one_time_the_order_is_that_of_their_ids() -> None:
    birth = {"k2": [Meaning("k2", "new", (1, b"b"), "", "AK")]}
    for first, listed in (((1, b"a"), True), ((1, b"c"), False)):
        found = list(to_reread(["k2"], birth, [Coded("r1", "k1", "MB", first, "")], []))
        assert bool(found) is listed

"""The structure folds without loops whatever is thrown at it, and the tests here would notice if it did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.store import structure
from qualkit.store.events import Event, new_id
from qualkit.store.kinds import later_cells
from qualkit.store.projection import by_cell
from qualkit.store.structure import Structure, fold_structure

NAMES = ["a", "b", "c", "d", "e"]


def event(kind: str, **payload: Any) -> Event:
    return Event(new_id(), 0, "", "MB", kind, new_id(), payload, {})


PARENTS = [None, "a", "b", None, None]
BIRTHS = [event("code.birth", code=name, parent=parent) for name, parent in zip(NAMES, PARENTS, strict=True)]
NAME = st.sampled_from(NAMES)
MOVES = st.builds(lambda code, parent: event("code.move", code=code, parent=parent), NAME, st.none() | NAME)
MERGES = st.builds(lambda code, into: event("code.merge", code=code, into=into), NAME, NAME)
CHANGES = st.lists(MOVES | MERGES, min_size=1, max_size=12)


def loops(whole: Structure) -> bool:
    """Whether the tree as it is read ever comes back to where it was: merges first, then parents, by plain walking."""
    for start in whole.places:
        seen: set[str] = set()
        here: str | None = start
        while here is not None:
            if here in seen:
                return True
            seen.add(here)
            place = whole.places[here]
            here = place.merged or place.parent
    return False


def walk(changes: Iterable[Event]) -> Structure:
    return fold_structure([*BIRTHS, *changes])


@settings(max_examples=300)
@given(CHANGES)
def test_nothing_ever_stands_under_itself(changes: list[Event]) -> None:
    assert not loops(walk(changes))


@given(CHANGES)
def test_what_is_void_changes_nothing_and_what_is_not_takes_effect(changes: list[Event]) -> None:
    whole = walk(changes)
    kept = [one for one in changes if one not in whole.void]
    assert walk(kept).places == whole.places
    assert walk(kept).void == []


def test_a_move_under_what_stands_below_is_void() -> None:
    assert [one.payload["code"] for one in walk([event("code.move", code="a", parent="c")]).void] == ["a"]


def test_two_merges_into_each_other_make_one_code_of_the_first() -> None:
    whole = walk([event("code.merge", code="a", into="d"), event("code.merge", code="d", into="a")])
    assert (whole.read_as("a"), whole.read_as("d"), len(whole.void)) == ("d", "d", 1)


def test_three_merges_in_a_ring_leave_the_last_void() -> None:
    ring = [event("code.merge", code=one, into=other) for one, other in (("a", "d"), ("d", "e"), ("e", "a"))]
    whole = walk(ring[:2])
    assert {whole.read_as(name) for name in ("a", "d", "e")} == {"e"}
    assert walk(ring).void == [ring[2]]


def test_what_names_nothing_is_void() -> None:
    whole = walk([event("code.move", code="x", parent=None), event("code.merge", code="a", into="x")])
    assert len(whole.void) == 2


@pytest.mark.parametrize("broken", ["never", "parents only", "merges only"])
def test_a_fold_that_does_not_look_for_loops_is_caught(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_loops = structure._loops

    def partly(whole: Structure, start: str) -> bool:
        if broken == "never":
            return False
        shadow = Structure({name: structure.Place(place.parent, place.merged) for name, place in whole.places.items()})
        for place in shadow.places.values():
            if broken == "parents only":
                place.merged = None
            else:
                place.parent = None
        return whole_loops(shadow, start)

    monkeypatch.setattr(structure, "_loops", partly)
    with pytest.raises(AssertionError):
        test_nothing_ever_stands_under_itself()


def test_an_erased_event_writes_in_no_cell_and_a_resent_one_counts_once() -> None:
    birth = event("code.birth", code="x", parent=None)
    erased = replace(birth, id=new_id(), payload={}, words={}, erased=True)
    assert by_cell([erased]) == {}
    assert later_cells(erased) == []
    assert all(own == [birth] for own in by_cell([birth, replace(birth, person="AK")]).values())

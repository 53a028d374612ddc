"""The structure cell: births, moves and merges of all codes and themes, folded together because loops couple them.

A move or merge that would close a loop in the tree as it is read *at its place in the order* is void. So: apply it,
walk up from what it names, and take it back if something comes twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qualkit.store.events import Event


@dataclass(slots=True)
class Place:
    """Where a code or theme stands: under `parent`, or merged into another. `source` is the code it was split from."""

    parent: str | None = None
    merged: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Structure:
    """The fold: places by id, and the events that found nothing to act on or would have closed a loop."""

    places: dict[str, Place] = field(default_factory=dict)
    void: list[Event] = field(default_factory=list)

    def read_as(self, name: str) -> str:
        """Following merges to the end."""
        while (place := self.places.get(name)) is not None and place.merged is not None:
            name = place.merged
        return name


def fold_structure(events: Iterable[Event]) -> Structure:
    """Fold births, moves and merges in the order given. About 8 µs an event."""
    whole = Structure()
    for event in events:
        if not _apply(whole, event):
            whole.void.append(event)
    return whole


def _apply(whole: Structure, event: Event) -> bool:
    payload = event.payload
    if event.kind == "code.birth":
        _bear(whole, payload["code"], payload.get("parent"), payload.get("from"))
        return True
    if event.kind == "theme.birth":
        whole.places.setdefault(payload["theme"], Place())
        return True
    place = whole.places.get(payload["code"])
    if place is None:
        return False
    before = place.parent, place.merged
    if event.kind == "code.move":
        if payload.get("parent") not in (None, *whole.places):
            return False
        place.parent = payload.get("parent")
    elif payload["into"] in whole.places:
        place.merged = payload["into"]
    else:
        return False
    if _loops(whole, payload["code"]):
        place.parent, place.merged = before
        return False
    return True


def _bear(whole: Structure, code: str, parent: str | None, source: str | None) -> None:
    """A birth. The second of one id, from a copy that took in the same codebook, only writes where the code stands."""
    place = whole.places.setdefault(code, Place(source=source))
    before, place.parent = place.parent, parent
    if _loops(whole, code):
        place.parent = before


def _loops(whole: Structure, start: str) -> bool:
    """True where going on from `start`, along merges and then parents, ever comes back."""
    seen: set[str] = set()
    here: str | None = start
    while here is not None:
        if here in seen:
            return True
        seen.add(here)
        place = whole.places.get(here)
        if place is None:
            return False
        here = place.merged if place.merged is not None else place.parent
    return False

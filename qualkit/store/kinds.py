"""The kinds of event, each with its version, and what an event has to do with which cell.

A *cell* is a piece of state that folds by itself: one coding, memo, document or reading of it (known by its event's
id), one informant, the fields of one code or theme, a pair of codes set aside, the project's settings; and one joint
cell, the structure, where the births, moves and merges of all codes and themes stand together, because loops couple
them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from qualkit.errors import NewerProjectError
from qualkit.store.events import Event, Json


class Cell(NamedTuple):
    """A cell: the noun, and the id of the one meant (hex for codings, memos and documents)."""

    noun: str
    name: str

    @property
    def key(self) -> bytes:
        """16 bytes: the id itself where the cell is born by one event, else a hash of noun and name."""
        if self.noun in BORN_BY_ONE:
            return bytes.fromhex(self.name)
        return hashlib.sha256(f"{self.noun}:{self.name}".encode()).digest()[:16]


#: Nouns whose id is the id of the event that bore them, and the kind of that event.
BORN_BY_ONE = {"coding": "coding.add", "document": "document.add", "memo": "memo.add", "read": "document.read"}

STRUCTURE = Cell("structure", "")
SETTINGS = Cell("project", "")


class Kind(NamedTuple):
    """What one kind of event is: its version, the cells it writes in, what it gives birth to, what it names."""

    version: int
    cells: Callable[[Event], list[Cell]]
    births: Callable[[Event], list[Cell]] = lambda event: []
    names: Callable[[Event], list[Cell]] = lambda event: []


def _own(noun: str) -> Callable[[Event], list[Cell]]:
    return lambda event: [Cell(noun, event.id.hex())]


def _about(noun: str) -> Callable[[Event], list[Cell]]:
    return lambda event: [Cell(noun, event.payload[noun])]


def _named(noun: str) -> Callable[[Event], list[Cell]]:
    return lambda event: [STRUCTURE, Cell(noun, event.payload[noun])]


def _parent(event: Event) -> list[Cell]:
    parent = event.payload.get("parent")
    return [Cell("code", parent)] if parent else []


def _memo_about(event: Event) -> list[Cell]:
    noun, name = event.payload["about"]
    return [] if noun == "project" else [Cell(noun, name)]


def _pair(event: Event) -> list[Cell]:
    return [Cell("code", code) for code in event.payload["codes"]]


def _noted(event: Event) -> list[Cell]:
    """The coding a memo is about: a removal must have seen its notes. Later changes of a memo carry `about` too."""
    return [cell for cell in _memo_about(event) if cell.noun == "coding"]


KINDS: Mapping[str, Kind] = {
    "project.set": Kind(1, lambda event: [SETTINGS]),
    "informant.set": Kind(1, _about("informant")),
    "document.add": Kind(1, _own("document"), births=_own("document")),
    # The label a speaker had in the file may be a name: an event of its own, so that it can be erased alone.
    "document.label": Kind(1, _about("document"), names=_about("document")),
    "code.birth": Kind(1, _named("code"), births=_about("code"), names=_parent),
    "code.set": Kind(1, _about("code"), names=_about("code")),
    "code.move": Kind(1, lambda event: [STRUCTURE], names=lambda event: [*_about("code")(event), *_parent(event)]),
    "code.merge": Kind(
        1,
        lambda event: [STRUCTURE],
        names=lambda event: [Cell("code", one) for one in (event.payload["code"], event.payload["into"])],
    ),
    "theme.birth": Kind(
        1,
        _named("theme"),
        births=_about("theme"),
        names=lambda event: [Cell("code", code) for code in event.payload.get("codes", [])],
    ),
    "theme.set": Kind(1, _about("theme"), names=_about("theme")),
    "coding.add": Kind(
        1,
        _own("coding"),
        births=_own("coding"),
        names=lambda event: [Cell("document", event.payload["document"]), Cell("code", event.payload["code"])],
    ),
    "coding.set": Kind(1, _about("coding"), names=_about("coding")),
    "coding.remove": Kind(1, _about("coding"), names=_about("coding")),
    "coding.recode": Kind(
        1,
        lambda event: [Cell("coding", one) for one in event.payload["codings"]],
        names=lambda event: [
            *(Cell("coding", one) for one in event.payload["codings"]),
            *(Cell("code", one) for one in sorted(set(event.payload["codings"].values()))),
        ],
    ),
    "memo.add": Kind(1, lambda event: [*_own("memo")(event), *_noted(event)], births=_own("memo"), names=_memo_about),
    "memo.set": Kind(1, lambda event: [*_about("memo")(event), *_noted(event)], names=_about("memo")),
    "memo.remove": Kind(1, lambda event: [*_about("memo")(event), *_noted(event)], names=_about("memo")),
    # Somebody has read a document again, with the codebook of that moment in mind.
    "document.read": Kind(1, _own("read"), births=_own("read"), names=_about("document")),
    # Two codes put side by side, and left: until something is new, or for good. Candidates and themes get their own
    # `….aside` and write in the same kind of cell.
    "pair.aside": Kind(1, _about("aside"), names=_pair),
    "pair.back": Kind(1, _about("aside"), names=_pair),
    # An informant withdraws. It names whom and why, never content; it cannot be switched off, and wins in every union.
    "informant.erase": Kind(1, _about("informant")),
    # Words of named events, or of named turns, are erased: a definition that quotes, a name that slipped through.
    "words.erase": Kind(1, lambda event: []),
    # «Seen, fine as it is»: an entry of the review is taken off.
    "review.settle": Kind(1, lambda event: []),
    # A moment with a name. It writes in no table: what it means is what its writer had seen.
    "version": Kind(1, lambda event: []),
    # Undo and redo: steps go off and on. A switch is never itself a step that can be switched.
    "switch": Kind(1, lambda event: [Cell("step", step) for step in event.payload["steps"]]),
}

VERSIONS: Mapping[str, int] = {name: kind.version for name, kind in KINDS.items()}

#: What cannot be undone: a switch is never itself a step, and what was erased is gone.
ERASURES = ("informant.erase", "words.erase")
NO_STEPS = ("switch", *ERASURES)

#: (kind, old version) → the payload and words as this version has them. Stored bytes never change.
UPCAST: Mapping[tuple[str, int], Callable[[Json, Json], tuple[Json, Json]]] = {}


def upcast(kind: str, v: int, payload: Json, words: Json) -> tuple[Json, Json]:
    """Old payload and words as this qualkit reads them. NewerProjectError where it is newer than this qualkit."""
    refuse_unknown({kind: v}, "The project")
    while v < KINDS[kind].version:
        payload, words = UPCAST[kind, v](payload, words)
        v += 1
    return payload, words


def refuse_unknown(found: Mapping[str, int], address: str) -> None:
    """Raise NewerProjectError where the log holds a kind, or a version of one, that this qualkit does not know."""
    for kind, v in sorted(found.items()):
        if v > VERSIONS.get(kind, 0):
            raise NewerProjectError(
                f"{address} holds «{kind}» in version {v}, which this qualkit does not know. Nothing was changed. "
                "Update qualkit, and it will open.",
                address=address,
                needs=f"{kind} version {v}",
            )


def later_cells(event: Event) -> list[Cell]:
    """The cells an event writes in, other than the one it gives birth to by its own id: these get a row in `touch`."""
    if event.erased:
        return []
    return [cell for cell in KINDS[event.kind].cells(event) if BORN_BY_ONE.get(cell.noun) != event.kind]

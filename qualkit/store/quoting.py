"""Where else an informant's words stand: what others said after them, and what researchers wrote that quotes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from qualkit.store import schema
from qualkit.store.documents import shelf
from qualkit.store.erasure import Gone, concerned_by
from qualkit.store.events import Event
from qualkit.store.projection import EVENT_COLUMNS, read_event

#: So many words in a row are no coincidence.
IN_A_ROW = 5

_WORD = re.compile(r"\w+")

#: What a part of an event is called, by the kind of the event and the field; the kind itself where nothing is said.
_CALLED = {"coding.recode": "split", "informant.set": "register", "switch": "undo", "words.erase": "erasure"}


@dataclass(frozen=True, slots=True)
class Quoting:
    """A place that repeats an informant's words, or names them. `place` is what `erase(also=…)` takes: the id of an
    event, or `document:turn`. `shared` are the words they have in common."""

    place: str
    kind: str
    field: str
    coder: str
    at: str
    text: str
    shared: str


def quoting(connection: Connection, informant: str) -> list[Quoting]:
    """Every event and turn elsewhere that shares five words in a row with what this informant says, or holds their
    name as the register has it; in the order of the log, turns last."""
    theirs = concerned_by(connection, informant)
    spoken = _spoken(connection)
    look = _look(connection, informant, theirs, spoken)
    found: list[Quoting] = []
    event = schema.event.c
    # Of a coding only the reason: the words it quotes are a turn's, and stand among these.
    said = or_(event.kind != "coding.add", event.words.contains('"reason"'))
    query = select(*EVENT_COLUMNS).where(event.words.is_not(None), event.words != "{}", said)
    for row in connection.execute(query.order_by(event.hlc, event.id)):
        written = read_event(row)
        if written.id not in theirs.whole and not (written.kind == "document.label" and written.id in theirs.words):
            found += look.at(written)
    names = shelf(connection).names
    places: dict[str, Quoting] = {}
    for (document, n), words in sorted(spoken.items()):
        shared = None if (document, n) in theirs.turns else look.shared(words)
        if shared:
            # One interview that was added twice is read once, and has one place.
            place = f"{names.get(bytes.fromhex(document), document)}:{n}"
            places.setdefault(place, Quoting(place, "turn", "", "", "", words, shared))
    return found + list(places.values())


def repeated(connection: Connection, informant: str, text: str) -> str | None:
    """What a text repeats of an informant's words, or their name; None where it repeats nothing."""
    theirs = concerned_by(connection, informant)
    return _look(connection, informant, theirs, _spoken(connection)).shared(text)


def _look(connection: Connection, informant: str, theirs: Gone, spoken: dict[tuple[str, int], str]) -> _Look:
    runs = {run for key, words in spoken.items() if key in theirs.turns for run in _runs(words)}
    return _Look(runs, _names(connection, informant))


class _Look:
    """What is looked for: runs of words, and names."""

    def __init__(self, runs: set[tuple[str, ...]], names: list[str]) -> None:
        self._runs = runs
        # The whole name however it is written; each part of it only as a name, since many are common words too.
        self._names = [re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)", re.IGNORECASE) for name in names]
        parts = {part for name in names for part in name.split() if len(part) > 2 and part[0].isupper()}
        self._names += [re.compile(rf"(?<!\w){re.escape(part)}s?(?!\w)") for part in sorted(parts - {*names})]

    def shared(self, text: str) -> str | None:
        """The words in common with the informant, or a name of theirs; None where there are none."""
        for name in self._names:
            if named := name.search(text):
                return named[0]
        words = _WORD.findall(text)
        runs = [run in self._runs for run in _runs(text)]
        if True not in runs:
            return None
        first = runs.index(True)
        last = first + [*runs[first:], False].index(False)
        return " ".join(words[first : last - 1 + IN_A_ROW])

    def at(self, event: Event) -> Iterator[Quoting]:
        """The fields of an event that hold them."""
        for field, text in _texts(event.words):
            shared = None if (event.kind, field) == ("coding.add", "quote") else self.shared(text)
            if shared:
                called = _CALLED.get(event.kind, event.kind.partition(".")[0])
                yield Quoting(event.id.hex(), called, field, event.person, event.at, text, shared)


def _texts(words: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the words of an event, with the name of its field."""
    if isinstance(words, str):
        yield field, words
    elif isinstance(words, dict):
        for name, value in words.items():
            yield from _texts(value, field or name)
    elif isinstance(words, list):
        for value in words:
            yield from _texts(value, field)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return (tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1))


def _spoken(connection: Connection) -> dict[tuple[str, int], str]:
    """Every turn that is left, by document (hex) and number."""
    turn = schema.turn.c
    query = select(turn.document, turn.n, turn.words).where(turn.words.is_not(None))
    return {(row.document.hex(), row.n): row.words for row in connection.execute(query)}


def _names(connection: Connection, informant: str) -> list[str]:
    """The names any row of the register ever had for them, and the labels of their turns; not the code itself."""
    event = schema.event.c
    kinds = ("informant.set", "document.label")
    named: set[str] = set()
    for row in connection.execute(select(*EVENT_COLUMNS).where(event.kind.in_(kinds), event.words.is_not(None))):
        written = read_event(row)
        if written.payload.get("informant") == informant:
            named.add(str(written.words.get("name") or written.words.get("label") or ""))
    plain = {" ".join(name.split()) for name in named}
    return sorted(name for name in plain if len(name) > 2 and name.replace(" ", "") != informant)

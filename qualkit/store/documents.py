"""Which documents there are, and the one name each is read under.

The table `document` has those whose adding is on. Copies of a project that were worked in apart may bring two things
more. A document whose adding was undone in one copy while passages were coded in it in the other is *withdrawn*: shown
with its passages, and marked. And one interview added in each copy, under one name with equal text, is read as the
earlier of the two. Equal text under two names stays two documents: many answers to a survey are the same two words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, exists, select

from qualkit.store import schema
from qualkit.store.events import Event, Json
from qualkit.store.fold import fold_document
from qualkit.store.projection import EVENT_COLUMNS, read_event


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents at one moment. `rows` are the table's columns with `withdrawn`, oldest first, each text once.

    `names` has the name of every id, also of those whose text stands under an earlier one; `said` the rows of the table
    of that name which the withdrawn documents lack.
    """

    rows: list[Json]
    names: dict[bytes, str]
    said: list[Json]

    @property
    def ids(self) -> dict[str, bytes]:
        """Name → the id whose text is read."""
        return {self.names[row["id"]]: row["id"] for row in self.rows}


def shelf(connection: Connection) -> Shelf:
    """The documents as they are read."""
    rows = [{**row, "withdrawn": False} for row in connection.execute(select(schema.document)).mappings()]
    said: list[Json] = []
    for folded in _withdrawn(connection):
        rows += [{**row, "withdrawn": True} for row in folded["document"]]
        said += folded["said"]
    # What is withdrawn comes after what is not: it neither takes a name nor hides an equal text that is there.
    rows.sort(key=lambda row: (row["withdrawn"], row["born"], row["id"]))
    firsts = _first_of_equals(connection, rows)
    kept = [row for row in rows if row["id"] not in firsts]
    names = _names(kept)
    kept.sort(key=lambda row: (row["born"], row["id"]))
    return Shelf(kept, names | {later: names[first] for later, first in firsts.items()}, said)


def _names(rows: list[Json]) -> dict[bytes, str]:
    """`add` refuses a name that is taken, but a redo or a colleague's copy may bring a second document of that name: it
    is read as «r1_1 (2)», so that neither is lost."""
    names: dict[bytes, str] = {}
    taken: set[str] = set()
    for row in rows:
        number, shown = 1, row["name"]
        while shown in taken:
            number += 1
            shown = f"{row['name']} ({number})"
        taken.add(shown)
        names[row["id"]] = shown
    return names


def _withdrawn(connection: Connection) -> Iterator[dict[str, list[Json]]]:
    """The rows of documents that are off and have codings all the same."""
    event = schema.event.c
    # The id alone first: the payload of a document is long, and nearly always there is none to look for.
    off = select(event.id, event.step).where(
        event.kind == "document.add",
        event.id.not_in(select(schema.document.c.id)),
        exists().where(schema.coding.c.document == event.id),
    )
    for key, step in connection.execute(off).all():
        own = select(*EVENT_COLUMNS).where(event.step == step, event.kind.in_(["document.add", "document.label"]))
        events = [read_event(row) for row in connection.execute(own.order_by(event.hlc, event.id))]
        yield fold_document([one for one in events if _is_about(one, key)])


def _is_about(event: Event, key: bytes) -> bool:
    return event.id == key if event.kind == "document.add" else event.payload.get("document") == key.hex()


def _first_of_equals(connection: Connection, rows: list[Json]) -> dict[bytes, bytes]:
    """Id → the id of the earlier document with the same text, compared as text: digests are salted."""
    firsts: dict[bytes, bytes] = {}

    def looks(row: Json) -> tuple[str, str]:
        return row["name"], row["shape"]

    for _looks, alike in groupby(sorted(rows, key=looks), key=looks):
        texts: dict[str, bytes] = {}
        same = list(alike)
        for row in same if len(same) > 1 else ():
            text = _text(connection, row["id"])
            # Two that were erased are alike too, and say nothing of each other.
            first = texts.setdefault(text, row["id"]) if text.strip() else row["id"]
            if first != row["id"]:
                firsts[row["id"]] = first
    return firsts


def _text(connection: Connection, document: bytes) -> str:
    turn = schema.turn.c
    words = connection.execute(select(turn.words).where(turn.document == document).order_by(turn.n)).scalars()
    return "\n".join(one or "" for one in words)


def erased_informants(connection: Connection) -> frozenset[str]:
    """The codes of those who have withdrawn. What is left of their turns is nobody's."""
    return frozenset(connection.execute(select(schema.erased.c.id)).scalars())

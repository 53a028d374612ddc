"""Who coded and read what when, what became of each code, and what has been set aside: as the log has it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from qualkit.codebook import Codebook
from qualkit.codebook.rereading import MEANING_FIELDS, Coded, Meaning, Moment, Read, Seen
from qualkit.store import moments, schema
from qualkit.store.events import Event
from qualkit.store.kinds import KINDS
from qualkit.store.lineage import Lineage
from qualkit.store.projection import EVENT_COLUMNS, by_cell, choose, live_events
from qualkit.store.texts import columns_of, document_names


@dataclass(frozen=True, slots=True)
class Aside:
    """Two codes set aside, until `news` or `never`."""

    codes: tuple[str, str]
    until: str
    coder: str
    why: str
    moment: Moment
    at: str


def coded(connection: Connection, book: Codebook, document: str | None = None) -> list[Coded]:
    """Every coding there is (in the document of this name), under its document and code as read today. In no order."""
    table = schema.coding.c
    query = select(table.document, table.code, table.coder, table.born, table.id, table.at)
    names = _names(connection, document)
    if document is not None:
        query = query.where(table.document.in_(list(names)))
    columns = columns_of(connection, query)
    read_as = {code: book.read_as(code) for code in set(columns[1])}
    return [
        Coded(names[where], read_as[code], coder, (born, key), at)
        for where, code, coder, born, key, at in zip(*columns, strict=True)
        if where in names
    ]


def reads(connection: Connection, document: str | None = None) -> list[Read]:
    """Every time a document (the one of this name) was marked read."""
    table = schema.read.c
    names = _names(connection, document)
    found = connection.execute(select(table.document, table.coder, table.born, table.id, table.at))
    return [Read(names[where], coder, (born, key), at) for where, coder, born, key, at in found if where in names]


def _names(connection: Connection, document: str | None) -> dict[bytes, str]:
    """Ids to the name they are read under; those of one document, which may be there twice."""
    names = document_names(connection)
    return names if document is None else {key: name for key, name in names.items() if name == document}


def meanings(connection: Connection) -> dict[str, list[Meaning]]:
    """Code id → when it came, and when it came to mean something else, in the order of the log."""
    events = _codebook_events(connection)
    # A step's reason stands on its first event, which may be another one's.
    reasons = {event.step: event.words["reason"] for event in events if event.words.get("reason")}
    cells = by_cell(event for event in events if event.kind in ("code.birth", "code.set"))
    return {cell.name: list(_meanings(own, reasons)) for cell, own in cells.items() if cell.noun == "code"}


def merges(connection: Connection, book: Codebook) -> list[tuple[str, Moment]]:
    """The merges that are in effect: the code that is read instead, and when."""
    events = [event for event in _codebook_events(connection) if event.kind == "code.merge"]
    return [
        (book.read_as(event.payload["into"]), event.order)
        for event in events
        if book.merged.get(event.payload["code"]) == event.payload["into"]
    ]


def _codebook_events(connection: Connection) -> list[Event]:
    kinds = [kind for kind in KINDS if kind.startswith(("code.", "theme.", "project."))]
    return list(live_events(connection, select(*EVENT_COLUMNS).where(schema.event.c.kind.in_(kinds))))


def _meanings(events: Iterable[Event], reasons: Mapping[bytes, str]) -> Iterator[Meaning]:
    said: dict[str, str] | None = None
    out: Moment | None = None
    for event in events:
        if said is None and event.kind != "code.birth":
            continue
        written = {field: event.words[field] for field in MEANING_FIELDS if field in event.words}
        now = dict.fromkeys(MEANING_FIELDS, "") | (said or {}) | written
        retired = event.payload.get("retired")
        change, since = "", None
        if said is None:
            change = "split" if event.payload.get("from") else "new"
        elif now != said:
            change = "redefined"
        elif retired is False and out is not None:
            change, since = "revived", out
        if change:
            why = reasons.get(event.step, "")
            yield Meaning(event.payload["code"], change, event.order, event.at, event.person, why, since)
        if retired is not None:
            out = (out or event.order) if retired else None
        said = now


def seen(connection: Connection) -> Seen:
    """Who knew what, where only clock and id of two events are at hand."""
    return Lineage(connection).seen


def coded_under(connection: Connection, last: Mapping[str, Moment]) -> dict[str, str]:
    """Document → the newest version that whoever coded it `last` had in the log; none where there was none."""
    newest_first = _version_moments(connection)[::-1]
    knew = seen(connection)
    found = {}
    for document, moment in last.items():
        name = next((name for version, name in newest_first if knew(version, moment)), None)
        if name is not None:
            found[document] = name
    return found


def last_coded(connection: Connection) -> dict[str, Moment]:
    """Document (name) → the moment of its last coding, for those that are coded."""
    table, names = schema.coding.c, document_names(connection)
    found: dict[str, Moment] = {}
    columns = columns_of(connection, select(table.document, table.born, table.id))
    for document, *moment in zip(*columns, strict=True):
        if document in names:
            name = names[document]
            found[name] = max(found.get(name, (0, b"")), (moment[0], moment[1]))
    return found


def _version_moments(connection: Connection) -> list[tuple[Moment, str]]:
    named = moments.versions(connection)
    event = schema.event.c
    chosen = choose(connection, [one.event for one in named])
    clocks = {row.id: row.hlc for row in connection.execute(select(event.id, event.hlc).where(event.id.in_(chosen)))}
    return sorted(((clocks[one.event], one.event), one.name) for one in named)


def asides(connection: Connection) -> list[Aside]:
    """The pairs of codes that are set aside, oldest first."""
    table = schema.aside
    query = select(table).where(table.c.noun == "pair").order_by(table.c.born, table.c.event)
    found = []
    for row in connection.execute(query).mappings():
        one, other = json.loads(row["codes"])
        moment = row["born"], row["event"]
        found.append(Aside((one, other), row["until"], row["coder"], row["why"], moment, row["at"]))
    return found

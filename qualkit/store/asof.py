"""The codebook of a moment, and what leads from today's codings back to it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from qualkit.codebook import Past
from qualkit.store import schema
from qualkit.store.moments import Moment
from qualkit.store.projection import EVENT_COLUMNS, live_events, read_event
from qualkit.store.read import codebook_at
from qualkit.store.schema import event as table


def past(connection: Connection, moment: Moment) -> Past:
    """The codebook as of a moment, for today's codings to be read in."""
    return Past(codebook_at(connection, moment), _moved(connection), _sources(connection))


def _moved(connection: Connection) -> dict[str, list[str]]:
    """Coding (hex id) → all codes it has had, newest first, for those that a split has moved.

    The table has only the first and the last of them; a codebook from between two splits needs the one between.
    """
    found: dict[str, list[str]] = {}
    for event in live_events(connection, select(*EVENT_COLUMNS).where(table.c.kind == "coding.recode")):
        for coding, code in event.payload.get("codings", {}).items():
            found.setdefault(coding, []).append(code)
    for codes in found.values():
        codes.reverse()
    coding = schema.coding.c
    for key, given in connection.execute(select(coding.id, coding.given).where(coding.code != coding.given)):
        found.setdefault(key.hex(), []).append(given)
    return found


def _sources(connection: Connection) -> dict[str, str]:
    """Code → the code it was split from. A birth that is off counts where none is on: its codings may still stand."""
    born: dict[str, str | None] = {}
    births = select(table.c.live, *EVENT_COLUMNS).where(table.c.kind == "code.birth")
    found = [(live, read_event(row)) for live, *row in connection.execute(births.order_by(table.c.hlc, table.c.id))]
    for event in (event for on in (True, False) for live, event in found if bool(live) is on and not event.erased):
        born.setdefault(event.payload["code"], event.payload.get("from"))
    return {code: source for code, source in born.items() if source is not None}

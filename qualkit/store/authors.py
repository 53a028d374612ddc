"""Who last wrote what of the codebook, when and why; and which of its files the log knows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from qualkit.store.events import Event
from qualkit.store.fold import CODE_FIELDS, THEME_FIELDS
from qualkit.store.projection import EVENT_COLUMNS, live_events, read_event
from qualkit.store.schema import event as table

_FIELDS = (*CODE_FIELDS, *THEME_FIELDS, "questions", "codes", "retired")


def last_writes(connection: Connection, after: int = 0) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """(noun, id, field) → (person, day, reason) of the last write that is on and came after this clock.

    The fields are those of codes and themes, with `birth`, `parent` and `merged`.
    """
    kinds = or_(table.c.kind.like("code.%"), table.c.kind.like("theme.%"), table.c.kind == "project.set")
    events = list(live_events(connection, select(*EVENT_COLUMNS).where(kinds, table.c.hlc > after)))
    reasons = {event.step: event.words["reason"] for event in events if event.words.get("reason")}
    return {
        key: (event.person, event.at[:10], reasons.get(event.step, "")) for event in events for key in _written(event)
    }


def _written(event: Event) -> Iterator[tuple[str, str, str]]:
    noun, _, what = event.kind.partition(".")
    if event.erased or noun == "project":
        return
    key = event.payload[noun]
    if what == "birth":
        yield noun, key, "birth"
    if what == "move":
        yield noun, key, "parent"
    if what == "merge":
        yield noun, key, "merged"
    for field in _FIELDS:
        if field in event.payload or field in event.words:
            yield noun, key, field


def known_files(connection: Connection) -> dict[str, int]:
    """The fingerprints of the codebook's files that were read or saved, each with the clock of the last time.

    Undone ones too: the log knows them all the same.
    """
    rows = connection.execute(
        select(*EVENT_COLUMNS).where(table.c.kind == "project.set").order_by(table.c.hlc, table.c.id)
    )
    events = [event for row in rows if not (event := read_event(row)).erased and "file" in event.payload]
    return {event.payload["file"][1]: event.hlc for event in events}


def last_day(connection: Connection) -> str:
    """The day of the last event, as its writer's clock had it; "" for an empty log."""
    found = connection.execute(select(table.c.at).order_by(table.c.hlc.desc(), table.c.id.desc()).limit(1))
    return str(found.scalar() or "")[:10]

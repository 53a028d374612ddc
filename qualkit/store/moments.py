"""The log as of a named version, or of a date.

As of a version: what its writer had seen, so a union with older events of others never changes it. As of a date: what
was done by then, as known now; a union may add to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, select

from qualkit.errors import UnknownNameError
from qualkit.records import plain
from qualkit.store.events import CLOCK_BITS, Event, split_prev
from qualkit.store.lineage import is_forked
from qualkit.store.projection import EVENT_COLUMNS, live_events, read_event
from qualkit.store.schema import event as table

#: How a moment is asked for: a version's name, a date, or a time.
At = str | date


@dataclass(frozen=True, slots=True)
class Version:
    """A named moment: the event that names it, the last of its step where it is a codebook taken in."""

    name: str
    person: str
    at: str
    why: str
    event: bytes


def versions(connection: Connection) -> list[Version]:
    """The versions that are on, in the order of the log: those a person named, and codebooks taken in under theirs."""
    last: dict[bytes, bytes] = {}
    naming = table.c.kind.in_(["version", "project.set"])
    # Only the steps that may name one: a log is long, and few of its steps do.
    ordered = select(table.c.step, table.c.id).where(table.c.live, table.c.step.in_(select(table.c.step).where(naming)))
    ordered = ordered.order_by(table.c.hlc, table.c.id)
    named = live_events(connection, select(*EVENT_COLUMNS).where(naming))
    found = [(event, event.words.get("name" if event.kind == "version" else "version", "")) for event in named]
    steps = {event.step for event, name in found if name}
    last.update((step, key) for step, key in connection.execute(ordered) if step in steps)
    return [
        Version(name, event.person, event.at, event.words.get("reason", ""), last[event.step])
        for event, name in found
        if name
    ]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment asked for: a version, or else the last clock reading, `until`. `said` is how a person would write it."""

    said: str
    version: Version | None = None
    until: int = 0


def moment_of(connection: Connection, at: At) -> Moment:
    """What is meant by a version's name, a date (its end) or a time (ISO).

    Raises UnknownNameError for what is neither; `ambiguous` where several versions have that name.
    """
    known = versions(connection)
    meant = [one for one in known if isinstance(at, str) and one.name.casefold() == plain(at).strip().casefold()]
    if len(meant) > 1:
        when = ", ".join(f"{one.at[:16]} ({one.person or 'unnamed'})" for one in meant)
        message = f"«{at}» is the name of {len(meant)} versions: {when}. Give the date of the one you mean."
        raise UnknownNameError(message, name=str(at), near=[one.at for one in meant], ambiguous=True)
    if meant:
        return Moment(meant[0].name, meant[0])
    until = _clock_at(at, [one.name for one in known])
    return Moment(at.isoformat(" ", "seconds") if isinstance(at, datetime) else str(at).strip(), until=until)


def events_at(connection: Connection, at: At | Moment, *, kinds: Sequence[str]) -> list[Event]:
    """The events of these kinds that were on at a moment, in order. Raises UnknownNameError as `moment_of` does."""
    moment = at if isinstance(at, Moment) else moment_of(connection, at)
    wanted = select(*EVENT_COLUMNS).where(table.c.kind.in_([*kinds, "switch"])).order_by(table.c.hlc, table.c.id)
    if moment.version is not None:
        seen = _seen_by(connection, moment.version.event)
        return _on(filter(seen, map(read_event, connection.execute(wanted))))
    return _on(map(read_event, connection.execute(wanted.where(table.c.hlc <= moment.until))))


def _seen_by(connection: Connection, key: bytes) -> Callable[[Event], bool]:
    """Whether an event is this one or an ancestor of it: one earlier in a log that never forked, else one reached
    through the hashes that each names as before it."""
    if not is_forked(connection):
        first = select(table.c.hlc).where(table.c.id == key).order_by(table.c.hlc).limit(1)
        last = connection.execute(first).scalar_one(), key
        return lambda event: event.order <= last
    before: dict[bytes, tuple[bytes, bytes]] = {}
    waiting: list[bytes] = []
    for event_id, own, prev in connection.execute(select(table.c.id, table.c.hash, table.c.prev)):
        before[own] = event_id, prev
        if event_id == key:
            waiting.append(own)
    seen: set[bytes] = set()
    while waiting:
        event_id, prev = before[waiting.pop()]
        if event_id not in seen:
            seen.add(event_id)
            waiting.extend(split_prev(prev))
    return lambda event: event.id in seen


def _on(events: Iterable[Event]) -> list[Event]:
    """Those whose step the switches among these very events leave on."""
    some = list(events)
    off: set[str] = set()
    for event in some:
        if event.kind == "switch":
            (off.difference_update if event.payload["on"] else off.update)(event.payload["steps"])
    return [event for event in some if event.kind != "switch" and event.step.hex() not in off]


def _clock_at(at: At, known: list[str]) -> int:
    """The last clock reading of a moment. A date alone means until its end, here."""
    try:
        when = at if isinstance(at, datetime) else datetime.fromisoformat(str(at).strip())
        if not isinstance(at, datetime) and len(str(at).strip()) == len("2026-11-21"):
            when = datetime.combine(when.date(), time.max)
        milliseconds = int(when.astimezone().timestamp() * 1000)
    except (ValueError, OverflowError):
        listed = ", ".join(known) or "none yet"
        message = f"There is no version «{at}», and it is no date such as 2026-11-21. Versions: {listed}."
        raise UnknownNameError(message, name=str(at), near=known) from None
    return (max(milliseconds, 0) + 1 << CLOCK_BITS) - 1

"""The log as of a named version, or of a date.

As of a version: what its writer had seen, so a union with older events of others never changes it. As of a date: what
was done by then, as known now; a union may add to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """A moment asked for: what of the log belongs to it. `said` is how a person would write it, "" for now.

    `until` is the last clock reading that does, None where the clock says nothing: now, or a version of a log that
    forked, which is the events (ids) its writer had `seen`.
    """

    said: str
    version: Version | None = None
    until: int | None = None
    seen: frozenset[bytes] | None = None

    def holds(self, key: bytes, hlc: int) -> bool:
        """True for an event (id and clock) that had been written by then."""
        if self.seen is not None:
            return key in self.seen
        return self.until is None or hlc <= self.until

    @property
    def past(self) -> bool:
        """True where it is not now."""
        return self.until is not None or self.seen is not None


NOW = Moment("")


def moment_of(connection: Connection, at: At | None, *, begins: bool = False) -> Moment:
    """What is meant by a version's name, a date (its end; where it `begins`, its midnight), a time (ISO), or None: now.

    Raises UnknownNameError for what is none of these; `ambiguous` where several versions have that name.
    """
    if at is None:
        return NOW
    known = versions(connection)
    meant = [one for one in known if isinstance(at, str) and one.name.casefold() == plain(at).strip().casefold()]
    if len(meant) > 1:
        when = ", ".join(f"{one.at[:16]} ({one.person or 'unnamed'})" for one in meant)
        message = f"«{at}» is the name of {len(meant)} versions: {when}. Give the date of the one you mean."
        raise UnknownNameError(message, name=str(at), near=[one.at for one in meant], ambiguous=True)
    if not meant:
        until = _clock_at(at, [one.name for one in known], begins=begins)
        return Moment(at.isoformat(" ", "seconds") if isinstance(at, datetime) else str(at).strip(), until=until)
    version = meant[0]
    if is_forked(connection):
        return Moment(version.name, version, seen=frozenset(_seen_by(connection, version.event)))
    first = select(table.c.hlc).where(table.c.id == version.event).order_by(table.c.hlc).limit(1)
    return Moment(version.name, version, until=connection.execute(first).scalar_one())


def last_written(connection: Connection) -> str | None:
    """When the last event of the log was written (ISO, with zone), or None where there is none."""
    last = select(table.c.at).order_by(table.c.hlc.desc(), table.c.id.desc()).limit(1)
    return connection.execute(last).scalars().first()


def events_at(connection: Connection, at: At | Moment, *, kinds: Sequence[str]) -> list[Event]:
    """The events of these kinds that were on at a moment, in order. Raises UnknownNameError as `moment_of` does."""
    return left_on(written_by(connection, at if isinstance(at, Moment) else moment_of(connection, at), kinds=kinds))


def written_by(connection: Connection, when: Moment, *, kinds: Sequence[str]) -> list[Event]:
    """The events of these kinds, and all switches, that had been written by a moment, in order."""
    wanted = select(*EVENT_COLUMNS).where(table.c.kind.in_([*kinds, "switch"])).order_by(table.c.hlc, table.c.id)
    if when.until is not None:
        wanted = wanted.where(table.c.hlc <= when.until)
    return [event for event in map(read_event, connection.execute(wanted)) if when.holds(event.id, event.hlc)]


def _seen_by(connection: Connection, key: bytes) -> set[bytes]:
    """The ids of an event and all its ancestors, through the hashes that each names as before it."""
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
    return seen


def left_on(events: Iterable[Event]) -> list[Event]:
    """Those whose step the switches among these very events leave on."""
    some = list(events)
    off = steps_off_in(some)
    return [event for event in some if event.kind != "switch" and event.step not in off]


def steps_off_in(events: Iterable[Event]) -> set[bytes]:
    """The steps that the switches among these events, in their order, leave off."""
    off: set[bytes] = set()
    for event in events:
        if event.kind == "switch":
            steps = map(bytes.fromhex, event.payload["steps"])
            (off.difference_update if event.payload["on"] else off.update)(steps)
    return off


def _clock_at(at: At, known: list[str], *, begins: bool) -> int:
    """The last clock reading of a moment. A date alone means until its end, here; with `begins`, up to its midnight
    and, of a time, up to just before it."""
    try:
        when = at if isinstance(at, datetime) else datetime.fromisoformat(str(at).strip())
        if not isinstance(at, datetime) and len(str(at).strip()) == len("2026-11-21"):
            when = datetime.combine(when.date(), time.min if begins else time.max)
        milliseconds = int(when.astimezone().timestamp() * 1000) - begins
    except (ValueError, OverflowError):
        listed = ", ".join(known) or "none yet"
        message = f"There is no version «{at}», and it is no date such as 2026-11-21. Versions: {listed}."
        raise UnknownNameError(message, name=str(at), near=known) from None
    return (max(milliseconds, 0) + 1 << CLOCK_BITS) - 1

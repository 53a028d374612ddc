"""What the review looks with: the codebook, who had seen what, and what things are called when people speak of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, select

from qualkit.store import read
from qualkit.store.documents import shelf
from qualkit.store.events import Event
from qualkit.store.history import step_rows
from qualkit.store.lineage import Lineage
from qualkit.store.projection import EVENT_COLUMNS, choose, live_events, read_event
from qualkit.store.schema import coding as coding_table
from qualkit.store.schema import event as table

#: Words of a passage that are enough to know it by.
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at.

    `kind` is one of field, names, void, merged, retired, split, withdrawn, held, removed, document, version, erased;
    `noun`, `name` and `field` say of what; `values` what stands against each other, the one shown last; `coders` who
    did it; `at` the last of it; `what` a sentence: what happened, and what can be done. A `notice` asks for nothing.
    `id` is the same in every copy, and stays the same when something is added.
    """

    kind: str
    noun: str
    name: str
    what: str
    coders: tuple[str, ...]
    at: str
    id: str
    field: str = ""
    values: tuple[str, ...] = ()
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the events behind it: who takes it off must have seen them all."""

    entry: Entry
    behind: tuple[Event, ...]


def found(
    kind: str,
    noun: str,
    name: str,
    what: str,
    *,
    of: Iterable[str],
    behind: Iterable[Event],
    field: str = "",
    values: Iterable[str] = (),
    notice: bool = False,
) -> Found:
    """An entry made of the events behind it; `of` are the ids of what it is about."""
    own = tuple(sorted({event.order: event for event in behind}.values(), key=lambda event: event.order))
    digest = hashlib.sha256("\n".join((kind, *of)).encode()).hexdigest()[:16]
    coders = tuple(sorted({event.person for event in own}))
    last = own[-1].at if own else ""
    return Found(Entry(kind, noun, name, what, coders, last, digest, field, tuple(values), notice), own)


class Looking:
    """One look at a log, with everything that several of the questions need."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.lineage = Lineage(connection)
        self.book = read.codebook(connection)
        self.shelf = shelf(connection)

    def saw(self, earlier: Event, later: Event) -> bool:
        """Whether who wrote the later event had the earlier one in the log."""
        return self.lineage.saw(earlier, later)

    def apart(self, one: Event, other: Event) -> bool:
        """Whether neither had seen the other."""
        return not self.saw(one, other) and not self.saw(other, one)

    @cached_property
    def events(self) -> list[Event]:
        """Every event that is on, in order."""
        return list(live_events(self.connection))

    @cached_property
    def codings(self) -> dict[bytes, str]:
        """Every coding that is there → the code it stands under, merges not followed."""
        return {row.id: row.code for row in self.connection.execute(select(coding_table.c.id, coding_table.c.code))}

    def by_id(self, ids: Iterable[bytes]) -> list[Event]:
        """The events with these ids, on or off, in order."""
        chosen = select(*EVENT_COLUMNS).where(table.c.id.in_(choose(self.connection, ids)))
        return [read_event(row) for row in self.connection.execute(chosen.order_by(table.c.hlc, table.c.id))]

    @cached_property
    def named(self) -> dict[str, Event]:
        """Code or theme → the event that gave it the name it has."""
        kinds = ("code.birth", "code.set", "theme.birth", "theme.set")
        query = select(*EVENT_COLUMNS).where(table.c.kind.in_(kinds))
        return {_about(event): event for event in live_events(self.connection, query) if "name" in event.words}

    @cached_property
    def _switches(self) -> dict[str, Event]:
        """Step (hex) → the last switch of it."""
        query = select(*EVENT_COLUMNS).where(table.c.kind == "switch")
        switches = live_events(self.connection, query)
        return {step: event for event in switches for step in event.payload["steps"]}

    def undone_by(self, births: Sequence[Event]) -> list[Event]:
        """The switches that turned off the steps of these events."""
        steps = dict.fromkeys(event.step.hex() for event in births)
        return [self._switches[step] for step in steps if step in self._switches]

    # What things are called.

    def code(self, code: str) -> str:
        """A code's path in «», or the first name of one that is not (or no longer) in the codebook."""
        return f"«{self.book.path(code) if code in self.book else self._born_as.get(code, code)}»"

    def theme(self, theme: str) -> str:
        """A theme's name in «»."""
        known = {one.id: one.name for one in self.book.themes}
        return f"«{known.get(theme) or self._born_as.get(theme, theme)}»"

    @cached_property
    def _born_as(self) -> dict[str, str]:
        births = select(*EVENT_COLUMNS).where(table.c.kind.in_(("code.birth", "theme.birth")))
        names: dict[str, str] = {}
        for row in self.connection.execute(births.order_by(table.c.hlc, table.c.id)):
            event = read_event(row)
            names.setdefault(_about(event), event.words.get("name", ""))
        return {key: name for key, name in names.items() if name}

    def document(self, key: str) -> str:
        """A document's name."""
        return self.shelf.names.get(bytes.fromhex(key), key)

    def place(self, coding: str) -> str:
        """Where a coding stands, as people find it again: r1_1 204–224."""
        for event in self.by_id([bytes.fromhex(coding)])[:1]:
            if not event.erased:
                at = event.payload
                return f"{self.document(at['document'])} {at['start']}–{at['end']}"
        return coding

    def passage(self, coding: str) -> str:
        """The same with its first words: «det er tida, liksom …» (r1_1 204–224)."""
        words = [event.words.get("quote", "").split() for event in self.by_id([bytes.fromhex(coding)])[:1]]
        if not words or not words[0]:
            return self.place(coding)
        shown = " ".join(words[0][:_WORDS]) + (" …" if len(words[0]) > _WORDS else "")
        return f"«{shown}» ({self.place(coding)})"

    def step(self, step: str) -> str:
        """What a step did: MB: coded a passage."""
        rows = step_rows(self.connection, table.c.step == bytes.fromhex(step), table.c.kind != "switch")
        return (
            f"«{rows[0]['what']}» ({rows[0]['coder'] or 'somebody'}, step {step[:8]})" if rows else f"step {step[:8]}"
        )


def _about(event: Event) -> str:
    """The code or theme an event of it is about."""
    return str(event.payload.get("code") or event.payload["theme"])


def who(events: Event | Iterable[Event]) -> str:
    """Who did it: MB; MB and AK."""
    own = [events] if isinstance(events, Event) else events
    return listed(sorted({event.person or "somebody" for event in own}))


def day(event: Event) -> str:
    """When, to the minute: 2026-11-24 14:02."""
    return event.at[:16].replace("T", " ")


def listed(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def passages(number: int) -> str:
    """1 passage; 3 passages."""
    return "1 passage" if number == 1 else f"{number} passages"


def by_key(pairs: Iterable[tuple[str, Event]]) -> dict[str, list[Event]]:
    """Events under each key, in the order given."""
    found: dict[str, list[Event]] = defaultdict(list)
    for key, event in pairs:
        found[key].append(event)
    return found


def twins(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of what has one name, whatever the case of the letters: the first with each later one."""
    first: dict[str, str] = {}
    for name, one in named:
        other = first.setdefault(name.casefold(), one)
        if other != one:
            yield other, one

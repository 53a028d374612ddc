"""What a union of copies, or an undo, has left for people to look at. Worked out from the log, never kept by hand.

The machine settles nothing: what differs is shown with who wrote it, and stays until somebody who has seen it all
writes again, or says that it is fine as it is (an event, `review.settle`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, select

from qualkit.store import read
from qualkit.store.documents import shelf
from qualkit.store.events import Event
from qualkit.store.fold import as_json, holding
from qualkit.store.history import step_rows
from qualkit.store.lineage import Lineage
from qualkit.store.moments import versions
from qualkit.store.projection import EVENT_COLUMNS, live_events, read_event
from qualkit.store.registers import Register, Write, conflicts
from qualkit.store.schema import event as table
from qualkit.store.structure import fold_structure
from qualkit.store.undo import structure_events


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at.

    `kind` is one of field, names, void, merged, retired, split, withdrawn, held, removed, document, version, erased;
    `noun`, `name` and `field` say of what; `values` what stands against each other, the one shown last; `coders` who
    wrote them; `at` the last of it; `what` a sentence. A `notice` asks for nothing. `id` is the same in every copy.
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


def review(connection: Connection) -> list[Entry]:
    """The entries that nobody has taken off, by kind and name."""
    lineage = Lineage(connection)
    looking = _Looking(connection, lineage)
    found = [*looking.names(), *looking.void(), *looking.withdrawn(), *looking.documents(), *looking.versions()]
    if lineage.forked:
        found += looking.apart()
    settled = select(*EVENT_COLUMNS).where(table.c.kind == "review.settle")
    gone = {event.payload["entry"] for event in live_events(connection, settled)}
    left = [one for one in found if one.id not in gone]
    return sorted(left, key=lambda one: (one.notice, one.kind, one.name, one.id))


class _Looking:
    """One look at a log."""

    def __init__(self, connection: Connection, lineage: Lineage) -> None:
        self.connection = connection
        self.saw = lineage.saw
        self.book = read.codebook(connection)
        self._documents = shelf(connection).names

    # What can come of an undo alone, also in a log that never forked.

    def names(self) -> Iterator[Entry]:
        """Two codes of one name under one parent, two themes of one name."""
        for parent in (None, *(code.id for code in self.book)):
            for one, other in _twins((code.name, code.id) for code in self.book.children(parent)):
                path = self.book.path(one)
                yield _entry("names", "code", path, f"Two codes are called «{path}» ({one} and {other}).", [one, other])
        for one, other in _twins((theme.name, theme.id) for theme in self.book.themes):
            name = self.book.find_theme(one).name
            yield _entry("names", "theme", name, f"Two themes are called «{name}» ({one} and {other}).", [one, other])

    def void(self) -> Iterator[Entry]:
        """Moves and merges that found nothing to act on, or would have closed a loop."""
        for event in fold_structure(structure_events(self.connection)).void:
            name = self._code(event.payload["code"])
            verb = "moved under" if event.kind == "code.move" else "merged into"
            other = self._code(event.payload.get("parent") or event.payload.get("into") or "")
            said = f"«{name}» was {verb} «{other}» by {_who(event)}, which has no effect beside what came before it."
            yield _entry("void", "code", name, said, [event.id.hex()], [event])

    def withdrawn(self) -> Iterator[Entry]:
        """Codes whose making is undone, with passages all the same."""
        for code in self.book:
            if code.withdrawn:
                said = f"The making of «{code.name}» was undone, but passages are coded with it. Redo it, or merge it."
                yield _entry("withdrawn", "code", code.name, said, [code.id])

    def documents(self) -> Iterator[Entry]:
        """Documents withdrawn, and two of one name."""
        there = shelf(self.connection)
        for row in there.rows:
            name = there.names[row["id"]]
            if row["withdrawn"]:
                said = f"The adding of {name} was undone, but passages are coded in it. Redo it, or take these away."
                yield _entry("withdrawn", "document", name, said, [row["id"].hex()], at=row["at"])
            elif name != row["name"]:
                said = f"Two documents of different text are called {row['name']}; the later is read as {name}."
                yield _entry("document", "document", name, said, [row["id"].hex()], at=row["at"])

    def versions(self) -> Iterator[Entry]:
        """Two versions of one name."""
        named = [(one.name, one) for one in versions(self.connection)]
        for one, other in _twins(named):
            said = f"Two versions are called «{one.name}»: {one.person or 'somebody'}, {one.at[:16]}, and "
            said += f"{other.person or 'somebody'}, {other.at[:16]}."
            keys, coders = [one.event.hex(), other.event.hex()], (one.person, other.person)
            yield _entry("version", "version", one.name, said, keys, at=other.at, coders=coders)

    # What comes of working apart.

    def apart(self) -> Iterator[Entry]:
        """Everything two people did without having seen each other's."""
        events = list(live_events(self.connection))
        yield from self._fields(events)
        yield from self._coded_apart(events)
        yield from self._removals(events)
        yield from self._stances(events)
        yield from self._erased(events)

    def _fields(self, events: list[Event]) -> Iterator[Entry]:
        """Registers with several values that nobody has seen together."""
        for register, top in conflicts(events, self.saw).items():
            name = self._name(register)
            values = tuple(self._value(register, write) for write in top)
            written = "; ".join(f"{_who(one.event)}: {value}" for one, value in zip(top, values, strict=True))
            said = f"{register.field} of {register.noun} {name} was written apart: {written}. The last is shown."
            own = [write.event for write in top]
            entry = _entry("field", register.noun, name, said.lstrip(), [*register, *_ids(own)], own)
            yield _with(entry, register.field, values)

    def _coded_apart(self, events: list[Event]) -> Iterator[Entry]:
        """Passages coded with a code that another merged, retired or split without having seen them."""
        acts = self._acts(events)
        met: dict[bytes, list[Event]] = defaultdict(list)
        for event in events:
            if event.kind == "coding.add" and not event.erased:
                for act in acts.get(event.payload["code"], ()):
                    if self._are_apart(act, event):
                        met[act.id].append(event)
        for code, own in acts.items():
            for act in own:
                if met[act.id]:
                    yield self._coded(code, act, met[act.id])

    def _acts(self, events: list[Event]) -> Mapping[str, list[Event]]:
        """Merges, retirements that stand, and splits, by the code they are about."""
        acts: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            payload = event.payload
            merges = event.kind == "code.merge" and payload["code"] in self.book.merged
            retires = event.kind == "code.set" and payload.get("retired") is True
            if merges or (retires and payload["code"] in self.book and self.book[payload["code"]].retired):
                acts[payload["code"]].append(event)
            elif event.kind == "code.birth" and payload.get("from"):
                acts[payload["from"]].append(event)
        return acts

    def _coded(self, code: str, act: Event, codings: list[Event]) -> Entry:
        name, many = self._code(code), f"{len(codings)} passage(s)"
        coders = " and ".join(sorted({one.person for one in codings}))
        kind = {"code.merge": "merged", "code.set": "retired", "code.birth": "split"}[act.kind]
        did, then = {
            "merged": ("merged it", "they are read with the merged code"),
            "retired": ("retired it", "they stand under a code that is out of use"),
            "split": ("split it", "they stay with it, since the split moved only passages it named"),
        }[kind]
        said = f"{coders} coded {many} with «{name}» while {_who(act)} {did}: {then}."
        keys = [act.id.hex(), *sorted(_ids(codings))]
        return _entry(kind, "code", name, said, keys, [act, *codings], notice=kind == "merged")

    def _removals(self, events: list[Event]) -> Iterator[Entry]:
        """Codings taken away by one and written about, changed or split off by another."""
        cells: dict[str, list[Event]] = defaultdict(list)
        removals: list[Event] = []
        for event in events:
            if event.kind == "coding.remove":
                removals.append(event)
            for coding in _codings_of(event):
                cells[coding].append(event)
        effective = {one.id: not holding(cells[one.payload["coding"]], one, self.saw) for one in removals}
        for removal in removals:
            own = cells[removal.payload["coding"]]
            kept = holding(own, removal, self.saw)
            others = [one for one in removals if one.payload["coding"] == removal.payload["coding"]]
            if kept and not any(effective[one.id] for one in others):
                said = f"{_who(removal)} removed a coding that {_who(kept[-1])} had written on or changed. It stays."
                both = [removal, *kept]
                yield _entry("held", "coding", self._passage(removal.payload["coding"]), said, _ids(both), both)
            split = [one for one in own if one.kind == "coding.recode" and self._are_apart(one, removal)]
            if split and not kept:
                said = f"{_who(removal)} removed a coding that {_who(split[-1])} split off. It is gone."
                both = [removal, *split]
                name = self._passage(removal.payload["coding"])
                yield _entry("removed", "coding", name, said, _ids(both), both, notice=True)

    def _stances(self, events: list[Event]) -> Iterator[Entry]:
        """One passage coded twice by one person, in two copies, with different stances."""
        same: dict[tuple[Any, ...], list[Event]] = defaultdict(list)
        for event in events:
            if event.kind == "coding.add" and not event.erased and event.payload.get("stance"):
                place = event.payload
                where = place["document"], place["start"], place["end"], self.book.read_as(place["code"]), event.person
                same[where].append(event)
        for where, codings in same.items():
            for one, other in combinations(codings, 2):
                values = one.payload["stance"], other.payload["stance"]
                if values[0] != values[1] and self._are_apart(one, other):
                    name = self._passage(one.id.hex())
                    said = f"{one.person} coded {name} with «{self._code(where[3])}» as {values[0]} and as {values[1]}."
                    entry = _entry("field", "coding", name, said, _ids([one, other]), [one, other])
                    yield _with(entry, "stance", values)

    def _erased(self, events: list[Event]) -> Iterator[Entry]:
        """What was erased of somebody's work that was done without knowing that an informant had withdrawn."""
        for erasure in (event for event in events if event.kind == "informant.erase"):
            lost = [one for one in events if one.erased and one.kind == "coding.add" and self._are_apart(erasure, one)]
            if lost:
                informant, coders = erasure.payload["informant"], " and ".join(sorted({one.person for one in lost}))
                said = f"{informant} was erased by {_who(erasure)}; {len(lost)} coding(s) of {coders} went with it."
                keys = _ids([erasure, *lost])
                yield _entry("erased", "informant", informant, said, keys, [erasure, *lost], notice=True)

    def _are_apart(self, one: Event, other: Event) -> bool:
        return not self.saw(one, other) and not self.saw(other, one)

    def _code(self, code: str) -> str:
        """A code's path, or the first name of one that is not (or no longer) in the codebook."""
        return self.book.path(code) if code in self.book else _born_as(self.connection, code)

    def _name(self, register: Register) -> str:
        if register.noun == "code":
            return f"«{self._code(register.id)}»"
        if register.noun == "theme":
            known = {theme.id: theme.name for theme in self.book.themes}
            return f"«{known.get(register.id, register.id)}»"
        if register.noun == "pair":
            return " and ".join(f"«{self._code(code)}»" for code in register.id.split(":")[1:])
        if register.noun == "step":
            rows = step_rows(self.connection, table.c.step == bytes.fromhex(register.id), table.c.kind != "switch")
            return f"«{rows[0]['what']}»" if rows else register.id
        return self._passage(register.id) if register.noun == "coding" else register.id

    def _passage(self, coding: str) -> str:
        """A passage as people find it again: r1_1 204–224."""
        born = select(*EVENT_COLUMNS).where(table.c.id == bytes.fromhex(coding)).limit(1)
        row = self.connection.execute(born).first()
        if row is None or row.payload is None:
            return coding
        at = read_event(row).payload
        document = self._documents.get(bytes.fromhex(at["document"]), at["document"])
        return f"{document} {at['start']}–{at['end']}"

    def _value(self, register: Register, write: Write) -> str:
        if register.noun == "step":
            return "on" if write.value else "undone"
        if register.field in ("parent", "merged into", "code") and isinstance(write.value, str):
            return f"«{self._code(write.value)}»"
        if write.value is None:
            return "at the top" if register.field == "parent" else "nothing"
        return write.value if isinstance(write.value, str) else as_json(write.value)


def _codings_of(event: Event) -> Iterator[str]:
    """The codings an event writes on."""
    if event.erased:
        return
    if event.kind in ("coding.set", "coding.remove"):
        yield event.payload["coding"]
    elif event.kind == "coding.recode":
        yield from event.payload["codings"]
    elif event.kind.startswith("memo.") and event.payload.get("about", [""])[0] == "coding":
        yield event.payload["about"][1]


def _born_as(connection: Connection, code: str) -> str:
    """A code's first name, where it is not in the codebook."""
    births = select(*EVENT_COLUMNS).where(table.c.kind == "code.birth", table.c.payload.contains(code, autoescape=True))
    for row in connection.execute(births.order_by(table.c.hlc)):
        event = read_event(row)
        if event.payload.get("code") == code:
            return str(event.words.get("name", code))
    return code


def _twins(named: Iterable[tuple[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """Pairs of what has one name, whatever the case of the letters: the first with each later one."""
    first: dict[str, Any] = {}
    for name, one in named:
        other = first.setdefault(name.casefold(), one)
        if other is not one:
            yield other, one


def _who(event: Event) -> str:
    return event.person or "somebody"


def _ids(events: Iterable[Event]) -> list[str]:
    return [event.id.hex() for event in events]


def _entry(
    kind: str,
    noun: str,
    name: str,
    what: str,
    keys: Iterable[str],
    events: Iterable[Event] = (),
    *,
    notice: bool = False,
    at: str = "",
    coders: Iterable[str] = (),
) -> Entry:
    own = list(events)
    people = tuple(sorted({*coders, *(event.person for event in own)}))
    last = max(own, key=lambda event: event.order).at if own else at
    digest = hashlib.sha256("\n".join((kind, *keys)).encode()).hexdigest()[:16]
    return Entry(kind, noun, name.strip("«»"), what, people, last, digest, notice=notice)


def _with(entry: Entry, field: str, values: tuple[str, ...]) -> Entry:
    return replace(entry, field=field, values=values)

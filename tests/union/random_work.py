"""People working at random in copies of one project, and what must hold whatever they do."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copies import BEGIN, DAY, Clock
from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from qualkit.codebook import Codebook
from qualkit.errors import QualkitError
from qualkit.project import births, shapes, undoing
from qualkit.records import Code, Theme
from qualkit.store import Store, Writer, read, schema
from qualkit.store.check import check
from qualkit.store.events import SALT_BYTES, Draft, Event, inner_digest, new_id, split_prev
from qualkit.store.joining import open_to_read
from qualkit.store.kinds import KINDS
from qualkit.store.lineage import runs_of
from qualkit.store.moments import events_at, versions
from qualkit.store.projection import dump, live_events, projection_of, stored_rows
from qualkit.store.review import review
from qualkit.store.structure import fold_structure

TURNS = ("Det er tida, liksom.", "Ingen spurte meg om noe som helst.", "Jeg tok det sjøl, og ingen takket meg for det.")
LENGTH = len("\n".join(TURNS))
#: How often each thing is done: what is hard to bring together, more often than people do it.
WEIGHTS = {
    "code": 8, "code_many": 2, "uncode": 6, "note": 6, "stance": 4, "bounds": 3, "move": 10, "merge": 10, "split": 4,
    "rename": 3, "retire": 3, "revive": 2, "add_code": 4, "add_theme": 1, "register": 2, "reread": 1, "version": 1,
    "add_document": 1, "undo": 8, "undo_any": 5, "redo": 5, "redo_any": 2,
}  # fmt: skip


@dataclass
class Work:
    """One person at one copy, with a clock of their own."""

    store: Store
    person: str
    chance: random.Random
    clock: Clock
    now: float
    done: int = 0
    versions: dict[str, list[str]] = field(default_factory=dict)

    def go_on(self, acts: int) -> None:
        for _ in range(acts):
            self.one()

    def one(self) -> None:
        """One act, or a refusal that keeps nothing."""
        # Often the same millisecond as in another copy.
        self.now += self.chance.choice((0, 0, 0.001, 0.5))
        self.clock.set(self.now)
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        try:
            with self.store.writing(self.person) as writer:
                self._act(name, writer)
                self.done += 1
        except QualkitError:
            pass

    def _act(self, name: str, writer: Writer) -> None:
        if name in ("undo", "undo_any", "redo", "redo_any"):
            self._switch(name, writer)
            return
        drafts = getattr(self, f"_{name}")(writer)
        if drafts:
            writer.append(drafts)
        if name == "version":
            self.versions[f"{self.person} {self.done}"] = codebook_at(writer.connection, f"{self.person} {self.done}")

    def _switch(self, name: str, writer: Writer) -> None:
        whose = "*" if self.chance.random() < 0.3 else self.person
        if name == "undo":
            undoing.undo(writer, whose, None, self.chance.random() < 0.3, list)
        elif name == "redo":
            undoing.redo(writer, whose, None, list)
        else:
            live = name == "undo_any"
            event = schema.event.c
            steps = select(event.step).where(event.live.is_(live), event.kind != "switch").distinct()
            found = sorted(writer.connection.execute(steps).scalars())
            if found and live:
                undoing.undo(writer, whose, self.chance.choice(found).hex(), self.chance.random() < 0.5, list)
            elif found:
                undoing.redo(writer, whose, self.chance.choice(found).hex(), list)

    # What there is to act on

    def _id(self, writer: Writer, table: str) -> str | None:
        found = sorted(row[0] for row in writer.connection.execute(sql(f"SELECT id FROM {table}")))
        return self.chance.choice(found).hex() if found else None

    def _codes(self, writer: Writer) -> tuple[Codebook, list[str]]:
        book = read.codebook(writer.connection)
        return book, sorted(code.id for code in book)

    def _span(self) -> tuple[int, int]:
        start = self.chance.randrange(LENGTH - 8)
        return start, start + self.chance.choice((5, 8))

    # The acts, as drafts

    def _code(self, writer: Writer) -> list[Draft]:
        _book, codes = self._codes(writer)
        document = self._id(writer, "document")
        if not codes or document is None:
            return []
        start, end = self._span()
        payload: dict[str, Any] = {"document": document, "start": start, "end": end, "code": self.chance.choice(codes)}
        if self.chance.random() < 0.3:
            payload["stance"] = self.chance.choice(("positiv", "utfordring"))
        return [Draft("coding.add", payload, {"quote": "\n".join(TURNS)[start:end]})]

    def _code_many(self, writer: Writer) -> list[Draft]:
        return [draft for _ in range(3) for draft in self._code(writer)]

    def _uncode(self, writer: Writer) -> list[Draft]:
        coding = self._id(writer, "coding")
        alike = read.alike(writer.connection, [coding]) if coding else {}
        return [Draft("coding.remove", {"coding": one}) for one in alike]

    def _note(self, writer: Writer) -> list[Draft]:
        coding = self._id(writer, "coding")
        return (
            [Draft("memo.add", {"about": ["coding", coding], "kind": "analytisk"}, {"text": "Se her."})]
            if coding
            else []
        )

    def _stance(self, writer: Writer) -> list[Draft]:
        coding = self._id(writer, "coding")
        stance = self.chance.choice(("positiv", "utfordring"))
        return [Draft("coding.set", {"coding": coding, "stance": stance})] if coding else []

    def _bounds(self, writer: Writer) -> list[Draft]:
        coding = self._id(writer, "coding")
        start, end = self._span()
        return [Draft("coding.set", {"coding": coding, "start": start, "end": end})] if coding else []

    def _move(self, writer: Writer) -> list[Draft]:
        book, codes = self._codes(writer)
        return shapes.move(book, self.chance.choice(codes), self.chance.choice([None, *codes])) if codes else []

    def _merge(self, writer: Writer) -> list[Draft]:
        book, codes = self._codes(writer)
        if len(codes) < 3:
            return []
        some = self.chance.sample(codes, self.chance.choice((2, 2, 3)))
        return shapes.merge(book, some[1:], some[0])

    def _split(self, writer: Writer) -> list[Draft]:
        book = read.codebook(writer.connection)
        coding = self._id(writer, "coding")
        if coding is None:
            return []
        alike = read.alike(writer.connection, [coding])
        return shapes.split(book, next(iter(alike.values())), alike, Code("", f"skilt {self._name()}"))

    def _name(self) -> str:
        return self.chance.choice(("Tid", "Rom", "Tillit")) + str(self.chance.randrange(30))

    def _rename(self, writer: Writer) -> list[Draft]:
        book, codes = self._codes(writer)
        return shapes.rename(book, self.chance.choice(codes), self._name()) if codes else []

    def _retire(self, writer: Writer, retired: bool = True) -> list[Draft]:
        book, codes = self._codes(writer)
        return shapes.retire(book, self.chance.choice(codes), retired=retired) if codes else []

    def _revive(self, writer: Writer) -> list[Draft]:
        return self._retire(writer, retired=False)

    def _add_code(self, writer: Writer) -> list[Draft]:
        book, codes = self._codes(writer)
        # Some with an id that another copy may use too, as when both take in one codebook.
        own = self.chance.choice(("", "", f"y{self.chance.randrange(6)}"))
        parent = self.chance.choice([None, *codes])
        return [births.code_birth(births.new_code(book, Code(own, self._name(), None), parent))]

    def _add_theme(self, writer: Writer) -> list[Draft]:
        book, codes = self._codes(writer)
        fields = Theme("", f"Tema {self._name()}", "", "", "data", "", ())
        return [births.theme_birth(births.new_theme(book, fields, self.chance.sample(codes, min(2, len(codes)))))]

    def _register(self, writer: Writer) -> list[Draft]:
        payload = {"informant": "R1", "since": "", "role": self.chance.choice(("Rektor", "Lærer")), "group": ""}
        return [Draft("informant.set", {**payload, "printed_role": ""}, {"name": "", "attributes": {}})]

    def _reread(self, writer: Writer) -> list[Draft]:
        document = self._id(writer, "document")
        return [Draft("document.read", {"document": document})] if document else []

    def _version(self, writer: Writer) -> list[Draft]:
        return [Draft("version", {}, {"name": f"{self.person} {self.done}"})]

    def _add_document(self, writer: Writer) -> list[Draft]:
        return document_drafts(writer, f"{self.person}_{self.done}")


def document_drafts(writer: Writer, name: str) -> list[Draft]:
    """A document of `TURNS`, its text committed."""
    document = new_id()
    turns: list[list[Any]] = []
    at = 0
    for number, words in enumerate(TURNS, 1):
        salt = bytes([number]) * SALT_BYTES
        writer.keep_turns([{"document": document, "n": number, "words": words, "salt": salt}])
        turns.append(["R1", at, at + len(words), None, None, inner_digest(salt, words).hex()])
        at += len(words) + 1
    payload = {"kind": "intervju", "fidelity": "ordrett", "format": "txt", "repairs": {}, "turns": turns}
    return [Draft("document.add", payload, {"name": name, "attributes": {}, "sha256": ""}, document)]


def begin(path: Path | str, clock: Clock, seed: int) -> None:
    """Two documents, five codes in two chains, and some codings."""
    clock.set(BEGIN)
    clock.chance.seed(seed)
    store = Store.create(path)
    with store.writing("LO") as writer:
        for name in ("r1", "r2"):
            writer.append(document_drafts(writer, name))
        parents = {"k1": None, "k2": "k1", "k3": "k2", "k4": None, "k5": "k4"}
        for code, parent in parents.items():
            writer.append([Draft("code.birth", {"code": code, "parent": parent}, {"name": f"Kode {code}"})])
    work = Work(store, "LO", random.Random(seed), clock, BEGIN)
    for _ in range(6):
        with store.writing("LO") as writer:
            writer.append(work._code(writer))
    store.close()


PEOPLE = ("MB", "AK", "PN", "SE", "TH")
#: How far their clocks are from the common beginning, in seconds.
OFFSETS = (10, 10, 3 * DAY, -5 * DAY, 10.001)


def copies_of(folder: Path, clock: Clock, seed: int, acts: int, copies: int = 5) -> tuple[list[Path], list[Work]]:
    """Copies of one project, each worked in by one person apart from the others."""
    origin = folder / "studie.qualkit"
    begin(origin, clock, seed)
    paths, works = [], []
    for number in range(copies):
        path = folder / f"kopi{number}.qualkit"
        shutil.copy(origin, path)
        works.append(worked(path, PEOPLE[number], clock, f"{seed}/{number}", OFFSETS[number], acts))
        paths.append(path)
    return paths, works


def worked(path: Path, person: str, clock: Clock, seed: str, offset: float, acts: int) -> Work:
    store = Store.open(path)
    work = Work(store, person, random.Random(seed), clock, BEGIN + 100 + offset)
    work.go_on(acts)
    store.close()
    return work


def united(first: Path, others: Sequence[Path], out: Path) -> Path:
    """A copy of the first that has taken in the others."""
    shutil.copy(first, out)
    store = Store.open(out)
    for other in others:
        with open_to_read(other) as source:
            store.take_in(source, str(other))
    store.close()
    return out


def looked(address: Path | str, how: Callable[[Connection], Any]) -> Any:
    store = Store.open(address)
    try:
        with store.reading() as connection:
            return how(connection)
    finally:
        store.close()


def rows(connection: Connection) -> list[str]:
    return dump(stored_rows(connection))


def state(connection: Connection) -> tuple[Any, ...]:
    tips = connection.execute(select(schema.meta.c.tips)).scalar_one()
    return rows(connection), review(connection), bytes(tips)


def codebook_at(connection: Connection, name: str) -> list[str]:
    events = events_at(connection, name, kinds=[kind for kind in KINDS if kind.startswith(("code.", "theme."))])
    return dump(projection_of(events))


def named(connection: Connection) -> list[str]:
    """The versions that are on."""
    return [one.name for one in versions(connection)]


# What must hold


def holds(connection: Connection) -> None:
    """Everything that is true of a log, however it came about."""
    assert check(connection).problems == ()
    assert rows(connection) == dump(projection_of(live_events(connection), runs_of(connection).saw))
    book = read.codebook(connection)
    for code in book:
        book.ancestors(code.id)
    for code in book.merged:
        assert book.read_as(code) not in book.merged
    events = list(live_events(connection))
    saw = ancestry(connection)
    stand = {event.id for event in events if event.kind == "coding.add" and stands(event, events, saw)}
    assert stand == set(connection.execute(select(schema.coding.c.id)).scalars())
    frame = read.codings(connection, book)
    known = {one.hex() for one in stand}
    assert set(frame["coding"]) <= known
    alike = read.alike(connection, list(frame["coding"])) if len(frame) else {}
    assert set(alike) == known, "every coding is read, by itself or with those that say the same"


def ancestry(connection: Connection) -> Callable[[Event, Event], bool]:
    """Who had seen what, by walking the whole log: each event's ancestors as the bits of a number."""
    event = schema.event.c
    above: dict[bytes, int] = {}
    place: dict[bytes, int] = {}
    ordered = select(event.id, event.hash, event.prev).order_by(event.hlc, event.id)
    for number, (key, own, prev) in enumerate(connection.execute(ordered)):
        above[own] = 1 << number
        for before in split_prev(prev):
            above[own] |= above[before]
        place[key] = number
    seen = {
        key: mask
        for (key, _hash), mask in zip(
            connection.execute(select(event.id, event.hash).order_by(event.hlc, event.id)).all(),
            above.values(),
            strict=True,
        )
    }
    return lambda earlier, later: earlier.id != later.id and bool(seen[later.id] >> place[earlier.id] & 1)


def stands(coding: Event, events: Sequence[Event], saw: Callable[[Event, Event], bool]) -> bool:
    """A coding is there unless a removal that is on has seen every note on it and every change of it."""
    key = coding.id.hex()
    own = [one for one in events if key in (one.payload.get("coding"), *one.payload.get("about", ()))]
    notes = [one for one in own if one.kind in ("coding.set", "memo.add")]
    removals = [one for one in own if one.kind == "coding.remove"]
    return not any(all(saw(note, removal) for note in notes) for removal in removals)


def five_copies(folder: Path, clock: Clock, seed: int, acts: int) -> list[Path]:
    """Five copies come to the same in any order, bracketing and repetition; and again when people go on."""
    paths, works = copies_of(folder, clock, seed, acts)
    a, b, c, d, e = paths
    one = united(a, [b, c, d, e], folder / "abcde.qualkit")
    other = united(
        united(e, [d], folder / "ed.qualkit"), [united(c, [a, b], folder / "cab.qualkit")], folder / "x.qualkit"
    )
    again = united(one, [other, c, one], folder / "igjen.qualkit")
    found = looked(one, state)
    assert looked(other, state) == found
    assert looked(again, state) == found
    looked(one, holds)
    for work in works:
        for name, before in work.versions.items():
            if name in looked(one, named):
                assert looked(one, lambda connection, name=name: codebook_at(connection, name)) == before
    # One goes on in the union, another in a copy that has seen less, and all meet again.
    for path, person, offset in ((one, "LO", -DAY), (other, "HE", 0)):
        worked(path, person, clock, f"{seed}/{person}", 10 * DAY + offset, acts // 2)
    further = united(one, [other], folder / "frem.qualkit")
    assert looked(united(other, [one], folder / "tilbake.qualkit"), state) == looked(further, state)
    looked(further, holds)
    return [*paths, further]


def undo_all_and_redo(path: Path, person: str = "LO") -> int:
    """Anyone's last step is never refused, and leads to nothing at all; redo leads back."""
    store = Store.open(path)
    with store.reading() as connection:
        last = rows(connection)
    undone = 0
    while switched(store, lambda writer: undoing.undo(writer, "*", None, False, list)):
        undone += 1
    with store.reading() as connection:
        assert rows(connection) == []
    for _ in range(undone):
        assert switched(store, lambda writer: undoing.redo(writer, "*", None, list))
    with store.reading() as connection:
        assert rows(connection) == last
    store.close()
    return undone


def switched(store: Store, act: Callable[[Writer], Any]) -> bool:
    try:
        with store.writing("LO") as writer:
            act(writer)
    except QualkitError as refused:
        if "There is no step to undo" not in str(refused):
            raise
        return False
    return True


def true_dependants(connection: Connection, step: bytes) -> set[bytes]:
    """What leans on a step, by looking at every event that is on, again and again until nothing more comes."""
    events = list(live_events(connection))
    gone = {step}
    while True:
        left = [event for event in events if event.step not in gone]
        there = {cell for event in left for cell in KINDS[event.kind].births(event)}
        born = {cell for event in events if event.step in gone for cell in KINDS[event.kind].births(event)} - there
        fresh = {event.step for event in left if born & set(KINDS[event.kind].names(event))}
        structure = [
            event for event in events if event.kind in ("code.birth", "theme.birth", "code.move", "code.merge")
        ]
        void = {event.id for event in fold_structure(structure).void}
        then = fold_structure([event for event in structure if event.step not in gone]).void
        fresh |= {event.step for event in then if event.id not in void}
        if fresh <= gone:
            return gone - {step}
        gone |= fresh

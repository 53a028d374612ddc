"""`check`: the log is whole, the text is the text, and the tables are what the log says.

It proves that no event was altered or taken out of the middle. It does not prove that the newest were not cut off
(for that, keep the tip it prints and ask again with `tip=`), nor who a person is: names are claims.

It is for files that something has happened to, so nothing that stands in one may stop it: what cannot be read is a
problem too, with its place in the log.
"""

from __future__ import annotations

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from qualkit.errors import InputError
from qualkit.store import read, schema
from qualkit.store.erasure import left_over
from qualkit.store.events import Event, event_digest, event_hash, inner_digest, joined_tips, split_prev
from qualkit.store.kinds import later_cells
from qualkit.store.lineage import Runs
from qualkit.store.projection import EVENT_COLUMNS, dump, projection_of, read_event, stored_rows

#: How many sentences of one sort are worth printing.
_ENOUGH = 5

#: What values that no qualkit wrote raise in whoever reads them.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, struct.error)

_CURE = "«qualkit check --rebuild», or rebuild() of the project, puts it right."


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` saw. `problems` is empty when all is well; `tip` is the fingerprint of the newest event(s).

    `gaps` counts the events of which something has been erased; `warnings` are for people, and nothing is wrong.
    """

    problems: tuple[str, ...]
    tip: str
    events: int
    codings: int
    gaps: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems


class _Entry(NamedTuple):
    """An event that can be relied on: where it stands, and the keys of the cells that `touch` must name for it."""

    seq: int
    live: bool
    where: str
    event: Event
    touches: frozenset[bytes]


def check(connection: Connection, *, tip: str | None = None) -> CheckReport:
    """Verify the whole project. `tip`: the fingerprint of an earlier check, which must still be included."""
    log = _read_log(connection)
    _texts(connection, log)
    if log.whole:
        _live(connection, log)
    if log.whole:
        _tables(connection, log)
    if log.whole and (kept := left_over(connection)):
        log.problems.append(
            f"{kept} part(s) of the log hold what was erased, as an old copy put in its place would. Erase the "
            "informant again (qualkit erase), and they are gone."
        )
    if not log.whole:
        log.problems.append("The tables were not compared with the log, since not all of the log can be relied on.")
    problems = [*log.problems, *(_missing_tip(log, tip) if tip is not None else ())]
    codings = connection.execute(select(schema.coding.c.id)).all()
    tip = _fingerprint(log.tips)
    return CheckReport(tuple(problems), tip, log.count, len(codings), log.gaps, tuple(_warnings(connection)))


def _warnings(connection: Connection) -> Iterator[str]:
    """What is not wrong, but waits for a person."""
    until = read.settings(connection).get("retention", "")
    if until and until < f"{date.today():%Y-%m-%d}":
        yield (
            f"The material was to be kept until {until}, and that day is past. Delete the project with its backups and "
            "exports, erase the informants, or set a new date (qualkit study --retention)."
        )


def log_problems(connection: Connection) -> tuple[str, ...]:
    """What is wrong with the log alone: what it lacks or cannot say, no table can be worked out from."""
    return tuple(_read_log(connection).problems)


def _read_log(connection: Connection) -> _Log:
    log = _Log()
    for row in connection.execute(select(schema.event).order_by(schema.event.c.hlc, schema.event.c.id)).mappings():
        log.take(dict(row))
    log.against(connection.execute(select(schema.meta)).first())
    return log


def _fingerprint(tips: bytes) -> str:
    return "+".join(tip.hex() for tip in split_prev(tips))


def _missing_tip(log: _Log, tip: str) -> Iterator[str]:
    known = {one.hex() for one in log.hashes}
    for part in tip.strip().split("+"):
        if len(part) < 8:
            raise InputError(f"«{tip}» is too short to be a fingerprint. Give at least 8 of its signs.")
        if not any(one.startswith(part.strip().casefold()) for one in known):
            yield f"The event {part[:12]}… is not in this log: its end has been cut off, or it is another project."


class _Log:
    """The log, one event at a time: its hashes and their order, and the events that can be relied on."""

    def __init__(self) -> None:
        self.hashes: set[bytes] = set()
        self.named: set[bytes] = set()
        self.problems: list[str] = []
        self.entries: list[_Entry] = []
        #: Id, hash and prev of every event, in order.
        self.line: list[tuple[bytes, bytes, bytes]] = []
        #: Hex ids of every document that was ever added, whether or not its event can be relied on.
        self.documents: set[str] = set()
        #: False as soon as one event cannot be relied on.
        self.whole = True
        self.tips = b""
        self.count = self.gaps = self.last_seq = self.last_hlc = 0

    def take(self, row: dict[str, Any]) -> None:
        """One event, in the order of the log."""
        self.count += 1
        where = f"Event {row['seq']} ({row['kind']}, {row['person']}, {row['at']})"
        with self.readable(where):
            self.gaps += row["payload"] is None or row["words"] is None
            self.last_seq = max(self.last_seq, row["seq"])
            self.last_hlc = max(self.last_hlc, row["hlc"])
            if row["kind"] == "document.add":
                self.documents.add(row["id"].hex())
            self.hashes.add(b"" + row["hash"])  # SQLite lets anything stand in any column
            self.line.append((row["id"], row["hash"], row["prev"]))
            if self._is_sound(row, where):
                event = read_event([row[column.name] for column in EVENT_COLUMNS])
                touches = frozenset(cell.key for cell in later_cells(event))
                self.entries.append(_Entry(row["seq"], bool(row["live"]), where, event, touches))

    def _is_sound(self, row: dict[str, Any], where: str) -> bool:
        said = len(self.problems)
        for before in split_prev(row["prev"]):
            if before not in self.hashes:
                self.problems.append(f"{where}: an event before it is missing.")
            self.named.add(before)
        digest = event_digest(row["salt"], row["payload"], row["words_salt"], row["words"])
        if digest != row["digest"]:
            self.problems.append(f"{where}: its content has been altered.")
        if event_hash(row, row["digest"]) != row["hash"]:
            self.problems.append(f"{where}: its envelope has been altered.")
        self.whole &= len(self.problems) == said
        return len(self.problems) == said

    @contextmanager
    def readable(self, where: str) -> Iterator[None]:
        """What stumbles over a value within is a problem of that place."""
        try:
            yield
        except _UNREADABLE:
            self.problems.append(f"{where}: its content cannot be read.")
            self.whole = False

    def runs(self) -> Runs:
        """Who had seen what."""
        return Runs(self.line)

    def against(self, meta: Any) -> None:
        """What the one row of meta says, held against the events."""
        if meta is None:
            self.problems.append("The project's own row (meta) is missing. Restore a backup.")
            self.whole = False
            return
        with self.readable("The project's own row (meta)"):
            self.tips = bytes(meta.tips)
            if joined_tips(self.hashes - self.named) != joined_tips(split_prev(self.tips)):
                self.problems.append(
                    "The newest event the project remembers is not the newest in its log: events have been taken away."
                )
            if meta.seq < self.last_seq or meta.hlc < self.last_hlc:
                self.problems.append("The project's clock stands behind its log.")


def _live(connection: Connection, log: _Log) -> None:
    off: set[str] = set()
    for entry in log.entries:
        if entry.event.kind == "switch" and not entry.event.erased:
            with log.readable(entry.where):
                switch = entry.event.payload
                (off.difference_update if switch["on"] else off.update)(switch["steps"])
    wrong = [entry.seq for entry in log.entries if entry.live == (entry.event.step.hex() in off)]
    if wrong:
        log.problems.append(
            f"{len(wrong)} event(s) are on that were undone, or the other way round (first: {wrong[0]}). {_CURE}"
        )


def _texts(connection: Connection, log: _Log) -> None:
    """Turns against their digests in the log, and the words of every coding against the text where it stands."""
    table = schema.turn
    held: dict[str, dict[int, tuple[str | None, bytes]]] = defaultdict(dict)
    with log.readable("The turns"):
        for document, n, words, salt in connection.execute(select(*table.c)):
            held[document.hex()][n] = words, salt
    strangers = sum(len(turns) for document, turns in held.items() if document not in log.documents)
    if strangers:
        log.problems.append(f"{strangers} turn(s) belong to no document that was ever added.")
    whole: dict[str, str] = {}
    for entry in log.entries:
        if entry.event.kind == "document.add" and not entry.event.erased:
            with log.readable(entry.where):
                _text(log, entry.event, held[entry.event.id.hex()], whole)
    _quotes(log, whole)


def _text(log: _Log, event: Event, held: dict[int, tuple[str | None, bytes]], whole: dict[str, str]) -> None:
    """One document: each turn against the digest of the turn of that number. Its text is put into `whole`."""
    turns = event.payload["turns"]
    said = {n: inner_digest(salt, words).hex() for n, (words, salt) in held.items()}
    if said != {n: turn[5] for n, turn in enumerate(turns, start=1)}:
        log.problems.append(f"The text of {event.words.get('name', '?')} is not the text that was added.")
    spoken = [(held.get(n, (None, b""))[0], turn[2] - turn[1]) for n, turn in enumerate(turns, start=1)]
    # Erased turns are blanks of the same length.
    whole[event.id.hex()] = "\n".join(words if words is not None else " " * length for words, length in spoken)


def _quotes(log: _Log, whole: dict[str, str]) -> None:
    wrong: list[str] = []
    for entry in log.entries:
        if entry.event.kind != "coding.add" or entry.event.erased:
            continue
        with log.readable(entry.where):
            at, quote = entry.event.payload, entry.event.words.get("quote")
            if quote is not None and whole.get(at["document"], "")[at["start"] : at["end"]] != quote:
                wrong.append(f"Event {entry.seq}: the coded words are not the words that stand in the text.")
    log.problems += wrong[:_ENOUGH]
    if len(wrong) > _ENOUGH:
        log.problems.append(f"… and {len(wrong) - _ENOUGH} more codings like these.")


def _tables(connection: Connection, log: _Log) -> None:
    touches = {(key, entry.seq) for entry in log.entries for key in entry.touches}
    stored = {(cell, seq) for cell, seq in connection.execute(select(schema.touch.c.cell, schema.touch.c.seq))}
    if touches != stored:
        log.problems.append(
            f"The index of later changes differs from the log in {len(touches ^ stored)} place(s). {_CURE}"
        )
    try:
        must = Counter(dump(projection_of((entry.event for entry in log.entries if entry.live), log.runs().saw)))
    except _UNREADABLE:
        _name_unreadable(log)
        return
    are = Counter(dump(stored_rows(connection)))
    for lines, said in (
        (must - are, "is in the log but not in the tables"),
        (are - must, "is in the tables but not in the log"),
    ):
        if lines:
            table = json.loads(next(iter(lines)))[0]
            log.problems.append(f"{lines.total()} row(s), the first in «{table}», {said}. {_CURE}")


def _name_unreadable(log: _Log) -> None:
    """Some event cannot be folded into the tables: find it by folding each alone."""
    for entry in log.entries:
        with log.readable(entry.where):
            projection_of([entry.event])
    if log.whole:
        log.problems.append("The events cannot be read together, though each of them can alone. Restore a backup.")
        log.whole = False

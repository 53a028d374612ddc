"""The union of two copies of one project: every event of both, once.

It writes no event of its own, so it has no direction: whichever copy takes in the other, and however often, the log is
the same. The next thing somebody does ties the ends of the two together.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from qualkit.errors import IntegrityError, ProjectError, QualkitWarning
from qualkit.store import schema
from qualkit.store.erasure import keep_erased
from qualkit.store.events import (
    CLOCK_BITS,
    Chain,
    Event,
    event_digest,
    event_hash,
    inner_digest,
    joined_tips,
    next_clock,
    split_prev,
)
from qualkit.store.kinds import KINDS, Cell, later_cells, refuse_unknown
from qualkit.store.projection import (
    EVENT_COLUMNS,
    cells_of_steps,
    choose,
    keep_chain,
    read_event,
    refold,
    set_live,
    steps_off,
)

#: Events taken in at a time: so much is held in memory.
_PORTION = 5_000
#: A clock so many seconds ahead of ours is worth a word.
_AHEAD = 3600


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a union brought: `events` that were new here, of which `codings` are codings, by these `people`.

    `erasures` says whether the log knows of any, so that what came in may have been erased at once.
    """

    events: int
    codings: int
    people: tuple[str, ...]
    erasures: bool = False


def take_in(connection: Connection, chain: Chain, source: Connection, shown: str) -> TakenIn:
    """Take in every event of another copy (`source`, called `shown` in sentences) that is not here; `chain` moves on.

    Raises ProjectError where it is another project, NewerProjectError, and IntegrityError where an event of it has been
    altered or one before it is missing; the caller's transaction must then end without keeping anything.
    """
    _refuse_other(connection, source, shown)
    union = _Union(connection, shown)
    off_before = set(steps_off(connection))
    missing = _missing(source, union.hashes)
    while rows := list(islice(missing, _PORTION)):
        union.take(source, rows)
    if not union.events:
        return TakenIn(0, 0, ())
    off = set(steps_off(connection))
    set_live(connection, [*off], on=False)
    set_live(connection, [*(off_before - off)], on=True)
    union.move(chain)
    switched = cells_of_steps(connection, [*(off ^ off_before)])
    erased = keep_erased(connection)
    refold(connection, list(dict.fromkeys([*union.cells, *switched, *(erased or ())])))
    _warn_about_clocks(union.ahead)
    return TakenIn(union.events, union.codings, tuple(sorted(union.people)), erased is not None)


def _refuse_other(connection: Connection, source: Connection, shown: str) -> None:
    own, other = (one.execute(select(schema.meta.c.project)).scalar() for one in (connection, source))
    if own != other:
        raise ProjectError(
            f"{shown} is another project, not a copy of this one. Copies made with «qualkit backup», or of the file "
            "itself, can be brought together; two projects that were made apart cannot.",
            address=shown,
        )
    kinds = source.execute(select(schema.event.c.kind, schema.event.c.v).distinct()).all()
    newest: dict[str, int] = {}
    for kind, v in kinds:
        newest[kind] = max(v, newest.get(kind, 0))
    refuse_unknown(newest, shown)


def _missing(source: Connection, hashes: set[bytes]) -> Iterator[dict[str, Any]]:
    """The rows of the other log that are not here, in its order."""
    known = frozenset(hashes)
    ordered = select(schema.event).order_by(schema.event.c.hlc, schema.event.c.id)
    # An option of the statement, not of the connection, which would keep it for every later one.
    with source.execute(ordered.execution_options(yield_per=_PORTION)) as rows:
        yield from (dict(row) for row in rows.mappings() if row["hash"] not in known)


class _Union:
    """What is being taken in, portion by portion."""

    def __init__(self, connection: Connection, shown: str) -> None:
        self.connection = connection
        self.shown = shown
        self.hashes: set[bytes] = set()
        self._named: set[bytes] = set()
        for own, prev in connection.execute(select(schema.event.c.hash, schema.event.c.prev)):
            self.hashes.add(own)
            self._named.update(split_prev(prev))
        meta = connection.execute(select(schema.meta)).one()
        self._seq, self._hlc = meta.seq, meta.hlc
        self.events = self.codings = 0
        self.people: set[str] = set()
        self.ahead: list[tuple[str, str]] = []
        #: What must be folded again.
        self.cells: dict[Cell, None] = {}
        self._limit = next_clock(0, time.time() + _AHEAD)

    def take(self, source: Connection, rows: list[dict[str, Any]]) -> None:
        """One portion: verified, numbered, written."""
        self._refuse_used_ids(rows)
        touches: list[dict[str, Any]] = []
        documents: list[Event] = []
        for row in rows:
            self._verify(row)
            self._seq += 1
            self._hlc = max(self._hlc, row["hlc"])
            row |= {"seq": self._seq, "live": True}
            event = read_event([row[column.name] for column in EVENT_COLUMNS])
            touches += [{"cell": cell.key, "seq": self._seq} for cell in set(later_cells(event))]
            self._count(event)
            if not event.erased:
                self.cells.update((cell, None) for cell in KINDS[event.kind].cells(event) if cell.noun != "step")
            if event.kind == "document.add":
                documents.append(event)
        self.connection.execute(insert(schema.event), rows)
        if touches:
            self.connection.execute(insert(schema.touch), touches)
        self._take_turns(source, documents)

    def _count(self, event: Event) -> None:
        self.events += 1
        self.people.add(event.person)
        self.codings += event.kind == "coding.add"
        # Who has seen a clock that ran ahead only counts on from there (the low bits): it is not theirs that is wrong.
        if event.hlc > self._limit and not event.hlc % (1 << CLOCK_BITS):
            self.ahead.append((event.person, event.at))

    def _verify(self, row: dict[str, Any]) -> None:
        where = f"Event {row['seq']} of {self.shown} ({row['kind']}, {row['person']}, {row['at']})"
        follows = split_prev(row["prev"])
        if any(before not in self.hashes for before in follows):
            raise _broken(f"{where} follows an event that is missing.")
        digest = event_digest(row["salt"], row["payload"], row["words_salt"], row["words"])
        if digest != row["digest"] or event_hash(row, digest) != row["hash"]:
            raise _broken(f"{where} has been altered.")
        self.hashes.add(row["hash"])
        self._named.update(follows)

    def _refuse_used_ids(self, rows: list[dict[str, Any]]) -> None:
        """The same act may have been sent twice, around a restored backup; two acts never have one id."""
        event = schema.event.c
        here = select(event.id, event.kind, event.payload, event.words).where(
            event.id.in_(choose(self.connection, [row["id"] for row in rows]))
        )
        known: dict[bytes, Mapping[str, Any]] = {row.id: dict(row._mapping) for row in self.connection.execute(here)}
        for row in rows:
            ours = known.setdefault(row["id"], row)
            if ours is not row and not _same_act(ours, row):
                raise _broken(f"{self.shown} holds another event with the id {row['id'].hex()}.")

    def _take_turns(self, source: Connection, documents: Iterable[Event]) -> None:
        """The frozen text of the documents taken in, each turn held against its digest in the log."""
        turn = schema.turn
        for event in documents:
            rows = [dict(row) for row in source.execute(select(turn).where(turn.c.document == event.id)).mappings()]
            said = {row["n"]: inner_digest(row["salt"], row["words"]).hex() for row in rows}
            if said != {n: one[5] for n, one in enumerate(event.payload["turns"], start=1)}:
                raise _broken(f"The text of {event.words.get('name', 'a document')} in {self.shown} has been altered.")
            there = self.connection.execute(select(turn.c.n).where(turn.c.document == event.id).limit(1)).first()
            if rows and there is None:
                self.connection.execute(insert(turn), rows)

    def move(self, chain: Chain) -> None:
        """Where the log stands now."""
        chain.seq, chain.hlc = self._seq, self._hlc
        chain.tips = joined_tips(self.hashes - self._named)
        keep_chain(self.connection, chain)


def _same_act(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two events say the same, whatever the reason given and whoever took part; what was erased says nothing
    against it."""
    for part, beside in (("payload", "present"), ("words", "reason")):
        if None not in (one[part], other[part]) and one[part] != other[part]:
            ours, theirs = json.loads(one[part]), json.loads(other[part])
            ours.pop(beside, None)
            theirs.pop(beside, None)
            if ours != theirs:
                return False
    return bool(one["kind"] == other["kind"])


def _broken(said: str) -> IntegrityError:
    return IntegrityError(f"{said} Nothing was taken in. Ask its owner to run «qualkit check» on it.", problems=[said])


def _warn_about_clocks(ahead: list[tuple[str, str]]) -> None:
    """Name those whose clock runs more than an hour ahead: what they wrote counts as the later."""
    for person in sorted({who for who, _at in ahead}):
        ats = [at for who, at in ahead if who == person]
        warnings.warn(
            f"{len(ats)} event(s) of {person or 'somebody'} are dated ahead of this machine's clock (the first "
            f"{ats[0][:16].replace('T', ' ')}). They are kept, and count as later than what is done now. Set the "
            "wrong clock right.",
            QualkitWarning,
            stacklevel=4,
        )

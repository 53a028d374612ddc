"""`check`: the log is whole, the text is the text, and the tables are what the log says.

It proves that no event was altered or taken out of the middle. It does not prove that the newest were not cut off
(for that, keep the tip it prints and ask again with `tip=`), nor who a person is: names are claims.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from qualkit.errors import InputError
from qualkit.store import schema
from qualkit.store.events import event_digest, event_hash, inner_digest, joined_tips, split_prev
from qualkit.store.kinds import later_cells
from qualkit.store.projection import dump, live_events, projection_of, read_event, stored_rows

#: How many sentences of one sort are worth printing.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` saw. `problems` is empty when all is well; `tip` is the fingerprint of the newest event(s)."""

    problems: tuple[str, ...]
    tip: str
    events: int
    codings: int
    gaps: int = 0
    seen: tuple[str, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems


def check(connection: Connection, *, tip: str | None = None) -> CheckReport:
    """Verify the whole project. `tip`: the fingerprint of an earlier check, which must still be included."""
    chain = _Chain()
    for row in connection.execute(select(schema.event).order_by(schema.event.c.hlc, schema.event.c.id)).mappings():
        chain.take(dict(row))
    meta = connection.execute(select(schema.meta)).one()
    problems = [*chain.problems, *chain.against(meta)]
    problems += _live(connection)
    problems += _texts(connection)
    problems += _tables(connection)
    if tip is not None:
        problems += _missing_tip(chain, tip)
    codings = connection.execute(select(schema.coding.c.id)).all()
    return CheckReport(tuple(problems), _fingerprint(meta.tips), chain.count, len(codings), chain.gaps)


def _fingerprint(tips: bytes) -> str:
    return "+".join(tip.hex() for tip in split_prev(tips))


def _missing_tip(chain: _Chain, tip: str) -> Iterator[str]:
    known = {one.hex() for one in chain.hashes}
    for part in tip.strip().split("+"):
        if len(part) < 8:
            raise InputError(f"«{tip}» is too short to be a fingerprint. Give at least 8 of its signs.")
        if not any(one.startswith(part.strip().casefold()) for one in known):
            yield f"The event {part[:12]}… is not in this log: its end has been cut off, or it is another project."


class _Chain:
    """The hashes and their order, one event at a time."""

    def __init__(self) -> None:
        self.hashes: dict[bytes, int] = {}
        self.named: set[bytes] = set()
        self.problems: list[str] = []
        self.count = self.gaps = self.last_seq = self.last_hlc = 0

    def take(self, row: dict[str, Any]) -> None:
        """One event, in the order of the log."""
        self.count += 1
        self.gaps += row["payload"] is None or row["words"] is None
        self.last_seq = max(self.last_seq, row["seq"])
        self.last_hlc = max(self.last_hlc, row["hlc"])
        where = f"Event {row['seq']} ({row['kind']}, {row['person']}, {row['at']})"
        digest = event_digest(row["salt"], row["payload"], row["words_salt"], row["words"])
        if digest != row["digest"]:
            self.problems.append(f"{where}: its content has been altered.")
        if event_hash(row, row["digest"]) != row["hash"]:
            self.problems.append(f"{where}: its envelope has been altered.")
        for before in split_prev(row["prev"]):
            if before not in self.hashes:
                self.problems.append(f"{where}: an event before it is missing.")
            self.named.add(before)
        self.hashes[row["hash"]] = row["seq"]

    def against(self, meta: Any) -> Iterator[str]:
        """What the one row of meta says, held against the events."""
        tips = joined_tips(one for one in self.hashes if one not in self.named)
        if tips != joined_tips(split_prev(meta.tips)):
            yield "The newest event the project remembers is not the newest in its log: events have been taken away."
        if meta.seq < self.last_seq or meta.hlc < self.last_hlc:
            yield "The project's clock stands behind its log."


def _live(connection: Connection) -> Iterator[str]:
    off: set[str] = set()
    switches = select(schema.event.c.payload).where(schema.event.c.kind == "switch")
    for (payload,) in connection.execute(switches.order_by(schema.event.c.hlc, schema.event.c.id)):
        switch = json.loads(payload)
        (off.difference_update if switch["on"] else off.update)(switch["steps"])
    rows = connection.execute(select(schema.event.c.seq, schema.event.c.step, schema.event.c.live))
    wrong = [seq for seq, step, live in rows if bool(live) == (step.hex() in off)]
    if wrong:
        yield f"{len(wrong)} event(s) are on that were undone, or the other way round (first: {wrong[0]})."


def _texts(connection: Connection) -> Iterator[str]:
    """Turns against their digests in the log, and the words of every coding against the text where it stands."""
    texts: dict[str, list[str | None]] = {}
    bounds: dict[str, list[Any]] = {}
    turns = select(schema.turn).order_by(schema.turn.c.document, schema.turn.c.n)
    salts: dict[str, list[bytes]] = {}
    for row in connection.execute(turns):
        texts.setdefault(row.document.hex(), []).append(row.words)
        salts.setdefault(row.document.hex(), []).append(row.salt)
    added = select(schema.event.c.id, schema.event.c.payload, schema.event.c.words)
    for event_id, payload, words in connection.execute(added.where(schema.event.c.kind == "document.add")):
        if payload is None:
            continue
        key, name = event_id.hex(), json.loads(words or "{}").get("name", "?")
        bounds[key] = json.loads(payload)["turns"]
        held = [
            inner_digest(salt, text).hex() for salt, text in zip(salts.get(key, []), texts.get(key, []), strict=True)
        ]
        if held != [turn[5] for turn in bounds[key]]:
            yield f"The text of {name} is not the text that was added."
    yield from _quotes(connection, {key: _whole(texts.get(key, []), turns) for key, turns in bounds.items()})


def _whole(texts: list[str | None], turns: list[Any]) -> str:
    """A document's text; erased turns as blanks of the same length."""
    return "\n".join(
        text if text is not None else " " * (turn[2] - turn[1]) for text, turn in zip(texts, turns, strict=False)
    )


def _quotes(connection: Connection, whole: dict[str, str]) -> Iterator[str]:
    wrong = 0
    added = select(schema.event.c.seq, schema.event.c.payload, schema.event.c.words)
    for seq, payload, words in connection.execute(added.where(schema.event.c.kind == "coding.add")):
        if payload is None or words is None:
            continue
        at, quote = json.loads(payload), json.loads(words).get("quote")
        if quote is not None and whole.get(at["document"], "")[at["start"] : at["end"]] != quote:
            wrong += 1
            if wrong <= _ENOUGH:
                yield f"Event {seq}: the coded words are not the words that stand in the text."
    if wrong > _ENOUGH:
        yield f"… and {wrong - _ENOUGH} more codings like these."


def _tables(connection: Connection) -> Iterator[str]:
    every = connection.execute(select(schema.event.c.seq, *[schema.event.c[name] for name in _EVENT_NAMES]))
    touches = {(cell.key, seq) for seq, *rest in every for cell in later_cells(read_event(rest))}
    stored = {(cell, seq) for cell, seq in connection.execute(select(schema.touch.c.cell, schema.touch.c.seq))}
    if touches != stored:
        yield f"The index of later changes differs from the log in {len(touches ^ stored)} place(s)."
    must = Counter(dump(projection_of(live_events(connection))))
    are = Counter(dump(stored_rows(connection)))
    for lines, said in (
        (must - are, "is in the log but not in the tables"),
        (are - must, "is in the tables but not in the log"),
    ):
        if lines:
            table = json.loads(next(iter(lines)))[0]
            yield f"{lines.total()} row(s), the first in «{table}», {said}. «rebuild» puts the tables right."


_EVENT_NAMES = ("id", "hlc", "at", "person", "kind", "v", "step", "payload", "words")

"""Erasure: whoever knows of one keeps no content that concerns it, in any document, whenever and by whomever written.

What goes: the words of the informant's turns, and of everything that lies wholly in them; their row of the register.
What stays: the envelope of each event, its place in the chain, and the digest of what was erased in place of its salt,
so that the log can still be verified, and the gaps counted. The rule is pure: it asks only what stands in the log, so
two copies come to the same, and an old copy cannot bring anything back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, false, or_, select, update

from qualkit.store import schema
from qualkit.store.events import Event, inner_digest
from qualkit.store.kinds import KINDS, Cell
from qualkit.store.projection import EVENT_COLUMNS, choose, read_event

Bounds = tuple[int, int]
#: In so few documents the database looks for codings.
_FEW = 5


@dataclass(slots=True)
class Gone:
    """What is to be erased: turns by document (hex) and number, and the ids of events by what goes of them; `codings`
    are the ids (hex) of those that go whole."""

    turns: set[tuple[str, int]] = field(default_factory=set)
    whole: set[bytes] = field(default_factory=set)
    words: set[bytes] = field(default_factory=set)
    codings: set[str] = field(default_factory=set)


def keep_erased(connection: Connection) -> list[Cell] | None:
    """Erase all that the erasures in the log concern and that is still there.

    Answers the cells to fold again; None where the log knows of no erasure."""
    gone = concerned(connection)
    if gone is None:
        return None
    # What was read before may hold words that go now, although no event says so.
    connection.info.pop("codebook", None)
    _erase_turns(connection, gone.turns)
    return _erase_events(connection, gone)


def concerned(connection: Connection) -> Gone | None:
    """What the erasures in the log concern, still there or not. None where there is none."""
    kinds = ("informant.erase", "words.erase")
    erasures = _events(connection, schema.event.c.kind.in_(kinds))
    if not erasures:
        return None
    gone = Gone()
    people = {event.payload["informant"] for event in erasures if event.kind == kinds[0]}
    for event in erasures:
        if event.kind == kinds[1]:
            gone.words |= {bytes.fromhex(one) for one in event.payload["events"]}
            gone.turns |= {(document, n) for document, n in event.payload["turns"]}
    return _completed(connection, people, gone)


def concerned_by(connection: Connection, informant: str) -> Gone:
    """What the erasure of this informant would concern."""
    return _completed(connection, {informant}, Gone())


def _completed(connection: Connection, people: set[str], gone: Gone) -> Gone:
    theirs = _of_people(connection, people, gone)
    _of_passages(connection, theirs, gone)
    _of_memos(connection, {("coding", one) for one in gone.codings} | {("informant", one) for one in people}, gone)
    return gone


def _events(connection: Connection, *conditions: Any) -> list[Event]:
    """The events that fit, on or off, in order; those whose payload is erased already say nothing any more."""
    event = schema.event.c
    query = select(*EVENT_COLUMNS).where(*conditions, event.payload.is_not(None)).order_by(event.hlc, event.id)
    return [read_event(row) for row in connection.execute(query)]


def _of_people(connection: Connection, people: set[str], gone: Gone) -> dict[str, list[tuple[int, Bounds]]]:
    """The register, the labels and the turns of those who withdrew. Answers all turns of the documents concerned."""
    kind = schema.event.c.kind
    for event in _events(connection, kind.in_(["informant.set", "document.label"])):
        if event.payload["informant"] in people:
            (gone.whole if event.kind == "informant.set" else gone.words).add(event.id)
    documents: dict[str, list[tuple[int, Bounds]]] = {}
    named = {document for document, _n in gone.turns}
    for event in _events(connection, kind == "document.add"):
        key = event.id.hex()
        turns = [(n, one[0], (one[1], one[2])) for n, one in enumerate(event.payload["turns"], start=1)]
        gone.turns |= {(key, n) for n, who, _bounds in turns if who in people}
        if key in named or any(who in people for _n, who, _bounds in turns):
            documents[key] = [(n, bounds) for n, _who, bounds in turns]
    return documents


def _of_passages(connection: Connection, documents: dict[str, list[tuple[int, Bounds]]], gone: Gone) -> None:
    """Codings in the erased turns, and what was changed of them.

    A coding goes whole as soon as one of its bounds, as it was made or as somebody drew them since, lies in erased
    turns. Its last bounds would not do: a copy that has erased it can no longer tell them.
    """
    kind = schema.event.c.kind
    made = {event.id.hex(): event for event in _codings_in(connection, documents)}
    sets = [event for event in _events(connection, kind == "coding.set") if not event.erased]
    # Also those erased before: a copy that did not know of it may bring a note or a change.
    before = _erased_before(connection, "coding.add")
    gone.whole |= {event.id for event in sets if event.payload["coding"] in before}
    written: dict[str, list[tuple[Event, Bounds]]] = {
        key: [(event, (event.payload["start"], event.payload["end"]))] for key, event in made.items()
    }
    for event in sets:
        if event.payload["coding"] in made:
            own = written[event.payload["coding"]]
            own.append((event, (event.payload.get("start", own[0][1][0]), event.payload.get("end", own[0][1][1]))))
    for key, own in written.items():
        document = made[key].payload["document"]
        touched = [_touched(documents[document], document, event, span, gone.turns) for event, span in own]
        if any(inside for _says, inside in touched):
            gone.codings.add(key)
            gone.whole |= {event.id for event, _span in own}
        else:
            gone.words |= {event.id for (event, _span), (says, _all) in zip(own, touched, strict=True) if says}


def _codings_in(connection: Connection, documents: Iterable[str]) -> list[Event]:
    """Every coding ever made in these documents."""
    kind, payload = schema.event.c.kind, schema.event.c.payload
    wanted = set(documents)
    adds = kind == "coding.add"
    if len(wanted) <= _FEW:
        # The database looks through 50,000 payloads faster than we parse them.
        adds &= or_(false(), *(payload.contains(one) for one in wanted))
    return [event for event in _events(connection, adds) if event.payload["document"] in wanted]


def _erased_before(connection: Connection, kind: str) -> set[str]:
    """The ids of events of a kind that say nothing any more."""
    event = schema.event.c
    empty = select(event.id).where(event.kind == kind, event.payload.is_(None))
    return {row.id.hex() for row in connection.execute(empty)}


def _touched(
    turns: Sequence[tuple[int, Bounds]], document: str, event: Event, span: Bounds, erased: set[tuple[str, int]]
) -> tuple[bool, bool]:
    """Whether an event says words of an erased turn, and whether its span touches no other turn."""
    own = [(n, bounds) for n, bounds in turns if bounds[0] < span[1] and span[0] < bounds[1]]
    theirs = [(start, end) for n, (start, end) in own if (document, n) in erased]
    return bool(theirs) and _says(event, span, theirs), bool(own) and len(theirs) == len(own)


def _says(event: Event, span: Bounds, erased: Iterable[Bounds]) -> bool:
    """False where what is quoted of the erased turns is blank: so it is of whoever codes across them afterwards."""
    quote = event.words.get("quote")
    if quote is None:
        return bool(event.words)
    return any(quote[max(start - span[0], 0) : max(end - span[0], 0)].strip() for start, end in erased)


def _of_memos(connection: Connection, about: set[tuple[str, str]], gone: Gone) -> None:
    """Memos about these, and memos on those memos."""
    about = set(about)
    for noun in ("coding", "memo"):
        about |= {(noun, one) for one in _erased_before(connection, f"{noun}.add")}
    memos = _events(connection, schema.event.c.kind.in_(["memo.add", "memo.set", "memo.remove"]))
    found = True
    while found:
        fresh = [one for one in memos if one.id not in gone.whole and _memo_of(one) & about]
        gone.whole |= {one.id for one in fresh}
        about |= {("memo", one.id.hex()) for one in fresh if one.kind == "memo.add"}
        found = bool(fresh)


def _memo_of(event: Event) -> set[tuple[str, str]]:
    own = {("memo", event.payload["memo"])} if "memo" in event.payload else set()
    noun, name = event.payload.get("about", ("", ""))
    return {(noun, name), *own}


def _erase_turns(connection: Connection, turns: Iterable[tuple[str, int]]) -> None:
    turn = schema.turn
    for document, n in sorted(turns):
        own = (turn.c.document == bytes.fromhex(document)) & (turn.c.n == n)
        row = connection.execute(select(turn).where(own, turn.c.words.is_not(None))).first()
        if row is not None:
            connection.execute(update(turn).where(own).values(words=None, salt=inner_digest(row.salt, row.words)))


def _erase_events(connection: Connection, gone: Gone) -> list[Cell]:
    """Put the inner digest in the place of each part. An event without payload writes in no cell any more."""
    event = schema.event
    there = event.c.id.in_(choose(connection, gone.whole | gone.words))
    some = or_(event.c.payload.is_not(None), event.c.words.is_not(None))
    cells: dict[Cell, None] = {}
    for row in connection.execute(select(event).where(there, some)).mappings().all():
        if row["payload"] is not None:
            whole = read_event([row[column.name] for column in EVENT_COLUMNS])
            cells.update((cell, None) for cell in KINDS[whole.kind].cells(whole) if cell.noun != "step")
        values: dict[str, Any] = {"words": None, "words_salt": inner_digest(row["words_salt"], row["words"])}
        if row["id"] in gone.whole:
            values |= {"payload": None, "salt": inner_digest(row["salt"], row["payload"])}
            connection.execute(delete(schema.touch).where(schema.touch.c.seq == row["seq"]))
        connection.execute(update(event).where(event.c.seq == row["seq"]).values(values))
    return list(cells)


def left_over(connection: Connection) -> int:
    """How many turns and events still hold something that an erasure in the log concerns. `check` asks."""
    gone = concerned(connection)
    if gone is None:
        return 0
    event, turn = schema.event.c, schema.turn.c
    kept = select(event.id).where(event.id.in_(choose(connection, gone.whole)), event.payload.is_not(None))
    found = {row.id for row in connection.execute(kept)}
    kept = select(event.id).where(event.id.in_(choose(connection, gone.whole | gone.words)), event.words.is_not(None))
    found |= {row.id for row in connection.execute(kept)}
    spoken = connection.execute(select(turn.document, turn.n).where(turn.words.is_not(None)))
    return len(found) + sum((row.document.hex(), row.n) in gone.turns for row in spoken)

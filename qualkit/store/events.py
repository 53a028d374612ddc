"""The event: one appended record of the change log, its canonical bytes, its hashes and its place in time.

    digest = H(H(salt, payload), H(words_salt, words))        so that either part can be erased alone
    hash   = H(id, hlc, at, person, kind, v, step, prev…, digest)

`payload` holds ids, positions and values, `words` what somebody said or wrote. Both are stored as canonical JSON, and
the hash is over those very bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qualkit.records import plain

Json = dict[str, Any]

SALT_BYTES = 16
HASH_BYTES = 32
#: Milliseconds stand above this many bits of the clock; the rest only counts on.
CLOCK_BITS = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is written. `id` is given by whoever must be able to send it twice."""

    kind: str
    payload: Json
    words: Json = field(default_factory=dict)
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the fold reads it: `payload` and `words` are parsed, and upcast to this qualkit's version.

    One whose payload was `erased` says nothing any more: it writes in no cell.
    """

    id: bytes
    hlc: int
    at: str
    person: str
    kind: str
    step: bytes
    payload: Json
    words: Json
    erased: bool = False

    @property
    def order(self) -> tuple[int, bytes]:
        """The order of the log, the same in every copy."""
        return self.hlc, self.id


def new_id() -> bytes:
    """A fresh random id, 16 bytes."""
    return uuid.uuid4().bytes


def id_bytes(text: str) -> bytes:
    """The id behind its written form (hex, with or without dashes). ValueError where it is none."""
    return uuid.UUID(text).bytes


def plain_values(value: Any) -> Any:
    """The same for every text in a JSON value. Floats are refused: they have no canonical form."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {plain(key): plain_values(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(one) for one in value]
    if isinstance(value, float):
        raise TypeError("An event holds integers, not floats.")
    return value


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: Json) -> str:
    """Canonical JSON of plain values (see `plain_values`): sorted keys, no spaces, NFC, integers, no floats."""
    return _encode(value)


def digest_of(*parts: bytes) -> bytes:
    """SHA-256 over the parts, each after its length, so that no two lists of parts give the same bytes."""
    return hashlib.sha256(b"".join([len(part).to_bytes(4, "big") + part for part in parts])).digest()


def inner_digest(salt: bytes, text: str | None) -> bytes:
    """H(salt, text). Where the text was erased, the column `salt` holds this digest itself (32 bytes, not 16)."""
    if text is None:
        return salt
    return digest_of(salt, text.encode())


def event_digest(salt: bytes, payload: str | None, words_salt: bytes, words: str | None) -> bytes:
    """The digest of both parts, erased or not."""
    return digest_of(inner_digest(salt, payload), inner_digest(words_salt, words))


_NUMBERS = struct.Struct(">QI")


def event_hash(row: Mapping[str, Any], digest: bytes) -> bytes:
    """The hash of an event, from its stored envelope (`prev` as stored) and its digest."""
    return digest_of(
        row["id"],
        _NUMBERS.pack(row["hlc"], row["v"]),
        row["at"].encode(),
        row["person"].encode(),
        row["kind"].encode(),
        row["step"],
        row["prev"],
        digest,
    )


def split_prev(prev: bytes) -> list[bytes]:
    """The hashes an event follows, from the column that holds them one after another."""
    return [prev[at : at + HASH_BYTES] for at in range(0, len(prev), HASH_BYTES)]


def next_clock(last: int, now: float | None = None) -> int:
    """max(now, last + 1): whatever one has seen comes before what one writes, even with a wrong clock."""
    wall = int((time.time() if now is None else now) * 1000) << CLOCK_BITS
    return max(wall, last + 1)


def clock_seconds(hlc: int) -> float:
    """Seconds since 1970 of a clock reading."""
    return (hlc >> CLOCK_BITS) / 1000


#: What the clock shows instead of now, for a study whose story is invented.
_dated: ContextVar[datetime | None] = ContextVar("dated", default=None)


@contextmanager
def dated(when: datetime) -> Iterator[None]:
    """What is written within is dated `when`. For the sample study, which is invented: a real log is never dated."""
    before = _dated.set(when)
    try:
        yield
    finally:
        _dated.reset(before)


@dataclass(slots=True)
class Chain:
    """Where the log stands: the last sequence number and clock, and the tips that the next event names."""

    seq: int
    hlc: int
    tips: bytes


def seal(
    drafts: Sequence[Draft], chain: Chain, *, person: str, versions: Mapping[str, int]
) -> tuple[list[Event], list[Json]]:
    """The drafts as events, and as rows of the table `event`; `chain` moves on with them.

    Several drafts are one step with an id of its own; a single event is its own step.
    """
    story = _dated.get()
    now = None if story is None else story.timestamp()
    at = (story or datetime.now().astimezone()).isoformat(timespec="milliseconds")
    person = plain(person)
    ids = [draft.id or new_id() for draft in drafts]
    step = ids[0] if len(ids) == 1 else new_id()
    salts = os.urandom(2 * SALT_BYTES * len(drafts))
    events: list[Event] = []
    rows: list[Json] = []
    for number, (draft, event_id) in enumerate(zip(drafts, ids, strict=True)):
        chain.seq += 1
        chain.hlc = next_clock(chain.hlc, now)
        cut = 2 * SALT_BYTES * number
        # The fold must see what a later reader sees: the stored form, not the one that was handed in.
        payload, words = plain_values(draft.payload), plain_values(draft.words)
        row: Json = {
            "seq": chain.seq,
            "id": event_id,
            "hlc": chain.hlc,
            "at": at,
            "person": person,
            "kind": draft.kind,
            "v": versions[draft.kind],
            "step": step,
            "prev": chain.tips,
            "payload": canonical(payload),
            "words": canonical(words),
            "salt": salts[cut : cut + SALT_BYTES],
            "words_salt": salts[cut + SALT_BYTES : cut + 2 * SALT_BYTES],
            "live": True,
        }
        row["digest"] = event_digest(row["salt"], row["payload"], row["words_salt"], row["words"])
        row["hash"] = chain.tips = event_hash(row, row["digest"])
        rows.append(row)
        events.append(Event(event_id, chain.hlc, at, person, draft.kind, step, payload, words))
    return events, rows


def joined_tips(tips: Iterable[bytes]) -> bytes:
    """Tips as one column: sorted, so that two copies with the same log hold the same bytes."""
    return b"".join(sorted(tips))

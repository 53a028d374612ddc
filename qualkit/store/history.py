"""The log as people read it: one row a step, in the order of the log."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from qualkit.errors import InputError
from qualkit.store.events import CLOCK_BITS
from qualkit.store.schema import event

COLUMNS = ("step", "at", "coder", "what", "n", "why", "present", "on")

#: What a step did, by the kind of its events: for one, and for several.
_SAID = {
    "project.set": ("set up the project", "set up the project"),
    "informant.set": ("registered an informant", "registered {n} informants"),
    "document.add": ("added {name}", "added {n} documents"),
    "code.birth": ("made the code «{name}»", "made {n} codes"),
    "code.set": ("changed a code", "changed {n} codes"),
    "code.move": ("moved a code", "moved {n} codes"),
    "code.merge": ("merged a code", "merged {n} codes"),
    "theme.birth": ("made the theme «{name}»", "made {n} themes"),
    "theme.set": ("changed a theme", "changed {n} themes"),
    "coding.add": ("coded a passage", "coded {n} passages"),
    "coding.set": ("changed a coding", "changed {n} codings"),
    "coding.remove": ("removed a coding", "removed {n} codings"),
    "coding.recode": ("split off passages", "split off passages"),
    "document.read": ("read a document again", "read {n} documents again"),
    "pair.aside": ("set a pair of codes aside", "set {n} pairs of codes aside"),
    "pair.back": ("brought a pair of codes back", "brought {n} pairs of codes back"),
    "informant.erase": ("erased an informant", "erased {n} informants"),
    "words.erase": ("erased words", "erased words"),
    "review.settle": ("settled an entry of the review", "settled {n} entries of the review"),
    "version": ("named the version «{name}»", "named {n} versions"),
    "memo.add": ("wrote a memo", "wrote {n} memos"),
    "memo.set": ("changed a memo", "changed {n} memos"),
    "memo.remove": ("removed a memo", "removed {n} memos"),
}


def history(connection: Connection, since: str | datetime | None = None) -> pd.DataFrame:
    """One row per step, oldest first, undos and redos among them.

    Columns: step (hex id), at, coder, what (a sentence), n (events), why, present (joined by `; `), on (False where it
    has been undone). `since` is a date or time (ISO); a date alone means from its midnight here.
    """
    conditions = [] if since is None else [event.c.hlc >= _clock_of(since)]
    return pd.DataFrame(step_rows(connection, *conditions), columns=list(COLUMNS))


def step_rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The steps of the events that fit, oldest first, each with the columns `COLUMNS`."""
    counts = (
        select(event.c.step, event.c.kind, func.count(), func.min(event.c.seq), func.min(event.c.hlc))
        .where(*conditions)
        .group_by(event.c.step, event.c.kind)
    )
    steps: dict[bytes, list[Any]] = defaultdict(list)
    for step, *rest in connection.execute(counts):
        steps[step].append(rest)
    first = select(func.min(event.c.seq)).where(*conditions).group_by(event.c.step, event.c.kind)
    envelope = [event.c[name] for name in ("seq", "at", "person", "kind", "payload", "words", "live")]
    firsts = {row.seq: row for row in connection.execute(select(*envelope).where(event.c.seq.in_(first)))}
    return [_row(step, kinds, firsts) for step, kinds in sorted(steps.items(), key=_first_clock)]


def _first_clock(item: tuple[bytes, Sequence[Any]]) -> tuple[int, bytes]:
    return min(row[3] for row in item[1]), item[0]


def _row(step: bytes, kinds: Sequence[Any], firsts: dict[int, Any]) -> dict[str, Any]:
    kinds = sorted(kinds, key=lambda row: row[2])
    parts = [_sentence(kind, count, firsts[seq]) for kind, count, seq, _hlc in kinds if kind != "document.label"]
    first = firsts[min(seq for _kind, _count, seq, _hlc in kinds)]
    payload, words = json.loads(first.payload or "{}"), json.loads(first.words or "{}")
    return {
        "step": step.hex(),
        "at": first.at,
        "coder": first.person,
        "what": ", ".join(parts),
        "n": sum(count for _kind, count, _seq, _hlc in kinds),
        "why": words.get("reason", ""),
        "present": "; ".join(payload.get("present", [])),
        "on": bool(first.live),
    }


def _sentence(kind: str, count: int, first: Any) -> str:
    if kind == "switch":
        switch = json.loads(first.payload)
        verb = "redid" if switch["on"] else "undid"
        return (
            f"{verb} {', '.join(step[:8] for step in switch['steps'][:3])}{', …' if len(switch['steps']) > 3 else ''}"
        )
    if kind == "project.set" and first.payload and "file" in (payload := json.loads(first.payload)):
        version = json.loads(first.words or "{}").get("version")
        said = "saved the codebook" if payload["file"][0] == "saved" else "read in a codebook"
        return f"{said} as «{version}»" if version else said
    one, several = _SAID[kind]
    if count > 1:
        return several.format(n=count)
    return one.format(name=json.loads(first.words or "{}").get("name", "…"))


def _clock_of(moment: str | datetime) -> int:
    try:
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        milliseconds = int(when.astimezone().timestamp() * 1000)
    except (ValueError, OverflowError):
        raise InputError(f"«{moment}» is not a date. Write it as 2026-11-21 or 2026-11-21T14:30.") from None
    return max(milliseconds, 0) << CLOCK_BITS

"""The log as people read it: one row a step, in the order of the log."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from qualkit.errors import InputError
from qualkit.store.events import CLOCK_BITS
from qualkit.store.schema import event
from qualkit.store.told import Acts, Teller, whole

COLUMNS = ("step", "at", "coder", "what", "n", "why", "present", "on")

#: So many signs of a step's id are shown.
_SHORT = 8
#: What a project keeps of itself, as it is called in the history.
_KEPT = {"retention": "the retention date", "sikt": "the SIKT number", "consent": "a note on consent"}

#: What a step did, by the kind of its events: for one, and for several, where `told` has no names to say it with.
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
    rows = step_rows(connection, *conditions)
    done = {row["step"][:_SHORT]: row["what"] for row in rows}
    for row in rows:
        if len(row["switched"]) == 1 and (what := done.get(row["switched"][0])):
            row["what"] += f": {what}"
    return pd.DataFrame(rows, columns=list(COLUMNS))


def step_rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The steps of the events that fit, oldest first, each with the columns `COLUMNS`, and `switched`: the beginnings
    of the ids of the steps it undid or redid."""
    counts = (
        select(event.c.step, event.c.kind, func.count(), func.min(event.c.seq), func.min(event.c.hlc))
        .where(*conditions)
        .group_by(event.c.step, event.c.kind)
    )
    first = select(func.min(event.c.seq)).where(*conditions).group_by(event.c.step, event.c.kind)
    envelope = [event.c[name] for name in ("seq", "hlc", "id", "at", "person", "kind", "payload", "words", "live")]
    firsts = {row.seq: row for row in connection.execute(select(*envelope).where(event.c.seq.in_(first)))}
    all_of = whole(connection, conditions)
    steps: dict[bytes, dict[str, Acts]] = defaultdict(dict)
    for step, kind, count, seq, _hlc in connection.execute(counts):
        steps[step][kind] = Acts(count, firsts[seq], all_of.get((bytes(step), kind), ()))
    teller = Teller(connection)
    return [_row(step, acts, teller) for step, acts in sorted(steps.items(), key=_first_clock)]


def _first_clock(item: tuple[bytes, Mapping[str, Acts]]) -> tuple[int, bytes]:
    return min(acts.first.hlc for acts in item[1].values()), item[0]


def _row(step: bytes, acts: Mapping[str, Acts], teller: Teller) -> dict[str, Any]:
    in_order = sorted(acts.items(), key=lambda item: item[1].first.seq)
    parts = [_sentence(kind, own, acts, teller) for kind, own in in_order if kind != "document.label"]
    first = in_order[0][1].first
    payload, words = json.loads(first.payload or "{}"), json.loads(first.words or "{}")
    return {
        "step": step.hex(),
        "at": first.at,
        "coder": first.person,
        "what": ", ".join(filter(None, parts)),
        "n": sum(own.n for own in acts.values()),
        "why": words.get("reason", ""),
        "present": "; ".join(payload.get("present", [])),
        "on": bool(first.live),
        "switched": [one[:_SHORT] for one in payload["steps"]] if first.kind == "switch" else [],
    }


def _sentence(kind: str, own: Acts, step: Mapping[str, Acts], teller: Teller) -> str:
    payload, words = json.loads(own.first.payload or "{}"), json.loads(own.first.words or "{}")
    if kind == "switch":
        verb = "redid" if payload["on"] else "undid"
        few = ", ".join(one[:_SHORT] for one in payload["steps"][:3])
        return f"{verb} {few}{', …' if len(payload['steps']) > 3 else ''}"
    if kind == "project.set":
        return _setting(payload, words)
    said = teller.sentence(kind, own, step)
    if said is not None:
        return said
    one, several = _SAID[kind]
    return several.format(n=own.n) if own.n > 1 else one.format(name=words.get("name", "…"))


def _setting(payload: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """What was written of the project itself."""
    if "file" in payload or "codebook" in words:
        saved = payload.get("file", [""])[0] == "saved"
        said = "saved the codebook" if saved else "read in a codebook"
        return f"{said} as «{words['version']}»" if words.get("version") else said
    if "approach" in payload:
        return _SAID["project.set"][0]
    kept = [name for name in _KEPT if name in payload or name in words]
    return (
        f"wrote down {', '.join(_KEPT[name] for name in kept)}" if kept else "changed what the project says of itself"
    )


def _clock_of(moment: str | datetime) -> int:
    try:
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        milliseconds = int(when.astimezone().timestamp() * 1000)
    except (ValueError, OverflowError):
        raise InputError(f"«{moment}» is not a date. Write it as 2026-11-21 or 2026-11-21T14:30.") from None
    return max(milliseconds, 0) << CLOCK_BITS

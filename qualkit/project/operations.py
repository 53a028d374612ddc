"""The changes that make one codebook into another: as a table, and as events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from qualkit.codebook import Change, Codebook
from qualkit.project.births import code_birth, theme_birth
from qualkit.project.shapes import TEXT_FIELDS
from qualkit.records import Code, Theme
from qualkit.store.events import Draft

#: The columns of a table of changes.
COLUMNS = ("op", "noun", "id", "name", "field", "before", "after")

_THEME_WORDS = ("name", "concept", "description", "why", "questions")


def frame(changes: Iterable[Change], old: Codebook, new: Codebook) -> pd.DataFrame:
    """One row a change: op (create, split, move, rename, redefine, merge, retire, revive), noun (code, theme or
    codebook), id, name (a code's path, as it was where it was there), field, before, after (codes as paths, lists
    joined by `; `)."""
    rows = [_row(change, old, new) for change in changes]
    if old.name != new.name:
        rows.insert(0, ["rename", "codebook", "", old.name, "name", old.name, new.name])
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")


def _row(change: Change, old: Codebook, new: Codebook) -> list[str]:
    before, after = _value(change, change.before, old, new), _value(change, change.after, new, old)
    field = change.field
    if change.kind == "move":
        was = old[change.id].parent if change.id in old else None
        field, before, after = "parent", _path(was, old, new), _path(change.other, new, old)
    elif change.kind in ("merge", "split"):
        after = _path(change.other, new, old) if change.kind == "merge" else ""
        before = _path(change.other, old, new) if change.kind == "split" else ""
    elif isinstance(change.thing, Code):
        field, after = "definition", change.thing.definition
    elif isinstance(change.thing, Theme):
        field, after = "concept", change.thing.concept
    return [change.kind, change.noun, change.id, _name(change, old, new), field, before, after]


def _name(change: Change, old: Codebook, new: Codebook) -> str:
    if change.noun == "code":
        return _path(change.id, old, new)
    return next((theme.name for book in (old, new) for theme in book.themes if theme.id == change.id), change.id)


def _path(code: str | None, *books: Codebook) -> str:
    return next((book.path(code) for book in books if code is not None and code in book), code or "")


def _value(change: Change, value: str | tuple[str, ...], *books: Codebook) -> str:
    if isinstance(value, str):
        return value
    return "; ".join(_path(one, *books) if change.field == "codes" else one for one in value)


def drafts(changes: Sequence[Change]) -> list[Draft]:
    """The changes as events, in an order in which each finds what it acts on and none closes a loop on the way.

    `changes` come as `changes_between` gives them: births, then moves, parents before children in the tree that comes
    of them, so that a code is always moved under one that stands where it will stay.
    """
    births = [_birth(change) for change in changes if change.thing is not None]
    moved = [change for change in changes if change.kind == "move"]
    merges = [
        Draft("code.merge", {"code": change.id, "into": change.other}) for change in changes if change.kind == "merge"
    ]
    # What is merged takes along what stands below it. First everything that moves goes to the top, out of its way.
    out = [_move(change.id, None) for change in moved] if merges else []
    moves = [_move(change.id, change.other) for change in moved if change.other or not merges]
    return [*births, *out, *merges, *moves, *_sets(changes)]


def _birth(change: Change) -> Draft:
    if isinstance(change.thing, Code):
        return code_birth(change.thing)
    assert change.thing is not None
    return theme_birth(change.thing)


def _move(code: str, parent: str | None) -> Draft:
    return Draft("code.move", {"code": code, "parent": parent})


def _sets(changes: Sequence[Change]) -> list[Draft]:
    """One event for all that is written anew of one code or theme."""
    payloads: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    texts: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for change in changes:
        key = change.noun, change.id
        if change.kind in ("retire", "revive"):
            payloads[key] |= {"retired": change.kind == "retire"}
        elif change.kind in ("rename", "redefine"):
            worded = ("name", *TEXT_FIELDS) if change.noun == "code" else _THEME_WORDS
            value = change.after if isinstance(change.after, str) else list(change.after)
            (texts if change.field in worded else payloads)[key][change.field] = value
    keys = dict.fromkeys([*payloads, *texts])
    return [Draft(f"{noun}.set", {noun: key, **payloads[noun, key]}, texts[noun, key]) for noun, key in keys]

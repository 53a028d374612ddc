"""The codings as they were at a moment: as little of each as is needed to tell whom a change touched.

Today's table is right for all that nobody has changed since; only the others are folded again from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from qualkit.store import schema
from qualkit.store.fold import fold_coding
from qualkit.store.kinds import KINDS, Cell
from qualkit.store.lineage import Lineage
from qualkit.store.moments import NOW, Moment, steps_off_in, written_by
from qualkit.store.projection import EVENT_COLUMNS, by_cell, cells_of_steps, choose, read_event
from qualkit.store.schema import event as event_table
from qualkit.store.schema import touch as touch_table
from qualkit.store.texts import columns_of, document_names

#: Kinds that change a coding, or hold one that was removed.
_CHANGING = ("coding.set", "coding.remove", "coding.recode", "memo.add", "memo.set", "memo.remove")

_SHOWN = ("document", "start", "end", "code", "given", "coder")
_COLUMNS = ("id", "born", *_SHOWN)


def coded_at(connection: Connection, when: Moment) -> pd.DataFrame:
    """The codings there were at a moment: document (name), start, end, code (the id it had, merges not followed), given
    (the one it was given at first), coder. Not yet counted once. Codings of documents that are gone are left out."""
    past = when.past
    frame = _frame(connection, _COLUMNS if past else _SHOWN)
    if past:
        frame = _as_it_was(connection, frame, when)
    called = document_names(connection)
    names = pd.Series([called.get(key) for key in frame["document"]], dtype="object")
    kept = names.notna()
    frame = frame[list(_SHOWN)].assign(document=names)
    return frame if kept.all() else frame[kept].reset_index(drop=True)


def _frame(connection: Connection, names: Sequence[str]) -> pd.DataFrame:
    """Columns of the table, in no order; texts and ids held by Python, which need no turning into another type."""
    columns = columns_of(connection, select(*(schema.coding.c[name] for name in names)))
    return pd.DataFrame({name: _series(name, column) for name, column in zip(names, columns, strict=True)})


def _series(name: str, values: Sequence[Any]) -> pd.Series[Any]:
    return pd.Series(values, dtype="int64" if name in ("start", "end", "born") else "object")


def _as_it_was(connection: Connection, frame: pd.DataFrame, when: Moment) -> pd.DataFrame:
    off_then = steps_off_in(written_by(connection, when, kinds=()))
    off_now = steps_off_in(written_by(connection, NOW, kinds=()))
    unsure = {cell.key for cell in cells_of_steps(connection, sorted(off_then ^ off_now)) if cell.noun == "coding"}
    unsure |= _changed_since(connection, when)
    keys = zip(frame["id"], frame["born"], strict=True)
    kept = frame[[key not in unsure and when.holds(key, born) for key, born in keys]]
    rows = _folded(connection, unsure, when, off_then)
    if not rows:
        return kept
    again = pd.DataFrame({name: _series(name, [row[name] for row in rows]) for name in _COLUMNS})
    return pd.concat([kept, again], ignore_index=True)


def _changed_since(connection: Connection, when: Moment) -> set[bytes]:
    """The ids of codings that somebody has changed, or written about, after the moment."""
    later = select(*EVENT_COLUMNS).where(event_table.c.kind.in_(_CHANGING))
    if when.until is not None:
        later = later.where(event_table.c.hlc > when.until)
    events = (event for event in map(read_event, connection.execute(later)) if not when.holds(event.id, event.hlc))
    return {
        cell.key
        for event in events
        if not event.erased
        for cell in KINDS[event.kind].cells(event)
        if cell.noun == "coding"
    }


def _folded(connection: Connection, keys: Iterable[bytes], when: Moment, off: set[bytes]) -> list[dict[str, Any]]:
    """The rows of these codings at the moment."""
    wanted = choose(connection, keys)
    births = select(*EVENT_COLUMNS).where(event_table.c.id.in_(wanted))
    reaching = select(touch_table.c.seq).where(touch_table.c.cell.in_(wanted))
    later = select(*EVENT_COLUMNS).where(event_table.c.seq.in_(reaching))
    found = [read_event(row) for query in (births, later) for row in connection.execute(query)]
    events = [event for event in found if when.holds(event.id, event.hlc) and event.step not in off]
    events.sort(key=lambda event: event.order)
    cells = by_cell(events)
    chosen = {Cell("coding", key.hex()) for key in keys}
    saw = Lineage(connection).saw
    folded = (fold_coding(own, saw) for cell, own in cells.items() if cell in chosen)
    return [row for rows in folded for row in rows.get("coding", ())]

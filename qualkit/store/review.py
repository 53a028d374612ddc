"""What a union of copies, or an undo, has left for people to look at. Worked out from the log, never kept by hand.

The machine settles nothing: what differs is shown with who wrote it, and stays until somebody who has seen it all
writes again, or says that it is fine as it is (an event, `review.settle`).
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from qualkit.store import review_apart, review_undone
from qualkit.store.projection import EVENT_COLUMNS, live_events
from qualkit.store.review_entries import Entry, Found, Looking, by_key
from qualkit.store.schema import event as table

__all__ = ["Entry", "review"]


def review(connection: Connection) -> list[Entry]:
    """The entries that nobody has taken off, by kind and name; those that ask for nothing last."""
    looking = Looking(connection)
    found = list(review_undone.entries(looking))
    if looking.lineage.forked:
        found += review_apart.entries(looking)
    left = [one.entry for one in _left(looking, found)]
    return sorted(left, key=lambda one: (one.notice, one.kind, one.name, one.id))


def _left(looking: Looking, found: list[Found]) -> list[Found]:
    """Without those somebody took off who had seen all that is behind them: what is added later brings them back."""
    query = select(*EVENT_COLUMNS).where(table.c.kind == "review.settle")
    settled = by_key((event.payload["entry"], event) for event in live_events(looking.connection, query))
    return [
        one
        for one in found
        if not any(all(looking.saw(event, taken) for event in one.behind) for taken in settled.get(one.entry.id, ()))
    ]

"""Which event has been seen by which: x is seen by y if y's writer had x in the log when writing y.

A log that was never copied is one line, and there seen is earlier. After a union it forks. Then it is cut into runs
without branching: whoever has seen one event of another run has seen it all, since a branch leaves a run at its end. So
one set of runs for each run answers every question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from sqlalchemy import Connection, func, select

from qualkit.store.events import HASH_BYTES, Event, split_prev
from qualkit.store.schema import event as table
from qualkit.store.schema import meta

#: (earlier, later) → whether the later one's writer had seen the earlier one.
Saw = Callable[[Event, Event], bool]


def in_line(earlier: Event, later: Event) -> bool:
    """Seen is earlier: so it is in a log that never forked."""
    return earlier.order < later.order


class Runs:
    """The log cut into runs. Made from (id, hash, prev) of every event, in the order of the log."""

    def __init__(self, events: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        rows = [(event_id, own, split_prev(prev)) for event_id, own, prev in events]
        children = Counter(before for _id, _own, follows in rows for before in follows)
        self._place: dict[bytes, tuple[int, int]] = {}
        #: For each run the runs it has seen, as the bits of a number.
        self._seen: list[int] = []
        at: dict[bytes, tuple[int, int]] = {}
        for event_id, own, follows in rows:
            if len(follows) == 1 and children[follows[0]] == 1 and follows[0] in at:
                run, number = at[follows[0]]
                place = run, number + 1
            else:
                # What stands in `follows` and is not in the log, an event taken away, tells nothing.
                known = [at[before][0] for before in follows if before in at]
                seen = 0
                for run in known:
                    seen |= self._seen[run] | 1 << run
                self._seen.append(seen)
                place = len(self._seen) - 1, 0
            at[own] = place
            # Of two events with one id (sent again) the first is the one that is folded.
            self._place.setdefault(event_id, place)

    def __len__(self) -> int:
        return len(self._seen)

    def saw(self, earlier: Event, later: Event) -> bool:
        """Whether the writer of `later` had `earlier` in the log."""
        return self.seen(earlier.order, later.order)

    def seen(self, earlier: tuple[int, bytes], later: tuple[int, bytes]) -> bool:
        """The same of events of which only clock and id are at hand."""
        if earlier >= later:
            return False
        if len(self._seen) < 2:
            return True
        (run, number), (other, further) = self._place[earlier[1]], self._place[later[1]]
        return number < further if run == other else bool(self._seen[other] >> run & 1)


class Lineage:
    """The same for a database, read from it at the first question that only the whole log can answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def saw(self, earlier: Event, later: Event) -> bool:
        """Whether the writer of `later` had `earlier` in the log."""
        return self.seen(earlier.order, later.order)

    def seen(self, earlier: tuple[int, bytes], later: tuple[int, bytes]) -> bool:
        """The same of events of which only clock and id are at hand."""
        return earlier < later and (self._runs is None or self._runs.seen(earlier, later))

    @property
    def forked(self) -> bool:
        """Whether the log was ever written in two copies at the same time."""
        return self._runs is not None

    @cached_property
    def _runs(self) -> Runs | None:
        """None where the log is one line."""
        return runs_of(self._connection) if is_forked(self._connection) else None


def is_forked(connection: Connection) -> bool:
    """Every fork leaves either several tips, or an event that ties them."""
    tips = connection.execute(select(meta.c.tips)).scalar_one()
    if len(tips) > HASH_BYTES:
        return True
    ties = select(table.c.seq).where(func.length(table.c.prev) > HASH_BYTES).limit(1)
    return connection.execute(ties).first() is not None


def runs_of(connection: Connection) -> Runs:
    """The runs of a whole log."""
    ordered = select(table.c.id, table.c.hash, table.c.prev).order_by(table.c.hlc, table.c.id)
    return Runs((row[0], row[1], row[2]) for row in connection.execute(ordered))

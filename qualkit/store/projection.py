"""One code path from log to tables: `refold(cells)`.

An append, an undo and (later) a union hand over the cells they touched; a rebuild hands over all of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, TableClause, column, delete, insert, literal, select, table, update
from sqlalchemy.sql import Delete

from qualkit.store.events import Chain, Event, Json
from qualkit.store.fold import TABLES, Rows, fold_cell
from qualkit.store.kinds import BORN_BY_ONE, KINDS, Cell, later_cells, upcast
from qualkit.store.lineage import Lineage, Saw, in_line
from qualkit.store.schema import event as event_table
from qualkit.store.schema import meta as meta_table
from qualkit.store.schema import projected
from qualkit.store.schema import touch as touch_table

# The connection's own scratch tables, made on connecting, for lists of ids too long for IN.
refolding = table("refolding", column("noun"), column("key"))
chosen = table("chosen", column("key"))

EVENT_COLUMNS = [event_table.c[name] for name in ("id", "hlc", "at", "person", "kind", "v", "step", "payload", "words")]
#: Rows handed to the driver at a time.
PORTION = 10_000

Folding = dict[Cell, list[Event]]


def read_event(row: Sequence[Any]) -> Event:
    """An event from the columns `EVENT_COLUMNS`. Erased parts read as empty."""
    event_id, hlc, at, person, kind, v, step, payload, words = tuple(row)
    parts = upcast(kind, v, json.loads(payload or "{}"), json.loads(words or "{}"))
    return Event(event_id, hlc, at, person, kind, step, *parts, erased=payload is None)


def live_events(connection: Connection, query: Select[Any] | None = None) -> Iterator[Event]:
    """Events that are on, in the order of the log; all of them, or those of a query over `EVENT_COLUMNS`."""
    chosen = select(*EVENT_COLUMNS) if query is None else query
    chosen = chosen.where(event_table.c.live).order_by(event_table.c.hlc, event_table.c.id)
    seen: set[bytes] = set()
    for row in connection.execute(chosen):
        # Of two events with one id (sent again after a backup was restored) the first in the order counts.
        if row[0] not in seen:
            seen.add(row[0])
            yield read_event(row)


def by_cell(events: Iterable[Event]) -> Folding:
    """Events under every cell they write in, in the order given. Switches write in no table, erased events in none.

    Of two events with one id (sent again after a backup was restored) the first in the order counts.
    """
    cells: Folding = defaultdict(list)
    seen: set[bytes] = set()
    for event in events:
        if event.erased or event.id in seen:
            continue
        seen.add(event.id)
        for cell in KINDS[event.kind].cells(event):
            if cell.noun != "step":
                cells[cell].append(event)
    return cells


def project_new(connection: Connection, events: Sequence[Event], seqs: Sequence[int]) -> None:
    """Bring the tables up to date with events just appended, and note in `touch` which cells they reach back to."""
    touches = [
        {"cell": cell.key, "seq": seq}
        for event, seq in zip(events, seqs, strict=True)
        for cell in set(later_cells(event))
    ]
    write(connection, {touch_table.name: touches}, tables={touch_table.name: touch_table})
    cells = by_cell(events)
    # A cell born here has no history elsewhere: fold it as it is. This is what makes one coding cost no query.
    born = {cell for cell, own in cells.items() if BORN_BY_ONE.get(cell.noun) == own[0].kind}
    write(connection, fold_cells({cell: cells[cell] for cell in born}))
    refold(connection, [cell for cell in cells if cell not in born])


def refold(connection: Connection, cells: Sequence[Cell]) -> None:
    """Fold these cells again from the log, and put what comes out in place of their rows."""
    if not cells:
        return
    _fill(connection, refolding, [{"noun": cell.noun, "key": cell.key} for cell in cells])
    histories = _histories(connection, cells)
    _delete_rows(connection, cells)
    write(connection, fold_cells(histories, Lineage(connection).saw))


def keep_chain(connection: Connection, chain: Chain) -> None:
    """Write down where the log stands."""
    connection.execute(update(meta_table).values(seq=chain.seq, hlc=chain.hlc, tips=chain.tips))


def choose(connection: Connection, keys: Iterable[bytes]) -> Select[tuple[bytes]]:
    """A sub-select over these keys, good until the next call on this connection."""
    _fill(connection, chosen, [{"key": key} for key in keys])
    return select(chosen.c.key)


def _fill(connection: Connection, scratch: TableClause, rows: Sequence[Json]) -> None:
    connection.execute(delete(scratch))
    for start in range(0, len(rows), PORTION):
        connection.execute(insert(scratch), list(rows[start : start + PORTION]))


def _histories(connection: Connection, cells: Sequence[Cell]) -> Folding:
    wanted = set(cells)
    # Sub-selects, not joins: a join made SQLite read the whole log in order to sort it.
    keys = select(refolding.c.key)
    births = select(*EVENT_COLUMNS).where(event_table.c.id.in_(keys))
    reaching = select(touch_table.c.seq).where(touch_table.c.cell.in_(keys))
    later = select(*EVENT_COLUMNS).where(event_table.c.seq.in_(reaching))
    found = {event.order: event for query in (births, later) for event in live_events(connection, query)}
    ordered = [found[order] for order in sorted(found)]
    return {cell: own for cell, own in by_cell(ordered).items() if cell in wanted}


def _delete_rows(connection: Connection, cells: Sequence[Cell]) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for cell in cells:
        names[cell.noun].append(cell.name)
    for noun, given in names.items():
        for name, key in TABLES[noun]:
            target = projected.tables[name]
            if key is None:
                connection.execute(delete(target))
            elif noun in BORN_BY_ONE:
                keys = select(refolding.c.key).where(refolding.c.noun == noun)
                connection.execute(delete(target).where(target.c[key].in_(keys)))
            else:
                _delete_named(connection, delete(target), target.c[key], given)


def _delete_named(connection: Connection, statement: Delete, key: Any, names: Sequence[str]) -> None:
    for name in names:
        connection.execute(statement.where(key == name))


def fold_cells(cells: Mapping[Cell, Sequence[Event]], saw: Saw = in_line) -> Rows:
    """The rows of every table that these cells give. `saw` tells who had seen what, where the log may have forked."""
    rows: Rows = defaultdict(list)
    for cell, events in cells.items():
        for name, some in fold_cell(cell.noun, events, saw).items():
            rows[name].extend(some)
    return rows


def write(connection: Connection, rows: Rows, *, tables: Mapping[str, Any] = projected.tables) -> None:
    """Insert rows, a portion at a time."""
    for name, some in rows.items():
        for start in range(0, len(some), PORTION):
            connection.execute(insert(tables[name]), some[start : start + PORTION])


def cells_of_steps(connection: Connection, steps: Sequence[bytes]) -> list[Cell]:
    """Every cell that the events of these steps write in, on or off."""
    of_steps = event_table.c.step.in_(choose(connection, steps))
    born = {kind: noun for noun, kind in BORN_BY_ONE.items()}
    cells: dict[Cell, None] = {}
    # By step alone: asked for one kind as well, the database may go through all codings there are.
    for event_id, kind in connection.execute(select(event_table.c.id, event_table.c.kind).where(of_steps)):
        if kind in born:
            cells[Cell(born[kind], event_id.hex())] = None
    # A memo is born by its own id like these, but may also write on a coding.
    alone = [kind for kind in born if kind != "memo.add"]
    others = select(*EVENT_COLUMNS).where(of_steps, event_table.c.kind.not_in([*alone, "switch"]))
    for row in connection.execute(others):
        cells.update((cell, None) for cell in later_cells(read_event(row)))
    return list(cells)


def switch_steps(connection: Connection, steps: Sequence[bytes], *, on: bool) -> None:
    """Turn steps on or off in `event.live` and fold what they touch again."""
    set_live(connection, steps, on=on)
    refold(connection, cells_of_steps(connection, steps))


def set_live(connection: Connection, steps: Sequence[bytes], *, on: bool) -> None:
    """Write for every event of these steps whether it is on."""
    if steps:
        of_steps = event_table.c.step.in_(choose(connection, steps))
        connection.execute(update(event_table).where(of_steps).values(live=literal(on)))


def projection_of(events: Iterable[Event], saw: Saw = in_line) -> Rows:
    """All rows of all tables, from the events that are on: what the tables must be."""
    return fold_cells(by_cell(events), saw)


def rebuild(connection: Connection) -> None:
    """Work out again from the log everything that is derived: which events are on, `touch`, and every table."""
    _rebuild_live(connection)
    _rebuild_touch(connection)
    rows = projection_of(live_events(connection), Lineage(connection).saw)
    for target in projected.tables.values():
        connection.execute(delete(target))
    write(connection, rows)


def steps_off(connection: Connection) -> list[bytes]:
    """The steps that the log's switches leave off."""
    off: set[str] = set()
    ordered = select(*EVENT_COLUMNS).where(event_table.c.kind == "switch")
    for row in connection.execute(ordered.order_by(event_table.c.hlc, event_table.c.id)):
        switch = read_event(row).payload
        (off.difference_update if switch["on"] else off.update)(switch["steps"])
    return [bytes.fromhex(step) for step in sorted(off)]


def _rebuild_live(connection: Connection) -> None:
    connection.execute(update(event_table).values(live=literal(True)))
    set_live(connection, steps_off(connection), on=False)


def _rebuild_touch(connection: Connection) -> None:
    connection.execute(delete(touch_table))
    events = connection.execute(select(event_table.c.seq, *EVENT_COLUMNS))
    rows = [{"cell": cell.key, "seq": seq} for seq, *rest in events for cell in set(later_cells(read_event(rest)))]
    write(connection, {touch_table.name: rows}, tables={touch_table.name: touch_table})


def dump(rows: Rows) -> list[str]:
    """The canonical dump: one JSON line a row, tables by name, rows by their own bytes. Equal on both databases."""
    lines: list[str] = []
    for name in sorted(projected.tables):
        lines += sorted(_dump_line(name, row) for row in rows.get(name, ()))
    return lines


def _dump_line(name: str, row: Json) -> str:
    shown = {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}
    return json.dumps([name, shown], sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def stored_rows(connection: Connection) -> Rows:
    """Every projected row as it stands in the database."""
    return {
        name: [dict(row) for row in connection.execute(select(target)).mappings()]
        for name, target in projected.tables.items()
    }

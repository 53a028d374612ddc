"""The properties of a union would notice if it, or the fold, did any of this wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from copies import Clock
from random_work import five_copies, undo_all_and_redo
from sqlalchemy import Connection, select

import qualkit as qk
from qualkit.store import fold, projection, undo, union
from qualkit.store.events import Event, joined_tips
from qualkit.store.kinds import Cell
from qualkit.store.lineage import Lineage, Runs, in_line
from qualkit.store.schema import event as table

Patch = pytest.MonkeyPatch


def removals_see_everything(patch: Patch) -> None:
    patch.setattr(fold, "holding", lambda events, removal, saw: [])


def a_removal_is_held_by_what_it_has_seen(patch: Patch) -> None:
    patch.setattr(fold, "holding", lambda events, removal, saw: [one for one in events if one.kind in fold.HOLDS])


def seen_is_earlier(patch: Patch) -> None:
    patch.setattr(Lineage, "saw", lambda self, earlier, later: in_line(earlier, later))


def runs_forget_what_their_parents_saw(patch: Patch) -> None:
    whole = Runs.saw

    def saw(self: Runs, earlier: Event, later: Event) -> bool:
        (run, _), (other, _) = self._place[earlier.id], self._place[later.id]
        return whole(self, earlier, later) and abs(run - other) < 2

    patch.setattr(Runs, "saw", saw)


def arrival_orders_everything(patch: Patch) -> None:
    def histories(connection: Connection, cells: Sequence[Cell]) -> Any:
        return by_arrival(connection, set(cells))

    patch.setattr(projection, "_histories", histories)


def arrival_orders_merges(patch: Patch) -> None:
    whole = projection._histories

    def histories(connection: Connection, cells: Sequence[Cell]) -> Any:
        found = whole(connection, cells)
        structures = {cell for cell in cells if cell.noun == "structure"}
        return found | by_arrival(connection, structures)

    patch.setattr(projection, "_histories", histories)


def by_arrival(connection: Connection, cells: set[Cell]) -> dict[Cell, list[Event]]:
    query = select(*projection.EVENT_COLUMNS).where(table.c.live).order_by(table.c.seq)
    every = projection.by_cell(map(projection.read_event, connection.execute(query)))
    return {cell: own for cell, own in every.items() if cell in cells}


def switches_are_forgotten(patch: Patch) -> None:
    patch.setattr(union, "set_live", lambda connection, steps, on: None)


def the_last_switch_to_arrive_counts(patch: Patch) -> None:
    def steps_off(connection: Connection) -> list[bytes]:
        off: set[str] = set()
        query = select(*projection.EVENT_COLUMNS).where(table.c.kind == "switch").order_by(table.c.seq)
        for row in connection.execute(query):
            switch = projection.read_event(row).payload
            (off.difference_update if switch["on"] else off.update)(switch["steps"])
        return [bytes.fromhex(step) for step in sorted(off)]

    patch.setattr(union, "steps_off", steps_off)


def switched_cells_are_not_folded(patch: Patch) -> None:
    patch.setattr(union, "cells_of_steps", lambda connection, steps: [])


def a_note_is_no_part_of_its_coding(patch: Patch) -> None:
    whole = projection.cells_of_steps

    def cells(connection: Connection, steps: Sequence[bytes]) -> list[Cell]:
        memos = select(table.c.step).where(table.c.kind == "memo.add")
        noted = set(connection.execute(memos).scalars())
        return [cell for cell in whole(connection, steps) if cell.noun != "coding" or not noted & set(steps)]

    patch.setattr(projection, "cells_of_steps", cells)


def texts_are_forgotten(patch: Patch) -> None:
    patch.setattr(union._Union, "_take_turns", lambda self, source, documents: None)


def tips_are_those_of_whoever_takes_in(patch: Patch) -> None:
    def move(self: Any, chain: Any) -> None:
        chain.seq, chain.hlc = self._seq, self._hlc
        chain.tips = joined_tips([chain.tips[:32], *(self.hashes - self._named)][:1])
        projection.keep_chain(self.connection, chain)

    patch.setattr(union._Union, "move", move)


def a_redo_in_turn_is_refused(patch: Patch) -> None:
    whole = undo.last_off_steps
    patch.setattr(undo, "last_off_steps", lambda connection, whose: (whole(connection, whose)[0], False))


BROKEN: Iterable[Callable[[Patch], None]] = (
    removals_see_everything,
    a_removal_is_held_by_what_it_has_seen,
    seen_is_earlier,
    runs_forget_what_their_parents_saw,
    arrival_orders_everything,
    arrival_orders_merges,
    switches_are_forgotten,
    the_last_switch_to_arrive_counts,
    switched_cells_are_not_folded,
    a_note_is_no_part_of_its_coding,
    texts_are_forgotten,
    tips_are_those_of_whoever_takes_in,
    a_redo_in_turn_is_refused,
)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_what_is_broken_is_caught(
    broken: Callable[[Patch], None], tmp_path: Path, clock: Clock, monkeypatch: Patch
) -> None:
    broken(monkeypatch)
    for seed in range(25):
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            *_copies, further = five_copies(folder, clock, seed, 14)
            undo_all_and_redo(further)
        except (AssertionError, LookupError, qk.QualkitError):
            return
    pytest.fail("nobody noticed")

"""Whatever people do in copies, by whatever clocks: one union, in any order, and nothing lost."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from copies import BEGIN, DAY, Clock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_work import (
    Work,
    begin,
    copies_of,
    five_copies,
    holds,
    looked,
    rows,
    state,
    true_dependants,
    undo_all_and_redo,
    united,
    worked,
)
from servers import new_database
from sqlalchemy import select

import qualkit as qk
from qualkit.errors import DependantsError
from qualkit.project import shapes, undoing
from qualkit.store import Store, read, schema
from qualkit.store.joining import merge_projects, open_to_read

SEEDS = st.integers(0, 10_000)
FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@FEW
@given(seed=SEEDS)
def test_five_copies_are_one_project_in_any_order(seed: int, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        *_copies, further = five_copies(Path(folder), clock, seed, 14)
        clock.set(BEGIN + 50 * DAY)
        assert undo_all_and_redo(further) > 6


def test_five_copies_of_four_hundred_acts_each(tmp_path: Path, clock: Clock) -> None:
    paths, works = copies_of(tmp_path, clock, 2026, 400)
    assert min(work.done for work in works) > 200
    a, b, c, d, e = paths
    one = united(a, [b, c, d, e], tmp_path / "en.qualkit")
    other = united(
        united(e, [c], tmp_path / "ec.qualkit"), [united(b, [d, a], tmp_path / "bda.qualkit")], tmp_path / "to"
    )
    assert looked(one, state) == looked(other, state) == looked(united(other, [a, one], tmp_path / "tre"), state)
    looked(one, holds)


def test_a_thousand_acts_undone_and_redone(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "studie.qualkit"
    begin(path, clock, 3)
    worked(path, "MB", clock, "3", 10, 1000)
    looked(path, holds)
    assert undo_all_and_redo(path) > 150
    looked(path, holds)


@FEW
@given(seed=SEEDS)
def test_a_log_that_never_forked_has_nothing_to_settle_but_names(seed: int, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "studie.qualkit"
        begin(path, clock, seed)
        worked(path, "MB", clock, str(seed), 10, 40)
        worked(path, "AK", clock, f"{seed}", -DAY, 40)
        looked(path, holds)
        # Two of one name can come by an undo alone.
        assert {entry.kind for entry in looked(path, state)[1]} <= {"names"}


@FEW
@given(seed=SEEDS)
def test_after_every_act_the_tables_are_what_the_log_says(seed: int, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, _works = copies_of(folder, clock, seed, 12, copies=2)
        store = Store.open(united(paths[0], paths[1:], folder / "en.qualkit"))
        work = Work(store, "LO", random.Random(seed), clock, BEGIN + 20 * DAY)
        for _ in range(15):
            work.one()
            with store.reading() as connection:
                holds(connection)
                before = rows(connection)
        store.rebuild()
        with store.reading() as connection:
            assert rows(connection) == before
        store.close()


@FEW
@given(seed=SEEDS)
def test_merged_and_undone_reads_as_before(seed: int, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, _works = copies_of(folder, clock, seed, 12, copies=2)
        store = Store.open(united(paths[0], paths[1:], folder / "en.qualkit"))
        clock.set(BEGIN + 20 * DAY)
        chance = random.Random(seed)
        for _ in range(6):
            with store.reading() as connection:
                book = read.codebook(connection)
                before, lines = read.codings(connection, book).sort_values("coding"), rows(connection)
            codes = [code.id for code in book]
            if len(codes) < 2:  # nearly all of them undone or merged
                continue
            try:
                with store.writing("LO") as writer:
                    writer.append(shapes.merge(book, chance.sample(codes, 2), codes[0]))
            except qk.RefusedError:
                continue
            with store.writing("LO") as writer:
                undoing.undo(writer, "LO", None, False, list)
            with store.reading() as connection:
                again = read.codings(connection, read.codebook(connection)).sort_values("coding")
                assert rows(connection) == lines
            assert again.reset_index(drop=True).equals(before.reset_index(drop=True))
        store.close()


@FEW
@given(seed=SEEDS)
def test_a_refused_undo_names_the_true_dependants(seed: int, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, _works = copies_of(folder, clock, seed, 20, copies=2)
        store = Store.open(united(paths[0], paths[1:], folder / "en.qualkit"))
        with store.reading() as connection:
            event = schema.event.c
            on = select(event.step).where(event.live, event.kind != "switch").distinct()
            steps = sorted(connection.execute(on).scalars())
            leaning = {step: true_dependants(connection, step) for step in steps}
        refused = 0
        for step in steps:
            named: set[str] = set()
            try:
                with store.trying("LO") as writer:
                    undoing.undo(writer, "LO", step.hex(), False, list)
            except DependantsError as error:
                named = set(error.steps)
                refused += 1
            assert named == {one.hex() for one in leaning[step]}
        assert refused > 3
        store.close()


@pytest.mark.parametrize("seed", [11, 12])
def test_a_file_and_a_server_come_to_the_same(
    tmp_path: Path, postgres_server: str, clock: Clock, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy on the server is made by taking a copy of the file into an empty project of the same identity."""
    paths, _works = copies_of(tmp_path, clock, seed, 25, copies=3)
    server = new_database(postgres_server)
    Store.create(server).close()
    store = Store.open(server)
    with store.writing("") as writer:
        writer.connection.execute(schema.meta.update().values(project=looked(paths[0], read.project_id)))
    store.close()
    store = Store.open(server)
    with open_to_read(paths[0]) as source:
        store.take_in(source, "kopien")
    store.close()
    assert looked(server, state) == looked(paths[0], state)
    worked_there = Store.open(server)
    Work(worked_there, "HE", random.Random(seed), clock, BEGIN + 20 * DAY).go_on(25)
    worked_there.close()
    merge_projects(paths[1], server, out=tmp_path / "en.qualkit")
    merge_projects(server, paths[1], out=tmp_path / "to.qualkit")
    found = looked(tmp_path / "en.qualkit", state)
    assert looked(tmp_path / "to.qualkit", state) == found
    looked(tmp_path / "en.qualkit", holds)
    store = Store.open(server)
    for path in (paths[1], tmp_path / "en.qualkit"):
        with open_to_read(path) as source:
            store.take_in(source, str(path))
    store.close()
    assert looked(server, state) == found
    looked(server, holds)

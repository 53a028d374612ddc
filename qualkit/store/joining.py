"""Two copies of one project brought together in a third file; both are left as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from qualkit.errors import ProjectError
from qualkit.store.backup import copy_checked
from qualkit.store.engine import is_server, open_engine, reading_engine, shown
from qualkit.store.faults import said_plainly
from qualkit.store.files import hidden_beside, put_in_place, refuse_leftovers, remove, taken, unmakeable
from qualkit.store.migrate import look_on_server, peek, refuse_newer
from qualkit.store.store import Store


def merge_projects(a: str | Path, b: str | Path, *, out: str | Path) -> Path:
    """Bring two copies of one project together in a new file: everything done in either, by whom it was done.

    The result is the same whichever comes first, and however often. What needs a person afterwards (two names given to
    one code, a code one of you merged and the other coded with) stands in `Project.review`. Either may be a file or,
    one of them, a PostgreSQL address. Answers the new file. Raises ProjectError where they are not copies of one
    project, or `out` is taken; NewerProjectError; IntegrityError where one is damaged. Nothing is left at `out` then.
    """
    if is_server(out):
        raise ProjectError("Two copies are brought together in a file. Give a name ending in .qualkit.", address=out)
    first, other = (b, a) if is_server(a) else (a, b)
    if is_server(first):
        raise ProjectError("At least one of the two copies must be a file.", address=shown(first))
    with left_as_it_is(first):
        return _merge(Path(first), other, Path(out))


def _merge(first: Path, other: str | Path, target: Path) -> Path:
    refuse_newer(str(first), peek(first))
    try:
        if target.exists():
            raise taken(target)
        refuse_leftovers(target)
        making = hidden_beside(target, "merging")
    except OSError as reason:
        raise unmakeable(target, reason) from reason
    try:
        with said_plainly(f"The copy of {first}"):
            copy_checked(first, making)
        _take_in(making, target, other)
        put_in_place(making, target)
    except OSError as reason:
        raise unmakeable(target, reason) from reason
    finally:
        remove(making)
    return target


def _take_in(making: Path, target: Path, other: str | Path) -> None:
    store = Store.open_copy(making, target)
    try:
        with open_to_read(other) as source:
            store.take_in(source, shown(other))
    finally:
        store.close()


@contextmanager
def open_to_read(address: str | Path) -> Iterator[Connection]:
    """The log of another copy, read without changing a byte of it. Raises ProjectError, NewerProjectError."""
    with left_as_it_is(address):
        if not is_server(address):
            refuse_newer(str(address), peek(Path(address)))
        engine = open_engine(address) if is_server(address) else reading_engine(Path(address))
        try:
            with said_plainly(shown(address)), engine.begin() as connection:
                if is_server(address):
                    refuse_newer(shown(address), look_on_server(connection, shown(address)))
                yield connection
        finally:
            engine.dispose()


@contextmanager
def left_as_it_is(address: str | Path) -> Iterator[None]:
    """Who only reads a project that nobody has open leaves an empty journal beside it; this takes that away again."""
    beside = None if is_server(address) else Path(f"{address}-wal")
    there = beside is None or beside.exists()
    try:
        yield
    finally:
        if beside is not None and not there and beside.exists():
            # The last that may write and closes it removes it. Where nothing may be written it has to stay.
            with suppress(sqlite3.Error), closing(sqlite3.connect(address, timeout=0)) as connection:
                connection.execute("PRAGMA schema_version").fetchone()

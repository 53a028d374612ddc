"""Copies of a project file that are whole, and putting one back without writing over anything newer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from qualkit.errors import BusyProjectError, ProjectError, RefusedError
from qualkit.store import read
from qualkit.store.engine import is_server, shown
from qualkit.store.faults import said_plainly
from qualkit.store.files import hidden_beside, put_in_place, refuse_leftovers, remove
from qualkit.store.migrate import peek, refuse_newer
from qualkit.store.store import Store


def backup(store: Store, folder: str | Path) -> Path:
    """Write a copy of the project into a folder, by SQLite's online backup, and check it by opening it.

    A plain copy of an open file lacks what is still in its journal. Returns the copy's path; raises ProjectError.
    """
    store.refuse_closed()
    if store.path is None:
        raise ProjectError(
            "A project on a server is backed up with the server's own tools (pg_dump).", address=store.address
        )
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = _free_name(folder, store.path)
        copy.touch(mode=0o600, exist_ok=False)
    except OSError as reason:
        raise _unwritable(folder, reason) from reason
    try:
        with said_plainly(f"The backup {copy}"):
            copy_checked(store.path, copy)
    except OSError as reason:
        remove(copy)
        raise _unwritable(folder, reason) from reason
    except BaseException:
        remove(copy)
        raise
    return copy


def _unwritable(folder: Path, reason: OSError) -> ProjectError:
    return ProjectError(
        f"No backup can be written to {folder} ({reason.strerror}). Choose a folder you may write in.",
        address=folder,
    )


def _free_name(folder: Path, source: Path) -> Path:
    stamp = f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    copy = folder / f"{source.stem}-{stamp}{source.suffix}"
    number = 1
    while copy.exists():
        number += 1
        copy = folder / f"{source.stem}-{stamp}-{number}{source.suffix}"
    return copy


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def copy_checked(source: Path, target: Path) -> None:
    """Copy, and look: everything that was there before must have come along, and nothing else.

    Others may write while the copy is made, so the copy may have what they wrote, or not.
    """
    before = _hashes(source)
    _copy(source, target)
    _refuse_other_log(target, before, _hashes(source), source)


def _copy(source: Path, target: Path) -> None:
    with _reading(source) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # The copy is one file: no journal of its own beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def _refuse_other_log(copy: Path, least: set[bytes], most: set[bytes], source: Path) -> None:
    """Raise ProjectError unless the copy is sound and its events are at least these and at most those."""
    with _reading(copy) as connection:
        damage = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if damage != "ok":
        raise ProjectError(f"The copy {copy} is damaged ({damage}). Check the disk and try again.", address=copy)
    if not least <= _hashes(copy) <= most:
        raise ProjectError(f"{copy} has not become a copy of {source}. Check the disk and try again.", address=copy)


def _hashes(path: Path) -> set[bytes]:
    with _reading(path) as connection:
        return {row[0] for row in connection.execute("SELECT hash FROM event")}


def restore(copy: str | Path, address: str | Path) -> Path:
    """Put a backup back at a file name. Never over a project that is open, another project, or one that holds an
    event the backup lacks; then nothing is changed and the sentence says what to do.

    Returns the restored project's path. Raises ProjectError, RefusedError, BusyProjectError.
    """
    copy, target = Path(copy), Path(address)
    if is_server(address):
        raise ProjectError("A backup is restored to a file. Give a name ending in .qualkit.", address=shown(address))
    # Looked at without being opened as a project: that would bring an older backup up to date, and so change it.
    refuse_newer(str(copy), peek(copy))
    try:
        there = target.exists()
        if there:
            with said_plainly(str(target)):
                _refuse_loss(copy, target)
        refuse_leftovers(target)
        with said_plainly(f"The copy restored to {target}"):
            _put_back(copy, target, over=there)
    except OSError as reason:
        raise ProjectError(
            f"The backup cannot be written to {target} ({reason.strerror}). Choose another place.", address=target
        ) from reason
    return target


def _put_back(copy: Path, target: Path, *, over: bool) -> None:
    fresh = hidden_beside(target, "restoring")
    try:
        copy_checked(copy, fresh)
        if over:
            fresh.replace(target)
        else:
            put_in_place(fresh, target)
    finally:
        remove(fresh)
    # Once more under its own name: what lies beside a database belongs to it too.
    whole = _hashes(copy)
    _refuse_other_log(target, whole, whole, copy)


def _refuse_loss(copy: Path, target: Path) -> None:
    if copy.resolve() == target.resolve():
        raise RefusedError(f"{copy} is that very file. Name the backup first and the place to restore it to second.")
    peek(target)
    if _project_of(copy) != _project_of(target):
        raise RefusedError(f"{target} is another project. Restore to a new name.")
    if is_open(target):
        raise BusyProjectError(f"{target} is open in another program. Close it there first.", address=target)
    newer = len(_hashes(target) - _hashes(copy))
    if newer:
        raise RefusedError(
            f"{target} holds {newer} event(s) that the backup lacks, and restoring would lose them. Restore to a new "
            "name, or move the file away first."
        )


def is_open(path: Path) -> bool:
    """Whether another program has a project file open: that keeps a WAL database from being turned into a plain one.

    On a network drive a project is a plain database, and there it can only be seen while a step is being read or
    written: a program that has it open and does nothing holds no lock. So this is the best that can be known there.
    """
    with said_plainly(str(path)), closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
        except sqlite3.OperationalError as reason:
            if "locked" not in str(reason):
                raise
            return True
    return False


def _project_of(path: Path) -> bytes:
    with _reading(path) as connection:
        return bytes(connection.execute("SELECT project FROM meta").fetchone()[0])


def copies_near(store: Store) -> tuple[Path, ...]:
    """Other files of the same project in its folder and the folders in that: backups, copies made before an update."""
    if store.path is None:
        return ()
    own = store.path.resolve()
    with store.reading() as connection:
        project = read.project_id(connection)
    near = sorted({*own.parent.glob("*.qualkit"), *own.parent.glob("*/*.qualkit")})
    return tuple(path for path in near if path.resolve() != own and _is_copy(path, project))


def _is_copy(path: Path, project: bytes) -> bool:
    try:
        return _project_of(path) == project
    except (sqlite3.Error, TypeError):
        return False

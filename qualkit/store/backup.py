"""Copies of a project file that are whole, and putting one back without writing over anything newer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from qualkit.errors import BusyProjectError, ProjectError, RefusedError
from qualkit.store.engine import is_server, peek
from qualkit.store.migrate import refuse_newer
from qualkit.store.store import Store


def backup(store: Store, folder: str | Path) -> Path:
    """Write a copy of the project into a folder, by SQLite's online backup, and check it by opening it.

    A plain copy of an open file lacks what is still in its journal. Returns the copy's path; raises ProjectError.
    """
    if store.path is None:
        raise ProjectError("A project on a server is backed up with the server's own tools (pg_dump).", address="")
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = _free_name(folder, store.path)
        copy.touch(mode=0o600, exist_ok=False)
    except OSError as reason:
        raise ProjectError(
            f"No backup can be written to {folder} ({reason.strerror}). Choose a folder you may write in.",
            address=folder,
        ) from reason
    try:
        _copy(store.path, copy)
        _same_log(store.path, copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _free_name(folder: Path, source: Path) -> Path:
    stamp = f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    copy = folder / f"{source.stem}-{stamp}{source.suffix}"
    number = 1
    while copy.exists():
        number += 1
        copy = folder / f"{source.stem}-{stamp}-{number}{source.suffix}"
    return copy


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _copy(source: Path, target: Path) -> None:
    with closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # The copy is one file: no journal of its own beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def _same_log(source: Path, copy: Path) -> None:
    with closing(_reading(copy)) as connection:
        damage = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if damage != "ok":
        raise ProjectError(f"The copy {copy} is damaged ({damage}). Check the disk and try again.", address=copy)
    missing = _hashes(copy) - _hashes(source)
    if missing:
        raise ProjectError(f"The copy {copy} is not a copy of {source}. Try again.", address=copy)


def _hashes(path: Path) -> set[bytes]:
    with closing(_reading(path)) as connection:
        return {row[0] for row in connection.execute("SELECT hash FROM event")}


def restore(copy: str | Path, address: str | Path) -> Path:
    """Put a backup back at a file name. Never over a project that is open, another project, or one that holds an
    event the backup lacks; then nothing is changed and the sentence says what to do.

    Returns the restored project's path. Raises ProjectError, RefusedError, BusyProjectError.
    """
    copy, target = Path(copy), Path(address)
    if is_server(str(address)):
        raise ProjectError("A backup is restored to a file. Give a name ending in .qualkit.", address=str(address))
    # Looked at without being opened as a project: that would bring an older backup up to date, and so change it.
    refuse_newer(copy, *peek(copy)[1:])
    if target.exists():
        _refuse_loss(copy, target)
    fresh = target.with_name(f".{target.name}.restoring")
    fresh.unlink(missing_ok=True)
    try:
        fresh.touch(mode=0o600)
        _copy(copy, fresh)
        _same_log(copy, fresh)
        fresh.replace(target)
    except OSError as reason:
        raise ProjectError(
            f"The backup cannot be written to {target} ({reason.strerror}). Choose another place.", address=target
        ) from reason
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _refuse_loss(copy: Path, target: Path) -> None:
    if copy.resolve() == target.resolve():
        raise RefusedError(f"{copy} is that very file. Name the backup first and the place to restore it to second.")
    peek(target)
    if is_open(target):
        raise BusyProjectError(f"{target} is open in another program. Close it there first.", address=target)
    if _project_of(copy) != _project_of(target):
        raise RefusedError(f"{target} is another project. Restore to a new name.")
    newer = len(_hashes(target) - _hashes(copy))
    if newer:
        raise RefusedError(
            f"{target} holds {newer} event(s) that the backup lacks, and restoring would lose them. Restore to a new "
            "name, or move the file away first."
        )


def is_open(path: Path) -> bool:
    """Whether another program has a project file open: that keeps a WAL database from being turned into a plain one."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
        except sqlite3.OperationalError:
            return True
    return False


def _project_of(path: Path) -> bytes:
    with closing(_reading(path)) as connection:
        return bytes(connection.execute("SELECT project FROM meta").fetchone()[0])

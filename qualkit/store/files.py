"""Project files as files: made privately, put in place whole, and never over somebody else's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qualkit.errors import ProjectError, RefusedError

#: What SQLite keeps beside a database: the write-ahead log, its index, and the rollback journal.
_BESIDE = ("-wal", "-shm", "-journal")


def hidden_beside(path: Path, doing: str) -> Path:
    """An empty, hidden file of our own beside `path`, readable by its owner only. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=f".{doing}", dir=path.parent)
    os.close(handle)
    return Path(name)


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name. Raises ProjectError where that name is taken, OSError where it cannot be done."""
    try:
        # A rename would write over a file that somebody has made meanwhile; a link does not.
        os.link(made, path)
    except FileExistsError:
        raise taken(path) from None
    except OSError:
        _rename(made, path)
    made.unlink(missing_ok=True)


def _rename(made: Path, path: Path) -> None:
    """For a drive without links: claim the name with an empty file, then write over that."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise taken(path) from None
    made.replace(path)


def remove(path: Path) -> None:
    """Remove a database file of our own, and what SQLite has left beside it."""
    for one in (path, *_beside(path)):
        one.unlink(missing_ok=True)


def refuse_leftovers(path: Path) -> None:
    """Raise RefusedError where the journal of a file that is gone lies beside `path`.

    SQLite would play it back into whatever file gets that name, and so damage it. It may also hold the last steps of
    the file that is gone, so it is not ours to remove.
    """
    left = [one.name for one in _beside(path) if one.exists()]
    if left and not path.exists():
        raise RefusedError(
            f"{path} is gone, but {', '.join(left)} still lies beside it and would be mixed into the new file. If you "
            "have the old file, put it back next to it and open it; if not, move it away. Or choose another name."
        )


def taken(path: Path) -> ProjectError:
    """The error for a name that is in use."""
    return ProjectError(f"{path} is there already. Open it, or choose another name.", address=path)


def unmakeable(path: Path, reason: OSError) -> ProjectError:
    """The error for a file that cannot be made."""
    return ProjectError(
        f"{path} cannot be made ({reason.strerror}). Choose a folder that is there and that you may write in.",
        address=path,
    )


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _BESIDE]

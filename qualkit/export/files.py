"""Writing a file whole or not at all: made beside the old one under another name, then moved into its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from qualkit.errors import ExportError


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A new, empty file in the same folder; where the block ends well it takes the place of `path`.

    Interrupted, it is deleted and what stood at `path` still stands, whole. A link is followed; a file that stood there
    keeps its permissions. Raises ExportError, a sentence, for every fault of the file system.
    """
    target = Path(path).resolve()
    draft = target.with_name(f".qualkit-{uuid.uuid4().hex[:8]}{target.suffix}")
    try:
        if target.is_dir():
            raise IsADirectoryError
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError  # moving over it would work, but somebody has protected it
        draft.touch(exist_ok=False)
        if target.exists():
            shutil.copymode(target, draft)
        yield draft
        _settle(draft)
        draft.replace(target)
    except OSError as fault:
        raise ExportError(_sentence(fault, target), path=target) from fault
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _settle(draft: Path) -> None:
    """Have the words on the disk before the name points to them, so that a power cut leaves the old file or the new."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())


def _sentence(fault: OSError, target: Path) -> str:
    if isinstance(fault, IsADirectoryError):
        return f"{target} is a folder. Give the file a name inside it."
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return f"{target} cannot be written: there is no folder {target.parent}. Make it, or choose another."
    if isinstance(fault, PermissionError):
        return (
            f"{target} cannot be written: you may not write there, or the file is open in another program. "
            "Close it there, or choose another name or folder."
        )
    return f"{target} cannot be written: {fault.strerror or fault}. What stood there before still stands."

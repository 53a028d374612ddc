"""A version of the codebook into its folder: the version's own file and the history, both or neither."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from qualkit.codebook.folder import Next
from qualkit.codebook.history import HISTORY, Entry, history_yaml
from qualkit.errors import ExportError
from qualkit.export.files import replacing


def write_version(folder: Path, version: Next | None, entries: Sequence[Entry]) -> None:
    """Write vNN.yaml (where there is one to write), then history.yaml (where there are entries).

    Killed in between, the folder holds a version that its history does not tell of yet; the next export completes it.
    Raises ExportError, and what stood there still stands.
    """
    if version is None and not entries:
        return
    made: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(folder / HISTORY) as history:
            history.write_text(history_yaml(entries), encoding="utf-8", newline="\n")
            if version is not None:
                made = _write_new(folder / f"{version.entry.version}.yaml", version.text)
    except BaseException as fault:
        if made is not None:
            with contextlib.suppress(OSError):
                made.unlink()
        if isinstance(fault, OSError):
            raise ExportError(
                f"{folder} cannot be made ({fault.strerror}). Choose another folder.", path=folder
            ) from fault
        raise


def _write_new(path: Path, text: str) -> Path:
    if path.exists():
        raise ExportError(f"{path} is there already. Export again.", path=path)
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
    return path

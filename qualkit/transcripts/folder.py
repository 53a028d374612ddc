"""Which files of a folder are transcripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from qualkit.errors import ReadError
from qualkit.language import collation_key
from qualkit.transcripts.repair import shown

# Files that may lie beside the transcripts and are none: the study's own tables, its project file, and the system's.
NOT_TRANSCRIPTS = frozenset(
    ("informants.csv", "documents.csv", "names.csv", "codings.csv", "thumbs.db", "desktop.ini", "__init__.py")
)
_NOT_ENDINGS = (".md", ".qualkit", ".qualkit-wal", ".qualkit-shm", ".qualkit-journal", ".yaml", ".yml")


def table_in(folder: Path, name: str) -> Path | None:
    """The folder's own table of this name, written in any case (Excel people save Informants.csv); None without one.

    Whatever it is, a folder or a broken link too: opening it says what is wrong, where passing it by would read the
    transcripts as if there were none.
    """
    try:
        near = sorted((path for path in folder.iterdir() if path.name.casefold() == name), key=lambda path: path.name)
    except OSError:
        return None
    return next((path for path in near if path.name == name), near[0] if near else None)


def files_in(folder: Path, note: Callable[[ReadError], None]) -> list[Path]:
    """The files of a folder and its subfolders that should be transcripts, in collation order.

    Hidden files and folders, Word's lock files and the study's own tables are none; linked folders are not entered.
    A subfolder that may not be read is noted. Raises ReadError where there is no such file.
    """
    closed: list[ReadError] = []
    files = sorted(
        _found(folder, closed.append), key=lambda path: [collation_key(part) for part in path.relative_to(folder).parts]
    )
    for error in closed:
        note(error)
    if not files and not closed:
        raise ReadError(
            f"There are no transcripts in {shown(str(folder))}. Check that it is the right folder.", path=folder
        )
    return files


def _found(folder: Path, note: Callable[[ReadError], None]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        name = shown(str(error.filename))
        note(ReadError(f"The folder {name} may not be read. Give yourself access to it.", path=name))

    for here, subfolders, files in os.walk(folder, onerror=refuse):
        subfolders[:] = [name for name in subfolders if not name.startswith((".", "__"))]
        yield from (Path(here, name) for name in files if _may_be_a_transcript(name))


def _may_be_a_transcript(name: str) -> bool:
    low = name.casefold()
    own = low in NOT_TRANSCRIPTS or low.endswith(_NOT_ENDINGS) or low.startswith("readme")
    return not own and not name.startswith((".", "~$"))

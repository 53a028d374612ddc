"""A codebook's folder: which version is the newest, what its history comes to, and the version that comes next. Reads;
writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.codebook.files import as_yaml, fingerprint, in_use, parse_codebook, read_codebook, version_files
from qualkit.codebook.history import HISTORY, Entry, Replayed, number_of, read_history, replayed
from qualkit.codebook.operations import Signed, operations
from qualkit.codebook.tree import Codebook
from qualkit.errors import CodebookError, IntegrityError


@dataclass(frozen=True, slots=True)
class Folder:
    """A codebook's folder as it stands. `book` is the newest file's, `state` what the history comes to; both None where
    there is no version yet. `gaps` are versions whose files stand there and that history.yaml does not tell of; their
    entries have been made up from the files."""

    path: Path
    newest: str = ""
    book: Codebook | None = None
    entries: tuple[Entry, ...] = ()
    state: Replayed | None = None
    gaps: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The newest version's number, 0 where there is none."""
        return number_of(self.newest) or 0

    @property
    def told_right(self) -> bool:
        """True where replaying the history gives what the newest file says."""
        return self.state is not None and self.book is not None and fingerprint(self.state.book) == self.said

    @property
    def said(self) -> str:
        """The fingerprint of the newest file."""
        return fingerprint(self.book) if self.book is not None else ""


def read_folder(path: Path) -> Folder:
    """A folder that may be new, empty, or hold versions. Raises CodebookError where a file of it is not right."""
    if not path.exists():
        return Folder(path)
    if not path.is_dir():
        raise CodebookError(f"{path} is a file. Name the folder that holds v01.yaml, v02.yaml …", path=path)
    entries, files = read_history(path / HISTORY), version_files(path)
    if entries and (number_of(entries[-1].version) or 0) > max(files, default=0):
        said = f"{path / HISTORY} tells of {entries[-1].version}, but there is no such file beside it. Put it back."
        raise CodebookError(said, path=path / HISTORY, line=entries[-1].lines[0])
    if not files:
        return Folder(path)
    book = read_codebook(files[max(files)])
    told = number_of(entries[-1].version) or 0 if entries else 0
    missing = [files[number] for number in sorted(files) if number > told]
    if not entries:
        entries = (Entry(missing.pop(0).stem),)
    state = replayed(path, entries)
    for file in missing:
        entry, state = next_entry(state, Entry(file.stem), read_codebook(file))
        entries = (*entries, entry)
    gaps = tuple(files[number].stem for number in sorted(files) if number > told)
    return Folder(path, files[max(files)].stem, book, entries, state, gaps)


def next_entry(state: Replayed, entry: Entry, book: Codebook, signed: Signed | None = None) -> tuple[Entry, Replayed]:
    """The entry with the changes that make what the history came to into this book, and what it comes to then."""
    changes = operations(state.book, book, known=state.ids, signed=signed or {})
    made = replace(entry, changes=tuple(changes))
    after = state.then(made, Path(HISTORY))
    order = tuple(theme.id for theme in book.themes)
    if tuple(theme.id for theme in after.book.themes) != order:
        made = replace(made, themes=order)
        after = state.then(made, Path(HISTORY))
    if fingerprint(after.book) != fingerprint(book):
        raise IntegrityError(f"The changes listed for {entry.version} do not give its codebook. Nothing was written.")
    return made, after


@dataclass(frozen=True, slots=True)
class Next:
    """A version to write: its entry in the history, its codebook, and the texts of both files."""

    entry: Entry
    book: Codebook
    text: str
    entries: tuple[Entry, ...]


def next_version(folder: Folder, book: Codebook, entry: Entry, signed: Signed | None = None) -> Next:
    """The project's codebook as the version that `entry` names, after all that stands in the folder.

    Raises CodebookError where the codebook is not valid as it is.
    """
    used = in_use(book)
    named = Codebook(used, used.themes, name=book.name, version=entry.version, strict=False)
    text = as_yaml(named)
    # As it will be read back, so that the history is of what stands in the files.
    again = parse_codebook(text, folder.path / f"{entry.version}.yaml")
    whole = Codebook(
        again, again.themes, name=again.name, version=again.version, merged=book.merged, splits=book.splits
    )
    if folder.state is None:
        return Next(entry, whole, text, (entry,))
    made, after = next_entry(folder.state, entry, whole, signed)
    if as_yaml(after.book) != text:
        raise IntegrityError(f"The history of {entry.version} does not give its file. Nothing was written.")
    return Next(made, whole, text, (*folder.entries, made))

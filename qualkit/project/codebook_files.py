"""A codebook's files and the project: what an export writes, and what reading in a file edited by hand comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from qualkit.codebook import Codebook, Question, ReadIn, changes_between, fingerprint, in_use, read_folder, read_in
from qualkit.codebook.folder import Folder, Next, next_version
from qualkit.codebook.history import HISTORY, Entry
from qualkit.errors import RefusedError, UnansweredError, UnknownNameError
from qualkit.project.operations import drafts, frame
from qualkit.records import plain
from qualkit.store import Connection, authors, moments, read
from qualkit.store.events import Draft


@dataclass(frozen=True, slots=True)
class SavedCodebook:
    """What `export_codebook` did: the newest `version` of the folder and its `path`, the files that were `written` now
    (or would be; none where the newest says it already), and the `changes` since the version before it, with the
    columns of `codebook_changes(…).frame`."""

    version: str
    path: Path
    written: tuple[Path, ...]
    changes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class CodebookChanges:
    """What reading a codebook's file in would change, or has changed.

    `frame` has one row a change: op (create, move, rename, redefine, merge, retire, revive), noun (code, theme or
    codebook), id, name (a code's path), field, before, after. `questions` have no answer yet: each has an `id`, `said`
    and its `answers`. `remarks` are sentences of what was taken for granted, or is left as it is.
    """

    frame: pd.DataFrame
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export writes: the version (None: only the history), the history's entries, and the log's event."""

    saved: SavedCodebook
    version: Next | None
    entries: tuple[Entry, ...]
    draft: Draft | None


def plan_export(connection: Connection, folder: Path, who: str, why: str) -> ExportPlan:
    """What comes next in a codebook's folder.

    Raises RefusedError where the folder holds what the project does not know, CodebookError where it does not read.
    """
    found = read_folder(folder)
    present = read.codebook(connection)
    name = present.name or (found.book.name if found.book else "") or plain(folder.resolve().name)
    book = _called(present, name, present.version)
    if found.book is not None and found.said == fingerprint(in_use(book)) and found.told_right:
        return _nothing_new(connection, found, who, why, present.name)
    known = authors.known_files(connection)
    if found.book is not None and found.said not in known and not _was(connection, found):
        raise RefusedError(
            f"{folder / found.newest}.yaml says what this project does not know: somebody has edited it, or saved it "
            f"from another copy. Read it in first (import_codebook), and export again."
        )
    version = _next_free(connection, found, book)
    entry = Entry(version, authors.last_day(connection), who, why)
    signed = authors.last_writes(connection, known.get(found.said, 0))
    after = next_version(found, book, entry, signed)
    old = found.state.book if found.state else Codebook((), name=name)
    ids = found.state.ids if found.state else ()
    changes = changes_between(old, after.book)
    told = [replace(one, kind="revive") if one.kind == "create" and one.id in ids else one for one in changes]
    path = folder / f"{version}.yaml"
    saved = SavedCodebook(version, path, (path, folder / HISTORY), frame(told, old, after.book))
    named = _naming(connection, after.book, ["saved", fingerprint(after.book)])
    return ExportPlan(saved, after, after.entries, named)


def _nothing_new(connection: Connection, found: Folder, who: str, why: str, name: str) -> ExportPlan:
    """The newest file says it already. What an interrupted export left is done: its entry, its name in the log."""
    assert found.book is not None
    entries = tuple(
        Entry(one.version, authors.last_day(connection), who, why, one.changes, one.themes)
        if one.version == found.newest and one.version in found.gaps
        else one
        for one in found.entries
    )
    names = {one.name.casefold() for one in moments.versions(connection)}
    named = not names.isdisjoint({found.newest.casefold(), found.book.version.casefold()})
    book = _called(found.book, found.book.name, found.newest)
    # Where the export that named it has been undone, it is named again.
    draft = None if named and name == found.book.name else _naming(connection, book, ["saved", found.said])
    written = (found.path / HISTORY,) if found.gaps else ()
    same = SavedCodebook(found.newest, found.path / f"{found.newest}.yaml", written, frame((), found.book, found.book))
    return ExportPlan(same, None, entries if found.gaps else (), draft)


def _called(book: Codebook, name: str, version: str) -> Codebook:
    named = {"name": name, "version": version}
    return Codebook(
        book, book.themes, **named, merged=book.merged, former=book.former, splits=book.splits, strict=False
    )


def _was(connection: Connection, found: Folder) -> bool:
    """True where the project's codebook, as of the version of the newest file's name, says what the file says: logs
    written before fingerprints were kept know their files so."""
    try:
        then = read.codebook_at(connection, found.newest)
    except UnknownNameError:
        return False
    return fingerprint(in_use(then)) == found.said


def _same_as_version(connection: Connection, version: str, book: Codebook) -> bool:
    """True where the log has no version of this name, or one that says the same."""
    names = [one.name.casefold() for one in moments.versions(connection)]
    if version.casefold() not in names:
        return True
    try:
        then = read.codebook_at(connection, version)
    except UnknownNameError:
        return False
    return fingerprint(in_use(then)) == fingerprint(in_use(book))


def _next_free(connection: Connection, found: Folder, book: Codebook) -> str:
    """The next number. One that the log knows as another codebook is left out; a new folder begins with v01."""
    number = found.number + 1
    while found.number and not _same_as_version(connection, f"v{number:02d}", book):
        number += 1
    return f"v{number:02d}"


def _naming(connection: Connection, book: Codebook, file: list[str]) -> Draft:
    """The log's word that this is a version from now on. A name it knows already is not given twice."""
    known = {one.name.casefold() for one in moments.versions(connection)}
    words = {} if book.version.casefold() in known or not book.version else {"version": book.version}
    return Draft("project.set", {"file": file}, {"codebook": book.name, **words})


def read_file(connection: Connection, file: Codebook, choices: Mapping[str, str]) -> tuple[CodebookChanges, ReadIn]:
    """What reading a file in comes to, as a person sees it and as the log will have it."""
    present = read.codebook(connection)
    found = read_in(present, file, choices)
    rows = frame(found.changes, present, found.target)
    remarks = (*_since(connection, file, present), *found.remarks) if len(rows) else found.remarks
    return CodebookChanges(rows, found.questions, remarks), found


def _since(connection: Connection, file: Codebook, present: Codebook) -> list[str]:
    """A word where the file builds on a version that the project has gone on from: the changes lead back, too."""
    if _same_as_version(connection, file.version, present):
        return []
    said = (
        f"The codebook has been changed since {file.version}. Where the file does not say so too, that is taken back."
    )
    return [said]


def import_drafts(connection: Connection, file: Codebook, found: ReadIn) -> list[Draft]:
    """The events that make the project's codebook say what the file says; none where it does.

    Raises UnansweredError where something is left open, RefusedError for what no single act would be allowed to do.
    """
    if found.questions:
        listed = " ".join(f"{one.said} [{one.id}={'|'.join(one.answers)}]" for one in found.questions)
        raise UnansweredError(
            f"The file leaves {len(found.questions)} question(s) open; pass choices= to answer. {listed}",
            questions={one.id: (one.said, one.answers) for one in found.questions},
        )
    if found.problems:
        raise RefusedError(f"The file cannot be read in: {found.problems[0]} (A retired code keeps its name.)")
    present = read.codebook(connection)
    events = drafts(found.changes)
    if not events and found.target.name == present.name:
        return []
    named = _naming(connection, _called(found.target, found.target.name, _version_of(file)), [])
    return [Draft(named.kind, {"file": ["read", fingerprint(file)]}, named.words), *events]


def _version_of(file: Codebook) -> str:
    """The file's version, unless it would be taken for a date."""
    return "" if file.version[:4].isdigit() else file.version

"""Files and folders into transcripts, keyed to informants; what cannot be read gets a sentence and stops nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from qualkit.errors import QualkitError, ReadError
from qualkit.informants import Register
from qualkit.records import Transcript
from qualkit.transcripts._base import open_source
from qualkit.transcripts.documents import DocumentEntry, documents_with_problems
from qualkit.transcripts.folder import files_in, table_in
from qualkit.transcripts.formats import reader_for
from qualkit.transcripts.keying import Key, transcript
from qualkit.transcripts.register import register_with_problems
from qualkit.transcripts.repair import clean_name, shown

Paths = str | Path | Iterable[str | Path]
Progress = Callable[[int, int, str], None]


class Transcripts(list[Transcript]):
    """A list of transcripts. `problems` holds an error, with its sentence, for each file that was not read."""

    def __init__(self, transcripts: Iterable[Transcript] = (), problems: Iterable[QualkitError] = ()) -> None:
        super().__init__(transcripts)
        self.problems: list[QualkitError] = list(problems)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The register and the documents a file is read with. `waiting` are documents whose row cannot be trusted."""

    register: Register | None = None
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()


Informants = str | Path | Register | None
Documents = str | Path | Mapping[str, DocumentEntry] | None
Note = Callable[[QualkitError], None]


def load_transcripts(
    path_or_paths: Paths,
    *,
    informants: Informants = None,
    documents: Documents = None,
    on_error: Literal["raise", "collect"] = "raise",
    progress: Progress | None = None,
) -> Transcripts:
    """The transcripts in a file, a folder, or several of these, in the order given; a folder in collation order.

    `informants` and `documents` are paths, or what `read_informants` and `read_documents` gave; where they are None,
    a folder's own informants.csv and documents.csv are used. Subfolders are read, hidden ones not. `progress` is
    called after each file with how many are done, how many there are, and the name.

    Raises the first problem (ReadError, RegisterError); with `on_error="collect"` the good ones are returned, and
    `.problems` has the rest. An unknown speaker is not a problem here: see `unknown_speakers`.
    """
    if on_error not in ("raise", "collect"):
        raise ValueError(f"on_error is «raise» or «collect», not {on_error!r}.")
    loaded = Transcripts()

    def note(error: QualkitError) -> None:
        if on_error == "raise":
            raise error
        loaded.problems.append(error)

    tasks = list(_tasks(_roots(path_or_paths, informants, documents, note), note))
    taken: dict[str, Path] = {}
    for done, (file, tables) in enumerate(tasks, 1):
        try:
            loaded.append(_load(file, tables, taken))
        except QualkitError as error:
            note(error)
        if progress is not None:
            progress(done, len(tasks), shown(file.name))
    return loaded


def _roots(given: Paths, informants: Informants, documents: Documents, note: Note) -> Iterator[tuple[Path, _Tables]]:
    """Each path given with its tables. Where a table cannot be read at all, nothing is read that needs it: unkeyed
    words would look like a study without a register."""
    roots = [Path(given)] if isinstance(given, str | Path) else [Path(one) for one in given]
    try:
        common = _tables(informants, documents, note)
    except QualkitError as error:
        note(error)
        return
    for root in roots:
        beside = [table_in(root, name) for name in ("informants.csv", "documents.csv")]
        try:
            own = _tables(beside[0] if informants is None else None, beside[1] if documents is None else None, note)
        except QualkitError as error:
            note(error)
            continue
        yield (
            root,
            _Tables(
                own.register if informants is None else common.register,
                own.documents if documents is None else common.documents,
                own.waiting | common.waiting,
            ),
        )


def _tasks(roots: Iterable[tuple[Path, _Tables]], note: Note) -> Iterator[tuple[Path, _Tables]]:
    """Each file to be read, with its tables; a document whose row cannot be trusted waits."""
    for root, tables in roots:
        try:
            files = files_in(root, note) if _is_folder(root) else [root]
        except QualkitError as error:
            note(error)
            continue
        yield from ((file, tables) for file in files if not _waits(clean_name(file.stem), tables))


def _is_folder(path: Path) -> bool:
    """False too for a path that is too long, or lies where we may not look: opening it as a file says so."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _waits(name: str, tables: _Tables) -> bool:
    """True where the document's row cannot be trusted; case decides only where another row has it as written."""
    near = {doubtful.casefold() for doubtful in tables.waiting}
    return name in tables.waiting or (name not in tables.documents and name.casefold() in near)


def _tables(informants: Informants, documents: Documents, note: Note) -> _Tables:
    """The tables, read where they are files. What is wrong with a row is noted, and the others stand."""
    problems: list[QualkitError] = []
    waiting: frozenset[str] = frozenset()
    if isinstance(informants, str | Path):
        informants, found = register_with_problems(Path(informants))
        problems += found
    if isinstance(documents, str | Path):
        documents, doubtful = documents_with_problems(Path(documents))
        problems += [error for _, error in doubtful]
        waiting = frozenset(name for name, _ in doubtful)
    for error in problems:
        note(error)
    return _Tables(informants, documents or {}, waiting)


def _load(path: Path, tables: _Tables, taken: dict[str, Path]) -> Transcript:
    """One transcript. `taken` remembers which file has which name."""
    name = clean_name(path.stem)
    if name in taken:
        other = taken[name]
        # Two files of one name lie in different folders.
        this, that = (path.name, other.name) if path.name != other.name else (str(path), str(other))
        raise ReadError(
            f"{shown(this)} would be called {name}, as {shown(that)} is already. Give one of the files another name.",
            path=path,
        )
    source = open_source(path)
    key = Key(_entry(tables.documents, name), tables.register)
    key.check(source.name)
    made = transcript(source, reader_for(source).read(source, key.known), key, name)
    taken[name] = path
    return made


def _entry(documents: Mapping[str, DocumentEntry], name: str) -> DocumentEntry:
    """The row of documents.csv for a document; case decides only where two rows differ in nothing else."""
    if name in documents:
        return documents[name]
    near = [entry for key, entry in documents.items() if key.casefold() == name.casefold()]
    return near[0] if len(near) == 1 else DocumentEntry(name)

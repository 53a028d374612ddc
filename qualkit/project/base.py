"""What every act and every reading goes through: one store, one way to write, one reading kept until the log moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict, TypeVar

from qualkit.codebook import Codebook
from qualkit.errors import InputError, UnknownNameError
from qualkit.project.material import material, material_at
from qualkit.project.preview import Preview, preview_of
from qualkit.records import Transcript, plain
from qualkit.store import Connection, Store, Writer, read, texts
from qualkit.store.events import Draft, Event
from qualkit.store.moments import At
from qualkit.store.undo import ANYONE
from qualkit.tables import Material

Plan = Callable[[Writer], Sequence[Draft]]
#: Puts a step's reason, and who took part, on its first draft.
Sign = Callable[[Sequence[Draft]], list[Draft]]
Answer = TypeVar("Answer")

#: How many moments are kept beside today, so that a script can go through many versions.
_PASTS = 4


class How(TypedDict, total=False):
    """What every changing call takes besides its own: why it was done, who took part, and whether only to look."""

    why: str
    present: Sequence[str]
    preview: bool


class ProjectBase:
    """An open project. Made by `Project.create` and `Project.open`; use it in a `with`, or `close()` it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._transcripts: dict[bytes, Transcript] = {}
        self._texts: dict[bytes, str] = {}
        self._kept: tuple[int, dict[object, Material]] | None = None
        self._erasures = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Project({self.address!r})"

    @property
    def address(self) -> str:
        """The file or database this project is kept in."""
        return self._store.address

    @property
    def path(self) -> Path | None:
        """The project file, or None on a server."""
        return self._store.path

    def close(self) -> None:
        """Let go of the file. Everything was saved when it was done."""
        self._store.close()

    def revision(self) -> int:
        """A number that grows with every change, by whoever: what a screen polls."""
        return self._store.revision()

    def _act(
        self, coder: str, plan: Plan, *, why: str = "", present: Sequence[str] = (), preview: bool = False
    ) -> list[Event] | Preview:
        """Write what `plan` answers as one step of `coder`. `plan` refuses by raising, inside the transaction."""

        def write(writer: Writer, sign: Sign) -> list[Event]:
            return writer.append(sign(plan(writer)))

        return self._write(coder, write, why=why, present=present, preview=preview)

    def _write(
        self,
        coder: str,
        act: Callable[[Writer, Sign], Answer],
        *,
        why: str = "",
        present: Sequence[str] = (),
        preview: bool = False,
    ) -> Answer | Preview:
        """Run an act in a writing transaction; with `preview`, see what it does and take it back.

        The act signs the drafts of its step with what it is handed: why it was done, and who took part.
        """
        if isinstance(present, str):
            raise InputError(f"present takes a list of people: present=[{present!r}].")

        def sign(drafts: Sequence[Draft]) -> list[Draft]:
            return signed(drafts, why, present)

        if not preview:
            with self._store.writing(person(coder)) as writer:
                return act(writer, sign)
        with self._store.trying(person(coder)) as writer:
            return preview_of(writer.connection, lambda: act(writer, sign), self._material_in)

    def _material(self, at: At | None = None) -> Material:
        """Everything the tables count, under today's codebook or that of a moment, read again only when the log has
        moved."""
        with self._store.reading() as connection:
            revision = self._store.revision_in(connection)
            if self._kept is None or self._kept[0] != revision:
                self._forget_erased(connection)
                self._kept = revision, {}
            kept = self._kept[1]
            asked = None if at is None else (type(at), str(at))
            if asked not in kept:
                # By id: these texts can be read even after somebody has undone their adding.
                ids = texts.document_ids(connection)

                def text(name: str) -> str:
                    return self._text(ids[name])

                found = material(connection, text) if at is None else material_at(connection, text, at, kept.get(None))
                while len(kept) > _PASTS:
                    del kept[next(one for one in kept if one is not None)]
                kept[asked] = found
            return kept[asked]

    def _material_in(self, connection: Connection) -> Material:
        """The same within a transaction that is still open, so that it sees what was just written."""

        ids = texts.document_ids(connection)
        return material(connection, lambda name: self._transcript_in(connection, ids[name]).text)

    def _read(self, how: Callable[[Connection], Answer]) -> Answer:
        with self._store.reading() as connection:
            return how(connection)

    def _book(self) -> Codebook:
        return self._read(read.codebook)

    def transcript(self, document: str) -> Transcript:
        """A document as it was added: text, turns, attributes. Raises UnknownNameError."""
        with self._store.reading() as connection:
            return self._transcript_in(connection, document_id(connection, document))

    def _transcript_in(self, connection: Connection, document: bytes) -> Transcript:
        """Texts are frozen when they are added, so each is read once; again only when somebody has been erased."""
        self._forget_erased(connection)
        if document not in self._transcripts:
            self._transcripts[document] = texts.transcript(connection, document)
        return self._transcripts[document]

    def _forget_erased(self, connection: Connection) -> None:
        """Let go of every text read before an erasure, whoever made it."""
        known = read.erasures(connection)
        if known != self._erasures:
            self._erasures = known
            self._forget()

    def _forget(self) -> None:
        self._transcripts.clear()
        self._texts.clear()
        self._kept = None

    def _text(self, document: bytes) -> str:
        """A document's text alone: a table of all codings asks for every one, and needs none of the turns."""
        if document not in self._texts:
            with self._store.reading() as connection:
                self._texts[document] = texts.text(connection, document)
        return self._texts[document]


def document_id(connection: Connection, name: str) -> bytes:
    """The id of a document by name. Raises UnknownNameError listing those there are."""
    found = texts.document_named(connection, plain(name))
    if found is None:
        names = sorted(texts.document_ids(connection))
        listed = ", ".join(names[:12]) or "none yet"
        raise UnknownNameError(
            f"There is no document «{name}» in the project. There are: {listed}.", name=name, near=names
        )
    return found


def person(coder: str) -> str:
    """A person's name as the log writes it. Raises InputError for what cannot be one."""
    if not isinstance(coder, str):
        raise InputError(f"A coder is a name or initials, not {coder!r}.")
    if coder.strip() == ANYONE:
        raise InputError(f"«{ANYONE}» stands for anyone, and cannot be a coder's name.")
    return plain(coder).strip()


def required(coder: str) -> str:
    """A coder's name, which an act of coding cannot be without. Raises InputError."""
    if not person(coder):
        raise InputError('Say who codes: coder="MB".')
    return coder


def signed(drafts: Sequence[Draft], why: str = "", present: Sequence[str] = ()) -> list[Draft]:
    """The drafts of a step with its reason, and who took part, on the first of them."""
    if not drafts or not (why or present):
        return list(drafts)
    first, *rest = drafts
    payload = {**first.payload, "present": list(present)} if present else first.payload
    words = {**first.words, "reason": why} if why else first.words
    return [replace(first, payload=payload, words=words), *rest]

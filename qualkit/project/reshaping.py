"""What a person does to the codebook itself while the study goes on. Each call is one step, and one undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from qualkit.errors import InputError
from qualkit.project import shapes
from qualkit.project.base import How, ProjectBase, required
from qualkit.project.choosing import Chosen, fitting, ids_of
from qualkit.project.preview import Preview
from qualkit.records import Code, plain
from qualkit.store import Writer, moments, read
from qualkit.store.events import Draft
from qualkit.tables.where import Where


class Reshaping(ProjectBase):
    """Rename, redefine, move, merge, split, retire and revive; and naming a moment of it all."""

    def rename(self, code: str, new: str, *, coder: str, **how: Unpack[How]) -> Code | Preview:
        """Give a code another name. RefusedError where its parent has a code of that name."""
        return self._reshape(coder, lambda book: shapes.rename(book, code, new), how)

    def redefine(
        self,
        code: str,
        *,
        coder: str,
        definition: str | None = None,
        include: str | None = None,
        exclude: str | None = None,
        example: str | None = None,
        origin: str | None = None,
        colour: str | None = None,
        **how: Unpack[How],
    ) -> Code | Preview:
        """Write any field of a code anew ("" empties it). RefusedError where nothing would change."""
        given = {
            "definition": definition, "include": include, "exclude": exclude, "example": example, "origin": origin,
            "colour": colour,
        }  # fmt: skip
        fields = {field: value for field, value in given.items() if value is not None}
        return self._reshape(coder, lambda book: shapes.redefine(book, code, fields), how)

    def move(self, code: str, *, under: str | None = None, coder: str, **how: Unpack[How]) -> Code | Preview:
        """Put a code, with all below it, under another code, or at the top (None). RefusedError for a loop."""
        return self._reshape(coder, lambda book: shapes.move(book, code, under), how)

    def merge(self, codes: Sequence[str], *, into: str, coder: str, **how: Unpack[How]) -> Code | Preview:
        """Read several codes as one. Codings keep the code they were given, so an undo brings every one back.

        What two merged codes said of the same words counts once. Children and themes follow. RefusedError where `into`
        stands below one of them.
        """
        if isinstance(codes, str):
            raise InputError(f"merge takes a list of codes: merge([{codes!r}], into={into!r}).")
        return self._reshape(coder, lambda book: shapes.merge(book, codes, into), how)

    def split(
        self,
        code: str,
        *,
        codings: Chosen | None = None,
        where: Where | None = None,
        words: str = "",
        into: str,
        coder: str,
        definition: str = "",
        include: str = "",
        exclude: str = "",
        id: str = "",
        **how: Unpack[How],
    ) -> Code | Preview:
        """Move some of a code's codings to a new code `into`, beside it. Answers the new code.

        Which: `codings` are ids or Codings, or rows of `codings()`. Or all its own that fit `where`, such as
        {"informant": "S1"}, and whose passage holds the `words` (whole, in any case; `vent*` is any that begins so).
        """
        if (codings is None) == (not where and not words):
            raise InputError("Say which codings: codings=, or where= and words=.")
        ids = fitting(self._material(), code, where, words) if codings is None else ids_of(codings)
        new = Code(id, " ".join(into.split()), None, definition, include, exclude)

        def plan(writer: Writer) -> list[Draft]:
            return shapes.split(read.codebook(writer.connection), code, read.alike(writer.connection, ids), new)

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else self._book()[done[0].payload["code"]]

    def retire(self, code: str, *, coder: str, **how: Unpack[How]) -> Code | Preview:
        """Take a code out of use. Its codings stay, are read and count; nobody can code with it."""
        return self._reshape(coder, lambda book: shapes.retire(book, code, retired=True), how)

    def revive(self, code: str, *, coder: str, **how: Unpack[How]) -> Code | Preview:
        """Bring a retired code back into use."""
        return self._reshape(coder, lambda book: shapes.retire(book, code, retired=False), how)

    def version(self, name: str, *, coder: str, **how: Unpack[How]) -> str | Preview:
        """Give this moment a name («etter workshop 1»), by which the codebook can be read as it is now. Answers it.

        RefusedError where the name is taken, or could be taken for a date.
        """
        name = " ".join(plain(name).split())

        def plan(writer: Writer) -> list[Draft]:
            return [shapes.version(name, [one.name for one in moments.versions(writer.connection)])]

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else name

    def _reshape(self, coder: str, plan: shapes.Plan, how: How) -> Code | Preview:
        """Write what a plan of the codebook answers; answers the code as it is read afterwards."""
        done = self._act(required(coder), lambda writer: plan(read.codebook(writer.connection)), **how)
        if isinstance(done, Preview):
            return done
        book = self._book()
        return book[book.read_as(done[-1].payload["code"])]

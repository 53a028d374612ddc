"""Marks that people put on their work: a document is read, a pair of codes is set aside. Each is one step, one undo."""

from __future__ import annotations

from typing import Unpack

from qualkit.project import aside, rereading
from qualkit.project.base import How, ProjectBase, Sign, document_id, required
from qualkit.project.preview import Preview
from qualkit.store import Writer, read


class Marking(ProjectBase):
    """Reading done, and pairs put out of sight."""

    def mark_read(self, document: str, *, coder: str, **how: Unpack[How]) -> list[str] | Preview:
        """Say that you have read a document, with every code there is now in mind.

        Answers the paths of the codes that were to be looked for in it and are not any more. Raises UnknownNameError.
        """

        def act(writer: Writer, sign: Sign) -> list[str]:
            key = document_id(writer.connection, document)
            codes = rereading.looked_for(writer.connection, key)
            writer.append(sign([rereading.read_draft(key)]))
            return codes

        return self._write(required(coder), act, **how)

    def set_aside(
        self, what: aside.Pair, *, coder: str, until: str = "news", **how: Unpack[How]
    ) -> tuple[str, str] | Preview:
        """Put a pair of codes, such as ("Tid", "Møtetid"), out of sight: until `news` or `never` to be suggested again.

        News is a new coding or definition of either code, or another code merged into it. Answers the two paths.
        """
        return self._aside(what, lambda connection, pair: aside.aside_draft(pair, until), coder, how)

    def bring_back(self, what: aside.Pair, *, coder: str, **how: Unpack[How]) -> tuple[str, str] | Preview:
        """Show a pair again that was set aside. Answers the two paths. RefusedError where it is not set aside."""
        return self._aside(what, aside.back_draft, coder, how)

    def _aside(self, what: aside.Pair, draft: aside.Drafting, coder: str, how: How) -> tuple[str, str] | Preview:
        def act(writer: Writer, sign: Sign) -> tuple[str, str]:
            book = read.codebook(writer.connection)
            one, other = aside.pair_of(book, what)
            writer.append(sign([draft(writer.connection, (one, other))]))
            return book.path(one.id), book.path(other.id)

        return self._write(required(coder), act, **how)

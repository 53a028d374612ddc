"""The facade: one project, each method one delegation to a room below."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from qualkit.codebook import Codebook, read_codebook
from qualkit.errors import InputError
from qualkit.project.base import person
from qualkit.project.births import codebook_drafts
from qualkit.project.changing import Changing
from qualkit.project.filing import Filing
from qualkit.project.keeping import Keeping
from qualkit.project.marking import Marking
from qualkit.project.reading import Reading
from qualkit.project.reshaping import Reshaping
from qualkit.store import Store, Writer
from qualkit.store.events import Draft

#: The approaches a project may declare. Agreement statistics belong to the last two only.
APPROACHES = ("reflexive", "codebook", "coding-reliability")


class Project(Changing, Reshaping, Filing, Keeping, Marking, Reading):
    """A study in one file (or on PostgreSQL): transcripts, codebook, codings, memos, themes, and how they came to be.

    `Project.create("studie.qualkit")` makes one, `Project.open` opens one; several programs may have it open at once.
    """

    @classmethod
    def create(
        cls,
        address: str | Path,
        *,
        codebook: Codebook | str | Path | None = None,
        approach: str = "reflexive",
        coder: str = "",
    ) -> Self:
        """Make a new project at a file name or a PostgreSQL address, readable by its owner only.

        `codebook` is taken in at once, from a Codebook, a file or a folder. Raises ProjectError where something stands
        there already, CodebookError where the codebook is not valid; then, and if it is interrupted, nothing is made.
        """
        if approach not in APPROACHES:
            raise InputError(f"«{approach}» is no approach. Use one of {', '.join(APPROACHES)}.")
        book = read_codebook(codebook) if isinstance(codebook, str | Path) else codebook

        def fill(writer: Writer) -> None:
            writer.append([Draft("project.set", {"approach": approach})])
            if book is not None:
                writer.append(codebook_drafts(book, Codebook(())))

        return cls(Store.create(address, fill, person=person(coder)))

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """Open a project. An older one is brought up to date, after a copy of the file; a newer one is refused
        untouched. Raises ProjectError."""
        return cls(Store.open(address))

    def rebuild(self) -> None:
        """Work out every table again from the change log, where `check` has found that they differ.

        Raises IntegrityError where the log itself is damaged; nothing is changed then. Other programs that have the
        project open should open it again.
        """
        self._store.rebuild()
        self._forget()

"""The facade: one project, each method one delegation to a room below."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from qualkit.codebook import Codebook, read_codebook
from qualkit.errors import InputError
from qualkit.project.births import codebook_drafts
from qualkit.project.changing import Changing
from qualkit.project.reading import Reading
from qualkit.project.reshaping import Reshaping
from qualkit.store import Store
from qualkit.store.events import Draft

#: The approaches a project may declare. Agreement statistics belong to the last two only.
APPROACHES = ("reflexive", "codebook", "coding-reliability")


class Project(Changing, Reshaping, Reading):
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
        there already, CodebookError where the codebook is not valid; then nothing is made.
        """
        if approach not in APPROACHES:
            raise InputError(f"«{approach}» is no approach. Use one of {', '.join(APPROACHES)}.")
        book = read_codebook(codebook) if isinstance(codebook, str | Path) else codebook
        project = cls(Store.create(address))
        project._act(coder, lambda writer: [Draft("project.set", {"approach": approach})])
        if book is not None:
            project._act(coder, lambda writer: codebook_drafts(book, Codebook(())))
        return project

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """Open a project. An older one is brought up to date, after a copy of the file; a newer one is refused
        untouched. Raises ProjectError."""
        return cls(Store.open(address))

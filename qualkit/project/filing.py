"""The codebook as files: a new version in a folder, and a file edited by hand read in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Unpack

from qualkit.codebook import read_codebook
from qualkit.export.codebook import write_version
from qualkit.project import codebook_files as files
from qualkit.project.base import How, ProjectBase, Sign, person, required
from qualkit.project.preview import Preview
from qualkit.store import Writer


class Filing(ProjectBase):
    """Export and import of the codebook."""

    def export_codebook(
        self,
        folder: str | Path,
        *,
        coder: str,
        why: str = "",
        present: Sequence[str] = (),
        preview: bool = False,
    ) -> files.SavedCodebook:
        """Write the codebook as the next vNN.yaml of a folder, and what has changed since the last into history.yaml.

        Both files or neither; the project knows the version by its name from now on. Where the newest file says it
        already, nothing is written. `preview=True` answers what would be written. Raises RefusedError where the newest
        file says what the project does not know (read it in first), CodebookError where the folder does not read.
        """
        where, who = Path(folder), person(required(coder))
        if preview:
            return self._read(lambda connection: files.plan_export(connection, where, who, why)).saved

        def act(writer: Writer, sign: Sign) -> files.SavedCodebook:
            plan = files.plan_export(writer.connection, where, who, why)
            if plan.draft is not None:
                writer.append(sign([plan.draft]))
            # Last, so that what cannot be written is not logged either.
            write_version(where, plan.version, plan.entries)
            return plan.saved

        done = self._write(coder, act, why=why, present=present)
        assert isinstance(done, files.SavedCodebook)
        return done

    def codebook_changes(self, path: str | Path, *, choices: Mapping[str, str] | None = None) -> files.CodebookChanges:
        """What reading in a codebook's file (or a folder's newest) would change, and what it leaves open.

        Codes are known by id, then by name. `choices` answer the questions: `{"tid-2": "tid"}`, `{"rom": "retire"}`.
        """
        file = read_codebook(path)
        return self._read(lambda connection: files.read_file(connection, file, choices or {}))[0]

    def import_codebook(
        self, path: str | Path, *, coder: str, choices: Mapping[str, str] | None = None, **how: Unpack[How]
    ) -> files.CodebookChanges | Preview:
        """Make the codebook say what a file edited by hand says: one step, and one undo. Answers what it changed.

        A code that is not in the file is retired, and its codings stay; a theme that is not in the file stays. Raises
        UnansweredError where the file leaves open which code is which (`choices` answers), RefusedError for two codes
        of one name; nothing is changed then.
        """
        file = read_codebook(path)

        def act(writer: Writer, sign: Sign) -> files.CodebookChanges:
            shown, found = files.read_file(writer.connection, file, choices or {})
            writer.append(sign(files.import_drafts(writer.connection, file, found)))
            return shown

        return self._write(required(coder), act, **how)

"""What a study needs besides reading and coding: copies brought together, what that leaves to settle, and erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Unpack

import pandas as pd

from qualkit.errors import InputError, RefusedError
from qualkit.project import erasing, listing
from qualkit.project.base import How, ProjectBase, Sign, required
from qualkit.project.preview import Preview, preview_of
from qualkit.store import Writer, backup, joining, read, review
from qualkit.store.engine import shown
from qualkit.store.erasure import Gone, concerned_by
from qualkit.store.events import Draft
from qualkit.store.union import TakenIn


class Keeping(ProjectBase):
    """Unions, their review, erasure, and what the project says of itself."""

    def take_in(self, address: str | Path, *, preview: bool = False) -> TakenIn | Preview:
        """Take in everything done in another copy of this project; that copy is left as it is.

        Nothing is written but what was done there, by whom it was done. What then needs a person stands in `review`.
        Raises ProjectError where it is another project, IntegrityError where it is damaged; nothing is taken in then.
        """
        with joining.open_to_read(address) as source:
            if not preview:
                return self._store.take_in(source, shown(address))
            try:
                with self._store.trying("") as writer:
                    return preview_of(
                        writer.connection, lambda: writer.take_in(source, shown(address)), self._material_in
                    )
            finally:
                # What was only looked at may have held an erasure.
                self._forget()

    def review(self) -> pd.DataFrame:
        """What a union of copies, or an undo, has left to look at, one row each: entry (id), kind, noun, name, field,
        values (joined by ` | `, the one shown last), coders, at, notice (True: asks for nothing), what (a sentence).

        Kinds: field (written apart), names (two of one name), void (a move or merge without effect), merged, retired
        and split (coded meanwhile), withdrawn (its making undone meanwhile), held, removed, document, version, erased.
        """
        return listing.review(self._read(review.review))

    def settle(self, entry: str, *, coder: str, **how: Unpack[How]) -> str | Preview:
        """Take an entry of the review off: seen, fine as it is. Answers its id. It comes back if something new is added
        to it. RefusedError where there is no such entry."""

        def plan(writer: Writer) -> list[Draft]:
            found = [one.id for one in review.review(writer.connection) if one.id.startswith(entry.strip().casefold())]
            if len(found) != 1 or len(entry.strip()) < 4:
                raise RefusedError(f"There is no one entry {entry} in the review. `review` lists them.")
            return [Draft("review.settle", {"entry": found[0]})]

        done = self._act(required(coder), plan, **how)
        return done if isinstance(done, Preview) else str(done[0].payload["entry"])

    def quoting(self, informant: str) -> pd.DataFrame:
        """Where else an informant's words stand: events and turns of others that share five words in a row with what
        they say, or hold their name. Columns: place (for `erase(also=…)`), kind, field, coder, at, text, shared.

        To be read before an erasure: what lies in the informant's own turns goes anyway and is not listed.
        """
        return self._read(lambda connection: erasing.found_elsewhere(connection, informant))

    def erase(
        self, informant: str, *, coder: str, also: Sequence[str] = (), **how: Unpack[How]
    ) -> erasing.Erased | Preview:
        """Erase an informant who has withdrawn: their words in every turn, the codings and memos on these, their row of
        the register. It cannot be undone, and wins in every later union. Other people's codings stand.

        `also` are places of `quoting` (or ["all"]) whose words go too. Called again, it finishes what another program
        kept it from. Raises UnknownNameError, InputError for a place that is none.
        """
        coder = required(coder)

        def act(writer: Writer, sign: Sign) -> tuple[str, Gone]:
            code = erasing.known(writer.connection, informant)
            gone = concerned_by(writer.connection, code)
            erasing.refuse_telling(writer.connection, code, how.get("why", ""))
            writer.erase(sign(erasing.drafts(writer.connection, code, also)))
            return code, gone

        done = self._write(coder, act, **how)
        self._forget()
        if isinstance(done, Preview):
            return done
        code, gone = done
        rewritten = self._store.forget_freed()
        return erasing.Erased(code, len(gone.turns), len(gone.codings), backup.copies_near(self._store), rewritten)

    def study(self) -> dict[str, str]:
        """What the project says of itself, by name: approach, codebook, version, and where written retention (until
        when the material may be kept, a date), sikt (the number of the notification) and consent (a note)."""
        return self._read(read.settings)

    def set_study(
        self,
        *,
        coder: str,
        retention: str | None = None,
        sikt: str | None = None,
        consent: str | None = None,
        **how: Unpack[How],
    ) -> dict[str, str] | Preview:
        """Write until when the material may be kept (a date, 2027-12-31), the SIKT number, a note on consent.

        `check` warns when the date is past. InputError for what is no date, or where nothing is given.
        """
        texts = {name: value for name, value in (("sikt", sikt), ("consent", consent)) if value is not None}
        dates = {} if retention is None else {"retention": _day(retention)}
        if not texts and not dates:
            raise InputError("Say what to write: retention, sikt or consent.")
        done = self._act(required(coder), lambda writer: [Draft("project.set", dates, texts)], **how)
        return done if isinstance(done, Preview) else self.study()


def _day(given: str) -> str:
    """A day as ISO, or "" to take it away. Raises InputError."""
    if not given.strip():
        return ""
    try:
        return date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise InputError(f"«{given}» is not a date. Write it as 2027-12-31.") from None

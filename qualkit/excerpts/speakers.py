"""Who is behind a code, as far as a printed label may say it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qualkit.errors import UnknownNameError
from qualkit.excerpts.styles import Style
from qualkit.language import join_collated
from qualkit.records import INTERVIEWER_ROLES

Fields = dict[str, str]


class Speakers:
    """The informants of a study by code, and by document and code where a role changes with the date.

    `informants` has the column informant and any of role, printed_role, document, interviewer and attributes. The
    column name is left behind: names never reach a label. Raises UnknownNameError without the column informant.
    """

    def __init__(self, informants: pd.DataFrame) -> None:
        if "informant" not in informants.columns:
            raise UnknownNameError("The informants have no column «informant».", name="informant")
        self._rows: dict[tuple[str | None, str], Fields] = {}
        self._interviewers: set[str] = set()
        self._labels: dict[tuple[Style, str, tuple[str, ...]], str] = {}
        for row in informants.drop(columns="name", errors="ignore").to_dict("records"):
            self._add({str(column): value for column, value in row.items() if not pd.isna(value)})

    def _add(self, row: dict[str, object]) -> None:
        fields = {column: str(value) for column, value in row.items()}
        code = fields.get("informant", "")
        if row.get("interviewer", False) or fields.get("role", "").casefold() in INTERVIEWER_ROLES:
            self._interviewers.add(code)
        fields |= {"code": code, "role": fields.get("printed_role") or fields.get("role", "")}
        self._rows[None, code] = fields
        if "document" in fields:
            self._rows[fields["document"], code] = fields

    def is_interviewer(self, code: str) -> bool:
        """True for a code that is never quoted alone."""
        return code in self._interviewers

    def label(self, style: Style, document: str, codes: Sequence[str]) -> str:
        """The label of everyone who speaks in a passage, each once, joined by `; `; "" where nobody is known."""
        key = (style, document, tuple(codes))
        if key not in self._labels:
            self._labels[key] = join_collated(style.label_of(self._person(document, code)) for code in codes)
        return self._labels[key]

    def _person(self, document: str, code: str) -> Fields:
        return self._rows.get((document, code)) or self._rows.get((None, code)) or {"code": code}

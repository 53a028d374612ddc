"""What every table is counted from: the project as a handful of DataFrames, filled by whoever read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from qualkit.codebook import Codebook

#: The type of every text column. Held by Python: beside Arrow's own strings, `(a == "x") & b.str.contains("y")` fails.
TEXT = pd.StringDtype("python")

#: Columns each frame must have, in this order. Whatever stands beyond them is an attribute.
CODING_COLUMNS = ("coding", "document", "start", "end", "code", "coder", "stance", "prompted", "at")
TURN_COLUMNS = ("document", "turn", "informant", "start", "end")
VOICE_COLUMNS = ("document", "informant", "role", "group", "printed_role", "interviewer")
DOCUMENT_COLUMNS = ("document", "kind")
REGISTERED_COLUMNS = ("informant", "role", "group", "printed_role")


@dataclass(frozen=True, eq=False)
class Material:
    """A project as the tables read it. Frames are never changed here; row order does not matter.

    - `codings`: one row per (document, start, end, code, coder): `coding` (id), `document` (name), `start`, `end` (code
      points), `code` (id as read in this codebook, merges resolved; one that is not in it has no code there), `coder`,
      `stance` (str or missing), `prompted` (bool or missing), `at` (ISO time).
    - `turns`: `document`, `turn` (from 1), `informant` (code or missing), `start`, `end`; in one document they follow
      each other, parted by one newline. A document nobody has coded and nobody speaks in may be absent.
    - `voices`: one row per (document, informant) that speaks: `document`, `informant`, `role`, `group`, `printed_role`
      as on the day of that document, `interviewer` (bool), and one column per attribute ("" where not given).
    - `documents`: `document`, `kind` (one of `records.KINDS`), and one column per attribute (date, language, mode …).
    - `registered`: `informant`, `role`, `group`, `printed_role` (the latest) and attributes: every registered informant
      who is not an interviewer, with or without a document.
    - `codebook`: the codes and themes, as they are read today or were at a moment.
    - `text`: document name → its whole text. Slow: called only where words are counted or shown.
    - `moment`: the moment that the codebook is of, as the footer says it; "" for today's.
    """

    codings: pd.DataFrame
    turns: pd.DataFrame
    voices: pd.DataFrame
    documents: pd.DataFrame
    registered: pd.DataFrame
    codebook: Codebook
    text: Callable[[str], str]
    moment: str = ""

    @property
    def informant_attributes(self) -> tuple[str, ...]:
        """The register's own columns (size, profession …), in the order of `voices`, then of `registered`."""
        given = [*_beyond(self.voices, VOICE_COLUMNS), *_beyond(self.registered, REGISTERED_COLUMNS)]
        return tuple(dict.fromkeys(given))

    @property
    def document_attributes(self) -> tuple[str, ...]:
        """The document list's own columns (date, language, mode …)."""
        return _beyond(self.documents, DOCUMENT_COLUMNS)


def _beyond(frame: pd.DataFrame, fixed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(column) for column in frame.columns if column not in fixed)

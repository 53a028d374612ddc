"""A file of codings as frames for `code_many`: every row placed, or every fault told and nothing written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qualkit.errors import InputError, QualkitError, RegisterError
from qualkit.informants import canonical_code
from qualkit.project.naming import usable_code
from qualkit.project.placing import coding_values, place_words
from qualkit.records import Span, Transcript
from qualkit.spans import trimmed
from qualkit.transcripts.sheet import Row, read_sheet

if TYPE_CHECKING:
    from qualkit.project import Project

_COLUMNS = frozenset(("document", "informant", "words", "turn", "start", "end", "coder", "stance", "prompted"))
#: How the library ends a sentence about words that stand more than once.
_CHOOSE = re.compile(r"\bpass (document|turn)= to choose\.$")
_YES_NO: Mapping[str, bool | None] = {
    "": None, "true": True, "ja": True, "yes": True, "1": True, "false": False, "nei": False, "no": False, "0": False,
}  # fmt: skip


@dataclass(slots=True)
class CodingSheet:
    """What a file of codings asks for: per coder a frame with document, start, end, code, stance, prompted; and an
    error for each row that cannot be placed."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    problems: list[QualkitError] = field(default_factory=list)


def read_codings(path: Path, project: Project, *, coder: str = "") -> CodingSheet:
    """The codings in a CSV file with the columns code and words (and informant or document), or code, document, start
    and end; beside them turn, coder, stance and prompted where wanted. `coder` is who coded where a row does not say.

    Raises ReadError or RegisterError where the file is no such table.
    """
    sheet = CodingSheet()
    placer = _Placer(project, coder)
    placed: dict[str, list[dict[str, Any]]] = {}
    for row in read_sheet(path, "code", _COLUMNS):
        if _is_footer(row):
            continue
        try:
            values = placer.place(row)
        except RegisterError as error:  # says the line already
            sheet.problems.append(error)
        except QualkitError as error:
            said = _CHOOSE.sub(r"fill in the column «\1» to choose.", str(error))
            sheet.problems.append(InputError(f"{path.name}, line {row.line}: {said}"))
        else:
            placed.setdefault(values.pop("coder"), []).append(values)
    sheet.frames = {name: pd.DataFrame(rows, dtype=object) for name, rows in placed.items()}
    return sheet


def _is_footer(row: Row) -> bool:
    """A line such as `# n: 12`, which stands under the rows of every table qualkit has exported."""
    return next(iter(row.cells.values()), "").startswith("# ")


class _Placer:
    """Rows to places, in the texts of one project. Each text is read once."""

    def __init__(self, project: Project, coder: str) -> None:
        self.project = project
        self.coder = coder
        self.book = project.codebook()
        self.names = list(project.documents()["document"])

    def place(self, row: Row) -> dict[str, Any]:
        """One row as `code_many` takes it, and its coder. Raises QualkitError."""
        cells = {name: cell.strip() for name, cell in row.checked().items()}
        coder = cells.get("coder") or self.coder
        if not coder:
            raise row.error("nobody is named as coder. Fill in the column «coder», or give --coder")
        document, span = self._span(row, cells)
        prompted = cells.get("prompted", "")
        if prompted.casefold() not in _YES_NO:
            raise row.error(f"«{prompted}» is no answer to prompted. Write true, false or nothing")
        return {
            "document": document,
            "start": span.start,
            "end": span.end,
            "code": usable_code(self.book, cells.get("code", "")).id,
            "coder": coder,
            "stance": coding_values(cells.get("stance"), None).get("stance"),
            "prompted": _YES_NO[prompted.casefold()],
        }

    def _span(self, row: Row, cells: Mapping[str, str]) -> tuple[str, Span]:
        if cells.get("words"):
            informant = cells.get("informant") or None
            documents = list(self._heard(informant, cells.get("document", "")))
            anchor = place_words(documents, cells["words"], informant=informant, turn=_number(row, cells, "turn"))
            return anchor.document, anchor.span
        name = cells.get("document", "")
        start, end = _number(row, cells, "start"), _number(row, cells, "end")
        if not name or start is None or end is None:
            raise row.error("a row needs the words, or a document with start and end")
        text = self.project.transcript(name).text
        if not 0 <= start < end <= len(text) or trimmed(text, Span(start, end)) is None:
            raise row.error(f"{start}–{end} holds no words of {name}, which is {len(text)} code points long")
        return name, Span(start, end)

    def _heard(self, informant: str | None, document: str) -> Iterator[Transcript]:
        """The document named; else those in which the informant speaks."""
        if document:
            yield self.project.transcript(document)
            return
        wanted = None if informant is None else canonical_code(informant)
        for name in self.names:
            transcript = self.project.transcript(name)
            if any(turn.informant == wanted for turn in transcript.turns):
                yield transcript


def _number(row: Row, cells: Mapping[str, str], column: str) -> int | None:
    written = cells.get(column, "")
    if not written:
        return None
    if not written.isdecimal():
        raise row.error(f"«{written}» in the column «{column}» is not a whole number")
    return int(written)

"""informants.csv: the register of who a code stands for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from qualkit.errors import RegisterError
from qualkit.informants import Register, canonical_code
from qualkit.records import Informant
from qualkit.transcripts.labels import label_key
from qualkit.transcripts.sheet import Row, read_sheet

_COLUMNS = frozenset(("code", "role", "group", "printed_role", "name", "from"))


def read_informants(path: str | Path) -> Register:
    """The register in a file of rows `code, role, group, printed_role, name, from`; other columns are attributes.

    Column names without regard to case and spacing; `;`, `,` or TAB; UTF-8 or Windows-1252. Raises RegisterError with
    the line in the file, ReadError where the file cannot be read.
    """
    register, problems = register_with_problems(Path(path))
    if problems:
        raise problems[0]
    return register


def register_with_problems(path: Path) -> tuple[Register, list[RegisterError]]:
    """The rows that can be trusted, and an error for each that cannot.

    A code with a problem is left out whole, so that what its bearers said waits, and nobody is taken for another.
    """
    problems: list[RegisterError] = []
    rows: list[tuple[int, Informant]] = []
    doubtful: set[str] = set()
    for row in read_sheet(path, "code", _COLUMNS):
        try:
            rows.append((row.line, informant(row)))
        except RegisterError as error:
            problems.append(error)
            doubtful.add(canonical_code(row.cells.get("code", "")))
    while True:
        rows = [(line, one) for line, one in rows if canonical_code(one.code) not in doubtful]
        try:
            return Register([one for _, one in rows], lines=[line for line, _ in rows], path=str(path)), problems
        except RegisterError as error:
            problems.append(error)
            doubtful |= {canonical_code(one.code) for line, one in rows if line == error.row}
            if error.row is None:
                rows = _without_shared_names(rows)


def _without_shared_names(rows: list[tuple[int, Informant]]) -> list[tuple[int, Informant]]:
    """The rows, each name that stands for more than one code taken away."""
    codes: dict[str, set[str]] = {}
    for _, one in rows:
        codes.setdefault(label_key(one.name), set()).add(canonical_code(one.code))
    return [(line, replace(one, name="") if len(codes[label_key(one.name)]) > 1 else one) for line, one in rows]


def informant(row: Row) -> Informant:
    """One row of the sheet. Raises RegisterError naming its line."""
    cells = row.checked()
    attributes = {column: cell for column, cell in cells.items() if column not in _COLUMNS}
    since = iso_date(cells["from"], row, "from") if cells.get("from") else ""
    return Informant(
        code=cells["code"],
        role=cells.get("role", ""),
        group=cells.get("group", ""),
        printed_role=cells.get("printed_role", ""),
        name=cells.get("name", ""),
        since=since,
        attributes=attributes,
    )


def iso_date(written: str, row: Row, column: str, *, whole: bool = True) -> str:
    """A day as 2025-03-12, also from 12.3.2025. A year or a month alone is kept where `whole` is False.

    Raises RegisterError for anything else.
    """
    if not whole and re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", written):
        return written
    norwegian = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", written)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", written)
    try:
        if norwegian:
            return date(int(norwegian[3]), int(norwegian[2]), int(norwegian[1])).isoformat()
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        pass
    raise row.error(f"«{written}» in the column «{column}» is not a date. Write it as 2025-03-12 or 12.3.2025")

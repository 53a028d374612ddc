"""The small tables people keep beside the transcripts: a header row, then one row a what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import RegisterError
from qualkit.transcripts._base import open_source
from qualkit.transcripts.repair import shown
from qualkit.transcripts.table import rows_of


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and the `line` of the file it begins on. Columns the contract names are in small
    letters; others as written. `too_many` is how many cells there
    are where that is more than the columns, else 0."""

    path: Path
    line: int
    cells: Mapping[str, str]
    too_many: int = 0

    def checked(self) -> Mapping[str, str]:
        """The cells. Raises RegisterError where there are more of them than columns, since all may then be shifted."""
        if self.too_many:
            raise self.error(
                f"there are {self.too_many} cells, more than there are columns. Put quotation marks round a cell that "
                "holds the delimiter"
            )
        return self.cells

    def error(self, what: str) -> RegisterError:
        """A RegisterError whose sentence begins with the file and the line."""
        return RegisterError(f"{shown(self.path.name)}, line {self.line}: {what}.", path=self.path, row=self.line)


def read_sheet(path: Path, needed: str, names: frozenset[str] = frozenset()) -> list[Row]:
    """The rows below the header, of a file with `;`, `,` or TAB in UTF-8 or Windows-1252.

    `needed` is the column there must be; `names` the other columns the contract names. Raises ReadError for a file
    that cannot be read, RegisterError for a header that does not hold `needed` or holds a column twice.
    """
    source = open_source(path)
    if source.data.startswith(b"PK\x03\x04"):
        raise source.error("is a spreadsheet, or another zip file. Save it from the spreadsheet as CSV (UTF-8).")
    rows = list(rows_of(source))
    if not rows:
        raise source.error("is empty: there is no header row. Write the column names in its first line.")
    header = [_column(cell, names | {needed}) for cell in rows[0][1]]
    first = Row(path, rows[0][0], {})
    if needed not in header:
        raise first.error(
            f"there is no column «{needed}», only {', '.join(header)}. Name one so, or check the delimiter"
        )
    twice = {column for column in header if column and header.count(column) > 1}
    if twice:
        raise first.error(f"the column «{min(twice)}» stands twice. Give one of them another name")
    return [
        Row(
            path,
            line,
            {column: cell for column, cell in zip(header, cells, strict=False) if column},
            len(cells) if any(cells[len(header) :]) else 0,
        )
        for line, cells in rows[1:]
    ]


def _column(written: str, names: frozenset[str]) -> str:
    plain = "_".join(written.casefold().replace("-", " ").split())
    return plain if plain in names else " ".join(written.split())

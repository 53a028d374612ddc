"""Tables of turns (.csv): Tid / Hvem / Hva in any order, `;`, `,` or TAB, as Excel and databases save them."""

from __future__ import annotations

from qualkit.transcripts._base import Known, Reader, Reading, Source
from qualkit.transcripts.table import delimiter_of, header_columns, rows_of, said_in_rows

#: A header may stand below a title, but not far.
_HEADER_WITHIN = 5


def detect(source: Source) -> bool:
    """True where the first line names the columns of a conversation."""
    first = next((line for line in source.opening.splitlines() if line.strip()), "")
    return header_columns([cell.strip('" ') for cell in first.split(delimiter_of(first))]) is not None


def read(source: Source, known: Known) -> Reading:
    """One turn a row. Raises ReadError where no header names the columns."""
    rows = [row for _, row in rows_of(source)]
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        if columns := header_columns(row):
            whole = [_whole(later, len(row), columns.what) for later in rows[number + 1 :]]
            return Reading("csv, table", list(said_in_rows(whole, columns)))
    raise source.error(
        "has no header naming its columns. Give the first row the names Tid, Hvem and Hva (or Time, Speaker, Text)."
    )


def _whole(row: list[str], width: int, what: int) -> list[str]:
    """A row whose last column was cut at delimiters that nobody quoted, with its words put together again."""
    if len(row) <= width or what != width - 1 or not any(row[width:]):
        return row
    return [*row[:what], ", ".join(cell for cell in row[what:] if cell)]


READER = Reader("csv", (".csv", ".tsv"), detect, read)

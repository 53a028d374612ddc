"""Excel workbooks: texts stay texts, numbers stay numbers, and a last sheet says what the table is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from qualkit.errors import ExportError
from qualkit.export.frames import Cell, cells
from qualkit.export.moments import date_entries, utc
from qualkit.export.xmltext import storable

#: The sheet with the footers.
ABOUT = "Om tabellen"

# What Excel can hold (Microsoft, «Excel specifications and limits»); a cell is counted in UTF-16 units.
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31

_WIDTHS = (8, 60)
#: Ids: nobody reads them, but they must be there to be looked up.
_IDS = ("coding", "memo", "step")
_ID_WIDTH = 10
#: What people said or wrote. Such a column has lines that break, and so has any other longer than the full width.
_WORDS = ("text", "quote", "printed")
#: Rows looked at to choose the width of a column.
_SAMPLE = 200


def write_sheets(
    sheets: Mapping[str, pd.DataFrame],
    path: Path,
    *,
    target: Path,
    footers: Mapping[str, Mapping[str, Cell]],
    moment: datetime,
) -> None:
    """Write flat frames, a sheet each, and their footers on the sheet «Om tabellen».

    `target` is the name errors give. Rows go to the disk as they are written, in a folder beside the file and never
    in the machine's common one, since they hold what people said. Raises ExportError for what Excel cannot hold.
    """
    for name, frame in sheets.items():
        _refuse_too_large(name, frame, target)
    names = _sheet_names([*sheets, ABOUT])
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".qualkit-", ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
        try:
            book.set_properties({"author": "qualkit", "created": utc(moment)})
            look = _Look(
                bold=book.add_format({"bold": True}),
                plain=book.add_format({"valign": "top"}),
                wrapped=book.add_format({"valign": "top", "text_wrap": True}),
            )
            for name, frame in zip(names, sheets.values(), strict=False):
                _write_sheet(book.add_worksheet(name), frame, look)
            _write_about(book.add_worksheet(names[-1]), dict(zip(names, footers.values(), strict=False)), look)
        finally:
            _close(book)
    date_entries(path, moment)


@dataclass(frozen=True, slots=True)
class _Look:
    """The formats of a workbook's cells. No row has a height of its own: Excel fits rows to wrapped text."""

    bold: Any
    plain: Any
    wrapped: Any


def _close(book: Any) -> None:
    """Finish the file; a fault of the file system as what it is, not as XlsxWriter wraps it."""
    try:
        book.close()
    except FileCreateError as fault:
        for sheet in book.worksheets():
            sheet._opt_close()  # XlsxWriter leaves its drafts open after a fault; Windows could not delete them
        raise fault.args[0] from fault


def _write_sheet(sheet: Any, frame: pd.DataFrame, look: _Look) -> None:
    names = [storable(str(name)) for name in frame.columns]
    columns = [_storable(cells(frame[name])) for name in frame.columns]
    for place, (name, values) in enumerate(zip(names, columns, strict=True)):
        width, wrapped = _width(name, values)
        sheet.set_column(place, place, width, look.wrapped if wrapped else look.plain)
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, len(frame), len(names) - 1)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, look.bold)
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        for place, value in enumerate(row):
            if value is not None:
                _write_cell(sheet, number, place, value)


def _write_cell(sheet: Any, row: int, column: int, value: str | bool | int | float) -> None:
    # Never sheet.write(), which guesses: a text beginning with = would become a formula.
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    else:
        sheet.write_number(row, column, value)


def _write_about(sheet: Any, footers: Mapping[str, Mapping[str, Cell]], look: _Look) -> None:
    sheet.set_column(0, 0, 30, look.plain)
    sheet.set_column(1, 1, 90, look.wrapped)
    row = 0
    for name, footer in footers.items():
        sheet.write_string(row, 0, name, look.bold)
        for key, value in footer.items():
            row += 1
            sheet.write_string(row, 0, storable(key))
            if value is not None:
                _write_cell(sheet, row, 1, storable(value) if isinstance(value, str) else value)
        row += 2


def _storable(values: list[Cell]) -> list[Cell]:
    return [storable(value) if isinstance(value, str) else value for value in values]


def _width(name: str, values: list[Cell]) -> tuple[int, bool]:
    """How wide a column is, and whether its lines break."""
    if name in _IDS:
        return _ID_WIDTH, False
    longest = max((len(str(value)) for value in values[:_SAMPLE] if value is not None), default=0)
    least, most = _WIDTHS
    width = min(max(longest, len(name) + 3, least), most)  # 3: the filter's arrow
    return width, name in _WORDS or longest > most


def _refuse_too_large(name: str, frame: pd.DataFrame, target: Path) -> None:
    rows, columns = frame.shape
    if rows >= _MOST_ROWS or columns > _MOST_COLUMNS:
        raise ExportError(
            f"{target}: «{name}» has {rows} rows and {columns} columns, more than a sheet of Excel holds "
            f"({_MOST_ROWS - 1} and {_MOST_COLUMNS}). Write .csv or .parquet instead.",
            path=target,
        )
    for column in frame.columns:
        for row, value in enumerate(cells(frame[column]), start=2):
            if isinstance(value, str) and len(value) > _LONGEST_CELL // 2 and _units(value) > _LONGEST_CELL:
                raise ExportError(
                    f"{target}: the cell in column «{column}», row {row} of «{name}» has {_units(value)} characters; "
                    f"Excel holds {_LONGEST_CELL} and would cut the rest. Write .csv or .parquet, which hold it whole.",
                    path=target,
                )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Names as Excel takes them: without []:*?/\\, at most 31 characters, unlike in any case, never «History»."""
    taken: list[str] = []
    for name in names:
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", storable(name)).strip("' ") or "Ark"
        number, free = 2, clean[:_LONGEST_NAME].rstrip("' ")
        while free.casefold() in {"history", *(one.casefold() for one in taken)}:
            ending = f" ({number})"
            number, free = number + 1, clean[: _LONGEST_NAME - len(ending)] + ending
        taken.append(free)
    return taken

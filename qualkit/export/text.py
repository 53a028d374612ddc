"""A table as text, for standard output: the same characters a file of that format holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from qualkit.errors import InputError
from qualkit.excerpts import Style, check_verbatim, find_style
from qualkit.export import md
from qualkit.export.delimited import DIALECTS, delimited
from qualkit.export.frames import flattened, footer_of
from qualkit.export.sections import discreet_columns, discreet_footer
from qualkit.export.tabular import json_text, jsonl_text

#: The formats `table_text` knows.
TEXT_FORMATS = ("csv", "csv-excel", "json", "jsonl", "md")


def table_text(frame: pd.DataFrame, written_as: str) -> Iterator[bytes]:
    """A table with its footer (`frame.attrs["footer"]`) as csv, csv-excel, json, jsonl or md, in portions of bytes:
    what stands in a file of that format. Raises InputError for another."""
    if written_as not in TEXT_FORMATS:
        raise InputError(f"«{written_as}» is no format for text. Use one of {', '.join(TEXT_FORMATS)}.")
    yield from (portion.encode() for portion in _portions(frame, written_as))


def quotes_text(
    quotes: pd.DataFrame,
    written_as: str,
    *,
    text: Callable[[str], str],
    style: str | Style,
    source: bool = False,
    base: int | None = None,
) -> Iterator[bytes]:
    """Quotes as `export_quotes` writes them into a file of that format: block quotes for md, else a table.

    Raises as `export_quotes`, and InputError for another format.
    """
    house = find_style(style)
    check_verbatim(quotes, text)
    if written_as == "md":
        yield from (part.encode() for part in md.quotes_text(quotes, style=house, source=source, base=base))
        return
    told = discreet_columns(quotes, house).copy(deep=False)
    told.attrs = {"footer": discreet_footer(quotes, None, house)}
    yield from table_text(told, written_as)


def _portions(frame: pd.DataFrame, written_as: str) -> Iterator[str]:
    flat, footer = flattened(frame), footer_of(frame, None)
    if written_as == "md":
        yield md.table_text(frame)
    elif written_as == "json":
        yield from json_text(flat, footer)
    elif written_as == "jsonl":
        yield from jsonl_text(flat)
    else:
        dialect = DIALECTS[written_as]
        if dialect.encoding == "utf-8-sig":
            yield "\N{ZERO WIDTH NO-BREAK SPACE}"
        yield from delimited(flat, footer=footer, dialect=dialect)

"""Quotes and tables as Word files, in Word's own styles, ready to be copied into a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from qualkit.excerpts import Style, find_style
from qualkit.export.files import replacing
from qualkit.export.frames import Cell, Footer, footer_of
from qualkit.export.printed import footer_lines, for_people
from qualkit.export.sections import Section, base_of, discreet_footer, sections
from qualkit.export.word import ASIDE, caption, paragraph, table, write_document


def write_quotes(
    quotes: pd.DataFrame,
    path: str | Path,
    *,
    style: str | Style,
    moment: datetime,
    title: str = "Sitater",
    source: bool = False,
    by_code: bool = False,
    base: int | None = None,
    footer: Footer | None = None,
) -> None:
    """Write a frame of `quotes_frame` as block quotes (style «Quote») under a heading per theme, with its n.

    `source` adds a small line with document and turn, for working copies; where the style hides the code it is never
    written, and no code, document, turn or coder stands anywhere in the file. `by_code` gives each code its own
    heading below the theme. `base` is the number of informants n is out of (default: `n` of the footer). `moment`
    dates the file. Raises ExportError, UnknownNameError for the style, and RefusedError for another style's labels.
    """
    house = find_style(style)
    below = discreet_footer(quotes, footer, house)
    of = base_of(footer_of(quotes, footer), base)
    with replacing(path) as draft:
        parts = sections(quotes, house, source=source, by_code=by_code, base=of)
        write_document(draft, _quotes_body(title, parts, below), title=title, moment=moment)


def _quotes_body(title: str, parts: Iterator[Section], footer: Mapping[str, Cell]) -> Iterator[str]:
    if title:
        yield paragraph(title, "Title")
    for part in parts:
        yield paragraph(part.title, "Heading 1")
        yield paragraph(part.summary, look=ASIDE, keep=True)
        for quote in part.quotes:
            if quote.heading:
                yield paragraph(quote.heading, "Heading 2")
            yield paragraph(quote.printed, "Quote", keep=bool(quote.source))
            if quote.source:
                yield paragraph(quote.source, look=ASIDE)
    yield from _footer_lines(footer)


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path, *, moment: datetime, title: str = "") -> None:
    """Write tables as Word tables, each under its caption («Tabell 1: …») and over its footer.

    For tables of a size people read. Columns and index as in `write_table`. Raises ExportError.
    """
    with replacing(path) as draft:
        write_document(draft, _tables_body(title, tables), title=title or next(iter(tables), ""), moment=moment)


def _tables_body(title: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    if title:
        yield paragraph(title, "Title")
    for number, (name, frame) in enumerate(tables.items(), start=1):
        printed = for_people(frame)
        yield caption(name, number)
        yield table(printed.names, printed.rows)
        yield from _footer_lines(footer_of(frame, None)) if frame.attrs.get("footer") else iter([paragraph("")])


def _footer_lines(footer: Mapping[str, Cell]) -> Iterator[str]:
    for line in footer_lines(footer):
        yield paragraph(line, look=ASIDE)

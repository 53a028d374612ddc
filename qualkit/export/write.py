"""One call for a table and one for quotes: the file's ending says what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

from qualkit.errors import ExportError
from qualkit.excerpts import Style, check_verbatim, find_style
from qualkit.export import docx, md
from qualkit.export.frames import Footer, footer_of
from qualkit.export.sections import discreet_columns, discreet_footer
from qualkit.export.tabular import TABLE_ENDINGS, write_table

_TEXT_ENDINGS = (".docx", ".md")
_LATER_ENDINGS = (".qdc", ".qdpx")

#: What a table without a title is called, where the file needs a name for it.
_TABLE = "Tabell"


def export_table(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    moment: datetime,
    title: str = "",
    footer: Footer | None = None,
    dialect: str = "csv",
) -> None:
    """Write any table by the file's ending, with its footer (default: `frame.attrs["footer"]`).

    Endings .csv .xlsx .parquet .json .jsonl as `write_table`; .docx and .md with `title` as caption or heading.
    `moment` dates the file. Raises ExportError, a sentence; what stood at `path` then still stands.
    """
    ending = _ending(path)
    if ending in TABLE_ENDINGS:
        write_table(frame, path, moment=moment, footer=footer, dialect=dialect)
        return
    told = frame.copy(deep=False)
    told.attrs = {**frame.attrs, "footer": footer_of(frame, footer)}
    if ending == ".docx":
        docx.write_tables({title or _TABLE: told}, path, moment=moment)
    else:
        md.write_tables({title or _TABLE: told}, path)


def export_quotes(
    quotes: pd.DataFrame,
    path: str | Path,
    *,
    text: Callable[[str], str],
    style: str | Style,
    moment: datetime,
    title: str = "Sitater",
    source: bool = False,
    by_code: bool = False,
    base: int | None = None,
    footer: Footer | None = None,
    dialect: str = "csv",
) -> None:
    """Write a frame of `quotes_frame` by the file's ending, once every quote is checked against its document.

    `text` gives a document's whole text by name. In a style that hides the code, tables too leave out the columns that
    tell who spoke. Other arguments as `docx.write_quotes`. Raises IntegrityError for a quote that is not in the text,
    UnknownNameError for the style, RefusedError for labels of another style, ExportError for the file.
    """
    house = find_style(style)
    ending = _ending(path)
    check_verbatim(quotes, text)
    if ending == ".docx":
        docx.write_quotes(
            quotes,
            path,
            style=house,
            moment=moment,
            title=title,
            source=source,
            by_code=by_code,
            base=base,
            footer=footer,
        )
    elif ending == ".md":
        md.write_quotes(
            quotes, path, style=house, title=title, source=source, by_code=by_code, base=base, footer=footer
        )
    else:
        told = discreet_footer(quotes, footer, house)
        write_table(discreet_columns(quotes, house), path, moment=moment, footer=told, dialect=dialect)


def _ending(path: str | Path) -> str:
    ending = Path(path).suffix.lower()
    known = (*TABLE_ENDINGS, *_TEXT_ENDINGS)
    if ending in _LATER_ENDINGS:
        raise ExportError(f"{path}: {ending} comes in a later release. Write one of {', '.join(known)}.", path=path)
    if ending not in known:
        said = f"the ending «{ending}» is not known" if ending else "the name has no ending"
        raise ExportError(f"{path}: {said}. Write one of {', '.join(known)}.", path=path)
    return ending

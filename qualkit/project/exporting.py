"""Files out of a project: which table a file name means, and quotes from the codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from qualkit import excerpts
from qualkit import export as files
from qualkit.errors import UnknownNameError
from qualkit.export import prose
from qualkit.project.diff import Diff
from qualkit.records import UNCOUNTED_KIND
from qualkit.tables import Material, codings_frame
from qualkit.tables.where import Where


@dataclass(frozen=True, slots=True)
class Source:
    """What an export may need of a project: its tables by name, each made when asked for, its texts and its date."""

    tables: Mapping[str, Callable[[], pd.DataFrame]]
    quotes: Callable[[str], pd.DataFrame]
    text: Callable[[str], str]
    moment: datetime


#: The sheets of a workbook, under the names its readers use.
_SHEETS = {
    "Kodinger": "codings",
    "Koder": "codes",
    "Temaer": "themes",
    "Frekvenser": "frequencies",
    "Dokumenter": "documents",
    "Informanter": "informants",
}

_QUOTE_ENDINGS = (".docx", ".md")


def quotes(
    material: Material, theme_or_code: str | None, *, per_informant: int | None, style: str, where: Where | None
) -> pd.DataFrame:
    """The passages of a theme or code (of all, for None) as quotes, one row each under its theme."""
    excerpts.find_style(style)
    asked: dict[str, Any] = {} if theme_or_code is None else {_noun(material, theme_or_code): theme_or_code}
    per = "coding" if "code" in asked else "theme"
    codings = codings_frame(material, per=per, where={**_spoken(material), **(where or {}), **asked})
    order = [theme.name for theme in material.codebook.themes]
    return excerpts.quotes_frame(codings, material.voices, style=style, per_informant=per_informant, order=order)


def _spoken(material: Material) -> Where:
    """Leaves out what nobody said: literature, law and press can be coded, and are not an informant's words."""
    kinds = set(material.documents["kind"])
    return {"kind": sorted(kinds - {UNCOUNTED_KIND})} if UNCOUNTED_KIND in kinds else {}


def _noun(material: Material, name: str) -> str:
    """Whether a name is a theme's or a code's. A theme comes first, since reports are written by theme."""
    try:
        material.codebook.find_theme(name)
    except UnknownNameError:
        material.codebook.find(name)
        return "code"
    return "theme"


def export(
    source: Source, path: Path, *, table: str | pd.DataFrame | None, style: str, places: bool, dialect: str
) -> Path:
    """Write what the file's ending and name, or `table`, ask for. Answers the path."""
    ending = path.suffix.casefold()
    name = table if isinstance(table, str) else _named_by(path, source)
    if isinstance(table, pd.DataFrame) and excerpts.are_quotes(table):
        # In whatever style they were labelled: one that hides the code must hide it here too.
        own = str(table.attrs.get("footer", {}).get("style", style))
        _export_quotes(source, table, path, style=own, places=places, dialect=dialect)
    elif isinstance(table, pd.DataFrame):
        files.export_table(table, path, moment=source.moment, title=path.stem, dialect=dialect)
    elif name == "quotes":
        _export_quotes(source, source.quotes(style), path, style=style, places=places, dialect=dialect)
    elif name is None and ending == ".xlsx":
        sheets = {sheet: source.tables[each]() for sheet, each in _SHEETS.items()}
        files.write_workbook(sheets, path, moment=source.moment)
    else:
        frame = _table(source, name or "codings")
        files.export_table(frame, path, moment=source.moment, title=name or path.stem, dialect=dialect)
    return path


def export_diff(diff: Diff, path: Path, moment: datetime, *, dialect: str, language: str) -> Path:
    """Write the notes of a diff (.docx, .md), or its frame. Answers the path."""
    ending = path.suffix.casefold()
    if ending == ".docx":
        prose.write_docx(diff.paragraphs(language), path, moment=moment)
    elif ending == ".md":
        prose.write_md(diff.paragraphs(language), path)
    else:
        files.export_table(diff.frame, path, moment=moment, title=path.stem, dialect=dialect)
    return path


def _named_by(path: Path, source: Source) -> str | None:
    stem = path.stem.casefold()
    if stem in source.tables or stem == "quotes":
        return stem
    return "quotes" if path.suffix.casefold() in _QUOTE_ENDINGS else None


def _table(source: Source, name: str) -> pd.DataFrame:
    if name not in source.tables:
        known = [*source.tables, "quotes"]
        raise UnknownNameError(f"There is no table «{name}». There are: {', '.join(known)}.", name=name, near=known)
    return source.tables[name]()


def _export_quotes(source: Source, frame: pd.DataFrame, path: Path, *, style: str, places: bool, dialect: str) -> None:
    files.export_quotes(
        frame,
        path,
        text=source.text,
        style=style,
        moment=source.moment,
        source=places,
        base=int(frame.attrs.get("footer", {}).get("n", 0)),
        dialect=dialect,
    )

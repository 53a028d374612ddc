"""Files out of a project: which table a file name means, and quotes from the codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qualkit import excerpts
from qualkit import export as files
from qualkit.errors import UnknownNameError
from qualkit.tables import Material, codings_frame
from qualkit.tables.where import Where

if TYPE_CHECKING:
    from qualkit.project.reading import Reading

TABLES: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "codings": lambda project: project.codings(),
    "codes": lambda project: project.codes(),
    "themes": lambda project: project.themes(),
    "frequencies": lambda project: project.frequencies(),
    "matrix": lambda project: project.matrix("theme", "informant"),
    "cooccurrence": lambda project: project.cooccurrence(),
    "balance": lambda project: project.balance(),
    "quotes": lambda project: project.quotes(),
    "documents": lambda project: project.documents(),
    "informants": lambda project: project.informants(),
    "memos": lambda project: project.memos(),
    "history": lambda project: project.history(),
}

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
    codings = codings_frame(material, per=per, where={**(where or {}), **asked})
    order = [theme.name for theme in material.codebook.themes]
    return excerpts.quotes_frame(codings, material.voices, style=style, per_informant=per_informant, order=order)


def _noun(material: Material, name: str) -> str:
    """Whether a name is a theme's or a code's. A theme comes first, since reports are written by theme."""
    try:
        material.codebook.find_theme(name)
    except UnknownNameError:
        material.codebook.find(name)
        return "code"
    return "theme"


def export(
    project: Reading, path: Path, *, table: str | pd.DataFrame | None, style: str, source: bool, dialect: str
) -> Path:
    """Write what the file's ending and name, or `table`, ask for. Answers the path."""
    ending = path.suffix.casefold()
    name = table if isinstance(table, str) else _named_by(path, ending)
    moment = project.moment()
    if isinstance(table, pd.DataFrame) and excerpts.are_quotes(table):
        # In whatever style they were labelled: one that hides the code must hide it here too.
        own = str(table.attrs.get("footer", {}).get("style", style))
        _export_quotes(project, table, path, style=own, source=source, dialect=dialect)
    elif isinstance(table, pd.DataFrame):
        files.export_table(table, path, moment=moment, title=path.stem, dialect=dialect)
    elif name == "quotes":
        _export_quotes(project, project.quotes(style=style), path, style=style, source=source, dialect=dialect)
    elif name is None and ending == ".xlsx":
        sheets = {sheet: TABLES[each](project) for sheet, each in _SHEETS.items()}
        files.write_workbook(sheets, path, moment=moment)
    else:
        frame = _table(name or "codings")(project)
        files.export_table(frame, path, moment=moment, title=name or path.stem, dialect=dialect)
    return path


def _named_by(path: Path, ending: str) -> str | None:
    stem = path.stem.casefold()
    if stem in TABLES:
        return stem
    return "quotes" if ending in _QUOTE_ENDINGS else None


def _table(name: str) -> Callable[[Any], pd.DataFrame]:
    if name not in TABLES:
        message = f"There is no table «{name}». There are: {', '.join(TABLES)}."
        raise UnknownNameError(message, name=name, near=[*TABLES])
    return TABLES[name]


def _export_quotes(
    project: Reading, frame: pd.DataFrame, path: Path, *, style: str, source: bool, dialect: str
) -> None:
    files.export_quotes(
        frame,
        path,
        text=project._material().text,
        style=style,
        moment=project.moment(),
        source=source,
        base=int(frame.attrs.get("footer", {}).get("n", 0)),
        dialect=dialect,
    )

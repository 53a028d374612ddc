"""A DataFrame as every writer takes it: plain columns with unique names, plain Python values, a footer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

Cell = str | bool | int | float | None
Footer = Mapping[str, object]

#: Stands where a column is called nothing.
_UNNAMED = "–"

#: The name of a column for <NA>, which tables of counts have for what no informant said. «–» is a value of its own.
NOBODY_NAME = "<NA>"


def footer_of(frame: pd.DataFrame, footer: Footer | None) -> dict[str, Cell]:
    """What to print under a table: the footer given, else the one the frame carries. Texts are put on one line."""
    chosen = frame.attrs.get("footer", {}) if footer is None else footer
    return {str(name): _one_line(plain(value)) for name, value in chosen.items()}


def _one_line(value: Cell) -> Cell:
    return " ".join(value.split()) if isinstance(value, str) else value


def flattened(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a named index as its first columns, and column names that are texts, each once."""
    index = [
        (name, frame.index.get_level_values(level).to_series())
        for level, name in enumerate(frame.index.names)
        if name is not None
    ]
    columns = [(name, frame.iloc[:, place]) for place, name in enumerate(frame.columns)]
    names = _unique(_column_name(name) for name, _ in (*index, *columns))
    flat = {name: series.reset_index(drop=True) for name, (_, series) in zip(names, (*index, *columns), strict=True)}
    return pd.DataFrame({name: _whole(series) for name, series in flat.items()})


def _column_name(name: object) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    return " / ".join(_part_name(part) for part in parts)


def _part_name(part: object) -> str:
    name = plain(part)
    if name is None:
        return _UNNAMED if part is None else NOBODY_NAME
    return str(name)


def _unique(names: Iterable[str]) -> list[str]:
    taken: dict[str, None] = {}
    for name in names:
        number, free = 2, name
        while free in taken:
            number, free = number + 1, f"{name} ({number})"
        taken[free] = None
    return list(taken)


def _whole(series: pd.Series[Any]) -> pd.Series[Any]:
    """Values of a column of no type as plain ones (lone halves of a character become U+FFFD: no file can hold them)."""
    return series if series.dtype != object else pd.Series([plain(value) for value in series], dtype=object)


def cells(series: pd.Series[Any]) -> list[Cell]:
    """A column as plain Python values, None where missing."""
    values: list[Any] = series.astype(object).where(series.notna(), None).tolist()
    if isinstance(series.dtype, pd.StringDtype) or pd.api.types.is_integer_dtype(series.dtype):
        return values  # plain already, and the bulk of every table
    return [plain(value) for value in values]


def plain(value: object) -> Cell:
    """One value as a text, a number, a truth or nothing. Dates are ISO texts."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, np.generic):
        return plain(value.item())
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return value.isoformat() if isinstance(value, date) else plain(str(value))

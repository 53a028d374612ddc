"""What an act would touch, seen by doing it and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from qualkit.language import collation_key
from qualkit.store import Connection
from qualkit.tables import Material, codings_frame

_COMPARED = ["coding", "document", "start", "end", "code_path", "theme", "stance", "prompted", "coder"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would change; nothing was written.

    `before` and `after` are the codings it touches, with the columns of `codings()`, as they are and as they would be;
    `informants`, `coders` and `themes` are those of either.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    informants: tuple[str, ...]
    coders: tuple[str, ...]
    themes: tuple[str, ...]


def preview_of(connection: Connection, act: Callable[[], object], read: Callable[[Connection], Material]) -> Preview:
    """Do the act, compare the codings before and after, and answer what differs. The caller takes the act back."""
    before = codings_frame(read(connection))
    act()
    after = codings_frame(read(connection))
    same = set(_rows(before)) & set(_rows(after))
    gone, come = _without(before, same), _without(after, same)
    both = pd.concat([gone, come])
    return Preview(gone, come, *(_values(both[name]) for name in ("informant", "coder", "theme")))


def _without(frame: pd.DataFrame, same: set[tuple[object, ...]]) -> pd.DataFrame:
    kept = [number for number, row in enumerate(_rows(frame)) if row not in same]
    return frame.iloc[kept].reset_index(drop=True)


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    compared = frame[_COMPARED].astype(object)
    return list(compared.where(compared.notna(), None).itertuples(index=False, name=None))


def _values(column: pd.Series[str]) -> tuple[str, ...]:
    found = {one for cell in column.dropna() for one in str(cell).split("; ")}
    return tuple(sorted(found, key=collation_key))

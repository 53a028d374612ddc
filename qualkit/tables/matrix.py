"""Any two things against each other: a wide table of themes, codes, informants, documents, coders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from qualkit.tables.axes import Axis, axis, with_nobody
from qualkit.tables.count import UNITS, Counter, asked, asked_labels, bases, crossed, not_asked
from qualkit.tables.footer import put_footer, put_sides
from qualkit.tables.line import Bools, integers
from qualkit.tables.material import Material
from qualkit.tables.selection import Selection, select
from qualkit.tables.where import Where, one_of


def matrix(
    material: Material, rows: str, columns: str, *, unit: str = "codings", where: Where | None = None
) -> pd.DataFrame:
    """A wide table: the index is called `rows`, the columns `columns`; cells Int64, then the columns `n` and `of`.

    Each side is theme, code, coder, stance, or a column of informants (role, group, informant, an attribute) or
    documents (document, kind, an attribute). A cell counts `unit` (codings, informants or words) that stand under
    both its row and its column: where a side is persons, by the part they spoke. Where there are codings without an
    informant, a side of persons has one label more, last: <NA> (with unit="informants" its numbers are 0). `n` counts
    the whole row, each once, so it can be less than the sum of the cells (a passage under two themes) or more (one
    under none). `of` is the base of the row, 0 for <NA>.

    A side of codes or themes likewise has a label <NA>, last, where codings have no code in an earlier
    codebook.

    A cell is <NA> where nobody was asked; where neither side is persons, where no document was read.
    Raises UnknownNameError for any name that is not there.
    """
    one_of("unit", unit, UNITS)
    selection = select(material, where)
    down, across = _side(selection, rows), _side(selection, columns)
    counter = Counter(selection, unit)

    crossing = crossed(down.parts, across.parts, "part", len(across))
    cell = integers(crossing["part"]), integers(crossing["cell"]), len(down) * len(across)
    row = integers(down.parts["part"]), integers(down.parts["label"]), len(down)
    shape = (len(down), len(across))
    table = pd.DataFrame(
        counter.count(*cell).reshape(shape), index=_labels(down), columns=_labels(across), dtype="Int64"
    ).mask(~asked(down, across))
    table["n"] = pd.Series(counter.count(*row), dtype="Int64").where(asked_labels(down)).array
    table["of"] = bases(selection, down)

    kept_columns = _kept(across, counter.present(*cell).reshape(shape).any(axis=0))
    table = table.loc[_kept(down, counter.present(*row)), np.append(kept_columns, [True, True])]
    put_sides(table, rows, columns)
    put_footer(table, selection, unit=unit, not_asked=not_asked(selection, down, across))
    return table


def _side(selection: Selection, name: str) -> Axis:
    side = axis(selection, name)
    return with_nobody(side, selection) if side.level == "person" else side


def _labels(side: Axis) -> pd.Index[Any]:
    labels = [pd.NA if label is None else label for label in side.labels]
    return pd.Index(labels, name=side.name, dtype="object")


def _kept(side: Axis, present: Bools | np.bool_) -> Bools:
    """All labels of a side, but nobody only where something stands there."""
    return np.asarray(present) | np.array([label is not None for label in side.labels], dtype=np.bool_)

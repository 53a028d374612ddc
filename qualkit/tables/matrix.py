"""Any two things against each other: a wide table of themes, codes, informants, documents, coders."""

from __future__ import annotations

import pandas as pd

from qualkit.tables.axes import axis
from qualkit.tables.count import UNITS, Counter, asked, asked_labels, bases, crossed, not_asked
from qualkit.tables.footer import put_footer
from qualkit.tables.line import integers
from qualkit.tables.material import Material
from qualkit.tables.selection import select
from qualkit.tables.where import Where, one_of


def matrix(
    material: Material, rows: str, columns: str, *, unit: str = "codings", where: Where | None = None
) -> pd.DataFrame:
    """A wide table: the index is called `rows`, the columns `columns`; cells Int64, then the columns `n` and `of`.

    Each side is theme, code, coder, stance, or a column of informants (role, group, informant, an attribute) or
    documents (document, kind, an attribute). A cell counts `unit` (codings, informants or words) that stand under
    both its row and its column: where a side is persons, by the part they spoke. `n` counts the whole row, each once,
    so it can be less than the sum of the cells (a passage under two themes) or more (codings without an informant
    stand under no role; the footer says how many there are). `of` is the base of the row.

    A cell is <NA> where nobody was asked; where neither side is persons, where no document was read.
    Raises UnknownNameError for any name that is not there.
    """
    one_of("unit", unit, UNITS)
    selection = select(material, where)
    down, across = axis(selection, rows), axis(selection, columns)
    counter = Counter(selection, unit)

    cells = crossed(down.parts, across.parts, "part", len(across))
    counts = counter.count(integers(cells["part"]), integers(cells["cell"]), len(down) * len(across))
    shape = (len(down), len(across))
    table = pd.DataFrame(
        counts.reshape(shape),
        index=pd.Index(down.labels, name=rows, dtype="object"),
        columns=pd.Index(across.labels, name=columns, dtype="object"),
    ).astype("Int64")
    table = table.mask(~asked(down, across).reshape(shape))
    whole = pd.Series(counter.count(integers(down.parts["part"]), integers(down.parts["label"]), len(down)))
    table["n"] = whole.astype("Int64").where(asked_labels(down)).array
    table["of"] = bases(selection, down)
    put_footer(table, selection, unit=unit, not_asked=not_asked(selection, down, across))
    return table

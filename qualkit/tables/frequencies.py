"""How many informants, codings or words each theme or code has, by role, group, informant or attribute."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qualkit.tables.axes import axis, with_nobody
from qualkit.tables.count import UNITS, Counter, bases, crossed, not_asked
from qualkit.tables.footer import put_footer, put_sides
from qualkit.tables.line import integers
from qualkit.tables.material import TEXT, Material
from qualkit.tables.selection import select
from qualkit.tables.where import Where, level_of, one_of

OF = ("theme", "code")


def frequencies(
    material: Material, *, of: str = "theme", by: str = "role", unit: str = "informants", where: Where | None = None
) -> pd.DataFrame:
    """One row per theme (or code) and value of `by`: columns `theme` or `code` (the path), `by`, `n`, `of`.

    `n` (Int64) counts `unit`; `of` (int64) is the base: the informants asked. Every theme of the codebook stands
    there, in its order, with every value in collation order. A code counts under all above it and a theme gathers all
    below its codes, a coding once in each. Where nobody was asked, n is <NA> and of 0. Where the table has codings
    without an informant, every theme has one row more for them, last: by is <NA>, of is 0, and n counts its codings
    or words, 0 where it has none. They are nobody's, so with unit="informants" n is 0 there for every theme: the row
    says that such codings exist. Codings in documents of kind annet and on interviewers' words only never count, and
    the footer says how many. An empty value stands as `–`. Codings whose code an earlier codebook did not have
    stand in rows of their own, last: `theme` or `code` is <NA>, with a row for each value of `by`.

    `by` is role, group, informant, printed_role, document, kind or an attribute of informants or documents; `unit`
    informants, codings or words. Raises UnknownNameError for any name that is not there.
    """
    one_of("kind of row", of, OF)
    one_of("unit", unit, UNITS)
    level_of(material, by, levels=("person", "document"))
    selection = select(material, where)
    rows, columns = axis(selection, of), with_nobody(axis(selection, by), selection)
    counter = Counter(selection, unit)

    width, unkeyed = len(columns), len(columns) - 1
    cells = crossed(rows.parts, columns.parts, "part", width)
    part, cell = integers(cells["part"]), integers(cells["cell"])
    size = len(rows) * width

    label = np.tile(np.arange(width), len(rows))
    base = bases(selection, columns)
    table: pd.DataFrame = pd.DataFrame(
        {
            of: pd.array(np.repeat(np.array(rows.labels, dtype="object"), width), dtype=TEXT),
            by: pd.array(np.array(columns.labels, dtype="object")[label], dtype=TEXT),
            "n": pd.array(counter.count(part, cell, size), dtype="Int64"),
            "of": base[label],
        }
    )
    table.loc[(label != unkeyed) & (base[label] == 0), "n"] = pd.NA
    if not counter.present(part, cell, size)[label == unkeyed].any():
        table = table[label != unkeyed].reset_index(drop=True)
    put_sides(table, of, by)
    put_footer(table, selection, unit=unit, not_asked=not_asked(selection, columns))
    return table

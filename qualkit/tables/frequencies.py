"""How many informants, codings or words each theme or code has, by role, group, informant or attribute."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qualkit.tables.axes import axis
from qualkit.tables.count import UNITS, Counter, bases, crossed, not_asked
from qualkit.tables.footer import put_footer
from qualkit.tables.line import integers
from qualkit.tables.material import TEXT, Material
from qualkit.tables.parts import NOBODY
from qualkit.tables.selection import select
from qualkit.tables.where import Where, level_of, one_of

OF = ("theme", "code")


def frequencies(
    material: Material, *, of: str = "theme", by: str = "role", unit: str = "informants", where: Where | None = None
) -> pd.DataFrame:
    """One row per theme (or code) and value of `by`: columns `theme` or `code` (the path), `by`, `n`, `of`.

    `n` (Int64) counts `unit`; `of` (int64) is the base: the informants asked. Every theme of the codebook stands
    there, in its order, with every value in collation order. A code counts under all above it and a theme gathers all
    below its codes, a coding once in each. Where nobody was asked, n is <NA> and of 0. Codings without an informant
    stand in a row of their own (by is <NA>, of is 0), for the themes that have any; codings in documents of kind
    annet and on interviewers' words only never count, and the footer says how many. An empty value stands as `–`.

    `by` is role, group, informant, printed_role, document, kind or an attribute of informants or documents; `unit`
    informants, codings or words. Raises UnknownNameError for any name that is not there.
    """
    one_of("kind of row", of, OF)
    one_of("unit", unit, UNITS)
    level_of(material, by, levels=("person", "document"))
    selection = select(material, where)
    rows, columns = axis(selection, of), axis(selection, by)
    counter = Counter(selection, unit)

    # One column more, last, for what nobody in the register said.
    width, unkeyed = len(columns) + 1, len(columns)
    nobody = integers(counter.parts["voice"]) == NOBODY
    keyed = columns.parts[~nobody[integers(columns.parts["part"])]]
    alone = pd.DataFrame({"part": np.flatnonzero(nobody), "label": unkeyed})
    cells = crossed(rows.parts, pd.concat([keyed, alone]), "part", width)
    part, cell = integers(cells["part"]), integers(cells["cell"])
    size = len(rows) * width

    label = np.tile(np.arange(width), len(rows))
    base = np.append(bases(selection, columns), 0)
    table: pd.DataFrame = pd.DataFrame(
        {
            of: pd.array(np.repeat(np.array(rows.labels, dtype="object"), width), dtype=TEXT),
            by: pd.array(np.array([*columns.labels, pd.NA], dtype="object")[label], dtype=TEXT),
            "n": pd.array(counter.count(part, cell, size), dtype="Int64"),
            "of": base[label],
        }
    )
    table.loc[(label != unkeyed) & (base[label] == 0), "n"] = pd.NA
    table = table[(label != unkeyed) | counter.present(part, cell, size)].reset_index(drop=True)
    put_footer(table, selection, unit=unit, not_asked=not_asked(selection, columns))
    return table

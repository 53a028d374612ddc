"""Which informants, roles and groups each code stands on."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from qualkit.language import join_collated
from qualkit.tables.axes import axis
from qualkit.tables.count import Counter
from qualkit.tables.footer import put_footer
from qualkit.tables.line import integers
from qualkit.tables.material import TEXT, Material
from qualkit.tables.parts import NOBODY
from qualkit.tables.selection import Selection, select
from qualkit.tables.where import Where, as_texts


def code_informants(material: Material, *, where: Where | None = None) -> pd.DataFrame:
    """One row per code, parents before children, what is coded below counted with what is above.

    `code` (path), `id`, `informants`, `roles`, `groups` (each joined by `; ` in collation order, <NA> where there is
    none), `n` (informants), `of` (the base), `codings`. Role and group are those of the document's day; a passage of
    two informants counts for both. Codings on words of nobody in the register are among the `codings` only.
    Interviewers and documents of kind annet never count. Raises UnknownNameError for any name in `where` that is not
    there.
    """
    selection = select(material, where)
    side = axis(selection, "code")
    part, label = integers(side.parts["part"]), integers(side.parts["label"])
    base = int(selection.base_voices["informant"].nunique())
    table = pd.DataFrame(
        {
            "code": pd.array(np.array(side.labels, dtype="object"), dtype=TEXT),
            "id": pd.array(np.array([code.id for code in material.codebook], dtype="object"), dtype=TEXT),
            **_who(selection, side.parts, len(side)),
            "n": Counter(selection, "informants").count(part, label, len(side)),
            "of": np.full(len(side), base, dtype=np.int64),
            "codings": Counter(selection, "codings").count(part, label, len(side)),
        }
    )
    put_footer(table, selection, unit="informants")
    return table


def _who(selection: Selection, parts: pd.DataFrame, size: int) -> dict[str, Any]:
    """The informants, roles and groups under each label, joined."""
    voices = selection.material.voices
    voice = integers(selection.counted_parts["voice"])[integers(parts["part"])]
    pairs = np.unique(np.stack([integers(parts["label"]), voice])[:, voice != NOBODY], axis=1)
    heard: dict[int, list[int]] = defaultdict(list)
    for label, row in zip(*pairs.tolist(), strict=True):
        heard[label].append(row)
    columns = {}
    for name, column in (("informants", "informant"), ("roles", "role"), ("groups", "group")):
        values = as_texts(voices[column]).to_list()
        joined = [join_collated(values[row] for row in heard[label] if values[row]) for label in range(size)]
        columns[name] = pd.array([cell or pd.NA for cell in joined], dtype=TEXT)
    return columns

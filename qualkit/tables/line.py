"""Every document laid after the other on one line of numbers, so that one sorted search serves them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qualkit.tables.material import Material

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class NumberLine:
    """Gives every code point of every document a number of its own.

    Documents are numbered by their row in `material.documents`; each has room for all its turns and codings and one
    number more, so that two documents never touch. Raises ValueError where a frame names a document that is not in
    `material.documents` (a fault in whoever filled the material, not in the study).
    """

    def __init__(self, material: Material) -> None:
        self._names = material.documents["document"].to_list()
        self.coding_documents = self.numbers(material.codings["document"])
        self.turn_documents = self.numbers(material.turns["document"])
        room = np.zeros(len(self._names), dtype=np.int64)
        np.maximum.at(room, self.coding_documents, integers(material.codings["end"]))
        np.maximum.at(room, self.turn_documents, integers(material.turns["end"]))
        self.room = room
        self._offsets = np.concatenate([[0], np.cumsum(room + 1)])

    def numbers(self, documents: pd.Series[Any]) -> Ints:
        """The row in `material.documents` of each name."""
        found = numbered(documents, self._names)
        if (found < 0).any():
            raise ValueError(f"Not in material.documents: {documents.to_numpy()[found < 0][0]!r}")
        return found

    def at(self, documents: Ints, positions: Ints) -> Ints:
        """Where positions in documents (by number) stand on the line."""
        return np.asarray(self._offsets[documents] + positions, dtype=np.int64)

    @property
    def length(self) -> int:
        """Greater than any number on the line."""
        return int(self._offsets[-1]) + 1


def numbered(values: pd.Series[Any], known: Iterable[Any]) -> Ints:
    """The place of each value among those known (all different), -1 where it is none of them."""
    places = pd.Index(np.array([*known], dtype="object"))
    found: Ints = places.get_indexer(pd.Index(values.to_numpy(dtype="object"))).astype(np.int64)
    return found


def integers(column: pd.Series[Any]) -> Ints:
    """A column of whole numbers as an array."""
    return np.asarray(column.to_numpy(), dtype=np.int64)

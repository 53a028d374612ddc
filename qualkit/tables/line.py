"""Every document laid after the other on one line of numbers, so that one sorted search serves them all."""

from __future__ import annotations

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
        self._names = pd.Index(material.documents["document"].astype("object"))
        self.coding_documents = self.numbers(material.codings["document"])
        self.turn_documents = self.numbers(material.turns["document"])
        room = np.zeros(len(self._names), dtype=np.int64)
        np.maximum.at(room, self.coding_documents, integers(material.codings["end"]))
        np.maximum.at(room, self.turn_documents, integers(material.turns["end"]))
        self.room = room
        self._offsets = np.concatenate([[0], np.cumsum(room + 1)])

    def numbers(self, documents: pd.Series[Any]) -> Ints:
        """The row in `material.documents` of each name."""
        found: Ints = self._names.get_indexer(pd.Index(documents.astype("object"))).astype(np.int64)
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


def integers(column: pd.Series[Any]) -> Ints:
    """A column of whole numbers as an array."""
    return np.asarray(column.to_numpy(), dtype=np.int64)

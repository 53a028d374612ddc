"""Counting what lies in each cell: informants, codings or words, each once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qualkit.tables.axes import Axis
from qualkit.tables.line import Bools, Ints, integers
from qualkit.tables.parts import NOBODY
from qualkit.tables.selection import Selection
from qualkit.tables.words import word_starts, words_once

UNITS = ("informants", "codings", "words")


class Counter:
    """Counts the parts of one selection by cell, in one unit.

    - informants: persons who speak in a coding of the cell.
    - codings: codings of the cell (two coders are two codings). A coding with an informant is not also one without.
    - words: words that lie in a coding of the cell and in the person's own turns, once per person and cell.
    """

    def __init__(self, selection: Selection, unit: str) -> None:
        self.selection = selection
        self.unit = unit
        self.parts = selection.counted_parts
        informant = integers(self.parts["informant"])
        coding = integers(self.parts["coding"])
        nobody = informant == NOBODY
        shared = nobody & np.isin(coding, coding[~nobody])
        everything = np.ones(len(nobody), dtype=np.bool_)
        self._counts = {"informants": ~nobody, "codings": ~shared, "words": everything}[unit]
        self._stands = everything if unit == "words" else ~shared
        self._line = {edge: self._on_line(edge) for edge in ("start", "end")} if unit == "words" else {}
        self._words = word_starts(selection) if unit == "words" else np.empty(0, dtype=np.int64)

    def _on_line(self, edge: str) -> Ints:
        documents = self.selection.line.coding_documents[integers(self.parts["coding"])]
        return self.selection.line.at(documents, integers(self.parts[edge]))

    def count(self, part: Ints, cell: Ints, size: int) -> Ints:
        """The number in each of `size` cells. `part` (row of the counted parts) lies in `cell`, side by side."""
        counts = self._counts[part]
        part, cell = part[counts], cell[counts]
        informant = integers(self.parts["informant"])[part] + 1
        people = int(informant.max(initial=0)) + 1
        if self.unit == "words":
            start, end = self._line["start"][part], self._line["end"][part]
            keys, words = words_once(self._words, cell * people + informant, start, end, self.selection.line.length)
            return np.bincount(keys // people, weights=words, minlength=size).astype(np.int64)
        one = informant if self.unit == "informants" else integers(self.parts["coding"])[part]
        return distinct(cell, one, size)

    def present(self, part: Ints, cell: Ints, size: int) -> Bools:
        """Whether anything at all stands in each of `size` cells, also what the unit itself does not count."""
        return np.bincount(cell[self._stands[part]], minlength=size) > 0


def distinct(cell: Ints, one: Ints, size: int) -> Ints:
    """How many different `one` (>= 0) stand in each of `size` cells."""
    span = int(one.max(initial=0)) + 1
    return np.bincount(np.unique(cell * span + one) // span, minlength=size).astype(np.int64)


def bases(selection: Selection, side: Axis) -> Ints:
    """Informants in the base of each label of a side."""
    people = pd.factorize(selection.material.voices["informant"])[0].astype(np.int64)
    return distinct(integers(side.voices["label"]), people[integers(side.voices["voice"])], len(side))


def asked(rows: Axis, columns: Axis) -> Bools:
    """Whether anyone was asked in each cell (rows × columns); where neither side is persons, whether anything was read.

    Nobody can be asked: where None is nobody a cell is what the other side says.
    """
    on = "voice" if "person" in (rows.level, columns.level) else "document"
    sides = (rows.voices, columns.voices) if on == "voice" else (rows.documents, columns.documents)
    cells = crossed(*sides, on, len(columns))
    shape = (len(rows), len(columns))
    table = np.bincount(integers(cells["cell"]), minlength=shape[0] * shape[1]).reshape(shape) > 0
    if rows.has_nobody:
        table[-1] = asked_labels(columns)
    if columns.has_nobody:
        table[:, -1] = asked_labels(rows)
    return table


def asked_labels(side: Axis) -> Bools:
    """Whether anyone was asked under each label of a side; where it is not of persons, whether anything was read.
    What nobody in the register said (None) always has a number."""
    labels = (side.voices if side.level == "person" else side.documents)["label"]
    found = np.bincount(integers(labels), minlength=len(side)) > 0
    if side.has_nobody:
        found[-1] = True
    return found


def crossed(rows: pd.DataFrame, columns: pd.DataFrame, on: str, width: int) -> pd.DataFrame:
    """Which items (`on`) lie in which cell of a table `width` columns wide, cells numbered row by row."""
    both = rows.merge(columns, on=on, suffixes=("", "_column"))
    return pd.DataFrame({on: both[on], "cell": both["label"] * width + both["label_column"]})


def not_asked(selection: Selection, *sides: Axis) -> list[str]:
    """The groups of these sides that nobody in the base belongs to."""
    return [
        name
        for side in sides
        if side.level != "coding"
        for name, base in zip(side.labels, bases(selection, side), strict=True)
        if base == 0 and name is not None
    ]

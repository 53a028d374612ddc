"""Codes put side by side: every two that may be one, each with its own codings in reading order."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from qualkit.codebook.similar import Similar, pairs_of
from qualkit.language import collation_key
from qualkit.records import Code
from qualkit.tables.line import Ints, integers, numbered
from qualkit.tables.selection import Selection
from qualkit.tables.where import as_texts

#: So many codings of each side stand with a pair as what it rests on.
EVIDENCE = 12

Found = tuple[Similar, Ints, Ints]
"""A pair, and the codings on either side that it rests on."""


class SideBySide:
    """The codes of a selection by number, and the pairs of them. A coding is a row of `material.codings`.

    `code` has the number of each coding's own code, -1 where the coding does not count.
    """

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.book = selection.material.codebook
        self.ids = [code.id for code in self.book]
        self._numbers = {code: number for number, code in enumerate(self.ids)}
        codes = numbered(selection.material.codings["code"], self.ids)
        self.code = np.where(selection.counted, codes, -1)

    @cached_property
    def pairs(self) -> list[tuple[Code, Code]]:
        """Every two codes in use, none below the other."""
        return pairs_of(self.book)

    def numbers(self, *codes: Code) -> tuple[int, ...]:
        """The numbers of codes."""
        return tuple(self._numbers[code.id] for code in codes)

    def codings(self, code: Code) -> Ints:
        """The codings of a code, not of those below it, in reading order."""
        return self._codings[self._numbers[code.id]]

    @cached_property
    def _codings(self) -> list[Ints]:
        frame, line = self.selection.material.codings, self.selection.line
        documents = as_texts(self.selection.material.documents["document"])
        document = numbered(documents, sorted(set(documents), key=collation_key))[line.coding_documents]
        coders = as_texts(frame["coder"])
        coder = numbered(coders, sorted(set(coders), key=collation_key))
        order = np.lexsort((coder, integers(frame["end"]), integers(frame["start"]), document, self.code))
        return np.split(order, np.searchsorted(self.code[order], np.arange(len(self.ids) + 1)))[1:-1]

"""Codes whose passages overlap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qualkit.codebook.similar import Similar
from qualkit.tables.line import Bools, integers
from qualkit.tables.side_by_side import EVIDENCE, Found, SideBySide

#: Of the codings of the code that has fewer, so much shares words with the other's: one in two, or one in four where
#: these are two at least. A single passage with both codes is an everyday thing.
ONE_ALIKE, SEVERAL_ALIKE = 0.5, 0.25


def on_same_passages(sides: SideBySide) -> Iterator[Found]:
    """The pairs whose codings share words, at least one code point."""
    meets = _meetings(sides)
    for one, other in sides.pairs:
        few, many = sorted((one, other), key=lambda code: (len(sides.codings(code)), sides.numbers(code)))
        with_few, with_many = (meets[number] for number in sides.numbers(few, many))
        own, others = sides.codings(few), sides.codings(many)
        shared, of = own[with_many[own]], len(own)
        if len(shared) and len(shared) >= of * (ONE_ALIKE if len(shared) == 1 else SEVERAL_ALIKE):
            why = (
                f"{len(shared)} of the {of} coding{'' if of == 1 else 's'} of «{few.name}» "
                f"share{'s' if len(shared) == 1 else ''} words with «{many.name}»."
            )
            yield Similar(few.id, many.id, "passages", why), shared[:EVIDENCE], others[with_few[others]][:EVIDENCE]


def _meetings(sides: SideBySide) -> list[Bools]:
    """For each code: which codings share at least one code point with one of its own."""
    line, frame = sides.selection.line, sides.selection.material.codings
    start, end = (line.at(line.coding_documents, integers(frame[edge])) for edge in ("start", "end"))
    # A search for places in order is several times as fast as one for places in none.
    by_end = np.argsort(end, kind="stable")
    found = []
    for code in sides.book:
        own = sides.codings(code)
        own = own[np.argsort(start[own], kind="stable")]
        # How far those of its codings reach that begin before a place.
        reach = np.concatenate([np.zeros(1, dtype=np.int64), np.maximum.accumulate(end[own])])
        meets = np.empty(len(end), dtype=np.bool_)
        meets[by_end] = reach[np.searchsorted(start[own], end[by_end], side="left")] > start[by_end]
        found.append(meets)
    return found

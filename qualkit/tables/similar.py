"""Pairs of codes worth a look before merging, each with its reason and the passages it rests on. Suggestions only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy.typing as npt
import pandas as pd

from qualkit.codebook import Codebook
from qualkit.codebook.similar import REASONS, Normalise, as_written, spelt_alike
from qualkit.language import collation_key
from qualkit.tables.footer import put_footer
from qualkit.tables.material import TEXT, Material
from qualkit.tables.selection import select
from qualkit.tables.side_by_side import EVIDENCE, Found, SideBySide
from qualkit.tables.similar_passages import on_same_passages
from qualkit.tables.similar_people import by_same_people
from qualkit.tables.similar_words import in_same_words

COLUMNS = ("reason", "code", "other", "why", "codings", "other_codings", "id", "other_id")


def similar_codes(material: Material, *, normalise: Normalise = as_written) -> pd.DataFrame:
    """One row per pair and reason: `reason` (passages, words, spelling, informants), `code`, `other` (paths, in
    collation order), `why` (a sentence), `codings`, `other_codings` (ids, up to 12 of each code, joined by `; `; <NA>
    where it has none), `id`, `other_id`.

    Rows stand by reason, then in collation order, never by how much. Only codes in use, and never one below the other;
    each by its own codings, of which only those that count. `normalise` says which words are the same word.
    """
    sides = SideBySide(select(material))
    found = [*on_same_passages(sides), *in_same_words(sides, normalise), *_by_name(sides), *by_same_people(sides)]
    ids = material.codings["coding"].to_numpy(dtype=object)
    rows = sorted((_row(sides.book, ids, one) for one in found), key=_place)
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(TEXT)
    put_footer(frame, sides.selection, unit="codings")
    return frame


def _by_name(sides: SideBySide) -> Iterator[Found]:
    """The pairs whose names are near each other in spelling, with the first codings of each."""
    for pair in spelt_alike(sides.pairs):
        own, others = (sides.codings(sides.book[code])[:EVIDENCE] for code in (pair.code, pair.other))
        yield pair, own, others


def _row(book: Codebook, ids: npt.NDArray[Any], found: Found) -> list[Any]:
    pair, own, others = found
    both = [(book.path(code), code, rows) for code, rows in ((pair.code, own), (pair.other, others))]
    first, second = sorted(both, key=lambda side: (collation_key(side[0]), side[1]))
    evidence = ["; ".join(ids[rows]) or pd.NA for rows in (first[2], second[2])]
    return [pair.reason, first[0], second[0], pair.why, *evidence, first[1], second[1]]


def _place(row: list[Any]) -> tuple[Any, ...]:
    return REASONS.index(row[0]), collation_key(row[1]), collation_key(row[2]), row[6], row[7]

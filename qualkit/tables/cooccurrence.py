"""Which codes, or themes, stand on the same words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qualkit.codebook import Codebook
from qualkit.tables.axes import code_labels, labels_of_codes, labels_with_none
from qualkit.tables.footer import put_footer, put_sides
from qualkit.tables.frequencies import OF
from qualkit.tables.line import Ints, integers
from qualkit.tables.material import Material
from qualkit.tables.parts import voice_of_turns
from qualkit.tables.selection import Selection, select
from qualkit.tables.where import Where, one_of


def cooccurrence(material: Material, *, of: str = "code", where: Where | None = None) -> pd.DataFrame:
    """A square, symmetric table (int64): code paths in codebook order, or theme names, on both sides.

    A cell is the number of pairs of different codings, one of each, that share at least one code point of a document;
    codes below count with those above. For themes a coding that serves both counts once as well. On the diagonal
    stands the number of codings. Where `where` names persons, only words they spoke can be shared. Codings whose code
    an earlier codebook did not have stand together under <NA>, last.
    Raises UnknownNameError for any name that is not there.
    """
    one_of("kind of row", of, OF)
    selection = select(material, where)
    book = material.codebook
    labels = labels_with_none(selection, of)
    serves = _incidence(book, of, with_none=None in labels)
    start, end = _spans(selection)
    codes = selection.codes[selection.counted]
    if None in labels:
        codes[codes < 0] = len(book)  # all that have no code in the codebook, as if they had one together
    known = codes >= 0
    start, end, codes = start[known], end[known], codes[known]

    table = _pairs_of_labels(_pairs_of_codes(start, end, codes, len(serves)), serves)
    each = np.bincount(codes, minlength=len(serves))
    if of == "theme":
        table += serves.T @ (serves * each[:, None])
    np.fill_diagonal(table, serves.T @ each)
    side = pd.Index([pd.NA if label is None else label for label in labels], name=of, dtype="object")
    square = pd.DataFrame(table, index=side, columns=side, dtype=np.int64)
    put_sides(square, of)
    put_footer(square, selection, unit="codings")
    return square


def _incidence(book: Codebook, of: str, *, with_none: bool) -> Ints:
    """Codes (rows) × labels (columns): 1 where a coding of the code counts under the label; `with_none` has a row and
    a column more, for no code at all."""
    under = labels_of_codes(book, of)
    serves = np.zeros((len(book) + with_none, len(code_labels(book, of)) + with_none), dtype=np.int64)
    for row, code in enumerate(book):
        serves[row, under[code.id]] = 1
    if with_none:
        serves[-1, -1] = 1
    return serves


def _spans(selection: Selection) -> tuple[Ints, Ints]:
    """Starts and ends of the codings that count, on the line.

    Where `where` names persons the line is theirs: a place is the number of their code points before it. So two
    codings that meet only in somebody else's words do not meet.
    """
    material, line = selection.material, selection.line
    codings, documents = material.codings[selection.counted], line.coding_documents[selection.counted]
    start, end = (line.at(documents, integers(codings[edge])) for edge in ("start", "end"))
    if not selection.by_person:
        return start, end
    voice = voice_of_turns(material)
    theirs = np.append(selection.base, False)[voice]
    turns, numbers = material.turns[theirs], line.turn_documents[theirs]
    begin = np.sort(line.at(numbers, integers(turns["start"])))
    finish = np.sort(line.at(numbers, integers(turns["end"])))
    spoken = np.concatenate([[0], np.cumsum(finish - begin)])

    def own(place: Ints) -> Ints:
        turn = np.searchsorted(begin, place, side="right") - 1
        within = np.minimum(place, np.append(finish, 0)[turn]) - np.append(begin, 0)[turn]
        return np.where(turn < 0, 0, spoken[turn] + within)

    return own(start), own(end)


def _pairs_of_codes(start: Ints, end: Ints, code: Ints, size: int) -> Ints:
    """For codes c (rows) and d: the pairs of a coding of c and a later one of d that share a code point.

    Codings are taken in order of their start; those that meet a coding later are the ones that start before it ends,
    and follow it without a gap. Running totals count them by code, so the pairs themselves are never laid out.
    """
    order = np.lexsort((end, start))
    start, end, code = start[order], end[order], code[order]
    after = np.searchsorted(start, end, side="left")
    later = np.arange(1, len(start) + 1)
    met = np.zeros((size, size), dtype=np.int64)
    for other in np.unique(code):
        before = np.concatenate([[0], np.cumsum(code == other)])
        met[:, other] = np.bincount(code, weights=before[after] - before[later], minlength=size)
    return met


def _pairs_of_labels(met: Ints, serves: Ints) -> Ints:
    """Pairs by label, each pair once: a pair that fits a cell both ways round was counted twice."""
    table = serves.T @ (met + met.T) @ serves
    for label in range(serves.shape[1]):
        both = serves * serves[:, [label]]
        own = np.flatnonzero(serves[:, label])
        table[label] -= (both[own] * (met[np.ix_(own, own)] @ both[own])).sum(axis=0)
    return table

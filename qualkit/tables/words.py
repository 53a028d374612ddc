"""Where the words stand: white-space separated, each counted at its first character."""

from __future__ import annotations

import numpy as np

from qualkit.tables.line import Ints
from qualkit.tables.selection import Selection

#: Everything `str.split()` parts words at.
_WHITE = np.array([number for number in range(0x3001) if chr(number).isspace()], dtype=np.uint32)


def word_starts(selection: Selection) -> Ints:
    """The first character of every word of the documents that count, on the selection's number line, in order."""
    line = selection.line
    names = selection.material.documents["document"].to_numpy()
    found = [np.empty(0, dtype=np.int64)]
    for number in np.flatnonzero(selection.documents):
        starts = starts_in(selection.material.text(names[number])[: line.room[number]])
        found.append(line.at(np.full(len(starts), number, dtype=np.int64), starts))
    return np.concatenate(found)


def starts_in(text: str) -> Ints:
    """The code points at which the words of a text begin: as many as `text.split()` gives."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    white = np.isin(points, _WHITE)
    after_white = np.concatenate([[True], white[:-1]])
    return np.flatnonzero(~white & after_white[: len(white)]).astype(np.int64)


def words_between(starts: Ints, start: Ints, end: Ints) -> Ints:
    """How many words begin at or after `start` and before `end` (on the line)."""
    return np.asarray(np.searchsorted(starts, end) - np.searchsorted(starts, start), dtype=np.int64)


def words_once(starts: Ints, keys: Ints, start: Ints, end: Ints, length: int) -> tuple[Ints, Ints]:
    """Words covered by the stretches of each key, each word once however many stretches cover it.

    `keys` (>= 0) says to what each stretch belongs; `length` is greater than any number on the line. Returns a key and
    a number of words per stretch of new ground, so that the words of a key are the sum of its rows.
    """
    keys, fresh, end = ground_once(keys, start, end, length)
    return keys, words_between(starts, fresh, end)


def ground_once(keys: Ints, start: Ints, end: Ints, length: int) -> tuple[Ints, Ints, Ints]:
    """The new ground of each stretch, in the order of keys and starts: key, start and end, without what an earlier
    stretch of the same key covers (start and end are one where nothing is left)."""
    order = np.lexsort((start, keys))
    keys, start, end = keys[order], start[order], end[order]
    # Each key has the whole line to itself, so one running maximum never carries from one key into the next.
    ground = keys * length
    reached = np.concatenate([[0], np.maximum.accumulate(ground + end)[:-1]]) if len(keys) else ground
    return keys, np.minimum(np.maximum(start, reached - ground), end), end

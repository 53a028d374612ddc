"""The words in the passages of each code, beside those the informants say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from qualkit.codebook.similar import Normalise
from qualkit.tables.line import Bools, Ints, integers
from qualkit.tables.parts import voice_of_turns
from qualkit.tables.selection import Selection
from qualkit.tables.side_by_side import SideBySide
from qualkit.tables.words import ground_once, starts_in

#: A word said more often than one in 200, and at least 20 times, is one of the small words that hold sentences
#: together («det», «og», «ikke»). It says nothing of a code, and is left out.
COMMON, COMMON_TIMES = 1 / 200, 20


@dataclass(frozen=True, eq=False)
class CodeWords:
    """The words in the passages of each code. A word is a number; `vocabulary` has the words as they were normalised.

    - `share`: of all words the informants say.
    - `said`: each code's words; `by`: the coding each of them stands in (of several that cover it, the first).
    - `beyond` (codes × words): how much more, or less, often a code has a word than the informants say it otherwise:
      (n - expected) / √(expected + 1), which is 0 on the average; 0 for a common word.
    """

    vocabulary: list[str]
    share: npt.NDArray[np.float64]
    said: list[Ints]
    by: list[Ints]
    beyond: npt.NDArray[np.float32]


def code_words(sides: SideBySide, normalise: Normalise) -> CodeWords:
    """The words in the codings that count, code by code; interviewers' words are left out."""
    selection = sides.selection
    starts, words, vocabulary = _all_words(selection, normalise)
    size = len(vocabulary)
    spoken = np.bincount(words[~_asked(selection, starts) & (words >= 0)], minlength=size)
    share = spoken / max(int(spoken.sum()), 1)
    telling = (share <= COMMON) | (spoken < COMMON_TIMES)

    parts, line = selection.counted_parts, selection.line
    coding = integers(parts["coding"])
    start, end = (line.at(line.coding_documents[coding], integers(parts[edge])) for edge in ("start", "end"))
    said, by, beyond = [], [], np.zeros((len(sides.ids), size), dtype=np.float32)
    for number in range(len(sides.ids)):
        own = np.flatnonzero(sides.code[coding] == number)
        own = own[np.argsort(start[own], kind="stable")]
        found, place = _words_between(starts, words, *ground_once(own * 0, start[own], end[own], line.length)[1:])
        said.append(found)
        by.append(coding[own[place]])
        expected = len(found) * share
        beyond[number] = telling * (np.bincount(found, minlength=size) - expected) / np.sqrt(expected + 1)
    return CodeWords(vocabulary, share, said, by, beyond)


def _all_words(selection: Selection, normalise: Normalise) -> tuple[Ints, Ints, list[str]]:
    """Every word of the documents that count: where it begins (on the line), its number (-1 for signs alone); and the
    words by number."""
    names = selection.material.documents["document"].to_numpy()
    starts, written = [np.empty(0, dtype=np.int64)], []
    for number in np.flatnonzero(selection.documents):
        text = selection.material.text(names[number])[: selection.line.room[number]]
        begins = starts_in(text)
        starts.append(selection.line.at(np.full(len(begins), number, dtype=np.int64), begins))
        written += text.split()
    as_said, different = pd.factorize(np.array(written, dtype=object))
    # "" comes last, so that it has a number in any case.
    form, vocabulary = pd.factorize(np.array([*normalise(list(different)), ""], dtype=object))
    number_of = np.where(form == form[-1], -1, form).astype(np.int64)
    return np.concatenate(starts), number_of[as_said], [str(word) for word in vocabulary]


def _asked(selection: Selection, starts: Ints) -> Bools:
    """Which words an interviewer said."""
    material, line = selection.material, selection.line
    interviewer = np.append(np.asarray(material.voices["interviewer"], dtype=np.bool_), False)
    theirs = interviewer[voice_of_turns(material)]
    asked, numbers = material.turns[theirs], line.turn_documents[theirs]
    begin, end = (np.sort(line.at(numbers, integers(asked[edge]))) for edge in ("start", "end"))
    return np.searchsorted(begin, starts, side="right") > np.searchsorted(end, starts, side="right")


def _words_between(starts: Ints, words: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The words that begin in these stretches, and the number of the stretch each begins in."""
    first, after = np.searchsorted(starts, begin), np.searchsorted(starts, end)
    count = np.maximum(after - first, 0)
    place = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    found, stretch = words[place], np.repeat(np.arange(len(count)), count)
    return found[found >= 0], stretch[found >= 0]

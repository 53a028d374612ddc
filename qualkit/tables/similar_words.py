"""Codes whose passages, or definitions, say the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from qualkit.codebook.similar import Normalise, Similar, defined_alike
from qualkit.language import collation_key
from qualkit.records import Code
from qualkit.tables.coded_words import CodeWords, code_words
from qualkit.tables.line import Ints
from qualkit.tables.side_by_side import EVIDENCE, Found, SideBySide

#: How near two codes' words are: a cosine, about 0 for codes that have nothing to do with each other.
ALIKE = 0.35
#: … and how many words both must have clearly more often than the interviews otherwise do.
SHARED, CLEARLY = 3, 0.5
#: So many of these are named, the rarest in the interviews first.
NAMED = 5


def in_same_words(sides: SideBySide, normalise: Normalise) -> Iterator[Found]:
    """The pairs whose passages have the same words in common, or whose definitions do."""
    words = code_words(sides, normalise)
    near = _nearness(words.beyond)
    defined_in_common = defined_alike(sides.book, normalise)
    for one, other in sides.pairs:
        numbers = sides.numbers(one, other)
        common = np.empty(0, dtype=np.int64)
        if near[numbers] >= ALIKE:
            common = np.flatnonzero((words.beyond[list(numbers)] >= CLEARLY).all(axis=0))
            common = common[np.argsort(words.share[common], kind="stable")]
        if len(common) < SHARED:
            common = common[:0]
        why = _why([words.vocabulary[word] for word in common], defined_in_common(one, other))
        if why:
            own, others = (_with_words(sides, code, words, common) for code in (one, other))
            yield Similar(one.id, other.id, "words", why), own, others


def _nearness(beyond: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The cosine between the rows: codes × codes."""
    length = np.sqrt((beyond * beyond).sum(axis=1))
    unit = beyond / np.where(length > 0, length, 1)[:, None]
    return np.asarray(unit @ unit.T, dtype=np.float32)


def _why(said: list[str], defined: list[str]) -> str:
    sentences = []
    if said:
        sentences.append(f"The passages of both have more than the interviews otherwise: {_named(said)}.")
    if defined:
        sentences.append(f"The definitions of both say: {_named(defined)}.")
    return " ".join(sentences)


def _named(words: list[str]) -> str:
    """The first few of them, in collation order, and how many there are besides."""
    named = ", ".join(sorted(words[:NAMED], key=collation_key))
    return named + (f" and {len(words) - NAMED} more" if len(words) > NAMED else "")


def _with_words(sides: SideBySide, code: Code, words: CodeWords, wanted: Iterable[int]) -> Ints:
    """The codings of a code that have most of these words, in reading order."""
    own, (number,) = sides.codings(code), sides.numbers(code)
    hits = words.by[number][np.isin(words.said[number], np.asarray(wanted, dtype=np.int64))]
    count = pd.Series(hits).value_counts().reindex(own, fill_value=0).to_numpy()
    return own[np.sort(np.argsort(-count, kind="stable")[:EVIDENCE])]

"""Codes that are near each other in how they are named and defined. Pure; what is coded with them is for the tables."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from qualkit.codebook.tree import Codebook
from qualkit.records import Code, plain

#: The kinds of reason, in the order in which a person sees them.
REASONS = ("passages", "words", "spelling", "informants")

#: Two names are near where `difflib` finds this much of them the same: «Tid» and «Tida» are (0.86), «Rom» and «Ro» are
#: (0.8), «Kompetanse» and «Kompleksitet» are not (0.64).
NAMES_ALIKE = 0.8
#: A name this long may be the end of another («Rom» in «Handlingsrom»), or its beginning («Forståelse for mål»). The
#: end is what a Norwegian compound is; a short beginning is mostly chance («Tid» and «Tidligere»).
END, BEGINNING = 3, 5
#: Two definitions share this much of their words, rare words weighing more than common ones.
DEFINITIONS_ALIKE = 0.5
#: … and at least so many of them, so that «Uenighet.» and «Uenighet om tid.» need more than one word.
DEFINED_WORDS = 2

#: Words as written → the forms in which they are the same. By lemma, once there is a language room for it.
Normalise = Callable[[Sequence[str]], Sequence[str]]

_EDGES = re.compile(r"^\W+|\W+$")


def as_written(words: Sequence[str]) -> list[str]:
    """Each word without case and the signs around it; "" where nothing else is in it."""
    return [_EDGES.sub("", plain(word)).casefold() for word in words]


@dataclass(frozen=True, slots=True)
class Similar:
    """Two codes worth a look side by side: their ids, one kind of reason, the reason as a sentence."""

    code: str
    other: str
    reason: str
    why: str


def pairs_of(book: Codebook) -> list[tuple[Code, Code]]:
    """Every two codes in use, but not one that stands below the other: it was put there to be read as part of it."""
    used = [code for code in book if not (code.retired or code.withdrawn)]
    above = {code.id: set(book.ancestors(code.id)) for code in used}
    return [
        (one, other)
        for one, other in combinations(used, 2)
        if one.id not in above[other.id] and other.id not in above[one.id]
    ]


def spelt_alike(pairs: Iterable[tuple[Code, Code]]) -> Iterator[Similar]:
    """The pairs whose names are near each other in spelling."""
    plainly: dict[str, str] = {}
    for one, other in pairs:
        for name in (one.name, other.name):
            if name not in plainly:
                plainly[name] = plain(name).casefold()
        why = _alike(one.name, other.name, plainly)
        if why:
            yield Similar(one.id, other.id, "spelling", why)


def _alike(one: str, other: str, plainly: Mapping[str, str]) -> str:
    short, long = sorted((plainly[one], plainly[other]), key=lambda name: (len(name), name))
    if short == long:
        return "The names are the same."
    ends, begins = len(short) >= END and long.endswith(short), len(short) >= BEGINNING and long.startswith(short)
    if ends or begins:
        inner, outer = (one, other) if len(one) < len(other) else (other, one)
        return f"«{inner}» stands in «{outer}»."
    # Most pairs are too unlike in length to be near, and are let go before anything is built of them.
    if 2 * len(short) < NAMES_ALIKE * (len(short) + len(long)):
        return ""
    near = difflib.SequenceMatcher(None, long, short, autojunk=False)
    if near.quick_ratio() >= NAMES_ALIKE and near.ratio() >= NAMES_ALIKE:
        return "The names are spelt nearly alike."
    return ""


def defined_alike(book: Codebook, normalise: Normalise = as_written) -> Callable[[Code, Code], list[str]]:
    """A function of two codes: the words their definitions share, where these are much of both; else none.

    What they share is weighed against all they say (weighted Jaccard); a word weighs ln(1 + codes / codes that say it),
    over the codes that have a definition.
    """
    said = {code.id: _defined(code, normalise) for code in book}
    used = Counter(word for words in said.values() for word in words)
    defined = sum(1 for words in said.values() if words)
    weight = {word: math.log(1 + defined / count) for word, count in used.items()}

    def shared(one: Code, other: Code) -> list[str]:
        both, either = said[one.id] & said[other.id], said[one.id] | said[other.id]
        if len(both) < DEFINED_WORDS:
            return []
        # In a fixed order, so that the sum is the same to the last digit.
        part, whole = (math.fsum(weight[word] for word in sorted(words)) for words in (both, either))
        return sorted(both) if part >= DEFINITIONS_ALIKE * whole else []

    return shared


def _defined(code: Code, normalise: Normalise) -> set[str]:
    return set(normalise(f"{code.definition} {code.include}".split())) - {""}

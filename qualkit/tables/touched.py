"""How many codings stand on some codes, and whose words they are: for telling whom a change of the codebook touches."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qualkit.language import collation_key
from qualkit.tables.line import Bools, Ints, integers


@dataclass(frozen=True, slots=True)
class Touched:
    """How many codings, each counted once, and the informants who speak in them, in collation order."""

    codings: int
    informants: tuple[str, ...]


class Touching:
    """Codings ready to be asked about by code.

    - `coded`: document, start, end, code, given, coder. What stands on the same words, is by one coder and is read as
      one code (`read_as`) is one coding.
    - `turns`: one row per turn: document, informant (or missing), start, end.
    - `asks(document, informant)`: True where that person is an interviewer there, and does not count.
    """

    def __init__(
        self,
        coded: pd.DataFrame,
        turns: pd.DataFrame,
        *,
        read_as: Callable[[str], str],
        asks: Callable[[Hashable, str], bool],
    ) -> None:
        code, codes = pd.factorize(coded["code"])
        moved = (coded["code"] != coded["given"]).to_numpy(dtype=np.bool_)
        heaps = 2 * code + moved  # the codings of a code in two heaps: as they were given, and moved
        same = _same_coding(coded, np.array([*map(read_as, codes)], dtype=object)[code])
        row, self._names = _speakers(coded, turns, asks)
        self._codes = {str(name): number for number, name in enumerate(codes)}
        self._codings = _heaped(heaps, same, 2 * len(codes))
        self._informants = _heaped(heaps[row[0]], row[1], 2 * len(codes))

    @property
    def codes(self) -> tuple[str, ...]:
        """All that is coded with."""
        return tuple(self._codes)

    def touched(self, codes: Iterable[str], *, moved: bool = False) -> Touched:
        """The codings on these codes; with `moved`, those of them that were given another code at first."""
        numbers = [2 * self._codes[one] for one in codes if one in self._codes]
        heaps = [number + 1 for number in numbers] + ([] if moved else numbers)
        people = np.unique(_joined(self._informants, heaps))
        return Touched(len(np.unique(_joined(self._codings, heaps))), tuple(self._names[one] for one in people))


def _same_coding(coded: pd.DataFrame, read: npt.NDArray[np.object_]) -> Ints:
    """A number for each coding; those that count as one have the same."""
    whole = np.zeros(len(coded), dtype=np.int64)
    for column in (coded["document"], coded["start"], coded["end"], coded["coder"], read):
        number, different = pd.factorize(column)
        # Numbered anew after each column, so that the product never outgrows 64 bits.
        whole = pd.factorize(whole * (len(different) + 1) + number)[0]
    return whole


def _heaped(heaps: Ints, values: Ints, count: int) -> list[Ints]:
    """The different values of each heap."""
    order = np.lexsort((values, heaps))
    borders = np.searchsorted(heaps[order], np.arange(1, count))
    return [np.unique(some) for some in np.split(values[order], borders)] if count else []


def _joined(heaps: Sequence[Ints], chosen: Sequence[int]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *(heaps[one] for one in chosen)])


def _speakers(
    coded: pd.DataFrame, turns: pd.DataFrame, asks: Callable[[Hashable, str], bool]
) -> tuple[tuple[Ints, Ints], list[str]]:
    """Who speaks in which coding: rows of `coded` beside numbers of names, and the names in collation order.

    Interviewers, and those nobody knows, are not among them.
    """
    spoken = turns[turns["informant"].notna() & (turns["start"] < turns["end"])].sort_values(["document", "start"])
    document, documents = pd.factorize(spoken["document"])
    who, people = pd.factorize(spoken["informant"])
    counts = ~_asking(document, documents, who, people, asks)
    names = sorted(map(str, people), key=collation_key)
    rank = np.array([names.index(str(name)) for name in people], dtype=np.int64)
    # All documents on one line of numbers. One that nobody speaks in has the number -1, and stands before them all.
    wide = int(max(coded["end"].max() if len(coded) else 0, spoken["end"].max() if len(spoken) else 0)) + 1
    start, end = ((document * wide + integers(spoken[name]))[counts] for name in ("start", "end"))
    shift = pd.Index(documents).get_indexer(coded["document"]) * wide
    first = np.searchsorted(end, shift + integers(coded["start"]), side="right")
    after = np.searchsorted(start, shift + integers(coded["end"]), side="left")
    count = np.maximum(after - first, 0)
    row = np.repeat(np.arange(len(coded)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return (row, rank[who[counts]][place]), names


def _asking(
    document: Ints,
    documents: pd.Index[Any],
    who: Ints,
    people: pd.Index[Any],
    asks: Callable[[Hashable, str], bool],
) -> Bools:
    """True for each turn of an interviewer. Each person is asked about once in a document."""
    pair, pairs = pd.factorize(document * max(len(people), 1) + who)
    split = [divmod(int(one), max(len(people), 1)) for one in pairs]
    asking = [asks(documents[place], str(people[person])) for place, person in split]
    return np.array(asking, dtype=np.bool_)[pair]

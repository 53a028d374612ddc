"""Codes that stand on the same informants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from qualkit.codebook.similar import Similar
from qualkit.language import collation_key
from qualkit.tables.line import Bools, Ints, integers, numbered
from qualkit.tables.side_by_side import EVIDENCE, Found, SideBySide
from qualkit.tables.where import as_texts

#: How much two codes go together over the informants (φ: 1 the same informants, 0 as chance would have it). A code that
#: everybody, or nobody, stands under goes together with none.
ALIKE = 0.8
#: … and how many informants they share at least: two have the same two informants often enough by chance.
SHARED = 3


@dataclass(frozen=True, eq=False)
class _Standing:
    """Codes × informants of the base, what the informants are called, and who speaks in which coding."""

    stands: Bools
    names: list[str]
    heard: pd.DataFrame


def by_same_people(sides: SideBySide) -> Iterator[Found]:
    """The pairs that the same informants stand under."""
    standing = _standing(sides)
    both, phi = _together(standing.stands)
    for one, other in sides.pairs:
        place = sides.numbers(one, other)
        if both[place] >= SHARED and phi[place] >= ALIKE:
            rows = standing.stands[list(place)]
            shared = np.flatnonzero(rows.all(axis=0))
            named = ", ".join(standing.names[person] for person in shared[:EVIDENCE])
            more = f" and {len(shared) - EVIDENCE} more" if len(shared) > EVIDENCE else ""
            either = int(rows.any(axis=0).sum())
            why = f"{len(shared)} of the {either} informants who stand under one stand under both: {named}{more}."
            own, others = (_of_each(standing, sides.codings(code), shared[:EVIDENCE]) for code in (one, other))
            yield Similar(one.id, other.id, "informants", why), own, others


def _standing(sides: SideBySide) -> _Standing:
    selection = sides.selection
    names = sorted(set(as_texts(selection.base_voices["informant"])), key=collation_key)
    parts = selection.counted_parts
    coding = integers(parts["coding"])
    person = np.append(numbered(as_texts(selection.material.voices["informant"]), names), -1)[integers(parts["voice"])]
    known = (person >= 0) & (sides.code[coding] >= 0)
    stands = np.zeros((len(sides.ids), len(names)), dtype=np.bool_)
    stands[sides.code[coding[known]], person[known]] = True
    return _Standing(stands, names, pd.DataFrame({"coding": coding[known], "person": person[known]}))


def _of_each(standing: _Standing, own: Ints, people: Ints) -> Ints:
    """The first coding of each of these informants, in reading order."""
    theirs = standing.heard[standing.heard["coding"].isin(own) & standing.heard["person"].isin(people)]
    place = pd.Series(np.arange(len(own)), index=own)
    first = theirs.assign(place=theirs["coding"].map(place)).groupby("person")["place"].min()
    return np.asarray(own[np.unique(integers(first))], dtype=np.int64)


def _together(stands: Bools) -> tuple[Ints, npt.NDArray[np.float64]]:
    """How many informants each two codes share, and φ."""
    table, n = stands.astype(np.int64), stands.shape[1]
    both, each = table @ table.T, table.sum(axis=1)
    spread = np.sqrt((each * (n - each)).astype(np.float64))
    across = np.outer(spread, spread)
    phi = np.where(across > 0, (both * n - np.outer(each, each)) / np.where(across > 0, across, 1), 0)
    return both, phi

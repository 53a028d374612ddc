"""Who has been heard: documents, words, codings and themes for each informant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from qualkit.language import collation_key, join_collated
from qualkit.tables.axes import axis
from qualkit.tables.count import Counter, distinct
from qualkit.tables.footer import put_footer
from qualkit.tables.line import Ints, integers, numbered
from qualkit.tables.material import TEXT, Material
from qualkit.tables.parts import voice_of_turns
from qualkit.tables.selection import Selection, select
from qualkit.tables.where import Where, as_texts
from qualkit.tables.words import word_starts, words_between


def balance(material: Material, *, where: Where | None = None) -> pd.DataFrame:
    """One row per informant in the base, in collation order.

    `informant`, `role`, `group` (several joined by `; `), `documents`, `words` (spoken in them), `share` (of all words
    spoken by these informants, 0–1, four decimals), `codings`, `coded_words` (each word once), `themes` (how many the
    informant's codings serve), `of` (themes in the codebook). Filters on codings leave `documents`, `words` and `share`
    alone. Raises UnknownNameError for any name in `where` that is not there.
    """
    selection = select(material, where)
    base = selection.base_voices
    people = sorted(set(base["informant"]), key=collation_key)
    person = numbered(material.voices["informant"], people)
    counts = _coded(selection, person)
    words = _spoken(selection, person, len(people))
    table = pd.DataFrame(
        {
            "informant": pd.array(people, dtype=TEXT),
            "role": _joined(base, "role", people),
            "group": _joined(base, "group", people),
            "documents": distinct(person[selection.base], selection.line.numbers(base["document"]), len(people)),
            "words": words,
            "share": np.round(words / max(int(words.sum()), 1), 4),
            **counts,
            "of": np.full(len(people), len(material.codebook.themes), dtype=np.int64),
        }
    )
    put_footer(table, selection, unit="informants")
    return table


def _joined(base: pd.DataFrame, column: str, people: list[str]) -> Any:
    """The person's values of a column in one cell, <NA> where none is given."""
    given: dict[str, set[str]] = {}
    for informant, value in zip(base["informant"], as_texts(base[column]), strict=True):
        given.setdefault(informant, set()).update([value] if value else [])
    return pd.array([join_collated(given[one]) or pd.NA for one in people], dtype=TEXT)


def _spoken(selection: Selection, person: Ints, size: int) -> Ints:
    """Words in the turns of each person, in documents of the base."""
    material, line = selection.material, selection.line
    voice = voice_of_turns(material)
    theirs = np.append(selection.base, False)[voice]
    turns, numbers = material.turns[theirs], line.turn_documents[theirs]
    start, end = (line.at(numbers, integers(turns[edge])) for edge in ("start", "end"))
    words = words_between(word_starts(selection), start, end)
    return np.bincount(person[voice[theirs]], weights=words, minlength=size).astype(np.int64)


def _coded(selection: Selection, person: Ints) -> dict[str, Ints]:
    """codings, coded_words and themes of each person in the base."""
    size = int(person.max(initial=-1)) + 1
    parts = selection.counted_parts
    own = np.append(person, -1)[integers(parts["voice"])]
    part = np.flatnonzero(own >= 0)
    served = axis(selection, "theme").parts
    served = served[served["label"] < len(selection.material.codebook.themes)]  # having no code is serving no theme
    who, theme = own[integers(served["part"])], integers(served["label"])
    return {
        "codings": Counter(selection, "codings").count(part, own[part], size),
        "coded_words": Counter(selection, "words").count(part, own[part], size),
        "themes": distinct(who[who >= 0], theme[who >= 0], size),
    }

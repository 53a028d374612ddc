"""Which of a code's codings are meant: those named, or those that fit."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from qualkit.errors import InputError, RefusedError
from qualkit.records import Coding
from qualkit.spans import search_pattern
from qualkit.tables import Material, codings_frame
from qualkit.tables.where import Where

#: Codings as they are handed over: rows of `codings()`, records or ids.
Chosen = pd.DataFrame | Iterable[str | Coding]


def ids_of(codings: Chosen) -> list[str]:
    """The ids of the codings named."""
    chosen = list(codings["coding"]) if isinstance(codings, pd.DataFrame) else list(codings)
    return [one.id if isinstance(one, Coding) else str(one) for one in chosen]


def fitting(material: Material, code: str, where: Where | None, words: str) -> list[str]:
    """The ids of a code's own codings that fit `where` and hold the `words`. RefusedError where there is none.

    A filter on a code also keeps what is coded below it: that is left out here.
    """
    found = material.codebook.find(code)
    if "code" in (where or {}):
        raise InputError(f"The codings are those of «{found.name}» already. Leave `code` out of where.")
    said = search_pattern(words) if words else None
    frame = codings_frame(material, where={**(where or {}), "code": [found.id]})
    own = set(material.codings.loc[material.codings["code"] == found.id, "coding"])
    rows = zip(frame["coding"], frame["text"], strict=True)
    chosen = [coding for coding, text in rows if coding in own and (said is None or said.search(text))]
    if not chosen:
        raise RefusedError(
            f"Nothing of «{found.name}» was chosen to split off: none of its own codings fits. Those of the codes "
            f"below it stay where they are; `codings` with code={found.name} lists them all."
        )
    return chosen

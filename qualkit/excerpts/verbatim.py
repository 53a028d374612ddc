"""The promise of every quote: these are the words that stand in the document, at that place."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from qualkit.errors import IntegrityError

#: How much of a passage an error shows.
_SHOWN = 60


def check_verbatim(quotes: pd.DataFrame, text: Callable[[str], str]) -> None:
    """Raise IntegrityError unless every quote is its document's text[start:end].

    `quotes` has the columns document, start, end (code points, end exclusive) and quote; `text` gives the whole text
    of a document by name and is asked once for each. The error's `problems` holds one sentence a passage.
    """
    problems: list[str] = []
    for document, passages in quotes.groupby("document", sort=False):
        whole = text(str(document))
        for start, end, quote in zip(passages["start"], passages["end"], passages["quote"], strict=True):
            stands = whole[start:end]
            if stands != quote:
                problems.append(
                    f"{document}, characters {start}–{end}: the text says «{_short(stands)}», "
                    f"the quote says «{_short(quote)}»."
                )
    if problems:
        others = f" So it is with {len(problems) - 1} more." if len(problems) > 1 else ""
        raise IntegrityError(
            f"A quote is not what the text says. {problems[0]}{others} Nothing was written; run «qualkit check» to see "
            "what happened to the project.",
            problems=problems,
        )


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"

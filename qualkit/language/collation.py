"""One order for every list and export: æ, ø, å after z, aa as å, numbers by value, case only to break ties.

No locale is asked for, so a table is sorted alike on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

Key = tuple[tuple[tuple[int, int, str], ...], str]

_PIECES = re.compile(r"\d+|\D")
# The Swedish and German letters sort with their Norwegian twins.
_AFTER_Z = {"æ": 1, "ä": 1, "ø": 2, "ö": 2, "å": 3}


def collation_key(text: str) -> Key:
    """A sort key for Norwegian: R2 before R10, «Åsen» and «Aasen» together after «Øvre».

    Example: `sorted(["Å", "Z", "R10", "R2"], key=collation_key)` gives R2, R10, Z, Å.
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return tuple(_weight(piece) for piece in _PIECES.findall(folded)), text


def _weight(piece: str) -> tuple[int, int, str]:
    if piece.isdecimal():
        return (1, int(piece), "")
    if piece in _AFTER_Z:
        return (3, _AFTER_Z[piece], "")
    if piece.isalpha():
        # é sorts as e, but stays a letter of its own where nothing else differs (the text is the last key).
        return (2, 0, unicodedata.normalize("NFD", piece)[0])
    return (0, 0, piece)


def join_collated(values: Iterable[str]) -> str:
    """Several values in one cell: each once, in collation order, joined by `; `."""
    return "; ".join(sorted(set(values), key=collation_key))

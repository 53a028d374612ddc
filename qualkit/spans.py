"""Where words stand in a text: finding, checking and comparing spans. Code points, end exclusive, everywhere."""

from __future__ import annotations

import re

from qualkit.errors import InputError
from qualkit.records import Span, plain


def find_words(text: str, words: str, *, within: Span | None = None) -> list[Span]:
    """Every place the words stand, in order, overlapping ones too.

    Any run of white space (also a no-break space or a line break) matches any other, since people copy quotes from
    wrapped lines. Nothing else is forgiven: the words must be the speaker's own, and whole («tid» is not in «samtid»).
    Only within `within` if given.
    """
    pieces = plain(words).split()
    if not pieces:
        return []
    before = r"(?<!\w)" if _is_word(pieces[0][0]) else ""
    after = r"(?!\w)" if _is_word(pieces[-1][-1]) else ""
    pattern = re.compile(before + r"\s+".join(re.escape(piece) for piece in pieces) + after)
    start = within.start if within else 0
    end = within.end if within else len(text)
    found: list[Span] = []
    match = pattern.search(text, start, end)
    while match:
        found.append(Span(match.start(), match.end()))
        match = pattern.search(text, match.start() + 1, end)
    return found


def search_pattern(words: str) -> re.Pattern[str]:
    """What finds a passage by its words: whole, in a row, without regard to case, and `*` for any letters (`vent*`).

    Raises InputError where no word is given.
    """
    pieces = plain(words).split()
    if not re.search(r"\w", plain(words)):
        raise InputError(f"«{words}» has no word to look for. Write one, such as «tid» or «vent*».")
    each = [r"\w*".join(re.escape(part) for part in piece.split("*")) for piece in pieces]
    before = r"(?<!\w)" if _is_word(pieces[0][0]) or pieces[0][0] == "*" else ""
    after = r"(?!\w)" if _is_word(pieces[-1][-1]) or pieces[-1][-1] == "*" else ""
    return re.compile(before + r"\s+".join(each) + after, re.IGNORECASE)


def _is_word(sign: str) -> bool:
    return re.fullmatch(r"\w", sign) is not None


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None where nothing else is in it."""
    words = text[span.start : span.end]
    left = len(words) - len(words.lstrip())
    right = len(words) - len(words.rstrip())
    if left == len(words):
        return None
    return Span(span.start + left, span.end - right)

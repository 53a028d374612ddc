"""What was struck and what was put in between two wordings, word by word. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

#: A word (or a sign) with the blanks before it; blanks at the end stand alone.
_TOKEN = re.compile(r"\s*(?:\w+(?:[-’'.]\w+)*|[^\w\s])|\s+")

#: Of two wordings that share less than this, the one is struck whole and the other put in whole: the few words they
#: have in common would only be islands.
_ALIKE = 0.4

#: Above this many words the most common ones are left out of the comparison, which else takes seconds.
_LONG = 1_000


class Piece(NamedTuple):
    """A stretch of either wording: what stayed, what was struck, or what was put in."""

    what: Literal["same", "struck", "inserted"]
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """From one wording to another. What stayed and what was put in are `after` to the letter; what stayed and what was
    struck are the words of `before`. White space alone is no change."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    olds, news = [one.strip() for one in old], [one.strip() for one in new]
    if olds == news:
        return (Piece("same", after),) if after else ()
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=max(len(old), len(new)) > _LONG)
    steps = list(_without_islands(matcher.get_opcodes(), news)) if matcher.ratio() >= _ALIKE else []
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in steps or [("replace", 0, len(old), 0, len(new))]:
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i1 < i2:
            pieces.append(Piece("struck", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("inserted", "".join(new[j1:j2])))
    return tuple(pieces)


Step = tuple[str, int, int, int, int]


def _without_islands(steps: Sequence[Step], news: Sequence[str]) -> Iterator[Step]:
    """The steps, with a sign or one short word that stayed between two changes taken into them."""
    waiting: Step | None = None
    for number, step in enumerate(steps):
        tag, i1, i2, j1, j2 = step
        inside = 0 < number < len(steps) - 1
        if tag == "equal" and not (inside and j2 - j1 == 1 and len(news[j1]) <= 2):
            if waiting:
                yield waiting
            waiting = None
            yield step
        else:
            waiting = ("replace", waiting[1] if waiting else i1, i2, waiting[3] if waiting else j1, j2)
    if waiting:
        yield waiting

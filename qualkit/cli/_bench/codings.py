"""The made-up coding: a codebook of 60 codes and 6 themes, and passages coded by two coders."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from qualkit.cli._bench.interviews import Interview
from qualkit.codebook import Codebook
from qualkit.records import STANCES, Code, Theme

CODERS = ("MB", "AK")
COLUMNS = ("document", "start", "end", "code", "stance", "coder")
SHORTEST, USUAL, LONGEST = 5, 15, 80

_ROOTS = (
    "Tid", "Tillit", "Roller", "Mål", "Støtte", "Ledelse", "Samarbeid", "Kompetanse", "Språk", "Økonomi",
    "Medvirkning", "Endring",
)  # fmt: skip
_SIDES = ("i hverdagen", "mellom nivåene", "når noe svikter", "over flere år")
_THEMES = ("Å finne tonen", "Å holde fast", "Å ha nok", "Å høre til", "Å ville noe", "Å få det til")

#: How often a coding carries a stance, and how often one that would go on into the next turn is cut where it ends.
_STANCE, _CUT = 0.2, 0.9


def make_codebook() -> Codebook:
    """12 codes with 4 below each, and 6 themes: each gathers two of the 12, and one that another theme has too."""
    codes: list[Code] = []
    for root in _ROOTS:
        top = Code(f"k{len(codes) + 1:02}", root, definition=f"Det informanten sier om {root.casefold()}.")
        codes.append(top)
        codes += [Code(f"k{len(codes) + 1 + place:02}", side, top.id) for place, side in enumerate(_SIDES)]
    tops = [code.id for code in codes if code.parent is None]
    themes = [
        Theme(f"t{number + 1}", name, codes=(tops[2 * number], tops[2 * number + 1], tops[(2 * number + 2) % 12]))
        for number, name in enumerate(_THEMES)
    ]
    return Codebook(codes, themes, name="Måling", version="1")


def make_codings(
    interviews: Sequence[Interview], codings: int, book: Codebook, seed: int
) -> Iterator[tuple[str, int, int, str, str, str]]:
    """Rows of `COLUMNS`, by document: positions at the borders of words, 5 to 80 words long, some across turns."""
    chance = random.Random(f"{seed}/codings")
    codes = [code.id for code in book]
    # Some codes are used often and most seldom, as in a real study.
    often = [1 / (place + 2) for place in range(len(codes))]
    chance.shuffle(often)
    share, more = divmod(codings, len(interviews))
    for number, interview in enumerate(interviews):
        text = interview.text
        words = [found.span() for found in re.finditer(r"\S+", text)]
        count = share + (number < more)
        for code in chance.choices(codes, often, k=count):
            start, end = _passage(text, words, chance)
            stance = chance.choice(STANCES) if chance.random() < _STANCE else ""
            yield interview.name, start, end, code, stance, chance.choice(CODERS)


def _passage(text: str, words: Sequence[tuple[int, int]], chance: random.Random) -> tuple[int, int]:
    wanted = round(chance.triangular(SHORTEST, LONGEST, USUAL))
    first = chance.randrange(len(words) - SHORTEST)
    last = min(first + wanted, len(words)) - 1
    start, end = words[first][0], words[last][1]
    turn_end = text.find("\n", start, end)
    if turn_end > 0 and text.count(" ", start, turn_end) >= SHORTEST - 1 and chance.random() < _CUT:
        end = turn_end
    return start, end

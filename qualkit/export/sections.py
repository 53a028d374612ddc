"""Quotes arranged for reading: a section a theme, with its n, and nothing that the house style hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from qualkit.errors import RefusedError
from qualkit.excerpts import Style
from qualkit.export.frames import Cell, Footer, cells, footer_of, plain
from qualkit.export.printed import NO_CODE
from qualkit.language import collation_key

#: The heading over passages that serve no theme.
NO_THEME = "Uten tema"

#: Columns that say, or let somebody look up, who spoke.
_TELLING = ("informant", "document", "turn", "start", "end", "coding", "coder")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote as it is printed. `heading` stands over it where it begins a new code, `source` below it."""

    printed: str
    heading: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The quotes of one theme. `summary` is its n: «12 passasjer fra 7 av 9 informanter»."""

    title: str
    summary: str
    quotes: list[Quote]


def sections(
    quotes: pd.DataFrame, style: Style, *, source: bool = False, by_code: bool = False, base: int | None = None
) -> Iterator[Section]:
    """A section per theme, in the order of the frame; by code (in collation order) within it if asked.

    `source` adds document and turn, never where the style hides the code. `base` is how many informants there are to
    speak. Raises RefusedError where the labels name informants whose code the style hides.
    """
    _refuse_labels_of_another_style(quotes, style)
    for theme, passages in quotes.groupby("theme", sort=False, dropna=False):
        title = NO_THEME if pd.isna(theme) else str(plain(theme))
        yield Section(title, _summary(passages, base), _arranged(passages, source and not style.hides_code, by_code))


def _arranged(passages: pd.DataFrame, source: bool, by_code: bool) -> list[Quote]:
    printed = [str(words) for words in cells(passages["printed"])]
    sources = [""] * len(printed)
    if source:
        places = zip(cells(passages["document"]), cells(passages["turn"]), strict=True)
        sources = [f"{document}, tur {turn}" for document, turn in places]
    if not by_code:
        return [Quote(words, "", place) for words, place in zip(printed, sources, strict=True)]
    rows = zip((str(code or NO_CODE) for code in cells(passages["code"])), printed, sources, strict=True)
    arranged: list[Quote] = []
    above = ""
    for code, words, place in sorted(rows, key=lambda row: collation_key(row[0])):
        arranged.append(Quote(words, code if code != above else "", place))
        above = code
    return arranged


def _summary(passages: pd.DataFrame, base: int | None) -> str:
    informants = {code for cell in cells(passages["informant"]) if cell for code in str(cell).split("; ")}
    of = "" if base is None else f" av {base}"
    people = "informant" if (len(informants) if base is None else base) == 1 else "informanter"
    passage = "passasje" if len(passages) == 1 else "passasjer"
    return f"{len(passages)} {passage} fra {len(informants)}{of} {people}"


def base_of(footer: Footer, base: int | None) -> int | None:
    """The base given, else the n of the footer."""
    n = footer.get("n")
    return base if base is not None or not isinstance(n, int) else n


def discreet_footer(quotes: pd.DataFrame, footer: Footer | None, style: Style) -> dict[str, Cell]:
    """The footer as the style allows: texts may name informants, so a style that hides the code keeps the counts."""
    whole = footer_of(quotes, footer)
    if not style.hides_code:
        return whole
    return {name: value for name, value in whole.items() if isinstance(value, int) or name in ("codebook", "style")}


def discreet_columns(quotes: pd.DataFrame, style: Style) -> pd.DataFrame:
    """The frame without the columns that say who spoke, where the style hides the code."""
    _refuse_labels_of_another_style(quotes, style)
    return quotes.drop(columns=list(_TELLING), errors="ignore") if style.hides_code else quotes


def _refuse_labels_of_another_style(quotes: pd.DataFrame, style: Style) -> None:
    if not style.hides_code:
        return
    for label, informants in quotes[["label", "informant"]].drop_duplicates().dropna().itertuples(index=False):
        told = set(label.replace(";", " ").split()) & set(informants.split("; "))
        if told:
            raise RefusedError(
                f"The quotes are labelled with codes ({', '.join(sorted(told))}); the style «{style.name}» hides them. "
                f'Make them with quotes(style="{style.name}").'
            )

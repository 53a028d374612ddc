"""From coded passages to quotes: one row a passage, labelled, however many coded it or codes it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from qualkit.errors import InputError, UnknownNameError
from qualkit.excerpts.speakers import Speakers
from qualkit.excerpts.styles import Style, find_style
from qualkit.language import collation_key, join_collated

QUOTE_COLUMNS = (
    "theme", "code", "informant", "label", "quote", "printed", "document", "turn", "start", "end", "coding", "stance",
    "coder",
)  # fmt: skip

#: As in the tables: text held by Python, so that conditions on its columns can be combined.
_TEXT = pd.StringDtype("python")
_NUMBERS = ("turn", "start", "end")
_NEEDED = ("theme", "document", "start", "end", "turn", "text", "informant", "code", "stance", "coder", "coding")
#: Joins several values in one cell of the codings frame.
_JOINED = "; "


@dataclass(slots=True)
class _Passage:
    """The same words under the same theme, whoever coded them and as what. `people` are its informants, interviewers
    left out."""

    theme: str | None
    document: str
    start: int
    end: int
    turn: int
    text: str
    informants: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    stances: list[str] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)
    codings: list[str] = field(default_factory=list)


def are_quotes(frame: pd.DataFrame) -> bool:
    """True for a frame that `quotes_frame` made, or a part of one."""
    return tuple(frame.columns) == QUOTE_COLUMNS


def quotes_frame(
    codings: pd.DataFrame,
    informants: pd.DataFrame,
    *,
    style: str | Style = "ntnu",
    per_informant: int | None = None,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """One row per quoted passage and theme, labelled in a house style.

    `codings` is the contract's codings frame (any `per`). `informants` has one row an informant (the last counts), or
    one per informant and document where roles change: informant, role, printed_role, attributes, and document or
    interviewer (bool) where known. `order` names themes in the order they shall stand; others follow in collation
    order, and passages of no theme come last.

    Columns: theme, code, informant, label, quote (the words as spoken), printed (label and quote as in print),
    document, turn, start, end (code points), coding, stance, coder; strings, but turn, start and end int64. Several
    codings of the same words are one quote, their codes, stances, coders and ids joined by `; `. Passages where only
    an interviewer speaks are left out, and `attrs["footer"]` counts their codings. `per_informant` keeps at most that
    many of each informant under each theme, those with a stance first, then the longest. Rows stand by theme, document,
    start.

    Raises UnknownNameError for an unknown style or a column that is missing, InputError for a `per_informant` below 1.
    """
    if per_informant is not None and per_informant < 1:
        raise InputError(f"per_informant is {per_informant}. Give 1 or more; leave it out for every passage.")
    house = find_style(style)
    speakers = Speakers(informants)
    passages = _passages(codings)
    for passage in passages:
        passage.people = [code for code in passage.informants if not speakers.is_interviewer(code)]
    spoken = [passage for passage in passages if passage.people or not passage.informants]
    kept = spoken if per_informant is None else _at_most(per_informant, spoken)
    _sort(kept, order)
    frame = _frame(kept, [speakers.label(house, one.document, one.people) for one in kept], house)
    footer = {**codings.attrs.get("footer", {}), "style": house.name, "quotes": len(kept)}
    if per_informant is not None:
        footer["at most per informant and theme"] = per_informant
    if len(spoken) < len(passages):  # codings are counted, since a passage stands here once for each of its themes
        left_out = [passage for passage in passages if passage.informants and not passage.people]
        footer["not quoted (interviewer only)"] = len({coding for passage in left_out for coding in passage.codings})
    frame.attrs["footer"] = footer
    return frame


def _passages(codings: pd.DataFrame) -> list[_Passage]:
    """Every coding folded into its passage. A coding under two themes is a passage of both."""
    found: dict[tuple[str | None, str, int, int], _Passage] = {}
    columns = (_values(codings, name) for name in _NEEDED)
    for themes, document, start, end, turn, text, informants, code, stance, coder, coding in zip(*columns, strict=True):
        for theme in themes.split(_JOINED) if themes else (None,):
            key = (theme, document, start, end)
            passage = found.get(key)
            if passage is None:
                passage = found[key] = _Passage(theme, document, start, end, turn, text)
            passage.informants.extend(informants.split(_JOINED) if informants else ())
            if code:  # an earlier codebook may not have had it
                passage.codes.append(code)
            passage.coders.append(coder)
            passage.codings.append(coding)
            if stance:
                passage.stances.append(stance)
    for passage in found.values():
        if len(passage.informants) > 1:
            passage.informants = sorted(set(passage.informants), key=collation_key)
    return list(found.values())


def _values(codings: pd.DataFrame, name: str) -> list[Any]:
    """A column as Python values, None where missing."""
    if name not in codings.columns:
        raise UnknownNameError(
            f"The codings have no column «{name}». quotes_frame() takes the frame that codings() gives.", name=name
        )
    column = codings[name]
    return column.astype(object).where(column.notna(), None).tolist()


def _at_most(limit: int, passages: Iterable[_Passage]) -> list[_Passage]:
    """At most `limit` passages of each informant under each theme: first those with a stance, then the longest."""
    taken: Counter[tuple[str | None, str]] = Counter()
    kept: list[_Passage] = []
    for passage in sorted(passages, key=lambda one: (not one.stances, one.start - one.end, one.document, one.start)):
        places = [(passage.theme, code) for code in passage.people or ("",)]
        if all(taken[place] < limit for place in places):
            taken.update(places)
            kept.append(passage)
    return kept


def _sort(passages: list[_Passage], order: Sequence[str]) -> None:
    """By theme, document and place. Names are few and passages many, so each name is weighed once."""
    themes = {one.theme for one in passages if one.theme is not None}
    named = [*dict.fromkeys(order), *sorted(themes.difference(order), key=collation_key), None]
    theme_rank = {theme: rank for rank, theme in enumerate(named)}
    documents = sorted({one.document for one in passages}, key=collation_key)
    document_rank = {document: rank for rank, document in enumerate(documents)}
    passages.sort(key=lambda one: (theme_rank[one.theme], document_rank[one.document], one.start, one.end))


def _frame(passages: Sequence[_Passage], labels: Sequence[str], style: Style) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        "theme": [one.theme for one in passages],
        "code": [_joined(one.codes) for one in passages],
        "informant": [_joined(one.people) for one in passages],
        "label": list(labels),
        "quote": [one.text for one in passages],
        "printed": [style.printed(label, one.text) for one, label in zip(passages, labels, strict=True)],
        "document": [one.document for one in passages],
        "turn": [one.turn for one in passages],
        "start": [one.start for one in passages],
        "end": [one.end for one in passages],
        "coding": [_joined(one.codings) for one in passages],
        "stance": [_joined(one.stances) for one in passages],
        "coder": [_joined(one.coders) for one in passages],
    }
    types: dict[str, Any] = {name: "int64" if name in _NUMBERS else _TEXT for name in QUOTE_COLUMNS}
    return pd.DataFrame(columns, dtype=object).astype(types)


def _joined(values: Sequence[str]) -> str | None:
    if len(values) < 2:
        return values[0] if values else None
    return join_collated(values)

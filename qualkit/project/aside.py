"""Pairs of codes set aside: as events, and as what is left of the suggestions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qualkit.codebook import Codebook
from qualkit.codebook.rereading import Moment
from qualkit.errors import InputError, RefusedError
from qualkit.language import collation_key
from qualkit.records import Code
from qualkit.store import Connection, looking, read
from qualkit.store.events import Draft
from qualkit.store.looking import Aside
from qualkit.tables.material import TEXT

#: Until something is new with either code, or for good.
UNTIL = ("news", "never")
COLUMNS = ("aside", "aside_by", "aside_at", "aside_why", "news")

#: Two codes, by id, name or path, or as they are.
Pair = Sequence[str | Code]
#: What makes the event of an act on a pair; it refuses by raising.
Drafting = Callable[[Connection, tuple[Code, Code]], Draft]


def pair_of(book: Codebook, what: Pair) -> tuple[Code, Code]:
    """The two codes meant, in collation order of their paths. InputError for what is not two different codes."""
    several = isinstance(what, Sequence) and not isinstance(what, str)
    if not several or len(what) != 2 or not all(isinstance(one, str | Code) for one in what):
        raise InputError(f'What is set aside is a pair of codes, such as ("Tid", "Møtetid"), not {what!r}.')
    found = [book.find(one.id if isinstance(one, Code) else one) for one in what]
    one, other = sorted(found, key=lambda code: (collation_key(book.path(code.id)), code.id))
    if one.id == other.id:
        raise InputError(f"«{book.path(one.id)}» is one code, not a pair. Name two different codes.")
    return one, other


def aside_draft(pair: tuple[Code, Code], until: str) -> Draft:
    """The event that sets a pair aside."""
    if until not in UNTIL:
        raise InputError(f"A pair is set aside until {' or '.join(UNTIL)}, not until «{until}».")
    return Draft("pair.aside", {**_known_by(pair), "until": until})


def back_draft(connection: Connection, pair: tuple[Code, Code]) -> Draft:
    """The event that brings it back. RefusedError where it is not set aside."""
    known = _known_by(pair)
    if not any(list(one.codes) == known["codes"] for one in looking.asides(connection)):
        raise RefusedError(f"«{pair[0].name}» and «{pair[1].name}» are not set aside. similar_codes() shows the pairs.")
    return Draft("pair.back", known)


def _known_by(pair: tuple[Code, Code]) -> dict[str, Any]:
    ids = sorted(code.id for code in pair)
    return {"aside": ":".join(["pair", *ids]), "codes": ids}


def with_asides(connection: Connection, similar: pd.DataFrame, *, aside: bool) -> pd.DataFrame:
    """The suggestions without the pairs that are set aside; with `aside`, all, and those that nothing suggests too.

    Adds `COLUMNS`: until when, by whom, when and why a pair was set aside, and what is new since (<NA> where it is not
    set aside).
    """
    book = read.codebook(connection)
    asides = [one for one in looking.asides(connection) if all(code in book for code in one.codes)]
    news = _news(connection, book, asides)
    said: dict[tuple[str, ...], list[Any]] = {
        one.codes: [one.until, one.coder, one.at, one.why, news[one.codes] or pd.NA] for one in asides
    }
    keys = [tuple(sorted(pair)) for pair in zip(similar["id"], similar["other_id"], strict=True)]
    columns = [said.get(key, [pd.NA] * len(COLUMNS)) for key in keys]
    frame = similar.copy()
    frame[list(COLUMNS)] = pd.DataFrame(columns, columns=list(COLUMNS), dtype=object).astype(TEXT)
    if aside:
        return _with_the_rest(frame, book, [one for one in asides if one.codes not in set(keys)], said)
    away = {one.codes for one in asides if one.until == "never" or not news[one.codes]}
    left = np.array([key not in away for key in keys], dtype=np.bool_)
    return frame[left].reset_index(drop=True)


def _with_the_rest(
    frame: pd.DataFrame, book: Codebook, rest: list[Aside], said: dict[tuple[str, ...], list[Any]]
) -> pd.DataFrame:
    """Pairs that are set aside and have no reason (any more) come last, so that they can be brought back."""
    rows = []
    for one in rest:
        pair = pair_of(book, one.codes)
        paths, ids = [[book.path(code.id) for code in pair], [code.id for code in pair]]
        rows.append([pd.NA, *paths, pd.NA, pd.NA, pd.NA, *ids, *said[one.codes]])
    rows.sort(key=lambda row: (collation_key(row[1]), collation_key(row[2]), row[6], row[7]))
    whole = pd.concat([frame, pd.DataFrame(rows, columns=frame.columns, dtype=object).astype(TEXT)], ignore_index=True)
    whole.attrs = dict(frame.attrs)
    return whole


def _news(connection: Connection, book: Codebook, asides: Sequence[Aside]) -> dict[tuple[str, ...], str]:
    """What has come to each pair since it was set aside, as a sentence; "" for nothing."""
    if not asides:
        return {}
    wanted = {code for one in asides for code in one.codes}
    coded: dict[str, list[Moment]] = {code: [] for code in wanted}
    for done in looking.coded(connection, book):
        if done.code in wanted:
            coded[done.code].append(done.moment)
    meanings, merged = looking.meanings(connection), looking.merges(connection, book)
    redefined = {code: [one.moment for one in meanings.get(code, ()) if one.change == "redefined"] for code in wanted}
    into = {code: [moment for target, moment in merged if target == code] for code in wanted}
    knew = looking.seen(connection)

    def since(code: str, moment: Moment) -> str:
        # Whatever the one who set it aside did not know, also what a colleague's copy had meanwhile.
        codings, definitions, codes = (
            sum(not knew(one, moment) for one in some[code]) for some in (coded, redefined, into)
        )
        parts = [
            f"{codings} new coding{'s' if codings > 1 else ''}" if codings else "",
            "a new definition" if definitions else "",
            f"{codes} code{'s' if codes > 1 else ''} merged into it" if codes else "",
        ]
        said = ", ".join(part for part in parts if part)
        return f"«{book[code].name}»: {said}" if said else ""

    return {
        one.codes: "; ".join(filter(None, (since(code.id, one.moment) for code in pair_of(book, one.codes))))
        for one in asides
    }

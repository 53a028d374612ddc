"""Every coding as a row to read: the frame that exports and notebooks start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from qualkit.language import collation_key, join_collated
from qualkit.tables.footer import put_footer, put_sides
from qualkit.tables.line import Ints, integers, numbered
from qualkit.tables.material import TEXT, Material
from qualkit.tables.parts import NOBODY
from qualkit.tables.selection import Selection, select
from qualkit.tables.where import Where, as_texts, one_of

PER = ("coding", "informant", "theme")
COLUMNS = (
    "coding", "document", "informant", "role", "group", "turn", "start", "end", "text",
    "code", "code_path", "theme", "stance", "prompted", "coder", "at",
)  # fmt: skip
"""The contract's columns, in its order."""


def codings_frame(material: Material, *, per: str = "coding", where: Where | None = None) -> pd.DataFrame:
    """The codings within `where`, as `COLUMNS`: strings with <NA> where nothing is given, turn, start and end int64,
    prompted boolean.

    A row is a coding (`per="coding"`), a coding and one informant who speaks in it (`"informant"`: role and group are
    that person's), or a coding and one theme it serves (`"theme"`); a coding without either keeps one row. `turn`,
    `start`, `end` and `text` are always the whole coding's, `turn` the first it touches. Several informants, roles,
    groups or themes in a cell are joined by `; ` in collation order, interviewers left out where someone else speaks.
    Rows stand by document (collation order), start, end, code path and coder. Codings that never count (documents of
    kind annet, interviewers' words only) are in the frame too; the footer says how many they are. Where `where` names
    informants, or themes, `per="informant"`, or `"theme"`, has only their rows.
    A coding whose code is not in the codebook has `code`, `code_path` and `theme` <NA>.
    Raises UnknownNameError for any name that is not there.
    """
    one_of("kind of row", per, PER)
    selection = select(material, where)
    chosen = _in_reading_order(selection)
    frame = _plain_columns(material, chosen)
    for column, cells in _speakers(selection, chosen, one_each=per == "informant").items():
        frame[column] = cells
    frame["theme"] = frame["code_id"].map(_themes_by_code(selection, one_each=per == "theme"))
    frame["turn"] = _first_turns(selection)[chosen]
    if per == "informant":
        frame = frame.explode(["informant", "role", "group"], ignore_index=True)
    elif per == "theme":
        frame = frame.explode("theme", ignore_index=True)
    frame = _typed(frame)
    if material.moment:
        put_sides(frame, "code", "code_path")
    put_footer(frame, selection, unit="codings")
    return frame


def _in_reading_order(selection: Selection) -> Ints:
    """Rows of `material.codings` within `where`, in the order of the frame."""
    material = selection.material
    book, codings = material.codebook, material.codings
    documents = as_texts(material.documents["document"])
    path = as_texts(as_texts(codings["code"]).map({code.id: book.path(code.id) for code in book}))
    keys = (
        _ranks(as_texts(codings["code"]), key=str),  # last: two codes may have one path, so nothing is left to chance
        _ranks(as_texts(codings["coder"])),
        _ranks(path),
        integers(codings["end"]),
        integers(codings["start"]),
        _ranks(documents)[selection.line.coding_documents],
    )
    order = np.lexsort(keys)
    return order[selection.matched[order]].astype(np.int64)


def _ranks(column: pd.Series[str], key: Callable[[str], Any] = collation_key) -> Ints:
    """Each value's place among the different values of the column."""
    return numbered(column, sorted(set(column), key=key))


def _plain_columns(material: Material, chosen: Ints) -> pd.DataFrame:
    """What needs no looking up of persons or themes; `code_id` beside the names."""
    codings = material.codings.iloc[chosen].reset_index(drop=True)
    book = material.codebook
    frame = codings[["coding", "document", "start", "end", "stance", "prompted", "coder", "at"]].copy()
    frame["code_id"] = codings["code"]
    frame["code"] = codings["code"].map({code.id: code.name for code in book})
    frame["code_path"] = codings["code"].map({code.id: book.path(code.id) for code in book})
    texts = {document: material.text(document) for document in frame["document"].unique()}
    spans = zip(*(frame[name].to_list() for name in ("document", "start", "end")), strict=True)
    frame["text"] = [texts[document][start:end] for document, start, end in spans]
    return frame


def _first_turns(selection: Selection) -> Ints:
    """The first turn each coding touches, also where `where` leaves that turn's speaker out."""
    turns = np.zeros(len(selection.matched), dtype=np.int64)
    turns[integers(selection.touched["coding"])[::-1]] = integers(selection.touched["turn"])[::-1]
    return turns


def _speakers(selection: Selection, chosen: Ints, *, one_each: bool) -> dict[str, list[Any]]:
    """informant, role and group of each chosen coding: joined, or as lists with one entry per informant."""
    voices = selection.material.voices
    columns = {name: as_texts(voices[name]).to_list() for name in ("informant", "role", "group")}
    heard = (selection.parts if one_each else selection.heard)[["coding", "voice"]].drop_duplicates()
    heard = heard[heard["voice"] != NOBODY]
    coding, voice = integers(heard["coding"]), heard["voice"].to_list()
    first, last = np.searchsorted(coding, chosen, "left").tolist(), np.searchsorted(coding, chosen, "right").tolist()
    sets = [tuple(voice[start:end]) for start, end in zip(first, last, strict=True)]

    def cell(values: list[str], who: tuple[int, ...]) -> Any:
        if not one_each:
            return join_collated(values[one] for one in who if values[one])
        in_order = sorted(who, key=lambda one: collation_key(columns["informant"][one]))
        return [values[one] for one in in_order] or [""]

    different = set(sets)
    return {
        name: [made[who] for who in sets]
        for name, values in columns.items()
        for made in [{who: cell(values, who) for who in different}]
    }


def _themes_by_code(selection: Selection, *, one_each: bool) -> dict[str, Any]:
    """Code id → the names of the themes it serves: joined, or as a list (those `where` names, if any)."""
    book = selection.material.codebook
    asked_for = [name for one in selection.filters if one.column == "theme" for name in one.values]
    wanted = {book.find_theme(name).id for name in asked_for}
    themes: dict[str, Any] = {}
    for code in book:
        served = book.themes_of(code.id)
        if one_each:
            names = [book.find_theme(one).name for one in served if not wanted or one in wanted]
            themes[code.id] = sorted(names, key=collation_key) or [""]
        else:
            themes[code.id] = join_collated(book.find_theme(one).name for one in served)
    return themes


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The contract's columns with their types."""
    typed: dict[str, Any] = {}
    for name in COLUMNS:
        column = frame[name]
        if name in ("turn", "start", "end"):
            typed[name] = column.astype(np.int64)
        elif name == "prompted":
            typed[name] = column.astype("boolean")
        else:
            text = column.astype(TEXT)
            typed[name] = text.mask(text.eq("").fillna(False))
    return pd.DataFrame(typed)

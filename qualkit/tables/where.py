"""`where`: which informants, documents and codings a table is about."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from qualkit.errors import UnknownNameError
from qualkit.informants import canonical_code
from qualkit.records import KINDS, STANCES
from qualkit.tables.line import Bools
from qualkit.tables.material import Material

Where = Mapping[str, Any]
Level = Literal["person", "document", "coding"]

#: What stands in a table for "not given", and what `where` understands as that.
NOT_GIVEN = "–"

PERSON_COLUMNS = ("informant", "role", "group", "printed_role")
DOCUMENT_COLUMNS = ("document", "kind")
CODING_COLUMNS = ("coder", "code", "theme", "stance", "prompted")

_YES_NO = {"true": "True", "ja": "True", "false": "False", "nei": "False", "": ""}


@dataclass(frozen=True, slots=True)
class Filter:
    """One column of `where`: `values` as text, "" for not given; any of them will do."""

    column: str
    level: Level
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.column} = {', '.join(value or NOT_GIVEN for value in self.values)}"


def read_where(material: Material, where: Where | None) -> tuple[Filter, ...]:
    """The filters of a `where`: column → a value or several.

    Columns of a person (role, group, informant, the register's attributes) and of a document (document, kind, its
    attributes) restrict base and codings; coder, code, theme, stance and prompted restrict codings only. Raises
    UnknownNameError for a column, informant, role, group, document, kind, stance, code or theme that is not there.
    """
    filters = []
    for column, value in (where or {}).items():
        level = level_of(material, column)
        values = tuple(dict.fromkeys(_as_text(one) for one in _several(value)))
        if column == "informant":
            values = tuple(canonical_code(one) for one in values)
        elif column == "prompted":
            values = tuple(_yes_no(one) for one in values)
        _check_values(material, column, values)
        filters.append(Filter(column, level, values))
    return tuple(filters)


def level_of(
    material: Material,
    column: str,
    *,
    levels: Sequence[Level] = ("person", "document", "coding"),
    also: Sequence[str] = (),
) -> Level:
    """What a column says something about. An attribute both lists have is the informant's.

    Raises UnknownNameError, listing the columns of these `levels` after the names in `also`.
    """
    known: dict[Level, tuple[str, ...]] = {
        "person": PERSON_COLUMNS,
        "document": DOCUMENT_COLUMNS,
        "coding": CODING_COLUMNS,
    }
    own: dict[Level, tuple[str, ...]] = {
        "person": material.informant_attributes,
        "document": material.document_attributes,
        "coding": (),
    }
    for table in (known, own):
        for level in levels:
            if column in table[level]:
                return level
    every = [name for level in levels for name in (*known[level], *own[level])]
    raise unknown("column", column, dict.fromkeys([*also, *every]))


def one_of(what: str, value: str, known: Sequence[str]) -> str:
    """The value, if it is one of those known. Raises UnknownNameError."""
    if value not in known:
        raise unknown(what, value, known)
    return value


def unknown(what: str, value: str, known: Iterable[str]) -> UnknownNameError:
    """The error for a name that is none of those known, listing them."""
    names = [name or NOT_GIVEN for name in known]
    near = difflib.get_close_matches(value, names, n=3, cutoff=0.6)
    listed = ", ".join(names) or "none"
    return UnknownNameError(f"There is no {what} «{value or NOT_GIVEN}» here. Known: {listed}.", name=value, near=near)


def persons_match(material: Material, filters: Iterable[Filter]) -> Bools:
    """For each row of `material.voices`: whether every filter on persons fits."""
    return _all_match(material.voices, [one for one in filters if one.level == "person"])


def documents_match(material: Material, filters: Iterable[Filter]) -> Bools:
    """For each row of `material.documents`: whether every filter on documents fits."""
    return _all_match(material.documents, [one for one in filters if one.level == "document"])


def codings_match(material: Material, filters: Iterable[Filter]) -> Bools:
    """For each row of `material.codings`: whether every filter on codings fits."""
    plain = []
    fits = np.ones(len(material.codings), dtype=np.bool_)
    for one in filters:
        if one.column in ("code", "theme"):
            fits &= material.codings["code"].isin(_code_ids(material, one)).to_numpy(dtype=np.bool_)
        elif one.level == "coding":
            plain.append(one)
    return fits & _all_match(material.codings, plain)


def as_texts(column: pd.Series[Any]) -> pd.Series[str]:
    """A column as text, "" where nothing is given."""
    return column.astype("object").where(column.notna(), "").astype(str)


def _all_match(frame: pd.DataFrame, filters: Iterable[Filter]) -> Bools:
    fits = np.ones(len(frame), dtype=np.bool_)
    for one in filters:
        if one.column in frame.columns:
            given = as_texts(frame[one.column])
            fits &= given.map(_alike(one.column)).isin([_alike(one.column)(value) for value in one.values]).to_numpy()
        else:  # an attribute only registered informants without a document have
            fits &= "" in one.values
    return fits


def _alike(column: str) -> Any:
    """Names are compared without regard to case, but Va and VA are two codes and two files."""
    return str if column in ("informant", "document", "coder") else str.casefold


def _code_ids(material: Material, one: Filter) -> set[str]:
    """Ids of the codes a filter on code or theme lets through."""
    book = material.codebook
    if one.column == "code":
        return {below for name in one.values for below in book.descendants(book.find(name).id)}
    wanted = {book.find_theme(name).id for name in one.values}
    return {code.id for code in book if wanted & set(book.themes_of(code.id))}


def _check_values(material: Material, column: str, values: Iterable[str]) -> None:
    known: Iterable[str]
    if column in ("code", "theme"):
        find: Any = material.codebook.find if column == "code" else material.codebook.find_theme
        for value in values:
            find(value)
        return
    if column in ("informant", "role", "group"):
        known = pd.concat([as_texts(material.voices[column]), as_texts(material.registered[column])]).unique()
    elif column == "document":
        known = as_texts(material.documents[column])
    elif column in ("kind", "stance"):
        known = KINDS if column == "kind" else STANCES
    else:
        return  # a coder or an attribute may be one that nobody has yet
    alike = _alike(column)
    names = {alike(name) for name in known}
    for value in values:
        if value and alike(value) not in names:
            raise unknown(column, value, known)


def _several(value: Any) -> list[Any]:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    return [value]


def _as_text(value: Any) -> str:
    if value is None or value is pd.NA:
        return ""
    text = str(value).strip()
    return "" if text == NOT_GIVEN else text


def _yes_no(value: str) -> str:
    if value.casefold() not in _YES_NO:
        raise unknown("answer to prompted", value, ("true", "false", NOT_GIVEN))
    return _YES_NO[value.casefold()]

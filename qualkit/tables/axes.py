"""The sides of a table: which rows or columns a part of a coding counts under, and who was asked there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from qualkit.codebook import Codebook
from qualkit.language import collation_key
from qualkit.records import STANCES, UNCOUNTED_KIND
from qualkit.tables.line import Ints, integers, numbered
from qualkit.tables.parts import NOBODY
from qualkit.tables.selection import Selection
from qualkit.tables.where import NOT_GIVEN, Level, as_texts, level_of

#: Sides that sort codings, beside the columns of persons and documents.
CODING_AXES = ("theme", "code", "coder", "stance")


@dataclass(frozen=True, eq=False)
class Axis:
    """One side of a table. Labels are numbered in the order they stand.

    None, last, is nobody in the register (`with_nobody`); on a side of codes or themes it is no code in an earlier
    codebook, and there only where there are such codings.

    - `parts`: which of the selection's `counted_parts` (row number, `part`) count under which `label`: none, one or
      several rows for a part.
    - `voices`: which rows of `material.voices` (`voice`) in the base were asked under which `label`. Under a code,
      theme, coder or stance that is everyone.
    - `documents`: likewise for the documents that count (`document`, a row number); none under a side of persons.
    """

    name: str
    level: Level
    labels: tuple[str | None, ...]
    parts: pd.DataFrame
    voices: pd.DataFrame
    documents: pd.DataFrame

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def has_nobody(self) -> bool:
        """Whether the last label stands for nobody in the register."""
        return self.level != "coding" and None in self.labels


def axis(selection: Selection, name: str) -> Axis:
    """The side called `name`: theme, code, coder, stance, or any column of informants or documents.

    Raises UnknownNameError, listing what there is.
    """
    if name in ("code", "theme"):
        return _by_code(selection, name)
    if name in ("coder", "stance"):
        return _by_coding(selection, name)
    if level_of(selection.material, name, levels=("person", "document"), also=CODING_AXES) == "person":
        return _by_person(selection, name)
    return _by_document(selection, name)


def with_nobody(side: Axis, selection: Selection) -> Axis:
    """The side with one label more, last: None, for the parts that nobody in the register spoke, and only for them."""
    nobody = integers(selection.counted_parts["voice"]) == NOBODY
    keyed = side.parts[~nobody[integers(side.parts["part"])]]
    alone = pd.DataFrame({"part": np.flatnonzero(nobody), "label": len(side)})
    return replace(side, labels=(*side.labels, None), parts=pd.concat([keyed, alone]))


def labels_with_none(selection: Selection, of: str) -> tuple[str | None, ...]:
    """Theme names or code paths, then None where codings that count have no code in an earlier codebook.

    Today's codebook has every code but what a union has withdrawn: there the footer alone says how many there are.
    """
    labels = code_labels(selection.material.codebook, of)
    return (*labels, None) if selection.material.moment and selection.codeless.any() else labels


def code_labels(book: Codebook, of: str) -> tuple[str, ...]:
    """What the rows are called: theme names, or code paths, in the codebook's order."""
    if of == "theme":
        return tuple(theme.name for theme in book.themes)
    return tuple(book.path(code.id) for code in book)


def labels_of_codes(book: Codebook, of: str) -> dict[str, list[int]]:
    """Code id → the labels (numbers) it counts under: itself and all above it, or the themes it serves, each once."""
    if of == "theme":
        numbers = {theme.id: number for number, theme in enumerate(book.themes)}
        return {code.id: [numbers[theme] for theme in book.themes_of(code.id)] for code in book}
    numbers = {code.id: number for number, code in enumerate(book)}
    return {code.id: [numbers[above] for above in book.ancestors(code.id)] for code in book}


def pairs(items: Ints, labels: Ints, column: str) -> pd.DataFrame:
    """Two columns, item and label, without the items that have none (label < 0)."""
    return pd.DataFrame({column: items, "label": labels})[labels >= 0]


def _by_code(selection: Selection, of: str) -> Axis:
    book = selection.material.codebook
    under = labels_of_codes(book, of)
    several = [np.asarray(under[code.id], dtype=np.int64) for code in book]
    many = np.array([len(labels) for labels in several], dtype=np.int64)
    first = np.cumsum(many) - many
    flat = np.concatenate([np.empty(0, dtype=np.int64), *several])
    code = selection.codes[integers(selection.counted_parts["coding"])]
    part, alone = np.flatnonzero(code >= 0), np.flatnonzero(code < 0)
    code = code[part]
    count = many[code]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    parts = pairs(np.repeat(part, count), flat[np.repeat(first[code], count) + within], "part")
    labels = labels_with_none(selection, of)
    if None in labels:
        parts = pd.concat([parts, pd.DataFrame({"part": alone, "label": len(labels) - 1})])
    return _of_codings(selection, of, labels, parts)


def _by_coding(selection: Selection, name: str) -> Axis:
    column = as_texts(selection.material.codings[name]).replace("", NOT_GIVEN)
    given = set(column)
    labels = (*STANCES, NOT_GIVEN) if name == "stance" else in_order(given)
    coding = integers(selection.counted_parts["coding"])
    label = numbered(column, labels)[coding]
    return _of_codings(selection, name, tuple(labels), pairs(np.arange(len(label)), label, "part"))


def _by_person(selection: Selection, name: str) -> Axis:
    material = selection.material
    voices, registered = material.voices, material.registered
    column = _given(voices, name)
    kinds = as_texts(material.documents["kind"]).to_numpy()[selection.line.numbers(voices["document"])]
    heard = ~np.asarray(voices["interviewer"], dtype=np.bool_) & (kinds != UNCOUNTED_KIND)
    labels = in_order({*column[heard], *_given(registered, name)})
    voice_label = np.append(numbered(column, labels), NOBODY)
    voice = integers(selection.counted_parts["voice"])
    asked = np.flatnonzero(selection.base)
    return Axis(
        name,
        "person",
        labels,
        parts=pairs(np.arange(len(voice)), voice_label[voice], "part"),
        voices=pairs(asked, voice_label[asked], "voice"),
        documents=pd.DataFrame({"document": [], "label": []}, dtype=np.int64),
    )


def _by_document(selection: Selection, name: str) -> Axis:
    material = selection.material
    column = _given(material.documents, name)
    counts = (as_texts(material.documents["kind"]) != UNCOUNTED_KIND).to_numpy()
    labels = in_order(set(column[counts]))
    label = numbered(column, labels)
    coding = integers(selection.counted_parts["coding"])
    asked, read = np.flatnonzero(selection.base), np.flatnonzero(selection.documents)
    return Axis(
        name,
        "document",
        labels,
        parts=pairs(np.arange(len(coding)), label[selection.line.coding_documents[coding]], "part"),
        voices=pairs(asked, label[selection.line.numbers(material.voices["document"])[asked]], "voice"),
        documents=pairs(read, label[read], "document"),
    )


def _of_codings(selection: Selection, name: str, labels: tuple[str | None, ...], parts: pd.DataFrame) -> Axis:
    """A side that sorts codings: everyone was asked, and every document read, under each of its labels."""
    asked = {"voice": np.flatnonzero(selection.base), "document": np.flatnonzero(selection.documents)}
    everyone, everything = (
        pairs(np.tile(items, len(labels)), np.repeat(np.arange(len(labels)), len(items)), column)
        for column, items in asked.items()
    )
    return Axis(name, "coding", labels, parts, voices=everyone, documents=everything)


def _given(frame: pd.DataFrame, name: str) -> pd.Series[str]:
    """A column as text with `–` where nothing is given, also where the frame does not have it."""
    column = frame[name] if name in frame.columns else pd.Series("", index=frame.index)
    return as_texts(column).replace("", NOT_GIVEN)


def in_order(values: set[str]) -> tuple[str, ...]:
    """Labels in collation order, «not given» last."""
    return tuple(sorted(values, key=lambda value: (value == NOT_GIVEN, collation_key(value))))

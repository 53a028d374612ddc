"""What people read of a table: words where a cell is missing, and the footer as a few lines of Norwegian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from qualkit.export.frames import NOBODY_NAME, Cell, cells, flattened
from qualkit.tables.footer import AT_VERSION, BASE, BASE_WHERE, CODE_SIDES, IN_UNCOUNTED, ON_DATE, ON_INTERVIEWERS
from qualkit.tables.where import NOT_GIVEN

# docs/language.md has these words, and their twins in Nynorsk.
NO_INFORMANT = "(uten informant)"
NO_CODE = "(koden fantes ikke)"
NOT_ASKED = "ikke spurt"

_ASKED = "med minst én tur i et dokument som teller"
_BASES = {
    BASE: f"{_ASKED}; intervjuere er ikke med",
    BASE_WHERE: f"{_ASKED}, innenfor filteret; intervjuere er ikke med",
}
#: How the moment of a codebook stands after its name, or alone.
_MOMENTS = [
    (re.compile(f"(^| \\(){'(.*?)'.join(map(re.escape, english.split('{}')))}(\\)?)$"), rf"\1{norwegian}\3")
    for english, norwegian in (
        (AT_VERSION, r"versjon «\2»"),
        (ON_DATE, r"per \2, slik det er kjent nå"),
    )
]
_UNITS = {"informants": "informanter", "codings": "kodinger", "words": "ord"}
_NOT_COUNTED = {
    IN_UNCOUNTED: "i dokumenter av slaget annet",
    ON_INTERVIEWERS: "på bare intervjuerens ord",
    "codings": "kodinger",  # before «coding», which it begins with
    "coding": "koding",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it is printed: names, columns of cells, and which columns hold numbers."""

    names: list[str]
    columns: list[list[Cell]]
    numeric: list[bool]

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells row by row."""
        return zip(*self.columns, strict=True)


def for_people(frame: pd.DataFrame) -> Printed:
    """The table with «(uten informant)», «(koden fantes ikke)» and «ikke spurt» where labels and counts are missing.

    Which these are, the table says itself (`attrs["sides"]`); other missing cells stay None. Files for programs never
    have these words: there a missing value is empty.
    """
    sides = frame.attrs.get("sides", ())
    flat = flattened(frame)
    wide = frame.columns.name in sides
    names = [_no_label(frame.columns.name) if wide and name == NOBODY_NAME else str(name) for name in flat.columns]
    numeric = [is_numeric_dtype(flat[name]) and not is_bool_dtype(flat[name]) for name in flat.columns]
    columns = []
    for name, number in zip(flat.columns, numeric, strict=True):
        word = None
        if number and sides and (wide or name == "n"):
            word = NOT_ASKED
        elif not number and name in sides:
            word = _no_label(name)
        columns.append([word if value is None else value for value in cells(flat[name])])
    return Printed(names, columns, numeric)


def _no_label(side: object) -> str:
    """What stands for the label <NA> of a side."""
    return NO_CODE if side in CODE_SIDES else NO_INFORMANT


def footer_lines(footer: Mapping[str, Cell]) -> list[str]:
    """A footer as at most three lines: what it was counted from, what was looked at, and what is not in it.

    «Grunnlag: 12 informanter med minst én tur i et dokument som teller; intervjuere er ikke med. 11 dokumenter …»
    A key that is not known here stands on the last line as it is.
    """
    left: dict[str, Cell] = {name: value for name, value in footer.items() if value is not None}
    lines = (_base(left), _looked_at(left), [*_left_out(left), *(f"{name}: {value}" for name, value in left.items())])
    return [". ".join(sentences) + "." for sentences in lines if sentences]


def _base(left: dict[str, Cell]) -> list[str]:
    """The sentences of the first line. What is said is taken out of `left`, here and below."""
    said = []
    n, base = left.pop("n", None), left.pop("base", None)
    if n is not None:
        told = _BASES.get(str(base))
        said.append(f"Grunnlag: {_many(n, 'informant', 'informanter')}" + (f" {told}" if told else ""))
    if base is not None and (n is None or base not in _BASES):
        said.append(str(base).rstrip("."))
    counted = [("documents", "dokument", "dokumenter"), ("codings", "koding", "kodinger"),
               ("quotes", "sitat", "sitater")]  # fmt: skip
    many = [_many(left.pop(name), one, several) for name, one, several in counted if name in left]
    unit, counted_in = left.pop("unit", None), []
    if unit is not None and "style" not in left:  # quotes are not counted in anything
        counted_in = [f"Talt: {_UNITS.get(str(unit), unit)}"]
    return [*said, *([", ".join(many)] if many else []), *counted_in]


def _looked_at(left: dict[str, Cell]) -> list[str]:
    """The sentences of the second line."""
    titles = {
        "codebook": "Kodebok",
        "style": "Stil",
        "where": "Filter",
        "not asked": "Ikke spurt",
        "registered without a document": "I registeret uten dokument",
    }
    known = {title: left.pop(name) for name, title in titles.items() if name in left}
    if "Kodebok" in known:
        for english, norwegian in _MOMENTS:
            known["Kodebok"] = english.sub(norwegian, str(known["Kodebok"]))
    return [f"{title}: {value}" for title, value in known.items() if value != NOT_GIVEN or title == "Filter"]


def _left_out(left: dict[str, Cell]) -> list[str]:
    """The sentences of the third line, none where there is nothing to say."""
    said = []
    if unkeyed := left.pop("without an informant", 0):
        said.append(f"Uten informant: {_many(unkeyed, 'koding', 'kodinger')}")
    if codeless := left.pop("without a code in the codebook", 0):
        said.append(f"Koden fantes ikke i kodeboken: {_many(codeless, 'koding', 'kodinger')}")
    not_counted = str(left.pop("not counted", NOT_GIVEN))
    if not_counted != NOT_GIVEN:
        for english, norwegian in _NOT_COUNTED.items():
            not_counted = not_counted.replace(english, norwegian)
        said.append(f"Ikke talt: {not_counted}")
    if unquoted := left.pop("not quoted (interviewer only)", 0):
        said.append(f"Ikke sitert, bare intervjuerens ord: {_many(unquoted, 'koding', 'kodinger')}")
    if most := left.pop("at most per informant and theme", 0):
        said.append(f"Høyst {_many(most, 'sitat', 'sitater')} av hver informant under hvert tema")
    return said


def _many(number: Cell, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"

"""Small studies made up at random, against a slow and obvious count of the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_study import BOOK, Person, Study

from qualkit.tables import Material, balance, codings_frame, cooccurrence, frequencies, matrix

PEOPLE = [
    Person("I", "intervjuer"),
    Person("S1", "Skoleeier", "1", "stor"),
    Person("R1", "Skoleleder", "1", "liten", roles={"b": "Lærer"}),
    Person("Va", "Veileder", "", ""),
    Person("S3", "Skoleeier", "3", "liten"),
]
LATER = "k9"  # a code that an earlier codebook did not have
SAID = ("", "ja", "vi har tid", "støtte og  tid", "nei\tdet går")
FILTERS: list[dict[str, Any]] = [
    {},
    {"role": "Skoleeier"},
    {"group": ["1", "–"]},
    {"informant": "R1", "coder": "MB"},
    {"language": "nn", "theme": "kontinuitet"},
    {"code": "Tid", "størrelse": "liten"},
]


@st.composite
def studies(draw: st.DrawFn) -> Study:
    study = Study(PEOPLE, moment=draw(st.sampled_from(["", "version «før»"])))
    codes = ["k1", "k2", "k3", "k4", *([LATER] if study.moment else [])]
    speaker = st.sampled_from([None, "I", "S1", "R1", "Va"])
    for name in draw(st.sampled_from(["a", "ab", "abc"])):
        said = draw(st.lists(st.tuples(speaker, st.sampled_from(SAID)), min_size=1, max_size=5))
        kind = draw(st.sampled_from(["intervju", "intervju", "intervju", "annet"]))
        study.document(name, *said, kind=kind, language=draw(st.sampled_from(["nb", "nn"])))
    seen = set()
    readable = [name for name, text in study.texts.items() if text]
    for number in range(draw(st.integers(0, 8)) if readable else 0):
        name = draw(st.sampled_from(readable))
        start = draw(st.integers(0, len(study.texts[name]) - 1))
        end = draw(st.integers(start + 1, len(study.texts[name])))
        code, coder = draw(st.sampled_from(codes)), draw(st.sampled_from(["MB", "AK"]))
        if (name, start, end, code, coder) not in seen:
            seen.add((name, start, end, code, coder))
            study.span(f"c{number}", name, start, end, code, coder)
    return study


@dataclass(frozen=True)
class Heard:
    """A coding as one person (or nobody) speaks in it: `points` are the code points shared."""

    coding: str
    document: str
    code: str
    informant: str | None
    points: frozenset[int]


class ByHand:
    """The contract read aloud, one code point at a time."""

    def __init__(self, study: Study, where: dict[str, Any]) -> None:
        self.study, self.where = study, where
        self.people = {one.code: one for one in study.people}
        self.kinds = {one["document"]: one["kind"] for one in study.documents}
        self.languages = {one["document"]: one["language"] for one in study.documents}
        self.by_person = bool({"role", "group", "informant", "størrelse"} & set(where))

    def value(self, by: str, document: str, informant: str) -> str:
        one = self.people[informant]
        return {
            "role": one.roles.get(document, one.role),
            "group": one.group or "–",
            "informant": informant,
            "størrelse": one.size or "–",
            "language": self.languages.get(document, ""),
        }[by]

    def allowed(self, column: str, value: str) -> bool:
        wanted = self.where.get(column, value)
        return value in (wanted if isinstance(wanted, list) else [wanted])

    def counts(self, document: str) -> bool:
        return self.kinds[document] != "annet" and self.allowed("language", self.languages[document])

    def asks(self, document: str, informant: str) -> bool:
        columns = ("role", "group", "informant", "størrelse")
        return all(self.allowed(column, self.value(column, document, informant)) for column in columns)

    def base(self) -> set[tuple[str, str]]:
        """(document, informant) of everyone asked."""
        spoke = {(turn[0], turn[2]) for turn in self.study.turns if turn[2] not in (None, "I")}
        return {(document, who) for document, who in spoke if self.counts(document) and self.asks(document, who)}

    def heard(self) -> Iterator[Heard]:
        for row in self.study.codings:
            if not self.counts(row["document"]) or not self.allowed("coder", row["coder"]):
                continue
            if "code" in self.where and row["code"] != "k2":
                continue
            if "theme" in self.where and self.where["theme"] not in labels("theme", row["code"]):
                continue
            yield from self.speakers(row)

    def speakers(self, row: dict[str, Any]) -> Iterator[Heard]:
        coded = set(range(row["start"], row["end"]))
        said: dict[str | None, set[int]] = {}
        for document, _, who, start, end in self.study.turns:
            if document == row["document"] and coded & set(range(start, end)):
                said.setdefault(who, set()).update(coded & set(range(start, end)))
        if set(said) == {"I"}:
            return  # on interviewers' words only
        said.pop("I", None)
        for who, points in (said or {None: set()}).items():
            if who is None and self.by_person:
                continue
            if who is None or self.asks(row["document"], who):
                yield Heard(row["coding"], row["document"], row["code"], who, frozenset(points))

    def rows(self, of: str, heard: list[Heard]) -> list[str | None]:
        """The labels of a side of codes: None, last, where a coding that counts has no code in the codebook."""
        return [*every_label(of), *([None] if any(one.code == LATER for one in heard) else [])]

    def frequencies(self, of: str, by: str, unit: str) -> dict[tuple[str | None, str | None], tuple[int | None, int]]:
        heard = list(self.heard())
        keyed = {one.coding for one in heard if one.informant}
        values = {self.value(by, document, who) for document, who in self.base()}
        if by != "language":
            values |= {self.value(by, "", one.code) for one in PEOPLE if one.code != "I"}
            spoke = {(turn[0], turn[2]) for turn in self.study.turns if turn[2] not in (None, "I")}
            values |= {self.value(by, document, who) for document, who in spoke if self.kinds[document] != "annet"}
        else:
            values |= {self.languages[document] for document, kind in self.kinds.items() if kind != "annet"}
        table: dict[tuple[str | None, str | None], tuple[int | None, int]] = {}
        nobodys: dict[str | None, list[Heard]] = {}
        for row in self.rows(of, heard):
            under = [one for one in heard if row in labels(of, one.code)]
            for value in values:
                asked = {who for document, who in self.base() if self.value(by, document, who) == value}
                mine = [one for one in under if one.informant and self.value(by, one.document, one.informant) == value]
                table[row, value] = (self.number(mine, unit) if asked else None, len(asked))
            nobodys[row] = [
                one for one in under if one.informant is None and (unit == "words" or one.coding not in keyed)
            ]
        if any(nobodys.values()):
            table |= {(row, None): (self.number(alone, unit), 0) for row, alone in nobodys.items()}
        return table

    def number(self, heard: list[Heard], unit: str) -> int:
        if unit == "codings":
            return len({one.coding for one in heard})
        if unit == "informants":
            return len({one.informant for one in heard if one.informant})
        begun = {(one.informant, one.document, point) for one in heard for point in one.points}
        return sum(point in word_starts(self.study.texts[document]) for _, document, point in begun)

    def cooccurrence(self, of: str) -> dict[tuple[str | None, str | None], int]:
        points: dict[str, set[int]] = {}
        rows = {row["coding"]: row for row in self.study.codings}
        for one in self.heard():
            whole = set(range(rows[one.coding]["start"], rows[one.coding]["end"]))
            points.setdefault(one.coding, set()).update(one.points if self.by_person else whole)
        table = {}
        sides = self.rows(of, list(self.heard()))
        for left in sides:
            for right in sides:
                here = {one for one in points if left in labels(of, rows[one]["code"])}
                there = {one for one in points if right in labels(of, rows[one]["code"])}
                pairs = [
                    (one, other)
                    for one, other in combinations(points, 2)
                    if rows[one]["document"] == rows[other]["document"] and points[one] & points[other]
                    if (one in here and other in there) or (one in there and other in here)
                ]
                both = len(here & there) if of == "theme" else 0
                table[left, right] = len(here) if left == right else len(pairs) + both
        return table


def word_starts(text: str) -> set[int]:
    return {at for at, sign in enumerate(text) if not sign.isspace() and (at == 0 or text[at - 1].isspace())}


def labels(of: str, code: str) -> set[str | None]:
    if code == LATER:
        return {None}
    if of == "theme":
        names = {theme.id: theme.name for theme in BOOK.themes}
        return {names[theme] for theme in BOOK.themes_of(code)}
    return {BOOK.path(above) for above in BOOK.ancestors(code)}


def every_label(of: str) -> list[str]:
    return [theme.name for theme in BOOK.themes] if of == "theme" else [BOOK.path(code.id) for code in BOOK]


def plain(value: Any) -> Any:
    return None if value is pd.NA else value


@settings(max_examples=150, deadline=None)
@given(
    study=studies(),
    of=st.sampled_from(["theme", "code"]),
    by=st.sampled_from(["role", "group", "informant", "størrelse", "language"]),
    unit=st.sampled_from(["informants", "codings", "words"]),
    where=st.sampled_from(FILTERS),
)
def test_frequencies_are_what_a_slow_count_gives(
    study: Study, of: str, by: str, unit: str, where: dict[str, Any]
) -> None:
    table = frequencies(study.material, of=of, by=by, unit=unit, where=where)

    counted = {(plain(row[0]), plain(row[1])): (plain(row[2]), row[3]) for row in table.itertuples(index=False)}
    assert counted == ByHand(study, where).frequencies(of, by, unit)
    assert len(counted) == len(table)


@settings(max_examples=100, deadline=None)
@given(study=studies(), of=st.sampled_from(["theme", "code"]), where=st.sampled_from(FILTERS))
def test_cooccurrence_is_what_a_slow_count_gives_and_symmetric(study: Study, of: str, where: dict[str, Any]) -> None:
    table = cooccurrence(study.material, of=of, where=where)

    sides = list(map(plain, table.index))
    told = zip(product(sides, map(plain, table.columns)), table.to_numpy().ravel().tolist(), strict=True)
    assert dict(told) == ByHand(study, where).cooccurrence(of)
    assert (table.to_numpy() == table.to_numpy().T).all()


@settings(max_examples=60, deadline=None)
@given(study=studies(), unit=st.sampled_from(["informants", "codings", "words"]), where=st.sampled_from(FILTERS))
def test_a_matrix_holds_the_frequencies_and_no_row_exceeds_its_sum(
    study: Study, unit: str, where: dict[str, Any]
) -> None:
    material = study.material
    long = frequencies(material, by="informant", unit=unit, where=where)
    wide = matrix(material, "theme", "informant", unit=unit, where=where)
    turned = matrix(material, "informant", "theme", unit=unit, where=where)

    long["theme"] = long["theme"].fillna("no code")
    wide.index, turned.columns = (side.fillna("no code") for side in (wide.index, turned.columns))
    nobody = long[long["informant"].isna()].set_index("theme")["n"].to_dict()
    for theme, row in wide.iterrows():
        mine = long[(long["theme"] == theme) & long["informant"].notna()].set_index("informant")["n"]
        told = [*map(plain, mine), *([nobody[theme]] if nobody else [])]
        assert [plain(value) for value in row.iloc[:-2]] == told
        # A row for nobody may be there although no theme has it: what is in no theme counts in its n.
        assert [plain(value) for value in turned[theme]][: len(told)] == told
        assert plain(row["n"]) is None or row["n"] <= sum(row.iloc[:-2].dropna())


@settings(max_examples=60, deadline=None)
@given(study=studies(), where=st.sampled_from(FILTERS))
def test_balance_agrees_with_the_frequencies(study: Study, where: dict[str, Any]) -> None:
    material = study.material
    table = balance(material, where=where)

    base = ByHand(study, where).base()
    assert list(table["informant"]) == sorted({who for _, who in base})
    assert table["share"].sum() == pytest.approx(1 if table["words"].sum() else 0, abs=0.001)
    assert (table["coded_words"] <= table["words"]).all()
    for row in table.itertuples(index=False):
        spoken = [turn for turn in study.turns if turn[2] == row.informant and (turn[0], row.informant) in base]
        assert row.words == sum(len(study.texts[turn[0]][turn[3] : turn[4]].split()) for turn in spoken)
        served = frequencies(material, by="informant", where=where).dropna(subset="theme")
        served = served.query(f"informant == '{row.informant}'")
        assert row.themes == served["n"].sum()


@settings(max_examples=60, deadline=None)
@given(study=studies())
def test_no_coding_is_lost_from_the_frame(study: Study) -> None:
    frame = codings_frame(study.material)

    assert sorted(frame["coding"]) == sorted(row["coding"] for row in study.codings)
    assert all(study.texts[row.document][row.start : row.end] == row.text for row in frame.itertuples())
    for per in ("informant", "theme"):
        assert set(codings_frame(study.material, per=per)["coding"]) == set(frame["coding"])
    footer = frame.attrs["footer"]
    assert footer["codings"] <= len(frame)


@settings(max_examples=60, deadline=None)
@given(study=studies(), of=st.sampled_from(["theme", "code"]), where=st.sampled_from(FILTERS))
def test_every_coding_that_counts_is_under_some_code_or_under_none(
    study: Study, of: str, where: dict[str, Any]
) -> None:
    table = matrix(study.material, "coder", of, where=where)
    footer = table.attrs["footer"]

    assert table["n"].sum() == footer["codings"]
    nowhere = table.loc[:, table.columns.isna()].sum().sum()
    assert nowhere == footer.get("without a code in the codebook", 0)
    if of == "code":  # Ressurser has all of Tid; the three at the top and none have every coding once
        own = table[["Ressurser", "Støtte", "Tillit"]].sum().sum()
        assert own + nowhere == footer["codings"]


@given(study=studies())
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_in_the_material_does_not_matter(study: Study) -> None:
    given_order, turned = study.material, turned_round(study.material)

    pd.testing.assert_frame_equal(codings_frame(given_order), codings_frame(turned))
    pd.testing.assert_frame_equal(frequencies(given_order, unit="words"), frequencies(turned, unit="words"))
    pd.testing.assert_frame_equal(cooccurrence(given_order), cooccurrence(turned))
    pd.testing.assert_frame_equal(balance(given_order), balance(turned))


def turned_round(material: Material) -> Material:
    names = ("codings", "turns", "voices", "documents", "registered")
    frames = {name: getattr(material, name).iloc[::-1] for name in names}
    return Material(**frames, codebook=material.codebook, text=material.text, moment=material.moment)

"""Codings of today under an earlier codebook, in which some have no code: every cell worked out by hand.

intervju 1   1 S1   Vi har for lite tid.
             2 R1   Tid og tillit henger sammen.
             3 –    Ja, det stemmer.

      coded words     code     coder  who     in the codebook of then
c1    for lite tid    Tid      MB     S1      under Ressurser, serves kapasitet
c2    lite tid        (rom)    MB     S1      not there
c3    tillit henger   (rom)    AK     R1      not there
c4    stemmer         (ro)     AK     nobody  not there
c5    Tid og          Tillit   AK     R1      serves kontinuitet
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tables_study import Person, Study

from qualkit.tables import Material, balance, codings_frame, cooccurrence, frequencies, matrix

NA = None  # in the expected tables: <NA>


@pytest.fixture(scope="module")
def then() -> Material:
    study = Study([Person("S1", "Skoleeier", "1"), Person("R1", "Skoleleder", "1"), Person("Va", "Veileder")])
    study.document(
        "intervju 1",
        ("S1", "Vi har for lite tid."),
        ("R1", "Tid og tillit henger sammen."),
        (None, "Ja, det stemmer."),
    )
    study.code("c1", "intervju 1", "for lite tid", "k2")
    study.code("c2", "intervju 1", "lite tid", "rom")
    study.code("c3", "intervju 1", "tillit henger", "rom", "AK")
    study.code("c4", "intervju 1", "stemmer", "ro", "AK")
    study.code("c5", "intervju 1", "Tid og", "k4", "AK")
    study.moment = "version «før»"
    return study.material


def cells(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(None if value is pd.NA else value for value in row) for row in table.itertuples(index=False)]


def test_codings_without_a_code_are_the_last_rows_for_each_value(then: Material) -> None:
    assert cells(frequencies(then, of="code", unit="codings"))[-8:] == [
        ("Tillit", "Skoleeier", 0, 1),
        ("Tillit", "Skoleleder", 1, 1),  # c5
        ("Tillit", "Veileder", NA, 0),
        ("Tillit", NA, 0, 0),
        (NA, "Skoleeier", 1, 1),  # c2
        (NA, "Skoleleder", 1, 1),  # c3
        (NA, "Veileder", NA, 0),  # not asked, of whatever code
        (NA, NA, 1, 0),  # c4: no informant, and no code
    ]
    assert [row[2] for row in cells(frequencies(then, unit="words"))][-4:] == [2, 2, NA, 1]
    assert [row[2] for row in cells(frequencies(then, unit="informants"))][-4:] == [1, 1, NA, 0]
    assert not frequencies(then, where={"code": "Tid"})["theme"].isna().any()


def test_a_matrix_has_them_in_a_row_or_column_of_their_own(then: Material) -> None:
    by_code = matrix(then, "code", "role")
    assert cells(by_code.iloc[[-1]]) == [(1, 1, NA, 1, 3, 2)]
    by_role = matrix(then, "role", "theme")
    assert list(map(str, by_role.columns)) == ["kapasitet", "kontinuitet", "kommunikasjon", "<NA>", "n", "of"]
    assert cells(by_role) == [
        (1, 0, 0, 1, 2, 1),  # c1 · – · – · c2
        (0, 1, 0, 1, 2, 1),  # – · c5 · – · c3
        (NA, NA, NA, NA, NA, 0),
        (0, 0, 0, 1, 1, 0),  # nobody's: c4
    ]
    assert cells(matrix(then, "coder", "code"))[0][-3:] == (2, 3, 2)  # AK: c3 c4, and of all c3 c4 c5


def test_they_meet_others_on_the_same_words(then: Material) -> None:
    table = cooccurrence(then)
    # Ressurser, Tid, Støtte, Tillit, none: c1 meets c2; c3 and c5 share no word.
    assert table.to_numpy().tolist()[-1] == [1, 1, 0, 0, 3]
    assert cooccurrence(then, of="theme").to_numpy().tolist()[-1] == [1, 0, 0, 3]


def test_they_serve_no_theme_and_are_codings_all_the_same(then: Material) -> None:
    table = balance(then)
    assert table[["informant", "codings", "themes", "of"]].to_numpy().tolist() == [["R1", 2, 1, 3], ["S1", 2, 1, 3]]
    frame = codings_frame(then, per="theme")
    assert sorted(frame["coding"]) == ["c1", "c2", "c3", "c4", "c5"]
    nowhere = frame[frame["code"].isna()]
    assert list(nowhere["coding"]) == ["c2", "c3", "c4"]
    assert nowhere[["code_path", "theme"]].isna().all(axis=None)
    footer = frame.attrs["footer"]
    assert (footer["codings"], footer["without a code in the codebook"]) == (5, 3)
    assert footer["codebook"] == "Partnerskap v01 (version «før»)"


def test_where_every_code_was_there_the_footer_says_0_and_no_row_is_made(then: Material) -> None:
    kept = then.codings[then.codings["code"].isin(["k2", "k4"])]
    material = Material(kept, then.turns, then.voices, then.documents, then.registered, then.codebook, then.text, "da")
    table = frequencies(material, of="code")
    assert not table["code"].isna().any()
    assert table.attrs["footer"]["without a code in the codebook"] == 0

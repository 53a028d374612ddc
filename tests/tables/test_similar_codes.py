"""Codes that are alike in what is coded with them: each reason by hand, and none where chance would do."""

from __future__ import annotations

import pandas as pd
import pytest
from tables_study import Person, Study

from qualkit.codebook import Codebook
from qualkit.codebook.similar import as_written
from qualkit.records import Code
from qualkit.tables import similar_codes

PEOPLE = [
    Person("R1", "Skoleleder", "1"), Person("R2", "Skoleleder", "2"), Person("R3", "Skoleleder", "3"),
    Person("S1", "Skoleeier", "1"), Person("S2", "Skoleeier", "2"), Person("S3", "Skoleeier", "3"),
    Person("I", "intervjuer"),
]  # fmt: skip
BOOK = Codebook([Code("k1", "Uklarhet"), Code("k2", "Lokalt"), Code("k3", "Støtte"), Code("k4", "Møter", "k3")])


@pytest.fixture
def study() -> Study:
    """Six people who say things about roles, the local, and help."""
    made = Study(PEOPLE, BOOK)
    for number, who in enumerate(("R1", "R2", "R3", "S1", "S2", "S3")):
        made.document(
            who.casefold(),
            ("I", f"Hvem gjorde hva hos dere, den gangen {number}?"),
            (who, f"Ingen visste hvem som hadde ansvaret for planen {number}. Ansvaret var ikke avklart da {number}."),
            (who, f"Her ute ved fjorden er det langt til alt {number}. Ferja går {number} ganger om dagen."),
        )
    return made


def reasons(study: Study) -> list[tuple[str, str, str]]:
    return list(similar_codes(study.material)[["reason", "code", "other"]].itertuples(index=False, name=None))


def why(study: Study, reason: str) -> str:
    frame = similar_codes(study.material)
    (said,) = frame.loc[frame["reason"] == reason, "why"]
    return str(said)


def test_nothing_coded_is_alike_in_nothing(study: Study) -> None:
    frame = similar_codes(study.material)
    assert frame.empty
    assert list(frame.columns) == ["reason", "code", "other", "why", "codings", "other_codings", "id", "other_id"]
    assert similar_codes(Study([], Codebook(())).material).empty
    assert frame.attrs["footer"]["n"] == 6


def test_codes_on_the_same_passages_are_told_with_how_many_and_which(study: Study) -> None:
    study.code("a", "r1", "hvem som hadde ansvaret for planen 0", "k1")
    study.code("b", "r2", "hvem som hadde ansvaret for planen 1", "k1")
    study.code("c", "r3", "hvem som hadde ansvaret for planen 2", "k1")
    study.code("d", "r1", "planen 0. Ansvaret var ikke avklart", "k2", coder="AK")
    study.code("e", "r2", "planen 1. Ansvaret var ikke avklart", "k2")
    frame = similar_codes(study.material)
    row = frame[frame["reason"] == "passages"].iloc[0]
    assert (row["code"], row["other"], row["id"], row["other_id"]) == ("Lokalt", "Uklarhet", "k2", "k1")
    assert row["why"] == "2 of the 2 codings of «Lokalt» share words with «Uklarhet»."
    assert (row["codings"], row["other_codings"]) == ("d; e", "a; b")


def test_passages_that_only_stand_beside_each_other_do_not_overlap(study: Study) -> None:
    study.code("a", "r1", "Ingen visste ", "k1")
    study.code("b", "r1", "hvem som hadde ansvaret", "k2")
    assert reasons(study) == []


@pytest.mark.parametrize(("alone", "alike"), [(0, True), (1, True), (2, False)])
def test_one_passage_with_both_codes_is_an_everyday_thing(study: Study, alone: int, alike: bool) -> None:
    study.code("a", "r1", "langt til alt 0", "k1")
    study.code("b", "r1", "ved fjorden er det langt til alt 0", "k2")
    for number in range(alone):
        study.code(f"x{number}", "r2", ("Ingen visste", "Ansvaret var")[number], "k1")
        study.code(f"y{number}", "r2", ("Her ute", "Ferja går")[number], "k2")
    assert (("passages", "Lokalt", "Uklarhet") in reasons(study)) is alike


def test_what_never_counts_makes_no_codes_alike(study: Study) -> None:
    study.document("lov", ("S1", "Skoleeieren har ansvaret for planen og møtene."), kind="annet")
    for code in ("k1", "k2"):
        study.code(f"law {code}", "lov", "Skoleeieren har ansvaret for planen", code)
        study.code(f"asked {code}", "r1", "Hvem gjorde hva hos dere", code)
    assert reasons(study) == []


def test_the_same_words_in_other_passages_are_named(study: Study) -> None:
    for who, number, code in (("r1", 0, "k1"), ("r2", 1, "k1"), ("s1", 3, "k2"), ("s2", 4, "k2")):
        study.code(f"{who}", who, f"hvem som hadde ansvaret for planen {number}", code)
    assert reasons(study) == [("words", "Lokalt", "Uklarhet")]
    assert why(study, "words").startswith("The passages of both have more than the interviews otherwise: ")
    assert "planen" in why(study, "words")
    row = similar_codes(study.material).iloc[0]
    assert (row["codings"], row["other_codings"]) == ("s1; s2", "r1; r2")


def test_other_words_are_not_the_same(study: Study) -> None:
    for who, number in (("r1", 0), ("r2", 1)):
        study.code(f"a{who}", who, f"hvem som hadde ansvaret for planen {number}", "k1")
        study.code(f"b{who}", who, f"Her ute ved fjorden er det langt til alt {number}", "k2")
    assert "words" not in {reason for reason, _code, _other in reasons(study)}


def test_words_become_the_same_by_what_normalises_them(study: Study) -> None:
    study.document("v", ("R1", "Ferjene gikk sjelden om dagene der."), ("R2", "Ei ferje går sjelden om dagen her."))
    study.code("a", "v", "Ferjene gikk sjelden om dagene der", "k1")
    study.code("b", "v", "Ei ferje går sjelden om dagen her", "k2")
    stems = {"ferjene": "ferje", "gikk": "gå", "går": "gå", "dagene": "dag", "dagen": "dag"}
    frame = similar_codes(study.material)
    assert "words" not in set(frame["reason"])
    frame = similar_codes(study.material, normalise=lambda words: [stems.get(word, word) for word in as_written(words)])
    assert "ferje" in frame.set_index("reason").loc["words", "why"]


def test_codes_on_the_same_informants_and_on_no_others(study: Study) -> None:
    for who, number in (("r1", 0), ("r2", 1), ("s1", 3)):
        study.code(f"a{who}", who, f"Ansvaret var ikke avklart da {number}", "k1")
        study.code(f"b{who}", who, f"langt til alt {number}", "k2")
        study.code(f"bb{who}", who, f"Ferja går {number} ganger", "k2")
    assert ("informants", "Lokalt", "Uklarhet") in reasons(study)
    assert why(study, "informants") == "3 of the 3 informants who stand under one stand under both: R1, R2, S1."
    row = similar_codes(study.material).set_index("reason").loc["informants"]
    # One passage of each, the first.
    assert (row["codings"], row["other_codings"]) == ("br1; br2; bs1", "ar1; ar2; as1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("r1", "r2"), ("r1", "r2")),  # two have the same two by chance
        (("r1", "r2", "s1"), ("r1", "s2", "s3")),
        (("r1", "r2", "r3", "s1", "s2", "s3"), ("r1", "r2", "r3", "s1", "s2", "s3")),  # everybody says nothing
        (("r1", "r2", "s1"), ()),
    ],
)
def test_informants_in_common_by_chance_are_no_reason(
    study: Study, one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    for code, people, words in (("k1", one, "Ansvaret var ikke"), ("k2", other, "Her ute ved fjorden")):
        for who in people:
            study.code(f"{code}{who}", who, words, code)
    assert "informants" not in {reason for reason, _code, _other in reasons(study)}


def test_a_code_is_never_put_beside_one_above_it_nor_one_out_of_use(study: Study) -> None:
    for code in ("k3", "k4"):
        study.code(f"{code}", "r1", "langt til alt 0", code)
    assert reasons(study) == []
    study.code("x", "r1", "det langt til alt 0", "k2")
    assert reasons(study)[:2] == [("passages", "Lokalt", "Støtte"), ("passages", "Lokalt", "Støtte > Møter")]
    codes = [Code("k2", "Lokalt", retired=True), Code("k3", "Støtte"), Code("k4", "Møter", "k3")]
    study.book = Codebook(codes)
    assert reasons(study) == []


def test_rows_stand_by_reason_and_name_whatever_the_numbers_and_the_order_of_the_material(study: Study) -> None:
    study.book = Codebook([Code("a", "Åsen"), Code("b", "Æsen"), Code("c", "Tid"), Code("d", "Tida")])
    for number, who in enumerate(("r1", "r2", "r3")):
        for code in ("a", "b", "c"):
            study.code(f"{code}{who}", who, f"langt til alt {number}", code)
    study.code("d", "r1", "til alt 0", "d")
    frame = similar_codes(study.material)
    places = [["passages", "words", "spelling", "informants"].index(reason) for reason in frame["reason"]]
    assert places == sorted(places)
    pairs = frame.loc[frame["reason"] == "passages", ["code", "other"]].to_numpy().tolist()
    assert pairs == [
        ["Tid", "Tida"], ["Tid", "Æsen"], ["Tid", "Åsen"], ["Tida", "Æsen"], ["Tida", "Åsen"], ["Æsen", "Åsen"],
    ]  # fmt: skip
    study.codings.reverse()
    pd.testing.assert_frame_equal(similar_codes(study.material), frame)


def test_at_most_a_dozen_passages_a_side_stand_with_a_pair(study: Study) -> None:
    said = "Det var mange ting som måtte avklares. "
    study.document("lang", ("R1", said * 30))
    for number in range(30):
        for code in ("k1", "k2"):
            study.span(f"{code} {number:02}", "lang", number * len(said), number * len(said) + 20, code)
    row = similar_codes(study.material).set_index("reason").loc["passages"]
    assert row["why"] == "30 of the 30 codings of «Lokalt» share words with «Uklarhet»."
    assert row["codings"].split("; ") == [f"k2 {number:02}" for number in range(12)]

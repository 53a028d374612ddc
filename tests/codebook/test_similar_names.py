"""Names and definitions that are near each other."""

from __future__ import annotations

import pytest

from qualkit.codebook import Codebook
from qualkit.codebook.similar import as_written, defined_alike, pairs_of, spelt_alike
from qualkit.records import Code


def spelt(one: str, other: str) -> str:
    book = Codebook([Code("k1", one), Code("k2", other)])
    return next((pair.why for pair in spelt_alike(pairs_of(book))), "")


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Tid", "Tida", "The names are spelt nearly alike."),
        ("Rolleavklaring", "Rolleavklaringer", "«Rolleavklaring» stands in «Rolleavklaringer»."),
        ("Handlingsrom", "Rom", "«Rom» stands in «Handlingsrom»."),
        ("Forståelse", "Forståelse for mål", "«Forståelse» stands in «Forståelse for mål»."),
        ("Økonomi", "Okonomi", "The names are spelt nearly alike."),
        ("Tid", "Tidligere utviklingsmål", ""),
        ("Kompetanse", "Kompleksitet", ""),
        ("Uklarhet", "Likeverd", ""),
        ("Å", "Få", ""),
    ],
)
def test_which_names_are_near_each_other(one: str, other: str, why: str) -> None:
    assert spelt(one, other) == spelt(other, one) == why


def test_one_name_under_two_parents_is_worth_a_look() -> None:
    book = Codebook([Code("a", "Skolen"), Code("b", "Kommunen"), Code("c", "Tid", "a"), Code("d", "TID", "b")])
    assert [(pair.code, pair.other, pair.why) for pair in spelt_alike(pairs_of(book))] == [
        ("d", "c", "The names are the same.")
    ]


def test_a_code_is_never_put_beside_one_it_stands_under_or_one_out_of_use() -> None:
    book = Codebook(
        [Code("a", "Tid"), Code("b", "Tida", "a"), Code("c", "Tida di", "b"), Code("d", "Tider", retired=True)]
    )
    assert pairs_of(book) == []


def test_definitions_that_say_the_same_are_told_from_those_with_the_same_turn_of_phrase() -> None:
    told = [
        "om ventetid på svar fra kommunen",
        "om ventetid på svar fra universitetet",
        "om tillit",
        "om økonomi i laget",
    ]
    codes = [Code(f"k{number}", f"Kode {number}", definition=f"Passasjer {text}.") for number, text in enumerate(told)]
    alike = defined_alike(Codebook(codes))
    assert alike(codes[0], codes[1]) == ["fra", "om", "passasjer", "på", "svar", "ventetid"]
    assert alike(codes[0], codes[2]) == alike(codes[2], codes[3]) == []


def test_a_code_without_a_definition_is_like_none_by_it() -> None:
    codes = [Code("k1", "Tid"), Code("k2", "Rom"), Code("k3", "Ro", definition="Stillhet og ro.")]
    alike = defined_alike(Codebook(codes))
    assert alike(codes[0], codes[1]) == alike(codes[0], codes[2]) == []


def test_words_are_the_same_by_whatever_makes_them_so() -> None:
    codes = [Code("k1", "Tid", definition="Ventet på svaret"), Code("k2", "Rom", definition="venter på svarene")]
    assert defined_alike(Codebook(codes))(*codes) == []
    stems = {"ventet": "vente", "venter": "vente", "svaret": "svar", "svarene": "svar"}

    def lemma(words: list[str]) -> list[str]:
        return [stems.get(word, word) for word in as_written(words)]

    assert defined_alike(Codebook(codes), lemma)(*codes) == ["på", "svar", "vente"]


def test_a_word_is_without_the_signs_around_it() -> None:
    assert as_written(["«Tida,»", "–", "S1:", "før-og-etter"]) == ["tida", "", "s1", "før-og-etter"]

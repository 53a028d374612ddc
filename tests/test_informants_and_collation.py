"""Codes of informants, and the order of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualkit as qk
from qualkit.informants import CodeShape, parse_code
from qualkit.language import collation_key, join_collated

ROWS = [
    qk.Informant("S 1", "Skoleeier"),
    qk.Informant("S10", "Skoleeier"),
    qk.Informant("R 2.1", "Skoleleder", name="Anne Lise Bakken"),
    qk.Informant("V a", "Veileder"),
]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("S1", "S1"), (" S  1 ", "S1"), ("S\N{NO-BREAK SPACE}1", "S1"), ("S10", "S10"), ("S 1 0", "S10"),
        ("anne  lise BAKKEN", "R2.1"), ("V a", "Va"), ("I", "I"), ("I2", "I2"), ("Intervjuer", "I"),
        ("S11", None), ("R2", None), ("R2.10", None), ("VA", None), ("Anne", None), ("", None),
    ],
)  # fmt: skip
def test_s1_is_s1_in_any_spacing_and_never_s10(label: str, code: str | None) -> None:
    assert qk.Register(ROWS).find(label) == code


def test_the_grammar_fills_in_what_the_register_leaves_empty() -> None:
    register = qk.Register([*ROWS, qk.Informant("S3")])
    assert [(row.code, row.role, row.group) for row in register] == [
        ("S1", "Skoleeier", "1"), ("S10", "Skoleeier", "10"), ("R2.1", "Skoleleder", "2"), ("Va", "Veileder", ""),
        ("S3", "Skoleeier", "3"),
    ]  # fmt: skip


def test_the_grammar_is_data() -> None:
    grammar = [CodeShape(r"(?P<group>\d+)-(?P<letters>[a-z]+)", role="lærling")]
    parts = parse_code("12-bygg", grammar)
    assert parts is not None
    assert (parts.group, parts.letters, parts.role) == ("12", "bygg", "lærling")
    assert parse_code("S1", grammar) is None


def test_two_informants_with_one_code_are_refused_with_both_lines() -> None:
    with pytest.raises(qk.RegisterError, match=r"S1 stands twice in the register \(lines 3 and 9\)") as raised:
        qk.Register([qk.Informant("S1"), qk.Informant("S 1")], lines=[3, 9])
    assert raised.value.row == 9
    with pytest.raises(qk.RegisterError, match="have the same name"):
        qk.Register([qk.Informant("S1", name="Kari"), qk.Informant("S2", name="KARI")])


def test_a_role_changes_with_the_date() -> None:
    register = qk.Register([qk.Informant("R1", "Leder", since="2025-01-01"), qk.Informant("R1", "Lærer")])
    assert [register.at("R 1", day).role for day in ("2024-12-31", "2025-01-01", "")] == ["Lærer", "Leder", "Leder"]  # type: ignore[union-attr]  # R1 is there
    assert register.at("R2") is None


def test_æ_ø_å_come_last_and_numbers_by_value() -> None:
    names = ["Ås", "Aase", "Ærlig", "Ødegård", "Zoe", "R10", "R2", "R1.2", "R1.10", "Émile", "Ella", "r3"]
    assert sorted(names, key=collation_key) == [
        "Ella", "Émile", "R1.2", "R1.10", "R2", "r3", "R10", "Zoe", "Ærlig", "Ødegård", "Ås", "Aase",
    ]  # fmt: skip


def test_several_values_in_a_cell_stand_once_in_order() -> None:
    assert join_collated(["R10", "R2", "R2"]) == "R2; R10"
    assert join_collated([]) == ""


@given(st.lists(st.text(max_size=8)))
def test_the_order_does_not_depend_on_where_one_begins(names: list[str]) -> None:
    turned = names[::-1]
    assert sorted(names, key=collation_key) == sorted(turned, key=collation_key)

"""Whom a code stands on: the same people the other tables count."""

from __future__ import annotations

import pandas as pd
import pytest
from tables_study import Person, Study

import qualkit as qk
from qualkit.tables import code_informants, matrix


@pytest.fixture
def study() -> Study:
    made = Study(
        [
            Person("R1", "Skoleleder", "1", roles={"r1_sen": "Skoleeier"}),
            Person("R10", "Skoleleder", "2"),
            Person("R2", "Skoleleder", "2"),
            Person("Va", "Veileder"),
            Person("I", "intervjuer"),
        ]
    )
    made.document("r1", ("I", "Hva med tid?"), ("R1", "Det er tida, liksom."), (None, "Pause."), ("R2", "Ja, tida."))
    made.document("r1_sen", ("R1", "Nå har vi tid."))
    made.document("va", ("Va", "De har aldri tid."), ("R10", "Vi ble sett."))
    made.document("lov", ("R2", "Tiden skal avsettes."), kind="annet")
    return made


def row(study: Study, code: str, **how: object) -> list[object]:
    frame = code_informants(study.material, **how)  # type: ignore[arg-type]  # where= only
    found = frame.set_index("code").loc[code, ["informants", "roles", "groups", "n", "of", "codings"]]
    return [None if value is pd.NA else value for value in found.tolist()]


def test_a_code_stands_on_those_who_speak_in_its_codings_and_those_below_it(study: Study) -> None:
    study.code("a", "r1", "tida, liksom.\nPause.\nJa, tida", "k2")  # R1 and R2, with nobody between
    study.code("b", "va", "aldri tid", "k2")
    study.code("c", "va", "Vi ble sett", "k1")
    assert row(study, "Ressurser > Tid") == ["R1; R2; Va", "Skoleleder; Veileder", "1; 2", 3, 4, 2]
    assert row(study, "Ressurser") == ["R1; R2; R10; Va", "Skoleleder; Veileder", "1; 2", 4, 4, 3]
    assert row(study, "Støtte") == [None, None, None, 0, 4, 0]


def test_interviewers_and_literature_never_count(study: Study) -> None:
    study.code("a", "r1", "Hva med tid?\nDet er", "k2")
    study.code("b", "r1", "Hva med", "k4")
    study.code("c", "lov", "Tiden skal avsettes", "k4")
    assert row(study, "Ressurser > Tid") == ["R1", "Skoleleder", "1", 1, 4, 1]
    assert row(study, "Tillit") == [None, None, None, 0, 4, 0]
    footer = code_informants(study.material).attrs["footer"]
    assert footer["not counted"] == "1 coding in documents of kind annet; 1 coding on interviewers' words only"


def test_the_words_of_nobody_are_a_coding_of_no_informant(study: Study) -> None:
    study.code("a", "r1", "Pause", "k2")
    assert row(study, "Ressurser > Tid") == [None, None, None, 0, 4, 1]
    assert code_informants(study.material).attrs["footer"]["without an informant"] == 1


def test_a_role_is_that_of_the_documents_day(study: Study) -> None:
    study.code("a", "r1", "Det er tida", "k2")
    study.code("b", "r1_sen", "Nå har vi tid", "k2")
    assert row(study, "Ressurser > Tid")[:2] == ["R1", "Skoleeier; Skoleleder"]
    assert row(study, "Ressurser > Tid", where={"document": "r1"}) == ["R1", "Skoleleder", "1", 1, 2, 1]


def test_it_counts_what_the_matrix_counts(study: Study) -> None:
    for number, (document, words, code) in enumerate(
        [("r1", "tida, liksom", "k2"), ("r1", "Ja", "k1"), ("va", "De har", "k3"), ("va", "ble sett", "k4")]
    ):
        study.code(f"c{number}", document, words, code)
    frame = code_informants(study.material, where={"role": "Skoleleder"})
    for unit, column in (("informants", "n"), ("codings", "codings")):
        counted = matrix(study.material, "code", "coder", unit=unit, where={"role": "Skoleleder"})["n"]
        assert counted.to_dict() == frame.set_index("code")[column].to_dict()
    with pytest.raises(qk.UnknownNameError):
        code_informants(study.material, where={"role": "Lege"})


def test_a_codebook_of_nothing_has_no_rows() -> None:
    frame = code_informants(Study([], qk.Codebook(())).material)
    assert list(frame.columns) == ["code", "id", "informants", "roles", "groups", "n", "of", "codings"]
    assert frame.empty

"""The made-up study of the benchmark: the same from the same seed, and as large as it says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.cli._bench.corpus import Study, make_study
from qualkit.cli._bench.interviews import informants_of
from qualkit.codebook import Codebook

WORDS = 400


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return make_study(tmp_path_factory.mktemp("bench") / "study", interviews=3, codings=60, words=WORDS)


@pytest.fixture(scope="module")
def codings(study: Study) -> list[dict[str, str]]:
    with study.codings.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def texts(study: Study) -> dict[str, str]:
    return {one.name: one.text for one in qk.load_transcripts(study.interviews)}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(study: Study, tmp_path: Path) -> None:
    again = make_study(tmp_path / "again", interviews=3, codings=60, words=WORDS)
    other = make_study(tmp_path / "other", interviews=3, codings=60, words=WORDS, seed=7)
    assert _bytes(again.folder) == _bytes(study.folder)
    assert other.codings.read_bytes() != study.codings.read_bytes()


def test_every_interview_is_read_whole_with_each_turn_keyed_and_nothing_to_warn_of(study: Study) -> None:
    transcripts = qk.load_transcripts(study.interviews)
    assert [one.name for one in transcripts] == ["intervju_001", "intervju_002", "intervju_003"]
    for transcript in transcripts:
        assert WORDS <= len(transcript.text.split()) < WORDS + 250
        assert transcript.warnings == ()
    keyed = [{turn.informant for turn in one.turns} for one in transcripts]
    assert keyed == [{"I", "S1"}, {"I", "R1.1"}, {"I", "R1.2"}]


def test_five_interviews_make_a_group_and_advisers_belong_to_none(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study", interviews=10, codings=10, words=50)
    register = {row.code: (row.role, row.group) for row in qk.read_informants(study.interviews / "informants.csv")}
    assert register["S2"] == ("Skoleeier", "2")
    assert register["R2.3"] == ("Skoleleder", "2")
    assert register["Va"] == ("Veileder", "")
    assert {group for _, group in register.values()} == {"", "1", "2"}
    assert informants_of(8) == ("R2.1", "R2.3")


def test_the_codebook_has_60_codes_two_levels_deep_and_6_themes(study: Study) -> None:
    book: Codebook = qk.read_codebook(study.codebook)
    assert len(book) == 60
    assert Counter(len(book.ancestors(code.id)) for code in book) == {1: 12, 2: 48}
    assert len(book.themes) == 6


def test_there_are_as_many_codings_as_asked_for_by_two_coders_some_with_a_stance(codings: list[dict[str, str]]) -> None:
    assert len(codings) == 60
    assert {row["coder"] for row in codings} == {"MB", "AK"}
    assert {row["document"] for row in codings} == {"intervju_001", "intervju_002", "intervju_003"}
    assert 0 < sum(row["stance"] != "" for row in codings) < 30


def test_every_passage_is_5_to_80_whole_words(codings: list[dict[str, str]], texts: dict[str, str]) -> None:
    passages = []
    for row in codings:
        text, start, end = texts[row["document"]], int(row["start"]), int(row["end"])
        assert start == 0 or text[start - 1].isspace()
        assert end == len(text) or text[end].isspace()
        passages.append(text[start:end])
    assert all(5 <= len(passage.split()) <= 80 for passage in passages)
    assert all(passage == passage.strip() for passage in passages)
    assert any("\n" in passage for passage in passages), "some go on into the next turn"

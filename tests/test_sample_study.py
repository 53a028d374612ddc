"""The sample study's files are what its story gives, and the codebook's history leads from v01 to the newest."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

import qualkit as qk
from qualkit.codebook import replay

TOP = Path(__file__).parents[1]
CODEBOOK = TOP / "codebooks" / "partnerskap"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study built by its script."""
    spec = importlib.util.spec_from_file_location("make_sample", TOP / "scripts" / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    folder = tmp_path_factory.mktemp("sample")
    script.make(folder)
    return folder


def test_the_script_gives_the_files_in_the_repository(made: Path) -> None:
    kept = {path.name: path.read_bytes() for path in CODEBOOK.glob("*.yaml")}
    assert {path.name: path.read_bytes() for path in (made / "codebook").iterdir()} == kept
    assert sorted(kept) == ["history.yaml", "v01.yaml", "v02.yaml", "v03.yaml", "v04.yaml"]
    for made_file, kept_file in (
        ("transcripts/codings.csv", "transcripts_sample/codings.csv"),
        ("docs/endringer-v01-v04.md", "docs/endringer-v01-v04.md"),
    ):
        assert (made / made_file).read_bytes() == (TOP / kept_file).read_bytes()


def test_the_history_leads_from_the_first_codebook_to_the_newest(tmp_path: Path) -> None:
    qk.save_codebook(replay(CODEBOOK), tmp_path / "v04.yaml")
    assert (tmp_path / "v04.yaml").read_bytes() == (CODEBOOK / "v04.yaml").read_bytes()


def test_the_newest_codebook_can_code_every_passage_of_today(made: Path) -> None:
    rows = pd.read_csv(TOP / "transcripts_sample" / "codings.csv", keep_default_na=False)
    book = qk.read_codebook(CODEBOOK)
    assert {book.find(name).name for name in rows["code"].unique()} == set(rows["code"])
    with qk.Project.open(made / "partnerskap.qualkit") as project:
        assert project.check().ok
        retired = project.codings(where={"code": "Kompleksitet"})
        assert len(project.codings()) == len(rows) + len(retired)
        assert project.review().empty


def test_the_story_has_a_workshop_merges_a_split_and_a_merge_taken_back(made: Path) -> None:
    with qk.Project.open(made / "partnerskap.qualkit") as project:
        told = project.diff("v01", "v04").frame
        assert {"create", "split", "merge", "rename", "redefine", "move", "retire"} == set(told["change"])
        assert set(told.loc[told["change"] == "merge", "name"]) == {"Usikkerhet", "Refleksjon"}
        assert (told["why"] != "").all()
        assert "AK; LO; TS" in set(told["present"])
        # Merged in October, taken back in November: it is read apart again, and v03 still reads it as merged.
        assert "likeverd" in project.codebook()
        assert project.codebook("v03").read_as("likeverd") == "anerkjennelse"
        before, after = (project.codings(where={"code": "Likeverd"}, at=at) for at in ("v01", "v04"))
        assert list(before["coding"]) == list(after["coding"])

"""A codebook as it was: at a version, or on a date."""

from __future__ import annotations

from pathlib import Path

import pytest

import qualkit as qk
from qualkit.store.events import Draft, joined_tips

ROOT = Path(__file__).parents[2]


def names(project: qk.Project, at: str | None = None) -> list[str]:
    book = project.codebook(at)
    return [book.path(code.id) for code in book]


def test_a_version_reads_as_it_was_whatever_happens_after(project: qk.Project) -> None:
    assert project.version("før  workshop", coder="MB", why="før vi slår sammen") == "før workshop"
    project.rename("Tid", "Tida", coder="MB")
    project.merge(["Uklarhet"], into="Tida", coder="AK")
    project.version("etter workshop 1", coder="AK")
    project.add_code("Rom", parent="Tida", coder="AK")
    assert names(project) == ["Tida", "Tida > Rom"]
    assert names(project, "etter workshop 1") == ["Tida"]
    assert names(project, "FØR WORKSHOP") == ["Tid", "Uklarhet"]
    assert project.versions()[["version", "coder", "why"]].to_numpy().tolist() == [
        ["før workshop", "MB", "før vi slår sammen"], ["etter workshop 1", "AK", ""],
    ]  # fmt: skip


def test_what_was_undone_before_a_version_is_not_in_it_and_what_is_undone_later_still_is(project: qk.Project) -> None:
    project.add_code("Rom", coder="MB")
    project.undo(coder="MB")
    project.version("uten rom", coder="AK")
    project.redo(coder="MB")
    project.version("med rom", coder="AK")
    project.undo(coder="MB")
    assert [("Rom" in names(project, at)) for at in ("uten rom", "med rom")] == [False, True]
    assert "Rom" not in names(project)


def test_a_date_is_read_to_its_end_and_a_time_to_the_moment(project: qk.Project) -> None:
    before = project.history().iloc[0]["at"]
    assert names(project, before) == []
    assert names(project, project.history().iloc[-1]["at"][:10]) == names(project)
    assert names(project, "2020-01-01") == []


def test_a_codebook_taken_in_is_a_version_under_its_own_name(tmp_path: Path) -> None:
    with qk.Project.create(
        tmp_path / "studie.qualkit", codebook=ROOT / "codebooks" / "partnerskap" / "v01.yaml"
    ) as project:
        given = list(project.codebook())
        project.rename("Rom", "Rom og plass", coder="MB")
        assert list(project.codebook("v01")) == given
        assert project.codebook("v01").themes == project.codebook().themes
        with pytest.raises(qk.RefusedError, match="There is a version «V01» already"):
            project.version("V01", coder="MB")


def test_names_that_cannot_be_a_version_are_refused_and_unknown_ones_listed(project: qk.Project) -> None:
    project.version("v1", coder="MB")
    for name, said in (("", "needs a name"), ("2025-06-02", "is a date"), ("V1", "already")):
        with pytest.raises(qk.RefusedError, match=said):
            project.version(name, coder="MB")
    with pytest.raises(qk.UnknownNameError, match=r"There is no version «v2», and it is no date .* Versions: v1"):
        project.codebook("v2")


def test_a_version_can_be_undone_like_everything(project: qk.Project) -> None:
    project.version("feil navn", coder="MB")
    project.undo(coder="MB")
    assert project.versions().empty
    assert project.check().ok
    project.version("feil navn", coder="MB")
    assert project.history().iloc[-1]["what"] == "named the version «feil navn»"


def test_a_version_is_what_its_writer_had_seen_and_not_what_others_did_apart(project: qk.Project) -> None:
    store = project._store
    with store.writing("AK") as writer:
        shared = writer.chain.tips
        writer.append([Draft("code.birth", {"code": "annen", "parent": None}, {"name": "AKs kode"})])
        apart = writer.chain.tips
        # As after a union: MB's event follows what both had, not what AK wrote meanwhile.
        writer.chain.tips = shared
        writer.append([Draft("version", {}, {"name": "MBs versjon"})])
        writer.chain.tips = joined_tips([apart, writer.chain.tips])
        writer.append([Draft("version", {}, {"name": "begges"})])
    assert "AKs kode" not in names(project, "MBs versjon")
    assert "AKs kode" in names(project, "begges")
    assert project.check().ok

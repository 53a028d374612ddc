"""A backup is whole, and restoring never loses anything."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.errors import BusyProjectError


def test_a_backup_of_an_open_project_has_everything(project: qk.Project, tmp_path: Path) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    copy = project.backup(tmp_path / "kopi")
    with qk.Project.open(copy) as kept:
        assert kept.check().ok
        assert kept.codings()["text"].tolist() == ["Det er tida"]
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_two_backups_in_one_second_are_two_files(project: qk.Project, tmp_path: Path) -> None:
    assert project.backup(tmp_path) != project.backup(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="modes say nothing on Windows")
def test_project_and_backup_are_readable_by_their_owner_only(project: qk.Project, tmp_path: Path) -> None:
    assert project.path is not None
    for path in (project.path, project.backup(tmp_path)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_is_restored_to_a_new_name(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    back = qk.restore(copy, tmp_path / "tilbake.qualkit")
    with qk.Project.open(back) as restored:
        assert restored.check().tip == project.check().tip


def test_restoring_leaves_the_backup_as_it_is(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    before = copy.read_bytes()
    qk.restore(copy, tmp_path / "tilbake.qualkit")
    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_restoring_over_newer_work_is_refused(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    project.memo("Skrevet etterpå.", coder="MB")
    project.close()
    assert project.path is not None
    with pytest.raises(qk.RefusedError, match=r"holds 1 event\(s\) that the backup lacks"):
        qk.restore(copy, project.path)
    with qk.Project.open(project.path) as kept:
        assert kept.memos()["text"].tolist() == ["Skrevet etterpå."]


def test_restoring_over_an_open_project_is_refused(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    assert project.path is not None
    project.documents()
    with pytest.raises(BusyProjectError, match="is open in another program"):
        qk.restore(copy, project.path)
    project.close()
    qk.restore(copy, project.path)


def test_restoring_over_another_project_is_refused(project: qk.Project, tmp_path: Path) -> None:
    other = tmp_path / "annen.qualkit"
    qk.Project.create(other).close()
    with pytest.raises(qk.RefusedError, match="is another project"):
        qk.restore(project.backup(tmp_path / "kopi"), other)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "notat.txt"
    wrong.write_text("Dette er ikke en kopi.", encoding="utf-8")
    with pytest.raises(qk.ProjectError, match="is not a qualkit project"):
        qk.restore(wrong, tmp_path / "ny.qualkit")
    assert not (tmp_path / "ny.qualkit").exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(project: qk.Project, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(qk.ProjectError, match="No backup can be written"):
        project.backup(tmp_path / "fil" / "kopi")

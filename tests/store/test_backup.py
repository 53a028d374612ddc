"""A backup is whole, and restoring never loses anything."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path

import pytest

import qualkit as qk
from qualkit.errors import BusyProjectError
from qualkit.store import backup


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


# A copy that is not whole


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM event WHERE seq = 2", "DELETE FROM event", "UPDATE event SET hash = x'00' WHERE seq = 1"],
)
def test_a_copy_that_is_not_the_log_is_refused_and_removed(
    project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    whole = project.backup(tmp_path / "hel")
    copying = backup._copy

    def incomplete(source: Path, target: Path) -> None:
        copying(source, target)
        with closing(sqlite3.connect(target)) as connection, connection:
            connection.execute(statement)

    monkeypatch.setattr(backup, "_copy", incomplete)
    with pytest.raises(qk.ProjectError, match="has not become a copy"):
        project.backup(tmp_path / "kopi")
    with pytest.raises(qk.ProjectError, match="has not become a copy"):
        qk.restore(whole, tmp_path / "tilbake.qualkit")
    assert list((tmp_path / "kopi").iterdir()) == []
    assert sorted(path.name for path in tmp_path.glob("*tilbake*")) == []


def test_a_backup_may_lack_what_is_written_while_it_is_made(
    project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = backup._copy

    def meanwhile(source: Path, target: Path) -> None:
        project.memo("Rett før.", coder="MB")
        copying(source, target)
        project.memo("Rett etter.", coder="MB")

    monkeypatch.setattr(backup, "_copy", meanwhile)
    with qk.Project.open(project.backup(tmp_path / "kopi")) as kept:
        assert kept.memos()["text"].tolist() == ["Rett før."]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(project: qk.Project, tmp_path: Path) -> None:
    """In a program of its own, whose files cannot grow beyond 64 kB."""
    whole = project.backup(tmp_path / "hel")
    project.close()
    code = """
import resource, signal, sys
import qualkit as qk
from pathlib import Path
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with qk.Project.open(folder / "studie.qualkit") as project:
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
    for act in (
        lambda: project.backup(folder / "kopi"),
        lambda: qk.restore(sys.argv[2], folder / "tilbake.qualkit"),
        lambda: qk.Project.create(folder / "ny.qualkit"),
    ):
        try:
            act()
        except qk.ProjectError as error:
            print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(whole)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    for line, name in zip(said, ("kopi", "tilbake.qualkit", "ny.qualkit"), strict=True):
        assert name in line
        assert "Check the disk" in line or "no room left" in line
    assert list((tmp_path / "kopi").iterdir()) == []
    assert not [path.name for path in tmp_path.iterdir() if "tilbake" in path.name or path.name.startswith(("ny", "."))]


def test_no_room_is_said_as_that(project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    whole = project.backup(tmp_path / "hel")
    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(qk.ProjectError, match=r"no room left on the disk for The backup .*kopi"):
        project.backup(tmp_path / "kopi")
    with pytest.raises(qk.ProjectError, match=r"no room left .*tilbake\.qualkit"):
        qk.restore(whole, tmp_path / "tilbake.qualkit")
    assert list((tmp_path / "kopi").iterdir()) == []


# What lies beside the file that is gone


def killed(path: Path) -> None:
    """A program that is killed with its last steps still in the journal."""
    code = """
import os, sys
import qualkit as qk
project = qk.Project.open(sys.argv[1])
for number in range(30):
    project.memo(f"Like før {number}.", coder="MB")
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)


def test_restoring_beside_the_journal_of_a_file_that_is_gone_is_refused(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    project.close()
    path = tmp_path / "studie.qualkit"
    killed(path)
    path.unlink()
    left = sorted(one.name for one in tmp_path.glob("studie*"))
    assert left == ["studie.qualkit-shm", "studie.qualkit-wal"]
    with pytest.raises(qk.RefusedError, match=r"studie\.qualkit-wal, studie\.qualkit-shm still lies beside it"):
        qk.restore(copy, path)
    assert sorted(one.name for one in tmp_path.glob("studie*")) == left
    for name in left:
        (tmp_path / name).unlink()
    with qk.Project.open(qk.restore(copy, path)) as back:
        assert back.check().ok
        assert len(back.memos()) == 0


def test_restoring_over_a_killed_programs_file_counts_what_is_in_its_journal(
    project: qk.Project, tmp_path: Path
) -> None:
    copy = project.backup(tmp_path / "kopi")
    project.close()
    killed(tmp_path / "studie.qualkit")
    with pytest.raises(qk.RefusedError, match=r"holds 30 event\(s\) that the backup lacks"):
        qk.restore(copy, tmp_path / "studie.qualkit")


def test_a_journal_that_appears_meanwhile_does_not_pass_as_restored(
    project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = project.backup(tmp_path / "kopi")
    project.close()
    path = tmp_path / "studie.qualkit"
    killed(path)
    path.unlink()
    monkeypatch.setattr(backup, "refuse_leftovers", lambda target: None)
    with pytest.raises(qk.ProjectError, match=r"studie\.qualkit"):
        qk.restore(copy, path)


# Network drives


def test_a_write_on_a_network_drive_is_seen_as_open(
    interviews: list[qk.Transcript], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualkit.store.engine.on_network_drive", lambda path: True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", qk.QualkitWarning)
        project = qk.Project.create(tmp_path / "nett.qualkit")
    copy = project.backup(tmp_path / "kopi")
    with project._store.writing("MB"), pytest.raises(BusyProjectError, match="is open in another program"):
        qk.restore(copy, tmp_path / "nett.qualkit")
    project.close()

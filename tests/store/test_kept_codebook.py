"""The codebook that is kept with a connection is the one that stands in the log, whoever changed it and how."""

from __future__ import annotations

import shutil
from pathlib import Path

import qualkit as qk
from qualkit.store import read


def names(project: qk.Project) -> list[str]:
    return [code.name for code in project.codebook()]


def test_another_program_s_change_is_seen_at_once(project: qk.Project) -> None:
    assert names(project) == ["Tid", "Uklarhet"]
    with qk.Project.open(project.address) as other:
        other.rename("Tid", "Tida", coder="AK")
        assert names(project) == ["Tida", "Uklarhet"]
        other.undo(coder="AK")
    assert names(project) == ["Tid", "Uklarhet"]


def test_what_was_only_looked_at_is_not_kept(project: qk.Project) -> None:
    project.rename("Tid", "Tida", coder="MB", preview=True)
    assert names(project) == ["Tid", "Uklarhet"]
    # The number of the event that was taken back is given again.
    project.memo("Hva er tid?", coder="MB")
    assert names(project) == ["Tid", "Uklarhet"]
    project.add_code("Rom", coder="MB", preview=True)
    project.retire("Uklarhet", coder="MB")
    assert [code.name for code in project.codebook() if not code.retired] == ["Tid"]


def test_codings_leave_it_kept_and_a_union_does_not(project: qk.Project, tmp_path: Path) -> None:
    own = Path(project.address)
    project.codebook()
    shutil.copy(project.backup(tmp_path / "kopier"), tmp_path / "kollega.qualkit")
    with qk.Project.open(tmp_path / "kollega.qualkit") as other:
        other.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="AK")
    project.undo(step=project.history().query("what.str.contains('Tid')")["step"].iloc[-1], coder="MB")
    assert names(project) == ["Uklarhet"]
    project.take_in(tmp_path / "kollega.qualkit")
    # Only a coding came in, and with it the code stands withdrawn.
    assert [(code.name, code.withdrawn) for code in project.codebook()] == [("Tid", True), ("Uklarhet", False)]
    assert own.exists()


def test_a_coding_is_saved_without_reading_the_codebook_again(project: qk.Project) -> None:
    project.codebook()
    project.code("R1.1", "Det er tida, liksom.", as_="Tid", coder="MB")
    with project._store.reading() as connection:
        first = read.codebook(connection)
    project.code("R1.1", "Jeg tok det sjøl.", as_="Tid", coder="MB")
    with project._store.reading() as connection:
        assert read.codebook(connection) is first
    project.add_code("Rom", coder="MB")
    with project._store.reading() as connection:
        assert read.codebook(connection) is not first

"""Bringing two files together: whole or not at all, whatever the files are."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from copies import BEGIN, DAY, Apart, Clock, opened, state

import qualkit as qk
from qualkit.errors import NewerProjectError


@pytest.fixture
def two(project: qk.Project, tmp_path: Path) -> tuple[Path, Path]:
    """A project and a copy of it, each with a passage that the other lacks."""
    project.close()
    path, copy = tmp_path / "studie.qualkit", tmp_path / "kopi.qualkit"
    shutil.copy(path, copy)
    with opened(path) as one:
        one.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    with opened(copy) as other:
        other.code("R1.1", "hvem som skulle ta det", as_="Uklarhet", coder="AK")
    return path, copy


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def refused(two: tuple[Path, Path], error: type[qk.QualkitError], match: str, out: str | Path = "ut.qualkit") -> None:
    """A refusal, after which the folder is as it was."""
    folder = two[0].parent
    before = files(folder)
    with pytest.raises(error, match=match):
        qk.merge_projects(*two, out=folder / out)
    assert files(folder) == before


def test_everything_of_both_is_there_by_whom_it_was_done(two: tuple[Path, Path], tmp_path: Path) -> None:
    before = files(tmp_path)
    out = qk.merge_projects(*two, out=tmp_path / "ut.qualkit")
    assert {name: content for name, content in files(tmp_path).items() if name != "ut.qualkit"} == before
    with opened(out) as whole:
        frame = whole.codings().sort_values("coder")
        assert frame[["coder", "text"]].to_numpy().tolist() == [["AK", "hvem som skulle ta det"], ["MB", "Det er tida"]]
        assert whole.check().tip.count("+") == 1
        assert whole.take_in(two[0]).events == 0
        whole.memo("Nå er vi sammen.", coder="LO")
        assert "+" not in whole.check().tip, "the next act ties the two"
        assert len(whole.review()) == 0


def test_taking_in_says_what_came(two: tuple[Path, Path]) -> None:
    with opened(two[0]) as project:
        taken = project.take_in(two[1])
        assert (taken.events, taken.codings, taken.people) == (1, 1, ("AK",))
        assert (project.take_in(two[1]).events, project.take_in(two[0]).events) == (0, 0)


def test_a_preview_of_taking_in_writes_nothing(two: tuple[Path, Path]) -> None:
    with opened(two[0]) as project:
        before = state(project)
        preview = project.take_in(two[1], preview=True)
        assert preview.after["text"].tolist() == ["hvem som skulle ta det"]  # type: ignore[union-attr]
        assert state(project) == before


@pytest.mark.parametrize("out", ["studie.qualkit", "kopi.qualkit", "annet.txt"])
def test_what_is_there_is_never_written_over(two: tuple[Path, Path], out: str) -> None:
    (two[0].parent / "annet.txt").write_text("Noe annet.", encoding="utf-8")
    refused(two, qk.ProjectError, "is there already", out)


def test_a_folder_that_is_not_there_is_a_sentence(two: tuple[Path, Path]) -> None:
    refused(two, qk.ProjectError, "cannot be made", "ingen/ut.qualkit")


def test_another_project_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "annen.qualkit"
    qk.Project.create(other).close()
    refused((two[0], other), qk.ProjectError, "is another project, not a copy of this one")
    refused((other, two[0]), qk.ProjectError, "is another project, not a copy of this one")


def test_what_is_no_project_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "notat.txt"
    wrong.write_text("Ikke et prosjekt.", encoding="utf-8")
    refused((two[0], wrong), qk.ProjectError, "is not a qualkit project")
    refused((wrong, two[0]), qk.ProjectError, "is not a qualkit project")
    refused((two[0], tmp_path / "borte.qualkit"), qk.ProjectError, "There is no project at")


def test_the_same_file_twice_is_that_file(two: tuple[Path, Path], tmp_path: Path) -> None:
    out = qk.merge_projects(two[0], two[0], out=tmp_path / "ut.qualkit")
    with opened(out) as whole, opened(two[0]) as project:
        assert state(whole) == state(project)


def test_a_newer_projects_copy_is_refused_and_names_what_it_needs(two: tuple[Path, Path]) -> None:
    altered(two[1], "UPDATE event SET kind = 'coding.dream' WHERE kind = 'coding.add'")
    refused(two, NewerProjectError, "holds «coding.dream» in version 1")
    refused(two[::-1], NewerProjectError, "holds «coding.dream» in version 1")


def altered(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


LAST = "(SELECT max(seq) FROM event)"


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        (f"UPDATE event SET words = '{{}}' WHERE seq = {LAST}", "has been altered"),
        (f"UPDATE event SET person = 'XX' WHERE seq = {LAST}", "has been altered"),
        (f"UPDATE event SET prev = zeroblob(32) WHERE seq = {LAST}", "follows an event that is missing"),
    ],
)
def test_a_damaged_copy_is_refused(two: tuple[Path, Path], statement: str, match: str) -> None:
    altered(two[1], statement)
    refused(two, qk.IntegrityError, f"{match}. Nothing was taken in")
    with opened(two[0]) as project:
        before = state(project)
        with pytest.raises(qk.IntegrityError, match=match):
            project.take_in(two[1])
        assert state(project) == before


def test_a_text_that_is_not_the_one_added_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "mer"
    folder.mkdir()
    (folder / "s1.txt").write_text("S1: Vi lo godt.\n", encoding="utf-8")
    (folder / "informants.csv").write_text("code,role\nS1,Skoleeier\n", encoding="utf-8")
    with opened(two[1]) as copy:
        copy.add(qk.load_transcripts(folder), coder="AK")
    altered(two[1], "UPDATE turn SET words = 'Vi gråt.' WHERE words LIKE 'Vi lo%'")
    refused(two, qk.IntegrityError, "The text of s1 in .* has been altered")


def test_a_file_cut_short_is_a_sentence(two: tuple[Path, Path]) -> None:
    content = two[1].read_bytes()
    two[1].write_bytes(content[: len(content) // 2])
    with pytest.raises(qk.ProjectError, match=r"kopi\.qualkit is not a qualkit project, or it is damaged"):
        qk.merge_projects(*two, out=two[0].parent / "ut.qualkit")
    assert not (two[0].parent / "ut.qualkit").exists()


def test_what_is_written_while_it_is_read_comes_with_it_or_not(two: tuple[Path, Path], tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with opened(two[1]) as copy:
            while not stop.is_set():
                copy.memo("Midt i.", coder="AK")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        outs = [qk.merge_projects(*two[::way], out=tmp_path / f"ut{way}.qualkit") for way in (1, -1)]
    finally:
        stop.set()
        writer.join()
    for out in outs:
        with opened(out) as whole:
            assert whole.check().ok
            assert len(whole.codings()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_a_killed_union_leaves_nothing_at_its_place(two: tuple[Path, Path], tmp_path: Path, after: float) -> None:
    with opened(two[1]) as copy:
        text = copy.transcript("r1_1").text
        rows = [
            {"document": "r1_1", "start": at, "end": at + 9, "code": "Tid"}
            for at in range(0, len(text) - 9)
            for _ in range(150)
            if text[at : at + 9].strip()
        ]
        copy.code_many(pd.DataFrame(rows), coder="AK")
    before = {path: path.read_bytes() for path in two}
    code = """
import sys
import qualkit as qk
merge = qk.merge_projects
print(flush=True)
merge(*sys.argv[1:3], out=sys.argv[3])
"""
    out = tmp_path / "ut.qualkit"
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, two), str(out)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not out.exists()
    assert {path: path.read_bytes() for path in two} == before
    with opened(qk.merge_projects(*two, out=out)) as whole:
        assert whole.check().ok


# One act sent twice


def test_an_act_sent_again_after_a_backup_was_restored_is_one_act(two: tuple[Path, Path], tmp_path: Path) -> None:
    key = "6f1c8a52-3b8e-4b53-9a53-5f7f5c1f3a11"
    rows = pd.DataFrame([{"document": "r1_1", "start": 18, "end": 29, "code": "Tid", "uuid": key}])
    for path, why in zip(two, ("", "sendt på nytt"), strict=True):
        with opened(path) as project:
            project.code_many(rows, coder="PN", why=why)
    out = qk.merge_projects(*two, out=tmp_path / "ut.qualkit")
    back = qk.merge_projects(*two[::-1], out=tmp_path / "tilbake.qualkit")
    with opened(out) as whole, opened(back) as other:
        assert state(whole) == state(other)
        assert (whole.codings()["coder"] == "PN").sum() == 1
        assert whole.check().ok
        assert len(whole.review()) == 0
        whole.undo(coder="PN")
        assert (whole.codings()["coder"] == "PN").sum() == 0


def test_one_id_for_two_acts_is_refused(two: tuple[Path, Path]) -> None:
    key = "6f1c8a52-3b8e-4b53-9a53-5f7f5c1f3a11"
    for path, code in zip(two, ("Tid", "Uklarhet"), strict=True):
        with opened(path) as project:
            rows = pd.DataFrame([{"document": "r1_1", "start": 18, "end": 29, "code": code, "uuid": key}])
            project.code_many(rows, coder="PN")
    refused(two, qk.IntegrityError, "holds another event with the id 6f1c8a52")


# Clocks


def test_a_clock_far_ahead_is_said_of_whose_it_is(tmp_path: Path, clock: Clock) -> None:
    copies = Apart(tmp_path, clock, (10, 10))
    copies.begin(lambda project: project.add_code("Tid", coder="LO"))
    ahead = tmp_path / "foran.qualkit"
    shutil.copy(copies.origin, ahead)
    clock.set(time.time() + 3 * DAY)
    with opened(ahead) as copy:
        copy.add_code("Rom", coder="AK")
    clock.set(BEGIN + 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", qk.QualkitWarning)
        with opened(ahead) as copy:
            copy.add_code("Tillit", coder="PN")
    with pytest.warns(qk.QualkitWarning, match=r"1 event\(s\) of AK are dated ahead of this machine's clock") as said:
        out = qk.merge_projects(copies.origin, ahead, out=tmp_path / "ut.qualkit")
    assert not [one for one in said if "PN" in str(one.message)], "who had seen it only counted on"
    with opened(out) as whole:
        assert sorted(code.name for code in whole.codebook()) == ["Rom", "Tid", "Tillit"]

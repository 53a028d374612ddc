"""The jobs of the benchmark do what they time, and the table shows each of them. No time is judged here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import qualkit as qk
from qualkit.cli._bench import report, run
from qualkit.cli._bench.budgets import JOBS, MEMORY, Job
from qualkit.cli._bench.corpus import Study, make_study
from qualkit.cli._bench.jobs import BEFORE, GROUPS, SINGLES, _by_use
from qualkit.cli._bench.run import Result
from qualkit.cli.bench import command


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return make_study(tmp_path_factory.mktemp("bench") / "study", interviews=3, codings=40, words=1_500)


@pytest.fixture(scope="module")
def times(study: Study) -> list[tuple[str, float]]:
    """Every group, in order, in this process."""
    return [row for group in GROUPS.values() for row in group(study)]


def test_every_job_gives_one_row_and_every_row_has_its_line_in_the_table(times: list[tuple[str, float]]) -> None:
    assert Counter(key for key, _ in times) == Counter(JOBS.keys())
    assert all(seconds > 0 for _, seconds in times)


@pytest.mark.usefixtures("times")
def test_the_jobs_leave_a_sound_project_with_every_coding_in_it(study: Study) -> None:
    with qk.Project.open(study.project) as project:
        assert project.check().problems == ()
        made = project.codings()
    # Three short interviews have fewer turns than there are codings to save one by one; 20 long ones have enough.
    assert 40 < len(made) <= 40 + SINGLES
    assert len(pd.read_csv(study.exports / "codings.csv", comment="#")) == len(made)


@pytest.mark.usefixtures("times")
def test_the_merge_and_the_split_were_done_and_taken_back(study: Study) -> None:
    with qk.Project.open(study.project) as project:
        history = project.history()
        assert "Skilt ut" not in [code.name for code in project.codebook()]
        # The changes that a diff is made of come last, and stay.
        assert len(project.codebook(BEFORE)) == 60
        assert len(project.diff(BEFORE)) > 100
    history = history[history["coder"] == "MB"]
    merges = history[history["what"].str.startswith("merged «")]
    splits = history[history["what"].str.startswith("split «Skilt ut» off «")]
    assert [len(merges), len(splits)] == [1, 1]
    assert not merges["on"].any()
    assert not splits["on"].any()


@pytest.mark.usefixtures("times")
def test_the_most_used_codes_are_merged_and_split(study: Study) -> None:
    count = pd.read_csv(study.codings)["code"].value_counts()
    assert _by_use(study)[0] == count.index[0]
    assert [count[code] for code in _by_use(study)] == sorted(count, reverse=True)


@pytest.mark.usefixtures("times")
def test_every_export_was_written(study: Study) -> None:
    written = {path.suffix for path in study.exports.iterdir()}
    assert written == {".csv", ".xlsx", ".parquet", ".docx", ".qualkit"}


def test_a_group_runs_in_a_process_of_its_own_and_tells_its_peak_memory(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study", interviews=1, codings=5, words=100)
    results = run.run_group(study, "import")
    assert [one.job.title for one in results] == [JOBS[key].title for key in ("load", "add", "import")]
    assert all(one.peak is not None and 20_000_000 < one.peak < 2_000_000_000 for one in results)


def test_a_group_that_fails_is_a_row_that_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    results = run.run_group(Study(tmp_path / "nothing"), "open")
    assert [(one.job.title, one.seconds, one.peak) for one in results] == [("open (failed)", None, None)]
    assert "There is no project at" in capfd.readouterr().err
    assert "| open (failed) | –    | –      |" in report.markdown_table(results)


def test_what_is_over_a_budget_is_marked() -> None:
    slow = Result(Job("slow", 1, "others 9 s"), 2.5, 80_000_000)
    large = Result(Job("large"), 0.01, MEMORY + 1)
    small = Result(Job("small", 5), 1, 1_000_000)
    assert report.cells(slow) == ("slow", "2.50 s", "1.00 s", "2.50", "80 MB", "TIME", "others 9 s")
    assert report.cells(large) == ("large", "10.0 ms", "–", "–", "600 MB", "MEMORY", "")
    assert report.cells(small)[5] == ""


def _one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "GROUPS", ["import"])


def test_bench_prints_the_table_on_stdout_and_its_progress_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    _one_group(monkeypatch)
    done = CliRunner().invoke(command, ["--interviews", "1", "--codings", "100"])
    assert done.exit_code == 0
    assert done.stdout.startswith("| job ")
    assert "import: load and add" in done.stdout
    assert "1 made-up interviews of 6,000 words, 100 codings" in done.stdout
    assert "1 of 1: import" in done.stderr


def test_keep_leaves_the_study_and_refuses_a_folder_with_something_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _one_group(monkeypatch)
    arguments = ["--interviews", "1", "--codings", "100", "--keep", str(tmp_path / "kept")]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    assert (tmp_path / "kept" / "study.qualkit").is_file()
    again = CliRunner().invoke(command, arguments)
    assert isinstance(again.exception, qk.InputError)
    assert "not an empty folder" in str(again.exception)


def test_a_child_prints_nothing_but_json(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study", interviews=1, codings=5, words=100)
    command_line = [sys.executable, "-m", "qualkit.cli._bench.child", "import", str(study.folder)]
    done = subprocess.run(command_line, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) == {"seconds", "peak"}

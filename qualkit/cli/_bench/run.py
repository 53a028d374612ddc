"""A whole benchmark: make the study, run each group in a fresh process, gather what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualkit.cli._bench.budgets import JOBS, MEMORY, Job
from qualkit.cli._bench.corpus import Study, make_study
from qualkit.cli._bench.jobs import GROUPS


@dataclass(frozen=True, slots=True)
class Result:
    """What a job took. `seconds` and `peak` (bytes, of the whole group) are None where it failed."""

    job: Job
    seconds: float | None
    peak: int | None

    @property
    def ratio(self) -> float | None:
        """Seconds over budget; above 1 is too slow. None where there is no budget, or no time."""
        return None if self.seconds is None or not self.job.budget else self.seconds / self.job.budget

    @property
    def over(self) -> list[str]:
        """Which of the budgets is passed: time, memory."""
        return [
            name
            for name, passed in (
                ("time", self.ratio is not None and self.ratio > 1),
                ("memory", self.peak is not None and self.peak > MEMORY),
            )
            if passed
        ]


def measure(folder: Path, *, interviews: int, codings: int, told: Callable[[str], None]) -> list[Result]:
    """Make a study in a folder and run every group of jobs on it. `told` hears the name of each as it begins."""
    told(f"Making {interviews:,} interviews and {codings:,} codings …")
    study = make_study(folder, interviews=interviews, codings=codings)
    results: list[Result] = []
    for number, group in enumerate(GROUPS, start=1):
        told(f"{number} of {len(GROUPS)}: {group} …")
        results += run_group(study, group)
    return results


def run_group(study: Study, group: str) -> list[Result]:
    """A group's results, from a new Python. What a failing group says for itself goes to stderr; it ends nothing."""
    command = [sys.executable, "-m", "qualkit.cli._bench.child", group, str(study.folder.resolve())]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode:
        return [Result(Job(f"{group} (failed)"), None, None)]
    said = json.loads(done.stdout)
    return [Result(JOBS[key], seconds, said["peak"]) for key, seconds in said["seconds"].items()]

"""The table of a benchmark, for a terminal or as Markdown that reads as plain text, and the facts of the machine."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from importlib.metadata import version

import psutil
from rich.console import Console
from rich.table import Table

from qualkit.cli._bench.budgets import CODINGS, INTERVIEWS, MEMORY
from qualkit.cli._bench.corpus import WORDS
from qualkit.cli._bench.run import Result

COLUMNS = ("job", "took", "budget", "ratio", "peak memory", "over budget", "others, measured")


def cells(result: Result) -> tuple[str, ...]:
    """A line of the table, as `COLUMNS`."""
    job = result.job
    return (
        job.title,
        _time(result.seconds),
        _time(job.budget),
        "–" if result.ratio is None else f"{result.ratio:.2f}",
        "–" if result.peak is None else f"{result.peak / 1e6:.0f} MB",
        " and ".join(result.over).upper(),
        job.others,
    )


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def markdown_table(results: Sequence[Result]) -> str:
    """The table with its columns aligned."""
    rows = [COLUMNS, *(cells(result) for result in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def show(results: Sequence[Result], said: str) -> None:
    """The table on standard output: drawn on a terminal, Markdown otherwise. `said` stands under it."""
    if not sys.stdout.isatty():
        print(f"{markdown_table(results)}\n\n{said}")
        return
    table = Table(*COLUMNS, caption=said, caption_justify="left")
    for result in results:
        table.add_row(*cells(result), style="bold red" if result.over else None)
    Console().print(table)


def caption(interviews: int, codings: int) -> str:
    """What was measured, how, and what the budgets are for."""
    return "\n\n".join(
        (
            f"{interviews:,} made-up interviews of {WORDS:,} words, {codings:,} codings. The budgets are for "
            f"{INTERVIEWS:,} interviews and {CODINGS:,} codings on 2 cores, {MEMORY / 1e6:.0f} MB for any job.",
            "Each group of jobs ran in a process of its own, on a project just opened. Peak memory is that process's, "
            "as the operating system counts it; jobs of one group share it. The figures of others are the design's, "
            "not measured in this run.",
            machine(),
        )
    )


def machine() -> str:
    """The machine, without its name."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    facts = (
        f"{platform.system()} {platform.machine()}",
        f"{os.cpu_count()} cores",
        f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in ("pandas", "sqlalchemy")),
        f"load over 1, 5 and 15 minutes {load}",
    )
    return ", ".join(facts) + "."

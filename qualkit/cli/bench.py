"""`qualkit bench`: how fast qualkit is on this machine, on a made-up study."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from qualkit.cli._group import say
from qualkit.errors import InputError


@click.command("bench")
@click.option("--interviews", type=click.IntRange(1, 10_000), default=30, show_default=True, help="How many to make.")
@click.option(
    "--codings", type=click.IntRange(100, 1_000_000), default=5_000, show_default=True, help="How many to make."
)
@click.option(
    "--keep",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Make the study in this new or empty folder, and leave it there with everything written.",
)
def command(interviews: int, codings: int, keep: Path | None) -> None:
    """Time every job on a made-up study, beside what it may take.

    The interviews have 6,000 words each. Nothing of yours is read, and without --keep nothing is left behind. A job
    over its budget is marked; it is no error.
    """
    from qualkit.cli._bench import report, run

    if keep is not None:
        _make_empty(keep)
    with nullcontext(keep) if keep is not None else tempfile.TemporaryDirectory(prefix="qualkit-bench-") as folder:
        results = run.measure(Path(folder), interviews=interviews, codings=codings, told=say)
    report.show(results, report.caption(interviews, codings))
    if keep is not None:
        say(f"The study, its project and all exports are in {keep}.")


def _make_empty(folder: Path) -> None:
    """See that there is an empty folder. Raises InputError where there is something else, or none can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        empty = not any(folder.iterdir())
    except OSError as reason:
        raise InputError(f"{folder} cannot be made a folder ({reason.strerror}). Choose another name.") from reason
    if not empty:
        raise InputError(f"{folder} is there already, and not an empty folder. Choose another name.")

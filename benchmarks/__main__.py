"""`python -m benchmarks`: the whole corpus of the design, and its table written to results/latest.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from qualkit.cli._bench import report, run
from qualkit.cli._bench.budgets import CODINGS, INTERVIEWS

LATEST = Path(__file__).parent / "results" / "latest.md"


@click.command()
@click.option("--interviews", type=click.IntRange(1), default=INTERVIEWS, show_default=True)
@click.option("--codings", type=click.IntRange(100), default=CODINGS, show_default=True)
def main(interviews: int, codings: int) -> None:
    """Measure qualkit beside its budgets, print the table and keep it in results/latest.md."""
    with tempfile.TemporaryDirectory(prefix="qualkit-bench-") as folder:
        results = run.measure(
            Path(folder) / "study",
            interviews=interviews,
            codings=codings,
            told=lambda said: click.echo(said, err=True),
        )
    said = report.caption(interviews, codings)
    LATEST.parent.mkdir(exist_ok=True)
    page = f"# What qualkit takes\n\n{report.markdown_table(results)}\n\n{said}\n"
    LATEST.write_text(page, encoding="utf-8", newline="\n")
    report.show(results, said)


if __name__ == "__main__":
    main()

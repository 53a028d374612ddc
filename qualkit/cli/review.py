"""`qualkit review`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project


@click.command("review")
@with_project
@with_output
def command(project: Project, output: Output) -> None:
    """List what a merge of two copies, or an undo, has left for a person to look at.

    An entry goes when somebody decides (renames, merges, redoes), or with «qualkit settle ENTRY».
    """
    if output.out is None and output.written_as in (None, "table"):
        print_review(project.review())
    else:
        from qualkit.cli._show import show

        show(project, project.review(), output)


def print_review(found: pd.DataFrame) -> None:
    """One line an entry: its id and the sentence; those that ask for nothing last."""
    asks = ~found["notice"]
    for title, rows in (("To look at", found[asks]), ("To know", found[~asks])):
        if len(rows):
            click.echo(f"{title}:")
        for entry, said in zip(rows["entry"], rows["what"], strict=True):
            click.echo(f"  {entry[:8]}  {said}")
    if found.empty:
        click.echo("Nothing to look at.")

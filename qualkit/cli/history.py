"""`qualkit history`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("history")
@with_project
@with_output
@click.option("--since", metavar="DATE", help="From this day or time on: 2026-11-21 or 2026-11-21T14:30.")
def command(project: Project, output: Output, since: str | None) -> None:
    """List all that was done, a line a step, oldest first, with what has been undone."""
    from qualkit.cli._show import show

    show(project, project.history(since), output)

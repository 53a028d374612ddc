"""`qualkit memos`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("memos")
@with_project
@with_output
def command(project: Project, output: Output) -> None:
    """List the memos, oldest first, with what each is about."""
    from qualkit.cli._show import show

    show(project, project.memos(), output)

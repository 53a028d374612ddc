"""`qualkit quoting`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("quoting")
@click.argument("informant")
@with_project
@with_output
def command(project: Project, informant: str, output: Output) -> None:
    """List where else the words, or the name, of INFORMANT stand: memos, definitions, reasons, others' turns.

    To be read before «qualkit erase», whose --also takes a place of this list.
    """
    from qualkit.cli._show import show

    show(project, project.quoting(informant), output)

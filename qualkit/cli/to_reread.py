"""`qualkit to-reread`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("to-reread")
@with_project
@with_output
# Not the shared option: whose list is asked for does not follow from who sits at the machine.
@click.option("--coder", metavar="NAME", help="Only what this person has coded, and not looked for since.")
def command(project: Project, output: Output, coder: str | None) -> None:
    """List the codes that came, or changed, after a document was coded, and have not been looked for in it since.

    `qualkit mark-read DOCUMENT` takes a document off the list.
    """
    from qualkit.cli._show import show

    show(project, project.to_reread(coder=coder), output)

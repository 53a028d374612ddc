"""`qualkit merge`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("merge")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@with_project
@click.option("--into", required=True, metavar="CODE", help="The code they are read as from now on.")
@with_coder()
@with_reason
def command(project: Project, codes: tuple[str, ...], into: str, coder: str, how: dict[str, Any]) -> None:
    """Read every CODE as one, the code --into. Codes below and themes follow.

    Each coding keeps the code it was given, so undo brings every one back.
    """
    from qualkit.cli._reshaping import say_reshaped

    say_reshaped(project, "merged into", project.merge(codes, into=into, coder=coder, **how))

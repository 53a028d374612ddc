"""`qualkit move`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("move")
@click.argument("code")
@with_project
@click.option("--under", metavar="PARENT", help="Under this code [default: to the top].")
@with_coder()
@with_reason
def command(project: Project, code: str, under: str | None, coder: str, how: dict[str, Any]) -> None:
    """Put CODE, with all below it, under another code, or at the top."""
    from qualkit.cli._reshaping import say_reshaped

    say_reshaped(project, "moved", project.move(code, under=under, coder=coder, **how))

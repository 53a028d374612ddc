"""`qualkit uncode`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("uncode")
@click.argument("coding")
@with_project
@with_coder()
@with_reason
def command(project: Project, coding: str, coder: str, how: dict[str, Any]) -> None:
    """Take the coding with the id CODING away (`qualkit codings` lists them). Undo brings it back."""
    from qualkit.cli._show import show_preview

    done = project.uncode(coding, coder=coder, **how)
    if isinstance(done, list):
        for one in done:
            click.echo(one)
    else:
        show_preview(done)

"""`qualkit themes`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import Output, coder_or_refuse, with_at, with_coder, with_output, with_project, with_reason
from qualkit.records import ORIGINS

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("themes")
@with_project
@with_output
@click.option("--add", metavar="NAME", help="Make a theme.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="A code it gathers. May be repeated.")
@click.option("--concept", default="", metavar="TEXT", help="The central organising concept, one sentence.")
@click.option("--description", default="", metavar="TEXT")
@click.option("--question", "questions", multiple=True, metavar="TEXT", help="A research question. May be repeated.")
@click.option("--origin", type=click.Choice(ORIGINS), default="data", show_default=True)
@with_at
@with_coder(required=False)
@with_reason
def command(
    project: Project, output: Output, add: str | None, at: str | None, coder: str, how: dict[str, Any], **fields: Any
) -> None:
    """List the themes with their codes, codings and informants. With --add, make one."""
    from qualkit.cli._show import show, show_preview
    from qualkit.records import Theme

    if add is None and any(value for name, value in fields.items() if name != "origin"):
        raise click.UsageError("Name the theme to make: --add NAME.")
    if add is not None and at is not None:
        raise click.UsageError("A theme is made in the codebook of today: leave out --at.")
    if add is None:
        show(project, project.themes(at=at), output)
        return
    made = project.add_theme(add, coder=coder_or_refuse(coder), **fields, **how)
    if isinstance(made, Theme):
        click.echo(f"{made.id}  {made.name}")
    else:
        show_preview(made)

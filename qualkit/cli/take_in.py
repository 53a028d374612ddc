"""`qualkit take-in`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("take-in")
@click.argument("copy")
@with_project
@click.option("--preview", is_flag=True, help="Say what it would touch; change nothing.")
def command(project: Project, copy: str, preview: bool) -> None:
    """Take in everything done in COPY, another copy of this project. COPY is left as it is."""
    from qualkit.cli._show import show_preview
    from qualkit.cli.review import print_review
    from qualkit.project.preview import Preview

    taken = project.take_in(copy, preview=preview)
    if isinstance(taken, Preview):
        show_preview(taken)
        return
    by = f", by {', '.join(name or 'somebody' for name in taken.people)}" if taken.people else ""
    click.echo(f"taken in: {taken.events} events, {taken.codings} of them codings{by}")
    print_review(project.review())

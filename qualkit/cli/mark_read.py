"""`qualkit mark-read`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("mark-read")
@click.argument("document")
@with_project
@with_coder()
@with_reason
def command(project: Project, document: str, coder: str, how: dict[str, Any]) -> None:
    """Say that you have read DOCUMENT with every code there is now in mind. It leaves the list of what to reread."""
    from qualkit.cli._show import show_preview

    codes = project.mark_read(document, coder=coder, **how)
    if isinstance(codes, list):
        click.echo(f"read: {document}")
        for code in codes:
            click.echo(f"  {code}")
    else:
        show_preview(codes)

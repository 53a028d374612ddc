"""`qualkit version`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import Output, coder_or_refuse, with_coder, with_output, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("version")
@click.argument("name", required=False)
@with_project
@with_output
@with_coder(required=False)
@with_reason
def command(project: Project, name: str | None, output: Output, coder: str, how: dict[str, Any]) -> None:
    """Give this moment of the study NAME, such as «etter workshop 1»; without NAME, list the versions."""
    from qualkit.cli._show import show, show_preview

    if name is None:
        show(project, project.versions(), output)
        return
    named = project.version(name, coder=coder_or_refuse(coder), **how)
    if isinstance(named, str):
        click.echo(named)
    else:
        show_preview(named)

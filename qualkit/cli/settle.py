"""`qualkit settle`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("settle")
@click.argument("entry")
@with_project
@with_coder()
@with_reason
def command(project: Project, entry: str, coder: str, how: dict[str, Any]) -> None:
    """Take ENTRY off the review: seen, fine as it is. Its id stands in «qualkit review»; the first signs will do."""
    from qualkit.cli._show import show_preview

    done = project.settle(entry, coder=coder, **how)
    if isinstance(done, str):
        click.echo(f"settled: {done[:8]}")
    else:
        show_preview(done)

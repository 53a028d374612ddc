"""`qualkit frequencies`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_unit, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("frequencies")
@with_project
@with_output
@click.option(
    "--of", type=click.Choice(("theme", "code")), default="theme", show_default=True, help="What the rows are."
)
@click.option(
    "--by",
    default="role",
    show_default=True,
    metavar="COLUMN",
    help="role, group, informant, document, kind, or any attribute of informants or documents.",
)
@with_unit("informants")
@with_where
@with_at
def command(
    project: Project, output: Output, of: str, by: str, unit: str, where: dict[str, list[str]], at: str | None
) -> None:
    """Count themes or codes by role, group or any attribute: n, and of how many.

    Where nobody was asked, n is empty and of is 0.
    """
    from qualkit.cli._show import show

    show(project, project.frequencies(of=of, by=by, unit=unit, where=where, at=at), output)

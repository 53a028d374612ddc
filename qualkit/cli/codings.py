"""`qualkit codings`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("codings")
@with_project
@with_output
@with_where
@with_at
@click.option(
    "--per",
    type=click.Choice(("coding", "informant", "theme")),
    default="coding",
    show_default=True,
    help="What a row is, where a coding has several informants or themes.",
)
def command(
    project: Project,
    output: Output,
    where: dict[str, list[str]],
    at: str | None,
    per: Literal["coding", "informant", "theme"],
) -> None:
    """List the codings, with the words and where they stand."""
    from qualkit.cli._show import show

    show(project, project.codings(per, where=where, at=at), output)

"""`qualkit cooccurrence`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("cooccurrence")
@with_project
@with_output
@click.option("--of", type=click.Choice(("code", "theme")), default="code", show_default=True, help="What is paired.")
@with_where
@with_at
def command(project: Project, output: Output, of: str, where: dict[str, list[str]], at: str | None) -> None:
    """Count the pairs of codings of two codes that share words; on the diagonal, the codings of each."""
    from qualkit.cli._show import show

    show(project, project.cooccurrence(of=of, where=where, at=at), output)

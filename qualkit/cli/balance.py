"""`qualkit balance`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("balance")
@with_project
@with_output
@with_where
@with_at
def command(project: Project, output: Output, where: dict[str, list[str]], at: str | None) -> None:
    """Show who is heard how much: an informant a row, with what each said and how much of it is coded."""
    from qualkit.cli._show import show

    show(project, project.balance(where=where, at=at), output)

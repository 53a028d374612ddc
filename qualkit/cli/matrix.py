"""`qualkit matrix`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_unit, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("matrix")
@click.argument("rows")
@click.argument("columns")
@with_project
@with_output
@with_unit("codings")
@with_where
@with_at
def command(
    project: Project, output: Output, rows: str, columns: str, unit: str, where: dict[str, list[str]], at: str | None
) -> None:
    """Count ROWS against COLUMNS: theme, code, role, group, informant, document, coder, stance, or an attribute."""
    from qualkit.cli._show import show

    show(project, project.matrix(rows, columns, unit=unit, where=where, at=at), output)

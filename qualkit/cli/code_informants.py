"""`qualkit code-informants`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("code-informants")
@with_project
@with_output
@with_where
def command(project: Project, output: Output, where: dict[str, list[str]]) -> None:
    """List whom each code stands on: informants, roles and groups. What is coded below a code is counted with it."""
    from qualkit.cli._show import show

    show(project, project.code_informants(where=where), output)

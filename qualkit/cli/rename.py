"""`qualkit rename`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("rename")
@click.argument("code")
@click.argument("new")
@with_project
@with_coder()
@with_reason
def command(project: Project, code: str, new: str, coder: str, how: dict[str, Any]) -> None:
    """Give CODE (its id, name or path) the name NEW. Every coding is read under it."""
    from qualkit.cli._reshaping import say_reshaped

    say_reshaped(project, "renamed", project.rename(code, new, coder=coder, **how))

"""`qualkit retire`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("retire")
@click.argument("code")
@with_project
@with_coder()
@with_reason
def command(project: Project, code: str, coder: str, how: dict[str, Any]) -> None:
    """Take CODE out of use. Its codings stay, are read and count; nobody can code with it."""
    from qualkit.cli._reshaping import say_reshaped

    say_reshaped(project, "retired", project.retire(code, coder=coder, **how))

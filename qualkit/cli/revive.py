"""`qualkit revive`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("revive")
@click.argument("code")
@with_project
@with_coder()
@with_reason
def command(project: Project, code: str, coder: str, how: dict[str, Any]) -> None:
    """Bring the retired CODE back into use."""
    from qualkit.cli._reshaping import say_reshaped

    say_reshaped(project, "revived", project.revive(code, coder=coder, **how))

"""`qualkit bring-back`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("bring-back")
@click.argument("code")
@click.argument("other")
@with_project
@with_coder()
@with_reason
def command(project: Project, code: str, other: str, coder: str, how: dict[str, Any]) -> None:
    """Show the pair CODE and OTHER again, which was set aside."""
    from qualkit.cli._reshaping import say_pair

    say_pair("brought back", project.bring_back((code, other), coder=coder, **how))

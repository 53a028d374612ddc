"""`qualkit set-aside`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("set-aside")
@click.argument("code")
@click.argument("other")
@with_project
@click.option(
    "--until",
    type=click.Choice(("news", "never")),
    default="news",
    show_default=True,
    help="When to suggest the pair again: at a new coding, definition or merge of either; or not at all.",
)
@with_coder()
@with_reason
def command(project: Project, code: str, other: str, until: str, coder: str, how: dict[str, Any]) -> None:
    """Put the pair CODE and OTHER out of sight: `similar-codes` does not suggest it for now, or never again."""
    from qualkit.cli._reshaping import say_pair

    say_pair(f"set aside until {until}", project.set_aside((code, other), until=until, coder=coder, **how))

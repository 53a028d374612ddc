"""`qualkit undo`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("undo")
@with_project
@with_coder()
@click.option("--of", metavar="NAME", help="The last step of this person; * for anyone's.")
@click.option("--step", metavar="ID", help="This step (`qualkit history` lists them).")
@click.option("--with-dependants", is_flag=True, help="Also take back the later steps that build on it.")
@with_reason
def command(
    project: Project, coder: str, of: str | None, step: str | None, with_dependants: bool, how: dict[str, Any]
) -> None:
    """Take back your last step, or another. Nothing is deleted: redo brings it back."""
    from qualkit.cli._switching import say_switched

    done = project.undo(coder=coder, of=of, step=step, with_dependants=with_dependants, **how)
    say_switched(project, "undone", done)

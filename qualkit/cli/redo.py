"""`qualkit redo`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("redo")
@with_project
@with_coder()
@click.option("--of", metavar="NAME", help="What this person's last undo took back; * for anyone's.")
@click.option("--step", metavar="ID", help="This step (`qualkit history` lists them).")
@with_reason
def command(project: Project, coder: str, of: str | None, step: str | None, how: dict[str, Any]) -> None:
    """Bring back what your last undo took back, or one step."""
    from qualkit.cli._switching import say_switched

    say_switched(project, "done again", project.redo(coder=coder, of=of, step=step, **how))

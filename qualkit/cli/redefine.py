"""`qualkit redefine`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("redefine")
@click.argument("code")
@with_project
@click.option("--definition", metavar="TEXT")
@click.option("--include", metavar="TEXT", help="When to use it.")
@click.option("--exclude", metavar="TEXT", help="When not to, and what to use instead.")
@click.option("--example", metavar="TEXT")
@click.option("--origin", metavar="TEXT", help="Where the code comes from.")
@click.option("--colour", metavar="COLOUR", help="Such as #366E8F.")
@with_coder()
@with_reason
def command(project: Project, code: str, coder: str, how: dict[str, Any], **fields: Any) -> None:
    """Write what describes CODE anew. "" empties a field; one that is not given stays as it is."""
    from qualkit.cli._reshaping import say_reshaped

    if all(value is None for value in fields.values()):
        raise click.UsageError(f"Say what to write anew: {', '.join(f'--{field}' for field in fields)}.")
    say_reshaped(project, "redefined", project.redefine(code, coder=coder, **fields, **how))

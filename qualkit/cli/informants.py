"""`qualkit informants`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_coder, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("informants")
@with_project
@with_output
@click.option(
    "--add",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take in an informants.csv: new rows and changed ones.",
)
@with_coder(required=False)
def command(project: Project, output: Output, add: Path | None, coder: str) -> None:
    """List the register, without names, with the documents each informant speaks in."""
    import qualkit as qk
    from qualkit.cli._group import say
    from qualkit.cli._show import show

    if add is not None:
        codes = project.add_informants(qk.read_informants(add), coder=coder)
        said = ", ".join(codes) if isinstance(codes, list) and codes else "nothing new"
        say(f"Registered from {add}: {said}.")
    show(project, project.informants(), output)

"""`qualkit codes export`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import say
from qualkit.cli._options import with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_project
@with_coder()
@with_reason
def command(project: Project, folder: Path, coder: str, how: dict[str, Any]) -> None:
    """Write the codebook as the next vNN.yaml of FOLDER, and its changes into history.yaml there.

    The project knows the version by that name from now on. Where the newest file says it already, nothing is written.
    """
    from qualkit.cli._show import print_table, wrote

    done = project.export_codebook(folder, coder=coder, **how)
    if done.path not in done.written:
        say(f"{done.path} says this already.")
    elif len(done.changes):
        print_table(done.changes)
    for path in done.written:
        if how["preview"]:
            say(f"Would write {path}")
        else:
            wrote(path)
    if how["preview"]:
        say("Nothing was changed: this was a preview.")

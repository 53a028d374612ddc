"""`qualkit backup`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli._options import with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path), default="backup")
@with_project
def command(project: Project, folder: Path) -> None:
    """Write a copy of the project into FOLDER [default: backup], checked by opening it, and print its name."""
    click.echo(project.backup(folder))

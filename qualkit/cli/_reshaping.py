"""What the commands that change the codebook have in common: one line that says what happened, or the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._show import show_preview
from qualkit.records import Code

if TYPE_CHECKING:
    from qualkit.project import Project
    from qualkit.project.preview import Preview


def say_reshaped(project: Project, verb: str, done: Code | Preview) -> None:
    """`retired: Ressurser > Tid`: what was done, and the path of the code as it is read now."""
    if isinstance(done, Code):
        click.echo(f"{verb}: {project.codebook().path(done.id)}")
    else:
        show_preview(done)


def say_pair(verb: str, done: tuple[str, str] | Preview) -> None:
    """`set aside until news: Tid – Møtetid`: what was done with a pair of codes."""
    if isinstance(done, tuple):
        click.echo(f"{verb}: {' – '.join(done)}")
    else:
        show_preview(done)

"""What `undo` and `redo` have in common: saying which steps were switched."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from qualkit.cli._show import show_preview

if TYPE_CHECKING:
    from qualkit.project import Project
    from qualkit.project.preview import Preview


def say_switched(project: Project, verb: str, done: list[str] | Preview) -> None:
    """A line per step: what it was, who made it, when."""
    if not isinstance(done, list):
        show_preview(done)
        return
    history = project.history().set_index("step")
    for step in done:
        what, coder, at = history.loc[step, ["what", "coder", "at"]]
        when = datetime.fromisoformat(str(at)).astimezone()
        click.echo(f"{verb}: {what} ({coder or 'nobody named'}, {when:%Y-%m-%d %H:%M})  {step}")

"""`qualkit study`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import coder_or_refuse, with_coder, with_project, with_reason

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("study")
@with_project
@click.option("--retention", metavar="DATE", help="Until when the material may be kept; check warns when it is past.")
@click.option("--sikt", metavar="TEXT", help="The number of the notification to SIKT.")
@click.option("--consent", metavar="TEXT", help="A note on consent: who gave it, how, where it is kept.")
@with_coder(required=False)
@with_reason
def command(
    project: Project,
    retention: str | None,
    sikt: str | None,
    consent: str | None,
    coder: str,
    how: dict[str, Any],
) -> None:
    """Show what the project says of itself; with an option, write it."""
    from qualkit.cli._show import show_preview
    from qualkit.project.preview import Preview

    done: dict[str, str] | Preview = project.study()
    if any(value is not None for value in (retention, sikt, consent)):
        who = coder_or_refuse(coder)
        done = project.set_study(retention=retention, sikt=sikt, consent=consent, coder=who, **how)
    if isinstance(done, Preview):
        show_preview(done)
        return
    for name, value in done.items():
        click.echo(f"{name}: {value}")

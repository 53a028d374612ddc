"""`qualkit check`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._group import FOUND_SOMETHING, say
from qualkit.cli._options import with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("check")
@with_project
@click.option("--tip", metavar="FINGERPRINT", help="What an earlier check printed, which must still be in the log.")
@click.option("--rebuild", is_flag=True, help="First work out the tables again from the log.")
@click.pass_context
def command(ctx: click.Context, project: Project, tip: str | None, rebuild: bool) -> None:
    """Verify the log, every text and quotation, and the tables against the log. Exit 1 where something is wrong."""
    if rebuild:
        project.rebuild()
    report = project.check(tip)
    for warning in report.warnings:
        say(warning)
    for problem in report.problems:
        click.echo(problem)
    if not report.ok:
        ctx.exit(FOUND_SOMETHING)
    gaps = f", {report.gaps} with something erased" if report.gaps else ""
    click.echo(f"OK: {report.events} events{gaps}, {report.codings} codings. Tip: {report.tip}")

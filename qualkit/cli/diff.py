"""`qualkit diff`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("diff")
@click.argument("a", required=False)
@click.argument("b", required=False)
@with_project
@with_output
@click.option("--since", metavar="DATE", help="From the beginning of this day, or this time, instead of A.")
@click.option(
    "--language",
    type=click.Choice(("nb", "en")),
    default="nb",
    show_default=True,
    help="What the notes are written in; tables are alike in both.",
)
def command(project: Project, a: str | None, b: str | None, output: Output, since: str | None, language: str) -> None:
    """Tell what changed in the codebook from A to B: versions, or dates such as 2026-11-21; without B, until now.

    Notes for people; `--format csv` or json, or `--out` with such an ending, writes a row a change.
    """
    from qualkit.cli._show import show, wrote

    if a is None and since is None:
        raise click.UsageError("Say from when: a version or a date, or --since DATE.")
    if a is not None and since is not None:
        raise click.UsageError("Leave A out, or --since: both say from when.")
    found = project.diff(a, b, since=since)
    if output.out is not None:
        wrote(project.export(output.out, table=found, dialect=output.dialect, language=language))
    elif output.written_as is None:
        click.echo(found.text(language), nl=False)
    elif output.written_as == "md":
        click.echo(found.markdown(language), nl=False)
    else:
        show(project, found.frame, output)

"""`qualkit quotes`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import Output, with_at, with_output, with_project, with_where

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project


@click.command("quotes")
@click.argument("theme_or_code", required=False)
@with_project
@with_output
@click.option("--style", default="ntnu", show_default=True, help="The house style: ntnu, afi, imtec or proba.")
@click.option(
    "--per-informant", type=click.IntRange(min=1), metavar="N", help="At most this many of each informant and theme."
)
@click.option("--source", is_flag=True, help="Document and turn under each quote, in .docx and .md.")
@with_where
@with_at
def command(
    project: Project, output: Output, theme_or_code: str | None, style: str, source: bool, **asked: Any
) -> None:
    """Show the passages of THEME_OR_CODE as quotes; of every theme where it is left out.

    On the screen as they would be printed; `--out sitater.docx` writes them for Word.
    """
    from qualkit.cli._show import print_portions
    from qualkit.export.text import quotes_text

    quotes = project.quotes(theme_or_code, style=style, **asked)
    if output.out is not None:
        _write(project, quotes, output.out, output, style=style, source=source)
    elif output.written_as in (None, "table"):
        _print(quotes)
    else:
        base = int(quotes.attrs["footer"]["n"])
        print_portions(
            quotes_text(
                quotes,
                str(output.written_as),
                text=lambda name: project.transcript(name).text,
                style=style,
                source=source,
                base=base,
            )
        )


def _write(project: Project, quotes: pd.DataFrame, path: Path, output: Output, *, style: str, source: bool) -> None:
    """As `project.export` writes all quotes, for these."""
    from qualkit.cli._show import wrote
    from qualkit.export import export_quotes

    export_quotes(
        quotes,
        path,
        text=lambda name: project.transcript(name).text,
        style=style,
        moment=project.moment(),
        source=source,
        base=int(quotes.attrs["footer"]["n"]),
        dialect=output.dialect,
    )
    wrote(path)


def _print(quotes: pd.DataFrame) -> None:
    from qualkit.cli._group import say
    from qualkit.cli._show import on_one_line

    if not len(quotes):
        say("There are no such passages yet.")
    for theme, passages in quotes.groupby(quotes["theme"].fillna("–"), sort=False):
        click.echo(f"{theme!s} ({len(passages)})\n")
        for printed in passages["printed"]:
            click.echo("\n".join(f"  {on_one_line(line)}" for line in str(printed).split("\n")) + "\n")

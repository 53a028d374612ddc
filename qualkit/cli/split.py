"""`qualkit split`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._options import with_coder, with_project, with_reason, with_where

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("split")
@click.argument("code")
@with_project
@click.option("--into", required=True, metavar="NEW", help="The name of the new code, which stands beside CODE.")
@click.option("--coding", "codings", multiple=True, metavar="ID", help="A coding to split off. May be repeated.")
@with_where
@click.option(
    "--words",
    default="",
    metavar="TEXT",
    help="Only passages that hold these words, in any case; vent* is any that begins so.",
)
@click.option("--definition", default="", metavar="TEXT")
@click.option("--include", default="", metavar="TEXT", help="When to use the new code.")
@click.option("--exclude", default="", metavar="TEXT", help="When not to, and what to use instead.")
@with_coder()
@with_reason
def command(
    project: Project,
    code: str,
    codings: tuple[str, ...],
    where: dict[str, list[str]],
    words: str,
    coder: str,
    how: dict[str, Any],
    **new: Any,
) -> None:
    """Move some codings of CODE to a new code: those of each --coding, or all that fit --where and hold the --words.

    Codings of the codes below CODE stay where they are. With --preview, see which they are.
    """
    from qualkit.cli._reshaping import say_reshaped

    if bool(codings) == bool(where or words):
        raise click.UsageError(
            "Say which codings: --coding ID (`qualkit codings` lists them), or --where COLUMN=VALUE and --words TEXT."
        )
    chosen: dict[str, Any] = {"codings": codings} if codings else {"where": where, "words": words}
    say_reshaped(project, "split off", project.split(code, **chosen, coder=coder, **new, **how))

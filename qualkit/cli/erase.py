"""`qualkit erase`"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import say
from qualkit.cli._options import with_coder, with_project, with_reason
from qualkit.informants import canonical_code

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project
    from qualkit.project.erasing import Erased


@click.command("erase")
@click.argument("informant")
@with_project
@click.option("--also", multiple=True, metavar="PLACE", help="A place of «qualkit quoting» that goes too; all: every.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_coder()
@with_reason
def command(
    project: Project, informant: str, also: tuple[str, ...], yes: bool, coder: str, how: dict[str, Any]
) -> None:
    """Erase INFORMANT, who has withdrawn: their words, the codings and memos on these, their row of the register.

    It cannot be undone, and wins over every old copy. Codings of others stand. What else quotes them is listed first.
    """
    from qualkit.cli._show import show_preview
    from qualkit.project.preview import Preview

    elsewhere = project.quoting(informant)
    if not how["preview"] and not yes:
        _list(elsewhere, also)
        _ask(informant)
    done = project.erase(informant, coder=coder, also=also, **how)
    if isinstance(done, Preview):
        show_preview(done)
        _list(elsewhere, also)
    else:
        _tell(done)


def _list(elsewhere: pd.DataFrame, also: tuple[str, ...]) -> None:
    """What quotes the informant and will stay."""
    left = elsewhere[~elsewhere["place"].isin(also)] if "all" not in also else elsewhere[:0]
    if len(left):
        say("These quote or name the informant and stay, unless you name them with --also (or --also all):")
    for row in left.to_dict("records"):
        what = " ".join(part for part in (row["kind"], row["field"], row["coder"]) if part)
        say(f"  {row['place']}  {what}: «{row['shared']}»")


def _ask(informant: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("An erasure cannot be undone. Say --yes if you mean it; --preview shows what goes.")
    given = click.prompt("This cannot be undone. Write the informant's code to go on", err=True)
    if canonical_code(given) != canonical_code(informant):
        raise click.UsageError("That is another code. Nothing was erased.")


def _tell(done: Erased) -> None:
    click.echo(f"erased: {done.informant}, {done.turns} turns, {done.codings} codings")
    if not done.rewritten:
        say(
            "Another program has the project open, so the file could not be written anew and may still hold the words "
            "where nobody reads. Close that program and give this command once more."
        )
    if done.copies:
        say("These files of the same project still hold the words. Delete them:")
    for path in done.copies:
        say(f"  {path}")
    say("Exports, reports and backups elsewhere hold them too, where they quote: those are for you to delete.")

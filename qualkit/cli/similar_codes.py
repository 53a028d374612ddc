"""`qualkit similar-codes`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project

#: For people: the ids stand in every format for programs.
_SHOWN = ["reason", "code", "other", "why", "aside", "aside_by", "aside_at", "aside_why", "news"]


@click.command("similar-codes")
@with_project
@with_output
@click.option("--aside", is_flag=True, help="Also the pairs that have been set aside.")
@click.option("--passages", is_flag=True, help="Under the table, the passages that each pair rests on.")
def command(project: Project, output: Output, aside: bool, passages: bool) -> None:
    """Suggest pairs of codes worth a look before merging, by reason. Nothing is changed.

    The reasons: the same passages, the same words, spelling, the same informants.
    """
    from qualkit.cli._show import show

    for_people = output.out is None and output.written_as in (None, "table")
    if passages and not for_people:
        raise click.UsageError("--passages goes with the table on the screen; files hold the ids of the passages.")
    found = project.similar_codes(aside=aside)
    show(project, found[_SHOWN] if for_people else found, output)
    if passages:
        _show_passages(project, found)


def _show_passages(project: Project, found: pd.DataFrame) -> None:
    """Each pair with its reason, and under each of the two codes whose words they are and what was said."""
    from qualkit.cli._show import NOTHING, quoted

    said = project.codings().set_index("coding")[["informant", "document", "text"]].fillna(NOTHING)
    for row in found.fillna("").to_dict("records"):
        click.echo(f"\n{row['code']} – {row['other']}{': ' if row['why'] else ''}{row['why']}")
        for path, ids in ((row["code"], row["codings"]), (row["other"], row["other_codings"])):
            click.echo(f"  {path}{'' if ids else f': {NOTHING}'}")
            for one in said.loc[ids.split("; ")].itertuples() if ids else ():
                click.echo(f"    {one.informant}, {one.document}: {quoted(str(one.text), most=100)}")

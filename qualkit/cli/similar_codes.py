"""`qualkit similar-codes`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualkit.cli._options import Output, with_output, with_project

if TYPE_CHECKING:
    from qualkit.project import Project

#: For people: the ids stand in every format for programs.
_SHOWN = ["reason", "code", "other", "why", "aside", "aside_by", "aside_at", "aside_why", "news"]


@click.command("similar-codes")
@with_project
@with_output
@click.option("--aside", is_flag=True, help="Also the pairs that have been set aside.")
def command(project: Project, output: Output, aside: bool) -> None:
    """Suggest pairs of codes worth a look before merging, by reason. Nothing is changed.

    The reasons: the same passages, the same words, spelling, the same informants.
    """
    from qualkit.cli._show import show

    found = project.similar_codes(aside=aside)
    if output.out is None and output.written_as in (None, "table"):
        found = found[_SHOWN]
    show(project, found, output)

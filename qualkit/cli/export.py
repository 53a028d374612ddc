"""`qualkit export`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from qualkit.cli._options import with_project

if TYPE_CHECKING:
    from qualkit.project import Project


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@with_project
@click.option(
    "--table",
    metavar="NAME",
    help="codings, codes, themes, frequencies, matrix, cooccurrence, balance, quotes, documents, informants, memos or "
    "history [default: the one FILE is called after, else codings; for .docx and .md, quotes].",
)
@click.option("--style", default="ntnu", show_default=True, help="How quotes are labelled: ntnu, afi, imtec or proba.")
@click.option("--source", is_flag=True, help="Document and turn under each quote. For working copies only.")
@click.option("--format", "dialect", type=click.Choice(("csv", "csv-excel")), default="csv", show_default=True)
def command(
    project: Project, file: Path, table: str | None, style: str, source: bool, dialect: Literal["csv", "csv-excel"]
) -> None:
    """Write FILE by its ending: .csv .parquet .json .jsonl a table, .xlsx a workbook, .docx .md quotes."""
    from qualkit.cli._show import wrote

    wrote(project.export(file, table=table, style=style, source=source, dialect=dialect))

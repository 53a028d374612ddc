"""`qualkit new`"""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli._options import with_coder


@click.command("new")
@click.argument("address", metavar="STUDY.qualkit")
@click.option(
    "--codebook",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Take in a codebook: a YAML file, or its folder.",
)
@click.option(
    "--informants", type=click.Path(path_type=Path), metavar="FILE", help="Take in a register, informants.csv."
)
@click.option(
    "--approach",
    type=click.Choice(("reflexive", "codebook", "coding-reliability")),
    default="reflexive",
    show_default=True,
    help="The kind of thematic analysis. Agreement statistics belong to the last two only.",
)
@with_coder(required=False)
def command(address: str, codebook: Path | None, informants: Path | None, approach: str, coder: str) -> None:
    """Make a new project in a file that only you can read."""
    import qualkit as qk

    if "://" not in address and not address.endswith(".qualkit"):
        raise click.BadParameter(f"Call the file {address}.qualkit, so that the other commands find it.")
    # Both are read before anything is made: a mistake in one leaves no half project behind.
    book = None if codebook is None else qk.read_codebook(codebook)
    register = None if informants is None else qk.read_informants(informants)
    with qk.Project.create(address, codebook=book, approach=approach, coder=coder) as project:
        if register is not None:
            project.add_informants(register, coder=coder)
        held = project.codebook()
        click.echo(f"{project.path or 'The database'}: {len(held)} codes, {len(held.themes)} themes, ", nl=False)
        click.echo(f"{len(project.register())} rows in the register")

"""`qualkit restore`"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path))
@click.argument("address", metavar="STUDY.qualkit")
def command(backup: Path, address: str) -> None:
    """Put BACKUP back as the file STUDY.qualkit.

    Never over a project that is open, another project, or one that holds something the backup lacks.
    """
    import qualkit as qk

    click.echo(qk.restore(backup, address))

"""`qualkit merge-projects`"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("merge-projects")
@click.argument("a", metavar="COPY")
@click.argument("b", metavar="COPY")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The new project.")
def command(a: str, b: str, out: Path) -> None:
    """Bring two copies of one project together in a new file. Both copies are left as they are.

    Everything done in either is in the new one, by whom it was done. What needs a person afterwards is listed;
    «qualkit review» lists it again.
    """
    import qualkit as qk
    from qualkit.cli._show import wrote
    from qualkit.cli.review import print_review

    wrote(qk.merge_projects(a, b, out=out))
    with qk.Project.open(out) as project:
        print_review(project.review())

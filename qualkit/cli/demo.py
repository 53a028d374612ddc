"""`qualkit demo`"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.errors import BusyProjectError, QualkitError, RefusedError

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project

#: The files a demo writes. It never touches any other.
PROJECT = "partnerskap.qualkit"
EXPORTS = ("koder.xlsx", "frequencies.csv", "sitater.docx")

#: The project while it is being built, so that one broken off is never taken for a whole one.
_UNFINISHED = ".partnerskap-unfinished.qualkit"
_BESIDE = ("", "-wal", "-shm", "-journal")


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default="qualkit-demo")
@click.option("--fresh", is_flag=True, help="Build the project anew, where there is one from before.")
@click.option("--no-app", is_flag=True, help="End after the files.")
def command(folder: Path, fresh: bool, no_app: bool) -> None:
    """Build the sample study in FOLDER [default: qualkit-demo], count its themes by role, and write its files.

    A folder that holds other things is left alone. One from an earlier demo is kept, with what was done in it since.
    """
    ours = _look_at(folder)
    if fresh or not ours:
        _build(folder)
    import qualkit as qk

    with qk.Project.open(folder / PROJECT) as project:
        _print_frequencies(project)
        for name in EXPORTS:
            project.export(folder / name)
    _say_where(folder)


def _look_at(folder: Path) -> bool:
    """True for a folder an earlier demo made, False for an empty one or none. Raises RefusedError for any other."""
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file. Name a folder for the demo.")
    there = [path.name for path in folder.iterdir()] if folder.exists() else []
    there = [name for name in there if not name.startswith(_UNFINISHED)]
    if not there:
        return False
    if PROJECT in there and _built_by_demo(folder / PROJECT):
        return True
    raise RefusedError(
        f"{folder} holds other things, and the demo writes only into a folder of its own. Name a new one: "
        "qualkit demo NEW-FOLDER."
    )


def _built_by_demo(path: Path) -> bool:
    """Whether the first step of the project is the demo's: a study of somebody's own may have the same name."""
    import qualkit as qk
    from qualkit.cli._sample_study import BUILDER

    try:
        with qk.Project.open(path) as project:
            return bool(project.history()["coder"].head(1).eq(BUILDER).all())
    except QualkitError as error:
        raise RefusedError(f"{error} The demo leaves {path.parent} alone: name a new folder.") from error


def _build(folder: Path) -> None:
    """Build the project beside its place and move it there when it is whole."""
    from qualkit.cli._group import say
    from qualkit.cli._sample_study import build_sample
    from qualkit.store.backup import is_open

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise RefusedError(f"The folder {folder} cannot be made ({fault.strerror}). Name another.") from fault
    say("Building the sample study: invented interviews, coded by two people.")
    present, unfinished = folder / PROJECT, folder / _UNFINISHED
    # The codebook's files are in the package already; here they are only made on the way.
    files = folder / f"{_UNFINISHED}-codebook"
    if present.exists() and is_open(present):
        raise BusyProjectError(f"{present} is open in another program. Close it there first.", address=present)
    _delete(unfinished)
    shutil.rmtree(files, ignore_errors=True)
    try:
        build_sample(unfinished, files).close()
        _delete(present)
        unfinished.replace(present)
    finally:
        _delete(unfinished)
        shutil.rmtree(files, ignore_errors=True)


def _delete(project: Path) -> None:
    """A project file and the journals SQLite may have left beside it."""
    for end in _BESIDE:
        project.with_name(project.name + end).unlink(missing_ok=True)


def _print_frequencies(project: Project) -> None:
    """Theme by role, as a report would say it: «3 av 4», and «ikke intervjuet» where nobody was."""
    from qualkit.cli._show import print_footer, print_rows

    counted = project.frequencies(of="theme", by="role")
    roles = list(counted["role"].dropna().unique())
    names = [*map(str, roles), *(["uten informant"] if counted["role"].isna().any() else [])]
    rows = [[str(theme), *_cells(some, names)] for theme, some in counted.groupby("theme", sort=False)]
    click.echo("Tema etter rolle: hvor mange informanter, av dem som er spurt\n")
    print_rows(["Tema", *names], rows, [False] * (len(names) + 1))
    footer = counted.attrs["footer"]
    print_footer({"Informanter": footer["n"], "Dokumenter": footer["documents"], "Kodinger": footer["codings"],
                  "Kodebok": footer["codebook"]})  # fmt: skip


def _cells(theme: pd.DataFrame, names: list[str]) -> list[str]:
    """The cells of one theme's row, under the roles named."""
    by_role = {
        "uten informant" if role is None or role != role else str(role): (n, of)
        for role, n, of in theme[["role", "n", "of"]].astype(object).where(theme.notna(), None).to_numpy()
    }
    found = [by_role.get(name) for name in names]
    return ["–" if one is None else _cell(*one) for one in found]


def _cell(n: int | None, of: int) -> str:
    if n is None:
        return "ikke intervjuet"
    return f"{n} av {of}" if of else str(n)


def _say_where(folder: Path) -> None:
    project = shlex.quote(str(folder / PROJECT)) if sys.platform != "win32" else f'"{folder / PROJECT}"'
    click.echo(f"\nIn {folder}: {', '.join((PROJECT, *EXPORTS))}")
    click.echo("\nTry next:")
    for line in ("quotes Kapasitet --per-informant 1", "frequencies --by kommune_storrelse", "diff v01 v04"):
        click.echo(f"  {_as_called()} {line} -p {project}")


def _as_called() -> str:
    """The command as it can be typed here: by its name where the shell would find it, else the way it was started."""
    started = Path(sys.argv[0])
    return "qualkit" if shutil.which("qualkit") or started.stem != "qualkit" else str(started)

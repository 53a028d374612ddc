"""Options that many commands share, each as a decorator. None of them loads anything before it is used."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from qualkit.errors import ProjectError

if TYPE_CHECKING:
    from qualkit.project import Project

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

#: What `--format` may be; `table` is for people, the others are what a file of that kind holds.
FORMATS = ("table", "csv", "csv-excel", "json", "jsonl", "md")

#: Hidden files, and studie.before-0001-1.qualkit.
_NOT_MEANT = re.compile(r"^\.|\.before-\d+-\d+\.qualkit$")

#: The endings of a file that a format of the same name writes.
_ENDINGS = {"csv": ".csv", "csv-excel": ".csv", "json": ".json", "jsonl": ".jsonl", "md": ".md"}


def with_project(function: Callable[..., None]) -> Callable[..., None]:
    """`-p/--project`: the command gets the project, open, as `project`; it is closed whatever happens."""

    @click.option(
        "-p", "--project", "address", metavar="FILE", help="The project file [default: the only one in this folder]."
    )
    @functools.wraps(function)
    def opened(*args: Any, address: str | None, **kwargs: Any) -> None:
        with open_project(address) as project:
            function(*args, project=project, **kwargs)

    return opened


def open_project(address: str | None) -> Project:
    """The project asked for, or the only one in this folder. Raises ProjectError, naming those there are."""
    import qualkit as qk

    return qk.Project.open(address if address is not None else only_project(Path()))


def only_project(folder: Path) -> Path:
    """The one project file in a folder; hidden ones, and copies made before an upgrade, are not meant.

    Raises ProjectError where there is none, or several.
    """
    found = sorted(path for path in folder.glob("*.qualkit") if path.is_file() and not _NOT_MEANT.search(path.name))
    if len(found) == 1:
        return found[0]
    if not found:
        message = "There is no project in this folder. Make one with «qualkit new studie.qualkit», or name one with -p."
    else:
        message = f"There are several projects in this folder: {', '.join(map(str, found))}. Choose one with -p."
    raise ProjectError(message, address=folder.resolve())


@dataclass(frozen=True, slots=True)
class Output:
    """Where a table goes: `written_as` is one of FORMATS or None (not said), `out` a file or None."""

    written_as: str | None
    out: Path | None

    @property
    def dialect(self) -> Literal["csv", "csv-excel"]:
        """Which of the two a .csv file is written in."""
        return "csv-excel" if self.written_as == "csv-excel" else "csv"


def with_output(function: Callable[..., None]) -> Callable[..., None]:
    """`--format` and `--out`: the command gets both as `output`."""

    @click.option("--format", "written_as", type=click.Choice(FORMATS), help="How the table is written.")
    @click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write a file, by its ending.")
    @functools.wraps(function)
    def directed(*args: Any, written_as: str | None, out: Path | None, **kwargs: Any) -> None:
        if out is not None and written_as is not None and _ENDINGS.get(written_as) != out.suffix.casefold():
            raise click.UsageError(
                f"--out {out} and --format {written_as} do not fit each other. Leave one of them out."
            )
        function(*args, output=Output(written_as, out), **kwargs)

    return directed


def _where(ctx: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, list[str]]:
    """role=Skoleleder role=Veileder group=1 → {"role": ["Skoleleder", "Veileder"], "group": ["1"]}"""
    filters: dict[str, list[str]] = {}
    for one in given:
        column, equals, value = one.partition("=")
        if not equals or not column.strip():
            raise click.BadParameter(f"«{one}» is not column=value.")
        filters.setdefault(column.strip(), []).append(value.strip())
    return filters


with_where = click.option(
    "--where",
    multiple=True,
    callback=_where,
    metavar="COLUMN=VALUE",
    help="Only what fits: role=Skoleleder, code=Tid … May be repeated; the same column twice means either.",
)


with_at = click.option(
    "--at",
    metavar="VERSION_OR_DATE",
    help="Today's codings with the codebook as it was: the name of a version, a date or a time.",
)


def with_unit(default: str) -> Callable[[Decorated], Decorated]:
    """`--unit`: what is counted."""
    return click.option(
        "--unit",
        type=click.Choice(("informants", "codings", "words")),
        default=default,
        show_default=True,
        help="What is counted.",
    )


def coder_or_refuse(coder: str) -> str:
    """The name given, for what nobody can do without one. Raises UsageError where there is none."""
    if not coder.strip():
        raise click.UsageError("Say who you are: --coder MB, or set QUALKIT_CODER.")
    return coder


def with_coder(*, required: bool = True) -> Callable[[Decorated], Decorated]:
    """`--coder`, or the environment's QUALKIT_CODER: who does it, "" where nobody says and it is not required."""
    return click.option(
        "--coder",
        envvar="QUALKIT_CODER",
        default="",
        callback=(lambda ctx, option, given: coder_or_refuse(given)) if required else None,
        metavar="NAME",
        help="Who does this, a name or initials [default: $QUALKIT_CODER].",
    )


def with_reason(function: Callable[..., None]) -> Callable[..., None]:
    """`--why`, `--present` and `--preview`, which every changing call takes: the command gets them as `how`."""

    @click.option("--why", default="", metavar="TEXT", help="The reason, kept in the history.")
    @click.option("--present", multiple=True, metavar="NAME", help="Who took part. May be repeated.")
    @click.option("--preview", is_flag=True, help="Say what it would touch; change nothing.")
    @functools.wraps(function)
    def reasoned(*args: Any, why: str, present: tuple[str, ...], preview: bool, **kwargs: Any) -> None:
        function(*args, how={"why": why, "present": present, "preview": preview}, **kwargs)

    return reasoned

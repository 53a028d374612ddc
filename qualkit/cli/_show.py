"""A table on standard output, or into a file: rich on a terminal, aligned text otherwise, or a format for programs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli._group import say
from qualkit.cli._options import Output
from qualkit.export.frames import Cell, footer_of
from qualkit.export.printed import for_people
from qualkit.export.text import table_text

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.project import Project
    from qualkit.project.preview import Preview

#: Stands in a table for people where a cell is empty.
NOTHING = "–"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def show(project: Project, frame: pd.DataFrame, output: Output) -> None:
    """Print a table, or write it to the file asked for. A table takes its footer along."""
    if output.out is not None:
        wrote(project.export(output.out, table=frame, dialect=output.dialect))
    elif output.written_as in (None, "table"):
        print_table(frame)
    else:
        print_portions(table_text(frame, str(output.written_as)))


def wrote(path: Path) -> None:
    """Say that a file has been written."""
    say(f"Wrote {path}")


def print_portions(portions: Iterable[bytes]) -> None:
    """Bytes on standard output as they are: no line ends are changed on the way."""
    for portion in portions:
        click.echo(portion, nl=False)


def print_table(frame: pd.DataFrame, *, footer: bool = True) -> None:
    """A table for people: columns of texts with nothing in them are left out, and so are empty lines of the footer."""
    printed = for_people(frame)
    shown = [
        (name, values, number)
        for name, values, number in zip(printed.names, printed.columns, printed.numeric, strict=True)
        if number or not values or any(value not in (None, "") for value in values)
    ]
    names, columns, right = (list(one) for one in zip(*shown, strict=True)) if shown else ([], [], [])
    print_rows(names, [[_text(value) for value in row] for row in zip(*columns, strict=True)], right)
    if footer:
        print_footer(footer_of(frame, None))
    if not len(frame):
        say("There is nothing to list yet.")


def print_rows(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    """Rows of text under a header; `right` says which columns are aligned to the right."""
    if sys.stdout.isatty():
        _print_rich(names, rows, right)
        return
    for line in aligned([names, *rows], right):
        click.echo(line)


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    """Lines of text with the columns under each other, two blanks apart."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        parts = zip(row, widths, right, strict=True)
        yield "  ".join(cell.rjust(width) if end else cell.ljust(width) for cell, width, end in parts).rstrip()


def _print_rich(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, end in zip(names, right, strict=True):
        table.add_column(Text(name), justify="right" if end else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))  # Text, since what people said may look like markup
    Console().print(table)


def print_footer(footer: Mapping[str, Cell]) -> None:
    """What the numbers were counted from, below them."""
    told = {name: value for name, value in footer.items() if value not in (None, "", NOTHING)}
    if told:
        click.echo()
    for name, value in told.items():
        click.echo(f"{name}: {_text(value)}")


def _text(value: Any) -> str:
    """A cell as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return on_one_line(NOTHING if value is None or value == "" else str(value))


def on_one_line(words: str) -> str:
    """The words without line breaks, or anything else that could steer a terminal."""
    return _CONTROL.sub(" ", words)


def quoted(words: str, most: int = 60) -> str:
    """«words», on one line and not too long."""
    plain = " ".join(on_one_line(words).split())
    return f"«{plain if len(plain) <= most else plain[: most - 1] + '…'}»"


def show_preview(preview: Preview) -> None:
    """What an act would touch. Nothing was written."""
    for title, frame in (("As it is", preview.before), ("As it would be", preview.after)):
        click.echo(f"{title}: {len(frame)} coding(s)")
        if len(frame):
            shown = frame[["document", "informant", "code_path", "coder", "text"]]
            # The footer would tell what the whole study counts, not what the act touches.
            print_table(shown.assign(text=[quoted(text) for text in shown["text"]]), footer=False)
    for title, names in (("Informants", preview.informants), ("Coders", preview.coders), ("Themes", preview.themes)):
        click.echo(f"{title}: {', '.join(names) or NOTHING}")
    say("Nothing was changed: this was a preview.")

"""CSV: for scripts as the contract fixes it, and for a Norwegian Excel as that program needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qualkit.export.frames import Cell, cells

#: Rows joined before each write: few calls, little memory.
_BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells become a line. `unsafe` are first characters before which a text gets an apostrophe."""

    separator: str
    line_end: str
    encoding: str
    decimal: str = "."
    unsafe: str = ""


DIALECTS: dict[str, Dialect] = {
    "csv": Dialect(separator=",", line_end="\n", encoding="utf-8"),
    # A cell beginning with one of these is a formula to Excel, whoever wrote the words.
    "csv-excel": Dialect(separator=";", line_end="\r\n", encoding="utf-8-sig", decimal=",", unsafe="=+-@\t\r"),
}


def write_delimited(frame: pd.DataFrame, path: Path, *, footer: Mapping[str, Cell], dialect: Dialect) -> None:
    """Write a flat frame and, below it, the footer as lines beginning `# `.

    Dialect csv: words verbatim. A cell with a comma, a quotation mark, a line end or `#` stands in quotation marks, so
    `pandas.read_csv(path, comment="#")` reads back the table and skips the footer, whatever people said (with its
    usual engine, C: the engine "python" also cuts a `#` in quotation marks). Missing values are empty.
    """
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        file.writelines(delimited(frame, footer=footer, dialect=dialect))


def delimited(frame: pd.DataFrame, *, footer: Mapping[str, Cell], dialect: Dialect) -> Iterator[str]:
    """The same as text, in portions that end with a line."""
    quoted = _quoting(dialect)
    columns = [_written(cells(frame[name]), quoted, dialect) for name in frame.columns]
    yield dialect.separator.join(quoted(str(name)) for name in frame.columns) + dialect.line_end
    # A line of nothing would be skipped by readers: the empty cell of a single column is written out.
    lines = [dialect.separator.join(row) or '""' for row in zip(*columns, strict=True)]
    for block in _blocks(lines):
        yield dialect.line_end.join(block) + dialect.line_end
    for line in _footer_lines(footer, quoted, dialect):
        yield line + dialect.line_end


def _quoting(dialect: Dialect) -> Callable[[str], str]:
    special = re.compile(f'[{dialect.separator}"#\r\n]').search

    def quoted(text: str) -> str:
        if text and text[0] in dialect.unsafe:
            text = "'" + text
        return '"' + text.replace('"', '""') + '"' if special(text) else text

    return quoted


class _Once(dict[str, str]):
    """Each different text of a column quoted once: a table of codings says the same few names 50,000 times."""

    def __init__(self, quoted: Callable[[str], str]) -> None:
        self.quoted = quoted

    def __missing__(self, text: str) -> str:
        self[text] = written = self.quoted(text)
        return written


def _written(values: Iterable[Cell], quoted: Callable[[str], str], dialect: Dialect) -> list[str]:
    once = _Once(quoted)
    return [once[value] if isinstance(value, str) else _number(value, dialect) for value in values]


def _number(value: bool | int | float | None, dialect: Dialect) -> str:
    if value is None:
        return ""
    return repr(value).replace(".", dialect.decimal) if isinstance(value, float) else str(value)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), _BLOCK):
        yield lines[start : start + _BLOCK]


def _footer_lines(footer: Mapping[str, Cell], quoted: Callable[[str], str], dialect: Dialect) -> Iterator[str]:
    for name, value in footer.items():
        line = f"# {name}: {'' if value is None else value}"
        # Scripts know a footer line by its first character. Excel must keep it in one cell, where it is no formula.
        yield quoted(line) if dialect.unsafe else line

"""Quotes and tables as Markdown (CommonMark, with GitHub's tables). What people said is never taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from qualkit.excerpts import Style, find_style
from qualkit.export.files import replacing
from qualkit.export.frames import Cell, Footer, footer_of
from qualkit.export.printed import Printed, footer_lines, for_people
from qualkit.export.sections import Section, base_of, discreet_footer, sections
from qualkit.export.word import shown

# Signs that mean something anywhere in a line, and those that do at its start (after the blanks that do not).
_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~&$])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_AT_START = re.compile(r"^(\d*)([#+=.)-])")


def write_quotes(
    quotes: pd.DataFrame,
    path: str | Path,
    *,
    style: str | Style,
    title: str = "Sitater",
    source: bool = False,
    by_code: bool = False,
    base: int | None = None,
    footer: Footer | None = None,
) -> None:
    """Write a frame of `quotes_frame` as block quotes under a heading per theme; arguments and errors as for Word."""
    text = quotes_text(quotes, style=style, title=title, source=source, by_code=by_code, base=base, footer=footer)
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(text)


def quotes_text(
    quotes: pd.DataFrame,
    *,
    style: str | Style,
    title: str = "Sitater",
    source: bool = False,
    by_code: bool = False,
    base: int | None = None,
    footer: Footer | None = None,
) -> Iterator[str]:
    """The same as text, in portions."""
    house = find_style(style)
    below = discreet_footer(quotes, footer, house)
    of = base_of(footer_of(quotes, footer), base)
    parts = sections(quotes, house, source=source, by_code=by_code, base=of)
    yield from (block + "\n\n" for block in _quotes_blocks(title, parts))
    yield _footer_list(below)


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path, *, title: str = "") -> None:
    """Write tables, each under a heading with its name and over its footer. Raises ExportError."""
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        if title:
            file.write(f"# {_line(title)}\n\n")
        for name, frame in tables.items():
            file.write(f"## {_line(name)}\n\n{table_text(frame)}")


def table_text(frame: pd.DataFrame) -> str:
    """One table as Markdown, over its footer."""
    return f"{_table(for_people(frame))}\n\n{_footer_list(footer_of(frame, None))}"


def _quotes_blocks(title: str, parts: Iterator[Section]) -> Iterator[str]:
    if title:
        yield f"# {_line(title)}"
    for part in parts:
        yield f"## {_line(part.title)}"
        yield f"*{part.summary}*"
        for quote in part.quotes:
            if quote.heading:
                yield f"### {_line(quote.heading)}"
            yield _block_quote(quote.printed)
            if quote.source:
                yield f"*{_line(quote.source)}*"


def _block_quote(text: str) -> str:
    """A block quote that keeps the lines of a passage: a backslash breaks a line, an empty one parts paragraphs."""
    lines = [_line(line) for line in _LINE_END.split(text)]
    broken = [
        line + ("\\" if line and following else "") for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(f"> {line}".rstrip() for line in broken)


def _line(text: str) -> str:
    """One line of words as words: every sign of Markdown escaped. Blanks at its ends are no words."""
    return _AT_START.sub(r"\1\\\2", inline(text.strip()))


def inline(text: str) -> str:
    """Words inside a line as words, blanks kept."""
    return _ANYWHERE.sub(r"\\\1", text)


def _table(printed: Printed) -> str:
    lines = [_row(printed.names), _row_of_marks(printed)]
    lines.extend(_row(row) for row in printed.rows)
    return "\n".join(lines)


def _row(values: Sequence[Cell]) -> str:
    inside = (_LINE_END.sub("<br>", _ANYWHERE.sub(r"\\\1", shown(value))) for value in values)
    return f"| {' | '.join(inside)} |"


def _row_of_marks(printed: Printed) -> str:
    return f"|{'|'.join(' ---: ' if right else ' --- ' for right in printed.numeric)}|"


def _footer_list(footer: Mapping[str, Cell]) -> str:
    return "".join(f"- {_line(line)}\n" for line in footer_lines(footer))

"""Short texts for people, as paragraphs of runs that each kind of file writes in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from qualkit.export import md, word
from qualkit.export.files import replacing

Look = Literal["", "bold", "struck", "inserted"]
Style = Literal["title", "section", "heading", "aside", "body"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

#: How the looks of words are shown where there are only characters, and in Markdown.
_PLAIN = {"": ("", ""), "bold": ("", ""), "struck": ("[-", "-]"), "inserted": ("{+", "+}")}
_MARKDOWN = {"": ("", ""), "bold": ("**", "**"), "struck": ("~~", "~~"), "inserted": ("<ins>", "</ins>")}

#: Run properties stand in Word's own order, small and grey among them.
_WORD_LOOKS = {
    "": "{aside}",
    "bold": word.BOLD + "{aside}",
    "struck": "<w:strike/>{aside}",
    "inserted": '{aside}<w:u w:val="single"/>',
}
_WORD_STYLES = {"title": "Title", "section": "Heading 1", "heading": "Heading 2", "aside": "Normal", "body": "Normal"}
_MARKS = {"title": "# ", "section": "## ", "heading": "### ", "aside": "", "body": "- "}


class Run(NamedTuple):
    """Words that look alike."""

    text: str
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs under one style. Line breaks inside are blanks: a paragraph is one line."""

    style: Style
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The words without their looks."""
        return "".join(run.text for run in self.runs)


def plain_text(paragraphs: Sequence[Paragraph]) -> str:
    """As characters: an empty line before each heading, what stands under one set in."""
    lines: list[str] = []
    for number, one in enumerate(paragraphs):
        follows = number and one.style == paragraphs[number - 1].style and one.style in ("aside", "body")
        if number and not follows and one.style != "body":
            lines.append("")
        runs = "".join(_marked(run.text, _PLAIN[run.look]) for run in one.runs)
        lines.append(("  " if one.style == "body" else "") + _CONTROL.sub(" ", runs).strip())
    return "\n".join(lines) + "\n"


def markdown(paragraphs: Iterable[Paragraph]) -> str:
    """As Markdown, what people wrote never taken for markup."""
    return "".join(_markdown_blocks(list(paragraphs)))


def _markdown_blocks(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for number, one in enumerate(paragraphs):
        if number:
            yield "\n" if one.style == "body" == paragraphs[number - 1].style else "\n\n"
        runs = "".join(_marked(md.inline(_CONTROL.sub(" ", run.text)), _MARKDOWN[run.look]) for run in one.runs)
        yield _MARKS[one.style] + runs.strip()
    yield "\n"


def write_docx(paragraphs: Sequence[Paragraph], path: str | Path, *, moment: datetime) -> None:
    """As a Word file, dated `moment`. Raises ExportError."""
    title = next((one.words for one in paragraphs if one.style == "title"), "")
    with replacing(path) as draft:
        word.write_document(draft, map(_word_paragraph, paragraphs), title=title, moment=moment)


def write_md(paragraphs: Sequence[Paragraph], path: str | Path) -> None:
    """As a Markdown file. Raises ExportError."""
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(markdown(paragraphs))


def _word_paragraph(one: Paragraph) -> str:
    aside = word.ASIDE if one.style == "aside" else ""
    runs = [(_CONTROL.sub(" ", run.text), _WORD_LOOKS[run.look].format(aside=aside)) for run in one.runs]
    return word.paragraph_of(runs, _WORD_STYLES[one.style], keep=one.style in ("section", "heading"))


def _marked(text: str, marks: tuple[str, str]) -> str:
    """The words between two marks, the blanks at their ends outside."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{before}{marks[0]}{words}{marks[1]}{after}"

"""Plain text: `I: …` before each turn, name and time on a line of their own, or no speakers at all."""

from __future__ import annotations

import re

from qualkit.transcripts._base import Known, Reader, Reading, Source
from qualkit.transcripts.dialogue import conversation

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def detect(source: Source) -> bool:
    """Never: plain text bears no signature, so only the ending says that a file is one."""
    return False


def read(source: Source, known: Known) -> Reading:
    """The lines as turns. Where nobody is named, a paragraph is what stands between blank lines, else each line."""
    text = source.text.strip()
    parts = _BLANK_LINES.split(text)
    paragraphs = parts if len(parts) > 1 else text.split("\n")
    return conversation(paragraphs, known, name=source.name, medium="txt")


READER = Reader("txt", (".txt",), detect, read)

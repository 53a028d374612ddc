"""One made-up interview: who speaks, what they say, and the Word file it stands in."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from qualkit.cli._bench.phrases import Phrases

ADVISERS = "abcdefghijklmnopqrstuvwxyz"
#: Interviews in each group: the owner, two heads alone, two heads together, and an adviser, who belongs to no group.
PER_GROUP = 5

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}


@dataclass(frozen=True, slots=True)
class Interview:
    """A conversation: (speaker, words) for each turn."""

    name: str
    informants: tuple[str, ...]
    said: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The text as qualkit will hold it: the words without labels, a newline between turns."""
        return "\n".join(words for _, words in self.said)

    def docx(self) -> bytes:
        """The interview as a Word file, a paragraph a turn: `R1.1: …`. Always the same bytes."""
        rows = (
            f'<w:p><w:r><w:t xml:space="preserve">{speaker}: {escape(words)}</w:t></w:r></w:p>'
            for speaker, words in self.said
        )
        body = "".join(rows)
        document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in {**_PARTS, "word/document.xml": document}.items():
                # ZipInfo's own date, 1980, and not today's.
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return whole.getvalue()


def informants_of(number: int) -> tuple[str, ...]:
    """Who is interviewed in interview `number` (from 0). An adviser is met again in another group."""
    group, place = number // PER_GROUP + 1, number % PER_GROUP
    adviser = ADVISERS[(group - 1) // 3 % len(ADVISERS)]
    return ((f"S{group}",), (f"R{group}.1",), (f"R{group}.2",), (f"R{group}.1", f"R{group}.3"), (f"V{adviser}",))[place]


def make_interview(number: int, words: int, seed: int) -> Interview:
    """Interview `number` (from 0) of at least `words` words, ended where somebody has finished speaking."""
    chance = random.Random(f"{seed}/interview/{number}")
    phrases = Phrases(chance)
    informants = informants_of(number)
    said: list[tuple[str, str]] = []
    left = words
    while left > 0:
        for turn in (("I", phrases.question()), (chance.choice(informants), phrases.answer(chance.randint(2, 9)))):
            said.append(turn)
            left -= len(turn[1].split())
    return Interview(f"intervju_{number + 1:03}", informants, tuple(said))

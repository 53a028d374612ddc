"""Word's document XML as paragraphs and tables, as a person sees them with all changes accepted.

Kept: tracked insertions, moved text where it went, content controls, hyperlinks, field results, text boxes (once).
Left out: tracked deletions, moved text where it was, field codes, footnotes, comments, pictures. python-docx's own
`.text` drops insertions and content controls, which is why this is read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_DELETED = ("del", "moveFrom", "delText", "delInstrText")
_NO_WORDS = ("instrText", "pPr", "rPr", "tblPr", "tblGrid", "tcPr", "sdtPr", "rt", "rubyPr")
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "footnotes", "commentReference": "comments"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words; a line break is a newline, a tab a tab."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows of cells, each cell its paragraphs joined by newlines."""

    rows: tuple[tuple[str, ...], ...]


@dataclass
class WordText:
    """Blocks in order, and `counts` of insertions, deletions, footnotes and comments."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class WordReader:
    """One pass over one document. `repaired` puts each paragraph's text right."""

    def __init__(self, root: Any, repaired: Callable[[str], str]) -> None:
        # Transitional and Strict files differ in the namespace only.
        self._ns = root.tag[: root.tag.index("}") + 1]
        self._root = root
        self._repaired = repaired
        self.counts: Counter[str] = Counter()
        # For each field that is open, True while we are in its code and not in its result.
        self._fields: list[bool] = []
        # How many of them are in their code: words are read where it is none.
        self._in_code = 0
        self._boxes: list[Any] = []
        self._left_out = {self._ns + name for name in _DELETED + _NO_WORDS} | {_COMPATIBILITY + "Fallback"}
        self._signs = {self._ns + name: sign for name, sign in _SIGNS.items()}
        self._notes = {self._ns + name: what for name, what in _NOTES.items()}

    def read(self) -> WordText:
        """Everything in the document's body."""
        body = self._root.find(self._ns + "body")
        blocks = list(self._blocks(body)) if body is not None else []
        return WordText(blocks, self.counts)

    def _blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        """Paragraphs and tables under an element, through whatever wraps them, in order."""
        ns = self._ns
        kept: list[str] = []
        for child in parent:
            if child.tag == ns + "p":
                kept.append(self._paragraph(child))
                if child.find(f"{ns}pPr/{ns}rPr/{ns}del") is not None:
                    # The mark at the end of this paragraph is deleted: its words go on in the next one.
                    continue
                words = "".join(kept)
                kept = []
                if words.strip():
                    yield Paragraph(words)
                yield from self._boxed()
            elif child.tag == ns + "tbl":
                yield Table(tuple(self._rows(child)))
            elif child.tag not in self._left_out and isinstance(child.tag, str):
                yield from self._blocks(child)
        if (words := "".join(kept)).strip():
            yield Paragraph(words)
        yield from self._boxed()

    def _boxed(self) -> Iterator[Paragraph | Table]:
        """What stands in the text boxes of the paragraph just read."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self._blocks(box)

    def _rows(self, table: Any) -> Iterator[tuple[str, ...]]:
        ns = self._ns
        for row in self._within(table, ns + "tr"):
            if row.find(f"{ns}trPr/{ns}del") is not None:
                self.counts["deletions"] += 1
                continue
            cells: list[str] = []
            for cell in self._within(row, ns + "tc"):
                cells.append("\n".join(_plain(block) for block in self._blocks(cell)))
                span = cell.find(f"{ns}tcPr/{ns}gridSpan")
                cells.extend([""] * (_number(span, ns) - 1))
            if any(cells):
                yield tuple(cells)

    def _within(self, parent: Any, tag: str) -> Iterator[Any]:
        """Elements of one kind under another, through content controls and the like, not through other tables."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag not in self._left_out and child.tag != self._ns + "tbl":
                yield from self._within(child, tag)

    def _paragraph(self, paragraph: Any) -> str:
        pieces: list[str] = []
        self._runs(paragraph, pieces)
        return self._repaired("".join(pieces))

    def _runs(self, parent: Any, pieces: list[str]) -> None:
        ns = self._ns
        for child in parent:
            tag = child.tag
            if tag == ns + "r":
                self._runs(child, pieces)
            elif tag == ns + "t":
                if child.text and not self._in_code:
                    pieces.append(child.text.replace("\n", " "))
            elif tag in self._signs:
                if not self._in_code:
                    pieces.append(self._signs[tag])
            elif tag in self._left_out or not isinstance(tag, str):
                self._count(tag)
            else:
                self._other(child, tag, pieces)

    def _other(self, element: Any, tag: str, pieces: list[str]) -> None:
        """What is rarer than words, tabs and breaks; whatever it is, the words in it are read."""
        if tag == self._ns + "fldChar":
            self._field(element.get(self._ns + "fldCharType"))
        elif tag in self._notes:
            self.counts[self._notes[tag]] += 1
        elif tag == self._ns + "txbxContent":
            self._boxes.append(element)
        elif tag == _COMPATIBILITY + "AlternateContent":
            self._alternative(element, pieces)
        else:
            self._count(tag)
            self._runs(element, pieces)

    def _alternative(self, parent: Any, pieces: list[str]) -> None:
        """Only the first of the branches that say the same in different ways."""
        choice = parent.find(_COMPATIBILITY + "Choice")
        branch = choice if choice is not None else parent.find(_COMPATIBILITY + "Fallback")
        if branch is not None:
            self._runs(branch, pieces)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
            self._in_code += 1
        elif kind == "separate" and self._fields:
            self._in_code -= self._fields[-1]
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._in_code -= self._fields.pop()

    def _count(self, tag: object) -> None:
        if tag in (self._ns + "ins", self._ns + "moveTo"):
            self.counts["insertions"] += 1
        elif tag in (self._ns + "del", self._ns + "moveFrom"):
            self.counts["deletions"] += 1


def _plain(block: Paragraph | Table) -> str:
    return block.text if isinstance(block, Paragraph) else "\n".join("\t".join(row) for row in block.rows)


def _number(span: Any, ns: str) -> int:
    """A cell's width in columns; whatever a file says, never more than Word's own 63."""
    value = "1" if span is None else str(span.get(ns + "val", "1"))
    return max(1, min(63, int(value))) if value.isdecimal() and len(value) < 4 else 1

"""Word (.docx): labels before the words, Teams' name and time, a table Tid / Hvem / Hva, or plain paragraphs."""

from __future__ import annotations

from itertools import groupby

from qualkit.transcripts._base import Known, Reader, Reading, Said, Source
from qualkit.transcripts.dialogue import conversation
from qualkit.transcripts.package import MAX_DOCUMENT, Package
from qualkit.transcripts.repair import FOREIGN
from qualkit.transcripts.table import Columns, header_columns, said_in_rows
from qualkit.transcripts.wordxml import Paragraph, Table, WordReader, WordText

_LOCKED = "EncryptedPackage".encode("utf-16-le")


def detect(source: Source) -> bool:
    """True for a zip that names a Word document."""
    return source.data.startswith(b"PK\x03\x04") and b"word/" in source.data


def read(source: Source, known: Known) -> Reading:
    """The words of the document's body. Raises ReadError where it is not a Word file, or passes a limit."""
    word = _word_text(source)
    reading = _tables(word, source) or conversation(_paragraphs(word), known, name=source.name, medium="docx")
    reading.warnings.extend(_left_out(word, source.name))
    return reading


def _word_text(source: Source) -> WordText:
    if not source.data.startswith(b"PK"):
        raise source.error(f"is not a Word file but {_what(source.data)}")
    package = Package(source)
    name = package.main_part()
    root = package.xml(name, MAX_DOCUMENT) if name else None
    if root is None or not str(root.tag).endswith("}document"):
        raise source.error("is a zip file, but not one that Word has made. Open it, and load the transcripts in it.")
    return WordReader(root, source.repaired).read()


def _what(data: bytes) -> str:
    if _LOCKED in data:
        return "one locked with a password. Take the password off in Word and save it again."
    for mark, what, advice in FOREIGN:
        if data.startswith(mark):
            return f"{what}. {advice}"
    return "something else with its ending. Save it as .docx in Word, or give it the ending it should have."


def _paragraphs(word: WordText) -> list[str]:
    """All paragraphs; a table that is no conversation stands in place, a row a paragraph, its cells parted by tabs."""
    texts: list[str] = []
    for block in word.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += ["\t".join(cell for cell in row if cell.strip()) for row in block.rows]
    return texts


def _tables(word: WordText, source: Source) -> Reading | None:
    """The turns of a document whose tables are a conversation; None where they are not."""
    columns = [_columns(block) for block in word.blocks]
    inside = sum(_length(block) for found, block in zip(columns, word.blocks, strict=True) if found)
    if inside * 2 < sum(map(_length, word.blocks)) or not inside:
        # A small table in a document that is something else.
        return None
    said: list[Said] = []
    outside = 0
    for found, group in groupby(zip(columns, word.blocks, strict=True), key=lambda pair: pair[0]):
        blocks = [block for _, block in group]
        if found:
            rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
            said += said_in_rows((row for row in rows if header_columns(row) is None), found)
        else:
            texts = _paragraphs(WordText(blocks))
            outside += len(texts)
            said += [Said(None, text.strip()) for text in texts]
    reading = Reading("docx, table", said)
    if outside:
        reading.warnings.append(
            f"{source.name}: {outside} paragraph(s) outside the table belong to nobody. Take them out of the file if "
            "they are only a heading."
        )
    return reading


def _length(block: Paragraph | Table) -> int:
    return len(block.text) if isinstance(block, Paragraph) else sum(len(cell) for row in block.rows for cell in row)


def _columns(block: Paragraph | Table) -> Columns | None:
    return header_columns(block.rows[0]) if isinstance(block, Table) and block.rows else None


def _left_out(word: WordText, name: str) -> list[str]:
    """What a person must know that does not stand in the text."""
    counts = word.counts
    warnings = []
    if counts["insertions"] or counts["deletions"]:
        warnings.append(
            f"{name} has tracked changes: {counts['insertions']} insertion(s) are read as text, "
            f"{counts['deletions']} deletion(s) are left out. Accept or reject them in Word if that is not right."
        )
    for what in ("footnotes", "comments"):
        if counts[what]:
            warnings.append(
                f"{name} has {counts[what]} {what}, which are not read. Write them as memos if they matter."
            )
    return warnings


READER = Reader("docx", (".docx", ".docm"), detect, read)

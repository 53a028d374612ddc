"""The registry: which file is read by which format. One line a format."""

from __future__ import annotations

from qualkit.transcripts import csv, docx, srt, txt, vtt
from qualkit.transcripts._base import Reader, Source

READERS: dict[str, Reader] = {
    "docx": docx.READER,
    "vtt": vtt.READER,
    "srt": srt.READER,
    "csv": csv.READER,
    "txt": txt.READER,
}

#: Every ending that is read, in small letters with the dot.
ENDINGS = frozenset(ending for reader in READERS.values() for ending in reader.endings)


def reader_for(source: Source) -> Reader:
    """The format a file bears the signature of, else the one its ending names. A warning where the two disagree.

    Raises ReadError where nobody reads the ending.
    """
    named = next((reader for reader in READERS.values() if source.ending in reader.endings), None)
    if named is None:
        raise source.error(f"cannot be read: qualkit reads {', '.join(sorted(ENDINGS))}. Save it as one of these.")
    if named.detect(source):
        return named
    signed = next((reader for reader in READERS.values() if reader.detect(source)), None)
    if signed is None:
        return named
    source.warnings.append(f"{source.name} is a {signed.name} file by its contents, and was read as one.")
    return signed

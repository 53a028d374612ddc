"""The recipe every transcript format follows: what a reader is, what it is given and what it gives back.

To add a format, write one file with a `Reader` and add one line to `READERS` in `formats.py`. A reader never opens a
file itself: it is given a `Source`, which has kept the limits below.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from qualkit.errors import ReadError
from qualkit.transcripts.repair import decode, opening, repair, shown

MEGABYTE = 1024 * 1024
#: The largest file that is read, in bytes.
MAX_FILE = 100 * MEGABYTE
#: The longest text, in code points: about 1.7 million words.
MAX_TEXT = 10_000_000
#: The most turns one document may have.
MAX_TURNS = 200_000
#: The most lines, so that a text of nothing but line ends is refused before each is looked at.
MAX_LINES = 5 * MAX_TURNS

#: True for a label that the register or the document's own speaker map knows.
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """Words as a format gives them: the label as written or None, the words, seconds into the recording or None."""

    speaker: str | None
    text: str
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: the `shape` the file was taken for (`docx, Teams`), the words in order, and sentences for
    a person."""

    shape: str
    said: list[Said]
    warnings: list[str] = field(default_factory=list)


@dataclass
class Source:
    """A file's bytes, read once. `repairs` counts what was put right in the text, `warnings` are for a person."""

    path: Path
    data: bytes
    repairs: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name, as it can be shown."""
        return shown(self.path.name)

    @property
    def ending(self) -> str:
        """The file's ending in small letters, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def opening(self) -> str:
        """The first 2,000 characters or so, for `detect`. Never raises."""
        return opening(self.data)

    @cached_property
    def text(self) -> str:
        """The whole file as repaired text. Raises ReadError where it is not text, or too long."""
        text, encoding = decode(self.data, self.path)
        if len(text) > MAX_TEXT:
            raise self.error(f"is longer than {MAX_TEXT:,} characters. Divide it into several files.")
        if encoding == "cp1252":
            self.warnings.append(
                f"{self.name} is not UTF-8 and was read as Windows-1252. Check that æ, ø and å are right."
            )
        text = repair(text, self.repairs)
        if text.count("\n") > MAX_LINES:
            raise self.error(f"has more than {MAX_LINES:,} lines. Divide it into several files.")
        return text

    def repaired(self, text: str) -> str:
        """The same repairs for words that stood inside XML or entities, counted with the others."""
        return repair(text, self.repairs)

    def error(self, rest: str) -> ReadError:
        """A ReadError whose sentence begins with the file's name."""
        return ReadError(f"{self.name} {rest}", path=self.path)


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. `endings` in small letters with the dot; `detect` is True only where the contents bear the format's
    own signature; `read` gives the words, or raises ReadError with a sentence."""

    name: str
    endings: tuple[str, ...]
    detect: Callable[[Source], bool]
    read: Callable[[Source, Known], Reading]


def open_source(path: Path) -> Source:
    """The file's bytes, within the limit. Raises ReadError for what is not a file, too large, closed to us or empty."""
    name = shown(path.name)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise ReadError(f"{name} is not a file. Give a transcript, or the folder it lies in.", path=path)
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise ReadError(f"{shown(str(path))} does not exist. Check the name and the folder.", path=path) from None
    except PermissionError:
        raise ReadError(
            f"{name} may not be read. Give yourself access, or close the program using it.", path=path
        ) from None
    except (OSError, ValueError) as error:
        raise ReadError(
            f"{name} could not be read ({error}). Copy it to this machine and try again.", path=path
        ) from error
    if len(data) > MAX_FILE:
        raise ReadError(
            f"{name} is larger than {MAX_FILE // MEGABYTE} MB. Remove pictures or recordings from it and try again.",
            path=path,
        )
    if not data.strip():
        raise empty(path)
    return Source(path, data)


def empty(path: Path) -> ReadError:
    """The sentence for a file without words."""
    return ReadError(
        f"{shown(path.name)} is empty: there are no words in it. Save it again, or take it away.", path=path
    )

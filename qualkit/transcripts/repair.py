"""From bytes to text that can be frozen: encoding and repairs, each repair counted under its name.

Quotation marks, `…` and no-break spaces are the writer's own and are kept.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from qualkit.errors import ReadError

# What another program wrote into a file that is called a text: what it is, and what to do about it.
FOREIGN = (
    (b"%PDF-", "a PDF file", "Open it, copy the text into a Word or text file, and load that."),
    (b"{\\rtf", "a rich text file (RTF)", "Open it in Word and save it as .docx."),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc), or one with a password", "Open it in Word and save it as .docx."),
    (b"PK\x03\x04", "a zip file, and not one that Word has made", "Unpack it and load the transcripts in it."),
)

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SOFT_HYPHENS = re.compile("\u00ad")
# A joiner before a pictograph holds an emoji together; anywhere else it only hides in a word.
ZERO_WIDTH = re.compile(
    "[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\u200d(?![\u2190-\U0001faff])"
)
# What neither XML nor PostgreSQL can store.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
# Where marks that combine with the letter before them may be stacked: all of them lie in here, with other signs.
_MAY_BE_STACKED = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
# As many as Unicode's own stream-safe text has (UAX 15). Composing takes time by the square of their number.
_MOST_STACKED = 30
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_STEPS = (
    ("line ends", LINE_ENDS, "\n"),
    ("soft hyphens", SOFT_HYPHENS, ""),
    ("zero-width", ZERO_WIDTH, ""),
    ("control characters", CONTROLS, ""),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-8's æ, ø and å read as Windows-1252.
_TWICE = ("Ã¦", "Ã¸", "Ã¥")


def repair(text: str, counts: Counter[str]) -> str:
    """The text with LF line ends, no hidden characters, in NFC. What was done is added to `counts`."""
    if text.startswith("\ufeff"):
        text = text[1:]
        counts["byte order mark"] += 1
    if _SUSPECT.search(text):
        for name, pattern, put in _STEPS:
            text, times = pattern.subn(put, text)
            if times:
                counts[name] += times
    if _MAY_BE_STACKED.search(text):
        whole = len(text)
        text = _stacked().sub(r"\1", text)
        if whole > len(text):
            counts["stacked marks"] += whole - len(text)
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        counts["NFC"] += max(1, len(text) - len(composed))
        text = composed
    return text


@cache
def _stacked() -> re.Pattern[str]:
    """More combining marks in a row than there may be; the first group is those that may stay."""
    marks = "".join(sign for sign in map(chr, range(0x300, 0x20000)) if unicodedata.combining(sign))
    return re.compile(f"([{marks}]{{{_MOST_STACKED}}})[{marks}]+")


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """The text and its encoding: a byte order mark decides, else strict UTF-8, else Windows-1252.

    No statistics: guessers read short Norwegian as Chinese. Raises ReadError for what is not text.
    """
    name = shown(path.name)
    for mark, what, advice in FOREIGN:
        if data.startswith(mark):
            raise ReadError(f"{name} is {what}. {advice}", path=path)
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise ReadError(
                f"{name} says it is {encoding.upper()}, but is broken at byte {error.start}. Save it again as UTF-8.",
                path=path,
            ) from None
        text, encoding = _windows(data, path, error.start), "cp1252"
    if len(CONTROLS.findall(text[:100_000])) > max(2, len(text[:100_000]) // 20):
        raise ReadError(
            f"{name} is not a text file: it is full of signs that no text has. Save it as UTF-8 text, or as .docx.",
            path=path,
        )
    return text, encoding or "utf-8"


def _windows(data: bytes, path: Path, broken_at: int) -> str:
    name = shown(path.name)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} is neither UTF-8 nor Windows-1252 (byte {error.start}). Open it where it was made "
            "and save it as UTF-8.",
            path=path,
        ) from None
    if any(sign in text for sign in _TWICE):
        # Reading this as Windows-1252 would freeze «sÃ¥» into the study for good.
        raise ReadError(
            f"{name} is UTF-8 with a broken place at byte {broken_at}. Save or download it again.", path=path
        )
    return text


def opening(data: bytes) -> str:
    """About the first 2,000 characters, whatever the bytes are; for recognising a format. No byte order mark."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    return data[:4000].decode(encoding, errors="replace").removeprefix("\ufeff")[:2000]


def clean_name(stem: str) -> str:
    """A document's name from a file's stem: one line, NFC, no path, no hidden signs, no dots before it; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", stem))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))
    return " ".join(seen.split()).lstrip(". ").rstrip(". ") or "document"


def shown(name: str) -> str:
    """A file name that can be printed: bytes that are not UTF-8 and line breaks stand as `?`."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)

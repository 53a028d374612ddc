"""The nouns of the field, as frozen records. They know nothing of files, databases or screens."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Stance = Literal["utfordring", "positiv", "begge"]
STANCES: tuple[Stance, ...] = ("utfordring", "positiv", "begge")

Origin = Literal["data", "oppdrag"]
ORIGINS: tuple[Origin, ...] = ("data", "oppdrag")

#: Kinds of document. The last one can be coded but never counts.
KINDS = ("intervju", "gruppe", "verksted", "referat", "notat", "annet")
UNCOUNTED_KIND = "annet"

FIDELITIES = ("ordrett", "referat")

#: What the register writes in `role` for the person who asks. Such a code never counts.
INTERVIEWER_ROLES = ("intervjuer", "interviewer")

MEMO_KINDS = ("posisjon", "analytisk", "metode", "etter intervju", "par")


def plain(text: str) -> str:
    """A person's text as it is kept and compared: NFC, without what no database or XML can hold (NUL, half
    characters)."""
    if text.isascii():
        return text.replace("\x00", "")
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", ""))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document: `start`, `end` in Unicode code points, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end, not {self.start}–{self.end}.")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Informant:
    """One row of the register. `since` is the column `from`: the day (ISO) this role began, or ""."""

    code: str
    role: str = ""
    group: str = ""
    printed_role: str = ""
    name: str = ""
    since: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_interviewer(self) -> bool:
        """True for a code that never counts."""
        return self.role.casefold() in INTERVIEWER_ROLES


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said before the next one spoke.

    `informant` is the register's code or None, `speaker` the label as written or None, `start` and `end` code points
    in the document's text, `text` the words (no label, no time stamp), `at` seconds into the recording or None.
    """

    informant: str | None
    speaker: str | None
    start: int
    end: int
    text: str
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview, as it was read.

    `name` is the file's stem, cleaned; `text` the turns' texts joined by one newline; `kind` one of `KINDS`;
    `fidelity` one of `FIDELITIES`; `attributes` the further columns of documents.csv (date, interviewer, mode,
    language …); `warnings` sentences for a person; `sha256` of the raw bytes; `format` what the file was taken for;
    `repairs` how many times each text repair was made; `register` the informants it was keyed with, or None when it
    was read without a register.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    kind: str = "intervju"
    fidelity: str = "ordrett"
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    warnings: tuple[str, ...] = ()
    sha256: str = ""
    format: str = ""
    repairs: Mapping[str, int] = field(default_factory=dict, hash=False)
    register: tuple[Informant, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook. `parent` is a code id or None; the texts are "" where nothing is written.

    `withdrawn`: a colleague's copy has undone its making, while passages here were coded with it. It is shown with
    these, and nothing new is coded with it.
    """

    id: str
    name: str
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    origin: str = ""
    colour: str = ""
    retired: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A shared meaning around a central organising concept. `codes` are code ids, many to many."""

    id: str
    name: str
    concept: str = ""
    description: str = ""
    origin: str = "data"
    why: str = ""
    questions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """One passage under one code, by one coder. `text` is the document's own words at `start`–`end`; `document` and
    `code` are names, as in the codings frame."""

    id: str
    document: str
    start: int
    end: int
    text: str
    code: str
    coder: str
    stance: Stance | None = None
    prompted: bool | None = None


@dataclass(frozen=True, slots=True)
class Memo:
    """A dated note. `about` is what it is tied to as (kind, id), kind being code, theme, coding, document,
    informant, memo or project."""

    id: str
    text: str
    about: tuple[str, str]
    kind: str
    coder: str
    at: str

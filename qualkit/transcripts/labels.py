"""Which words before a colon are a person.

A label is a speaker if the register or the document's own map knows it, if it is written like a code (`S10`), or if
it comes back: at least twice, 25 characters at most, not only digits. `Klokka 10:30`, `Merk:` and dates are nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qualkit.informants import INTERVIEWER, parse_code
from qualkit.transcripts._base import Known

LONGEST_LABEL = 25
#: How far into a line a colon is looked for: names the register knows may be longer than `LONGEST_LABEL`.
FARTHEST = 80

STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_STAMPED = re.compile(rf"[\[(]({STAMP})[\])]\s*|({STAMP})\s+")
_BRACKETED = re.compile(rf"\[({STAMP})\]\s*")
_MARK = re.compile(r"[:\t]")
_LABEL_STAMPED = re.compile(rf"([^:\t\[(]{{1,{FARTHEST}}}?)\s{{0,20}}[\[(]({STAMP})[\])]\s*:?\s*")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.|\b\d{1,2}\.\s?(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)", re.I
)
_UNLIKE_A_NAME = re.compile(r"[?!;«»\"“”…/=<>]")


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


# Words that stand before a colon without being anybody, alone …
NOBODY = word_set(
    "merk merknad obs nb ps dato tid tidspunkt kl klokka klokken sted stad tema notat kommentar opptak varighet viktig "
    "eksempel altså http https mailto"
)
# … or as the first of several: «Ja:», «Jeg sa:», «Og så sa hun:». (The interviewer's I is known as a code.)
SENTENCE_STARTS = word_set(
    "jeg eg æ i du han hun ho vi me de dei det den dette da då så og men for fordi hvis om når der her som en ei et "
    "eit på til med av ja nei jo mm hva kva hvor kor kanskje"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that may begin with a label. `loose` where the mark is weak (10:30, or a tab): known people only."""

    label: str
    words: str
    at: float | None = None
    clock: bool = False
    tab: bool = False


def label_key(label: str) -> str:
    """What two writings of a label share: case and spacing do not matter."""
    return " ".join(label.split()).casefold()


def seconds(stamp: str) -> float | None:
    """`1:02:03,5` as 3723.5; None where it is not a time."""
    found = re.fullmatch(rf"[\[(#]?({STAMP})[\])#]?", stamp.strip())
    if not found:
        return None
    total = 0.0
    for part in found[1].replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def take_stamp(line: str) -> tuple[float | None, str]:
    """A time in square brackets at the start of a line, and the line without it."""
    found = _BRACKETED.match(line)
    return (seconds(found[1]), line[found.end() :]) if found else (None, line)


def split_label(line: str) -> Labelled | None:
    """A line as label and words: `I: …`, `[00:12] I: …`, `I [00:12]: …`, `I: [00:12] …`, `I<tab>…`. None if no label.

    The time stamp may stand on any side of the label; it is never part of the words.
    """
    at, rest = None, line
    if stamped := _STAMPED.match(line):
        at, rest = seconds(stamped[1] or stamped[2]), line[stamped.end() :]
    if inside := _LABEL_STAMPED.match(rest):
        return Labelled(inside[1].strip(), rest[inside.end() :].strip(), seconds(inside[2]))
    mark = _MARK.search(rest, 0, FARTHEST + 1)
    if not mark or not (label := rest[: mark.start()].strip()):
        return None
    # whisperX and others write [SPEAKER_00]: with brackets that are not the name's.
    if label[0] == "[" and label[-1] == "]":
        label = label[1:-1].strip() or label
    words = rest[mark.end() :]
    clock = mark[0] == ":" and label[-1].isdigit() and words[:1].isdigit()
    if words.startswith("//"):
        return None
    later, words = take_stamp(words.strip())
    return Labelled(label, words.strip(), at if later is None else later, clock, mark[0] == "\t")


def like_a_code(label: str) -> bool:
    """True for `S10`, `R 2.1` and `I`: a code with a number, or the interviewer's. One is enough to be somebody."""
    parts = parse_code(label)
    return parts is not None and not _DATE.search(label) and (bool(parts.group) or parts.role == INTERVIEWER)


def like_a_person(label: str) -> bool:
    """True where a label that comes back can be somebody's."""
    words = label.casefold().split()
    if not 1 <= len(label) <= LONGEST_LABEL or not any(sign.isalpha() for sign in label) or not label[0].isalnum():
        return False
    if label.casefold() in NOBODY or words[0] in SENTENCE_STARTS:
        return False
    return not _DATE.search(label) and not _UNLIKE_A_NAME.search(label)


def people(found: Iterable[Labelled], known: Known) -> set[str]:
    """The keys of the labels that are people, among all that stand before a colon (or a tab) in one document."""
    lines = list(found)
    times = Counter(label_key(one.label) for one in lines if not one.clock)
    # A table of figures has recurring words before a tab as well, so a tab alone makes no one a person.
    return {
        label_key(one.label)
        for one in lines
        if known(one.label)
        or (like_a_code(one.label) and not one.clock)
        or (not one.clock and not one.tab and times[label_key(one.label)] >= 2 and like_a_person(one.label))
    }


def overlooked(found: Iterable[Labelled], taken: set[str]) -> list[str]:
    """Labels that look like a name and were read as words, since they stand once or are too long; as written."""
    return list(
        dict.fromkeys(
            one.label
            for one in found
            if not one.clock and not one.tab and label_key(one.label) not in taken and _like_a_name(one.label)
        )
    )


def _like_a_name(label: str) -> bool:
    """As a person, but however long, and with every word in capitals: what nobody would miss in a sentence."""
    words = label.split()
    capitals = all(word[0].isupper() or not word[0].isalpha() for word in words)
    return capitals and len(words) <= 6 and like_a_person(label[:LONGEST_LABEL].strip())

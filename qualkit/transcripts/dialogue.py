"""Paragraphs of a conversation, as Word and text files have it, into who said what.

Two ways of telling who speaks are known, tried in this order: a name and a time on a line of their own (Teams,
Word «Transkriber»), and a label before a colon or a tab. Where neither stands, each paragraph is a turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.transcripts._base import Known, Reading, Said
from qualkit.transcripts.labels import (
    FARTHEST,
    STAMP,
    Labelled,
    label_key,
    like_a_person,
    overlooked,
    people,
    seconds,
    split_label,
    take_stamp,
)

# A name, a time and what lies between them: longer lines are words, and not worth trying every split of.
_LONGEST_HEAD = 2 * FARTHEST
_NAME_TIME = re.compile(rf"(\S[^\t:]{{0,{FARTHEST}}}?)(\t\s*|\s+)({STAMP})")
_TIME_NAME = re.compile(rf"({STAMP})(\s+)([^\t:\d][^\t:]{{0,{FARTHEST}}})")
_FROM_TO = re.compile(r"([\d:.,]{5,14})\s*-->\s*[\d:.,]{5,14}")
_TIME = re.compile(STAMP)
_TIME_ALONE = re.compile(rf"\[{STAMP}\]|\({STAMP}\)|\d{{1,3}}:\d\d:\d\d(?:[.,]\d{{1,3}})?")
# Lines Teams writes about its own recording.
_ABOUT_THE_RECORDING = re.compile(
    r"\b(?:started|stopped) transcription\b|\b(?:startet|stoppet|starta|stoppa) (?:transkri|avskrift)", re.I
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where somebody begins to speak: who, when, the words already on that line, how many lines the mark takes up.

    `sure` where the layout alone says that it is a name (`Kari Sund   0:04`)."""

    speaker: str
    at: float | None
    words: str = ""
    lines: int = 1
    sure: bool = False


Marks = Mapping[int, Mark]


def conversation(paragraphs: Sequence[str], known: Known, *, name: str, medium: str) -> Reading:
    """Who said what in these paragraphs (each may hold line breaks). `name` is the file's, `medium` docx or txt.

    A line without a label goes on with the turn before it, on a new line. Words before the first label are a turn of
    nobody's, told in a warning.
    """
    lines = [line.strip() for paragraph in paragraphs for line in paragraph.split("\n") if line.strip()]
    labelled = {number: found for number, line in enumerate(lines) if (found := split_label(line))}
    taken = people(labelled.values(), known)
    marks = {
        number: Mark(one.label, one.at, one.words)
        for number, one in labelled.items()
        if label_key(one.label) in taken and (not one.clock or known(one.label))
    }
    headed = _headed(lines, known)
    if headed and len(headed) >= len(marks):
        return _from_a_machine(lines, headed, name, medium)
    if not marks:
        return Reading(f"{medium}, no speakers", [_unlabelled(paragraph) for paragraph in paragraphs])
    spoken, marks = _times_taken_up(lines, marks)
    reading = Reading(f"{medium}, labels", assembled(spoken, marks))
    if before := [line for line in spoken[: min(marks)] if line]:
        reading.warnings.append(
            f"{name}: {len(before)} line(s) stand before the first speaker and belong to nobody "
            f"(«{_short(before[0])}»). Take them out of the file if they are only a heading."
        )
    reading.warnings.extend(overlooked_labels(labelled.values(), taken, name))
    return reading


def overlooked_labels(labelled: Iterable[Labelled], taken: set[str], name: str) -> list[str]:
    """A sentence for each label that looks like a name and was nevertheless read as words."""
    return [
        f"{name}: «{label}:» was read as words, since it stands once or is long. If it is a speaker, write it in the "
        "column «speakers» of documents.csv."
        for label in overlooked(labelled, taken)
    ]


def assembled(lines: Sequence[str], marks: Marks) -> list[Said]:
    """The lines as turns, one for each mark, with what stands before the first one as a turn of nobody's."""
    said: list[Said] = []
    speaker: str | None = None
    at: float | None = None
    words: list[str] = []
    number = 0
    while number < len(lines):
        if mark := marks.get(number):
            said.append(Said(speaker, _text(words), at))
            speaker, at, words = mark.speaker, mark.at, [mark.words] if mark.words else []
            number += mark.lines
            continue
        words.append(lines[number])
        number += 1
    said.append(Said(speaker, _text(words), at))
    return [one for one in said if one.text]


def _times_taken_up(lines: Sequence[str], marks: Mapping[int, Mark]) -> tuple[list[str], dict[int, Mark]]:
    """The lines without time stamps that stand alone; each is the time of the turn that begins right after it."""
    alone = {number for number, line in enumerate(lines) if _TIME_ALONE.fullmatch(line) and number not in marks}
    timed = {
        number: replace(mark, at=seconds(lines[number - 1])) if mark.at is None and number - 1 in alone else mark
        for number, mark in marks.items()
    }
    return ["" if number in alone else line for number, line in enumerate(lines)], timed


def _text(words: Sequence[str]) -> str:
    return "\n".join(word for word in words if word)


def _unlabelled(paragraph: str) -> Said:
    at, words = take_stamp(paragraph.strip())
    return Said(None, words.strip(), at)


def _headed(lines: Sequence[str], known: Known) -> Marks:
    """Lines that are a name and a time, where there are at least two, or one whom we know; else nothing."""
    found = {number: mark for number in range(len(lines)) if (mark := _head(lines, number))}
    times = Counter(label_key(mark.speaker) for mark in found.values())
    marks = {
        number: mark
        for number, mark in found.items()
        if known(mark.speaker) or mark.sure or (times[label_key(mark.speaker)] > 1 and like_a_person(mark.speaker))
    }
    return marks if len(marks) > 1 or any(known(mark.speaker) for mark in marks.values()) else {}


def _head(lines: Sequence[str], number: int) -> Mark | None:
    """The head of a turn that begins on this line, if one does."""
    line = lines[number]
    if len(line) > _LONGEST_HEAD:
        return None
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if found := _NAME_TIME.fullmatch(line):
        return Mark(found[1].strip(), seconds(found[3]), sure=found[2] not in (" ", "\u00a0"))
    if found := _TIME_NAME.fullmatch(line):
        name = found[3].strip()
        # With hours it is the machine's own way of writing; «10:30 Pause» is anybody's.
        return Mark(
            name, seconds(found[1]), sure=found[1].count(":") == 2 and name[0].isupper() and like_a_person(name)
        )
    if (found := _FROM_TO.fullmatch(line)) and 0 < len(following) <= FARTHEST:
        return Mark(following, seconds(found[1]), lines=2, sure=True)
    if _TIME.fullmatch(following) and len(line) <= FARTHEST and line[-1] not in ".?!…":
        return Mark(line, seconds(following), lines=2)
    return None


def _from_a_machine(lines: Sequence[str], marks: Marks, name: str, medium: str) -> Reading:
    """A transcript with heads: the machine's own lines are left out, and said to be."""
    first = min(marks)
    own = [number for number, line in enumerate(lines) if number < first or _about_the_recording(line)]
    # Blanked, not taken away, so that the marks keep their numbers.
    unspoken = set(own)
    spoken = ["" if number in unspoken else line for number, line in enumerate(lines)]
    reading = Reading(f"{medium}, name and time", assembled(spoken, marks))
    if own:
        quoted = "; ".join(f"«{_short(lines[number])}»" for number in own[:5])
        reading.warnings.append(f"{name}: {len(own)} line(s) about the recording are not part of the text: {quoted}.")
    return reading


def _about_the_recording(line: str) -> bool:
    return len(line) <= 120 and bool(_ABOUT_THE_RECORDING.search(line))


def _short(line: str) -> str:
    return line if len(line) <= 60 else line[:57] + "…"

"""Paragraphs of a conversation, as Word and text files have it, into who said what.

Four shapes of telling who speaks, tried in this order; the first that finds people decides:
name and time on a line of their own (Teams, Word «Transkriber»), a label before a colon or a tab, and none at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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

_NAME_TIME = re.compile(rf"([^\t:\[(]{{1,{FARTHEST}}}?(?:\([^):]{{1,40}}\))?)(\t\s*|\s+)({STAMP})")
_TIME_NAME = re.compile(rf"({STAMP})(\s+)([^\t:]{{1,{FARTHEST}}})")
_FROM_TO = re.compile(rf"({STAMP}|\d+:\d+:\d+\.\d+)\s*-->\s*\S+")
_STAMP_ALONE = re.compile(STAMP)
# Lines Teams writes about its own recording.
_ABOUT_THE_RECORDING = re.compile(
    r"\b(?:started|stopped) transcription\b|\b(?:startet|stoppet|starta|stoppa) (?:transkri|avskrift)", re.I
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where somebody begins to speak: who, when, the words already on that line, and how many lines it takes up."""

    speaker: str
    at: float | None
    words: str = ""
    lines: int = 1
    sure: bool = False


Marks = Mapping[int, Mark]


def conversation(paragraphs: Sequence[str], known: Known, *, name: str, medium: str) -> Reading:
    """Who said what in these paragraphs (each may hold line breaks). `name` is the file's, `medium` «docx» or «txt».

    A line without a label goes on with the turn before it, on a new line. Words before the first label are a turn of
    nobody's. Where nobody is named, each paragraph is a turn.
    """
    lines = [line.strip() for paragraph in paragraphs for line in paragraph.split("\n") if line.strip()]
    if marks := _headed(lines, known):
        return _machine(lines, marks, name, medium)
    labelled = {number: found for number, line in enumerate(lines) if (found := split_label(line))}
    taken = people(labelled.values(), known) or _by_tabs(labelled, len(lines))
    marks = {
        number: Mark(one.label, one.at, one.words)
        for number, one in labelled.items()
        if label_key(one.label) in taken and (not one.clock or known(one.label))
    }
    if not marks:
        return Reading(f"{medium}, no speakers", [_unlabelled(paragraph) for paragraph in paragraphs])
    reading = Reading(f"{medium}, labels", _assembled(lines, marks))
    if 0 not in marks:
        first = min(marks)
        reading.warnings.append(
            f"{name}: {first} line(s) stand before the first speaker and belong to nobody («{_short(lines[0])}»). "
            "Take them out of the file if they are only a heading."
        )
    reading.warnings.extend(_overlooked(labelled.values(), taken, name))
    return reading


def _overlooked(labelled: Sequence[Labelled] | object, taken: set[str], name: str) -> list[str]:
    return overlooked_warnings(labelled, taken, name)  # type: ignore[arg-type]

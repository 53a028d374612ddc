"""Subtitle cues, as WebVTT and SubRip share them: found by their time lines, however the blank lines stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.transcripts._base import Known, Reading, Said
from qualkit.transcripts.dialogue import overlooked_labels
from qualkit.transcripts.labels import label_key, people, seconds, split_label
from qualkit.transcripts.turns import join_same_speaker

TIMING = re.compile(r"\s*((?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}")
_GUID = re.compile(r"[0-9a-fA-F-]{8,}(?:/[\w-]+)?")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# What Whisper makes up where nobody speaks.
_CREDITS = re.compile(
    r"\b(?:teksting|undertekst\w*|tekstet|oversatt|subtitles?|captions?) (?:av|by|frå|fra)\b|amara\.org", re.I
)


@dataclass(frozen=True, slots=True)
class Cue:
    """When a cue begins, in seconds, and its lines."""

    at: float | None
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """The lines as one."""
        return " ".join(line for line in self.lines if line)


def parse_cues(text: str) -> list[Cue]:
    """Every cue in the text. A line right before a time line is its number or name where it looks like one, so blank
    lines between cues may be missing; NOTE, STYLE and REGION blocks are no one's words."""
    lines = text.split("\n")
    times = [(number, found) for number, line in enumerate(lines) if "-->" in line and (found := TIMING.match(line))]
    ends = [number for number, _ in times[1:]] + [len(lines)]
    cues = []
    for place, (number, found) in enumerate(times):
        body = lines[number + 1 : ends[place]]
        last = place == len(times) - 1
        cues.append(Cue(seconds(found[1]), tuple(_spoken(body if last else _without_id(body)))))
    return [cue for cue in cues if cue.lines]


def _without_id(body: Sequence[str]) -> Sequence[str]:
    """The lines before the next time line, without the next cue's own number or name."""
    if not body or not body[-1].strip():
        return body
    after_blank = len(body) > 1 and not body[-2].strip()
    return body[:-1] if after_blank or body[-1].strip().isdigit() or _GUID.fullmatch(body[-1].strip()) else body


def _spoken(body: Sequence[str]) -> list[str]:
    spoken: list[str] = []
    in_block = False
    for number, line in enumerate(body):
        stripped = line.strip()
        if not stripped:
            in_block = False
        elif in_block or (number and not body[number - 1].strip() and _BLOCK.match(stripped)):
            in_block = True
        else:
            spoken.append(stripped)
    return spoken


def labelled_cues(cues: Sequence[Cue], known: Known, *, name: str, medium: str) -> Reading:
    """Cues whose lines may begin with `Name:`; a line without a label belongs to the one who spoke before."""
    found = [split_label(line) for cue in cues for line in cue.lines]
    labels = [label for label in found if label]
    taken = people(labels, known)
    rest = iter(found)
    said: list[Said] = []
    speaker: str | None = None
    for cue in cues:
        spoken: list[tuple[str | None, list[str]]] = [(speaker, [])]
        for line in cue.lines:
            label = next(rest)
            if label and label_key(label.label) in taken and (not label.clock or known(label.label)):
                speaker = label.label
                spoken.append((speaker, [label.words]))
            else:
                spoken[-1][1].append(line)
        said += [Said(who, text, cue.at) for who, words in spoken if (text := " ".join(filter(None, words)))]
    shape = f"{medium}, labels" if speaker is not None else f"{medium}, no speakers"
    reading = Reading(shape, join_same_speaker(said))
    reading.warnings.extend(overlooked_labels(labels, taken, name) + credits_warning(said, name))
    return reading


def credits_warning(cues: Sequence[Said], name: str) -> list[str]:
    """A sentence where the last words are a subtitler's credit, which speech recognition makes up out of silence."""
    if cues and len(cues[-1].text) < 120 and _CREDITS.search(cues[-1].text):
        return [
            f"{name}: the last words («{cues[-1].text}») look like a subtitle credit that speech recognition made up. "
            "They are kept; take them out of the file if nobody said them."
        ]
    return []

"""SubRip (.srt): numbered cues, with or without `Name:` before the words."""

from __future__ import annotations

import re

from qualkit.transcripts._base import Known, Reader, Reading, Source
from qualkit.transcripts.cues import TIMING, Cue, labelled_cues, parse_cues

_SIGNATURE = re.compile(rf"\s*\d+[ \t]*\n{TIMING.pattern}")
_MARKUP = re.compile(r"</?(?:i|b|u|font)(?:\s[^<>]{0,120})?>|\{\\an?\d\}", re.I)


def detect(source: Source) -> bool:
    """True for a file that begins with a number and a time line."""
    return bool(_SIGNATURE.match(source.opening.replace("\r\n", "\n").replace("\r", "\n")))


def read(source: Source, known: Known) -> Reading:
    """The cues as turns. Raises ReadError where there is no cue."""
    cues = parse_cues(source.text)
    if not cues:
        raise source.error("holds no cues with words (00:00:01,000 --> 00:00:04,000). Save the .srt again.")
    plain = [Cue(cue.at, tuple(source.repaired(_MARKUP.sub("", line)).strip() for line in cue.lines)) for cue in cues]
    return labelled_cues(plain, known, name=source.name, medium="srt")


READER = Reader("srt", (".srt",), detect, read)

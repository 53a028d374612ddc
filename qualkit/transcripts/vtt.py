"""WebVTT: Teams (`<v Name>words</v>`), Zoom (`Name: words`), and captions without speakers."""

from __future__ import annotations

import html
import re

from qualkit.transcripts._base import Known, Reader, Reading, Said, Source
from qualkit.transcripts.cues import Cue, credits_warning, labelled_cues, parse_cues
from qualkit.transcripts.turns import join_same_speaker

# Bounded, and with one way to match, so that a file of nothing but `<` or `<v.a.a.a` takes no longer than another.
_VOICE = re.compile(r"<v(?:\.[^\s<>.]{1,60})*(?:[ \t]([^<>]{0,120}))?>")
_TAGS = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^<>]{0,120})?>|<[\d:.]{5,14}>")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")

#: The label of a voice that has no name, so that it is asked for and not taken for the one who spoke before.
UNNAMED = "?"


def detect(source: Source) -> bool:
    """True for a file that begins with WEBVTT."""
    return source.opening.startswith("WEBVTT")


def read(source: Source, known: Known) -> Reading:
    """The cues as turns. Raises ReadError where there is no cue."""
    cues = parse_cues(source.text)
    if not cues:
        if detect(source):
            raise source.error("is empty: there are no words in it. Save it again, or take it away.")
        raise source.error("holds no cues (00:00:01.000 --> 00:00:04.000). Download the .vtt again.")
    if not any(_VOICE.search(cue.words) for cue in cues):
        plain = [Cue(cue.at, tuple(_clean(line, source) for line in cue.lines)) for cue in cues]
        return labelled_cues(plain, known, name=source.name, medium="vtt")
    said: list[Said] = []
    speaker: str | None = None
    for cue in cues:
        # re.split with one group gives words, name, words, name, words …
        first, *voiced = _VOICE.split(cue.words)
        pairs = [(speaker, first), *zip(voiced[::2], voiced[1::2], strict=True)]
        for number, (name, words) in enumerate(pairs):
            speaker = name if number == 0 else _clean(name or "", source) or UNNAMED
            said.append(Said(speaker, _clean(words, source), cue.at))
    spoken = [one for one in said if one.text]
    return Reading("vtt, voices", join_same_speaker(spoken), credits_warning(spoken, source.name))


def _clean(words: str, source: Source) -> str:
    """Words without markup, with `&amp;` as the sign it stands for."""
    bare = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAGS.sub("", words))
    return source.repaired(bare).strip()


READER = Reader("vtt", (".vtt",), detect, read)

"""From what was said to a document's one text, and where each turn stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualkit.records import Turn
from qualkit.transcripts._base import Said


def build(said: Iterable[Said], informants: Sequence[str | None]) -> tuple[str, tuple[Turn, ...]]:
    """The turns' texts joined by one newline, and the turns: for each, text[turn.start:turn.end] == turn.text.

    `informants` has one code or None for each that spoke.
    """
    turns: list[Turn] = []
    start = 0
    for one, informant in zip(said, informants, strict=True):
        end = start + len(one.text)
        turns.append(Turn(informant, one.speaker, start, end, one.text, one.at))
        start = end + 1
    return "\n".join(turn.text for turn in turns), tuple(turns)


def join_same_speaker(said: Iterable[Said]) -> list[Said]:
    """Cue after cue of one speaker as one turn, joined by a space. Cues of nobody stay apart."""
    joined: list[Said] = []
    pieces: list[str] = []
    for one in said:
        if joined and one.speaker is not None and joined[-1].speaker == one.speaker:
            pieces.append(one.text)
            continue
        if joined:
            joined[-1] = Said(joined[-1].speaker, " ".join(pieces), joined[-1].at)
        joined.append(one)
        pieces = [one.text]
    if joined:
        joined[-1] = Said(joined[-1].speaker, " ".join(pieces), joined[-1].at)
    return joined

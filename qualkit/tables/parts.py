"""Who speaks in a coding: its overlaps with the turns, one part each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qualkit.tables.line import Ints, NumberLine, integers
from qualkit.tables.material import Material

#: Stands in `voice` where nobody in the register speaks.
NOBODY = -1


def speaker_parts(material: Material, line: NumberLine | None = None) -> pd.DataFrame:
    """One row per coding and turn that share at least one code point; all columns int64.

    `coding` is the row in `material.codings`, `voice` the row in `material.voices` or `NOBODY`, `turn` from 1, and
    `start`, `end` the code points shared. The newline that joins two turns belongs to neither, so a coding that ends
    at it does not touch the next speaker. A coding that touches no turn has one row, as wide as itself, by nobody, in
    the turn before it (0 where there is none). Rows stand by coding, then turn.
    """
    line = line or NumberLine(material)
    turns = _turns_in_order(material, line)
    documents = line.coding_documents
    start = line.at(documents, integers(material.codings["start"]))
    end = line.at(documents, integers(material.codings["end"]))
    first = np.searchsorted(turns["end"].to_numpy(), start, side="right")
    after = np.searchsorted(turns["start"].to_numpy(), end, side="left")
    count = np.maximum(after - first, 0)
    coding = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(coding)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    touched = turns.iloc[place]
    parts = pd.DataFrame(
        {
            "coding": coding,
            "voice": touched["voice"].to_numpy(),
            "turn": touched["turn"].to_numpy(),
            "start": np.maximum(touched["start"].to_numpy(), start[coding]),
            "end": np.minimum(touched["end"].to_numpy(), end[coding]),
        }
    )
    parts = parts[parts["start"] < parts["end"]]  # a turn without words shares nothing
    alone = np.setdiff1d(np.arange(len(count)), parts["coding"].to_numpy())
    parts = pd.concat([parts, _unspoken(alone, start, end, documents, turns)])
    shift = line.at(documents, np.zeros(len(documents), dtype=np.int64))[parts["coding"].to_numpy()]
    parts = parts.assign(start=parts["start"] - shift, end=parts["end"] - shift)
    return parts.astype(np.int64).sort_values(["coding", "turn"], kind="stable", ignore_index=True)


def _turns_in_order(material: Material, line: NumberLine) -> pd.DataFrame:
    """Turns along the line: `document` (number), `turn`, `start`, `end` (on the line), `voice`."""
    numbers = line.turn_documents
    turns = pd.DataFrame(
        {
            "document": numbers,
            "turn": integers(material.turns["turn"]),
            "start": line.at(numbers, integers(material.turns["start"])),
            "end": line.at(numbers, integers(material.turns["end"])),
            "voice": voice_of_turns(material),
        }
    )
    return turns.sort_values(["start", "end"], kind="stable", ignore_index=True)


def voice_of_turns(material: Material) -> Ints:
    """For each row of `material.turns` the row in `material.voices`, or `NOBODY`."""
    voices = pd.MultiIndex.from_frame(material.voices[["document", "informant"]].astype("object"))
    turns = pd.MultiIndex.from_frame(material.turns[["document", "informant"]].astype("object"))
    found = voices.get_indexer(turns).astype(np.int64)
    found[material.turns["informant"].isna().to_numpy()] = NOBODY
    return found


def _unspoken(alone: Ints, start: Ints, end: Ints, documents: Ints, turns: pd.DataFrame) -> pd.DataFrame:
    """The rows of codings that touch no turn."""
    before = np.searchsorted(turns["start"].to_numpy(), start[alone], side="right") - 1
    turn = np.zeros(len(alone), dtype=np.int64)
    if len(turns):
        same = (before >= 0) & (turns["document"].to_numpy()[before] == documents[alone])
        turn[same] = turns["turn"].to_numpy()[before[same]]
    return pd.DataFrame({"coding": alone, "voice": NOBODY, "turn": turn, "start": start[alone], "end": end[alone]})

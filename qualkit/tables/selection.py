"""The material within `where`: what counts, who was asked, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from qualkit.records import UNCOUNTED_KIND
from qualkit.tables.line import Bools, Ints, NumberLine, numbered
from qualkit.tables.material import Material
from qualkit.tables.parts import NOBODY, speaker_parts
from qualkit.tables.where import Filter, Where, as_texts, codings_match, documents_match, persons_match, read_where


@dataclass(frozen=True, eq=False)
class Selection:
    """What a table is made from. Arrays follow the rows of the material's frames.

    - `matched`: codings within `where`. Of these, `uncounted` stand in documents that never count, `asked_only` on
      interviewers' words only; `counted` are the rest.
    - `touched`: the `speaker_parts` of every coding; `heard`: the same, interviewers left out where someone else
      speaks; `parts`: of these, the matched codings' and, where `where` names persons, only theirs.
    - `base`: voices that make the base; `documents`: documents that count.
    - `by_person`: whether `where` names persons, so that only their part of a coding counts.
    """

    material: Material
    line: NumberLine
    filters: tuple[Filter, ...]
    touched: pd.DataFrame
    heard: pd.DataFrame
    parts: pd.DataFrame
    matched: Bools
    uncounted: Bools
    asked_only: Bools
    base: Bools
    documents: Bools
    by_person: bool

    @property
    def counted(self) -> Bools:
        """Codings that count."""
        return self.matched & ~self.uncounted & ~self.asked_only

    @cached_property
    def codes(self) -> Ints:
        """For each coding the place of its code in the codebook, -1 where the codebook has no such code."""
        return numbered(self.material.codings["code"], [code.id for code in self.material.codebook])

    @property
    def codeless(self) -> Bools:
        """The codings that count and have no code in the codebook."""
        return self.counted & (self.codes < 0)

    @cached_property
    def counted_parts(self) -> pd.DataFrame:
        """The parts of the codings that count, with `informant`: a number for the person, `NOBODY` for nobody."""
        parts: pd.DataFrame = self.parts[self.counted[self.parts["coding"].to_numpy()]].reset_index(drop=True)
        people = np.append(pd.factorize(as_texts(self.material.voices["informant"]))[0], NOBODY)
        return parts.assign(informant=people[parts["voice"].to_numpy()])

    @property
    def base_voices(self) -> pd.DataFrame:
        """The rows of `material.voices` that make the base."""
        voices: pd.DataFrame = self.material.voices[self.base]
        return voices

    @property
    def unkeyed(self) -> int:
        """How many of the codings that count have no informant at all."""
        heard = np.unique(self.parts["coding"].to_numpy()[self.parts["voice"].to_numpy() != NOBODY])
        return int(self.counted.sum() - self.counted[heard].sum())


def select(material: Material, where: Where | None = None) -> Selection:
    """The material within `where`. Raises UnknownNameError as `read_where` does."""
    filters = read_where(material, where)
    line = NumberLine(material)
    by_person = any(one.level == "person" for one in filters)
    interviewer = np.asarray(material.voices["interviewer"], dtype=np.bool_)
    in_where = documents_match(material, filters)
    counts = as_texts(material.documents["kind"]).to_numpy() != UNCOUNTED_KIND
    voice_documents = line.numbers(material.voices["document"])
    persons = persons_match(material, filters)

    touched = speaker_parts(material, line)
    parts = heard = heard_parts(touched, interviewer)
    if by_person:
        voice = parts["voice"].to_numpy()
        parts = parts[(voice != NOBODY) & np.append(persons, False)[voice]]
    matched = codings_match(material, filters) & in_where[line.coding_documents]
    present = np.zeros(len(matched), dtype=np.bool_)
    present[parts["coding"].to_numpy()] = True
    matched &= present
    parts = parts[matched[parts["coding"].to_numpy()]].reset_index(drop=True)

    uncounted = matched & ~counts[line.coding_documents]
    asked_only = np.zeros(len(matched), dtype=np.bool_)
    asked_only[parts["coding"].to_numpy()[np.append(interviewer, False)[parts["voice"].to_numpy()]]] = True
    base = ~interviewer & persons & (in_where & counts)[voice_documents]
    documents = in_where & counts
    if by_person:
        documents = np.isin(np.arange(len(documents)), voice_documents[base])
    return Selection(
        material=material,
        line=line,
        filters=filters,
        touched=touched,
        heard=heard,
        parts=parts,
        matched=matched,
        uncounted=uncounted,
        asked_only=asked_only & ~uncounted,
        base=base,
        documents=documents,
        by_person=by_person,
    )


def heard_parts(parts: pd.DataFrame, interviewer: Bools) -> pd.DataFrame:
    """Parts without the interviewers' in every coding where someone else speaks too.

    What is left of an interviewer is therefore a coding on interviewers' words only.
    """
    asking: Bools = np.append(interviewer, False)[parts["voice"].to_numpy()]
    others = np.unique(parts["coding"].to_numpy()[~asking])
    left: pd.DataFrame = parts[~(asking & np.isin(parts["coding"].to_numpy(), others))]
    return left

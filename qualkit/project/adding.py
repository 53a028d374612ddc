"""Transcripts and registers as events: what is new, what is in already, and what has to wait for a person."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qualkit.errors import InputError, QualkitError, ReadError
from qualkit.informants import Register
from qualkit.records import Informant, Transcript
from qualkit.store.events import SALT_BYTES, Draft, inner_digest, new_id, plain
from qualkit.transcripts import unknown_speakers


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did. `documents` are the names of those now in, `known` of those that were in already with the same
    text, `problems` an error for each that was left out, with what to do."""

    documents: tuple[str, ...]
    known: tuple[str, ...] = ()
    problems: tuple[QualkitError, ...] = ()


@dataclass(slots=True)
class Plan:
    """The events and frozen turns of an addition."""

    drafts: list[Draft] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    problems: list[QualkitError] = field(default_factory=list)


def plan_addition(transcripts: Iterable[Transcript], register: Register, texts: Mapping[str, str]) -> Plan:
    """What adding these transcripts means. `texts` are the documents that are in already, by name."""
    plan = Plan()
    texts = dict(texts)
    rows: dict[tuple[str, str], Informant] = {}
    for transcript in transcripts:
        problem = _problem(transcript, texts)
        if problem is not None:
            plan.problems.append(problem)
        elif transcript.name in texts:
            plan.known.append(transcript.name)
        else:
            _add_document(plan, transcript)
            texts[transcript.name] = transcript.text
        # Also from a transcript that is left out: its register is whole all the same.
        rows.update({(row.code, row.since): row for row in transcript.register or ()})
    plan.drafts = [*register_drafts(rows.values(), register), *plan.drafts]
    return plan


def _problem(transcript: Transcript, texts: Mapping[str, str]) -> QualkitError | None:
    unknown = unknown_speakers(transcript)
    if unknown:
        return unknown[0]
    if not transcript.text.strip():
        return ReadError(f"{transcript.name} has no text. Check the file.", path=transcript.name)
    if texts.get(transcript.name, transcript.text) != transcript.text:
        return InputError(
            f"{transcript.name} is in the project already with another text. The text of a document is frozen when it "
            "is added: give the new file another name."
        )
    return None


def _add_document(plan: Plan, transcript: Transcript) -> None:
    document = new_id()
    labels = list(dict.fromkeys((turn.speaker, turn.informant) for turn in transcript.turns if turn.speaker))
    turns: list[list[Any]] = []
    for number, turn in enumerate(transcript.turns, start=1):
        salt = os.urandom(SALT_BYTES)
        plan.turns.append({"document": document, "n": number, "words": turn.text, "salt": salt})
        label = labels.index((turn.speaker, turn.informant)) if turn.speaker else None
        milliseconds = None if turn.at is None else round(turn.at * 1000)
        digest = inner_digest(salt, turn.text).hex()
        turns.append([turn.informant, turn.start, turn.end, milliseconds, label, digest])
    payload = {
        "kind": transcript.kind,
        "fidelity": transcript.fidelity,
        "format": transcript.format,
        "repairs": dict(transcript.repairs),
        "turns": turns,
    }
    words = {"name": transcript.name, "attributes": dict(transcript.attributes), "sha256": transcript.sha256}
    plan.drafts.append(Draft("document.add", payload, words, document))
    plan.drafts += [
        Draft("document.label", {"document": document.hex(), "label": number, "informant": informant}, {"label": label})
        for number, (label, informant) in enumerate(labels)
    ]
    plan.documents.append(transcript.name)


def register_drafts(rows: Iterable[Informant], register: Register) -> list[Draft]:
    """An event for each row of a register that is new or says something else than the project's own."""
    known = {(row.code, row.since): row for row in register}
    return [_informant(row) for row in rows if known.get((row.code, row.since)) != row]


def _informant(row: Informant) -> Draft:
    payload = {
        "informant": row.code,
        "since": row.since,
        "role": plain(row.role),
        "group": plain(row.group),
        "printed_role": plain(row.printed_role),
    }
    return Draft("informant.set", payload, {"name": row.name, "attributes": dict(row.attributes)})

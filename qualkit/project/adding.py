"""Transcripts and registers as events: what is new, what is in already, and what has to wait for a person."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualkit.errors import InputError, QualkitError, ReadError, RefusedError, RegisterError
from qualkit.informants import Register, canonical_code
from qualkit.records import Informant, Transcript, plain
from qualkit.store.events import SALT_BYTES, Draft, inner_digest, new_id
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


def plan_addition(
    transcripts: Iterable[Transcript],
    register: Sequence[Informant],
    texts: Mapping[str, str],
    erased: Collection[str] = (),
) -> Plan:
    """What adding these transcripts means. `register` are the rows and `texts` the documents (by name) that are in
    already, `erased` the codes of informants who have withdrawn."""
    plan = Plan()
    texts = dict(texts)
    known = {(row.code, row.since): row for row in register}
    for transcript in transcripts:
        name = plain(transcript.name)
        # Also from a transcript that is left out: its register is whole all the same.
        given = _without(erased, map(_plain_row, transcript.register or ()))
        merged = known | {(row.code, row.since): row for row in given}
        problems = _register_problems(transcript, merged)
        if not problems:
            known = merged
            problems = _withdrawn(transcript, erased) or _problems(transcript, texts)
        if problems:
            plan.problems.extend(problems)
        elif name in texts:
            plan.known.append(name)
        else:
            _add_document(plan, transcript)
            texts[name] = transcript.text
    plan.drafts = [*register_drafts(known.values(), register), *plan.drafts]
    return plan


def _register_problems(transcript: Transcript, merged: Mapping[tuple[str, str], Informant]) -> list[QualkitError]:
    """Why the register a transcript was keyed with cannot stand beside the project's own, if it cannot."""
    try:
        Register(merged.values())
    except RegisterError as reason:
        said = f"{transcript.name}: with the register that is in the project already, {reason}"
        return [RegisterError(said, path=reason.path)]
    return []


def _problems(transcript: Transcript, texts: Mapping[str, str]) -> list[QualkitError]:
    """Why a transcript cannot be added; every unknown speaker by itself."""
    unknown = unknown_speakers(transcript)
    if unknown:
        return list(unknown)
    if not transcript.text.strip():
        return [ReadError(f"{transcript.name} has no text. Check the file.", path=transcript.name)]
    if not _whole(transcript):
        return [
            InputError(
                f"{transcript.name}: its text is not its turns joined by line breaks, or is not plain NFC text. Build "
                'the text from the turns, each through unicodedata.normalize("NFC", …).'
            )
        ]
    if texts.get(plain(transcript.name), transcript.text) != transcript.text:
        return [
            InputError(
                f"{transcript.name} is in the project already with another text. The text of a document is frozen when "
                "it is added: give the new file another name."
            )
        ]
    return []


def _without(erased: Collection[str], rows: Iterable[Informant]) -> list[Informant]:
    """The rows of a register that has not forgotten those who were erased, without them."""
    return [row for row in rows if row.code not in erased]


def _withdrawn(transcript: Transcript, erased: Collection[str]) -> list[QualkitError]:
    """A sentence for each informant of a transcript who has withdrawn."""
    speak = dict.fromkeys(canonical_code(turn.informant) for turn in transcript.turns if turn.informant)
    return [RefusedError(f"{transcript.name}: {withdrawn_said(one)}") for one in speak if one in erased]


def withdrawn_said(informant: str) -> str:
    """Why nothing of somebody is taken in."""
    return (
        f"{informant} has withdrawn and was erased: nothing of theirs is taken in again. Take their turns out of the "
        "file; if they have consented anew, give them a new code."
    )


def _whole(transcript: Transcript) -> bool:
    """True where text and turns say the same, as the text will be kept."""
    text = transcript.text
    joined = "\n".join(turn.text for turn in transcript.turns)
    cut = all(text[turn.start : turn.end] == turn.text for turn in transcript.turns)
    return text == joined == plain(text) and cut


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
    plan.documents.append(plain(transcript.name))


def register_drafts(
    rows: Iterable[Informant], register: Sequence[Informant], erased: Collection[str] = ()
) -> list[Draft]:
    """An event for each row that is new or says something else than the project's own rows; rows of informants who were
    `erased` are passed over. RegisterError where the two cannot stand together."""
    known = {(row.code, row.since): row for row in register}
    given = _without(erased, map(_plain_row, rows))
    Register((known | {(row.code, row.since): row for row in given}).values())
    return [_informant(row) for row in given if known.get((row.code, row.since)) != row]


def _plain_row(row: Informant) -> Informant:
    """A row as it will be kept, so that the same row is the same whenever it comes."""
    texts = {field: plain(getattr(row, field)) for field in ("role", "group", "printed_role", "name", "since")}
    given = {plain(name): plain(value) for name, value in row.attributes.items()}
    return replace(row, code=canonical_code(row.code), attributes=given, **texts)


def _informant(row: Informant) -> Draft:
    payload = {
        "informant": row.code,
        "since": row.since,
        "role": row.role,
        "group": row.group,
        "printed_role": row.printed_role,
    }
    return Draft("informant.set", payload, {"name": row.name, "attributes": dict(row.attributes)})

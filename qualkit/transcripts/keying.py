"""Every word keyed to an informant: the document's own speaker map first, then the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from qualkit.errors import RegisterError, SpeakerError
from qualkit.informants import INTERVIEWER, Register, parse_code
from qualkit.records import UNCOUNTED_KIND, Informant, Transcript, Turn
from qualkit.transcripts._base import MAX_TEXT, MAX_TURNS, Reading, Said, Source, empty
from qualkit.transcripts.documents import DocumentEntry
from qualkit.transcripts.turns import build


@dataclass(frozen=True, slots=True)
class Key:
    """Who the labels of one document are. `register` is None where the study has none: then nobody is keyed."""

    entry: DocumentEntry
    register: Register | None

    def known(self, label: str) -> bool:
        """True where the map or the register knows the label."""
        return self.entry.code_for(label) is not None or self._registered(label) is not None

    def code(self, label: str | None, *, labelled: bool) -> str | None:
        """The code of a label. Without any label in the document (`labelled` False) it is the entry's informant."""
        if self.register is None:
            return None
        if label is None:
            return None if labelled else self.entry.informant
        return self.entry.code_for(label) or self._registered(label)

    def _registered(self, label: str) -> str | None:
        if self.register is None:
            return None
        parts = parse_code(label, self.register.grammar)
        # «I 2025: …» has an interviewer's shape, and is a year.
        year = parts is not None and parts.role == INTERVIEWER and len(parts.index) > 2
        return None if year and label not in self.register else self.register.find(label)

    def check(self, name: str) -> None:
        """Raise RegisterError where documents.csv gives a code that the register does not have."""
        if self.register is None:
            return
        given = {**self.entry.speakers, **({"informant": self.entry.informant} if self.entry.informant else {})}
        for label, code in given.items():
            parts = parse_code(code, self.register.grammar)
            if code not in self.register and (parts is None or parts.role != INTERVIEWER):
                line = f" (documents.csv, line {self.entry.row})" if self.entry.row else ""
                raise RegisterError(
                    f"{name}: «{label}» is {code}{line}, which is not in the register. Write {code} into "
                    "informants.csv, or correct the line.",
                    row=self.entry.row,
                )


def transcript(source: Source, reading: Reading, key: Key, name: str) -> Transcript:
    """The finished record. Raises ReadError where there are no words, or more than the limits allow."""
    said = [Said(one.speaker, text, one.at) for one in reading.said if (text := one.text.strip())]
    if not said:
        raise empty(source.path)
    if len(said) > MAX_TURNS or sum(len(one.text) for one in said) > MAX_TEXT:
        raise source.error(
            f"has more than {MAX_TURNS:,} turns or {MAX_TEXT:,} characters. Divide it into several files."
        )
    labelled = any(one.speaker is not None for one in said)
    text, turns = build(said, [key.code(one.speaker, labelled=labelled) for one in said])
    made = Transcript(
        name=name,
        text=text,
        turns=turns,
        kind=key.entry.kind,
        fidelity=key.entry.fidelity,
        attributes=dict(key.entry.attributes),
        sha256=sha256(source.data).hexdigest(),
        format=reading.shape,
        repairs=dict(source.repairs),
        register=_rows(key.register, turns),
    )
    unknown = [str(error) for error in unknown_speakers(made)]
    return replace(made, warnings=(*source.warnings, *reading.warnings, *unknown))


def unknown_speakers(transcript: Transcript) -> list[SpeakerError]:
    """Labels that nobody in the register has, each once, at its first turn; or the whole text, where it belongs to
    nobody. Empty without a register, and for a document that never counts (kind «annet»)."""
    if transcript.register is None or transcript.kind == UNCOUNTED_KIND:
        return []
    if all(turn.speaker is None and turn.informant is None for turn in transcript.turns):
        return [
            SpeakerError(
                f"{transcript.name}: no turn has a speaker. Write whose text it is in the column "
                "«informant» of documents.csv.",
                document=transcript.name,
                turn=1,
                label="",
            )
        ]
    first: dict[str, int] = {}
    times: dict[str, int] = {}
    for number, turn in enumerate(transcript.turns, 1):
        if turn.speaker is not None and turn.informant is None:
            first.setdefault(turn.speaker, number)
            times[turn.speaker] = times.get(turn.speaker, 0) + 1
    return [_unknown(transcript.name, label, turn, times[label]) for label, turn in first.items()]


def _unknown(document: str, label: str, turn: int, times: int) -> SpeakerError:
    others = "" if times == 1 else f" (and {times - 1} more)"
    return SpeakerError(
        f"{document}, turn {turn}{others}: nobody in the register is called «{label}». Write the label in the "
        f"column «name» of informants.csv, or {label}=CODE in the column «speakers» of documents.csv.",
        document=document,
        turn=turn,
        label=label,
    )


def _rows(register: Register | None, turns: Iterable[Turn]) -> tuple[Informant, ...] | None:
    """The register's rows, with one for each interviewer that only the transcript names."""
    if register is None:
        return None
    return tuple(register.with_interviewers({turn.informant for turn in turns if turn.informant is not None}))

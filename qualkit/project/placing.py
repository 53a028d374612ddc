"""From quoted words, or a frame of positions, to spans in a document. Pure."""

from __future__ import annotations

import operator
import uuid
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qualkit.errors import AnchorError, InputError, UnknownNameError
from qualkit.informants import canonical_code
from qualkit.records import STANCES, Span, Transcript, Turn, plain
from qualkit.spans import find_words, trimmed
from qualkit.store.events import Draft, id_bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words placed: the document, the span, the turn (from 1) it begins in, and the words as they stand there."""

    document: str
    span: Span
    turn: int
    words: str


def place_words(
    documents: Sequence[Transcript], words: str, *, informant: str | None, turn: int | None = None
) -> Anchor:
    """The one place where the words stand in what this informant says (whole turns, in these documents).

    A passage may go on into other people's turns. Raises AnchorError where the words are not found, or stand more than
    once and `turn` does not choose.
    """
    wanted = None if informant is None else canonical_code(informant)
    found = [
        anchor
        for document in documents
        for anchor in _places(document, words)
        if wanted in _speakers(document, anchor.span) or (wanted is None and len(documents) == 1)
    ]
    chosen = [anchor for anchor in found if turn is None or anchor.turn == turn]
    if len(chosen) == 1:
        return chosen[0]
    raise _anchor_error(documents, words, wanted, chosen or found, turn)


def _places(document: Transcript, words: str) -> list[Anchor]:
    return [
        Anchor(document.name, span, turn_at(document.turns, span.start), document.text[span.start : span.end])
        for span in find_words(document.text, words)
    ]


def turn_at(turns: Sequence[Turn], position: int) -> int:
    """The number (from 1) of the turn a position lies in."""
    for number, turn in enumerate(turns, start=1):
        if position < turn.end:
            return number
    return len(turns)


def _speakers(document: Transcript, span: Span) -> set[str | None]:
    return {turn.informant for turn in document.turns if turn.start < span.end and span.start < turn.end}


def _anchor_error(
    documents: Sequence[Transcript], words: str, informant: str | None, found: Sequence[Anchor], turn: int | None
) -> AnchorError:
    shown = f"«{words if len(words) <= 60 else words[:57] + '…'}»"
    who = informant or (documents[0].name if len(documents) == 1 else "the text")
    turns = [anchor.turn for anchor in found]
    if not found:
        return AnchorError(
            f"{shown} does not stand in {who}.{_elsewhere(documents, words)}", words=words, informant=who
        )
    several_documents = len({anchor.document for anchor in found}) > 1
    where = _listed([f"{one.document} turn {one.turn}" if several_documents else str(one.turn) for one in found])
    if turn is not None and turn not in turns:
        message = f"{shown} does not begin in turn {turn} of {who}, but in {where}."
        return AnchorError(message, words=words, informant=who, turns=turns)
    if several_documents:
        choose = "pass document= to choose"
    elif len(set(turns)) > 1:
        where, choose = f"turns {where}", "pass turn= to choose"
    else:
        where, choose = f"turn {turns[0]}", "quote more of the passage"
    times = "twice" if len(found) == 2 else f"{len(found)} times"
    return AnchorError(f"{shown} stands {times} in {who} ({where}); {choose}.", words=words, informant=who, turns=turns)


def _listed(places: Sequence[str]) -> str:
    """12 and 40; 12, 40 and 55; 12, 40, 55 and 24 more."""
    shown = [*places[:3], f"{len(places) - 3} more"] if len(places) > 4 else list(places)
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _elsewhere(documents: Sequence[Transcript], words: str) -> str:
    """Where the words do stand, since a wrong informant is the usual slip."""
    for document in documents:
        for anchor in _places(document, words):
            speaker = document.turns[anchor.turn - 1].informant or document.turns[anchor.turn - 1].speaker
            return f" It stands in {document.name}, turn {anchor.turn}, said by {speaker or 'nobody named'}."
    return " Quote the words exactly as they are transcribed."


_NEEDED = ("document", "start", "end", "code")


def drafts_of(
    frame: pd.DataFrame,
    *,
    document_ids: Mapping[str, bytes],
    text: Callable[[str], str],
    code_id: Callable[[str], str],
) -> list[Draft]:
    """A coding event per row of a frame with the columns document, start, end, code [, stance, prompted, uuid].

    Raises InputError naming the first row that cannot be placed; rows count from 0, as in the frame.
    """
    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing:
        raise InputError(f"The frame lacks the column(s) {', '.join(missing)}. It needs {', '.join(_NEEDED)}.")
    codes: dict[Hashable, str] = {name: code_id(str(name)) for name in frame["code"].unique()}
    documents = {name: plain(str(name)) for name in frame["document"].unique()}
    texts = {name: _known_text(shown, document_ids, text) for name, shown in documents.items()}
    optional = {
        name: list(frame[name]) if name in frame.columns else [None] * len(frame)
        for name in ("stance", "prompted", "uuid")
    }
    rows = zip(*(list(frame[name]) for name in _NEEDED), *optional.values(), strict=True)
    drafts: list[Draft] = []
    for number, (document, start, end, code, stance, prompted, given) in enumerate(rows):
        whole = texts[document]
        span = _checked(whole, start, end, number, document)
        payload: dict[str, Any] = {
            "document": document_ids[documents[document]].hex(),
            "start": span.start,
            "end": span.end,
            "code": codes[code],
            **coding_values(stance, prompted, where=f" (row {number})"),
        }
        own = None if _blank(given) else _given_id(given, number)
        drafts.append(Draft("coding.add", payload, {"quote": whole[span.start : span.end]}, own))
    return drafts


def _known_text(name: str, document_ids: Mapping[str, bytes], text: Callable[[str], str]) -> str:
    if name not in document_ids:
        raise UnknownNameError(f"There is no document «{name}» in the project.", name=name, near=sorted(document_ids))
    return text(name)


def _checked(whole: str, start: Any, end: Any, number: int, document: str) -> Span:
    try:
        span = Span(operator.index(start), operator.index(end))
    except (TypeError, ValueError):
        raise InputError(
            f"Row {number}: {start}–{end} is no stretch of {document}. Start must come before end."
        ) from None
    if span.end > len(whole) or trimmed(whole, span) is None:
        raise InputError(
            f"Row {number}: {start}–{end} holds no words of {document}, which is {len(whole)} code points long."
        )
    return span


def coding_values(stance: Any, prompted: Any, *, where: str = "") -> dict[str, Any]:
    """Stance and prompted as an event holds them; nothing where they are not given. Raises InputError."""
    values: dict[str, Any] = {}
    if not _blank(stance):
        if stance not in STANCES:
            raise InputError(f"«{stance}» is no stance{where}. Use one of {', '.join(STANCES)}, or none.")
        values["stance"] = stance
    if not _blank(prompted):
        if prompted not in (True, False):
            raise InputError(f"«{prompted}» is neither prompted nor unprompted{where}. Use True, False or none.")
        values["prompted"] = bool(prompted)
    return values


def _blank(value: Any) -> bool:
    return value is None or value is pd.NA or value != value or value == ""


def _given_id(given: Any, number: int) -> bytes:
    try:
        return given.bytes if isinstance(given, uuid.UUID) else id_bytes(str(given))
    except ValueError:
        raise InputError(f"Row {number}: «{given}» is not a UUID.") from None

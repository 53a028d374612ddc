"""State = fold, in the order of the log, of the events whose step is on. Pure: events in, rows of the tables out.

Every fold takes whatever set of events there is: an event that finds nothing to act on is void, never an error, since
refusals are for the command and a union of copies brings what no command would have let through.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from qualkit.store.events import Event, Json
from qualkit.store.lineage import Saw, in_line
from qualkit.store.structure import fold_structure

Rows = dict[str, list[Json]]

CODE_FIELDS = ("name", "definition", "include", "exclude", "example", "origin", "colour")
THEME_FIELDS = ("name", "concept", "description", "origin", "why")
#: The kinds of event that hold a coding against a removal that has not seen them.
HOLDS = ("coding.set", "memo.add", "memo.set")


def as_json(value: Any) -> str:
    """A list or mapping as a column: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _written(events: Iterable[Event], fields: Sequence[str]) -> Json:
    """Registers: the last write of each field in order."""
    shown: Json = {}
    for event in events:
        for part in (event.payload, event.words):
            shown.update({field: part[field] for field in fields if field in part})
    return shown


def fold_coding(events: Sequence[Event], saw: Saw = in_line) -> Rows:
    """One coding: its birth, then changes of stance, bounds and code, unless it was removed."""
    birth = next((event for event in events if event.kind == "coding.add"), None)
    if birth is None:
        return {}
    given = birth.payload["code"]
    row: Json = {
        "id": birth.id,
        "document": bytes.fromhex(birth.payload["document"]),
        "start": birth.payload["start"],
        "end": birth.payload["end"],
        "code": given,
        "given": given,
        "coder": birth.person,
        "stance": birth.payload.get("stance"),
        "prompted": birth.payload.get("prompted"),
        "born": birth.hlc,
        "at": birth.at,
    }
    if len(events) == 1:
        return {"coding": [row]}
    if any(not holding(events, removal, saw) for removal in events if removal.kind == "coding.remove"):
        return {}
    own = birth.id.hex()
    for event in events:
        if event.kind == "coding.set":
            row |= {key: event.payload[key] for key in ("start", "end", "stance", "prompted") if key in event.payload}
        elif event.kind == "coding.recode":
            row["code"] = event.payload["codings"].get(own, row["code"])
    return {"coding": [row]}


def holding(events: Iterable[Event], removal: Event, saw: Saw) -> list[Event]:
    """What keeps a coding in spite of a removal: notes and changes (not splits) that who removed it had not seen.

    Nothing coded is lost: what somebody wrote on a passage meanwhile outweighs another's taking it away.
    """
    return [event for event in events if event.kind in HOLDS and not saw(event, removal)]


def fold_document(events: Sequence[Event]) -> Rows:
    """One document and who said its turns. A turn is stored as [informant, start, end, milliseconds, label, digest]."""
    birth = next((event for event in events if event.kind == "document.add"), None)
    if birth is None:
        return {}
    labels = {event.payload["label"]: event.words.get("label") for event in events if event.kind == "document.label"}
    payload, words = birth.payload, birth.words
    said = [
        {
            "document": birth.id,
            "n": n,
            "informant": informant,
            "speaker": labels.get(label),
            "start": start,
            "end": end,
            "ms": ms,
        }
        for n, (informant, start, end, ms, label, _digest) in enumerate(payload["turns"], start=1)
    ]
    row = {
        "id": birth.id,
        # A document whose own name was erased is called by its id.
        "name": words.get("name") or birth.id.hex()[:8],
        "kind": payload["kind"],
        "fidelity": payload["fidelity"],
        "format": payload["format"],
        "attributes": as_json(words.get("attributes", {})),
        "repairs": as_json(payload["repairs"]),
        "sha256": words.get("sha256", ""),
        "shape": shape_of(payload["turns"]),
        "born": birth.hlc,
        "at": birth.at,
    }
    return {"document": [row], "said": said}


def shape_of(turns: Iterable[Sequence[Any]]) -> str:
    """The bounds of all turns as 32 signs. Two documents of one text have the same; hardly any two others do."""
    bounds = ";".join(f"{turn[1]}-{turn[2]}" for turn in turns)
    return hashlib.sha256(bounds.encode()).hexdigest()[:32]


def fold_read(events: Sequence[Event]) -> Rows:
    """One person's having read a document again."""
    rows = [
        {
            "id": event.id,
            "document": bytes.fromhex(event.payload["document"]),
            "coder": event.person,
            "born": event.hlc,
            "at": event.at,
        }
        for event in events
    ]
    return {"read": rows[:1]} if rows else {}


def fold_aside(events: Sequence[Event]) -> Rows:
    """What has been set aside: the last that was said of it. Nothing where it was brought back."""
    last = events[-1] if events else None
    if last is None or not last.kind.endswith(".aside"):
        return {}
    row = {
        "id": last.payload["aside"],
        "noun": last.kind.removesuffix(".aside"),
        "codes": as_json(last.payload["codes"]),
        "until": last.payload["until"],
        "coder": last.person,
        "why": last.words.get("reason", ""),
        "event": last.id,
        "born": last.hlc,
        "at": last.at,
    }
    return {"aside": [row]}


def fold_memo(events: Sequence[Event]) -> Rows:
    """One memo: its birth, later wordings, until a removal."""
    birth = next((event for event in events if event.kind == "memo.add"), None)
    if birth is None or any(event.kind == "memo.remove" for event in events):
        return {}
    shown = _written(events, ("kind", "text"))
    row = {
        "id": birth.id,
        "about": birth.payload["about"][0],
        "about_id": birth.payload["about"][1],
        "kind": shown.get("kind", ""),
        "text": shown.get("text", ""),
        "coder": birth.person,
        "born": birth.hlc,
        "at": birth.at,
    }
    return {"memo": [row]}


def fold_informant(events: Sequence[Event]) -> Rows:
    """One code of the register: a row for each date a role began; the last write of each row stands.

    Of one who has withdrawn only that remains.
    """
    rows: dict[str, Json] = {}
    for event in events:
        if event.kind == "informant.erase":
            return {"erased": [{"id": event.payload["informant"], "person": event.person, "at": event.at}]}
        since = event.payload.get("since", "")
        first = rows.get(since)
        rows[since] = {
            "id": event.payload["informant"],
            "since": since,
            "role": event.payload.get("role", ""),
            "group": event.payload.get("group", ""),
            "printed_role": event.payload.get("printed_role", ""),
            "name": event.words.get("name", ""),
            "attributes": as_json(event.words.get("attributes", {})),
            # The register keeps the order in which people were first written into it.
            "born": first["born"] if first else event.hlc,
        }
    return {"informant": list(rows.values())} if rows else {}


def fold_code(events: Sequence[Event]) -> Rows:
    """The fields of one code; where it stands is the structure's. Nothing without a birth that is on."""
    birth = next((event for event in events if event.kind == "code.birth"), None)
    if birth is None:
        return {}
    shown = _written(events, (*CODE_FIELDS, "retired"))
    row = {field: shown.get(field, "") for field in CODE_FIELDS}
    return {"code": [{"id": birth.payload["code"], **row, "retired": bool(shown.get("retired", False))}]}


def fold_theme(events: Sequence[Event]) -> Rows:
    """The fields of one theme, with the codes it gathers."""
    birth = next((event for event in events if event.kind == "theme.birth"), None)
    if birth is None:
        return {}
    shown = _written(events, (*THEME_FIELDS, "questions", "codes"))
    row = {field: shown.get(field, "") for field in THEME_FIELDS}
    lists = {field: as_json(shown.get(field, [])) for field in ("questions", "codes")}
    return {"theme": [{"id": birth.payload["theme"], **row, **lists, "born": birth.hlc}]}


def fold_settings(events: Sequence[Event]) -> Rows:
    """The project's own settings (approach, codebook, version …): the last write of each."""
    shown: dict[str, str] = {}
    for event in events:
        shown |= {key: value for key, value in {**event.payload, **event.words}.items() if isinstance(value, str)}
    shown.pop("reason", None)
    return {"setting": [{"id": key, "value": shown[key]} for key in sorted(shown)]} if shown else {}


def fold_places(events: Sequence[Event]) -> Rows:
    """The structure cell as rows: parent and merged-into of every code and theme."""
    places = fold_structure(events).places
    rows = [
        {"id": key, "parent": place.parent, "merged": place.merged, "source": place.source}
        for key, place in sorted(places.items())
    ]
    return {"place": rows} if rows else {}


FOLDS: Mapping[str, Callable[[Sequence[Event]], Rows]] = {
    "coding": fold_coding,
    "document": fold_document,
    "memo": fold_memo,
    "read": fold_read,
    "aside": fold_aside,
    "informant": fold_informant,
    "code": fold_code,
    "theme": fold_theme,
    "project": fold_settings,
    "structure": fold_places,
}


def fold_cell(noun: str, events: Sequence[Event], saw: Saw = in_line) -> Rows:
    """The rows that one cell gives. Only a coding asks who had seen what."""
    return fold_coding(events, saw) if noun == "coding" else FOLDS[noun](events)


#: The tables each noun's cell owns, with the column that holds the cell's id; None where the cell owns the table.
TABLES: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "coding": (("coding", "id"),),
    "document": (("document", "id"), ("said", "document")),
    "memo": (("memo", "id"),),
    "read": (("read", "id"),),
    "aside": (("aside", "id"),),
    "informant": (("informant", "id"), ("erased", "id")),
    "code": (("code", "id"),),
    "theme": (("theme", "id"),),
    "project": (("setting", None),),
    "structure": (("place", None),),
}

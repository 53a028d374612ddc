"""Registers: one field of one thing. Every event is some writes; the last in order is shown.

Where copies were worked in apart, several writes may be *maximal*, seen by no other. If these differ, somebody who has
seen them all should say which it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from qualkit.store.events import Event
from qualkit.store.fold import CODE_FIELDS, THEME_FIELDS, as_json
from qualkit.store.lineage import Saw


class Register(NamedTuple):
    """A field of a thing: (noun, id, field). `since` in the id of an informant is the day of that row."""

    noun: str
    id: str
    field: str


class Write(NamedTuple):
    """What an event wrote there."""

    event: Event
    value: Any


def writes_of(event: Event) -> Iterator[tuple[Register, Any]]:
    """What an event writes in which register. Nothing, where it was erased."""
    if not event.erased:
        yield from _WRITES.get(event.kind, _nothing)(event)


def conflicts(events: Iterable[Event], saw: Saw) -> dict[Register, list[Write]]:
    """The registers with several maximal writes that differ: these writes, in order."""
    writes: dict[Register, list[Write]] = defaultdict(list)
    for event in events:
        for register, value in writes_of(event):
            writes[register].append(Write(event, value))
    found: dict[Register, list[Write]] = {}
    for register, all_of_it in writes.items():
        if len({as_json(write.value) for write in all_of_it}) < 2:
            continue
        top = _maximal(all_of_it, saw)
        if len({as_json(write.value) for write in top}) > 1:
            found[register] = top
    return found


def _maximal(writes: Sequence[Write], saw: Saw) -> list[Write]:
    """The writes that no other has seen. Whatever any has seen, one of these has: so only these need be asked."""
    top: list[Write] = []
    for one in reversed(writes):
        if not any(saw(one.event, other.event) for other in top):
            top.insert(0, one)
    return top


def _nothing(event: Event) -> Iterator[tuple[Register, Any]]:
    yield from ()


def _fields(noun: str, key: str, fields: Iterable[str]) -> Callable[[Event], Iterator[tuple[Register, Any]]]:
    wanted = tuple(fields)

    def written(event: Event) -> Iterator[tuple[Register, Any]]:
        for part in (event.payload, event.words):
            for field in wanted:
                if field in part:
                    yield Register(noun, event.payload[key], field), part[field]

    return written


def _code_birth(event: Event) -> Iterator[tuple[Register, Any]]:
    yield from _fields("code", "code", CODE_FIELDS)(event)
    yield Register("code", event.payload["code"], "parent"), event.payload.get("parent")


def _parent(event: Event) -> Iterator[tuple[Register, Any]]:
    yield Register("code", event.payload["code"], "parent"), event.payload.get("parent")


def _merged(event: Event) -> Iterator[tuple[Register, Any]]:
    yield Register("code", event.payload["code"], "merged into"), event.payload["into"]


def _recoded(event: Event) -> Iterator[tuple[Register, Any]]:
    for coding, code in event.payload["codings"].items():
        yield Register("coding", coding, "code"), code


def _register_row(event: Event) -> Iterator[tuple[Register, Any]]:
    own = f"{event.payload['informant']} {event.payload.get('since', '')}".strip()
    for field in ("role", "group", "printed_role"):
        yield Register("informant", own, field), event.payload.get(field, "")
    yield Register("informant", own, "name"), event.words.get("name", "")
    yield Register("informant", own, "attributes"), event.words.get("attributes", {})


def _setting(event: Event) -> Iterator[tuple[Register, Any]]:
    for part in (event.payload, event.words):
        for field, value in part.items():
            if field not in ("reason", "present"):
                yield Register("project", "", field), value


def _switched(event: Event) -> Iterator[tuple[Register, Any]]:
    for step in event.payload["steps"]:
        yield Register("step", step, "on"), event.payload["on"]


def _coding_set(event: Event) -> Iterator[tuple[Register, Any]]:
    yield from _fields("coding", "coding", ("stance", "prompted"))(event)
    if "start" in event.payload or "end" in event.payload:
        bounds = [event.payload.get("start"), event.payload.get("end")]
        yield Register("coding", event.payload["coding"], "bounds"), bounds


def _aside(event: Event) -> Iterator[tuple[Register, Any]]:
    # `pair.back` has no `until`: the pair is in sight.
    noun, _dot, _act = event.kind.partition(".")
    yield Register(noun, event.payload["aside"], "until"), event.payload.get("until", "in sight")


_THEME = (*THEME_FIELDS, "questions", "codes")
_WRITES: dict[str, Callable[[Event], Iterator[tuple[Register, Any]]]] = {
    "code.birth": _code_birth,
    "code.set": _fields("code", "code", (*CODE_FIELDS, "retired")),
    "code.move": _parent,
    "code.merge": _merged,
    "theme.birth": _fields("theme", "theme", _THEME),
    "theme.set": _fields("theme", "theme", _THEME),
    "coding.set": _coding_set,
    "coding.recode": _recoded,
    "pair.aside": _aside,
    "pair.back": _aside,
    "memo.set": _fields("memo", "memo", ("text", "kind")),
    "informant.set": _register_row,
    "project.set": _setting,
    "switch": _switched,
}

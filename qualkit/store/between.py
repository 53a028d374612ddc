"""What was done to the codebook between two moments of the log: by whom, when, why, and who took part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from qualkit.codebook import Net
from qualkit.store.events import Event
from qualkit.store.kinds import KINDS, STRUCTURE
from qualkit.store.moments import Moment, left_on, written_by
from qualkit.store.read import CODEBOOK_KINDS, codebook_of
from qualkit.store.structure import fold_structure


@dataclass(frozen=True, slots=True)
class Done:
    """One step that had a part in a change. `how` is "" where the change was made, `undone` where it was taken back
    and `redone` where it was brought back; coder, at (ISO), why and present are then those of the undo or redo."""

    coder: str
    at: str
    why: str
    present: tuple[str, ...]
    how: str
    step: str


@dataclass(frozen=True, slots=True)
class _Act:
    """An event that makes a difference between the two moments, and the event by which it came to: itself, or the
    switch that turned its step off or on."""

    event: Event
    by: Event
    how: str


class Between:
    """The codebook at two moments, `old` and `new`, and what was done in between."""

    def __init__(self, then: Sequence[Event], now: Sequence[Event]) -> None:
        before, after = _by_id(left_on(then)), _by_id(left_on(now))
        self.old, self.new = codebook_of(before.values()), codebook_of(after.values())
        self._signed = {event.step: event for event in reversed(now) if _is_signed(event)}
        self._acts: dict[tuple[str, str], list[_Act]] = defaultdict(list)
        for act in sorted(_acts(then, now, before, after), key=lambda act: (act.by.order, act.event.order)):
            for noun in ("code", "theme"):
                if noun in act.event.payload:
                    self._acts[noun, act.event.payload[noun]].append(act)

    def done(self, net: Net) -> tuple[Done, ...]:
        """The steps that had a part in a change, in the order in which they were made, each once."""
        steps: dict[bytes, _Act] = {}
        for act in sorted(self._of(net), key=lambda act: act.by.order):
            if _has_part(act, net):
                steps.setdefault(act.by.step, act)
        return tuple(map(self._done, steps.values()))

    def _of(self, net: Net) -> Iterator[_Act]:
        yield from self._acts[net.noun, net.id]
        here = net.id
        while net.kind == "merge" and here in self.new.merged:
            here = self.new.merged[here]
            yield from self._acts["code", here]

    def _done(self, act: _Act) -> Done:
        by = act.by
        signed = by if by.kind == "switch" else self._signed.get(by.step, by)
        present = tuple(signed.payload.get("present", ()))
        return Done(by.person, by.at, signed.words.get("reason", ""), present, act.how, by.step.hex())


def between(connection: Connection, start: Moment, end: Moment) -> Between:
    """What was done from one moment to the other."""
    then, now = (written_by(connection, moment, kinds=CODEBOOK_KINDS) for moment in (start, end))
    return Between(then, now)


def _by_id(events: Iterable[Event]) -> dict[bytes, Event]:
    """Of two events with one id (sent again) the first is the one that is folded."""
    found: dict[bytes, Event] = {}
    for event in events:
        found.setdefault(event.id, event)
    return found


def _is_signed(event: Event) -> bool:
    return event.kind != "switch" and ("reason" in event.words or "present" in event.payload)


def _acts(
    then: Sequence[Event], now: Sequence[Event], before: Mapping[bytes, Event], after: Mapping[bytes, Event]
) -> Iterator[_Act]:
    """Events that are on at one of the moments and not at the other, or were written in between.

    What is on before and was not seen after (two versions of a log with forks) was undone by nobody, and is not told.
    """
    known = {event.id for event in then}
    switched = {
        bytes.fromhex(step): event
        for event in now
        if event.kind == "switch" and event.id not in known
        for step in event.payload["steps"]
    }
    void = _void(after.values())
    for event in after.values():
        if event.id in before or event.id in void:
            continue
        if event.id not in known:
            yield _Act(event, event, "")
        elif event.step in switched:
            yield _Act(event, switched[event.step], "redone")
    void = _void(before.values())
    for event in before.values():
        if event.id not in after and event.id not in void and event.step in switched:
            yield _Act(event, switched[event.step], "undone")


def _void(events: Iterable[Event]) -> set[bytes]:
    """The moves and merges that found nothing to act on, or would have closed a loop."""
    whole = [event for event in events if not event.erased and STRUCTURE in KINDS[event.kind].cells(event)]
    return {event.id for event in fold_structure(whole).void}


def _has_part(act: _Act, net: Net) -> bool:
    """True where an event about a code or theme had a part in this change of it."""
    kind = act.event.kind.partition(".")[2]
    written = {**act.event.payload, **act.event.words}
    if net.kind in ("create", "split"):
        only_retired = kind == "set" and set(written) <= {"code", "retired", "reason", "present"}
        return act.how != "undone" and kind in ("birth", "set", "move") and not only_retired
    if net.kind == "drop":
        return kind == "birth" and act.how == "undone"
    if net.kind in ("merge", "unmerge"):
        return kind == "merge" and (act.how == "undone") == (net.kind == "unmerge")
    if net.kind == "move":
        return kind == "move"
    field = {"rename": "name", "retire": "retired", "revive": "retired", "join": "codes", "leave": "codes"}
    return kind == "set" and field.get(net.kind, net.field) in written

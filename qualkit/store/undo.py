"""Which step an undo or redo means, and which later steps lean on it.

An undo is a switch, not an inverse: an undone step is as if it had not happened, at its own place in the order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select, tuple_

from qualkit.errors import DependantsError, RefusedError
from qualkit.store.events import Event
from qualkit.store.fold import holding
from qualkit.store.history import step_rows
from qualkit.store.kinds import BORN_BY_ONE, ERASURES, KINDS, STRUCTURE, Cell
from qualkit.store.lineage import Lineage
from qualkit.store.projection import EVENT_COLUMNS, choose, live_events, read_event
from qualkit.store.schema import document
from qualkit.store.schema import event as event_table
from qualkit.store.schema import touch as touch_table
from qualkit.store.structure import fold_structure

ANYONE = "*"
#: Up to so many ids are looked for by the database.
_FEW = 20


@dataclass(frozen=True, slots=True)
class StepName:
    """Enough of a step to speak of it."""

    id: bytes
    person: str
    at: str
    what: str

    def __str__(self) -> str:
        return f"{self.person or 'somebody'}: {self.what} ({self.at[:16].replace('T', ' ')}, step {self.id.hex()[:8]})"


def _steps() -> list[Any]:
    """What makes an event part of a step: it is no switch, and nothing was erased in the same act."""
    return [event_table.c.kind != "switch", event_table.c.step.not_in(_erasing())]


def _erasing() -> Any:
    """The steps that cannot be undone."""
    return select(event_table.c.step).where(event_table.c.kind.in_(ERASURES))


def _of(whose: str) -> list[Any]:
    return [] if whose == ANYONE else [event_table.c.person == whose]


def last_on_step(connection: Connection, whose: str) -> bytes:
    """The last step in the order of the log that is on and was made by `whose`. RefusedError where there is none."""
    query = (
        select(event_table.c.step)
        # What was erased cannot be taken back any more than it can be brought back.
        .where(event_table.c.live, event_table.c.payload.is_not(None), *_steps(), *_of(whose))
        .order_by(event_table.c.hlc.desc(), event_table.c.id.desc())
        .limit(1)
    )
    step = connection.execute(query).scalar()
    if step is None:
        who = "" if whose == ANYONE else f" of {whose or 'nobody named'}"
        raise RefusedError(f"There is no step{who} to undo.")
    return bytes(step)


def last_off_steps(connection: Connection, whose: str) -> tuple[list[bytes], bool]:
    """The steps that the latest undo of `whose` steps took back together, if they are still off; and whether nothing at
    all has been done or taken back since, so that to redo them is only to stand where one stood.

    RefusedError where there is none, or where `whose` has made a new step since.
    """
    switches = (
        select(*EVENT_COLUMNS)
        .where(event_table.c.kind == "switch")
        .order_by(event_table.c.hlc.desc(), event_table.c.id.desc())
    )
    settled: set[str] = set()
    passed_over = False
    for row in connection.execute(switches):
        switch = read_event(row)
        steps = [step for step in switch.payload["steps"] if step not in settled]
        settled.update(steps)
        if switch.payload["on"] or not steps:
            continue
        if whose not in (ANYONE, _step(connection, bytes.fromhex(steps[0])).person):
            passed_over = True
            continue
        if _made_since(connection, whose, switch):
            raise RefusedError(
                "A new step has been made since the last undo, so there is no one step to redo. Name it: redo(step=…); "
                "the history lists the steps that are off."
            )
        in_turn = not passed_over and not _made_since(connection, ANYONE, switch)
        return [bytes.fromhex(step) for step in steps], in_turn
    raise RefusedError("There is nothing to redo.")


def _made_since(connection: Connection, whose: str, switch: Event) -> bool:
    order = tuple_(event_table.c.hlc, event_table.c.id)
    later = select(event_table.c.seq).where(order > tuple_(*switch.order), event_table.c.live, *_steps(), *_of(whose))
    return connection.execute(later.limit(1)).first() is not None


def _step(connection: Connection, step: bytes) -> StepName:
    return _named_steps(connection, [step])[0]


def step_id(connection: Connection, given: str, *, on: bool) -> bytes:
    """A step by its id, or the beginning of one (four signs at least), as written in the history.

    RefusedError where there is none, several, or it is not on (off) already.
    """
    shown = given.replace("-", "").casefold()
    if not re.fullmatch("[0-9a-f]{4,32}", shown):
        raise RefusedError(f"«{given}» is not the id of a step. The history lists them.")
    first, last = (bytes.fromhex(shown.ljust(32, sign)) for sign in "0f")
    lives: dict[bytes, set[bool]] = defaultdict(set)
    query = select(event_table.c.step, event_table.c.live).distinct()
    for step, live in connection.execute(query.where(event_table.c.step.between(first, last), *_steps())):
        lives[step].add(live)
    if len(lives) != 1:
        how_many = f"{len(lives)} steps begin with" if lives else "There is no step"
        raise RefusedError(f"{how_many} {given}. The history lists them.")
    step = next(iter(lives))
    if on not in lives[step]:
        raise RefusedError(f"The step {given} is {'undone' if on else 'on'} already.")
    return step


def dependants(connection: Connection, steps: Sequence[bytes]) -> list[StepName]:
    """Every step that is on and leans on one of these, directly or through another, oldest first."""
    gone = set(steps)
    kept = set(connection.execute(_erasing()).scalars())
    found: dict[bytes, None] = {}
    # The steps just added; only what they bore can bring new dependants.
    fresh = set(steps)
    while fresh:
        leaning = _naming(connection, fresh, gone) | _voided(connection, gone)
        fresh = leaning - gone - kept
        gone |= fresh
        found.update(dict.fromkeys(fresh))
    return _named_steps(connection, found)


def _named_steps(connection: Connection, steps: Iterable[bytes]) -> list[StepName]:
    rows = step_rows(connection, event_table.c.step.in_(choose(connection, steps)), event_table.c.kind != "switch")
    return [StepName(bytes.fromhex(row["step"]), row["coder"], row["at"], row["what"]) for row in rows]


def _events_of(connection: Connection, steps: Iterable[bytes]) -> list[Event]:
    query = select(*EVENT_COLUMNS).where(
        event_table.c.step.in_(choose(connection, steps)), event_table.c.kind != "switch"
    )
    return [event for row in connection.execute(query) if not (event := read_event(row)).erased]


def _naming(connection: Connection, steps: set[bytes], gone: set[bytes]) -> set[bytes]:
    """Steps that name a thing these steps gave birth to. Whoever names a thing has seen it, so comes later."""
    own = _events_of(connection, steps)
    born = {cell for event in own for cell in KINDS[event.kind].births(event)}
    born = {cell for cell in born if not _born_elsewhere(connection, cell, gone)}
    if not born:
        return set()
    first = min(event.order for event in own)
    later = select(*EVENT_COLUMNS).where(
        event_table.c.kind != "switch", tuple_(event_table.c.hlc, event_table.c.id) > tuple_(*first)
    )
    if len(born) <= _FEW:
        # The database looks through 50,000 payloads faster than we parse them.
        later = later.where(or_(*(event_table.c.payload.contains(cell.name, autoescape=True) for cell in born)))
    return {
        event.step
        for event in live_events(connection, later)
        if not event.erased and event.step not in gone and not born.isdisjoint(KINDS[event.kind].names(event))
    }


def _born_elsewhere(connection: Connection, cell: Cell, gone: set[bytes]) -> bool:
    """Whether a code or theme is there without these steps too: two copies may have taken in the same codebook."""
    if cell.noun in BORN_BY_ONE:
        return False
    return any(
        event.step not in gone and cell in KINDS[event.kind].births(event) for event in _touching(connection, cell)
    )


def _touching(connection: Connection, cell: Cell) -> Iterable[Event]:
    """The events that are on and write in a cell (other than by bearing it with their own id), in order."""
    query = select(*EVENT_COLUMNS).join(touch_table, touch_table.c.seq == event_table.c.seq)
    return live_events(connection, query.where(touch_table.c.cell == cell.key))


def structure_events(connection: Connection) -> list[Event]:
    """Births, moves and merges that are on, in order."""
    return list(_touching(connection, STRUCTURE))


def _voided(connection: Connection, gone: set[bytes]) -> set[bytes]:
    """Steps whose move or merge takes effect now and would not with these off."""
    events = structure_events(connection)
    if not any(event.step in gone for event in events):
        return set()
    void_now = {event.id for event in fold_structure(events).void}
    left = [event for event in events if event.step not in gone]
    return {event.step for event in fold_structure(left).void if event.id not in void_now}


def refuse_dependants(connection: Connection, steps: Sequence[bytes]) -> None:
    """Raise DependantsError, naming them, where later steps lean on these."""
    leaning = dependants(connection, steps)
    if leaning:
        named = "; ".join(map(str, leaning[:5])) + ("; …" if len(leaning) > 5 else "")
        raise DependantsError(
            f"This cannot be undone alone: {len(leaning)} later step(s) build on it: {named}. Undo those first, or "
            "all together with with_dependants=True.",
            steps=[one.id.hex() for one in leaning],
        )


def refuse_redo(connection: Connection, steps: Sequence[bytes]) -> None:
    """Raise RefusedError where a redo would find nothing to act on, or would make a step that is on void."""
    own = _events_of(connection, steps)
    born = {cell for event in own for cell in KINDS[event.kind].births(event)}
    named = {cell for event in own for cell in KINDS[event.kind].names(event)} - born
    missing = [cell for cell in sorted(named) if not _is_born(connection, cell)]
    if missing:
        raise RefusedError(
            f"This cannot be redone alone: the {missing[0].noun} it is about is undone too. Redo that step first."
        )
    on = structure_events(connection)
    again = sorted([*on, *(event for event in own if STRUCTURE in KINDS[event.kind].cells(event))], key=_order)
    void_now = {event.id for event in fold_structure(on).void}
    void_then = [event for event in fold_structure(again).void if event.id not in void_now]
    if any(event.step in steps for event in void_then):
        raise RefusedError("This cannot be redone now: later changes of the codebook leave it without effect.")
    if void_then:
        raise RefusedError(
            f"This cannot be redone now: {_step(connection, void_then[0].step)} would no longer take effect. Undo that "
            "step first."
        )
    _refuse_taken_names(connection, own)
    _refuse_held_removals(connection, own)


def _refuse_taken_names(connection: Connection, own: Sequence[Event]) -> None:
    """A document's name may have been given to another while its step was off."""
    for event in own:
        name = event.words.get("name") if event.kind == "document.add" else None
        if name is not None and connection.execute(select(document.c.id).where(document.c.name == name)).first():
            raise RefusedError(f"This cannot be redone now: another document called {name} has been added since.")


def _refuse_held_removals(connection: Connection, own: Sequence[Event]) -> None:
    """A coding that was changed or written about by who had not seen its removal would stay all the same."""
    lineage = Lineage(connection)
    for event in own:
        if event.kind != "coding.remove":
            continue
        if holding(_touching(connection, Cell("coding", event.payload["coding"])), event, lineage.saw):
            raise RefusedError("This cannot be redone: the coding was changed or noted since. Remove it anew instead.")


def _order(event: Event) -> tuple[int, bytes]:
    return event.order


def _is_born(connection: Connection, cell: Cell) -> bool:
    """True where an event that is on gave birth to the thing."""
    if cell.noun in BORN_BY_ONE:
        born = select(event_table.c.id).where(event_table.c.id == cell.key, event_table.c.live)
        return connection.execute(born).first() is not None
    # Whoever is in the register is there, by any of their rows.
    return any(
        cell.noun == "informant" or cell in KINDS[event.kind].births(event) for event in _touching(connection, cell)
    )

"""What working apart leaves: two people did something to one thing, and neither had seen what the other did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import select

from qualkit.store.events import Event
from qualkit.store.fold import as_json, holding
from qualkit.store.kinds import BORN_BY_ONE, ERASURES, KINDS, Cell
from qualkit.store.projection import EVENT_COLUMNS, read_event
from qualkit.store.registers import Register, Write, conflicts
from qualkit.store.review_entries import Found, Looking, by_key, day, found, listed, passages, who
from qualkit.store.schema import event as table

#: What a field is called, and what writing it is, where its own name says little.
_SAID = {
    "parent": "where it stands",
    "merged into": "what it is read as",
    "on": "undone or not",
    "code": "what it was split off to",
    "until": "set aside",
}
_WROTE = {"parent": "moved it to", "merged into": "merged it into", "on": "left it", "code": "split it off to"}
#: What settles a field that was written apart, by noun and field, or by noun.
_CURES = {
    "code name": "Rename it to settle it",
    "code parent": "Move it to settle it",
    "code merged into": "Undo one of the two to settle it",
    "code retired": "Retire or revive it to settle it",
    "code": "Redefine it to settle it",
    "coding": "Split it off anew to settle it, or take this off the list as it is",
    "step": "Undo or redo it to settle it",
    "pair": "Set it aside anew or bring it back to settle it",
    "informant": "Add the register again to settle it",
}
_CURE = "Write it again to settle it, or take this off the list as it is"

#: What somebody did to a thing whose making was undone meanwhile.
_DID = {
    "code.birth": "put a code under it",
    "code.set": "changed it",
    "code.move": "moved it or put a code under it",
    "code.merge": "merged it",
    "theme.birth": "gathered it in a theme",
    "theme.set": "changed the theme",
    "coding.set": "changed it",
    "coding.recode": "split it off",
    "memo.add": "wrote a memo on it",
    "memo.set": "changed it",
    "document.read": "read it again",
}


def entries(looking: Looking) -> Iterator[Found]:
    """All of them."""
    yield from _fields(looking)
    yield from _coded(looking)
    yield from _removals(looking)
    yield from _stances(looking)
    yield from _built_on_undone(looking)
    yield from _erased(looking)


# Fields


def _fields(looking: Looking) -> Iterator[Found]:
    """Registers with several values that nobody has seen together."""
    for register, top in conflicts(looking.events, looking.saw).items():
        if _is_gone(looking, register):
            continue
        name = _called(looking, register)
        values = [_value(looking, register, write) for write in top]
        verb = _WROTE.get(register.field, "wrote")
        wrote = listed([f"{who(one.event)} {verb} {value}" for one, value in zip(top, values, strict=True)])
        cure = _CURES.get(f"{register.noun} {register.field}") or _CURES.get(register.noun) or _CURE
        field = _SAID.get(register.field, register.field.replace("_", " "))
        what = f"{name}, {field}: {wrote}, apart from each other. {values[-1]} is shown. {cure}."
        shown = looking.place(register.id) if register.noun == "coding" else _bare(name)
        behind, bare = [write.event for write in top], [_bare(value) for value in values]
        yield found("field", register.noun, shown, what, of=register, behind=behind, field=register.field, values=bare)


def _bare(name: str) -> str:
    """A name without its «», or a pair of names as it is."""
    name = name.removeprefix("The pair ")
    return name[1:-1] if name.startswith("«") and name.find("»") == len(name) - 1 else name


def _is_gone(looking: Looking, register: Register) -> bool:
    """Whether the thing is not there any more: what was written of it is of no matter."""
    if register.noun == "coding":
        return bytes.fromhex(register.id) not in looking.codings
    if register.noun == "code":
        return register.id not in looking.book and register.id not in looking.book.merged
    return register.noun == "theme" and all(theme.id != register.id for theme in looking.book.themes)


def _called(looking: Looking, register: Register) -> str:
    if register.noun == "pair":
        return f"The pair {listed([looking.code(code) for code in register.id.split(':')[1:]])}"
    calls = {"code": looking.code, "theme": looking.theme, "coding": looking.passage, "step": looking.step}
    called = calls.get(register.noun)
    return called(register.id) if called else register.id or "The project"


def _value(looking: Looking, register: Register, write: Write) -> str:
    value = write.value
    if register.noun == "step":
        return "on" if value else "undone"
    if register.field in ("parent", "merged into", "code") and isinstance(value, str):
        return looking.code(value)
    if register.field == "codes" and isinstance(value, list):
        return listed([looking.code(code) for code in value]) or "nothing"
    if value is None or value == "":
        return "the top" if register.field == "parent" else "nothing"
    return f"«{value}»" if isinstance(value, str) else as_json(value)


# Passages coded meanwhile


def _coded(looking: Looking) -> Iterator[Found]:
    """Passages coded with a code that another merged, retired or split without having seen them."""
    acts = _acts(looking)
    met: dict[bytes, list[Event]] = defaultdict(list)
    for event in looking.events if acts else ():
        # Only what still stands there: recoded or taken away, it is settled.
        if event.kind == "coding.add" and looking.codings.get(event.id) in acts:
            own = acts[looking.codings[event.id]]
            for act in own:
                again = (one for one in own if one.kind == act.kind and looking.saw(act, one))
                if looking.apart(act, event) and not any(looking.saw(event, one) for one in again):
                    met[act.id].append(event)
    for code, own in acts.items():
        for act in own:
            if met[act.id]:
                yield _coded_with(looking, code, act, met[act.id])


def _acts(looking: Looking) -> Mapping[str, list[Event]]:
    """Merges, retirements that stand, and splits, by the code they are about."""
    acts: dict[str, list[Event]] = defaultdict(list)
    for event in looking.events:
        payload = event.payload
        merges = event.kind == "code.merge" and payload["code"] in looking.book.merged
        retires = event.kind == "code.set" and payload.get("retired") is True
        if merges or (retires and payload["code"] in looking.book and looking.book[payload["code"]].retired):
            acts[payload["code"]].append(event)
        elif event.kind == "code.birth" and payload.get("from"):
            acts[payload["from"]].append(event)
    return acts


def _coded_with(looking: Looking, code: str, act: Event, codings: list[Event]) -> Found:
    name, many = looking.code(code), len(codings)
    they, stand = ("It", "stands") if many == 1 else ("They", "stand")
    if act.kind == "code.merge":
        into = looking.code(looking.book.read_as(code))
        kind, did = "merged", f"merged it into {looking.code(act.payload['into'])}"
        then = f"{they} {'is' if many == 1 else 'are'} read as {into}, until the merge is undone."
    elif act.kind == "code.set":
        kind, did = "retired", "retired it"
        then = f"{they} {stand} under a code that is out of use, and count. Revive it, or split them off."
    else:
        kind, did = "split", f"split {looking.code(act.payload['code'])} off it"
        then = f"{they} {stand} under {name}: a split moves only what it names. See which of the two they belong to."
    what = f"{who(codings)} coded {passages(many)} with {name} while {who(act)} {did} ({day(act)}). {then}"
    notice = kind == "merged"
    return found(kind, "code", name.strip("«»"), what, of=[act.id.hex()], behind=[act, *codings], notice=notice)


# Passages taken away meanwhile


def _removals(looking: Looking) -> Iterator[Found]:
    """Codings taken away by one and written about, changed or split off by another."""
    removals = by_key((one.payload["coding"], one) for one in looking.events if one.kind == "coding.remove")
    cells: dict[str, list[Event]] = defaultdict(list)
    for event in looking.events if removals else ():
        for coding in _codings_of(event):
            if coding in removals:
                cells[coding].append(event)
    for coding, own in removals.items():
        kept = [one for removal in own for one in holding(cells[coding], removal, looking.saw)]
        split = [one for one in cells[coding] if one.kind == "coding.recode"]
        split = [one for one in split if any(looking.apart(one, removal) for removal in own)]
        name = looking.passage(coding)
        where = looking.place(coding)
        if bytes.fromhex(coding) in looking.codings:
            did = "wrote a memo on it" if any(one.kind.startswith("memo.") for one in kept) else "changed it"
            what = (
                f"{who(own)} took away a coding, {name}, while {who(kept)} {did}. It stays. If it is to go, take it "
                "away again."
            )
            yield found("held", "coding", where, what, of=[coding], behind=[*own, *kept])
        elif split:
            to = looking.code(split[-1].payload["codings"][coding])
            what = (
                f"{who(own)} took away a coding, {name}, while {who(split)} split it off to {to}. It is gone. If the "
                f"removal is undone, it comes back under {to}."
            )
            yield found("removed", "coding", where, what, of=[coding], behind=[*own, *split], notice=True)


def _codings_of(event: Event) -> Iterator[str]:
    """The codings an event writes on."""
    if event.erased:
        return
    if event.kind in ("coding.set", "coding.remove"):
        yield event.payload["coding"]
    elif event.kind == "coding.recode":
        yield from event.payload["codings"]
    elif event.kind.startswith("memo.") and event.payload.get("about", [""])[0] == "coding":
        yield event.payload["about"][1]


def _stances(looking: Looking) -> Iterator[Found]:
    """One passage coded twice by one person, in two copies, with different stances."""
    same: dict[tuple[Any, ...], list[Event]] = defaultdict(list)
    for event in looking.events:
        if event.kind == "coding.add" and event.payload.get("stance") and event.id in looking.codings:
            at, code = event.payload, looking.book.read_as(looking.codings[event.id])
            same[looking.document(at["document"]), at["start"], at["end"], code, event.person].append(event)
    for where, codings in same.items():
        for one, other in combinations(codings, 2):
            values = one.payload["stance"], other.payload["stance"]
            if values[0] != values[1] and looking.apart(one, other):
                key = one.id.hex()
                what = (
                    f"{who(one)} coded {looking.passage(key)} with {looking.code(where[3])} in two copies: as "
                    f"{values[0]}, and as {values[1]}, which is shown. Take the coding away and code it anew, or take "
                    "this off the list."
                )
                of, place = [key, other.id.hex()], looking.place(key)
                yield found("field", "coding", place, what, of=of, behind=[one, other], field="stance", values=values)


# What was built on something that was undone meanwhile


def _built_on_undone(looking: Looking) -> Iterator[Found]:
    """Changes of a thing whose making somebody undid without having seen them. Passages are another matter: a code or
    document that has any is withdrawn, not gone."""
    born = _undone_births(looking)
    built: dict[Cell, list[Event]] = defaultdict(list)
    for event in looking.events if born else ():
        if event.kind in _DID and not event.erased:
            for cell in dict.fromkeys(KINDS[event.kind].names(event)):
                if cell in born:
                    built[cell].append(event)
    for cell, events in built.items():
        undone = looking.undone_by(born[cell])
        apart = [event for event in events if any(looking.apart(event, switch) for switch in undone)]
        if apart:
            name = _thing(looking, cell)
            did = listed(list(dict.fromkeys(_DID[event.kind] for event in apart)))
            step = born[cell][0].step.hex()[:8]
            what = (
                f"{who(undone)} undid the making of {name}, while {who(apart)} {did}. That has no effect as long as it "
                f"is undone. Redo that step ({step}) if it is wanted."
            )
            shown = looking.place(cell.name) if cell.noun == "coding" else _bare(name)
            yield found("void", cell.noun, shown, what, of=cell, behind=[*undone, *apart])


def _undone_births(looking: Looking) -> dict[Cell, list[Event]]:
    """What is born by steps that are off, and by none that is on."""
    kinds = [kind for kind, about in KINDS.items() if kind in (*BORN_BY_ONE.values(), "code.birth", "theme.birth")]
    off = select(*EVENT_COLUMNS).where(table.c.kind.in_(kinds), table.c.live.is_(False))
    rows = looking.connection.execute(off.order_by(table.c.hlc, table.c.id))
    events = [event for event in map(read_event, rows) if not event.erased]
    born = {cell: [event] for event in reversed(events) for cell in KINDS[event.kind].births(event)}
    for event in looking.events if born else ():
        if event.kind in kinds and not event.erased:
            for cell in KINDS[event.kind].births(event):
                born.pop(cell, None)
    return born


def _thing(looking: Looking, cell: Cell) -> str:
    calls = {"code": looking.code, "theme": looking.theme, "coding": looking.passage, "document": looking.document}
    called = calls.get(cell.noun)
    return called(cell.name) if called else f"a {cell.noun}"


def _erased(looking: Looking) -> Iterator[Found]:
    """Work that was done without knowing that an informant had withdrawn, and went with their words."""
    erasures = [event for event in looking.events if event.kind in ERASURES]
    lost = [
        event
        for event in looking.events
        if event.erased and event.kind == "coding.add" and all(looking.apart(event, one) for one in erasures)
    ]
    people = [event for event in erasures if event.kind == "informant.erase"]
    if lost and people:
        informants = sorted({event.payload["informant"] for event in people})
        many = "1 coding" if len(lost) == 1 else f"{len(lost)} codings"
        what = f"{who(people)} erased {listed(informants)}, while {who(lost)} coded there. {many} went with the words."
        behind = [*people, *lost]
        yield found("erased", "informant", "; ".join(informants), what, of=["erased"], behind=behind, notice=True)

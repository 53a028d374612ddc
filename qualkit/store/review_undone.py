"""What can be left when something is undone, also in a log that never forked: two of one name, changes without effect,
and codes and documents that are withdrawn while passages are coded with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from qualkit.store.events import Event
from qualkit.store.moments import versions
from qualkit.store.projection import EVENT_COLUMNS, read_event
from qualkit.store.review_entries import Found, Looking, day, found, listed, passages, twins, who
from qualkit.store.schema import coding as coding_table
from qualkit.store.schema import event as table
from qualkit.store.structure import Structure, fold_structure
from qualkit.store.undo import structure_events


def entries(looking: Looking) -> Iterator[Found]:
    """All of them."""
    yield from _names(looking)
    yield from _void(looking)
    yield from _withdrawn_codes(looking)
    yield from _documents(looking)
    yield from _versions(looking)


def _names(looking: Looking) -> Iterator[Found]:
    """Two codes of one name under one parent, two themes of one name."""
    book = looking.book
    for parent in (None, *(code.id for code in book)):
        for one, other in twins((code.name, code.id) for code in book.children(parent)):
            yield _twin(looking, "code", book.path(one), one, other, "Merge the one into the other, or rename one.")
    for one, other in twins((theme.name, theme.id) for theme in book.themes):
        yield _twin(looking, "theme", book.find_theme(one).name, one, other, "Undo the making of one of them.")


def _twin(looking: Looking, noun: str, name: str, one: str, other: str, cure: str) -> Found:
    keys = sorted((one, other))
    named = [looking.named[key] for key in keys if key in looking.named]
    by = listed([f"by {who(event)}, {day(event)}" for event in named])
    what = f"Two {noun}s are called «{name}» ({listed(keys)}), so named {by}. {cure}"
    return found("names", noun, name, what, of=keys, behind=named)


def _void(looking: Looking) -> Iterator[Found]:
    """Moves and merges that found nothing to act on, or would have closed a loop; until who has seen that decides."""
    events = structure_events(looking.connection)
    whole = fold_structure(events)
    for event in whole.void:
        own = [one for one in events if one.kind == event.kind and one.payload["code"] == event.payload["code"]]
        if any(one not in whole.void and looking.saw(event, one) for one in own):
            continue
        name = looking.code(event.payload["code"])
        verb, target = ("moved", "parent") if event.kind == "code.move" else ("merged", "into")
        where = event.payload.get(target)
        there = "to the top" if where is None else f"{'under' if target == 'parent' else 'into'} {looking.code(where)}"
        before = _in_the_way(looking, whole, events, event)
        because = f"beside what {who(before)} had done" if before else "since one of the two is not there any more"
        what = (
            f"{who(event)} {verb} {name} {there} ({day(event)}); it has no effect, {because}. If it is what you want, "
            "undo that first; if not, leave it."
        )
        yield found("void", "code", name.strip("«»"), what, of=[event.id.hex()], behind=[event, *before])


def _in_the_way(looking: Looking, whole: Structure, events: list[Event], void: Event) -> list[Event]:
    """The moves and merges, unseen by who wrote the void one, through which it would come back to where it began."""
    path: dict[str, None] = {}
    here = void.payload.get("parent") or void.payload.get("into")
    while here in whole.places and here not in path:
        path[here] = None
        place = whole.places[here]
        here = place.merged or place.parent
    return [
        one
        for one in events
        if one.payload.get("code") in path and one.kind != "code.birth" and looking.apart(one, void)
        if one not in whole.void
    ]


def _withdrawn_codes(looking: Looking) -> Iterator[Found]:
    """Codes whose making is undone, with passages all the same."""
    for code in looking.book:
        if code.withdrawn:
            births = _births(looking, code.id)
            coded = select(coding_table.c.id).where(coding_table.c.code == code.id)
            codings = looking.by_id(row.id for row in looking.connection.execute(coded).all())
            undone = looking.undone_by(births)
            what = (
                f"{who(undone)} undid the making of «{code.name}», while {who(codings)} coded "
                f"{passages(len(codings))} with it. It is shown, and marked withdrawn. {_redo(births)}, merge it into "
                "another code, or split its passages off."
            )
            of, behind = [code.id], [*undone, *codings]
            yield found("withdrawn", "code", looking.book.path(code.id), what, of=of, behind=behind)


def _births(looking: Looking, code: str) -> list[Event]:
    births = select(*EVENT_COLUMNS).where(table.c.kind == "code.birth", table.c.payload.contains(code, autoescape=True))
    rows = looking.connection.execute(births.order_by(table.c.hlc, table.c.id))
    return [event for event in map(read_event, rows) if event.payload.get("code") == code]


def _redo(births: Iterable[Event]) -> str:
    return " or ".join(dict.fromkeys(f"Redo that step ({event.step.hex()[:8]})" for event in births))


def _documents(looking: Looking) -> Iterator[Found]:
    """Documents withdrawn, and two of one name."""
    there = looking.shelf
    adding = {event.id: event for event in looking.by_id(row["id"] for row in there.rows)}
    for row in there.rows:
        key, name, own = row["id"], there.names[row["id"]], adding[row["id"]]
        if row["withdrawn"]:
            same = [one for one, called in there.names.items() if called == name]
            coded = select(coding_table.c.id).where(coding_table.c.document.in_(same))
            codings = looking.by_id(one.id for one in looking.connection.execute(coded).all())
            undone = looking.undone_by([own])
            what = (
                f"{who(undone)} undid the adding of {name}, while {who(codings)} coded {passages(len(codings))} in it. "
                f"It is shown, and marked withdrawn. {_redo([own])}, or take those codings away."
            )
            yield found("withdrawn", "document", name, what, of=[key.hex()], behind=[*undone, *codings])
        elif name != row["name"]:
            first = [adding[one["id"]] for one in there.rows if there.names[one["id"]] == row["name"]]
            what = (
                f"{who([*first, own])} added two documents called {row['name']} that do not say the same. The one "
                f"added {day(own)} by {who(own)} is read as {name}. If one is a mistake, undo its adding."
            )
            yield found("document", "document", name, what, of=[key.hex()], behind=[*first, own])


def _versions(looking: Looking) -> Iterator[Found]:
    """Two versions of one name, given apart."""
    named = {one.event.hex(): one for one in versions(looking.connection)}
    for one, other in twins((version.name, key) for key, version in named.items()):
        both = looking.by_id([bytes.fromhex(one), bytes.fromhex(other)])
        if len(both) == 2 and looking.apart(*both):
            name = named[one].name
            by = listed([f"{who(event)}, {day(event)}" for event in both])
            what = f"Two versions are called «{name}»: {by}. Both are kept; give the date of the one you mean."
            yield found("version", "version", name, what, of=sorted((one, other)), behind=both)

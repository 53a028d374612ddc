"""What a change of the codebook was, in words: with the names that the codes had then."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, select

from qualkit.store.events import Event, Json
from qualkit.store.projection import EVENT_COLUMNS, read_event
from qualkit.store.schema import event as table

_KINDS = ("code.birth", "code.set", "code.move", "code.merge", "coding.recode", "theme.birth", "theme.set")


def told(connection: Connection) -> dict[int, str]:
    """The number of an event → what it did: renamed «Personer» to «Stillinger». Undone events too, and each with the
    names of its own time. An event that was erased, or that stands beside another of its kind in one step, has none."""
    ordered = select(table.c.seq, *EVENT_COLUMNS).where(table.c.kind.in_(_KINDS)).order_by(table.c.hlc, table.c.id)
    found = [(seq, read_event(row)) for seq, *row in connection.execute(ordered)]
    alone = Counter((event.step, event.kind) for _seq, event in found)
    names: dict[str, str] = {}
    sentences: dict[int, str] = {}
    for seq, event in found:
        if event.erased:
            continue
        said = _said(event, names, alone[event.step, event.kind])
        if said is not None:
            sentences[seq] = said
        if event.kind != "coding.recode" and "name" in event.words:
            names[event.payload[event.kind.partition(".")[0]]] = event.words["name"]
    return sentences


def _said(event: Event, names: dict[str, str], several: int) -> str | None:
    """The sentence for one event; `names` are those before it."""

    def name(key: str | None) -> str:
        return f"«{names.get(key or '', key)}»"

    payload = event.payload
    if event.kind == "code.merge" and several > 1:
        return f"merged {several} codes into {name(payload['into'])}"
    if several > 1:
        return None
    if event.kind == "code.merge":
        return f"merged {name(payload['code'])} into {name(payload['into'])}"
    if event.kind == "code.move":
        where = f"under {name(payload['parent'])}" if payload.get("parent") else "to the top"
        return f"moved {name(payload['code'])} {where}"
    if event.kind == "code.birth" and payload.get("from"):
        return f"split «{event.words.get('name', payload['code'])}» off {name(payload['from'])}"
    if event.kind == "coding.recode":
        return f"moved {len(payload['codings'])} of its passages there"
    if event.kind in ("code.set", "theme.set"):
        return _changed(event, name(payload[event.kind.partition(".")[0]]))
    return None


def _changed(event: Event, named: str) -> str:
    """A field written anew."""
    fields: Json = {**event.payload, **event.words}
    if "name" in event.words:
        return f"renamed {named} to «{event.words['name']}»"
    if "retired" in fields:
        return f"{'retired' if fields['retired'] else 'revived'} {named}"
    if "colour" in fields and not event.words.keys() - {"reason"}:
        return f"recoloured {named}"
    return f"redefined {named}" if event.kind == "code.set" else f"changed the theme {named}"

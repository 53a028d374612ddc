"""What a step did to codes and themes, as a colleague would write it down: by their names, as they were called then."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from qualkit.language import collation_key
from qualkit.store.schema import document, event

#: The kinds told from every event of a step, not only from its first.
WHOLE = ("code.set", "code.move", "code.merge", "theme.set", "coding.recode")
#: Up to so many things are named; beyond, their number says enough.
_FEW = 3

#: Whoever wants a name: (noun, id).
_Key = tuple[str, str]


class _Named(NamedTuple):
    order: tuple[int, bytes]
    live: bool
    name: str


class Acts(NamedTuple):
    """What is known of the events of one kind in one step: how many, the first of them, and where `WHOLE` all."""

    n: int
    first: Any
    all: Sequence[Any] = ()


class Teller:
    """Sentences of steps, where names are wanted. Names are read once, and only if one is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sentence(self, kind: str, acts: Acts, step: Mapping[str, Acts]) -> str | None:
        """What the events of one kind did; "" for what another kind of the step tells, None for nothing to add."""
        many = acts.n > _FEW
        if kind in ("code.birth", "coding.recode") and {"code.birth", "coding.recode"} <= set(step):
            return self._split(step) if kind == "code.birth" else ""
        if kind in ("code.set", "theme.set", "code.move") and not many:
            tell = {"code.set": self._set, "theme.set": self._set, "code.move": self._move}[kind]
            return ", ".join(dict.fromkeys(said for one in acts.all for said in tell(kind.partition(".")[0], one)))
        if kind == "code.merge":
            return self._merges(acts.all)
        return self._single(kind, acts.first) if acts.n == 1 else None

    def _single(self, kind: str, row: Any) -> str | None:
        payload = _parsed(row.payload)
        if kind == "coding.add" and "code" in payload:
            return f"coded a passage with {self._name('code', payload['code'], row)}"
        if kind == "document.read" and payload.get("document") in self._documents:
            return f"read «{self._documents[payload['document']]}» again"
        if kind in ("pair.aside", "pair.back") and "codes" in payload:
            names = [self._name("code", code, row) for code in payload["codes"]]
            both = " and ".join(sorted(names, key=collation_key))
            return f"set {both} aside" if kind == "pair.aside" else f"brought {both} back"
        return None

    def _split(self, step: Mapping[str, Acts]) -> str | None:
        born, recoded = step["code.birth"], step["coding.recode"]
        payload = _parsed(born.first.payload)
        if born.n > 1 or "from" not in payload:
            return None
        n = sum(len(_parsed(row.payload).get("codings", ())) for row in recoded.all)
        new = self._name("code", payload["code"], born.first)
        old = self._name("code", payload["from"], born.first)
        return f"split {new} off {old} ({n} {'coding' if n == 1 else 'codings'})"

    def _set(self, noun: str, row: Any) -> Iterator[str]:
        payload, words = _parsed(row.payload), _parsed(row.words)
        if noun not in payload:
            yield f"changed a {noun}"
            return
        key, the = payload[noun], "the theme " if noun == "theme" else ""
        named = self._name(noun, key, row)
        written = {*payload, *words} - {noun, "present", "reason", "name", "retired"}
        if "name" in words:
            yield f"renamed {the}{self._name(noun, key, row, before=True)} to «{words['name']}»"
        if written == {"colour"}:
            yield f"recoloured {named}"
        elif noun == "theme" and written == {"codes"}:
            yield f"chose the codes of the theme {named}"
        elif written:
            yield f"redefined {the}{named}"
        if "retired" in payload:
            yield f"{'retired' if payload['retired'] else 'revived'} {named}"
        if not written and not {"name", "retired"} & {*payload, *words}:
            yield f"changed {the}{named}"

    def _move(self, noun: str, row: Any) -> Iterator[str]:
        payload = _parsed(row.payload)
        if "code" not in payload:
            yield "moved a code"
            return
        parent = payload.get("parent")
        where = f"under {self._name(noun, parent, row)}" if parent else "to the top"
        yield f"moved {self._name(noun, payload['code'], row)} {where}"

    def _merges(self, rows: Sequence[Any]) -> str | None:
        into: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            payload = _parsed(row.payload)
            if "into" not in payload:
                return None
            into[self._name("code", payload["into"], row)].append(self._name("code", payload["code"], row))
        if len(into) > _FEW:
            return None
        return ", ".join(f"merged {_listed(codes)} into {kept}" for kept, codes in into.items())

    def _name(self, noun: str, key: str, row: Any, *, before: bool = False) -> str:
        """«Tid», as it was called when the event was written, or just `before`. What was on counts first."""
        here = row.hlc, row.id
        written = [
            one for one in self._names.get((noun, key), ()) if one.order < here or (one.order == here and not before)
        ]
        told = [one for one in written if one.live] or written
        return f"«{told[-1].name if told else key}»"

    @cached_property
    def _names(self) -> dict[_Key, list[_Named]]:
        """All names that codes and themes were given, in the order of the log."""
        kinds = ("code.birth", "code.set", "theme.birth", "theme.set")
        columns = [event.c[name] for name in ("hlc", "id", "kind", "payload", "words", "live")]
        query = select(*columns).where(event.c.kind.in_(kinds), event.c.words.contains('"name"'))
        found: dict[_Key, list[_Named]] = defaultdict(list)
        for row in self._connection.execute(query.order_by(event.c.hlc, event.c.id)):
            noun, payload, words = row.kind.partition(".")[0], _parsed(row.payload), _parsed(row.words)
            if noun in payload and "name" in words:
                found[noun, payload[noun]].append(_Named((row.hlc, row.id), bool(row.live), words["name"]))
        return found

    @cached_property
    def _documents(self) -> dict[str, str]:
        query = select(document.c.id, document.c.name)
        return {bytes(row.id).hex(): row.name for row in self._connection.execute(query)}


def whole(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> dict[tuple[bytes, str], list[Any]]:
    """The events of the kinds `WHOLE` that fit, by step and kind, in the order of the log."""
    columns = [event.c[name] for name in ("hlc", "id", "step", "kind", "payload", "words")]
    query = select(*columns).where(event.c.kind.in_(WHOLE), *conditions).order_by(event.c.hlc, event.c.id)
    found: dict[tuple[bytes, str], list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[bytes(row.step), row.kind].append(row)
    return found


def _parsed(text: str | None) -> dict[str, Any]:
    """Payload or words; nothing for what has been erased."""
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}


def _listed(names: Sequence[str]) -> str:
    """«A», «B» and «C», or how many."""
    if len(names) > _FEW:
        return f"{len(names)} codes"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

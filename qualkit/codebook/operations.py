"""The changes between two codebooks as a person reads them in history.yaml, and back: each is one mapping that says
what was done to which code or theme, and holds enough to do it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qualkit.codebook.changes import CODE_FIELDS, THEME_FIELDS, Change, changes_between
from qualkit.codebook.tree import Codebook
from qualkit.records import ORIGINS, Code, Theme

Operation = Mapping[str, Any]
#: What the log knows of a change: for each (noun, id, field) who last wrote it, when and why.
Signed = Mapping[tuple[str, str, str], tuple[str, str, str]]

#: The keys of an operation, in the order in which they are written. Names beside ids are for the reader alone.
KEYS = (
    "op", "code", "theme", "name", "field", "from", "from_name", "to", "under", "under_name", "into", "into_name",
    "definition", "include", "exclude", "example", "origin", "colour", "concept", "description", "why", "questions",
    "codes", "who", "when", "reason",
)  # fmt: skip
#: Those that may hold a list.
LISTS = ("questions", "codes", "from", "to")

_BIRTHS = ("create", "split", "revive")


def operations(old: Codebook, new: Codebook, *, known: Collection[str], signed: Signed) -> list[dict[str, Any]]:
    """What makes one file's codebook into the next one's. `known` are the ids of every earlier version: a code that
    comes back is revived."""
    written = [_written(change, old, new, known) for change in changes_between(old, new)]
    rows = [{**one, **_signature(one, signed)} for one in written]
    if old.name != new.name:
        rows.insert(0, {"op": "rename", "from": old.name, "to": new.name})
    return [{key: row[key] for key in KEYS if key in row} for row in rows]


def _written(change: Change, old: Codebook, new: Codebook, known: Collection[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"op": change.kind, change.noun: change.id}
    if change.kind != "rename":
        row["name"] = _name(change, old, new)
    if change.thing is not None:
        row |= _fields(change.thing)
        if change.kind == "split" and change.other is not None:
            row |= {"from": change.other, **_named("from_name", change.other, old, new)}
        elif change.id in known:
            row["op"] = "revive"
    elif change.kind == "move":
        row |= {"under": change.other, **_named("under_name", change.other, new, old)}
    elif change.kind == "merge":
        row |= {"into": change.other, **_named("into_name", change.other, new, old)}
    elif change.kind in ("rename", "redefine"):
        row |= {"from": _plain(change.before), "to": _plain(change.after)}
        if change.kind == "redefine":
            row["field"] = change.field
    return row


def _name(change: Change, old: Codebook, new: Codebook) -> str:
    """The name it has now, or had last."""
    if change.thing is not None:
        return change.thing.name
    for book in (new, old):
        things: Iterable[Code | Theme] = book if change.noun == "code" else book.themes
        for thing in things:
            if thing.id == change.id:
                return thing.name
    return ""


def _named(key: str, code: str | None, *books: Codebook) -> dict[str, str]:
    """The name of a code, where it says more than the id beside it."""
    name = next((book[code].name for book in books if code is not None and code in book), "")
    return {key: name} if name and name != code else {}


def _fields(thing: Code | Theme) -> dict[str, Any]:
    fields = CODE_FIELDS if isinstance(thing, Code) else THEME_FIELDS
    values = {name: _plain(value) for name in fields if (value := getattr(thing, name))}
    under = {"under": thing.parent} if isinstance(thing, Code) and thing.parent else {}
    return {"name": thing.name, **under, **values}


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _signature(row: Operation, signed: Signed) -> dict[str, str]:
    """Who, when and why, of the act in the log that last wrote what this operation says."""
    noun = "code" if "code" in row else "theme"
    what = {"rename": "name", "redefine": row.get("field", ""), "move": "parent", "merge": "merged"}
    what |= {"retire": "retired", "revive": "retired"}
    keys = [(noun, row[noun], what.get(row["op"], "birth")), (noun, row[noun], "birth")]
    found = next((signed[key] for key in keys[: 2 if row["op"] == "revive" else 1] if key in signed), None)
    if found is None:
        return {}
    return {key: value for key, value in zip(("who", "when", "reason"), found, strict=True) if value}


@dataclass(slots=True)
class Drawing:
    """A codebook while operations are made on it: codes and themes by id."""

    codes: dict[str, Code] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def of(cls, book: Codebook) -> Drawing:
        """A codebook to work on."""
        return cls({code.id: code for code in book}, {theme.id: theme for theme in book.themes}, book.name)

    def do(self, row: Operation) -> str:
        """Make one operation. Answers what is wrong with it, or ""."""
        if "code" not in row and "theme" not in row:
            return self._rename_all(row)
        noun = "code" if "code" in row else "theme"
        return "".join(self._on_theme(row) if noun == "theme" else self._on_code(row))

    def in_order(self, themes: Iterable[str]) -> None:
        """Put the themes in this order."""
        place = {theme: number for number, theme in enumerate(themes)}
        self.themes = dict(sorted(self.themes.items(), key=lambda item: place.get(item[0], len(place))))

    def _rename_all(self, row: Operation) -> str:
        if row.get("op") != "rename":
            return "this says neither which code nor which theme"
        if row.get("from", "") != self.name:
            return f"the codebook is called «{self.name}» here, not «{row.get('from', '')}»"
        self.name = row.get("to", "")
        return ""

    def _on_code(self, row: Operation) -> Iterator[str]:
        op, key = row["op"], row["code"]
        if op in _BIRTHS:
            if key in self.codes:
                yield f"there is a code {key} here already"
            values = {name: row[name] for name in CODE_FIELDS if name in row}
            self.codes[key] = Code(key, row.get("name", ""), row.get("under") or None, **values)
        elif key not in self.codes:
            yield f"there is no code {key} here"
        elif op == "move":
            self.codes[key] = replace(self.codes[key], parent=row.get("under") or None)
        elif op in ("merge", "retire"):
            del self.codes[key]
        elif op in ("rename", "redefine"):
            what = "name" if op == "rename" else row.get("field", "")
            yield from _write(self.codes, key, what, ("name", *CODE_FIELDS), row)
        else:
            yield f"«{op}» is nothing that is done to a code"

    def _on_theme(self, row: Operation) -> Iterator[str]:
        op, key = row["op"], row["theme"]
        if op in _BIRTHS:
            if key in self.themes:
                yield f"there is a theme {key} here already"
            values = {name: _tuple(row[name]) for name in THEME_FIELDS if name in row}
            self.themes[key] = Theme(key, row.get("name", ""), **values)
        elif key not in self.themes:
            yield f"there is no theme {key} here"
        elif op == "drop":
            del self.themes[key]
        elif op in ("rename", "redefine"):
            what = "name" if op == "rename" else row.get("field", "")
            yield from _write(self.themes, key, what, ("name", *THEME_FIELDS), row)
        else:
            yield f"«{op}» is nothing that is done to a theme"


def _write(things: dict[str, Any], key: str, what: str, fields: tuple[str, ...], row: Operation) -> Iterator[str]:
    """One field anew, where it says what the operation takes for granted."""
    if what not in fields:
        yield f"there is no field «{what}» to change. There are {', '.join(fields)}"
        return
    before, after = (_tuple(row.get(side, "")) for side in ("from", "to"))
    now = getattr(things[key], what)
    if isinstance(now, tuple) != isinstance(after, tuple):
        yield f"«{what}» is {'a list' if isinstance(now, tuple) else 'one text'}"
    elif now != before:
        yield f"the {what} of {key} is «{now}» here, not «{before}»"
    elif what == "origin" and isinstance(things[key], Theme) and after not in ORIGINS:
        yield f"origin is «{after}», and must be one of {', '.join(ORIGINS)}"
    else:
        things[key] = replace(things[key], **{what: after})


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

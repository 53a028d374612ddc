"""What would make one codebook into another: the changes, in an order in which they can be made. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualkit.codebook.tree import Codebook
from qualkit.records import Code, Theme

#: The kinds of change, in the order in which `changes_between` gives them. All but the first, `rename`, `redefine` and
#: `drop` are of codes only; only a theme is dropped, since a code that is no longer there was merged or retired.
KINDS = ("revive", "create", "split", "move", "rename", "redefine", "merge", "retire", "drop")

CODE_FIELDS = ("definition", "include", "exclude", "example", "origin", "colour")
THEME_FIELDS = ("concept", "description", "origin", "why", "questions", "codes")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done to a code or theme, known by its `id`.

    - create: `thing` is the new code or theme.
    - split: `thing` is the new code, `other` the code it was split from.
    - move: `other` is the new parent (None: to the top). merge: `other` is the code it is read as now.
    - rename, redefine: `field` from `before` to `after` (tuples for a theme's questions and codes).
    - retire, revive, drop: nothing more.
    """

    kind: str
    noun: str
    id: str
    thing: Code | Theme | None = None
    other: str | None = None
    field: str = ""
    before: str | tuple[str, ...] = ""
    after: str | tuple[str, ...] = ""


def changes_between(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """The changes that make `old` into `new`, things matched by id.

    A code of `old` that `new` does not have was merged if `new.merged` says so, else it was retired; a theme was
    dropped. A code that is new was split from another where `new.splits` says so, else made. Births come parents
    first, in the order of the new codebook.
    """
    found = [*_codes(old, new), *_themes(old, new)]
    return tuple(sorted(found, key=lambda change: KINDS.index(change.kind)))


def _codes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {code.id: code for code in old}
    for code in new:
        was = before.get(code.id)
        if was is None:
            yield _birth(code, old, new)
            if code.retired:
                yield Change("retire", "code", code.id)
            continue
        if was.retired != code.retired:
            yield Change("retire" if code.retired else "revive", "code", code.id)
        if was.parent != code.parent:
            yield Change("move", "code", code.id, other=code.parent)
        yield from _fields("code", was, code, CODE_FIELDS)
    for code in old:
        if code.id in new:
            continue
        if new.read_as(code.id) in new:
            yield Change("merge", "code", code.id, other=new.read_as(code.id))
        elif not code.retired:
            yield Change("retire", "code", code.id)


def _birth(code: Code, old: Codebook, new: Codebook) -> Change:
    source = new.splits.get(code.id)
    if source in old or source in new:
        return Change("split", "code", code.id, thing=code, other=source)
    return Change("create", "code", code.id, thing=code)


def _themes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {theme.id: theme for theme in old.themes}
    for theme in new.themes:
        was = before.pop(theme.id, None)
        if was is None:
            yield Change("create", "theme", theme.id, thing=theme)
        else:
            yield from _fields("theme", was, theme, THEME_FIELDS)
    yield from (Change("drop", "theme", gone) for gone in before)


def _fields(noun: str, was: Code | Theme, now: Code | Theme, fields: tuple[str, ...]) -> Iterator[Change]:
    for field in ("name", *fields):
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            kind = "rename" if field == "name" else "redefine"
            yield Change(kind, noun, now.id, field=field, before=before, after=after)

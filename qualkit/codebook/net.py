"""What differs between two states of a codebook, as a colleague would tell it. Pure.

`changes_between` says what would make the one into the other. Here the same is told: what only followed from another
change (a child of a merged code stands under the code it was merged into) is left out, and a merge that was undone, a
code that is gone, and the codes of a theme are said for what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualkit.codebook.changes import Change, changes_between
from qualkit.codebook.tree import Codebook
from qualkit.language import collation_key
from qualkit.records import Code, Theme

#: The kinds of change a diff tells of, in the order in which those of one code or theme are told.
TOLD = (
    "create", "split", "merge", "unmerge", "rename", "redefine", "recolour", "move", "join", "leave", "revive",
    "retire", "drop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Net:
    """One thing that differs.

    - kind: one of `TOLD`. noun: code or theme. id: its id, and `name` and `path` as it is called in the new codebook,
      or was in the old one where it is no longer there.
    - field, before, after: of a redefinition; of a rename the names; of a move the paths of the parents ("" at the
      top); of a birth, `after` is the definition (of a theme: the concept) it came with.
    - other: the code it was split from, merged into or was merged into; the new parent; the code that joined or left a
      theme. other_path: what that is called.
    - thing: the code or theme itself, where it was born.
    """

    kind: str
    noun: str
    id: str
    name: str
    path: str
    field: str = ""
    before: str = ""
    after: str = ""
    other: str = ""
    other_path: str = ""
    thing: Code | Theme | None = None

    @property
    def under(self) -> str:
        """The id of the code or theme it is told under: of a merge, the code that is read now."""
        return self.other if self.kind == "merge" else self.id


def net_changes(old: Codebook, new: Codebook) -> tuple[Net, ...]:
    """What differs, by code in the order of the new tree (one merged away or gone stands with the code it is read as,
    or that it stood under), then by theme; within each in the order of `TOLD`.
    """
    found = [net for change in changes_between(old, new) for net in _told(change, old, new)]
    found += _merged_anew(old, new)
    places = _places(old, new)

    def place(net: Net) -> tuple[object, ...]:
        gone = net.under not in new and net.noun == "code"
        own = collation_key(net.path) if gone else ()
        return net.noun, places[net.under], gone, own, TOLD.index(net.kind), collation_key(net.path), net.id

    return tuple(sorted(found, key=place))


def _places(old: Codebook, new: Codebook) -> dict[str, int]:
    """Where each code and theme stands in the telling."""
    places = {code.id: number for number, code in enumerate(new)}
    for code in old:
        above = [places[one] for one in map(new.read_as, old.ancestors(code.id)) if one in new]
        places.setdefault(code.id, above[0] if above else len(new))
    themes = dict.fromkeys(theme.id for theme in (*new.themes, *old.themes))
    return places | {theme: number for number, theme in enumerate(themes)}


def _merged_anew(old: Codebook, new: Codebook) -> Iterator[Net]:
    """Codes that were read as one code and are now read as another, where the first of these is still there."""
    for code in sorted(old.merged):
        was, now = old.read_as(code), new.read_as(code)
        if code not in new and was in old and now in new and now != new.read_as(was):
            name = new.former.get(code, code)
            yield Net("merge", "code", code, name, name, other=now, other_path=new.path(now))


def _told(change: Change, old: Codebook, new: Codebook) -> Iterator[Net]:
    if change.noun == "theme":
        return _theme(change, old, new)
    return _code(change, old, new)


def _code(change: Change, old: Codebook, new: Codebook) -> Iterator[Net]:
    book = new if change.id in new else old
    other = change.other or ""
    told = Net(change.kind, "code", change.id, book[change.id].name, book.path(change.id))
    if change.kind in ("create", "split"):
        was = old.read_as(change.id)
        if was != change.id and was in old:
            yield replace(told, kind="unmerge", other=was, other_path=_path(was, new, old))
        else:
            thing = new[change.id]
            yield replace(told, after=thing.definition, other=other, other_path=_path(other, new, old), thing=thing)
    elif change.kind == "move":
        before = old[change.id].parent or ""
        if not _followed(before, other, old, new):
            now = _path(other, new, old)
            yield replace(told, before=_path(before, old, new), after=now, other=other, other_path=now)
    elif change.kind in ("rename", "redefine"):
        kind = "recolour" if change.field == "colour" else change.kind
        yield replace(told, kind=kind, field=change.field, before=str(change.before), after=str(change.after))
    elif change.kind == "retire" and change.id not in new:
        yield replace(told, kind="drop")
    else:
        yield replace(told, other=other, other_path=_path(other, new, old))


def _followed(before: str, after: str, old: Codebook, new: Codebook) -> bool:
    """True where the parent was merged, or is read by itself again, and the child only stands where it does."""
    return bool(before and after) and (new.read_as(before) == after or old.read_as(after) == before)


def _theme(change: Change, old: Codebook, new: Codebook) -> Iterator[Net]:
    theme = next(one for one in (*new.themes, *old.themes) if one.id == change.id)
    told = Net(change.kind, "theme", theme.id, theme.name, theme.name)
    if change.kind == "create":
        yield replace(told, after=theme.concept, thing=theme)
    elif change.field == "codes":
        for kind, codes in zip(("join", "leave"), _joined_and_left(change, old, new), strict=True):
            yield from (replace(told, kind=kind, other=code, other_path=_path(code, new, old)) for code in codes)
    elif change.kind in ("rename", "redefine"):
        before, after = (one if isinstance(one, str) else "; ".join(one) for one in (change.before, change.after))
        yield replace(told, field=change.field, before=before, after=after)
    else:
        yield told


def _joined_and_left(change: Change, old: Codebook, new: Codebook) -> tuple[list[str], list[str]]:
    """The codes that joined a theme and those that left it; a code that was merged, or is read by itself again, did
    neither."""
    before, after = tuple(change.before), tuple(change.after)
    now = {new.read_as(code) for code in before} | set(before)
    then = {old.read_as(code) for code in after} | set(after)
    joined = [code for code in after if code not in now and old.read_as(code) not in before]
    left = [code for code in before if code not in then and new.read_as(code) not in after]
    return joined, left


def _path(code: str, *books: Codebook) -> str:
    """What a code is called in the first of the codebooks that has it."""
    return next((book.path(code) for book in books if code in book), "")

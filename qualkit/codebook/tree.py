"""The codebook as a tree of codes, with the themes that gather them. Frozen: a change gives a new codebook."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from qualkit.errors import CodebookError, UnknownNameError
from qualkit.language import collation_key
from qualkit.records import Code, Theme

#: Joins the names of a path, and therefore stands in no name.
PATH_MARK = " > "


class Codebook:
    """Codes and themes by id. Iterating gives the codes, parents before children, siblings in collation order.

    `merged` maps the id of a code (or theme) that was merged into another to that other's id; reading follows it to
    the end. Raises CodebookError on two codes with one id or one name under one parent, an unknown parent, a loop,
    or a theme with unknown codes.
    """

    def __init__(
        self,
        codes: Iterable[Code],
        themes: Iterable[Theme] = (),
        *,
        name: str = "",
        version: str = "",
        merged: Mapping[str, str] | None = None,
        strict: bool = True,
    ) -> None:
        self.name = name
        self.version = version
        self.merged = dict(merged or {})
        self._codes = {code.id: code for code in codes}
        self._themes = {theme.id: theme for theme in themes}
        if strict:
            check_codes(self._codes.values(), self._themes.values())

    def __iter__(self) -> Iterator[Code]:
        for root in self._children.get(None, ()):
            yield from self._below(root)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._codes

    def __getitem__(self, code_id: str) -> Code:
        return self._codes[code_id]

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Themes in the codebook's own order, never by frequency."""
        return tuple(self._themes.values())

    @cached_property
    def _children(self) -> dict[str | None, list[Code]]:
        below: dict[str | None, list[Code]] = {}
        for code in self._codes.values():
            # A code whose parent is gone is shown at the top rather than lost.
            parent = code.parent if code.parent in self._codes else None
            below.setdefault(parent, []).append(code)
        for same in below.values():
            same.sort(key=lambda code: (collation_key(code.name), code.id))
        return below

    def _below(self, code: Code) -> Iterator[Code]:
        stack = [code]
        while stack:
            here = stack.pop()
            yield here
            stack.extend(reversed(self._children.get(here.id, [])))

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """The codes right under this one; those at the top for None."""
        return tuple(self._children.get(code_id, ()))

    def ancestors(self, code_id: str) -> tuple[str, ...]:
        """Ids from the code itself up to its root."""
        line = [code_id]
        while (parent := self._codes[line[-1]].parent) in self._codes:
            line.append(parent)
        return tuple(line)

    def descendants(self, code_id: str) -> tuple[str, ...]:
        """Ids of the code itself and all below it."""
        return tuple(code.id for code in self._below(self._codes[code_id]))

    def read_as(self, code_id: str) -> str:
        """The id a code is read as today, following merges to the end."""
        while code_id in self.merged:
            code_id = self.merged[code_id]
        return code_id

    def path(self, code_id: str) -> str:
        """`Ressurser > Tid`."""
        return PATH_MARK.join(self._codes[one].name for one in reversed(self.ancestors(code_id)))

    def themes_of(self, code_id: str) -> tuple[str, ...]:
        """Ids of the themes a code serves, by itself or through any code above it, in the codebook's order."""
        line = set(self.ancestors(code_id))
        return tuple(theme.id for theme in self.themes if line & {self.read_as(code) for code in theme.codes})

    def find(self, name: str) -> Code:
        """A code by id, unique name or path. Raises UnknownNameError, naming what is near or ambiguous."""
        if name in self._codes:
            return self._codes[name]
        if name in self.merged:
            return self._codes[self.read_as(name)]
        found = self._named.get(_key(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            paths = [self.path(code.id) for code in found]
            raise UnknownNameError(
                f"«{name}» is the name of {len(found)} codes. Write the path of the one you mean: {', '.join(paths)}.",
                name=name,
                near=paths,
            )
        raise self._unknown("code", name, [code.name for code in self._codes.values()])

    def find_theme(self, name: str) -> Theme:
        """A theme by id or name. Raises UnknownNameError."""
        if name in self._themes:
            return self._themes[name]
        for theme in self.themes:
            if _key(theme.name) == _key(name):
                return theme
        raise self._unknown("theme", name, [theme.name for theme in self.themes])

    @cached_property
    def _named(self) -> dict[str, list[Code]]:
        """Codes by name, and by path where that says more than the name."""
        named: dict[str, list[Code]] = {}
        for code in self._codes.values():
            named.setdefault(_key(code.name), []).append(code)
            if code.parent:
                named.setdefault(_key(self.path(code.id)), []).append(code)
        return named

    @staticmethod
    def _unknown(noun: str, name: str, known: list[str]) -> UnknownNameError:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
        hint = f" Did you mean {' or '.join(f'«{one}»' for one in near)}?" if near else ""
        return UnknownNameError(f"There is no {noun} «{name}» in the codebook.{hint}", name=name, near=near)


def _key(name: str) -> str:
    return PATH_MARK.join(" ".join(part.split()) for part in name.split(">")).casefold()


def check_codes(codes: Iterable[Code], themes: Iterable[Theme]) -> None:
    """Raise CodebookError for the first thing that is not as the contract says."""
    known = {code.id: code for code in codes}
    names: dict[tuple[str | None, str], Code] = {}
    for code in known.values():
        check_name(code.name)
        if code.parent is not None and code.parent not in known:
            raise CodebookError(f"«{code.name}» stands under {code.parent}, which is not in the codebook.")
        twin = names.setdefault((code.parent, _key(code.name)), code)
        if twin is not code:
            raise CodebookError(f"Two codes under one parent are called «{code.name}» ({twin.id} and {code.id}).")
        _refuse_loop(code, known)
    for theme in themes:
        check_name(theme.name)
        if theme.id in known:
            raise CodebookError(f"{theme.id} is the id of both a theme and a code. A code is never a theme.")
        for code_id in theme.codes:
            if code_id not in known:
                raise CodebookError(f"The theme «{theme.name}» names the code {code_id}, which is not in the codebook.")


def check_name(name: str) -> None:
    """Raise CodebookError for a name that is empty or holds the mark that joins paths."""
    if not name.strip():
        raise CodebookError("A code or theme needs a name.")
    if PATH_MARK.strip() in name:
        raise CodebookError(f"«{name}» holds «>», which joins the names of a path. Use another sign.")


def _refuse_loop(code: Code, known: Mapping[str, Code]) -> None:
    seen = {code.id}
    parent = code.parent
    while parent is not None:
        if parent in seen:
            raise CodebookError(f"«{code.name}» stands under itself ({' > '.join(sorted(seen))}).")
        seen.add(parent)
        parent = known[parent].parent if parent in known else None

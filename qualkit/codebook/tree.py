"""The codebook as a tree of codes, with the themes that gather them. Frozen: a change gives a new codebook."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from qualkit.errors import CodebookError, UnknownNameError
from qualkit.language import collation_key
from qualkit.records import Code, Theme, plain

#: What the id of a code or theme may be.
CODE_ID = re.compile(r"[\w.-]{1,64}")

#: Joins the names of a path, and therefore stands in no name.
PATH_MARK = " > "


class Codebook:
    """Codes and themes by id. Iterating gives the codes, parents before children, siblings in collation order.

    `merged` maps the id of a code (or theme) that was merged into another to that other's id; reading follows it to
    the end; `former` is what these are called. `splits` maps the id of a code to that of the one it was split from.
    Raises CodebookError on two codes with one id or one name under one parent, an unknown parent, a loop, or a theme
    with unknown codes.
    """

    def __init__(
        self,
        codes: Iterable[Code],
        themes: Iterable[Theme] = (),
        *,
        name: str = "",
        version: str = "",
        merged: Mapping[str, str] | None = None,
        former: Mapping[str, str] | None = None,
        splits: Mapping[str, str] | None = None,
        strict: bool = True,
    ) -> None:
        codes, themes = list(codes), list(themes)
        self.name = name
        self.version = version
        self.merged = dict(merged or {})
        self.former = dict(former or {})
        self.splits = dict(splits or {})
        self._codes: dict[str, Code] = {code.id: code for code in codes}
        self._themes = {theme.id: theme for theme in themes}
        if strict:
            for _id, sentence in problems(codes, themes):
                raise CodebookError(sentence)

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
        if self.read_as(name) in self._codes:
            return self._codes[self.read_as(name)]
        found = self._named.get(name_key(name), [])
        # A root code's path is its name, so a path always leads to one code.
        found = [code for code in found if code.parent is None] or found
        if len(found) == 1:
            return found[0]
        if found:
            paths = sorted((self.path(code.id) for code in found), key=collation_key)
            raise UnknownNameError(
                f"«{name}» is the name of {len(found)} codes. Write the path of the one you mean: {', '.join(paths)}.",
                name=name,
                near=paths,
                ambiguous=True,
            )
        raise self._merged_away(name) or self._unknown("code", name, [code.name for code in self._codes.values()])

    def _merged_away(self, name: str) -> UnknownNameError | None:
        """What to say of the name of a code that was merged into another."""
        kept = {self.read_as(one) for one, called in self.former.items() if name_key(called) == name_key(name)}
        paths = sorted((self.path(one) for one in kept if one in self._codes), key=collation_key)
        if not paths:
            return None
        said = (
            f"«{name}» has been merged into {' and '.join(f'«{path}»' for path in paths)}. Use that, or undo the merge."
        )
        return UnknownNameError(said, name=name, near=paths)

    def find_theme(self, name: str) -> Theme:
        """A theme by id or name. Raises UnknownNameError."""
        if name in self._themes:
            return self._themes[name]
        for theme in self.themes:
            if name_key(theme.name) == name_key(name):
                return theme
        raise self._unknown("theme", name, [theme.name for theme in self.themes])

    @cached_property
    def _named(self) -> dict[str, list[Code]]:
        """Codes by name, and by path where that says more than the name."""
        named: dict[str, list[Code]] = {}
        for code in self._codes.values():
            named.setdefault(name_key(code.name), []).append(code)
            if code.parent:
                named.setdefault(name_key(self.path(code.id)), []).append(code)
        return named

    @staticmethod
    def _unknown(noun: str, name: str, known: list[str]) -> UnknownNameError:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
        hint = f" Did you mean {' or '.join(f'«{one}»' for one in near)}?" if near else ""
        return UnknownNameError(f"There is no {noun} «{name}» in the codebook.{hint}", name=name, near=near)


def name_key(name: str) -> str:
    """A name, or a path, as names are compared: without regard to case and spacing."""
    return PATH_MARK.join(" ".join(part.split()) for part in plain(name).split(">")).casefold()


def problems(codes: Iterable[Code], themes: Iterable[Theme]) -> Iterator[tuple[str, str]]:
    """(id, sentence) for each thing in these codes and themes that is not as the contract says."""
    known: dict[str, Code] = {}
    for code in codes:
        if code.id in known:
            yield code.id, f"Two codes have the id {code.id}. Give one of them another."
        known[code.id] = code
    names: dict[tuple[str | None, str], Code] = {}
    for code in known.values():
        yield from ((code.id, said) for said in name_problems(code.name))
        if code.parent is not None and code.parent not in known:
            yield code.id, f"«{code.name}» stands under {code.parent}, which is not in the codebook."
        twin = names.setdefault((code.parent, name_key(code.name)), code)
        if twin is not code:
            yield code.id, f"Two codes under one parent are called «{code.name}» ({twin.id} and {code.id})."
        if _loops(code, known):
            yield code.id, f"«{code.name}» ({code.id}) stands under itself. Give it another parent."
    yield from _theme_problems(themes, known)


def _theme_problems(themes: Iterable[Theme], known: Mapping[str, Code]) -> Iterator[tuple[str, str]]:
    ids: set[str] = set()
    names: set[str] = set()
    for theme in themes:
        yield from ((theme.id, said) for said in name_problems(theme.name))
        if theme.id in known:
            yield theme.id, f"{theme.id} is the id of both a theme and a code. A code is never a theme."
        if theme.id in ids or name_key(theme.name) in names:
            yield theme.id, f"Two themes are called «{theme.name}», or have the id {theme.id}."
        ids.add(theme.id)
        names.add(name_key(theme.name))
        for code_id in theme.codes:
            if code_id not in known:
                yield theme.id, f"The theme «{theme.name}» names the code {code_id}, which is not in the codebook."


def name_problems(name: str) -> Iterator[str]:
    """What is wrong with a name, if anything: empty, or holding the mark that joins paths."""
    if not name.strip():
        yield "A code or theme needs a name."
    if PATH_MARK.strip() in name:
        yield f"«{name}» holds «>», which joins the names of a path. Use another sign."


def _loops(code: Code, known: Mapping[str, Code]) -> bool:
    seen = {code.id}
    parent = code.parent
    while parent is not None and parent in known:
        if parent in seen:
            return parent == code.id
        seen.add(parent)
        parent = known[parent].parent
    return False

"""Codes, themes and whole codebooks as events. What is refused here is refused inside the writing transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qualkit.codebook import CODE_ID, Codebook, fingerprint, in_use, name_problems
from qualkit.errors import InputError, RefusedError
from qualkit.records import ORIGINS, Code, Theme, plain
from qualkit.store.events import Draft, new_id

_TEXTS = ("name", "definition", "include", "exclude", "example")
_VALUES = ("origin", "colour")


def fresh_id(letter: str) -> str:
    """An id for a code or theme made here. It says nothing of the name, which may hold an informant's own words."""
    return letter + new_id().hex()[:12]


def code_birth(code: Code) -> Draft:
    """The event that gives birth to a code."""
    payload: dict[str, Any] = {"code": code.id, "parent": code.parent}
    payload |= {name: getattr(code, name) for name in _VALUES if getattr(code, name)}
    return Draft("code.birth", payload, {name: getattr(code, name) for name in _TEXTS if getattr(code, name)})


def theme_birth(theme: Theme) -> Draft:
    """The event that gives birth to a theme."""
    payload = {"theme": theme.id, "origin": theme.origin, "codes": list(theme.codes)}
    texts = {name: getattr(theme, name) for name in ("name", "concept", "description", "why") if getattr(theme, name)}
    return Draft("theme.birth", payload, {**texts, "questions": list(theme.questions)})


def new_code(book: Codebook, fields: Code, parent: str | None) -> Code:
    """A code as `add_code` will make it. RefusedError where its parent has a code of that name already."""
    name = _checked_name(fields.name)
    above = None if parent is None else book.find(parent)
    code = replace(fields, id=fields.id or fresh_id("k"), name=name, parent=above.id if above else None)
    refuse_id(book, code.id)
    twin = next((one for one in book.children(code.parent) if one.name.casefold() == name.casefold()), None)
    if twin is not None:
        under = f" under «{above.name}»" if above else ""
        raise RefusedError(f"There is a code «{twin.name}»{under} already. Use it, or choose another name.")
    return code


def refuse_id(book: Codebook, code_id: str) -> None:
    """Raise RefusedError for an id that is none, is taken, or would hide a code of that name."""
    if not CODE_ID.fullmatch(code_id):
        raise RefusedError(f"«{code_id}» is no id: it takes up to 64 letters, digits, «-», «_» or «.».")
    themes = {theme.id for theme in book.themes}
    if code_id in book or code_id in book.merged or code_id in themes:
        raise RefusedError(
            f"There is a code or theme with the id {code_id} already. Leave the id out to get a new one."
        )
    if any(one.name.casefold() == code_id.casefold() for one in book):
        raise RefusedError(f"{code_id} is the name of another code, and cannot be an id. Leave the id out.")


def new_theme(book: Codebook, theme: Theme, codes: Sequence[str]) -> Theme:
    """A theme as `add_theme` will make it, its codes given by id, name or path."""
    name = _checked_name(theme.name)
    if theme.origin not in ORIGINS:
        raise InputError(f"«{theme.origin}» is no origin of a theme. Use one of {', '.join(ORIGINS)}.")
    twin = next((one for one in book.themes if one.name.casefold() == name.casefold()), None)
    if twin is not None:
        raise RefusedError(f"There is a theme «{twin.name}» already. Use it, or choose another name.")
    found = tuple(dict.fromkeys(book.find(code).id for code in codes))
    return replace(theme, id=fresh_id("t"), name=name, codes=found)


def _checked_name(name: str) -> str:
    name = " ".join(plain(name).split())
    for wrong in name_problems(name):
        raise RefusedError(wrong)
    return name


def refuse_clashes(fresh: Sequence[Code], book: Codebook, present: Codebook) -> None:
    """Raise RefusedError where a codebook's new code or theme has the name of another one in the project."""
    names = {(code.parent, code.name.casefold()): code for code in present}
    for code in fresh:
        twin = names.get((code.parent, code.name.casefold()))
        if twin is not None:
            raise RefusedError(
                f"«{present.path(twin.id)}» is in the project already, with the id {twin.id} and not {code.id}. Give "
                "it the same id in the file, or another name."
            )
    taken = {theme.name.casefold(): theme.id for theme in present.themes}
    for theme in book.themes:
        if taken.get(theme.name.casefold(), theme.id) != theme.id:
            raise RefusedError(f"There is another theme «{theme.name}» in the project. Give one of them another name.")


def codebook_drafts(book: Codebook, present: Codebook) -> list[Draft]:
    """A codebook read from files, as the events that make its codes and themes. Ids that are in already are left."""
    fresh = [code for code in book if code.id not in present and code.id not in present.merged]
    refuse_clashes(fresh, book, present)
    births = [code_birth(code) for code in fresh]
    known = {theme.id for theme in present.themes}
    births += [theme_birth(theme) for theme in book.themes if theme.id not in known]
    named = {"codebook": book.name, "version": book.version}
    return [Draft("project.set", _told(book, present), named), *births] if births else []


def _told(book: Codebook, present: Codebook) -> dict[str, Any]:
    """What the log keeps of a file taken in whole. Where a code was in already and says something else, it was not."""
    known = {theme.id: theme for theme in present.themes}
    whole = all(present[code.id] == code for code in book if code.id in present)
    whole = whole and all(known.get(theme.id, theme) == theme for theme in book.themes)
    whole = whole and not any(code.id in present.merged for code in book)
    return {"file": ["read", fingerprint(in_use(book))]} if whole else {}

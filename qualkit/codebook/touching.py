"""Which codes' codings a change touches. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualkit.codebook.net import Net
from qualkit.codebook.tree import Codebook


@dataclass(frozen=True, slots=True)
class Reach:
    """The codings a change touches: those that stand on one of these codes (ids as coded, merges not followed). With
    `moved`, only those that were given another code at first."""

    codes: frozenset[str]
    moved: bool = False


def reach(net: Net, old: Codebook, new: Codebook, coded: Iterable[str]) -> Reach:
    """Whom a change reaches, of the codings as they are read in the new codebook. `coded` are all ids coded with.

    A split: what was moved to the new code. A merge: what stands on the code that was merged. A move: the code's
    codings and those of all codes below it, which move along. A theme: the codings of its codes and those below them;
    where codes joined or left it, those of that code. Anything else: what is coded with the code itself.
    """
    if net.kind == "split":
        return Reach(frozenset({net.id}), moved=True)
    if net.kind == "merge":
        return Reach(frozenset(code for code in coded if net.id in _line(code, new)))
    if net.noun == "theme":
        own = {net.other} if net.other else _codes_of(net.id, old, new)
        wanted = {one for code in own for one in _with_those_below(code, new)}
    elif net.kind == "move":
        wanted = set(_with_those_below(net.id, new))
    else:
        wanted = {net.id}
    return Reach(frozenset(code for code in coded if new.read_as(code) in wanted))


def _line(code: str, book: Codebook) -> list[str]:
    """A code and all it was merged into, one after another."""
    line = [code]
    while line[-1] in book.merged:
        line.append(book.merged[line[-1]])
    return line


def _with_those_below(code: str, book: Codebook) -> tuple[str, ...]:
    here = book.read_as(code)
    return book.descendants(here) if here in book else (here,)


def _codes_of(theme: str, old: Codebook, new: Codebook) -> tuple[str, ...]:
    """The codes a theme has, or had if it is gone."""
    return next((one.codes for book in (new, old) for one in book.themes if one.id == theme), ())

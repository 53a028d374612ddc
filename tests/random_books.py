"""Codebooks changed at random, the way people change them: what comes out is always a valid codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import qualkit as qk
from qualkit.codebook import in_use
from qualkit.codebook.tree import problems
from qualkit.records import plain

NAMES = ("Tid", "Tida", "Rom", "rom", "Møtetid", "Uklarhet", "Å bli sett", "Ærlighet", "no", "01", "Støtte: praktisk")
TEXTS = (
    "", "Tid som finnes, eller ikke finnes.", "Når det er uklart hvem som gjør hva.", "«Ingen spurte.»\nTo linjer.",
    "- en liste?", " # ikke en merknad", "Tid\u2028og\x85rom", "  innrykk og slutt  ", "yes", "'a': \"b\"", "tab\ther",
)  # fmt: skip
FIELDS = ("definition", "include", "exclude", "example", "origin", "colour")
ACTS = (
    "create", "create", "rename", "redefine", "move", "move", "merge", "retire", "revive", "new theme", "set theme",
)  # fmt: skip


class Changing:
    """A codebook on which random acts are done. An act that would give an invalid codebook is not done."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.codes: dict[str, qk.Code] = {}
        self.themes: dict[str, qk.Theme] = {}
        self.merged: dict[str, str] = {}
        self.born = 0

    def book(self, version: str = "v01", name: str = "Bok") -> qk.Codebook:
        return qk.Codebook(
            self.codes.values(), self.themes.values(), name=name, version=version, merged=self.merged, strict=False
        )

    def text(self) -> str:
        return plain(self.random.choice(TEXTS))

    def act(self, times: int = 1, among: Sequence[str] = ACTS) -> None:
        for _ in range(times):
            before = dict(self.codes), dict(self.themes), dict(self.merged)
            self._act(self.random.choice(among))
            # As it is, and as its file has it: what stood under a retired code may meet a code of its name there.
            used = in_use(self.book())
            if any(problems(self.codes.values(), self.themes.values())) or any(problems(used, used.themes)):
                self.codes, self.themes, self.merged = before

    def _act(self, kind: str) -> None:
        if kind == "create":
            self.born += 1
            parent = self.random.choice([None, *self._used()])
            made = qk.Code(f"k{self.born}", self.random.choice(NAMES), parent, self.text(), colour="#366E8F")
            self.codes[made.id] = made
        elif kind == "new theme":
            self.born += 1
            made_theme = qk.Theme(f"t{self.born}", self.random.choice(NAMES), self.text(), codes=self._some())
            self.themes[made_theme.id] = made_theme
        elif kind == "set theme" and self.themes:
            theme = self.themes[self.random.choice(list(self.themes))]
            changed = {"codes": self._some(), "questions": (self.text(), "Hva er vanskelig?"), "concept": self.text()}
            field = self.random.choice(list(changed))
            self.themes[theme.id] = replace(theme, **{field: changed[field]})
        elif kind not in ("set theme", "revive") and self._used():
            self._on(self.codes[self.random.choice(self._used())], kind)
        elif kind == "revive" and (retired := [code for code in self.codes.values() if code.retired]):
            code = self.random.choice(retired)
            self.codes[code.id] = replace(code, retired=False)

    def _on(self, code: qk.Code, kind: str) -> None:
        others = [one for one in self._used() if one != code.id]
        if kind == "rename":
            self.codes[code.id] = replace(code, name=self.random.choice(NAMES))
        elif kind == "redefine":
            self.codes[code.id] = replace(code, **{self.random.choice(FIELDS): self.text()})
        elif kind == "move":
            self.codes[code.id] = replace(code, parent=self.random.choice([None, *others]))
        elif kind == "retire":
            self.codes[code.id] = replace(code, retired=True)
        elif kind == "merge" and others:
            self._merge(code, self.random.choice(others))

    def _merge(self, code: qk.Code, into: str) -> None:
        if code.id in self.book().ancestors(into):
            return
        del self.codes[code.id]
        self.merged[code.id] = into
        for one in list(self.codes.values()):
            if one.parent == code.id:
                self.codes[one.id] = replace(one, parent=into)
        for theme in list(self.themes.values()):
            codes = dict.fromkeys(into if one == code.id else one for one in theme.codes)
            self.themes[theme.id] = replace(theme, codes=tuple(codes))

    def _used(self) -> list[str]:
        return [code.id for code in self.codes.values() if not code.retired]

    def _some(self) -> tuple[str, ...]:
        used = self._used()
        return tuple(self.random.sample(used, self.random.randint(0, min(3, len(used)))))

    def shuffle_themes(self) -> None:
        """As a colleague may do by hand, and a union of two copies."""
        themes = list(self.themes.items())
        self.random.shuffle(themes)
        self.themes = dict(themes)

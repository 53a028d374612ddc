"""First names and surnames of Statistics Norway (tables 10467 and 12891, CC BY 4.0), as the package
norwegian-fake-data 0.2.0 packs them. Used in training only."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from pathlib import Path

_BORN_FROM = 1930


class Names:
    """Names to draw from. The square root of each count is its weight, so that rare names are seen too."""

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as opened:
            tables = json.load(opened)
        given: dict[str, int] = {}
        for key, rows in tables["first_names"].items():
            if int(key.split(":")[0]) >= _BORN_FROM:
                for name, count in rows:
                    given[name] = given.get(name, 0) + count
        family = dict(tables["surnames"][max(tables["surnames"])])
        self.given = _Urn(given)
        self.family = _Urn(family)


class _Urn:
    def __init__(self, counts: dict[str, int]) -> None:
        self._names = sorted(name for name in counts if name.isalpha())
        self._weights = list(itertools.accumulate(counts[name] ** 0.5 for name in self._names))
        self._known = set(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self._names, cum_weights=self._weights)[0]

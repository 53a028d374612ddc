"""Builds the material of a small study from what people say, and codings from the words coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from qualkit.codebook import Codebook
from qualkit.records import Code, Theme
from qualkit.tables import Material
from qualkit.tables.material import CODING_COLUMNS, TURN_COLUMNS

BOOK = Codebook(
    [
        Code("k1", "Ressurser"),
        Code("k2", "Tid", parent="k1"),
        Code("k3", "Støtte"),
        Code("k4", "Tillit"),
    ],
    [
        # Tid serves kapasitet twice over: by itself and through Ressurser.
        Theme("t1", "kapasitet", codes=("k1", "k2")),
        Theme("t2", "kontinuitet", codes=("k3", "k4")),
        Theme("t3", "kommunikasjon", codes=("k3",)),
    ],
    name="Partnerskap",
    version="v01",
)


@dataclass(frozen=True)
class Person:
    """An informant; `roles` gives another role in the documents named."""

    code: str
    role: str
    group: str = ""
    size: str = ""
    roles: dict[str, str] = field(default_factory=dict)


@dataclass
class Study:
    """Say things in documents, code the words, then take the `material`."""

    people: Sequence[Person]
    book: Codebook = field(default_factory=lambda: BOOK)
    documents: list[dict[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    turns: list[tuple[Any, ...]] = field(default_factory=list)
    codings: list[dict[str, Any]] = field(default_factory=list)
    moment: str = ""

    def document(self, name: str, *said: tuple[str | None, str], kind: str = "intervju", language: str = "nb") -> None:
        self.documents.append({"document": name, "kind": kind, "language": language})
        start = 0
        for turn, (informant, text) in enumerate(said, start=1):
            self.turns.append((name, turn, informant, start, start + len(text)))
            start += len(text) + 1
        self.texts[name] = "\n".join(text for _, text in said)

    def code(self, coding: str, document: str, words: str, code: str, coder: str = "MB", **more: Any) -> None:
        assert self.texts[document].count(words) == 1, "the words must stand once"
        start = self.texts[document].index(words)
        self.span(coding, document, start, start + len(words), code, coder, **more)

    def span(self, coding: str, document: str, start: int, end: int, code: str, coder: str = "MB", **more: Any) -> None:
        row = {"coding": coding, "document": document, "start": start, "end": end, "code": code, "coder": coder}
        self.codings.append(row | {"stance": None, "prompted": None, "at": "2024-05-01T10:00:00+00:00"} | more)

    @property
    def material(self) -> Material:
        people = {one.code: one for one in self.people}
        spoken = dict.fromkeys((turn[0], turn[2]) for turn in self.turns if turn[2] is not None)
        voices = [self._voice(document, people[informant]) for document, informant in spoken]
        registered = [one for one in self.people if one.role != "intervjuer"]
        return Material(
            codings=pd.DataFrame(self.codings, columns=list(CODING_COLUMNS)),
            turns=pd.DataFrame(self.turns, columns=list(TURN_COLUMNS)),
            voices=pd.DataFrame(
                voices, columns=["document", "informant", "role", "group", "printed_role", "interviewer", "størrelse"]
            ),
            documents=pd.DataFrame(self.documents, columns=["document", "kind", "language"]),
            registered=pd.DataFrame(
                [(one.code, one.role, one.group, one.role, one.size) for one in registered],
                columns=["informant", "role", "group", "printed_role", "størrelse"],
            ),
            codebook=self.book,
            text=self.texts.__getitem__,
            moment=self.moment,
        )

    @staticmethod
    def _voice(document: str, one: Person) -> tuple[Any, ...]:
        role = one.roles.get(document, one.role)
        return (document, one.code, role, one.group, role, role == "intervjuer", one.size)

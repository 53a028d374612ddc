"""A made-up study on disk: interviews as Word files, register, documents, codebook and codings. One seed, one study."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from qualkit.cli._bench.codings import COLUMNS, make_codebook, make_codings
from qualkit.cli._bench.interviews import PER_GROUP, Interview, make_interview
from qualkit.codebook import save_codebook

#: Words of an interview in the design's corpus.
WORDS = 6_000
SEED = 2024
_ROLES = {"S": "Skoleeier", "R": "Skoleleder", "V": "Veileder", "I": "intervjuer"}


@dataclass(frozen=True, slots=True)
class Study:
    """Where the files of one made-up study lie."""

    folder: Path

    @property
    def interviews(self) -> Path:
        """A folder of docx, with informants.csv and documents.csv beside them."""
        return self.folder / "interviews"

    @property
    def codebook(self) -> Path:
        """The codebook, YAML."""
        return self.folder / "codebook.yaml"

    @property
    def codings(self) -> Path:
        """The codings, CSV with the columns `codings.COLUMNS`."""
        return self.folder / "codings.csv"

    @property
    def project(self) -> Path:
        """The project that the jobs make and use."""
        return self.folder / "study.qualkit"

    @property
    def exports(self) -> Path:
        """The folder that the jobs write files into."""
        return self.folder / "exports"


def make_study(folder: Path, *, interviews: int, codings: int, words: int = WORDS, seed: int = SEED) -> Study:
    """Write a study of so many interviews and codings into a folder. The same arguments give the same bytes."""
    study = Study(folder)
    study.interviews.mkdir(parents=True)
    study.exports.mkdir()
    made = [make_interview(number, words, seed) for number in range(interviews)]
    for interview in made:
        (study.interviews / f"{interview.name}.docx").write_bytes(interview.docx())
    _write(study.interviews / "informants.csv", ("code", "role", "group", "kommune_storrelse"), _register(made))
    _write(study.interviews / "documents.csv", ("document", "kind", "date", "mode"), _documents(made))
    book = make_codebook()
    save_codebook(book, study.codebook)
    _write(study.codings, COLUMNS, make_codings(made, codings, book, seed))
    return study


def _register(interviews: Sequence[Interview]) -> Iterable[tuple[str, ...]]:
    """A row for each informant, and for the interviewer."""
    sizes = ("Liten", "Mellomstor", "Stor")
    groups = {code: number // PER_GROUP + 1 for number, one in enumerate(interviews) for code in one.informants}
    yield "I", _ROLES["I"], "", ""
    for code, group in groups.items():
        own = code[0] != "V"
        yield code, _ROLES[code[0]], str(group) if own else "", sizes[group % 3] if own else ""


def _documents(interviews: Sequence[Interview]) -> Iterable[tuple[str, ...]]:
    for number, one in enumerate(interviews):
        day = date(2024, 1, 8) + timedelta(days=number)
        kind = "gruppe" if len(one.informants) > 1 else "intervju"
        yield one.name, kind, day.isoformat(), ("video", "møte")[number % 2]


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)

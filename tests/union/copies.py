"""Copies of a small project, each with a clock of its own, worked in apart and brought together."""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import qualkit as qk
from qualkit.store.projection import dump, live_events, projection_of, stored_rows

Act = Callable[[qk.Project], object]

#: Some day in November 2023: far enough back for every clock here to lie in the past.
BEGIN = 1_700_000_000
DAY = 86_400

REGISTER = """code,role,group,name
S1,Skoleeier,1,
R1,Skoleleder,1,Tormod
R4,Skoleleder,4,Ragnfrid
I,intervjuer,,
"""
INTERVIEW = """I: Hva er vanskelig?
R1: Det er tida, liksom. Ingen spurte meg om hvem som skulle ta det.
I: Hvem tok det?
R1: Jeg tok det sjøl, og ingen takket meg.
"""
OTHER = """I: Hvordan gikk det?
R3: Vi fant ut av det etter hvert, alle sammen.
"""


class Clock:
    """What the clock of whoever writes says, until it is set anew; and ids that are the same in every run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now: float = BEGIN
        self.chance = random.Random(0)
        monkeypatch.setattr("qualkit.store.events.time", SimpleNamespace(time=lambda: self.now))
        monkeypatch.setattr("qualkit.store.events.uuid", SimpleNamespace(uuid4=self._id, UUID=uuid.UUID))

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def set(self, now: float) -> None:
        self.now = now


@contextmanager
def opened(path: Path) -> Iterator[qk.Project]:
    with qk.Project.open(path) as project:
        yield project


def interviews(folder: Path, **texts: str) -> list[qk.Transcript]:
    """Transcripts of these texts, keyed by the register."""
    folder.mkdir(parents=True)
    (folder / "informants.csv").write_text(REGISTER + "R3,Skoleleder,3,\n", encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return qk.load_transcripts(folder)


def tables(project: qk.Project) -> list[str]:
    """The canonical dump."""
    with project._store.reading() as connection:
        return dump(stored_rows(connection))


def folded(project: qk.Project) -> list[str]:
    """What a full fold of the log gives, who had seen what worked out afresh."""
    from qualkit.store.lineage import runs_of

    with project._store.reading() as connection:
        return dump(projection_of(live_events(connection), runs_of(connection).saw))


def state(project: qk.Project) -> tuple[object, ...]:
    """All that must be the same in every union of the same copies."""
    return tables(project), project.review().to_dict("records"), project.check().tip


class Apart:
    """One project, copied; an act in each copy by its own clock; and the union of all."""

    def __init__(self, folder: Path, clock: Clock, times: Sequence[float]) -> None:
        self.folder, self.clock, self.times = folder, clock, times
        self.origin = folder / "studie.qualkit"
        #: The number of the copy whose last event is the later in the order of the log.
        self.later = -1

    def begin(self, *acts: Act) -> None:
        """What all copies have seen."""
        self.clock.set(BEGIN)
        with qk.Project.create(self.origin) as project:
            for act in acts:
                act(project)

    def __call__(self, *acts: Act) -> qk.Project:
        paths = [self.folder / f"kopi{number}.qualkit" for number in range(len(acts))]
        orders: list[tuple[int, bytes]] = []
        for path, act, time in zip(paths, acts, self.times, strict=False):
            shutil.copy(self.origin, path)
            self.clock.set(BEGIN + time)
            with opened(path) as project:
                act(project)
                orders.append(last_order(project))
        self.later = orders.index(max(orders))
        self.clock.set(BEGIN + 100 * DAY)
        return self.united(paths)

    def united(self, paths: Sequence[Path]) -> qk.Project:
        """The union in one order, held against that in the other and against doing it again."""
        before = [path.read_bytes() for path in paths]
        one, other = (self._merged(order, name) for order, name in ((paths, "en"), (paths[::-1], "to")))
        assert [path.read_bytes() for path in paths] == before
        with opened(other) as second:
            backwards = state(second)
        whole = qk.Project.open(one)
        found = state(whole)
        assert found == backwards
        for path in paths:
            assert whole.take_in(path).events == 0
        assert state(whole) == found
        assert whole.check().problems == ()
        assert folded(whole) == tables(whole)
        return whole

    def _merged(self, paths: Sequence[Path], name: str) -> Path:
        first, *others = paths
        for number, path in enumerate(others):
            first = qk.merge_projects(first, path, out=self.folder / f"{name}{number}.qualkit")
        return first


def last_order(project: qk.Project) -> tuple[int, bytes]:
    from sqlalchemy import text

    with project._store.reading() as connection:
        row = connection.execute(text("SELECT hlc, id FROM event ORDER BY hlc DESC, id DESC LIMIT 1")).one()
        return row[0], bytes(row[1])


def only(frame: pd.DataFrame, **values: object) -> pd.Series:
    """The one row of the review that has these values."""
    rows = frame
    for name, value in values.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1, frame[["kind", "noun", "name", "what"]].to_dict("records")
    return rows.iloc[0]

"""Undo of everything: any sequence of acts, undone to the first state and redone to the last."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_store import TEXT

import qualkit as qk
from qualkit.store.projection import dump, live_events, projection_of, stored_rows

PEOPLE = st.sampled_from(["MB", "AK"])


def tables(project: qk.Project) -> list[str]:
    with project._store.reading() as connection:
        return dump(stored_rows(connection))


def from_the_log(project: qk.Project) -> list[str]:
    with project._store.reading() as connection:
        return dump(projection_of(live_events(connection)))


def transcript(name: str) -> qk.Transcript:
    return qk.Transcript(name, TEXT, (qk.Turn("R1.1", "R1.1", 0, len(TEXT), TEXT),))


class Study(RuleBasedStateMachine):
    """People add, code, remove, write, undo and redo in any order; after each act the tables are what the log says."""

    def steps_on(self) -> int:
        history = self.project.history()
        return int((history["on"] & ~history["what"].str.match("(un|re)did ")).sum())

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.project = qk.Project.create(Path(self.folder.name) / "studie.qualkit")
        self.names = 0

    def fresh(self, stem: str) -> str:
        self.names += 1
        return f"{stem} {self.names}"

    @rule(who=PEOPLE)
    def add_document(self, who: str) -> None:
        self.project.add([transcript(self.fresh("intervju"))], coder=who)

    @rule(who=PEOPLE, data=st.data())
    def add_code(self, who: str, data: st.DataObject) -> None:
        codes = [code.id for code in self.project.codebook()]
        parent = data.draw(st.sampled_from([None, *codes]))
        self.project.add_code(self.fresh("Kode"), parent=parent, coder=who)

    @rule(who=PEOPLE, data=st.data())
    def add_theme(self, who: str, data: st.DataObject) -> None:
        codes = [code.id for code in self.project.codebook()]
        chosen = data.draw(st.lists(st.sampled_from(codes), max_size=3)) if codes else []
        self.project.add_theme(self.fresh("Tema"), codes=chosen, coder=who)

    @precondition(lambda self: len(self.project.documents()) and len(self.project.codebook()))
    @rule(who=PEOPLE, data=st.data(), several=st.integers(1, 4))
    def code(self, who: str, data: st.DataObject, several: int) -> None:
        documents = list(self.project.documents()["document"])
        codes = [code.id for code in self.project.codebook()]
        rows: list[dict[str, Any]] = []
        for _ in range(several):
            start = data.draw(st.integers(0, len(TEXT) - 6))
            row = {"document": data.draw(st.sampled_from(documents)), "code": data.draw(st.sampled_from(codes))}
            rows.append(
                {**row, "start": start, "end": start + 5, "stance": data.draw(st.sampled_from(["positiv", None]))}
            )
        self.project.code_many(pd.DataFrame(rows), coder=who)

    @precondition(lambda self: len(self.project.codings()))
    @rule(who=PEOPLE, data=st.data())
    def uncode(self, who: str, data: st.DataObject) -> None:
        self.project.uncode(data.draw(st.sampled_from(list(self.project.codings()["coding"]))), coder=who)

    @precondition(lambda self: len(self.project.codings()))
    @rule(who=PEOPLE, data=st.data())
    def memo(self, who: str, data: st.DataObject) -> None:
        about = data.draw(st.sampled_from([None, *self.project.codings()["coding"]]))
        self.project.memo("Hva er det egentlig hun sier her?", about=about, coder=who)

    @rule(who=PEOPLE, of=st.sampled_from([None, "*"]), all_of_it=st.booleans())
    def undo(self, who: str, of: str | None, all_of_it: bool) -> None:
        before = tables(self.project)
        try:
            self.project.undo(coder=who, of=of, with_dependants=all_of_it)
        except qk.RefusedError:
            assert tables(self.project) == before

    @rule(who=PEOPLE, of=st.sampled_from([None, "*"]))
    def redo(self, who: str, of: str | None) -> None:
        before = tables(self.project)
        try:
            self.project.redo(coder=who, of=of)
        except qk.RefusedError:
            assert tables(self.project) == before

    @invariant()
    def the_tables_are_what_the_log_says(self) -> None:
        if hasattr(self, "project"):
            assert tables(self.project) == from_the_log(self.project)

    def teardown(self) -> None:
        if not hasattr(self, "project"):
            return
        last = tables(self.project)
        undone = 0
        # Anyone's last step is never refused: nothing can lean on the last.
        while self.steps_on():
            self.project.undo(coder="LO", of="*")
            undone += 1
        with pytest.raises(qk.RefusedError, match="There is no step to undo"):
            self.project.undo(coder="LO", of="*")
        assert tables(self.project) == []
        for _ in range(undone):
            self.project.redo(coder="LO", of="*")
        assert tables(self.project) == last
        assert self.project.check().ok
        self.project.close()
        self.folder.cleanup()


TestStudy = Study.TestCase
TestStudy.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

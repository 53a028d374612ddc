"""Undo of everything: any sequence of acts, undone to the first state and redone to the last."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
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


NAMES = st.sampled_from(["Tid", "Rom", "Uklarhet"])


def transcript(name: str, informant: str) -> qk.Transcript:
    register = (qk.Informant("R1", "Skoleleder"), qk.Informant("R2", "Skoleeier"))
    return qk.Transcript(name, TEXT, (qk.Turn(informant, informant, 0, len(TEXT), TEXT),), register=register)


class Study(RuleBasedStateMachine):
    """People add, code, remove, write, undo and redo in any order; after each act the tables are what the log says."""

    def steps_on(self) -> int:
        history = self.project.history()
        return int((history["on"] & ~history["what"].str.match("(?:un|re)did ")).sum())

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.project = qk.Project.create(Path(self.folder.name) / "studie.qualkit")

    def try_to(self, act: Callable[..., object], *args: Any, **how: Any) -> None:
        """An act, or a refusal that leaves everything as it was."""
        before = tables(self.project)
        try:
            act(*args, **how)
        except qk.RefusedError:
            assert tables(self.project) == before

    def codes(self) -> list[str]:
        return [code.id for code in self.project.codebook()]

    @rule(who=PEOPLE, name=st.sampled_from(["r1", "r2", "r3"]), informant=st.sampled_from(["R1", "R2"]))
    def add_document(self, who: str, name: str, informant: str) -> None:
        self.project.add([transcript(name, informant)], coder=who)

    @rule(who=PEOPLE, role=st.sampled_from(["Skoleleder", "Skoleeier"]))
    def change_the_register(self, who: str, role: str) -> None:
        self.project.add_informants(qk.Register([qk.Informant("R1", role)]), coder=who)

    @rule(who=PEOPLE, data=st.data(), name=NAMES)
    def add_code(self, who: str, data: st.DataObject, name: str) -> None:
        parent = data.draw(st.sampled_from([None, *self.codes()]))
        self.try_to(self.project.add_code, name, parent=parent, coder=who)

    @precondition(lambda self: len(self.codes()) > 1)
    @rule(who=PEOPLE, data=st.data(), name=NAMES, kind=st.sampled_from(["rename", "move", "merge", "retire", "revive"]))
    def reshape(self, who: str, data: st.DataObject, name: str, kind: str) -> None:
        one, other = (data.draw(st.sampled_from(self.codes())) for _ in range(2))
        act, args, how = {
            "rename": (self.project.rename, (one, name), {}),
            "move": (self.project.move, (one,), {"under": other}),
            "merge": (self.project.merge, ([one],), {"into": other}),
            "retire": (self.project.retire, (one,), {}),
            "revive": (self.project.revive, (one,), {}),
        }[kind]
        self.try_to(act, *args, coder=who, **how)

    @precondition(lambda self: len(self.project.codings()))
    @rule(who=PEOPLE, data=st.data(), name=NAMES)
    def split(self, who: str, data: st.DataObject, name: str) -> None:
        row = data.draw(st.sampled_from(self.project.codings().to_dict("records")))
        self.try_to(self.project.split, row["code_path"], codings=[row["coding"]], into=name, coder=who)

    @rule(who=PEOPLE, data=st.data())
    def add_theme(self, who: str, data: st.DataObject) -> None:
        codes = self.codes()
        chosen = data.draw(st.lists(st.sampled_from(codes), max_size=3)) if codes else []
        self.try_to(self.project.add_theme, "Kapasitet", codes=chosen, coder=who)

    @precondition(lambda self: len(self.project.documents()) and len(self.project.codebook()))
    @rule(who=PEOPLE, data=st.data(), several=st.integers(1, 4))
    def code(self, who: str, data: st.DataObject, several: int) -> None:
        documents = list(self.project.documents()["document"])
        codes = self.codes()
        rows: list[dict[str, Any]] = []
        for _ in range(several):
            start = data.draw(st.integers(0, len(TEXT) - 6))
            row = {"document": data.draw(st.sampled_from(documents)), "code": data.draw(st.sampled_from(codes))}
            rows.append(
                {**row, "start": start, "end": start + 5, "stance": data.draw(st.sampled_from(["positiv", None]))}
            )
        self.try_to(self.project.code_many, pd.DataFrame(rows), coder=who)

    @precondition(lambda self: len(self.project.codings()))
    @rule(who=PEOPLE, data=st.data())
    def uncode(self, who: str, data: st.DataObject) -> None:
        self.project.uncode(data.draw(st.sampled_from(list(self.project.codings()["coding"]))), coder=who)

    @precondition(lambda self: len(self.project.codings()))
    @rule(who=PEOPLE, data=st.data())
    def memo(self, who: str, data: st.DataObject) -> None:
        codes = [("code", code) for code in self.codes()]
        people = [("informant", code) for code in self.project.register().codes]
        about = data.draw(st.sampled_from([None, *self.project.codings()["coding"], *codes, *people]))
        self.project.memo("Hva er det egentlig hun sier her?", about=about, coder=who)

    @precondition(lambda self: len(self.project.documents()))
    @rule(who=PEOPLE, data=st.data())
    def mark_read(self, who: str, data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(list(self.project.documents()["document"])))
        codes = self.project.mark_read(document, coder=who)
        assert isinstance(codes, list)
        left = self.project.to_reread()
        assert document not in set(left["document"])
        assert document not in set(self.project.to_reread(coder=who)["document"])

    @precondition(lambda self: len(self.codes()) > 1)
    @rule(who=PEOPLE, data=st.data(), until=st.sampled_from(["news", "never"]))
    def set_aside(self, who: str, data: st.DataObject, until: str) -> None:
        pair = data.draw(st.lists(st.sampled_from(self.codes()), min_size=2, max_size=2, unique=True))
        self.project.set_aside(pair, until=until, coder=who)
        similar = self.project.similar_codes()
        assert not (similar["id"].isin(pair) & similar["other_id"].isin(pair)).any()

    @precondition(lambda self: len(self.project.similar_codes(aside=True)))
    @rule(who=PEOPLE, data=st.data())
    def bring_back(self, who: str, data: st.DataObject) -> None:
        rows = self.project.similar_codes(aside=True)[["id", "other_id"]].to_numpy().tolist()
        self.try_to(self.project.bring_back, data.draw(st.sampled_from(rows)), coder=who)

    @rule(who=PEOPLE, of=st.sampled_from([None, "*"]), all_of_it=st.booleans())
    def undo(self, who: str, of: str | None, all_of_it: bool) -> None:
        self.try_to(self.project.undo, coder=who, of=of, with_dependants=all_of_it)

    @rule(who=PEOPLE, of=st.sampled_from([None, "*"]))
    def redo(self, who: str, of: str | None) -> None:
        self.try_to(self.project.redo, coder=who, of=of)

    @rule(who=PEOPLE, data=st.data(), all_of_it=st.booleans())
    def switch_any_step(self, who: str, data: st.DataObject, all_of_it: bool) -> None:
        history = self.project.history()
        steps = history[~history["what"].str.match("(?:un|re)did ")]
        step = data.draw(st.sampled_from(steps[["step", "on"]].to_dict("records")))
        if step["on"]:
            self.try_to(self.project.undo, step=step["step"], with_dependants=all_of_it, coder=who)
        else:
            self.try_to(self.project.redo, step=step["step"], coder=who)

    @invariant()
    def everything_can_be_read(self) -> None:
        if hasattr(self, "project"):
            assert len(self.project.codings()) <= len(self.project.codings(per="theme"))
            self.project.informants()
            self.project.to_reread()
            self.project.similar_codes(aside=True)

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

"""The store: one project in one database. It remembers; it decides nothing.

One step is one transaction: lock, refusals, events, touch, projection, meta. A reader sees one moment.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text

from qualkit.errors import BusyProjectError, IntegrityError, ProjectError, QualkitWarning, RefusedError
from qualkit.store import check, migrate, schema, union
from qualkit.store.engine import compact, is_server, open_engine, shown, warn_about_place, writing_engine
from qualkit.store.erasure import keep_erased
from qualkit.store.events import Chain, Draft, Event, Json, clock_seconds, new_id, next_clock, plain_values, seal
from qualkit.store.faults import said_plainly
from qualkit.store.files import hidden_beside, put_in_place, refuse_leftovers, remove, taken, unmakeable
from qualkit.store.kinds import VERSIONS
from qualkit.store.projection import (
    EVENT_COLUMNS,
    PORTION,
    choose,
    keep_chain,
    project_new,
    read_event,
    rebuild,
    refold,
    switch_steps,
)

#: A clock this many seconds ahead of ours is worth a word: everything written after it is dated after it.
_AHEAD = 3600


class _NothingKept(Exception):
    """Leaves a writing transaction without keeping anything. Never reaches a person."""


@dataclass(slots=True)
class Writer:
    """An open writing transaction. `append` writes one step; reading through `connection` sees it at once."""

    connection: Connection
    chain: Chain
    person: str

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Write drafts as one step, project them, and answer their events in order.

        A draft that brings an id which is in the log already, or comes twice here, is answered by that one event, if
        it says the same, and refused (RefusedError) if not: so a browser may send what it is not sure has arrived.
        """
        known = self._sent_before(drafts)
        drafts = [draft if draft.id is not None else replace(draft, id=new_id()) for draft in drafts]
        fresh: dict[bytes | None, Draft] = {}
        for draft in drafts:
            if draft.id not in known:
                first = fresh.setdefault(draft.id, draft)
                if first is not draft and _act(first) != _act(draft):
                    raise _used(draft)
        if fresh:
            known.update((event.id, event) for event in self._write(list(fresh.values())))
        return [known[draft.id] for draft in drafts]

    def _write(self, drafts: Sequence[Draft]) -> list[Event]:
        events, rows = seal(drafts, self.chain, person=self.person, versions=VERSIONS)
        for start in range(0, len(rows), PORTION):
            self.connection.execute(insert(schema.event), rows[start : start + PORTION])
        project_new(self.connection, events, [row["seq"] for row in rows])
        keep_chain(self.connection, self.chain)
        return events

    def _sent_before(self, drafts: Sequence[Draft]) -> dict[bytes | None, Event]:
        given = {draft.id: draft for draft in drafts if draft.id is not None}
        if not given:
            return {}
        query = select(*EVENT_COLUMNS).where(schema.event.c.id.in_(choose(self.connection, given)))
        known: dict[bytes | None, Event] = {}
        for row in self.connection.execute(query.order_by(schema.event.c.hlc)):
            event = read_event(row)
            known.setdefault(event.id, event)
        person = plain_values(self.person)
        for draft in drafts:
            sent = known.get(draft.id)
            if sent is not None and (sent.person != person or _act(sent) != _act(draft)):
                raise _used(draft)
        return known

    def switch(
        self, steps: Sequence[bytes], *, on: bool, sign: Callable[[Sequence[Draft]], Sequence[Draft]] = list
    ) -> Event:
        """Undo or redo: one event, signed, that turns steps off or on. It is never itself a step."""
        draft = Draft("switch", {"steps": [step.hex() for step in steps], "on": on})
        event = self.append(sign([draft]))[0]
        switch_steps(self.connection, steps, on=on)
        return event

    def take_in(self, source: Connection, shown: str) -> union.TakenIn:
        """Take in every event of another copy of this project, called `shown` in what is said of it.

        Raises ProjectError, NewerProjectError or IntegrityError, as `union.take_in`; then nothing may be kept.
        """
        return union.take_in(self.connection, self.chain, source, shown)

    def erase(self, drafts: Sequence[Draft]) -> list[Event]:
        """Write erasures (and what must be written anew because of them) as one step, and keep to them."""
        events = self.append(drafts)
        refold(self.connection, keep_erased(self.connection) or [])
        return events

    def keep_turns(self, rows: Sequence[dict[str, Any]]) -> None:
        """Commit the frozen text of a document, turn by turn (columns of `turn`)."""
        if rows:
            self.connection.execute(insert(schema.turn), list(rows))


def _act(one: Draft | Event) -> tuple[str, Json, Json]:
    """What makes an act the act it is: not why it was done nor who took part, which a second sending may lack."""
    payload = {key: value for key, value in one.payload.items() if key != "present"}
    words = {key: value for key, value in one.words.items() if key != "reason"}
    return one.kind, plain_values(payload), plain_values(words)


def _used(draft: Draft) -> RefusedError:
    shown_id = draft.id.hex() if draft.id is not None else ""
    return RefusedError(f"{shown_id} has been used already for something else. Give every new act an id of its own.")


class Store:
    """A project's database, open. `close()` checkpoints it; a file is then one file again, and no longer to be used."""

    def __init__(self, engine: Engine, address: str | Path) -> None:
        self.engine = engine
        #: A file's name, or a server's address without its password: it is shown, logged and kept.
        self.address = shown(address)
        self._writing = writing_engine(engine)
        self._closed = False

    @classmethod
    def create(cls, address: str | Path, fill: Callable[[Writer], object] | None = None, *, person: str = "") -> Store:
        """A new project at a file name or a PostgreSQL address; `fill` writes what it begins with, as `person`.

        All or nothing: whatever goes wrong, nothing is left there. Raises ProjectError where there is one already.
        """
        if not is_server(address):
            cls._create_file(Path(address), fill, person)
        store = cls(open_engine(address), address)
        if is_server(address):
            try:
                store._make(fill, person)
            except BaseException:
                store.close()
                raise
        return store

    @classmethod
    def _create_file(cls, path: Path, fill: Callable[[Writer], object] | None, person: str) -> None:
        """The file is made under a hidden name, and gets its own when it is complete."""
        try:
            if path.exists():
                raise taken(path)
            refuse_leftovers(path)
            making = hidden_beside(path, "making")
        except OSError as reason:
            raise unmakeable(path, reason) from reason
        store = None
        try:
            warn_about_place(path)
            store = cls(open_engine(making), path)
            store._make(fill, person)
            store.close()
            put_in_place(making, path)
        except OSError as reason:
            raise unmakeable(path, reason) from reason
        finally:
            if store is not None:
                store.close()
            remove(making)

    @classmethod
    def open(cls, address: str | Path) -> Store:
        """An existing project, brought up to date (after a copy of the file) if an older qualkit made it.

        Raises ProjectError where it is no project, NewerProjectError (and changes nothing) if a newer one made it or
        wrote in it.
        """
        found = None
        if not is_server(address):
            found = migrate.peek(Path(address))
            migrate.refuse_newer(str(address), found)
            warn_about_place(Path(address))
        store = cls(open_engine(address), address)
        try:
            with store._said_plainly():
                store._come_up_to_date(found)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open_copy(cls, copy: Path, address: str | Path) -> Store:
        """A copy of a project that is nobody's yet, brought up to date without keeping a copy of the copy. `address` is
        what it will be called."""
        store = cls(open_engine(copy), address)
        try:
            with store._said_plainly():
                migrate.upgrade(store.engine, None, store.address)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One moment of the project, for as many selects as are needed."""
        with self._said_plainly(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, person: str) -> Iterator[Writer]:
        """A transaction that writes as `person`. It holds the lock; leaving by an exception keeps nothing."""
        with self._said_plainly(), self._writing.begin() as connection:
            row = connection.execute(select(schema.meta).with_for_update()).one()
            _warn_about_clock(connection, row.hlc)
            yield Writer(connection, Chain(row.seq, row.hlc, row.tips), person)

    @contextmanager
    def trying(self, person: str) -> Iterator[Writer]:
        """The same, but nothing is kept: for looking at what an act would do."""
        try:
            with self.writing(person) as writer:
                yield writer
                raise _NothingKept
        except _NothingKept:
            return

    def revision(self) -> int:
        """The number of the last event here: what a screen polls."""
        with self.reading() as connection:
            return self.revision_in(connection)

    @staticmethod
    def revision_in(connection: Connection) -> int:
        """The same, within a transaction."""
        return int(connection.execute(select(schema.meta.c.seq)).scalar_one())

    def rebuild(self) -> None:
        """Work out everything derived again from the log. Raises IntegrityError where the log itself is not whole."""
        with self.writing("") as writer:
            problems = check.log_problems(writer.connection)
            if problems:
                raise IntegrityError(
                    f"The tables cannot be rebuilt, since the log they come from is not whole. {problems[0]} Restore a "
                    "backup; nothing was changed.",
                    problems=problems,
                )
            rebuild(writer.connection)
        # Connections keep what they have read; new ones read what stands there now.
        self.engine.dispose()

    def take_in(self, source: Connection, shown: str) -> union.TakenIn:
        """Take in another copy of this project, and see that nothing erased is left in a free page of the file."""
        with self.writing("") as writer:
            taken = writer.take_in(source, shown)
        if taken.erasures and not self.forget_freed():
            warnings.warn(
                f"Another program has {self.address} open, so freed pages of it may still hold what was erased. Close "
                "it there, and erase the informant once more: that only writes the file anew.",
                QualkitWarning,
                stacklevel=3,
            )
        return taken

    def forget_freed(self) -> bool:
        """Write the file anew, so that what was erased is in no free page and no journal of it. False where another
        program has the project open and that could not be done."""
        try:
            with self._said_plainly():
                compact(self.engine)
        except BusyProjectError:
            return False
        return True

    def close(self) -> None:
        """Let go of the database. SQLite's last connection checkpoints the journal."""
        self._closed = True
        self.engine.dispose()

    def refuse_closed(self) -> None:
        """Raise ProjectError where the project has been closed."""
        if self._closed:
            raise ProjectError(f"{self.address} is closed. Open it again with Project.open.", address=self.address)

    @property
    def path(self) -> Path | None:
        """The project file, or None on a server."""
        return None if is_server(self.address) else Path(self.address)

    def _make(self, fill: Callable[[Writer], object] | None, person: str) -> None:
        """The tables and what they begin with, in one transaction."""
        with self._said_plainly(), self._writing.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"PRAGMA application_id={schema.APPLICATION_ID}"))
            else:
                # Two programs that make a project in the same database: the second waits, and finds it there.
                connection.execute(select(func.pg_advisory_xact_lock(schema.APPLICATION_ID)))
                if inspect(connection).has_table("meta"):
                    raise ProjectError(
                        f"{self.address} holds a project already. Open it, or choose another.", address=self.address
                    )
            schema.log.create_all(connection)
            schema.projected.create_all(connection)
            migrate.stamp(connection)
            first = {"one": 1, "project": new_id(), "seq": 0, "hlc": 0, "tips": b""}
            connection.execute(insert(schema.meta).values(**first, projection=schema.PROJECTION_VERSION))
            if fill is not None:
                fill(Writer(connection, Chain(0, 0, b""), person))

    def _come_up_to_date(self, found: migrate.Found | None) -> None:
        """`found` is what a look into the file has shown; a server is looked at here."""
        with self.engine.begin() as connection:
            if found is None:
                found = migrate.look_on_server(connection, self.address)
                migrate.refuse_newer(self.address, found)
        if not found.up_to_date:
            migrate.upgrade(self.engine, self.path, self.address)

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        self.refuse_closed()
        with said_plainly(self.address):
            yield


def _warn_about_clock(connection: Connection, hlc: int) -> None:
    """Say that the log is ahead of this machine's clock, and who put it there: what comes now is dated after that."""
    now = time.time()
    limit = next_clock(0, now + _AHEAD)
    if hlc <= limit:
        return
    # The first that is ahead: all that came after it only counted on from there.
    ahead = select(schema.event.c.person, schema.event.c.at).where(schema.event.c.hlc > limit)
    first = connection.execute(ahead.order_by(schema.event.c.hlc).limit(1)).first()
    since = f", since {first.person or 'somebody'} wrote in it at {first.at}" if first else ""
    warnings.warn(
        f"The project is {int(clock_seconds(hlc) - now) // 3600} hour(s) ahead of this machine's clock{since}. One of "
        "the two clocks is wrong; set it right. What you do now is kept, and is placed after that.",
        QualkitWarning,
        stacklevel=5,
    )

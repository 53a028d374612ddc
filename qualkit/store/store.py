"""The store: one project in one database. It remembers; it decides nothing.

One step is one transaction: lock, refusals, events, touch, projection, meta. A reader sees one moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from qualkit.errors import BusyProjectError, ProjectError, RefusedError
from qualkit.store import migrate, schema
from qualkit.store.engine import is_server, new_file, open_engine, peek, warn_about_place, writing_engine
from qualkit.store.events import Chain, Draft, Event, new_id, plain_values, seal
from qualkit.store.kinds import VERSIONS, refuse_unknown
from qualkit.store.projection import (
    EVENT_COLUMNS,
    PORTION,
    choose,
    project_new,
    read_event,
    rebuild,
    switch_steps,
)


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

        A draft that brings an id which is in the log already is answered by that event, if it says the same, and
        refused (RefusedError) if not: so a browser may send what it is not sure has arrived.
        """
        known = self._sent_before(drafts)
        fresh = [draft for draft in drafts if draft.id not in known]
        if not fresh:
            return [known[draft.id] for draft in drafts if draft.id]
        events, rows = seal(fresh, self.chain, person=self.person, versions=VERSIONS)
        for start in range(0, len(rows), PORTION):
            self.connection.execute(insert(schema.event), rows[start : start + PORTION])
        project_new(self.connection, events, [row["seq"] for row in rows])
        self._keep_chain()
        written = iter(events)
        return [known[draft.id] if draft.id in known else next(written) for draft in drafts]

    def _sent_before(self, drafts: Sequence[Draft]) -> Mapping[bytes | None, Event]:
        given = {draft.id: draft for draft in drafts if draft.id is not None}
        if not given:
            return {}
        query = select(*EVENT_COLUMNS).where(schema.event.c.id.in_(choose(self.connection, given)))
        known: dict[bytes | None, Event] = {
            event.id: event for event in map(read_event, self.connection.execute(query))
        }
        for event in known.values():
            draft = given[event.id]
            same = (draft.kind, plain_values(draft.payload), plain_values(draft.words), self.person)
            if same != (event.kind, event.payload, event.words, event.person):
                raise RefusedError(
                    f"{event.id.hex()} has been used already for something else. Give every new act an id of its own."
                )
        return known

    def switch(self, steps: Sequence[bytes], *, on: bool, words: dict[str, Any] | None = None) -> Event:
        """Undo or redo: one event that turns steps off or on. It is never itself a step."""
        draft = Draft("switch", {"steps": [step.hex() for step in steps], "on": on}, words or {})
        event = self.append([draft])[0]
        switch_steps(self.connection, steps, on=on)
        return event

    def keep_turns(self, rows: Sequence[dict[str, Any]]) -> None:
        """Commit the frozen text of a document, turn by turn (columns of `turn`)."""
        if rows:
            self.connection.execute(insert(schema.turn), list(rows))

    def _keep_chain(self) -> None:
        moved = {"seq": self.chain.seq, "hlc": self.chain.hlc, "tips": self.chain.tips}
        self.connection.execute(update(schema.meta).values(**moved))


class Store:
    """A project's database, open. `close()` checkpoints it; a file is then one file again."""

    def __init__(self, engine: Engine, address: str | Path) -> None:
        self.engine = engine
        self.address = str(address)
        self._writing = writing_engine(engine)

    @classmethod
    def create(cls, address: str | Path) -> Store:
        """A new, empty project at a file name or a PostgreSQL address. Raises ProjectError where there is one."""
        if is_server(address):
            store = cls(open_engine(address), address)
            with store._said_plainly(), store.engine.connect() as connection:
                if inspect(connection).has_table("meta"):
                    raise ProjectError("This database holds a project already. Open it, or choose another.", address="")
        else:
            new_file(Path(address))
            warn_about_place(Path(address))
            store = cls(open_engine(address), address)
        try:
            store._make_tables()
        except BaseException:
            store.engine.dispose()
            if not is_server(address):
                Path(address).unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(cls, address: str | Path) -> Store:
        """An existing project, brought up to date (after a copy of the file) if an older qualkit made it.

        Raises ProjectError where it is no project, NewerProjectError (and changes nothing) if a newer one made it.
        """
        if not is_server(address):
            migrate.refuse_newer(Path(address), *peek(Path(address))[1:])
            warn_about_place(Path(address))
        store = cls(open_engine(address), address)
        try:
            with store._said_plainly():
                store._come_up_to_date()
        except BaseException:
            store.engine.dispose()
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
        """Fold the whole log into the tables again."""
        with self.writing("") as writer:
            rebuild(writer.connection)

    def close(self) -> None:
        """Let go of the database. SQLite's last connection checkpoints the journal."""
        self.engine.dispose()

    @property
    def path(self) -> Path | None:
        """The project file, or None on a server."""
        return None if is_server(self.address) else Path(self.address)

    def _make_tables(self) -> None:
        with self._writing.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"PRAGMA application_id={schema.APPLICATION_ID}"))
            schema.log.create_all(connection)
            schema.projected.create_all(connection)
            migrate.stamp(connection)
            first = {"one": 1, "project": new_id(), "seq": 0, "hlc": 0, "tips": b""}
            connection.execute(insert(schema.meta).values(**first, projection=schema.PROJECTION_VERSION))

    def _come_up_to_date(self) -> None:
        with self.engine.begin() as connection:
            if not inspect(connection).has_table("meta"):
                raise ProjectError("This database holds no project. Make one with Project.create.", address="")
            revision = migrate.revision_of(connection)
            projection = connection.execute(select(schema.meta.c.projection)).scalar_one()
            migrate.refuse_newer(self.address, revision, projection)
            newest = select(schema.event.c.kind, func.max(schema.event.c.v)).group_by(schema.event.c.kind)
            refuse_unknown({row[0]: row[1] for row in connection.execute(newest)}, self.address)
        if revision != schema.LOG_REVISION or projection != schema.PROJECTION_VERSION:
            migrate.upgrade(self.engine, self.path, revision)

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        """What the database says, as a sentence for the person it happens to."""
        try:
            yield
        except OperationalError as reason:
            if any(sign in str(reason.orig) for sign in ("locked", "busy", "lock timeout")):
                raise BusyProjectError(
                    f"Another program is writing to {self._shown}. Wait a moment and try again; nothing was changed.",
                    address=self._shown,
                ) from reason
            raise ProjectError(
                f"{self._shown} cannot be read or written ({reason.orig}). Check the disk and the file's permissions; "
                "nothing was changed.",
                address=self._shown,
            ) from reason
        except DBAPIError as reason:
            raise ProjectError(
                f"{self._shown} is damaged or not a project ({reason.orig}). Restore a backup.", address=self._shown
            ) from reason

    @property
    def _shown(self) -> str:
        return self.engine.url.render_as_string(hide_password=True) if is_server(self.address) else self.address

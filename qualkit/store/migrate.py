"""Whether this qualkit can read a project, and bringing an older one up to date.

An update is a copy first, then Alembic for the log's tables and a rebuild for the rest, all behind the write lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, inspect, select, text, update

from qualkit.errors import NewerProjectError, ProjectError
from qualkit.store import schema
from qualkit.store.engine import reading_engine, writing_engine
from qualkit.store.faults import no_project, said_plainly
from qualkit.store.files import remove
from qualkit.store.kinds import refuse_unknown
from qualkit.store.projection import rebuild

_REVISIONS = ("0001",)


class Found(NamedTuple):
    """What a database says it holds: revision of the log, version of the tables, newest version of each kind."""

    revision: str | None
    projection: int | None
    kinds: Mapping[str, int]

    @property
    def up_to_date(self) -> bool:
        """True where nothing has to be migrated or rebuilt."""
        return (self.revision, self.projection) == (schema.LOG_REVISION, schema.PROJECTION_VERSION)


def look(connection: Connection) -> Found:
    """What this database holds."""
    newest = select(schema.event.c.kind, func.max(schema.event.c.v)).group_by(schema.event.c.kind)
    return Found(
        connection.execute(text("SELECT version_num FROM alembic_version")).scalar(),
        connection.execute(select(schema.meta.c.projection)).scalar(),
        {row[0]: row[1] for row in connection.execute(newest)},
    )


def peek(path: Path) -> Found:
    """What a file holds, read without changing a byte of it. Raises ProjectError where it is no project.

    Raises BusyProjectError where another program keeps it locked.
    """
    if not path.is_file():
        raise ProjectError(
            f"There is no project at {path}. Check the name, or make one with «qualkit new».", address=path
        )
    engine = reading_engine(path)
    try:
        with said_plainly(str(path)), engine.connect() as connection:
            if connection.execute(text("PRAGMA application_id")).scalar() != schema.APPLICATION_ID:
                raise no_project(str(path), "it does not say that it is one")
            return look(connection)
    finally:
        engine.dispose()


def look_on_server(connection: Connection, shown: str) -> Found:
    """The same for a database on a server. Raises ProjectError where it holds no project."""
    if not inspect(connection).has_table("meta"):
        raise ProjectError(f"{shown} holds no project. Make one with Project.create.", address=shown)
    return look(connection)


def refuse_newer(shown: str, found: Found) -> None:
    """Raise NewerProjectError where a newer qualkit made the project or wrote in it, ProjectError where it is damaged.

    Nothing has been touched by then.
    """
    if found.revision is None or found.projection is None:
        raise no_project(shown, "it does not say which qualkit made it")
    if found.revision not in _REVISIONS or found.projection > schema.PROJECTION_VERSION:
        raise NewerProjectError(
            f"{shown} was made by a newer qualkit. Nothing was changed. Update qualkit, and it will open.",
            address=shown,
            needs=f"log {found.revision}, tables {found.projection}",
        )
    refuse_unknown(found.kinds, shown)


def stamp(connection: Connection) -> None:
    """Write that the log's tables are the newest. Alembic itself is only loaded when there is something to migrate."""
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": schema.LOG_REVISION})


def upgrade(engine: Engine, keep: Path | None, shown: str) -> None:
    """Copy the file to keep (if any), migrate the log's tables, and rebuild the projection: one transaction, once.

    Several programs may come here at the same time after an update of qualkit: the first does it, the others wait
    and find it done.
    """
    with writing_engine(engine).begin() as connection:
        connection.execute(select(schema.meta.c.one).with_for_update())
        found = look(connection)
        refuse_newer(shown, found)
        if found.up_to_date:
            return
        if keep is not None:
            copy_before_upgrade(keep)
        if found.revision != schema.LOG_REVISION:
            _migrate(connection)
        schema.projected.drop_all(connection)
        schema.projected.create_all(connection)
        try:
            rebuild(connection)
        except (ValueError, LookupError, TypeError, AttributeError) as reason:
            raise no_project(shown, f"its log cannot be read: {reason!r}") from reason
        connection.execute(update(schema.meta).values(projection=schema.PROJECTION_VERSION))


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "qualkit.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def copy_before_upgrade(path: Path) -> Path:
    """A copy of the file as it is, beside it and as private, that no later upgrade writes over. Raises ProjectError."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.before-{schema.LOG_REVISION}-{number}{path.suffix}")).exists():
        number += 1
    try:
        copy.touch(mode=0o600, exist_ok=False)
    except OSError as reason:
        raise ProjectError(
            f"{path} must be brought up to date, and the copy that is made first cannot be written to {path.parent} "
            f"({reason.strerror}). Give yourself access to that folder; nothing was changed.",
            address=path,
        ) from reason
    try:
        with (
            said_plainly(f"{copy}, the copy made before bringing the project up to date,"),
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except BaseException:
        remove(copy)
        raise
    return copy

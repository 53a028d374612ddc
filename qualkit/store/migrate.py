"""Bringing an older project up to date: a copy first, then Alembic for the log's tables, a rebuild for the rest."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, select, text, update

from qualkit.errors import NewerProjectError
from qualkit.store import schema
from qualkit.store.projection import rebuild

_REVISIONS = ("0001",)


def stamp(connection: Connection) -> None:
    """Write that the log's tables are the newest. Alembic itself is only loaded when there is something to migrate."""
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": schema.LOG_REVISION})


def revision_of(connection: Connection) -> str | None:
    """The revision the log's tables are at."""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def refuse_newer(address: str | Path, revision: str | None, projection: int | None) -> None:
    """Raise NewerProjectError where a newer qualkit made the project. Nothing has been touched by then."""
    if revision not in _REVISIONS or (projection or 0) > schema.PROJECTION_VERSION:
        raise NewerProjectError(
            f"{address} was made by a newer qualkit. Nothing was changed. Update qualkit, and it will open.",
            address=address,
            needs=f"log {revision}, tables {projection}",
        )


def upgrade(engine: Engine, path: Path | None, revision: str | None) -> None:
    """Copy the file, migrate the log's tables, and rebuild the projection."""
    if path is not None:
        copy_before_upgrade(path, revision)
    if revision != schema.LOG_REVISION:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", "qualkit.store:migrations")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    with engine.begin() as connection:
        connection.execute(select(schema.meta).with_for_update())
        schema.projected.drop_all(connection)
        schema.projected.create_all(connection)
        rebuild(connection)
        connection.execute(update(schema.meta).values(projection=schema.PROJECTION_VERSION))


def copy_before_upgrade(path: Path, revision: str | None) -> Path:
    """A copy of the file as it is, beside it and as private, that no later upgrade writes over."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.before-{schema.LOG_REVISION}-{number}{path.suffix}")).exists():
        number += 1
    copy.touch(mode=0o600)
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy

"""Opening a database: addresses, file permissions, journal modes, and how transactions begin."""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from qualkit.errors import ProjectError, QualkitWarning

_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "davfs",
    "9p",
    "fuse.sshfs",
    "fuse.davfs2",
}
_SYNCED = ("onedrive", "dropbox", "icloud", "mobile documents", "google drive", "googledrive", "nextcloud")

#: Each connection's own scratch tables, for lists too long for IN: cells to fold again, and keys that were chosen.
_SCRATCH = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS refolding (noun TEXT, key {bytes})",
    "CREATE TEMPORARY TABLE IF NOT EXISTS chosen (key {bytes})",
)

#: Parts of a server's address that are nobody else's business.
_SECRET = ("password", "sslpassword")

#: Execution option of a connection that is going to write.
WRITES = "qualkit_writes"


def is_server(address: str | Path) -> bool:
    """True for the address of a PostgreSQL database."""
    return isinstance(address, str) and address.startswith(("postgresql:", "postgresql+", "postgres:"))


def open_engine(address: str | Path) -> Engine:
    """An engine for a project file or a PostgreSQL address. Nothing is created or changed by this."""
    return _server_engine(str(address)) if is_server(address) else _file_engine(Path(address))


def shown(address: str | Path) -> str:
    """An address as it may be shown and kept: that of a server without its password."""
    if not is_server(address):
        return str(address)
    url = _server_url(str(address)).difference_update_query(_SECRET)
    return URL.create(
        url.drivername, url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()


def _server_url(address: str) -> URL:
    try:
        return make_url(address.replace("postgres:", "postgresql:", 1) if address.startswith("postgres:") else address)
    except (ArgumentError, ValueError):
        # Neither the address nor what was said about it is shown: the password stands in both.
        raise ProjectError(
            "The address of the PostgreSQL database cannot be read. Write it as postgresql://name@server/database; "
            "signs such as @ : / [ in a password are written %40 %3A %2F %5B.",
            address="postgresql:",
        ) from None


def _server_engine(address: str) -> Engine:
    url = _server_url(address)
    try:
        import psycopg  # noqa: F401  the driver is an extra; said here, not as a traceback from deep inside
    except ImportError as missing:
        raise ProjectError(
            'A project on PostgreSQL needs the extra «postgres»: pip install "qualkit-app[postgres]".',
            address=shown(address),
        ) from missing
    # Several selects that belong together must see one moment.
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="REPEATABLE READ",
        # A connection that the server or the network has dropped meanwhile is made anew, not reported.
        pool_pre_ping=True,
        connect_args={"options": "-c lock_timeout=5000"},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for scratch in _SCRATCH:
            connection.execute(scratch.format(bytes="BYTEA"))
        connection.commit()

    return engine


def _file_engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 5.0})
    journal = "DELETE" if on_network_drive(path) else "WAL"

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # We begin transactions ourselves: the driver would begin none for a SELECT, and never an IMMEDIATE one.
        connection.isolation_level = None
        for pragma in (
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        for scratch in _SCRATCH:
            connection.execute(scratch.format(bytes="BLOB"))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that began IMMEDIATE would block every writer.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def writing_engine(engine: Engine) -> Engine:
    """The same engine for transactions that write: they take the lock first."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: True})
    # The lock is a row. Who has waited for it must read what the one before wrote, so not REPEATABLE READ.
    return engine.execution_options(isolation_level="READ COMMITTED")


def reading_engine(path: Path) -> Engine:
    """An engine that only looks into a file. Nothing is set up in it, and not a byte of it is changed.

    One exception: SQLite itself takes back a write that was cut off by a crash, before anything can be read.
    """

    def connect() -> sqlite3.Connection:
        where = path.resolve().as_uri()
        connection = sqlite3.connect(f"{where}?mode=ro", uri=True)
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as reason:
            connection.close()
            if "readonly" not in str(reason):
                raise
            connection = sqlite3.connect(f"{where}?mode=rw", uri=True)
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def on_network_drive(path: Path) -> bool:
    """True where the file lies on a drive reached over a network, on which WAL is unsafe."""
    where = str(path.resolve())
    if where.startswith("\\\\"):
        return True
    mounts = [part for part in psutil.disk_partitions(all=True) if _inside(where, part.mountpoint)]
    if not mounts:
        return False
    mount = max(mounts, key=lambda part: len(part.mountpoint))
    return mount.fstype.casefold() in _NETWORK or "remote" in mount.opts.split(",")


def _inside(where: str, folder: str) -> bool:
    return Path(where).is_relative_to(folder)


def warn_about_place(path: Path) -> None:
    """Say once when the folder is one that other programs copy, or lies on a network drive."""
    parents = [part.casefold() for part in path.resolve().parts[:-1]]
    if any(sign in part for part in parents for sign in _SYNCED):
        warnings.warn(
            f"{path.parent} is synchronised by another program, which may copy the project half written and sends it "
            "off this machine. Move the project to a folder that is not, and keep backups there instead.",
            QualkitWarning,
            stacklevel=4,
        )
    if on_network_drive(path):
        warnings.warn(
            f"{path} is on a network drive. It works, more slowly, and only while one person has it open.",
            QualkitWarning,
            stacklevel=4,
        )


def compact(engine: Engine) -> None:
    """Write the database anew and empty its journal, so that nothing deleted is left in either.

    On a server, the tables; its own logs and backups are its keeper's.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("VACUUM FULL")
            return
        plain = connection.connection.dbapi_connection
        assert plain is not None
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            row = plain.execute(statement).fetchone()
            if row is not None and row[0]:
                raise sqlite3.OperationalError("database is locked")

"""What a database says when it will not, as a sentence for the person it happens to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from qualkit.errors import BusyProjectError, InputError, ProjectError, QualkitError

#: PostgreSQL's codes (its messages are in the server's language): lock timeout, deadlock, serialization.
_BUSY_STATES = ("55P03", "40P01", "40001")
#: … and: connection failures, the server going down.
_GONE_STATES = ("08", "57P")
#: … and: not allowed, read-only.
_FORBIDDEN_STATES = ("42501", "25006")


@contextmanager
def said_plainly(shown: str) -> Iterator[None]:
    """Turns what the database (SQLAlchemy or a bare sqlite3) raises within into QualkitErrors that name `shown`."""
    try:
        yield
    except DataError as reason:
        raise _unkept(shown, reason.orig) from reason
    except IntegrityError as reason:
        raise ProjectError(
            f"{shown} does not agree with itself ({_line(reason.orig)}). Nothing was changed. Run «qualkit check».",
            address=shown,
        ) from reason
    except DBAPIError as reason:
        raise sentence(reason.orig or reason, shown) from reason
    except StatementError as reason:
        raise _unkept(shown, reason.orig) from reason
    except sqlite3.Error as reason:
        raise sentence(reason, shown) from reason


def sentence(fault: BaseException, shown: str) -> QualkitError:
    """The error for one fault of sqlite3 or psycopg."""
    if isinstance(fault, sqlite3.Error):
        return _of_sqlite(fault, shown)
    state = getattr(fault, "sqlstate", None)
    if state is None or state.startswith(_GONE_STATES):
        return ProjectError(
            f"The server of {shown} cannot be reached, or does not let you in ({_line(fault)}). Check that it is "
            "running, the address, and your name and password there; nothing was changed.",
            address=shown,
        )
    if state in _BUSY_STATES:
        return _busy(shown)
    if state == "53100":
        return _full(shown)
    if state in _FORBIDDEN_STATES:
        return _closed_to_you(shown, fault)
    return no_project(shown, _line(fault))


def no_project(shown: str, said: str) -> ProjectError:
    """Something is there, but it is not what a project is."""
    return ProjectError(
        f"{shown} is not a qualkit project, or it is damaged ({said}). Choose a project that «qualkit new» has made, "
        "or restore a backup.",
        address=shown,
    )


def _of_sqlite(fault: sqlite3.Error, shown: str) -> QualkitError:
    # SQLite's messages are always in English; not every fault carries its code.
    said = str(fault)
    if "locked" in said or "busy" in said:
        return _busy(shown)
    if "disk is full" in said:
        return _full(shown)
    if "binding parameter" in said:
        return _unkept(shown, fault)
    if isinstance(fault, sqlite3.OperationalError) and "no such" not in said:
        return _closed_to_you(shown, fault)
    return no_project(shown, said)


def _busy(shown: str) -> BusyProjectError:
    return BusyProjectError(
        f"Another program is writing to {shown}. Wait a moment and try again; nothing was changed.", address=shown
    )


def _full(shown: str) -> ProjectError:
    return ProjectError(
        f"There is no room left on the disk for {shown}. Make room and try again; nothing was changed.", address=shown
    )


def _closed_to_you(shown: str, fault: BaseException) -> ProjectError:
    return ProjectError(
        f"{shown} cannot be read or written ({_line(fault)}). Check the disk and your permissions; nothing was "
        "changed.",
        address=shown,
    )


def _unkept(shown: str, fault: BaseException | None) -> InputError:
    return InputError(
        f"{shown} cannot keep a value it was given ({_line(fault)}). Correct the value; nothing was changed."
    )


def _line(fault: BaseException | None) -> str:
    return " ".join(str(fault).split())

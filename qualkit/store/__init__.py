"""The store: the change log, its projection, and reading from both. The only room that knows SQLAlchemy."""

from sqlalchemy import Connection

from qualkit.store.store import Store, Writer

__all__ = ["Connection", "Store", "Writer"]

"""The tables. The log (meta, event, turn) is the truth; all others are its projection and can be rebuilt, and so can
`touch` and the column `live`, which are derived.

Ids are 16 bytes on SQLite and PostgreSQL alike, so that one statement serves both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

#: What the file says it is to anybody who looks (SQLite's application_id): «QKIT».
APPLICATION_ID = 0x514B4954

#: Counts up when a projected table changes; a project with another number is rebuilt on opening.
PROJECTION_VERSION = 2

#: The newest migration of the log's own tables. A test holds it against the scripts.
LOG_REVISION = "0001"


class Bytes(LargeBinary):
    """Bytes handed to the driver as they are: LargeBinary's own processors cost 5 µs a value."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """None: sqlite3 and psycopg both take bytes."""
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """None: sqlite3 and psycopg both give bytes."""
        return None


log = MetaData()
projected = MetaData()

_Counter = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    log,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("project", Bytes, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("tips", Bytes, nullable=False),
    Column("projection", Integer, nullable=False),
)

event = Table(
    "event",
    log,
    Column("seq", _Counter, primary_key=True, autoincrement=False),
    Column("id", Bytes, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("v", Integer, nullable=False),
    Column("step", Bytes, nullable=False),
    Column("prev", Bytes, nullable=False),
    Column("payload", Text),
    Column("words", Text),
    Column("salt", Bytes, nullable=False),
    Column("words_salt", Bytes, nullable=False),
    Column("digest", Bytes, nullable=False),
    Column("hash", Bytes, nullable=False),
    Column("live", Boolean(create_constraint=False), nullable=False),
    UniqueConstraint("hash", name="event_hash"),
    Index("event_order", "hlc", "id"),
    Index("event_id", "id"),
    Index("event_step", "step"),
    Index("event_kind", "kind"),
)

turn = Table(
    "turn",
    log,
    Column("document", Bytes, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("words", Text),
    Column("salt", Bytes, nullable=False),
)

touch = Table(
    "touch",
    log,
    Column("cell", Bytes, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Index("touch_seq", "seq"),
)

setting = Table(
    "setting",
    projected,
    Column("id", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

document = Table(
    "document",
    projected,
    Column("id", Bytes, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fidelity", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("attributes", Text, nullable=False),
    Column("repairs", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    # The bounds of the turns as one short text: two documents of one text have the same, so only these are compared.
    Column("shape", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

# Who said which turn, and when in the recording; the words themselves stand in `turn`.
said = Table(
    "said",
    projected,
    Column("document", Bytes, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("informant", Text),
    Column("speaker", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("ms", BigInteger),
)

informant = Table(
    "informant",
    projected,
    Column("id", Text, primary_key=True),
    Column("since", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("printed_role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("attributes", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
)

# Informants who have withdrawn: nothing they said is kept, and nothing more of theirs is taken in.
erased = Table(
    "erased",
    projected,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("at", Text, nullable=False),
)

code = Table(
    "code",
    projected,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("include", Text, nullable=False),
    Column("exclude", Text, nullable=False),
    Column("example", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("retired", Boolean(create_constraint=False), nullable=False),
)

theme = Table(
    "theme",
    projected,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("concept", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
)

# The structure cell: where each code and theme stands, what it was merged into, and what code it was split from.
place = Table(
    "place",
    projected,
    Column("id", Text, primary_key=True),
    Column("parent", Text),
    Column("merged", Text),
    Column("source", Text),
)

coding = Table(
    "coding",
    projected,
    Column("id", Bytes, primary_key=True),
    Column("document", Bytes, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("stance", Text),
    Column("prompted", Boolean(create_constraint=False)),
    Column("born", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Index("coding_place", "document", "start"),
    Index("coding_code", "code"),
)

# Who has read a document again, and when: it has then been read with every code of that moment in mind.
read = Table(
    "read",
    projected,
    Column("id", Bytes, primary_key=True),
    Column("document", Bytes, nullable=False),
    Column("coder", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

# What somebody has set aside, by the noun and ids it is known by: `pair:k1:k2`. `until` is news or never.
aside = Table(
    "aside",
    projected,
    Column("id", Text, primary_key=True),
    Column("noun", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("why", Text, nullable=False),
    # The event that set it aside: what has been done after it is news.
    Column("event", Bytes, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

memo = Table(
    "memo",
    projected,
    Column("id", Bytes, primary_key=True),
    Column("about", Text, nullable=False),
    Column("about_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

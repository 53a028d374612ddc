"""The log as it was first released: meta, event, turn, touch."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the four tables. Written out, since the schema of today may be another by the time this runs."""
    op.create_table(
        "meta",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("project", sa.LargeBinary, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hlc", sa.BigInteger, nullable=False),
        sa.Column("tips", sa.LargeBinary, nullable=False),
        sa.Column("projection", sa.Integer, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("seq", _counter, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("hlc", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "person", "kind")),
        sa.Column("v", sa.Integer, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("step", "prev")),
        *(sa.Column(name, sa.Text) for name in ("payload", "words")),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("salt", "words_salt", "digest", "hash")),
        sa.Column("live", sa.Boolean(create_constraint=False), nullable=False),
        sa.UniqueConstraint("hash", name="event_hash"),
    )
    op.create_index("event_order", "event", ["hlc", "id"])
    for name in ("id", "step", "kind"):
        op.create_index(f"event_{name}", "event", [name])
    op.create_table(
        "turn",
        sa.Column("document", sa.LargeBinary, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("words", sa.Text),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "touch",
        sa.Column("cell", sa.LargeBinary, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
    )
    op.create_index("touch_seq", "touch", ["seq"])

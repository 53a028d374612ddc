"""Reading documents: their names, their turns, their text."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from qualkit.records import Transcript, Turn
from qualkit.store import schema
from qualkit.store.documents import erased_informants, shelf

#: Rows read at a time; below the 700 new objects at which Python's collector first looks.
_ROWS = 500


def document_names(connection: Connection) -> dict[bytes, str]:
    """Document id → the one name it is read under."""
    return shelf(connection).names


def document_ids(connection: Connection) -> dict[str, bytes]:
    """Document name → id."""
    return shelf(connection).ids


def document_named(connection: Connection, name: str) -> bytes | None:
    """The id of one document, or None: every coding that is saved asks for it, and need not list them all."""
    found = connection.execute(select(schema.document.c.id).where(schema.document.c.name == name)).scalars().all()
    if len(found) == 1 and not name.endswith(")"):
        return bytes(found[0])
    return document_ids(connection).get(name)


def documents(connection: Connection) -> pd.DataFrame:
    """One row per document: document, kind, fidelity, format, at, withdrawn (bool), then one column per attribute (""
    if not given)."""
    there = shelf(connection)
    rows: list[dict[str, Any]] = []
    attributes: list[dict[str, str]] = []
    fixed = ["kind", "fidelity", "format", "at", "withdrawn"]
    for row in there.rows:
        rows.append({"document": there.names[row["id"]], **{name: row[name] for name in fixed}})
        attributes.append(json.loads(row["attributes"]))
    given = sorted({name for one in attributes for name in one} - {"document", *fixed})
    whole = [{**row, **{name: one.get(name, "") for name in given}} for row, one in zip(rows, attributes, strict=True)]
    frame = pd.DataFrame(whole, columns=["document", *fixed, *given])
    return frame.astype({name: "bool" if name == "withdrawn" else "str" for name in frame.columns})


def turns(connection: Connection) -> pd.DataFrame:
    """One row per turn: document (name), turn (from 1), informant (or missing), start, end."""
    there = shelf(connection)
    read = {row["id"]: there.names[row["id"]] for row in there.rows}
    said = schema.said.c
    ordered = select(said.document, said.n, said.informant, said.start, said.end).order_by(said.document, said.n)
    columns = columns_of(connection, ordered)
    for row in there.said:
        for column, name in zip(columns, ("document", "n", "informant", "start", "end"), strict=True):
            column.append(row[name])
    gone = erased_informants(connection)
    frame = pd.DataFrame(
        {
            "document": [read.get(key) for key in columns[0]],
            "turn": pd.array(columns[1], dtype="int64"),
            "informant": [None if who in gone else who for who in columns[2]] if gone else columns[2],
            "start": pd.array(columns[3], dtype="int64"),
            "end": pd.array(columns[4], dtype="int64"),
        }
    )
    # Those of a text that is read under another document are that one's.
    return frame if len(read) == len(there.names) else frame[frame["document"].notna()].reset_index(drop=True)


def turns_in(connection: Connection, document: bytes) -> int:
    """How many turns a document has."""
    counted = select(func.count()).where(schema.turn.c.document == document)
    return int(connection.execute(counted).scalar_one())


def columns_of(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    """The columns of what a query answers, read in portions: the garbage collector looks again and again at 50,000
    rows that are alive at once, and takes as long as the reading itself."""
    columns: list[list[Any]] = [[] for _ in query.selected_columns]
    for rows in connection.execute(query).partitions(_ROWS):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return columns


def text(connection: Connection, document: bytes) -> str:
    """A document's whole text. Erased turns read as blanks of the same length.

    From the log's own frozen turns, so that it can be asked for whether or not the document's step is on.
    """
    table = schema.turn.c
    words = connection.execute(select(table.words).where(table.document == document).order_by(table.n)).scalars().all()
    if None not in words:
        return "\n".join(words)
    payload = connection.execute(select(schema.event.c.payload).where(schema.event.c.id == document)).scalar_one()
    bounds = json.loads(payload)["turns"]
    return "\n".join(_blanked(spoken, turn[1], turn[2]) for spoken, turn in zip(words, bounds, strict=True))


def _blanked(words: str | None, start: int, end: int) -> str:
    return words if words is not None else " " * (end - start)


def document_turns(connection: Connection, document: bytes) -> list[Turn]:
    """A document's turns in order. An erased informant's are blanks, said by nobody."""
    said = schema.said
    found = connection.execute(select(said).where(said.c.document == document).order_by(said.c.n)).mappings()
    rows = [dict(row) for row in found] or [row for row in shelf(connection).said if row["document"] == document]
    kept = schema.turn.c
    held = connection.execute(select(kept.n, kept.words).where(kept.document == document))
    words = {row.n: row.words for row in held}
    gone = erased_informants(connection)
    return [
        Turn(
            None if row["informant"] in gone else row["informant"],
            None if row["informant"] in gone else row["speaker"],
            row["start"],
            row["end"],
            _blanked(words[row["n"]], row["start"], row["end"]),
            None if row["ms"] is None else row["ms"] / 1000,
        )
        for row in rows
    ]


def transcript(connection: Connection, document: bytes) -> Transcript:
    """A document as it was added."""
    there = shelf(connection)
    name = there.names[document]
    row = next(row for row in there.rows if there.names[row["id"]] == name)
    spoken = tuple(document_turns(connection, row["id"]))
    return Transcript(
        name,
        "\n".join(turn.text for turn in spoken),
        spoken,
        kind=row["kind"],
        fidelity=row["fidelity"],
        attributes=json.loads(row["attributes"]),
        sha256=row["sha256"],
        format=row["format"],
        repairs=json.loads(row["repairs"]),
    )


def documents_of(connection: Connection, informant: str | None) -> list[bytes]:
    """The documents in which an informant speaks (all, for None), oldest first."""
    there = shelf(connection)
    ids = [row["id"] for row in there.rows]
    if informant is None:
        return ids
    if informant in erased_informants(connection):
        return []
    said = schema.said.c
    speaks = set(connection.execute(select(said.document).where(said.informant == informant)).scalars())
    speaks |= {row["document"] for row in there.said if row["informant"] == informant}
    return [key for key in ids if key in speaks]

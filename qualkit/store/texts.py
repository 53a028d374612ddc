"""Reading documents: their names, their turns, their text."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, select

from qualkit.records import Transcript, Turn
from qualkit.store import schema

#: Rows read at a time; below the 700 new objects at which Python's collector first looks.
_ROWS = 500


def document_names(connection: Connection) -> dict[bytes, str]:
    """Document id → the one name it is read under, oldest first.

    `add` refuses a name that is taken, but a redo or a colleague's copy may bring a second document of that name: it
    is read as «r1_1 (2)», so that neither is lost.
    """
    table = schema.document.c
    names: dict[bytes, str] = {}
    taken: set[str] = set()
    for key, name in connection.execute(select(table.id, table.name).order_by(table.born, table.id)):
        number, shown = 1, name
        while shown in taken:
            number += 1
            shown = f"{name} ({number})"
        taken.add(shown)
        names[key] = shown
    return names


def document_ids(connection: Connection) -> dict[str, bytes]:
    """Document name → id."""
    return {name: key for key, name in document_names(connection).items()}


def document_named(connection: Connection, name: str) -> bytes | None:
    """The id of one document, or None: every coding that is saved asks for it, and need not list them all."""
    found = connection.execute(select(schema.document.c.id).where(schema.document.c.name == name)).scalars().all()
    if len(found) == 1 and not name.endswith(")"):
        return bytes(found[0])
    return document_ids(connection).get(name)


def documents(connection: Connection) -> pd.DataFrame:
    """One row per document: document, kind, fidelity, format, at, then one column per attribute ("" if not given)."""
    names = document_names(connection)
    rows: list[dict[str, Any]] = []
    attributes: list[dict[str, str]] = []
    for row in connection.execute(select(schema.document).order_by(schema.document.c.born)).mappings():
        kept = {name: row[name] for name in ("kind", "fidelity", "format", "at")}
        rows.append({"document": names[row["id"]], **kept})
        attributes.append(json.loads(row["attributes"]))
    fixed = ["document", "kind", "fidelity", "format", "at"]
    given = sorted({name for one in attributes for name in one} - set(fixed))
    whole = [{**row, **{name: one.get(name, "") for name in given}} for row, one in zip(rows, attributes, strict=True)]
    return pd.DataFrame(whole, columns=[*fixed, *given], dtype="str")


def turns(connection: Connection) -> pd.DataFrame:
    """One row per turn: document (name), turn (from 1), informant (or missing), start, end."""
    names = document_names(connection)
    said = schema.said.c
    ordered = select(said.document, said.n, said.informant, said.start, said.end).order_by(said.document, said.n)
    columns = columns_of(connection, ordered)
    return pd.DataFrame(
        {
            "document": [names[key] for key in columns[0]],
            "turn": pd.array(columns[1], dtype="int64"),
            "informant": columns[2],
            "start": pd.array(columns[3], dtype="int64"),
            "end": pd.array(columns[4], dtype="int64"),
        }
    )


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
    """A document's turns in order."""
    said, words = schema.said, schema.turn
    joined = (
        select(said, words.c.words)
        .join(words, (words.c.document == said.c.document) & (words.c.n == said.c.n))
        .where(said.c.document == document)
        .order_by(said.c.n)
    )
    return [
        Turn(
            row["informant"],
            row["speaker"],
            row["start"],
            row["end"],
            _blanked(row["words"], row["start"], row["end"]),
            None if row["ms"] is None else row["ms"] / 1000,
        )
        for row in connection.execute(joined).mappings()
    ]


def transcript(connection: Connection, document: bytes) -> Transcript:
    """A document as it was added."""
    row = connection.execute(select(schema.document).where(schema.document.c.id == document)).mappings().one()
    spoken = tuple(document_turns(connection, document))
    return Transcript(
        document_names(connection)[document],
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
    ordered = select(schema.document.c.id).order_by(schema.document.c.born)
    if informant is not None:
        speaks = select(schema.said.c.document).where(schema.said.c.informant == informant)
        ordered = ordered.where(schema.document.c.id.in_(speaks))
    return [bytes(key) for key in connection.execute(ordered).scalars()]

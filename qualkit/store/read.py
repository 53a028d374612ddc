"""Reading the project's tables, each as the noun or the DataFrame that the other rooms work on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, Table, func, select

from qualkit.codebook import Codebook, Past
from qualkit.errors import UnknownNameError
from qualkit.informants import Register
from qualkit.records import Code, Informant, Memo, Theme
from qualkit.store import schema
from qualkit.store.events import HASH_BYTES, Event, Json, clock_seconds, id_bytes
from qualkit.store.fold import Rows, fold_cell
from qualkit.store.kinds import ERASURES, KINDS, Cell
from qualkit.store.moments import At, Moment, events_at
from qualkit.store.projection import EVENT_COLUMNS, by_cell, choose, fold_cells, read_event
from qualkit.store.texts import columns_of, document_names

#: The kinds of event that a codebook is read from.
CODEBOOK_KINDS = tuple(kind for kind in KINDS if kind.startswith(("code.", "theme.", "project.")))


def codebook(connection: Connection) -> Codebook:
    """The codebook as read today: merged codes followed to the end, their children and theme links with them.

    Every coding that is saved asks for it, so it is kept with the connection for as long as nothing was done to it.
    """
    kept: _Kept | None = connection.info.get("codebook")
    if kept is not None and (now := _unchanged(connection, kept)):
        connection.info["codebook"] = now
        return now.book
    book = _read_codebook(connection)
    log = connection.execute(select(schema.meta)).one()
    # Two copies just brought together have an end each, and whatever comes next ties them.
    if len(log.tips) == HASH_BYTES:
        connection.info["codebook"] = _Kept(log.seq, log.tips, book)
    return book


class _Kept(NamedTuple):
    """A codebook, and the event it was read after: by number and hash, since a number may be given again."""

    seq: int
    hash: bytes
    book: Codebook


#: What leaves the codebook as it is; unless it ties two copies, whose union may have changed anything.
_HARMLESS = ("coding.add", "memo.add", "memo.set", "document.read", "version")
#: So many events are looked through; after more it is as quick to read the codebook anew.
_FEW = 100


def _unchanged(connection: Connection, kept: _Kept) -> _Kept | None:
    """The same codebook, after the events that came since, if none of them can have changed it."""
    event = schema.event.c
    since = select(event.seq, event.hash, event.kind, event.prev).where(event.seq >= kept.seq)
    rows = connection.execute(since.order_by(event.seq).limit(_FEW)).all()
    if not rows or rows[0].hash != kept.hash or len(rows) == _FEW:
        return None
    for before, row in pairwise(rows):
        if row.kind not in _HARMLESS or row.prev != before.hash:
            return None
    return _Kept(rows[-1].seq, rows[-1].hash, kept.book)


def _read_codebook(connection: Connection) -> Codebook:
    tables = ("code", "theme", "place", "setting")
    rows = {name: _rows(connection, schema.projected.tables[name]) for name in tables}
    rows["code"] += withdrawn_codes(connection)
    return _codebook(rows)


def codebook_at(connection: Connection, at: At | Moment) -> Codebook:
    """The codebook as of a version or a date. Raises UnknownNameError for what is neither."""
    return codebook_of(events_at(connection, at, kinds=CODEBOOK_KINDS))


def codebook_of(events: Iterable[Event]) -> Codebook:
    """The codebook that these events, of `CODEBOOK_KINDS` and all on, give."""
    return _codebook(fold_cells(by_cell(events)))


def withdrawn_codes(connection: Connection) -> list[Json]:
    """The codes whose making is undone while passages are coded with them all the same: rows of the table `code` with
    `withdrawn`, and the fields they had in the log."""
    event = schema.event.c
    off = select(*EVENT_COLUMNS).where(event.kind == "code.birth", event.live.is_(False))
    names = {read_event(row).payload["code"] for row in connection.execute(off)}
    names -= set(connection.execute(select(schema.code.c.id)).scalars()) if names else set()
    coding = schema.coding.c
    among = select(coding.code).where(coding.code.in_(sorted(names))).distinct()
    coded = sorted(connection.execute(among).scalars()) if names else []
    found: list[Json] = []
    for name in coded:
        touching = select(schema.touch.c.seq).where(schema.touch.c.cell == Cell("code", name).key)
        own = select(*EVENT_COLUMNS).where(event.seq.in_(touching)).order_by(event.hlc, event.id)
        events = [read_event(row) for row in connection.execute(own)]
        found += [{**row, "withdrawn": True} for row in fold_cell("code", events).get("code", [])]
    return found


def _rows(connection: Connection, table: Table) -> list[Json]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _codebook(rows: Rows) -> Codebook:
    places = {row["id"]: row for row in rows.get("place", ())}
    merged = {name: place["merged"] for name, place in places.items() if place["merged"] is not None}
    splits = {name: place["source"] for name, place in places.items() if place["source"] is not None}
    said = {row["id"]: row["value"] for row in rows.get("setting", ())}

    def read_as(name: str | None) -> str | None:
        while name in merged:
            name = merged[name]
        return name

    codes = [
        Code(**{**row, "parent": read_as(places[row["id"]]["parent"] if row["id"] in places else None)})
        for row in rows.get("code", ())
        if row["id"] not in merged
    ]
    known = {code.id for code in codes}
    themes = [
        Theme(
            **{name: row[name] for name in ("id", "name", "concept", "description", "origin", "why")},
            questions=tuple(json.loads(row["questions"])),
            codes=tuple(dict.fromkeys(one for code in json.loads(row["codes"]) if (one := read_as(code)) in known)),
        )
        for row in sorted(rows.get("theme", ()), key=lambda row: (row["born"], row["id"]))
        if row["id"] not in merged
    ]
    former = {row["id"]: row["name"] for row in rows.get("code", ()) if row["id"] in merged}
    # Not strict: an undo may bring back a name that has been taken since; that is listed, not refused.
    named = {"name": said.get("codebook", ""), "version": said.get("version", "")}
    return Codebook(codes, themes, **named, merged=merged, former=former, splits=splits, strict=False)


def register(connection: Connection) -> Register:
    """The informants, in the order in which they were written into the register.

    Not strict: what an undo or a union brings is read, and what is ambiguous finds nobody.
    """
    return Register(register_rows(connection), strict=False)


def register_rows(connection: Connection) -> list[Informant]:
    """The rows of the register as they were written, before its grammar fills in what they leave empty."""
    ordered = select(schema.informant).order_by(
        schema.informant.c.born, schema.informant.c.id, schema.informant.c.since
    )
    return [
        Informant(
            row["id"],
            row["role"],
            row["group"],
            row["printed_role"],
            row["name"],
            row["since"],
            json.loads(row["attributes"]),
        )
        for row in connection.execute(ordered).mappings()
    ]


def codings(connection: Connection, book: Codebook, past: Past | None = None) -> pd.DataFrame:
    """Codings, each counted once: coding (hex id), document (name), start, end, code (id as read today), coder,
    stance, prompted, at. One row per (document, start, end, code, coder): the earliest, with its latest stance.

    With `past`, codes are read, and codings counted once, by that codebook: see `Past.codes_of`."""
    names = document_names(connection)
    coding = schema.coding.c
    wanted = [getattr(coding, name) for name in ("id", "document", "start", "end", "code", "coder", "stance")]
    # In no order: sorting 50,000 rows costs as much as reading them, and only those that stand twice need it.
    columns = columns_of(connection, select(*wanted, coding.prompted, coding.at, coding.born))
    keys = [key.hex() for key in columns[0]]
    frame = pd.DataFrame(
        {
            "coding": keys,
            "document": [names.get(key) for key in columns[1]],
            "start": pd.array(columns[2], dtype="int64"),
            "end": pd.array(columns[3], dtype="int64"),
            "code": past.codes_of(keys, columns[4]) if past else [book.read_as(code) for code in columns[4]],
            "coder": columns[5],
            "stance": pd.array(columns[6], dtype="object"),
            "prompted": pd.array(columns[7], dtype="object"),
            "at": columns[8],
            "born": columns[9],
        }
    )
    there = frame["document"].notna()
    return _counted_once(frame if there.all() else frame[there].reset_index(drop=True))


def alike(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Coding id → code as read, for these codings and all that are counted as one with any of them: same words, same
    code as read, same coder. Raises UnknownNameError for an id that is no coding (any more)."""
    own = {key: _coding_key(key) for key in dict.fromkeys(keys)}
    book = codebook(connection)
    names = document_names(connection)
    one, other = schema.coding.alias(), schema.coding.alias()
    same = (
        select(one.c.id, one.c.code, one.c.document, other.c.id, other.c.code, other.c.document)
        .join_from(
            one, other, (other.c.start == one.c.start) & (other.c.end == one.c.end) & (other.c.coder == one.c.coder)
        )
        .where(one.c.id.in_(choose(connection, own.values())))
        .order_by(other.c.born, other.c.id)
    )
    if len(set(names.values())) == len(names):
        # Where no interview was added twice, the index finds the few codings of that place.
        same = same.where(other.c.document == one.c.document)
    found: dict[bytes, str] = {}
    there: set[bytes] = set()
    for key, its, document, twin, twins, others in connection.execute(same):
        there.add(key)
        if book.read_as(its) == book.read_as(twins) and names[document] == names[others]:
            found[twin] = book.read_as(twins)
    for key, asked in own.items():
        if asked not in there:
            raise _no_coding(key)
    return {key.hex(): code for key, code in found.items()}


def _coding_key(key: str) -> bytes:
    try:
        return id_bytes(key)
    except ValueError:
        raise _no_coding(key) from None


def _no_coding(key: str) -> UnknownNameError:
    return UnknownNameError(f"There is no coding {key} in the project (any more). codings() lists them.", name=key)


def settings(connection: Connection) -> dict[str, str]:
    """What the project says of itself: approach, codebook, version, retention, sikt, consent."""
    return {row["id"]: row["value"] for row in _rows(connection, schema.setting)}


def erasures(connection: Connection) -> int:
    """How many erasures the log knows of: when it grows, texts read before must be read again."""
    counted = select(func.count()).where(schema.event.c.kind.in_(ERASURES))
    return int(connection.execute(counted).scalar_one())


def things_of(connection: Connection, events: Sequence[str]) -> list[tuple[str, str]]:
    """The codes and themes (noun, id) that these events (hex ids) made or changed, each once."""
    chosen = select(*EVENT_COLUMNS).where(schema.event.c.id.in_(choose(connection, map(bytes.fromhex, events))))
    found = [read_event(row) for row in connection.execute(chosen)]
    nouns = ("code", "theme")
    kinds = {f"{noun}.{act}": noun for noun in nouns for act in ("birth", "set")}
    return sorted({(kinds[one.kind], one.payload[kinds[one.kind]]) for one in found if one.kind in kinds})


def project_id(connection: Connection) -> bytes:
    """What every copy of a project has in common."""
    return bytes(connection.execute(select(schema.meta.c.project)).scalar_one())


def exists(connection: Connection, noun: str, key: bytes) -> bool:
    """True where there is a coding or memo with this id."""
    table = {"coding": schema.coding, "memo": schema.memo}[noun]
    return connection.execute(select(table.c.id).where(table.c.id == key)).first() is not None


def _counted_once(frame: pd.DataFrame) -> pd.DataFrame:
    key = ["document", "start", "end", "code", "coder"]
    twice = frame.duplicated(key, keep=False)
    if twice.any():
        ordered = frame[twice].sort_values(["born", "coding"])
        # `last` skips what is missing: the latest stance that was given.
        latest = ordered.groupby(key, sort=False)[["stance", "prompted"]].last()
        first = ordered.drop_duplicates(key).set_index(key)
        first[["stance", "prompted"]] = latest
        frame = pd.concat([frame[~twice], first.reset_index()], ignore_index=True)
    return frame.drop(columns="born")


def last_moment(connection: Connection) -> datetime:
    """When the last event was written, to the second, in UTC; for an empty log 1980, the oldest date a zip holds."""
    hlc = connection.execute(select(schema.meta.c.hlc)).scalar_one()
    seconds = int(clock_seconds(hlc)) if hlc else 315_532_800
    return datetime.fromtimestamp(seconds, tz=UTC)


def memos(connection: Connection) -> list[Memo]:
    """Memos, oldest first."""
    return [
        Memo(row["id"].hex(), row["text"], (row["about"], row["about_id"]), row["kind"], row["coder"], row["at"])
        for row in connection.execute(select(schema.memo).order_by(schema.memo.c.born, schema.memo.c.id)).mappings()
    ]

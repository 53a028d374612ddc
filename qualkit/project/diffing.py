"""From the log and the codings to a `Diff`: which changes are told together, and whom they touched."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime

from qualkit.codebook import Net, Reach, net_changes, reach
from qualkit.errors import InputError
from qualkit.export.diff import End, Entry
from qualkit.project.diff import Diff
from qualkit.records import Theme
from qualkit.store import Connection, coded, moments, read, texts
from qualkit.store.between import Between, Done, between
from qualkit.store.moments import At, Moment
from qualkit.tables import Touched, Touching


def diff(connection: Connection, a: At | None, b: At | None, since: At | None) -> Diff:
    """What changed in the codebook from `a`, or the beginning of `since`, to `b`, or now."""
    if (a is None) == (since is None):
        raise InputError('Say from when: diff("v01"), diff("v01", "v02"), or diff(since="2026-11-21").')
    begins = since is not None
    from_, to = since if a is None else a, b
    start, end = moments.moment_of(connection, from_, begins=begins), moments.moment_of(connection, to)
    if _turned(start, end):
        raise InputError(f"«{from_}» comes after «{to}». Write the earlier one first.")
    both = between(connection, start, end)
    entries = _entries(connection, both, end)
    return Diff(_end(connection, from_, start, begins), _end(connection, to, end), tuple(entries))


def _turned(start: Moment, end: Moment) -> bool:
    if start.seen is not None and end.seen is not None:
        return end.seen < start.seen
    return start.until is not None and end.until is not None and end.until < start.until


def _end(connection: Connection, at: At | None, moment: Moment, begins: bool = False) -> End:
    if at is None:
        last = moments.last_written(connection)
        return End("now", last or "")
    if moment.version is not None:
        named = moment.version
        return End("version", named.at, named.name, named.person, named.why)
    written = str(at).strip() if not isinstance(at, datetime) else at.isoformat()
    if len(written) == len("2026-11-21"):
        return End("from" if begins else "after", written)
    return End("time", datetime.fromisoformat(written).isoformat())


def _entries(connection: Connection, both: Between, end: Moment) -> Iterator[Entry]:
    """The changes, those of one kind made by the same steps to one code or theme together."""
    nets = net_changes(both.old, both.new)
    if not nets:
        return
    touching = _touching(connection, both, end)
    together: dict[tuple[str, str, str, tuple[Done, ...]], list[Net]] = {}
    for net in nets:
        together.setdefault((net.noun, net.under, net.kind, both.done(net)), []).append(net)
    for (*_of_one, done), own in together.items():
        reaches = [reach(net, both.old, both.new, touching.codes) for net in own]
        each = tuple(_touched(touching, one) for one in reaches)
        whole = each[0]
        if len(set(reaches)) > 1:
            whole = touching.touched(frozenset().union(*(one.codes for one in reaches)), moved=reaches[0].moved)
        yield Entry(tuple(own), done, whole, each, _codes(own[0], both))


def _touched(touching: Touching, one: Reach) -> Touched:
    return touching.touched(one.codes, moved=one.moved)


def _codes(net: Net, both: Between) -> tuple[str, ...]:
    """The names of the codes that a new theme was born with."""
    if isinstance(net.thing, Theme):
        return tuple(both.new.path(code) for code in net.thing.codes if code in both.new)
    return ()


def _touching(connection: Connection, both: Between, end: Moment) -> Touching:
    register = read.register(connection)
    listed = texts.documents(connection)
    days = dict(zip(listed["document"], listed["date"], strict=True)) if "date" in listed else {}

    def asks(document: Hashable, informant: str) -> bool:
        row = register.at(informant, days.get(document, ""))
        return row is not None and row.is_interviewer

    found = coded.coded_at(connection, end)
    return Touching(found, texts.turns(connection), read_as=both.new.read_as, asks=asks)

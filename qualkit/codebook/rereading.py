"""Which codes have never been looked for in a document, since they came, or came to mean something else, later. Pure.

A code has been looked for in a document where somebody marked it read after the code came or last changed, or coded
with that very code since. Coding on with other codes proves nothing of this one; docs/decisions/0028 says why.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

#: A place in the order of the log: the event's clock and id.
Moment = tuple[int, bytes]
#: (earlier, later) → whether the writer of the later knew the earlier.
Seen = Callable[[Moment, Moment], bool]

#: What a code is by: a change of one of these is a change of what to look for.
MEANING_FIELDS = ("definition", "include", "exclude")
#: The kinds of change that make a code one to look for.
CHANGES = ("new", "split", "redefined", "revived")

_BIRTHS = ("new", "split")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code came (`new`, `split`), came to mean something else (`redefined`), or came back into use (`revived`; it had
    then been out of use since `out`)."""

    code: str
    change: str
    moment: Moment
    at: str
    coder: str
    why: str = ""
    out: Moment | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """That a document (its name as read today) was coded: with which code (likewise), by whom and when."""

    document: str
    code: str
    coder: str
    moment: Moment
    at: str


@dataclass(frozen=True, slots=True)
class Read:
    """That a document was marked read."""

    document: str
    coder: str
    moment: Moment
    at: str


Done = TypeVar("Done", Coded, Read)


@dataclass(frozen=True, slots=True)
class Reread:
    """One code to look for in one document, with the document's last coding and its last reading."""

    document: str
    meaning: Meaning
    last: Coded
    read: Read | None


def to_reread(
    codes: Iterable[str],
    meanings: Mapping[str, Sequence[Meaning]],
    coded: Iterable[Coded],
    reads: Iterable[Read],
    seen: Seen = operator.lt,
) -> Iterator[Reread]:
    """What is to be looked for, document by document, codes in the order given.

    `meanings` has each code's changes in order. Only documents that are coded are judged: in another there is nothing
    to read again. `seen(earlier, later)` tells whether the writer of the later knew the earlier; in a log that never
    forked, that is their order.
    """
    codes = list(codes)
    read_in = _by_document(sorted(reads, key=_moment))
    for document, own in _by_document(sorted(coded, key=_moment)).items():
        read = read_in.get(document, [])
        uses: dict[str, list[Coded]] = defaultdict(list)
        for one in own:
            uses[one.code].append(one)
        for code in codes:
            # The latest first: in most documents that one has seen it all.
            looks = [one.moment for one in reversed((*read, *uses.get(code, ())))]
            meaning = _unseen(meanings.get(code, ()), own[0].moment, looks, seen)
            if meaning is not None:
                yield Reread(document, meaning, own[-1], read[-1] if read else None)


def _unseen(meanings: Sequence[Meaning], first: Moment, looks: Sequence[Moment], seen: Seen) -> Meaning | None:
    """The change that neither the first coding nor a look since has seen: the code's birth before any redefinition,
    else the newest of them.

    A code that came back into use is to be looked for only where the coding began while it was out of use.
    """
    unseen = [
        one
        for one in meanings
        if not seen(one.moment, first)
        and (one.out is None or seen(one.out, first))
        and not any(seen(one.moment, look) for look in looks)
    ]
    if not unseen:
        return None
    return unseen[0] if unseen[0].change in _BIRTHS else unseen[-1]


def _by_document(some: Iterable[Done]) -> dict[str, list[Done]]:
    found: dict[str, list[Done]] = defaultdict(list)
    for one in some:
        found[one.document].append(one)
    return found


def _moment(one: Coded | Read) -> Moment:
    return one.moment

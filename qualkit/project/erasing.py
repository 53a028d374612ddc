"""The erasure of an informant as events: whom, what else a person has ticked, and what must be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qualkit.codebook import Codebook
from qualkit.errors import InputError, RefusedError, UnknownNameError
from qualkit.informants import canonical_code
from qualkit.records import Code, Theme
from qualkit.store import Connection, read, texts
from qualkit.store.documents import erased_informants
from qualkit.store.erasure import concerned_by
from qualkit.store.events import Draft
from qualkit.store.quoting import Quoting, quoting, repeated

#: The fields of a code and of a theme that are people's own words.
_TEXTS = {
    "code": ("name", "definition", "include", "exclude", "example"),
    "theme": ("name", "concept", "description", "why"),
}

COLUMNS = ("place", "kind", "field", "coder", "at", "text", "shared")


@dataclass(frozen=True, slots=True)
class Erased:
    """What `erase` did: so many `turns` and `codings` of the informant are gone.

    `copies` are other files of this project found near it, which still hold the words and are for a person to delete.
    `rewritten` is False where another program had the project open: then freed pages of the file may still hold them,
    until `erase` is called once more.
    """

    informant: str
    turns: int
    codings: int
    copies: tuple[Path, ...]
    rewritten: bool


def found_elsewhere(connection: Connection, informant: str) -> pd.DataFrame:
    """The places that repeat an informant's words or name, as `COLUMNS`."""
    rows = quoting(connection, known(connection, informant))
    return pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in rows], columns=list(COLUMNS))


def known(connection: Connection, informant: str) -> str:
    """An informant's code. Raises UnknownNameError for one who is neither in the register nor speaks anywhere."""
    code = canonical_code(informant)
    register = read.register(connection)
    # Also one whose interview or row has been undone: the words are in the log all the same.
    if code not in register and code not in erased_informants(connection) and not _is_anywhere(connection, code):
        codes = register.codes
        said = f"There is no informant «{informant}» in the project. There are: {', '.join(codes) or 'none yet'}."
        raise UnknownNameError(said, name=informant, near=codes)
    return code


def _is_anywhere(connection: Connection, code: str) -> bool:
    gone = concerned_by(connection, code)
    return bool(gone.turns or gone.whole)


def refuse_telling(connection: Connection, informant: str, why: str) -> None:
    """Raise RefusedError for a reason that holds what is to be erased: it would stay in the log for good."""
    told = repeated(connection, informant, why) if why.strip() else None
    if told:
        raise RefusedError(
            f"The reason holds «{told}», which is to be erased, and the reason stays. Write it without the name and "
            f"without {informant}'s words."
        )


def drafts(connection: Connection, informant: str, also: Sequence[str]) -> list[Draft]:
    """The erasure of an informant; nothing where it is in the log already and nothing more is ticked."""
    if isinstance(also, str):
        raise InputError(f"also takes a list of places: also=[{also!r}].")
    found = quoting(connection, informant) if also else []
    listed = {one.place for one in found}
    wanted = sorted(listed) if list(also) == ["all"] else list(dict.fromkeys(also))
    events = sorted(_event(one, listed) for one in wanted if ":" not in one)
    turns = sorted(turn for one in wanted if ":" in one for turn in _turns(connection, one))
    own = [] if informant in erased_informants(connection) else [Draft("informant.erase", {"informant": informant})]
    if not events and not turns:
        return own
    named = Draft("words.erase", {"events": events, "turns": [list(one) for one in turns]})
    ticked = [one for one in found if one.place in events]
    return [*own, named, *_written_anew(connection, ticked)]


def _event(place: str, listed: set[str]) -> str:
    """A place as `quoting` writes it. Raises InputError for what is not in its list."""
    if place not in listed:
        raise InputError(f"«{place}» is no place. Give a `place` as the list of quotations (quoting) has it.")
    return place


def _turns(connection: Connection, place: str) -> list[tuple[str, int]]:
    """The turn of that place, in every document that is read under that name."""
    document, _colon, number = place.rpartition(":")
    named = [key for key, name in texts.document_names(connection).items() if name == document]
    if not named or not number.isdecimal() or not 0 < int(number) <= texts.turns_in(connection, named[0]):
        raise InputError(f"«{place}» is no turn of a document. Write it as document:turn, such as r1_1:12.")
    return [(key.hex(), int(number)) for key in named]


def _written_anew(connection: Connection, ticked: Sequence[Quoting]) -> list[Draft]:
    """Words go whole event by event, so what else a code's or theme's event said is said again, without the text that
    quotes. A name that quotes gives way to the id."""
    book = read.codebook(connection)
    quoted = {(one.field, one.text) for one in ticked}
    anew: list[Draft] = []
    for noun, key in read.things_of(connection, [one.place for one in ticked]):
        thing = _thing(book, noun, key)
        if thing is not None:
            kept = {field: getattr(thing, field) for field in _TEXTS[noun] if getattr(thing, field)}
            fields = {field: text if (field, text) not in quoted else "" for field, text in kept.items()}
            anew.append(Draft(f"{noun}.set", {noun: key}, {**fields, "name": fields["name"] or key}))
    return anew


def _thing(book: Codebook, noun: str, key: str) -> Code | Theme | None:
    things: Iterable[Code | Theme] = book if noun == "code" else book.themes
    return next((thing for thing in things if thing.id == key), None)

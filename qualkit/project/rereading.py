"""The list of what to read again, and which version each document was coded under."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualkit.codebook import Codebook
from qualkit.codebook.rereading import Coded, Read, Reread, to_reread
from qualkit.language import collation_key, join_collated
from qualkit.project.listing import informants_of
from qualkit.store import Connection, looking, read, texts
from qualkit.store.events import Draft
from qualkit.tables import Material
from qualkit.tables.material import TEXT

COLUMNS = (
    "document", "informants", "code", "id", "change", "changed", "by", "why", "coded_under", "last_coded", "last_read",
    "coders", "codings",
)  # fmt: skip


def listed(connection: Connection, material: Material, coder: str | None) -> pd.DataFrame:
    """The list, of everybody or of one coder's own coding and reading."""
    book = read.codebook(connection)
    everyone = looking.coded(connection, book)
    coded, reads = _own(everyone, looking.reads(connection), coder)
    people = informants_of(material)
    place = {name: number for number, name in enumerate(sorted({one.document for one in coded}, key=collation_key))}
    found = list(_to_reread(connection, book, coded, reads))
    # Stable, so that the codes of a document stay in the codebook's order.
    found.sort(key=lambda one: place[one.document])
    under = looking.coded_under(connection, {one.document: one.last.moment for one in found})
    coders: dict[str, set[str]] = {}
    for one in everyone:
        coders.setdefault(one.document, set()).add(one.coder)
    own = material.codings if coder is None else material.codings[material.codings["coder"] == coder]
    codings = own.groupby(["document", "code"]).size().to_dict()
    rows = [
        [
            one.document, people.get(one.document, pd.NA), book.path(one.meaning.code), one.meaning.code,
            one.meaning.change, one.meaning.at, one.meaning.coder, one.meaning.why, under.get(one.document, pd.NA),
            one.last.at, one.read.at if one.read else pd.NA, join_collated(coders[one.document]),
            codings.get((one.document, one.meaning.code), 0),
        ]
        for one in found
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.astype({name: "int64" if name == "codings" else TEXT for name in COLUMNS})


def _own(coded: list[Coded], reads: list[Read], coder: str | None) -> tuple[list[Coded], list[Read]]:
    if coder is None:
        return coded, reads
    return [one for one in coded if one.coder == coder], [one for one in reads if one.coder == coder]


def _to_reread(connection: Connection, book: Codebook, coded: list[Coded], reads: list[Read]) -> Iterator[Reread]:
    codes = [code.id for code in book if not (code.retired or code.withdrawn)]
    return to_reread(codes, looking.meanings(connection), coded, reads, looking.seen(connection))


def looked_for(connection: Connection, key: bytes) -> list[str]:
    """The paths of the codes to look for in one document, in the codebook's order."""
    book, document = read.codebook(connection), texts.document_names(connection)[key]
    found = _to_reread(connection, book, looking.coded(connection, book, document), looking.reads(connection, document))
    return [book.path(one.meaning.code) for one in found]


def read_draft(key: bytes) -> Draft:
    """The event that says that somebody has read a document, with the codebook of the moment in mind."""
    return Draft("document.read", {"document": key.hex()})


def coded_under(connection: Connection) -> dict[str, str]:
    """Document (name) → the newest version there was when it was last coded; none for one coded before any."""
    return looking.coded_under(connection, looking.last_coded(connection))

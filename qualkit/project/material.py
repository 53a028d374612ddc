"""The project as the tables read it, at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from qualkit.codebook import Codebook
from qualkit.informants import Register
from qualkit.store import Connection, asof, moments, read, texts
from qualkit.tables.footer import AT_VERSION, ON_DATE
from qualkit.tables.material import Material


def material(connection: Connection, text: Callable[[str], str]) -> Material:
    """Read everything that tables count, in the transaction given. `text` is called later, and rarely."""
    book = read.codebook(connection)
    return _material(connection, text, book, read.codings(connection, book))


def _material(connection: Connection, text: Callable[[str], str], book: Codebook, codings: pd.DataFrame) -> Material:
    register = read.register(connection)
    documents = texts.documents(connection)
    turns = texts.turns(connection)
    return Material(
        codings=codings,
        turns=turns,
        voices=_voices(turns, documents, register),
        documents=documents.drop(columns=["at", "format", "withdrawn"]),
        registered=_registered(register),
        codebook=book,
        text=text,
    )


def material_at(
    connection: Connection, text: Callable[[str], str], at: moments.At, today: Material | None = None
) -> Material:
    """The same, with the codings of today under the codebook as it was `at` a moment. Raises UnknownNameError.

    `today` is the material as it is, where somebody has read it already.
    """
    moment = moments.moment_of(connection, at)
    past = asof.past(connection, moment)
    codings = read.codings(connection, past.book, past)
    said = (AT_VERSION if moment.version else ON_DATE).format(moment.said)
    whole = today or _material(connection, text, past.book, codings)
    return replace(whole, codings=codings, codebook=past.book, moment=said)


def _voices(turns: pd.DataFrame, documents: pd.DataFrame, register: Register) -> pd.DataFrame:
    """One row per document and informant who speaks in it, with the role of that day."""
    names = attribute_names(register)
    days = dict(zip(documents["document"], documents["date"], strict=True)) if "date" in documents else {}
    pairs = turns.loc[turns["informant"].notna(), ["document", "informant"]].drop_duplicates()
    rows = [_voice(document, code, register, days.get(document, ""), names) for document, code in pairs.to_numpy()]
    columns = ["document", "informant", "role", "group", "printed_role", "interviewer", *names]
    return pd.DataFrame(rows, columns=columns)


def _voice(document: str, code: str, register: Register, day: str, names: list[str]) -> list[object]:
    row = register.at(code, day)
    if row is None:
        return [document, code, "", "", "", False, *([""] * len(names))]
    given = [row.attributes.get(name, "") for name in names]
    return [document, code, row.role, row.group, row.printed_role, row.is_interviewer, *given]


def _registered(register: Register) -> pd.DataFrame:
    """Every registered informant who is not an interviewer, in the latest role."""
    names = attribute_names(register)
    latest = [row for code in register.codes if (row := register.at(code)) is not None and not row.is_interviewer]
    rows = [
        [row.code, row.role, row.group, row.printed_role, *(row.attributes.get(name, "") for name in names)]
        for row in latest
    ]
    return pd.DataFrame(rows, columns=["informant", "role", "group", "printed_role", *names])


def attribute_names(register: Register) -> list[str]:
    """The register's further columns, in the order they were first written."""
    fixed = {"document", "informant", "role", "group", "printed_role", "interviewer"}
    return [name for name in dict.fromkeys(one for row in register for one in row.attributes) if name not in fixed]

"""The lists of a project (documents, informants, codes, themes, memos) with what is counted beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qualkit.informants import Register
from qualkit.language import collation_key, join_collated
from qualkit.project.material import attribute_names
from qualkit.records import Memo
from qualkit.store.moments import Version
from qualkit.store.review import Entry
from qualkit.tables import Material, matrix


def documents(material: Material, listed: pd.DataFrame, under: Mapping[str, str]) -> pd.DataFrame:
    """The documents with turns, words and informants; `listed` is the store's list of them, and `under` has the version
    each was coded under."""
    rows = []
    turns = {name: len(some) for name, some in material.turns.groupby("document")}
    people = informants_of(material)
    fixed = ("document", "kind", "fidelity", "format")
    for row in listed.to_dict("records"):
        name = str(row["document"])
        counted = {
            "turns": turns.get(name, 0),
            "words": len(material.text(name).split()),
            "informants": people.get(name, ""),
            "coded_under": under.get(name, pd.NA),
        }
        rows.append(row | counted | {"added": row["at"]})
    own = [*fixed, "turns", "words", "informants", "coded_under", "added", "withdrawn"]
    columns = [*own, *listed.columns.difference([*own, "at"], sort=False)]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("document", key=lambda column: column.map(collation_key), ignore_index=True)


def informants_of(material: Material) -> dict[str, str]:
    """Document → the informants who speak in it, interviewers left out, joined; none where nobody does."""
    voices = material.voices[~material.voices["interviewer"].astype(bool)]
    return {str(name): join_collated(some) for name, some in voices.groupby("document")["informant"]}


def informants(material: Material, register: Register) -> pd.DataFrame:
    """The register without names, with the documents each speaks in and the words each spoke."""
    names = attribute_names(register)
    speaks = {code: join_collated(some) for code, some in material.voices.groupby("informant")["document"]}
    spoken = _words_by_informant(material)
    rows = [
        [
            row.code, row.role, row.group, row.printed_role, row.since, speaks.get(row.code, ""),
            spoken.get(row.code, 0), *(row.attributes.get(name, "") for name in names),
        ]
        for row in register
    ]  # fmt: skip
    columns = ["informant", "role", "group", "printed_role", "from", "documents", "words", *names]
    return pd.DataFrame(rows, columns=columns)


def _words_by_informant(material: Material) -> dict[str, int]:
    counts: dict[str, int] = {}
    keyed = material.turns[material.turns["informant"].notna()]
    for document, said in keyed.groupby("document"):
        text = material.text(str(document))
        for informant, start, end in zip(said["informant"], said["start"], said["end"], strict=True):
            counts[informant] = counts.get(informant, 0) + len(text[start:end].split())
    return counts


def codes(material: Material) -> pd.DataFrame:
    """The codes with their codings and informants, descendants rolled up."""
    book = material.codebook
    names = {theme.id: theme.name for theme in book.themes}
    fields = ("id", "definition", "include", "exclude", "example", "origin", "colour", "retired", "withdrawn")
    rows = [
        {
            "code": book.path(code.id),
            **{field: getattr(code, field) for field in fields},
            "themes": "; ".join(names[one] for one in book.themes_of(code.id)),
        }
        for code in book
    ]
    return _with_counts(pd.DataFrame(rows, columns=["code", *fields, "themes"]), material, "code")


def themes(material: Material) -> pd.DataFrame:
    """The themes with their codes, codings and informants."""
    book = material.codebook
    rows = [
        {
            "theme": theme.name,
            **{field: getattr(theme, field) for field in ("id", "concept", "description", "origin", "why")},
            "questions": "; ".join(theme.questions),
            "codes": join_collated(book.path(code) for code in theme.codes),
        }
        for theme in book.themes
    ]
    columns = ["theme", "id", "concept", "description", "origin", "why", "questions", "codes"]
    return _with_counts(pd.DataFrame(rows, columns=columns), material, "theme")


def _with_counts(frame: pd.DataFrame, material: Material, of: str) -> pd.DataFrame:
    """The columns codings, informants and of, over the whole material."""
    for unit in ("codings", "informants"):
        # The whole row's n: a passage that two people speak in is one coding, not two.
        counted = matrix(material, of, "coder", unit=unit)
        # Both stand in the codebook's order; what has no code in the codebook comes after.
        frame[unit] = counted["n"].fillna(0).astype("int64").to_numpy()[: len(frame)]
        frame.attrs = dict(counted.attrs)
    frame["of"] = int(frame.attrs["footer"]["n"])
    return frame


def review(entries: Sequence[Entry]) -> pd.DataFrame:
    """What a union has left to look at, as it comes: what asks for something first."""
    rows = [
        [
            one.id, one.kind, one.noun, one.name, one.field, " | ".join(one.values), "; ".join(one.coders), one.at,
            one.notice, one.what,
        ]
        for one in entries
    ]  # fmt: skip
    columns = ["entry", "kind", "noun", "name", "field", "values", "coders", "at", "notice", "what"]
    return pd.DataFrame(rows, columns=columns).astype({"notice": "bool"})


def versions(named: Sequence[Version]) -> pd.DataFrame:
    """The named moments, oldest first."""
    rows = [[one.name, one.at, one.person, one.why] for one in named]
    return pd.DataFrame(rows, columns=["version", "at", "coder", "why"])


def memos(written: Sequence[Memo], material: Material, documents: Mapping[bytes, str]) -> pd.DataFrame:
    """The memos, oldest first, with what each is about by name."""
    book = material.codebook
    called = {("code", code.id): book.path(code.id) for code in book}
    called |= {("theme", theme.id): theme.name for theme in book.themes}
    called |= {("document", key.hex()): name for key, name in documents.items()}
    places = zip(*(material.codings[name] for name in ("coding", "document", "start", "end")), strict=True)
    called |= {("coding", str(coding)): f"{document} {start}–{end}" for coding, document, start, end in places}
    rows = [
        [memo.id, memo.at, memo.coder, memo.kind, memo.about[0], called.get(memo.about, memo.about[1]), memo.text]
        for memo in written
    ]
    return pd.DataFrame(rows, columns=["memo", "at", "coder", "kind", "about", "name", "text"])

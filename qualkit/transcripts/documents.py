"""documents.csv: what kind of document each file is, and who its labels are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import RegisterError
from qualkit.informants import canonical_code
from qualkit.records import FIDELITIES, KINDS
from qualkit.transcripts.formats import ENDINGS
from qualkit.transcripts.labels import label_key, word_set
from qualkit.transcripts.register import iso_date
from qualkit.transcripts.repair import clean_name
from qualkit.transcripts.sheet import Row, read_sheet

_COLUMNS = word_set("document kind fidelity date interviewer mode language speakers informant")


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One row of documents.csv. `document` is the file's stem; `speakers` maps label to code; `informant` is whose
    text it is where it has no turns, or None; `attributes` the other columns that are filled in; `row` the line."""

    document: str
    kind: str = "intervju"
    fidelity: str = "ordrett"
    speakers: Mapping[str, str] = field(default_factory=dict, hash=False)
    informant: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    row: int | None = None

    def code_for(self, label: str) -> str | None:
        """The code this document's own map gives a label, without regard to case and spacing."""
        key = label_key(label)
        return next((code for known, code in self.speakers.items() if label_key(known) == key), None)


def read_documents(path: str | Path) -> dict[str, DocumentEntry]:
    """The entries by document (the file's stem), in the order written. Raises RegisterError or ReadError."""
    entries, problems = documents_with_problems(Path(path))
    if problems:
        raise problems[0][1]
    return entries


def documents_with_problems(path: Path) -> tuple[dict[str, DocumentEntry], list[tuple[str, RegisterError]]]:
    """The rows that can be trusted, and for each that cannot its document ("" for none) and the error."""
    entries: dict[str, DocumentEntry] = {}
    problems: list[tuple[str, RegisterError]] = []
    for row in read_sheet(path, "document", _COLUMNS):
        name = document_name(row.cells.get("document", ""))
        try:
            entry = document_entry(row)
            if name in entries:
                raise row.error(f"{name} stands here and in line {entries[name].row}. Keep one of the lines")
            entries[name] = entry
        except RegisterError as error:
            problems.append((name, error))
    for name, _ in problems:
        entries.pop(name, None)
    return entries, problems


def document_entry(row: Row) -> DocumentEntry:
    """One row of the sheet. Raises RegisterError naming its line."""
    cells = dict(row.checked())
    name = document_name(cells.pop("document", ""))
    if not name:
        raise row.error("there is no document. Write the file's name, or delete the line")
    kind = _one_of(row, "kind", cells.pop("kind", ""), KINDS, "intervju")
    fidelity = _one_of(
        row, "fidelity", cells.pop("fidelity", ""), FIDELITIES, "referat" if kind == "referat" else "ordrett"
    )
    speakers = _speakers(row, cells.pop("speakers", ""))
    informant = canonical_code(cells.pop("informant", "")) or None
    if cells.get("date"):
        cells["date"] = iso_date(cells["date"], row, "date", whole=False)
    return DocumentEntry(
        name, kind, fidelity, speakers, informant, {key: value for key, value in cells.items() if value}, row.line
    )


def document_name(written: str) -> str:
    """A document's name as the file's stem has it, from a name given with or without its ending; "" for none."""
    if not written.strip():
        return ""
    ending = Path(written).suffix
    return clean_name(written.removesuffix(ending) if ending.lower() in ENDINGS else written)


def _one_of(row: Row, column: str, written: str, allowed: tuple[str, ...], default: str) -> str:
    word = written.casefold() or default
    if word not in allowed:
        raise row.error(f"«{written}» is not a {column}. Write one of {', '.join(allowed)}")
    return word


def _speakers(row: Row, written: str) -> dict[str, str]:
    """`Taler 1=I; Taler 2=R1.1` as a map."""
    speakers: dict[str, str] = {}
    for part in re.split(r"[;\n]", written):
        if not part.strip():
            continue
        label, equals, code = part.rpartition("=")
        if not equals or not label.strip() or not code.strip() or "=" in label:
            raise row.error(
                f"«{part.strip()}» in the column «speakers» is not a label and a code. Write Taler 1=I; Taler 2=R1.1"
            )
        name = " ".join(label.strip().rstrip(":").split())
        if label_key(name) in map(label_key, speakers):
            raise row.error(f"«{name}» stands twice in the column «speakers». Keep one of them")
        speakers[name] = canonical_code(code)
    return speakers

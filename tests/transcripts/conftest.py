"""Small real files, built in the test that reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import RELATIONS, MakeWord, document_xml, zipped

from qualkit.informants import Register
from qualkit.records import Informant


@pytest.fixture
def make_word(tmp_path: Path) -> MakeWord:
    """Writes a .docx with this body and returns its path; further members by name."""

    def make(body: str, *, name: str = "intervju.docx", before: str = "", **members: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(zipped({"_rels/.rels": RELATIONS, "word/document.xml": document_xml(body, before), **members}))
        return path

    return make


@pytest.fixture
def register() -> Register:
    """A skoleeier, S10 beside S1, a rektor and an adviser known by name, and one interviewer."""
    return Register(
        [
            Informant("S1", "Skoleeier"),
            Informant("S10", "Skoleeier"),
            Informant("R1.1", "Skoleleder", name="Tormod Vik"),
            Informant("Va", "Veileder", name="Marit Dahl"),
            Informant("I", "intervjuer", name="Sigrid Aune"),
        ]
    )

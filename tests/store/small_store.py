"""A study small enough to write by hand, straight into the store."""

from __future__ import annotations

from typing import Any

from qualkit.store import Store
from qualkit.store.events import SALT_BYTES, Draft, inner_digest, new_id

TEXT = "Det er tida, liksom. Ingen spurte meg. " * 4


def start_study(store: Store, document: bytes | None = None) -> bytes:
    """Two codes and one document with a single turn; answers the document's id."""
    document = document or new_id()
    salt = bytes(SALT_BYTES)
    turn = ["R1.1", 0, len(TEXT), None, None, inner_digest(salt, TEXT).hex()]
    payload: dict[str, Any] = {
        "kind": "intervju", "fidelity": "ordrett", "format": "txt", "repairs": {}, "turns": [turn],
    }  # fmt: skip
    with store.writing("MB") as writer:
        writer.keep_turns([{"document": document, "n": 1, "words": TEXT, "salt": salt}])
        writer.append(
            [
                Draft("document.add", payload, {"name": "r1_1", "attributes": {}, "sha256": ""}, document),
                Draft("code.birth", {"code": "k1", "parent": None}, {"name": "Tid"}),
                Draft("code.birth", {"code": "k2", "parent": None}, {"name": "Uklarhet"}),
            ]
        )
    return document


def coding_draft(document: bytes, start: int, end: int, *, code: str = "k1", id: bytes | None = None) -> Draft:
    """A coding of `TEXT`."""
    payload = {"document": document.hex(), "start": start, "end": end, "code": code}
    return Draft("coding.add", payload, {"quote": TEXT[start:end]}, id)

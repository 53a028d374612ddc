"""The parts of a Word file, for tests that build their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)

MakeWord = Callable[..., Path]


def document_xml(body: str, before: str = "") -> str:
    """A whole document.xml around this body; `before` stands before the root (a DOCTYPE)."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}" xmlns:mc="{MC}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}</w:body></w:document>"
    )


def paragraph(*runs: str) -> str:
    """A paragraph with one run for each text; a tab and a newline become Word's own."""
    made = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    made = made.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f"<w:p>{made}</w:p>"


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip of these members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return whole.getvalue()

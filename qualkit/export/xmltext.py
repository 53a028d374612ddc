"""Words as XML 1.0 can hold them, for the files of Word and Excel."""

from __future__ import annotations

import re
from html import escape

# Control characters and non-characters have no place in XML, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """The text without what XML 1.0 forbids, every line end one `\\n`, as XML reads them. No word is lost."""
    text = _FORBIDDEN.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def escaped(text: str) -> str:
    """The text as it stands inside an element or an attribute in double quotation marks."""
    return escape(storable(text))

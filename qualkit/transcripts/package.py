"""A Word file is a zip of XML: opened in memory, within limits, and nothing in it is followed out of the file."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from qualkit.transcripts._base import MEGABYTE, Source

MAX_MEMBERS = 5_000
#: Bytes of all members together, unpacked.
MAX_UNPACKED = 500 * MEGABYTE
#: Bytes of the one member that holds the text, unpacked.
MAX_DOCUMENT = 200 * MEGABYTE
#: Bytes of the small parts beside it.
MAX_PART = 5 * MEGABYTE
#: How many times larger a member over 1 MB may become when it is unpacked.
MAX_RATIO = 200
#: Elements and attributes of one member, as counted by the signs they are written with. Word needs about 20 a word
#: where every word is formatted by itself, and lxml up to 150 bytes for each.
MAX_MARKUP = 3_000_000
#: How deep elements may lie in each other (libxml2 stops there too, without huge_tree).
MAX_DEPTH = 256

_RESAVE = "Open it in Word and save it as a new .docx."
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """The members of a zip, read one at a time. Raises ReadError where a limit is passed or the zip is damaged."""

    def __init__(self, source: Source) -> None:
        self.source = source
        # Counted before opening, since the list of millions of members would fill the memory by itself.
        members = source.data.count(b"PK\x01\x02")
        if members > MAX_MEMBERS:
            raise source.error(
                f"holds {members:,} parts, more than the {MAX_MEMBERS:,} a Word file may have. {_RESAVE}"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except _DAMAGED:
            raise source.error(f"is damaged or was not downloaded whole. Fetch it again, or: {_RESAVE}") from None
        self._members = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        infos = self._zip.infolist()
        whole = sum(info.file_size for info in infos)
        if whole > MAX_UNPACKED:
            raise self.source.error(
                f"would unpack to {whole // MEGABYTE:,} MB, more than the limit of {MAX_UNPACKED // MEGABYTE} MB. "
                f"Remove pictures from it. {_RESAVE}"
            )
        for info in infos:
            if info.file_size > MEGABYTE and info.file_size > MAX_RATIO * max(1, info.compress_size):
                raise self.source.error(
                    f"holds a part that unpacks to more than {MAX_RATIO} times its size, as in a zip bomb. {_RESAVE}"
                )

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """A member's bytes. What the zip says of its size is not believed: reading stops at `limit`."""
        info = self._members[name]
        if info.flag_bits & 1:
            raise self.source.error("is locked with a password. Take the password off in Word and save it again.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.source.error(f"is packed in a way Word does not use. {_RESAVE}")
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGED:
            raise self.source.error(f"is damaged in {name}. Fetch it again, or: {_RESAVE}") from None
        if len(data) > limit:
            raise self.source.error(
                f"holds more than {limit // MEGABYTE} MB in {name}, the limit. Divide it into several files."
            )
        return data

    def xml(self, name: str, limit: int = MAX_PART) -> Any:
        """A member as an lxml element: no entities, no DTD, no network, no huge trees."""
        data = self.read(name, limit)
        if data.count(b"<") + data.count(b"=") > MAX_MARKUP:
            raise self.source.error(
                f"has more than {MAX_MARKUP:,} pieces of formatting in {name}. Divide it into several files, or save "
                "it as plain text (.txt)."
            )
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        refusal = self.source.error(f"declares a DOCTYPE in {name}, which Word never does; it is not read. {_RESAVE}")
        if b"<!DOCTYPE" in data:
            raise refusal
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error).lower():
                raise self.source.error(f"is nested deeper than {MAX_DEPTH} levels in {name}. {_RESAVE}") from None
            if "XML_PARSE_HUGE" in str(error):
                raise self.source.error(
                    f"holds a single piece longer than 10,000,000 characters in {name}. Divide it into several files."
                ) from None
            raise self.source.error(f"is damaged in {name} ({' '.join(str(error).split())}). {_RESAVE}") from None
        if root.getroottree().docinfo.doctype:
            raise refusal
        return root

    def main_part(self) -> str | None:
        """The name of the part with the text, by the package's own relationships; None where it is no Word file."""
        if "_rels/.rels" in self:
            for relation in self.xml("_rels/.rels"):
                inside = relation.get("TargetMode", "Internal") != "External"
                if inside and str(relation.get("Type", "")).endswith("/officeDocument"):
                    name = posixpath.normpath("/" + str(relation.get("Target", ""))).lstrip("/")
                    return name if name in self else None
        return "word/document.xml" if "word/document.xml" in self else None

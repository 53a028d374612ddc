"""The one moment an export is dated with, everywhere in the file: the same project gives the same bytes."""

from __future__ import annotations

import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

ZipDate = tuple[int, int, int, int, int, int]

# Where the four bytes of time and date stand in the two kinds of header (PKWARE APPNOTE, 4.3.7 and 4.3.12).
_LOCAL_HEADER = 10
_CENTRAL_MARK, _CENTRAL_HEADER, _CENTRAL_SIZE = b"PK\x01\x02", 12, 46


def utc(moment: datetime) -> datetime:
    """The moment in UTC, whole seconds, without a zone, as Office files write it. A moment without a zone is UTC."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def zip_date(moment: datetime) -> ZipDate:
    """The moment as a zip entry can hold it: from 1980 to 2107."""
    at = utc(moment)
    year = min(max(at.year, 1980), 2107)
    return (year, at.month, at.day, at.hour, at.minute, at.second)


def date_entries(path: Path, moment: datetime) -> None:
    """Write the moment over the date of every entry of a finished zip file, in place.

    For files whose writer dates them itself (XlsxWriter: January 1980, as the machine's time zone has it).
    """
    with zipfile.ZipFile(path) as archive:
        offsets = [entry.header_offset for entry in archive.infolist()]
        directory = archive.start_dir
    year, month, day, hour, minute, second = zip_date(moment)
    stamp = struct.pack("<HH", hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
    with path.open("r+b") as file:
        for offset in offsets:
            file.seek(offset + _LOCAL_HEADER)
            file.write(stamp)
        file.seek(directory)
        while (header := file.read(_CENTRAL_SIZE)).startswith(_CENTRAL_MARK):
            sizes = struct.unpack_from("<HHH", header, 28)
            file.seek(directory + _CENTRAL_HEADER)
            file.write(stamp)
            directory += _CENTRAL_SIZE + sum(sizes)
            file.seek(directory)

"""Tables Tid / Hvem / Hva, and files of rows: shared by the csv format, Word tables, informants.csv, documents.csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualkit.transcripts._base import MAX_TEXT, Said, Source
from qualkit.transcripts.labels import seconds, word_set

TIME_WORDS = word_set("tid tidspunkt tidskode time start starttid timestamp timecode")
WHO_WORDS = word_set("hvem kven taler talar speaker person høyttaler navn namn name informant deltaker kode")
WHAT_WORDS = word_set("hva kva tekst text utsagn ytring replikk sitat transkripsjon transcript innhold")
# The line by which a file tells Excel its delimiter; it is nobody's words, and no header.
_SEPARATOR = re.compile(r'"?sep=([;,\t])"?[;,\t]*$', re.I)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds the words, and which the speaker and the time, if any. Counted from 0."""

    what: int
    who: int | None
    time: int | None


def header_columns(cells: Sequence[str]) -> Columns | None:
    """The columns a header row names, or None where it is not the header of a conversation."""
    words = [cell.strip().strip(":").casefold() for cell in cells]

    def place(wanted: frozenset[str]) -> int | None:
        return next((number for number, word in enumerate(words) if word in wanted), None)

    what, who, time = place(WHAT_WORDS), place(WHO_WORDS), place(TIME_WORDS)
    return None if what is None or (who is None and time is None) else Columns(what, who, time)


def said_in_rows(rows: Iterable[Sequence[str]], columns: Columns) -> Iterator[Said]:
    """One turn a row with words; an empty speaker cell (merged cells too) means the one above."""
    speaker: str | None = None
    for row in rows:

        def cell(number: int | None, row: Sequence[str] = row) -> str:
            return row[number].strip() if number is not None and number < len(row) else ""

        speaker = " ".join(cell(columns.who).rstrip(":").split()) or speaker
        if text := cell(columns.what):
            yield Said(speaker, text, seconds(cell(columns.time)))


def delimiter_of(line: str) -> str:
    """The sign between the cells of a header line: the commonest of `;`, `,` and TAB, `,` where there is none."""
    return max((",", ";", "\t"), key=lambda sign: (line.count(sign), sign == ","))


def rows_of(source: Source) -> list[tuple[int, list[str]]]:
    """Each row that is not empty, with the line of the file it begins on (from 1); cells trimmed.

    Raises ReadError where a quotation mark is never closed, since the rest of the file would end up in one cell.
    """
    header = next((line for line in source.text.split("\n") if line.strip()), "")
    told = _SEPARATOR.match(header)
    sign = told[1] if told else delimiter_of(header)
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=sign, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    limit = csv.field_size_limit(MAX_TEXT)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, [cell.strip() for cell in row]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise source.error(
            f"cannot be read as a table from line {begins} on ({error}). Look for a quotation mark that is not closed, "
            "and save it again from the spreadsheet."
        ) from None
    finally:
        # The module's limit is everybody's, and 131,072 signs unless told: less than an interview in one cell.
        csv.field_size_limit(limit)
    return rows[1:] if told else rows

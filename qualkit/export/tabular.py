"""Tables as files, by the file's ending. A table takes its footer (n, base, codebook version, filters) along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from qualkit.errors import ExportError
from qualkit.export.delimited import DIALECTS, write_delimited
from qualkit.export.files import replacing
from qualkit.export.frames import Cell, Footer, cells, flattened, footer_of, plain
from qualkit.export.workbook import write_sheets

#: The name of the only sheet, where nobody gave one.
SHEET = "Tabell"

#: Where a parquet file keeps the footer, as JSON: `json.loads(pq.read_schema(path).metadata[b"qualkit"])`.
PARQUET_KEY = b"qualkit"


_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class _Job:
    """One table on its way to a file: `draft` is written, `target` is named in errors."""

    frame: pd.DataFrame
    footer: Mapping[str, Cell]
    draft: Path
    target: Path
    dialect: str
    moment: datetime


def write_table(
    frame: pd.DataFrame, path: str | Path, *, moment: datetime, footer: Footer | None = None, dialect: str = "csv"
) -> None:
    """Write a table as .csv, .xlsx, .parquet, .json or .jsonl.

    An index with a name becomes the first columns. `footer` is printed with the table (default:
    `frame.attrs["footer"]`); .jsonl holds the rows alone. `moment` dates the file inside, so the same table gives the
    same bytes. `dialect` is csv or, for people, csv-excel. Raises ExportError for another ending or dialect, for what
    the format cannot hold, and for every fault of the file system; what stood at `path` then still stands.
    """
    target = Path(path)
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise ExportError(f"{target}: a table is written as one of {', '.join(_WRITERS)}.", path=target)
    if dialect not in DIALECTS:
        raise ExportError(f"{target}: there is no dialect «{dialect}». Choose csv or csv-excel.", path=target)
    with replacing(target) as draft:
        writer(_Job(flattened(frame), footer_of(frame, footer), draft, target, dialect, moment))


def write_workbook(sheets: Mapping[str, pd.DataFrame], path: str | Path, *, moment: datetime) -> None:
    """Write several tables into one .xlsx, a sheet each under its name, their footers on «Om tabellen»."""
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise ExportError(f"{target}: several tables in one file need the ending .xlsx.", path=target)
    with replacing(target) as draft:
        write_sheets(
            {name: flattened(frame) for name, frame in sheets.items()},
            draft,
            target=target,
            footers={name: footer_of(frame, None) for name, frame in sheets.items()},
            moment=moment,
        )


def _write_csv(job: _Job) -> None:
    write_delimited(job.frame, job.draft, footer=job.footer, dialect=DIALECTS[job.dialect])


def _write_xlsx(job: _Job) -> None:
    write_sheets({SHEET: job.frame}, job.draft, target=job.target, footers={SHEET: job.footer}, moment=job.moment)


def _write_json(job: _Job) -> None:
    with job.draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_text(job.frame, job.footer))


def json_text(frame: pd.DataFrame, footer: Mapping[str, Cell]) -> Iterator[str]:
    """A flat frame as one JSON object: the footer under `about`, an object per row under `rows`."""
    yield f'{{"about": {_json(footer)}, "rows": ['
    for number, row in enumerate(_records(frame)):
        yield (",\n" if number else "\n") + _json(row)
    yield "\n]}\n"


def _write_jsonl(job: _Job) -> None:
    with job.draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(jsonl_text(job.frame))


def jsonl_text(frame: pd.DataFrame) -> Iterator[str]:
    """A flat frame as one JSON object a line."""
    for row in _records(frame):
        yield _json(row) + "\n"


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Cell]]:
    names = [str(name) for name in frame.columns]
    for row in zip(*(cells(frame[name]) for name in names), strict=True):
        yield dict(zip(names, row, strict=True))


def _write_parquet(job: _Job) -> None:
    uniform = pd.DataFrame({name: _one_type(job.frame[name]) for name in job.frame.columns})
    table = pa.Table.from_pandas(uniform, preserve_index=False)
    about = _json(job.footer).encode("utf-8")
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), PARQUET_KEY: about}), job.draft)


def _one_type(series: pd.Series[Any]) -> pd.Series[Any]:
    """A parquet column has one type: values of several kinds become texts."""
    kinds = {type(value) for value in series if plain(value) is not None} if series.dtype == object else set()
    return series if len(kinds) < 2 else series.map(str, na_action="ignore")


_WRITERS: dict[str, Callable[[_Job], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
    ".json": _write_json,
    ".jsonl": _write_jsonl,
}

#: The endings `write_table` knows.
TABLE_ENDINGS = tuple(_WRITERS)

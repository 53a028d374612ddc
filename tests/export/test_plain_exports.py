"""Parquet and JSON: the values and the footer come back."""

import json
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from qualkit.export.tabular import write_table


def test_parquet_keeps_types_and_the_footer_in_its_schema(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime
) -> None:
    write_table(counts, tmp_path / "temaer.parquet", moment=moment)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "temaer.parquet"), counts)
    metadata = pq.read_schema(tmp_path / "temaer.parquet").metadata
    assert json.loads(metadata[b"qualkit"]) == counts.attrs["footer"]


def test_parquet_takes_a_column_of_several_kinds_as_texts(tmp_path: Path, moment: datetime) -> None:
    write_table(pd.DataFrame({"verdi": [1, "to", None]}, dtype=object), tmp_path / "a.parquet", moment=moment)
    assert pd.read_parquet(tmp_path / "a.parquet")["verdi"].fillna("–").tolist() == ["1", "to", "–"]


def test_json_holds_rows_and_what_they_are_about(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts, tmp_path / "temaer.json", moment=moment)
    read = json.loads((tmp_path / "temaer.json").read_text("utf-8"))
    assert read["about"] == counts.attrs["footer"]
    assert read["rows"][1] == {
        "theme": "kontinuitet", "role": "Lærer", "n": None, "of": 0, "share": None, "prompted": False,
    }  # fmt: skip


def test_jsonl_holds_a_row_a_line(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_table(counts.assign(role="a\nb"), tmp_path / "temaer.jsonl", moment=moment)
    lines = (tmp_path / "temaer.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["theme"] for line in lines] == ["kommunikasjon", "kontinuitet", "kapasitet"]


def test_any_kind_of_value_becomes_a_plain_one(tmp_path: Path, moment: datetime) -> None:
    values = [np.int64(3), np.float64("nan"), pd.NaT, date(2025, 3, 1), float("inf"), ("a", 1), "b\ud800"]
    write_table(pd.DataFrame({"v": pd.Series(values, dtype=object)}), tmp_path / "a.json", moment=moment)
    rows = json.loads((tmp_path / "a.json").read_text("utf-8"))["rows"]
    assert [row["v"] for row in rows] == [3, None, None, "2025-03-01", "inf", "('a', 1)", "b\ufffd"]

"""One call, the ending decides; the same input gives the same bytes; a failure leaves the old file whole."""

import os
import stat
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import pytest

from qualkit.errors import ExportError, IntegrityError
from qualkit.export import export_quotes, export_table, write_workbook
from qualkit.export.files import replacing
from qualkit.export.moments import utc, zip_date

TABLES = [".csv", ".xlsx", ".parquet", ".json", ".jsonl", ".docx", ".md"]


@pytest.fixture
def texts(quotes: pd.DataFrame) -> dict[str, str]:
    return {"s1": "vi rakk det ikke", "r1_1": quotes["quote"][0]}


@pytest.fixture
def verbatim(quotes: pd.DataFrame) -> pd.DataFrame:
    return quotes.iloc[:2]


@pytest.mark.parametrize("ending", TABLES)
def test_a_table_is_the_same_bytes_at_any_hour_and_place(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a{ending}"
    export_table(counts, path, moment=moment)
    first = path.read_bytes()
    ten_days_on = time.time() + 864_000
    monkeypatch.setattr(time, "time", lambda: ten_days_on)
    export_table(counts, path, moment=moment.astimezone(timezone(timedelta(hours=-5))))
    assert path.read_bytes() == first


@pytest.mark.parametrize("ending", TABLES)
def test_quotes_are_the_same_bytes_each_time_and_hide_the_code(
    tmp_path: Path, verbatim: pd.DataFrame, texts: dict[str, str], moment: datetime, ending: str
) -> None:
    paths = [tmp_path / f"{name}{ending}" for name in ("a", "b")]
    for path in paths:
        export_quotes(verbatim, path, text=texts.__getitem__, style="afi", moment=moment)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert b"R1.1" not in paths[0].read_bytes()


def test_a_table_of_quotes_in_a_hiding_style_has_no_column_that_tells(
    tmp_path: Path, verbatim: pd.DataFrame, texts: dict[str, str], moment: datetime
) -> None:
    export_quotes(verbatim, tmp_path / "a.csv", text=texts.__getitem__, style="afi", moment=moment)
    read = pd.read_csv(tmp_path / "a.csv", comment="#")
    assert list(read.columns) == ["theme", "code", "label", "quote", "printed", "stance"]


def test_no_quote_is_written_that_nobody_said(
    tmp_path: Path, verbatim: pd.DataFrame, texts: dict[str, str], moment: datetime
) -> None:
    with pytest.raises(IntegrityError, match="s1, characters 0–16"):
        export_quotes(
            verbatim, tmp_path / "a.docx", text=(texts | {"s1": "vi rakk alt"}).__getitem__, style="afi", moment=moment
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.pdf", r"the ending «\.pdf» is not known\. Write one of \.csv, \.xlsx, .*\.docx, \.md\."),
        ("a", "the name has no ending"),
        ("a.qdpx", r"\.qdpx comes in a later release\. Write one of \.csv"),
    ],
)
def test_another_ending_is_a_sentence(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime, name: str, sentence: str
) -> None:
    with pytest.raises(ExportError, match=sentence) as caught:
        export_table(counts, tmp_path / name, moment=moment)
    assert caught.value.path == tmp_path / name


def test_an_ending_may_be_in_capitals(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    export_table(counts, tmp_path / "TEMAER.CSV", moment=moment)
    assert (tmp_path / "TEMAER.CSV").stat().st_size > 0


def test_an_unknown_dialect_is_a_sentence(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    with pytest.raises(ExportError, match=r"no dialect «tsv». Choose csv or csv-excel"):
        export_table(counts, tmp_path / "a.csv", moment=moment, dialect="tsv")


def test_a_missing_folder_is_a_sentence(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    for name in ("a.csv", "a.xlsx", "a.docx", "a.md", "a.parquet"):
        with pytest.raises(ExportError, match=r"there is no folder .*borte"):
            export_table(counts, tmp_path / "borte" / name, moment=moment)


def test_a_folder_with_the_name_is_a_sentence(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export_table(counts, tmp_path / "a.csv", moment=moment)


def test_a_protected_file_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("gammel")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ExportError, match="you may not write there"), replacing(tmp_path / "a.csv") as draft:
        draft.write_text("ny")
    assert (tmp_path / "a.csv").read_text() == "gammel"


def test_a_file_open_in_excel_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows does when the file to be replaced is open."""

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match="open in another program"), replacing(tmp_path / "a.csv") as draft:
        draft.write_text("ny")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", TABLES)
def test_words_are_never_put_in_the_common_folder_of_the_machine(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "finnes ikke"))
    export_table(counts, tmp_path / f"a{ending}", moment=moment)
    assert list(tmp_path.iterdir()) == [tmp_path / f"a{ending}"]


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_full_disk_is_a_sentence_and_leaves_the_old_file(
    tmp_path: Path, counts: pd.DataFrame, moment: datetime, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_text("gammel")
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full_disk)
    monkeypatch.setattr("qualkit.export.files._settle", full_disk)
    with pytest.raises(ExportError, match=r"No space left on device\. What stood there before still stands"):
        export_table(counts, tmp_path / name, moment=moment)
    assert (tmp_path / name).read_text() == "gammel"
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def interrupted(path: Path) -> None:
    with replacing(path) as draft:
        draft.write_text("halv")
        raise KeyboardInterrupt


def test_an_interrupted_export_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("gammel")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_text() == "gammel"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these permissions nor links for everyone")
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "ekte.csv", tmp_path / "lenke.csv"
    real.write_text("gammel")
    real.chmod(0o640)
    link.symlink_to(real)
    with replacing(link) as draft:
        draft.write_text("ny")
    assert (real.read_text(), stat.S_IMODE(real.stat().st_mode), link.is_symlink()) == ("ny", 0o640, True)


def test_nothing_is_left_beside_the_file(tmp_path: Path, counts: pd.DataFrame, moment: datetime) -> None:
    write_workbook({"a": counts}, tmp_path / "a.xlsx", moment=moment)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.xlsx"]


def test_moments_before_zip_files_are_clamped() -> None:
    assert zip_date(datetime(1970, 1, 1)) == (1980, 1, 1, 0, 0, 0)
    assert utc(datetime(2025, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))) == datetime(2025, 1, 1)

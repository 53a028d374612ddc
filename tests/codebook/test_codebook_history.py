"""A folder's history: its operations, replayed from the first file, give the newest, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import Changing

import qualkit as qk
from qualkit.codebook import read_folder, replay
from qualkit.codebook.files import as_yaml
from qualkit.codebook.folder import next_version
from qualkit.codebook.history import Entry, history_yaml, read_history
from qualkit.export.codebook import write_version

BOOK = """name: Partnerskap
version: v01
codes:
- id: rom
  name: Rom
- id: tid
  name: Tid
  definition: Tid som finnes.
themes:
- id: kapasitet
  name: Kapasitet
  origin: data
  codes:
  - rom
  - tid
"""

HISTORY = """versions:
- version: v01
  at: '2025-06-02'
  who: MB
  why: Første kodebok.
  changes: []
- version: v02
  at: '2025-09-01'
  who: AK
  why: etter workshop 1
  changes:
  - op: create
    code: ventetid
    name: Ventetid
    under: tid
  - op: redefine
    theme: kapasitet
    name: Kapasitet
    field: codes
    from:
    - rom
    - tid
    to:
    - tid
  - op: redefine
    code: tid
    name: Tida
    field: definition
    from: Tid som finnes.
    to: Tid som noen har.
  - op: rename
    code: tid
    from: Tid
    to: Tida
  - op: merge
    code: rom
    name: Rom
    into: tid
    into_name: Tida
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """v01 and a history that tells of v02, as a colleague may have written it."""
    (tmp_path / "v01.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "v02.yaml").write_text(BOOK.replace("v01", "v02"), encoding="utf-8")
    (tmp_path / "history.yaml").write_text(HISTORY, encoding="utf-8")
    return tmp_path


def save_next(folder: Path, book: qk.Codebook, version: str) -> None:
    found = read_folder(folder)
    after = next_version(found, book, Entry(version, "2026-11-21", "MB", "fordi"))
    write_version(folder, after, after.entries)


def test_the_operations_are_made_one_by_one(folder: Path) -> None:
    book = replay(folder)
    assert [book.path(code.id) for code in book] == ["Tida", "Tida > Ventetid"]
    assert (book.version, book.find("tida").definition) == ("v02", "Tid som noen har.")
    assert book.themes[0].codes == ("tid",)


def test_a_history_written_again_is_the_same(folder: Path) -> None:
    assert history_yaml(read_history(folder / "history.yaml")) == HISTORY
    sample = Path(__file__).parents[2] / "codebooks" / "partnerskap" / "history.yaml"
    assert history_yaml(read_history(sample)[:1]).splitlines() == sample.read_text("utf-8").splitlines()[:6]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("code: ventetid", "code: tid", 12, "there is a code tid here already"),
        ("    code: rom", "    code: rommet", 35, "there is no code rommet here"),
        ("from: Tid som finnes.", "from: Tid.", 25, "the definition of tid is «Tid som finnes.» here, not «Tid.»"),
        ("under: tid", "under: tida", 7, "stands under tida, which is not in the codebook"),
        ("op: merge", "op: glemme", 35, "«glemme» is nothing that is done to a code"),
        ("op: merge", "øp: merge", 35, "a change has no «øp»"),
        ("    to:\n    - tid", "    to: tid", 16, "«codes» is a list"),
        ("field: codes", "field: koder", 16, "there is no field «koder»"),
        ("    code: rom\n    name: Rom\n    into: tid\n    into_name: Tida\n", "", 35, "neither which code nor which"),
        ("code: ventetid", "code: [ventetid]", 13, "a list or a mapping where one text is meant"),
        ("code: ventetid", "code: «vente tid»", 12, "an id is up to 64 letters"),
        ("version: v02", "version: v01", 7, "v01 comes after v01"),
        ("version: v02", "version: to", 7, "«to» is no version"),
        ("version: v02", f"version: v{'9' * 5000}", 7, "is no version"),
        ("  changes: []", "  changes: {op: rename}", 6, "«changes» is a list"),
        ("  changes: []", "  changes: [{op: rename, from: Partnerskap, to: X}]", 2, "can have no changes"),
        ("versions:", "versjoner:", 1, "a history has no «versjoner»"),
        ("  why: etter workshop 1", "  why: 'etter workshop 1", 40, "this is not YAML"),
    ],
)  # fmt: skip
def test_every_mistake_in_a_history_has_its_line(folder: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in HISTORY
    (folder / "history.yaml").write_text(HISTORY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(qk.CodebookError, match=said) as raised:
        replay(folder)
    assert raised.value.line == line
    assert f"history.yaml, line {raised.value.line}: " in str(raised.value)


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 50 + "1", "a: *b\n", "hei", "- en\n"])
def test_what_is_no_history_is_a_sentence(folder: Path, text: str) -> None:
    (folder / "history.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(qk.CodebookError, match="line 1"):
        read_folder(folder)


def test_a_version_that_is_told_of_must_stand_there(folder: Path) -> None:
    (folder / "v02.yaml").unlink()
    with pytest.raises(qk.CodebookError, match=r"tells of v02, but there is no such file"):
        read_folder(folder)
    (folder / "v01.yaml").rename(folder / "v02.yaml")
    with pytest.raises(qk.CodebookError, match=r"begins with v01, but there is no v01\.yaml"):
        read_folder(folder)


def test_a_folder_without_history_gets_one_from_its_files(folder: Path) -> None:
    (folder / "history.yaml").unlink()
    (folder / "v02.yaml").write_text(BOOK.replace("v01", "v02").replace("name: Rom", "name: Romslig"), "utf-8")
    found = read_folder(folder)
    assert (found.newest, found.gaps, found.told_right) == ("v02", ("v01", "v02"), True)
    assert [dict(one) for one in found.entries[1].changes] == [
        {"op": "rename", "code": "rom", "from": "Rom", "to": "Romslig"}
    ]


@settings(deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 8), min_size=1, max_size=5))
def test_replaying_gives_every_version_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rounds: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("bok")
    changing = Changing(seed)
    for number, acts in enumerate([6, *rounds], start=1):
        changing.act(acts)
        if seed % 3 == 0:
            changing.shuffle_themes()
        name = "Boka" if number > 3 else "Bok"
        save_next(folder, changing.book(name=name), f"v{number:02d}")
        newest = folder / f"v{number:02d}.yaml"
        assert as_yaml(replay(folder)) == newest.read_text("utf-8")
        qk.save_codebook(changing.book(f"v{number:02d}", name), folder / "again.yaml")
        assert newest.read_bytes() == (folder / "again.yaml").read_bytes()
        assert read_folder(folder).told_right

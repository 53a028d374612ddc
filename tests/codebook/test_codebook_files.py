"""Codebooks as YAML: every mistake has its line, and the same codebook gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualkit as qk
from qualkit.records import plain

ROOT = Path(__file__).parents[2]

GOOD = """name: Partnerskap
version: v02
codes:
- id: ressurser
  name: Ressurser
- id: tid
  name: Tid
  parent: ressurser
  definition: Tid som finnes, eller ikke finnes.
themes:
- id: kapasitet
  name: Kapasitet
  codes: [ressurser]
"""


def read(tmp_path: Path, text: str) -> qk.Codebook:
    path = tmp_path / "bok.yaml"
    path.write_text(text, encoding="utf-8")
    return qk.read_codebook(path)


def test_a_codebook_is_read(tmp_path: Path) -> None:
    book = read(tmp_path, GOOD)
    assert (book.name, book.version, len(book)) == ("Partnerskap", "v02", 2)
    assert book.find("ressurser > TID").definition == "Tid som finnes, eller ikke finnes."
    assert book.themes[0].origin == "data"
    assert book.themes_of("tid") == ("kapasitet",)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("parent: ressurser", "parent: penger", 6, "stands under penger, which is not in the codebook"),
        ("- id: tid", "- id: ressurser", 6, "Two codes have the id ressurser"),
        ("  name: Tid", "  name: A > B", 6, "joins the names of a path"),
        ("  name: Tid", "  namn: Tid", 7, "a code has no «namn»"),
        ("  name: Tid", "  name: [Tid]", 7, "a list or a mapping where one text is meant"),
        ("[ressurser]", "[rom]", 11, "names the code rom, which is not in the codebook"),
        ("[ressurser]", "ressurser", 13, "«codes» is a list"),
        ("- id: kapasitet", "- id: tid", 11, "A code is never a theme"),
        ("  name: Kapasitet", "  name: Kapasitet\n  origin: magefølelse", 11, "must be one of data, oppdrag"),
        ("- id: tid", "- id: «tid og rom»", 6, "an id is up to 64 letters"),
        ("name: Partnerskap", "name: 'Partnerskap", 14, "this is not YAML"),
        ("name: Ressurser", "name: Ressurser\n  parent: tid", 4, "stands under itself"),
        ("  name: Tid", "  name: Tid\n  name: Rom", 8, "«name» stands twice"),
        ("codes:\n-", "kodar:\n-", 3, "a codebook has no «kodar»"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    with pytest.raises(qk.CodebookError, match=said) as raised:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert raised.value.line == line
    assert f"bok.yaml, line {line}: " in str(raised.value)


@pytest.mark.parametrize(
    "text", ["", "- bare\n- en\n- liste\n", "hei", "a: *b\n", "[" * 5000, "{a: " * 50 + "1", "\t:"]
)
def test_what_is_no_codebook_is_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(qk.CodebookError, match="line 1"):
        read(tmp_path, text)


def test_aliases_multiply_into_nothing(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(qk.CodebookError, match="a codebook has no «a»"):
        read(tmp_path, bomb)


def test_words_that_yaml_takes_for_values_stay_words(tmp_path: Path) -> None:
    book = read(tmp_path, "name: no\nversion: 01\ncodes:\n- id: '1'\n  name: Ja\n- id: 2\n  name: yes\n")
    assert (book.name, book.version) == ("no", "01")
    assert [code.name for code in book] == ["Ja", "yes"]


def test_files_that_cannot_be_read_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("name: Kjørebok".encode("latin-1"))
    (tmp_path / "tom").mkdir()
    for path, said in (("latin.yaml", "is not UTF-8"), ("tom", "holds no codebook"), ("borte.yaml", "cannot be read")):
        with pytest.raises(qk.CodebookError, match=said):
            qk.read_codebook(tmp_path / path)


def test_a_folder_gives_its_newest_version(tmp_path: Path) -> None:
    for name, version in (("v02.yaml", "v02"), ("v10.yaml", "v10"), ("v9.yaml", "v9"), ("history.yaml", "x")):
        (tmp_path / name).write_text(GOOD.replace("v02", version), encoding="utf-8")
    assert qk.read_codebook(tmp_path).version == "v10"


def test_the_codebook_of_the_sample_study_is_saved_byte_for_byte(tmp_path: Path) -> None:
    source = ROOT / "codebooks" / "partnerskap" / "v01.yaml"
    qk.save_codebook(qk.read_codebook(source), tmp_path / "v01.yaml")
    assert (tmp_path / "v01.yaml").read_bytes() == source.read_bytes()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60).map(plain)
NAMES = TEXTS.filter(lambda name: name.strip() == name and name and ">" not in name)


@given(st.lists(st.tuples(NAMES, TEXTS, st.integers(-1, 5)), max_size=8, unique_by=lambda row: row[0].casefold()))
def test_what_is_saved_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int]]) -> None:
    codes = [
        qk.Code(f"k{number}", name, f"k{parent}" if 0 <= parent < number else None, definition)
        for number, (name, definition, parent) in enumerate(rows)
    ]
    try:
        book = qk.Codebook(codes, [qk.Theme("t1", "Tema", codes=tuple(code.id for code in codes))], name="Bok")
    except qk.CodebookError:  # names that differ only in spacing are one name
        return
    path = tmp_path_factory.mktemp("bok") / "v01.yaml"
    qk.save_codebook(book, path)
    again = qk.read_codebook(path)
    assert sorted(again, key=lambda code: code.id) == sorted(codes, key=lambda code: code.id)
    assert again.themes == book.themes
    first = path.read_bytes()
    qk.save_codebook(again, path)
    assert path.read_bytes() == first

"""Reading the treebank as its publishers distribute it: NorNE's `ndt/` (CoNLL-X with entities in the tenth column) for
training, the UD files for holding sentences out and for measuring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .upos import Node, features, upos

LANGUAGES = {"nb": "nob", "nn": "nno"}
_UD_NAMES = {"nb": "bokmaal", "nn": "nynorsk"}
_CLOSERS, _OPENERS = set(",.;:?!)]}»%…") | {"..."}, set("([{«")


class Entity(NamedTuple):
    """A name: tokens `start` up to, not with, `end`."""

    start: int
    end: int
    label: str


class Sentence(NamedTuple):
    """One sentence of the gold: a word, a following space, a part of speech and a string of features for each token.
    `line_end` is True where the text went on on a new line."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    pos: tuple[str, ...]
    morph: tuple[str, ...]
    entities: tuple[Entity, ...]
    line_end: bool = False


def training_documents(data: Path, language: str) -> list[list[Sentence]]:
    """The sentences to train on, a list for each file, in order. Those of dev and test files are left out."""
    held = {words for path in _ud_files(data, language) for words in _forms(path)}
    documents = []
    for path in sorted((data / "ndt" / LANGUAGES[language]).glob("*.conll")):
        # UD leaves out the bar after a headline, so the words are compared without it.
        kept = [_from_ndt(rows) for rows in read_rows(path) if _words(_without_bar(rows)) not in held]
        documents.append([sentence for sentence in kept if sentence.words])
    if not any(documents):
        raise SystemExit(f"No training sentences in {data}/ndt/{LANGUAGES[language]}. Give the folder that holds ndt/.")
    return documents


def dev_sentences(data: Path, language: str) -> list[Sentence]:
    """The dev sentences, in order: parts of speech and spaces as UD has them, entities as NorNE has them."""
    tagged = _dev_file(data, language, entities=False)
    named = {_words(rows): rows for rows in read_rows(_dev_file(data, language, entities=True))}
    headlines = set(_headlines(data, language))
    sentences = []
    for rows in read_rows(tagged):
        words = _words(rows)
        spaces = (*("SpaceAfter=No" not in row[9] for row in rows[:-1]), True)
        pos, morph = tuple(row[3] for row in rows), tuple(row[5].strip("_") for row in rows)
        entities = read_entities(named.get(words, ()))
        sentences.append(Sentence(words, spaces, pos, morph, entities, line_end=words in headlines))
    return sentences


def held_out_test(data: Path, language: str) -> bool:
    """Whether a UD test file lies beside, so that the test split is known to be out of the training data."""
    return any("test" in path.name for path in _ud_files(data, language))


def read_rows(path: Path) -> Iterator[list[list[str]]]:
    """The sentences of a CoNLL file, as rows of columns: comments, ranges of tokens and empty nodes left out."""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdecimal():
                rows.append(columns)
    if rows:
        yield rows


def read_entities(rows: Iterable[list[str]]) -> tuple[Entity, ...]:
    """The `name=B-…` of the tenth column as spans. GPE_LOC and GPE_ORG are one class, GPE."""
    spans: list[Entity] = []
    for at, row in enumerate(rows):
        mark = next((part[5:] for part in row[9].split("|") if part.startswith("name=")), "O")
        if mark == "O":
            continue
        label = "GPE" if mark[2:].startswith("GPE") else mark[2:]
        if mark.startswith("I-") and spans and spans[-1].end == at and spans[-1].label == label:
            spans[-1] = spans[-1]._replace(end=at + 1)
        else:
            spans.append(Entity(at, at + 1, label))
    return tuple(spans)


def guess_spaces(words: list[str]) -> tuple[bool, ...]:
    """Where the running text had spaces; the NDT files do not say. Quotation marks that look alike take turns."""
    spaces, inside = [True] * len(words), False
    for at, word in enumerate(words):
        closes, opens = word in _CLOSERS, word in _OPENERS
        if word == '"':
            closes, opens, inside = inside, not inside, not inside
        if closes and at:
            spaces[at - 1] = False
        if opens:
            spaces[at] = False
    if spaces:
        spaces[-1] = True
    return tuple(spaces)


def _from_ndt(rows: list[list[str]]) -> Sentence:
    nodes = {row[0]: Node.of(row) for row in rows}
    children = defaultdict(list)
    for row in rows:
        children[row[6]].append(nodes[row[0]])
    kept = _without_bar(rows)
    words = [row[1] for row in kept]
    pos = tuple(upos(nodes[row[0]], children[row[0]]) for row in kept)
    morph = tuple(features(nodes[row[0]]) for row in kept)
    return Sentence(tuple(words), guess_spaces(words), pos, morph, read_entities(kept))


def _without_bar(rows: list[list[str]]) -> list[list[str]]:
    """The treebank ends a headline with a bar where the text had a new line."""
    return rows[:-1] if rows[-1][1] == "|" else rows


def _headlines(data: Path, language: str) -> Iterator[tuple[str, ...]]:
    for path in sorted((data / "ndt" / LANGUAGES[language]).glob("*.conll")):
        for rows in read_rows(path):
            if rows[-1][1] == "|":
                yield _words(rows[:-1])


def _forms(path: Path) -> Iterator[tuple[str, ...]]:
    return (_words(rows) for rows in read_rows(path))


def _words(rows: list[list[str]]) -> tuple[str, ...]:
    return tuple(row[1] for row in rows)


def _ud_files(data: Path, language: str) -> list[Path]:
    marks = LANGUAGES[language], _UD_NAMES[language]
    held = (path for path in sorted(data.rglob("*.conllu")) if "dev" in path.name or "test" in path.name)
    return [path for path in held if any(mark in path.name for mark in marks)]


def _dev_file(data: Path, language: str, *, entities: bool) -> Path:
    for path in _ud_files(data, language):
        if "dev" in path.name and ("name=" in next(read_rows(path))[0][9]) == entities:
            return path
    kind = "NorNE's UD file (with name= in the tenth column)" if entities else "UD file"
    raise SystemExit(f"No dev {kind} for {language} in {data}.")

"""history.yaml in a codebook's folder: for each version who made it, when, why, and the operations that make the
version before it into this one. Replaying them from the first file gives the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from qualkit.codebook.files import read_codebook, version_files
from qualkit.codebook.nodes import Nodes, dumped, line_of, read_text
from qualkit.codebook.operations import KEYS, LISTS, Drawing, Operation
from qualkit.codebook.tree import CODE_ID, Codebook, problems
from qualkit.errors import CodebookError
from qualkit.records import ORIGINS

HISTORY = "history.yaml"

_ENTRY_KEYS = ("version", "at", "who", "why", "changes", "themes")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version. `themes` is the order of the themes, where the changes alone would give another. `lines` are those
    of the entry and its changes in the file, for the errors."""

    version: str
    at: str = ""
    who: str = ""
    why: str = ""
    changes: tuple[Operation, ...] = ()
    themes: tuple[str, ...] = ()
    lines: tuple[int, ...] = field(default=(), compare=False)


def history_yaml(entries: Iterable[Entry]) -> str:
    """The text of history.yaml."""
    rows: list[dict[str, Any]] = []
    for one in entries:
        row: dict[str, Any] = {"version": one.version, "at": one.at, "who": one.who, "why": one.why}
        row["changes"] = [dict(change) for change in one.changes]
        rows.append({**row, "themes": list(one.themes)} if one.themes else row)
    return dumped({"versions": rows})


def read_history(file: Path) -> tuple[Entry, ...]:
    """The versions a history tells of, oldest first; none without a file. Raises CodebookError with the line."""
    return _Reader(file, "history").entries(read_text(file, "history")) if file.exists() else ()


class _Reader(Nodes):
    def entries(self, text: str) -> tuple[Entry, ...]:
        root = self.root(text)
        if root is None:
            return ()
        top = self.mapping(root, ("versions",), "a history")
        found = [self._entry(node) for node in self.items(top.get("versions"), "versions")]
        numbers = [number_of(one.version) or 0 for one in found]
        for one, number, before in zip(found[1:], numbers[1:], numbers, strict=False):
            if number <= before:
                raise self.error(f"{one.version} comes after v{before:02d}. The oldest stands first", one.lines[0])
        return tuple(found)

    def _entry(self, node: yaml.Node) -> Entry:
        found = self.mapping(node, _ENTRY_KEYS, "a version")
        texts = {key: self.scalar(found[key]) for key in ("version", "at", "who", "why") if key in found}
        if number_of(texts.get("version", "")) is None:
            said = f"«{texts.get('version', '')}» is no version. Write v01, v02 …"
            raise self.error(said, line_of(found.get("version", node)))
        nodes = list(self.items(found.get("changes"), "changes"))
        changes = tuple(self._change(one) for one in nodes)
        lines = (line_of(node), *map(line_of, nodes))
        return Entry(**texts, changes=changes, themes=self.texts(found.get("themes"), "themes"), lines=lines)

    def _change(self, node: yaml.Node) -> Operation:
        found = self.mapping(node, KEYS, "a change")
        if "op" not in found:
            raise self.error("a change says what was done: «op: rename»", line_of(node))
        row: dict[str, Any] = {}
        for key, value in found.items():
            listed = key in LISTS and isinstance(value, yaml.SequenceNode)
            row[key] = list(self.texts(value, key)) if listed else self.scalar(value)
        self._check(row, line_of(node))
        return row

    def _check(self, row: dict[str, Any], line: int) -> None:
        """What the values may be, as in a codebook's own file."""
        for noun in ("code", "theme"):
            if noun in row and not CODE_ID.fullmatch(row[noun]):
                raise self.error(f"the id «{row[noun]}»: an id is up to 64 letters, digits, «-», «_» or «.»", line)
        for key in ("questions", "codes"):
            if key in row and not isinstance(row[key], list):
                raise self.error(f"«{key}» is a list, each entry after a «-»", line)
        if "theme" in row and "origin" in row and row["origin"] not in ORIGINS:
            raise self.error(f"origin is «{row['origin']}», and must be one of {', '.join(ORIGINS)}", line)


def number_of(version: str) -> int | None:
    """3 for «v03»; None for what is no version's name."""
    digits = version.removeprefix("v")
    usual = version.startswith("v") and digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(digits) if usual else None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a history comes to: the codebook, and the ids of every code and theme there ever was in it."""

    book: Codebook
    ids: frozenset[str]

    def then(self, entry: Entry, file: Path) -> Replayed:
        """With one more version. Raises CodebookError, naming `file` and the line, where its changes do not fit."""
        lines = entry.lines or (1,) * (1 + len(entry.changes))
        drawing = Drawing.of(self.book)
        for change, line in zip(entry.changes, lines[1:], strict=True):
            if wrong := drawing.do(change):
                raise _misfit(file, line, entry, wrong)
        if entry.themes:
            drawing.in_order(entry.themes)
        codes, themes = list(drawing.codes.values()), list(drawing.themes.values())
        for _about, wrong in problems(codes, themes):
            raise _misfit(file, lines[0], entry, wrong)
        book = Codebook(codes, themes, name=drawing.name, version=entry.version)
        return Replayed(book, self.ids | drawing.codes.keys() | drawing.themes.keys())


def _misfit(file: Path, line: int, entry: Entry, wrong: str) -> CodebookError:
    said = (
        f"{file}, line {line}: the changes of {entry.version} do not fit what stands before them: {wrong.rstrip('.')}."
    )
    return CodebookError(said, path=file, line=line)


def first_of(book: Codebook) -> Replayed:
    """A history's beginning: the first file as it stands."""
    return Replayed(book, frozenset({code.id for code in book} | {theme.id for theme in book.themes}))


def replay(folder: str | Path) -> Codebook:
    """The codebook that history.yaml comes to, from the folder's first file on. Saved, it is the newest file, byte for
    byte. Raises CodebookError where the history does not fit together, with its line."""
    folder = Path(folder)
    entries = read_history(folder / HISTORY)
    if not entries:
        raise CodebookError(f"{folder} has no {HISTORY}, or it tells of no version.", path=folder / HISTORY)
    return replayed(folder, entries).book


def replayed(folder: Path, entries: Sequence[Entry]) -> Replayed:
    """The same, of entries that have been read already."""
    files = {file.name: file for file in version_files(folder).values()}
    first, history = entries[0], folder / HISTORY
    base = files.get(f"{first.version}.yaml")
    if base is None:
        said = f"{history} begins with {first.version}, but there is no {first.version}.yaml beside it. Put it back."
        raise CodebookError(said, path=history, line=first.lines[0] if first.lines else None)
    if first.changes:
        said = f"{history}, line {first.lines[0]}: {first.version} is the first version, and can have no changes."
        raise CodebookError(said, path=history, line=first.lines[0])
    state = first_of(read_codebook(base))
    for entry in entries[1:]:
        state = state.then(entry, history)
    return state

"""Codebooks as YAML: read with the line of every mistake, saved so that the same codebook gives the same bytes.

The codes are a flat list sorted by id with a fixed order of keys, so that moving a branch is a one-line diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from qualkit.codebook.tree import CODE_ID, Codebook, problems
from qualkit.errors import CodebookError
from qualkit.records import ORIGINS, Code, Theme

CODE_KEYS = ("id", "name", "parent", "definition", "include", "exclude", "example", "origin", "colour")
THEME_KEYS = ("id", "name", "concept", "description", "origin", "why", "questions", "codes")
_TOP_KEYS = ("name", "version", "codes", "themes")
_LISTS = ("questions", "codes")

_MAX_BYTES = 10_000_000
_MAX_DEPTH = 12
_VERSION_FILE = re.compile(r"v(\d+)\.yaml")


def read_codebook(path: str | Path) -> Codebook:
    """A codebook from a YAML file, or from a folder the newest of its v01.yaml, v02.yaml …

    Raises CodebookError with the file and line of the first mistake.
    """
    file = newest_version(Path(path))
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MAX_BYTES + 1)
        if len(raw) > _MAX_BYTES:
            raise CodebookError(f"{file} is larger than {_MAX_BYTES // 1_000_000} MB. That is no codebook.", path=file)
        text = raw.decode("utf-8-sig")
    except OSError as reason:
        raise CodebookError(f"{file} cannot be read ({reason.strerror}). Check the name.", path=file) from reason
    except UnicodeDecodeError as reason:
        raise CodebookError(f"{file} is not UTF-8 text. Save it as UTF-8.", path=file) from reason
    return _Reader(file).codebook(text)


def newest_version(path: Path) -> Path:
    """The file itself, or the one with the highest number in a codebook's folder. Raises CodebookError."""
    if not path.is_dir():
        return path
    versions = {int(found[1]): file for file in path.iterdir() if (found := _VERSION_FILE.fullmatch(file.name))}
    if not versions:
        raise CodebookError(f"{path} holds no codebook: no file is called v01.yaml, v02.yaml …", path=path)
    return versions[max(versions)]


class _Reader:
    """One file. Works on YAML's nodes, which know their lines, and takes every value as the text that stands there."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: dict[str, int] = {}

    def codebook(self, text: str) -> Codebook:
        try:
            self._refuse_depth(text)
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as reason:
            mark = getattr(reason, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise self._error(f"this is not YAML ({getattr(reason, 'problem', None) or reason})", line) from reason
        if root is None:
            raise self._error("the file is empty", 1)
        top = self._mapping(root, _TOP_KEYS, "a codebook")
        codes = [self._code(node) for node in self._items(top.get("codes"), "codes")]
        themes = [self._theme(node) for node in self._items(top.get("themes"), "themes")]
        for about, sentence in problems(codes, themes):
            raise self._error(sentence, self.lines.get(about, 1))
        name, version = (self._scalar(top[key]) if key in top else "" for key in ("name", "version"))
        return Codebook(codes, themes, name=name, version=version)

    def _refuse_depth(self, text: str) -> None:
        """Before composing, which recurses: YAML's events come one at a time."""
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise self._error("this is nested far deeper than a codebook is", line)

    def _code(self, node: yaml.Node) -> Code:
        found = self._mapping(node, CODE_KEYS, "a code")
        values: dict[str, Any] = {key: self._scalar(value) for key, value in found.items()}
        self._need_id(values, node)
        return Code(**{**values, "name": values.get("name", ""), "parent": values.get("parent") or None})

    def _theme(self, node: yaml.Node) -> Theme:
        found = self._mapping(node, THEME_KEYS, "a theme")
        values: dict[str, Any] = {key: self._scalar(value) for key, value in found.items() if key not in _LISTS}
        for key in _LISTS:
            values[key] = tuple(self._scalar(value) for value in self._items(found.get(key), key))
        self._need_id(values, node)
        if values.setdefault("origin", "data") not in ORIGINS:
            raise self._error(f"origin is «{values['origin']}», and must be one of {', '.join(ORIGINS)}", _line(node))
        return Theme(**{**values, "name": values.get("name", "")})

    def _need_id(self, values: dict[str, Any], node: yaml.Node) -> None:
        if not CODE_ID.fullmatch(values.get("id", "")):
            said = f"the id «{values['id']}»" if values.get("id") else "an entry without id"
            raise self._error(f"{said}: an id is up to 64 letters, digits, «-», «_» or «.»", _line(node))
        self.lines[values["id"]] = _line(node)

    def _mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(f"{what} is written as «key: value» lines ({', '.join(keys)})", _line(node))
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self._scalar(key_node)
            if key not in keys:
                raise self._error(f"{what} has no «{key}». It has {', '.join(keys)}", _line(key_node))
            if key in found:
                raise self._error(f"«{key}» stands twice in {what}", _line(key_node))
            found[key] = value
        return found

    def _items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(f"«{what}» is a list, each entry after a «-»", _line(node))
        yield from node.value

    def _scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error("here stands a list or a mapping where one text is meant", _line(node))
        # «no» and «01» are what they look like to a person, not a truth value or a number.
        return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def _error(self, said: str, line: int) -> CodebookError:
        sentence = said if said.endswith(".") else f"{said}."
        return CodebookError(f"{self.file}, line {line}: {sentence}", path=self.file, line=line)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def save_codebook(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook as YAML: codes and themes in use today, without those that were merged, retired or withdrawn
    (what stood under one of these stands under the next one above it).

    Raises CodebookError where the codebook is not valid as it is (an undo brought back a name that was taken), or the
    file cannot be written; what stood at `path` then still stands.
    """
    used = {code.id for code in codebook if not (code.retired or code.withdrawn)}
    codes = [replace(codebook[key], parent=_next_above(codebook, key, used)) for key in sorted(used)]
    themes = [replace(theme, codes=tuple(code for code in theme.codes if code in used)) for theme in codebook.themes]
    for _about, sentence in problems(codes, themes):
        raise CodebookError(f"The codebook cannot be saved as it is: {sentence}", path=path)
    whole: dict[str, Any] = {
        "name": codebook.name,
        "version": codebook.version,
        "codes": [_given(code, CODE_KEYS) for code in codes],
        "themes": [_given(theme, THEME_KEYS) for theme in themes],
    }
    dumped = yaml.dump(whole, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False, indent=2)
    draft = Path(path).with_name(f".{Path(path).name}.draft")
    try:
        draft.write_text(dumped, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as reason:
        draft.unlink(missing_ok=True)
        raise CodebookError(
            f"{path} cannot be written ({reason.strerror}). Choose another place.", path=path
        ) from reason


def _next_above(codebook: Codebook, code_id: str, used: set[str]) -> str | None:
    return next((one for one in codebook.ancestors(code_id)[1:] if one in used), None)


def _given(thing: Code | Theme, keys: tuple[str, ...]) -> dict[str, Any]:
    values = {key: getattr(thing, key) for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items() if value}

"""Codebooks as YAML: read with the line of every mistake, saved so that the same codebook gives the same bytes.

The codes are a flat list sorted by id with a fixed order of keys, so that moving a branch is a one-line diff.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from qualkit.codebook.nodes import Nodes, dumped, line_of, read_text
from qualkit.codebook.tree import CODE_ID, Codebook, problems
from qualkit.errors import CodebookError
from qualkit.records import ORIGINS, Code, Theme

CODE_KEYS = ("id", "name", "parent", "definition", "include", "exclude", "example", "origin", "colour")
THEME_KEYS = ("id", "name", "concept", "description", "origin", "why", "questions", "codes")
_TOP_KEYS = ("name", "version", "codes", "themes")
_LISTS = ("questions", "codes")

_VERSION_FILE = re.compile(r"v([0-9]{1,9})\.yaml")


def read_codebook(path: str | Path) -> Codebook:
    """A codebook from a YAML file, or from a folder the newest of its v01.yaml, v02.yaml …

    Raises CodebookError with the file and line of the first mistake.
    """
    file = newest_version(Path(path))
    return _Reader(file).codebook(read_text(file))


def newest_version(path: Path) -> Path:
    """The file itself, or the one with the highest number in a codebook's folder. Raises CodebookError."""
    if not path.is_dir():
        return path
    versions = version_files(path)
    if not versions:
        raise CodebookError(f"{path} holds no codebook: no file is called v01.yaml, v02.yaml …", path=path)
    return versions[max(versions)]


def version_files(folder: Path) -> dict[int, Path]:
    """The files v01.yaml, v02.yaml … of a folder by their number. Raises CodebookError where it cannot be read."""
    try:
        return {int(found[1]): file for file in folder.iterdir() if (found := _VERSION_FILE.fullmatch(file.name))}
    except OSError as reason:
        said = f"{folder} cannot be read ({reason.strerror}). Give yourself access to it, or name another."
        raise CodebookError(said, path=folder) from reason


def parse_codebook(text: str, file: Path) -> Codebook:
    """A codebook from the text of a file."""
    return _Reader(file).codebook(text)


class _Reader(Nodes):
    """One codebook's file."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.lines: dict[str, int] = {}

    def codebook(self, text: str) -> Codebook:
        root = self.root(text)
        if root is None:
            raise self.error("the file is empty", 1)
        top = self.mapping(root, _TOP_KEYS, "a codebook")
        codes = [self._code(node) for node in self.items(top.get("codes"), "codes")]
        themes = [self._theme(node) for node in self.items(top.get("themes"), "themes")]
        for about, sentence in problems(codes, themes):
            raise self.error(sentence, self.lines.get(about, 1))
        name, version = (self.scalar(top[key]) if key in top else "" for key in ("name", "version"))
        return Codebook(codes, themes, name=name, version=version)

    def _code(self, node: yaml.Node) -> Code:
        found = self.mapping(node, CODE_KEYS, "a code")
        values: dict[str, Any] = {key: self.scalar(value) for key, value in found.items()}
        self._need_id(values, node)
        return Code(**{**values, "name": values.get("name", ""), "parent": values.get("parent") or None})

    def _theme(self, node: yaml.Node) -> Theme:
        found = self.mapping(node, THEME_KEYS, "a theme")
        values: dict[str, Any] = {key: self.scalar(value) for key, value in found.items() if key not in _LISTS}
        for key in _LISTS:
            values[key] = self.texts(found.get(key), key)
        self._need_id(values, node)
        if values.setdefault("origin", "data") not in ORIGINS:
            raise self.error(f"origin is «{values['origin']}», and must be one of {', '.join(ORIGINS)}", line_of(node))
        return Theme(**{**values, "name": values.get("name", "")})

    def _need_id(self, values: dict[str, Any], node: yaml.Node) -> None:
        if not CODE_ID.fullmatch(values.get("id", "")):
            said = f"the id «{values['id']}»" if values.get("id") else "an entry without id"
            raise self.error(f"{said}: an id is up to 64 letters, digits, «-», «_» or «.»", line_of(node))
        self.lines[values["id"]] = line_of(node)


def save_codebook(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook as YAML: codes and themes in use today, without those that were merged, retired or withdrawn
    (what stood under one of these stands under the next one above it).

    Raises CodebookError where the codebook is not valid as it is (an undo brought back a name that was taken), or the
    file cannot be written; what stood at `path` then still stands.
    """
    try:
        text = as_yaml(in_use(codebook))
    except CodebookError as reason:
        raise CodebookError(str(reason), path=path) from None
    draft = Path(path).with_name(f".{Path(path).name}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as reason:
        draft.unlink(missing_ok=True)
        raise CodebookError(
            f"{path} cannot be written ({reason.strerror}). Choose another place.", path=path
        ) from reason


def in_use(codebook: Codebook) -> Codebook:
    """The codebook as its file has it: without retired and withdrawn codes, what stood under one of them standing under
    the next above."""
    used = {code.id for code in codebook if not (code.retired or code.withdrawn)}
    codes = [replace(codebook[key], parent=next_above(codebook, key, used)) for key in sorted(used)]
    themes = [replace(theme, codes=tuple(code for code in theme.codes if code in used)) for theme in codebook.themes]
    named: dict[str, Any] = {"name": codebook.name, "version": codebook.version}
    return Codebook(
        codes, themes, **named, merged=codebook.merged, former=codebook.former, splits=codebook.splits, strict=False
    )


def next_above(codebook: Codebook, code_id: str, used: set[str]) -> str | None:
    """The next code in use above this one, or None."""
    return next((one for one in codebook.ancestors(code_id)[1:] if one in used), None)


def as_yaml(codebook: Codebook) -> str:
    """The text of a codebook's file. Raises CodebookError where the codebook is not valid as it is."""
    for _about, sentence in problems(codebook, codebook.themes):
        raise CodebookError(f"The codebook cannot be saved as it is: {sentence}")
    return _text(codebook)


def _text(codebook: Codebook) -> str:
    codes = sorted(codebook, key=lambda code: code.id)
    whole: dict[str, Any] = {
        "name": codebook.name,
        "version": codebook.version,
        "codes": [given_values(code, CODE_KEYS) for code in codes],
        "themes": [given_values(theme, THEME_KEYS) for theme in codebook.themes],
    }
    return dumped(whole)


def fingerprint(codebook: Codebook) -> str:
    """32 signs that are the same for two codebooks whose files say the same, whatever version they are called."""
    text = _text(Codebook(codebook, codebook.themes, name=codebook.name, strict=False))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def given_values(thing: Code | Theme, keys: tuple[str, ...]) -> dict[str, Any]:
    """What is written of a code or theme, in the order of its keys; what is empty is left out."""
    values = {key: getattr(thing, key) for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items() if value}

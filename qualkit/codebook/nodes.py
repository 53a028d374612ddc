"""YAML written by people, read with care: its nodes, which know their lines, and every value as the text that stands
there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from qualkit.errors import CodebookError
from qualkit.records import plain

_MAX_BYTES = 10_000_000
_MAX_DEPTH = 12


def read_text(file: Path, what: str = "codebook") -> str:
    """A file's text. Raises CodebookError where it cannot be read, is far too large, or is not UTF-8."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MAX_BYTES + 1)
        if len(raw) > _MAX_BYTES:
            raise CodebookError(f"{file} is larger than {_MAX_BYTES // 1_000_000} MB. That is no {what}.", path=file)
        return raw.decode("utf-8-sig")
    except OSError as reason:
        raise CodebookError(f"{file} cannot be read ({reason.strerror}). Check the name.", path=file) from reason
    except UnicodeDecodeError as reason:
        raise CodebookError(f"{file} is not UTF-8 text. Save it as UTF-8.", path=file) from reason


class Nodes:
    """The nodes of one file. Whatever is not as it should be raises CodebookError with the file and the line."""

    def __init__(self, file: Path, what: str = "codebook") -> None:
        self.file = file
        self.what = what

    def root(self, text: str) -> yaml.Node | None:
        """The file's outermost node; None where nothing is written."""
        try:
            self._refuse_depth(text)
            return yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as reason:
            mark = getattr(reason, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise self.error(f"this is not YAML ({getattr(reason, 'problem', None) or reason})", line) from reason

    def _refuse_depth(self, text: str) -> None:
        """Before composing, which recurses: YAML's events come one at a time."""
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise self.error(f"this is nested far deeper than a {self.what} is", line)

    def mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> dict[str, yaml.Node]:
        """The values of «key: value» lines, each key one of `keys` and there once."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error(f"{what} is written as «key: value» lines ({', '.join(keys)})", line_of(node))
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.scalar(key_node)
            if key not in keys:
                raise self.error(f"{what} has no «{key}». It has {', '.join(keys)}", line_of(key_node))
            if key in found:
                raise self.error(f"«{key}» stands twice in {what}", line_of(key_node))
            found[key] = value
        return found

    def items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        """The entries of a list; none where there is nothing."""
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(f"«{what}» is a list, each entry after a «-»", line_of(node))
        yield from node.value

    def scalar(self, node: yaml.Node) -> str:
        """One text, in the form in which texts are compared."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.error("here stands a list or a mapping where one text is meant", line_of(node))
        # «no» and «01» are what they look like to a person, not a truth value or a number.
        return "" if node.tag == "tag:yaml.org,2002:null" else plain(str(node.value))

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """The texts of a list."""
        return tuple(self.scalar(one) for one in self.items(node, what))

    def error(self, said: str, line: int) -> CodebookError:
        """What is wrong, and where."""
        sentence = said if said.endswith(".") else f"{said}."
        return CodebookError(f"{self.file}, line {line}: {sentence}", path=self.file, line=line)


def line_of(node: yaml.Node) -> int:
    """The line a node begins on, from 1."""
    return int(node.start_mark.line) + 1


class _Dumper(yaml.SafeDumper):
    """Writes every text so that it is read back as it was, and every list where it stands."""

    def ignore_aliases(self, data: object) -> bool:
        """A person reading the file finds no «*id001» in it."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # Next line (U+0085) is read as a line break wherever it is not spelt out.
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\x85" in value else None)


_Dumper.add_representer(str, _text)


def dumped(whole: object) -> str:
    """YAML as qualkit writes it: the same value gives the same text."""
    text: str = yaml.dump(
        whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False, indent=2
    )
    return text

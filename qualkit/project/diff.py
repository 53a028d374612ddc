"""What changed in the codebook between two moments: the answer of `project.diff`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from qualkit.export import prose
from qualkit.export.diff import End, Entry, notes
from qualkit.export.prose import Paragraph
from qualkit.export.sentences import sentences

COLUMNS = (
    "change", "noun", "id", "name", "path", "field", "before", "after", "other", "other_path", "codings", "informants",
    "coder", "at", "why", "present", "how", "steps",
)  # fmt: skip


@dataclass(frozen=True)
class Diff:
    """What changed in the codebook from `start` to `end`: `entries` in the order they are told. Nothing changed: it is
    empty, and false. `frame` is for programs; `text`, `markdown` and `str()` are for people; `project.export` writes
    either."""

    start: End
    end: End
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return sum(len(entry.nets) for entry in self.entries)

    def __str__(self) -> str:
        return self.text()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a change.

        - change: create, split, merge, unmerge, rename, redefine, recolour, move, revive, retire, drop; of themes also
          join and leave (of a code). noun: code or theme. id, name, path: as it is now, or was where it is gone.
        - field, before, after: of a redefinition; of a rename the names, of a move the paths of the parents ("" is the
          top), of a birth `after` is the definition (a theme's concept).
        - other, other_path: the code it was split from, was merged into or came apart from; the new parent; the code
          that joined or left.
        - codings (int64), informants: those it touched. coder, at, why, present, how ("", undone, redone), steps: of
          the steps that made it, in their order. Several in a cell are joined by `; `; `at` is the last one's.
        """
        rows = [
            [*_what(entry, number), entry.each[number].codings, "; ".join(entry.each[number].informants), *_who(entry)]
            for entry in self.entries
            for number in range(len(entry.nets))
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        frame = frame.astype({name: "int64" if name == "codings" else "str" for name in COLUMNS})
        frame.attrs["footer"] = {"from": _shown(self.start), "to": _shown(self.end)}
        return frame

    def paragraphs(self, language: str = "nb") -> list[Paragraph]:
        """The notes in Bokmål (nb) or English (en), as paragraphs that `text`, `markdown` and Word files are made of.

        Raises InputError for another language.
        """
        return notes(self.start, self.end, self.entries, sentences(language))

    def text(self, language: str = "nb") -> str:
        """The notes as plain text; `[-struck-]` and `{+inserted+}` where words were changed."""
        return prose.plain_text(self.paragraphs(language))

    def markdown(self, language: str = "nb") -> str:
        """The notes as Markdown; `~~struck~~` and `<ins>inserted</ins>` where words were changed."""
        return prose.markdown(self.paragraphs(language))


def _what(entry: Entry, number: int) -> list[str]:
    net = entry.nets[number]
    names = ("kind", "noun", "id", "name", "path", "field", "before", "after", "other", "other_path")
    return [str(getattr(net, name)) for name in names]


def _who(entry: Entry) -> list[str]:
    done = entry.done
    return [
        _several([one.coder for one in done]),
        done[-1].at if done else "",
        _several([one.why for one in done]),
        _several([name for one in done for name in one.present]),
        _several([one.how for one in done]),
        _several([one.step for one in done]),
    ]


def _several(values: Sequence[str]) -> str:
    """Each once, in the order given."""
    return "; ".join(value for value in dict.fromkeys(values) if value)


def _shown(end: End) -> str:
    return f"version {end.name} ({end.at[:10]})" if end.kind == "version" else f"{end.kind} {end.at}".strip()

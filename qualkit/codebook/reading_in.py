"""A codebook edited by hand, against the project's: which code is which, what cannot be known without asking, and the
codebook that comes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qualkit.codebook.changes import Change, changes_between
from qualkit.codebook.files import in_use, next_above
from qualkit.codebook.matching import KEEP, Matching, Question
from qualkit.codebook.tree import Codebook, problems
from qualkit.records import Code, Theme


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What reading a file in comes to.

    `changes` in an order in which they can be made, `target` the codebook afterwards (retired codes in it too),
    `questions` what has no answer yet (then the changes are not the last word), `remarks` sentences for the person,
    `problems` what is not as the contract says afterwards, and was before.
    """

    target: Codebook
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]
    problems: tuple[str, ...]


def read_in(present: Codebook, file: Codebook, choices: Mapping[str, str]) -> ReadIn:
    """Make the project's codebook say what the file says. `choices` answer the questions: id → answer.

    Raises InputError for a choice about nothing, or an answer that is none.
    """
    present = _without_withdrawn(present)
    matching = Matching(present, file, choices)
    target = _Target(matching).book()
    changes = tuple(one for one in changes_between(present, target) if not _follows(one, matching))
    before = {said for _id, said in problems(present, present.themes)}
    wrong = dict.fromkeys(said for _id, said in problems(target, target.themes) if said not in before)
    return ReadIn(target, changes, tuple(matching.questions), tuple(matching.remarks), tuple(wrong))


def _without_withdrawn(book: Codebook) -> Codebook:
    """Withdrawn codes have no birth that is on: one that the file has is made anew, under its id."""
    here = {code.id for code in book if not code.withdrawn}
    if len(here) == len(book):
        return book
    codes = [
        replace(book[key], parent=book[key].parent if book[key].parent in here else next_above(book, key, here))
        for key in here
    ]
    themes = [replace(theme, codes=tuple(code for code in theme.codes if code in here)) for theme in book.themes]
    named = {"name": book.name, "version": book.version}
    return Codebook(codes, themes, **named, merged=book.merged, former=book.former, splits=book.splits, strict=False)


def _follows(change: Change, matching: Matching) -> bool:
    """True for what a merge brings about by itself: children and theme links go along."""
    merged, present = matching.merges, matching.present
    if change.kind == "move" and change.id in present:
        parent = present[change.id].parent
        return parent in merged and merged[parent] == change.other
    if change.kind == "redefine" and change.field == "codes":
        return tuple(dict.fromkeys(merged.get(code, code) for code in change.before)) == change.after
    return False


class _Target:
    """The codebook after reading the file in: the file's codes, and those that are retired or kept."""

    def __init__(self, matching: Matching) -> None:
        self.match = matching
        self.present = matching.present
        self.used_before = {code.id for code in self.present if not code.retired}
        self.used_after = {new for new in matching.codes.values() if new in self.present}
        self.used_after |= {code for code, fate in matching.fates.items() if fate == KEEP}
        self.written = in_use(self.present)

    def book(self) -> Codebook:
        codes = [self._from_file(code) for code in self.match.file if code.id in self.match.codes]
        own = {code.id for code in codes}
        codes += [self._left(code) for code in self.present if code.id not in own and code.id not in self.match.merges]
        present, file = self.present, self.match.file
        named = {"name": file.name or present.name, "version": file.version or present.version}
        merged = {**present.merged, **self.match.merges}
        return Codebook(
            codes, self._themes(own), **named, merged=merged, former=present.former, splits=present.splits, strict=False
        )

    def _from_file(self, code: Code) -> Code:
        key = self.match.codes[code.id]
        parent = self.match.code_of(code.parent)
        return replace(code, id=key, parent=self._parent(key, parent))

    def _parent(self, key: str, parent: str | None) -> str | None:
        """The code's place. A file leaves retired codes out, so what stands under one seems to stand higher up: where
        the file says so now as it did before, the code has not been moved."""
        if key not in self.present:
            return parent
        was = self.present[key].parent
        if was is not None and self.match.merges.get(was, was) == parent:
            return parent
        before, after = (next_above(self.present, key, used) for used in (self.used_before, self.used_after))
        return was if parent == before == after else parent

    def _left(self, code: Code) -> Code:
        """A code that is not in the file: retired, now or before, unless it is kept."""
        parent = self.match.merges.get(code.parent, code.parent) if code.parent is not None else None
        retired = code.retired or self.match.fates.get(code.id) != KEEP
        return replace(code, parent=parent, retired=retired)

    def _themes(self, used: set[str]) -> list[Theme]:
        """The project's order, what is new after it."""
        by_id = {self.match.themes[theme.id]: theme for theme in self.match.file.themes}
        found = [self._theme(theme, by_id.pop(theme.id, None), used) for theme in self.present.themes]
        return found + [self._theme(None, replace(theme, id=key), used) for key, theme in by_id.items()]

    def _theme(self, was: Theme | None, said: Theme | None, used: set[str]) -> Theme:
        if said is None:
            assert was is not None
            codes = dict.fromkeys(self.match.merges.get(code, code) for code in was.codes)
            return replace(was, codes=tuple(codes))
        codes = dict.fromkeys(key for code in said.codes if (key := self.match.code_of(code)) is not None)
        if was is None:
            return replace(said, codes=tuple(codes))
        merged = dict.fromkeys(self.match.merges.get(code, code) for code in was.codes)
        if tuple(code for code in merged if code in used) == tuple(codes):
            return replace(said, id=was.id, codes=tuple(merged))
        # A file names no retired code, so it cannot have taken one out of a theme: their codings go on counting.
        codes |= dict.fromkeys(code for code in merged if code not in used)
        return replace(said, id=was.id, codes=tuple(codes))

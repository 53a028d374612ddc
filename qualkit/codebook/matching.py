"""Which code of a file is which code of the project: by id, then by name. What is ambiguous is a question. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from qualkit.codebook.files import in_use
from qualkit.codebook.tree import Codebook, name_key
from qualkit.errors import InputError, UnknownNameError
from qualkit.records import Code, Theme

Thing = TypeVar("Thing", Code, Theme)

#: Answers beside the id, name or path of a code.
NEW, LEAVE, RETIRE, KEEP = "new", "leave", "retire", "keep"

_NEAR_NAMES = 0.75
_NEAR_TEXTS = 0.6
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What cannot be known from the file alone. `id` is that of the code or theme it is about, `said` a sentence,
    `answers` those that make sense; a choice gives `id` one of them."""

    id: str
    said: str
    answers: tuple[str, ...]


class Matching:
    """Works out, as far as the choices go:

    `codes` and `themes`: id in the file → id in the project (a new one has its own); a code that is left out is in
    neither. `merges`: id of a code that is not in the file → that of the one it is read as now. `fates`: the other
    codes that are not in the file → «retire» or «keep».
    """

    def __init__(self, present: Codebook, file: Codebook, choices: Mapping[str, str]) -> None:
        self.present = present
        self.file = file
        self.choices = dict(choices)
        self.questions: list[Question] = []
        self.remarks: list[str] = []
        self.codes: dict[str, str] = {code.id: code.id for code in file if code.id in present}
        self.themes: dict[str, str] = {}
        self.merges: dict[str, str] = {}
        self.fates: dict[str, str] = {}
        self._used: set[str] = set()
        self._left: dict[str, str] = {}
        self._words = _Words()
        self._written = in_use(present)
        self._match_codes()
        self._match_themes()
        self._place_the_gone()
        self._refuse_unused()

    def code_of(self, file_id: str | None) -> str | None:
        """The project's id of what the file calls so; that of the code it was merged into, where it is left out."""
        if file_id is None:
            return None
        return self.codes.get(file_id) or self._left.get(file_id)

    def _match_codes(self) -> None:
        taken = set(self.codes.values())
        for code in self.file:
            if code.id in self.codes:
                continue
            if code.id in self.present.merged:
                self._match_merged(code)
                continue
            found = self._same(code, [one for one in self.present if one.id not in taken])
            if found in taken:
                raise InputError(f"Two codes of the file are said to be {found}. One of them is another.")
            self.codes[code.id] = found or code.id
            if found is not None:
                taken.add(found)

    def _match_merged(self, code: Code) -> None:
        """The file has a code that has been merged into another in the project."""
        kept = self.present.read_as(code.id)
        answer = self._answer(
            code.id,
            f"«{code.name}» ({code.id}) is in the file, but has been merged into {_shown(self.present, kept)}. Leave "
            "it so, or make a new code of it, without codings? (To bring the old one back, undo the merge.)",
            (LEAVE, NEW),
        )
        if answer == NEW:
            self.codes[code.id] = self._free_id(code.id)
        elif answer in (LEAVE, None):
            self._left[code.id] = kept
        else:
            raise _no_answer(code.id, answer, (LEAVE, NEW))

    def _free_id(self, own: str) -> str:
        taken = {*self.present.merged, *(code.id for code in (*self.present, *self.file))}
        taken |= {theme.id for theme in (*self.present.themes, *self.file.themes)}
        return next(one for number in range(2, 10**6) if (one := f"{own[:56]}-{number}") not in taken)

    def _same(self, code: Code, free: Sequence[Code]) -> str | None:
        """The project's code that this one is, under an id the project does not have; None for a new one."""
        answer = self.choices.get(code.id)
        if answer is not None:
            self._used.add(code.id)
            return None if answer == NEW else self._chosen(code.id, answer, free)
        parent = self.code_of(code.parent)
        there = [one for one in free if self._named_there(one, code, parent)]
        if len(there) == 1 and _agree(there[0].definition, code.definition):
            self.remarks.append(f"«{code.name}» ({code.id} in the file) is {there[0].id} in the project.")
            return there[0].id
        named = [one for one in free if name_key(one.name) == name_key(code.name)]
        near = named + [
            one for one in _alike(code, [one for one in free if not one.retired], self._words) if one not in named
        ]
        if near:
            listed = ", ".join(_shown(self.present, one.id) for one in near)
            said = f"«{code.name}» ({code.id}) has an id that is not in the project. Is it {listed}, or a new code?"
            self._answer(code.id, said, (*(one.id for one in near), NEW))
        return None

    def _named_there(self, one: Code, code: Code, parent: str | None) -> bool:
        book = self.present if one.retired else self._written
        return name_key(one.name) == name_key(code.name) and book[one.id].parent == parent

    def _chosen(self, about: str, answer: str, among: Iterable[Code]) -> str:
        try:
            found = self.present.find(answer).id
        except UnknownNameError as unknown:
            raise InputError(f"{about}={answer} is no answer. {unknown}") from None
        if found not in {one.id for one in among}:
            raise InputError(
                f"{about}={answer} is no answer: {_shown(self.present, found)} stands in the file already, as itself."
            )
        return found

    def _match_themes(self) -> None:
        known = {theme.id for theme in self.present.themes}
        free = [theme for theme in self.present.themes if theme.id not in {one.id for one in self.file.themes}]
        for theme in self.file.themes:
            found = theme.id if theme.id in known else self._same_theme(theme, free)
            free = [one for one in free if one.id != found]
            self.themes[theme.id] = found
        for theme in free:
            self.remarks.append(
                f"The theme «{theme.name}» ({theme.id}) is not in the file. A theme cannot be removed, so it stays."
            )

    def _same_theme(self, theme: Theme, free: Sequence[Theme]) -> str:
        """A theme's name is its own, so one of that name is the one; one that is like another that is gone is asked
        about."""
        named = next((one for one in free if name_key(one.name) == name_key(theme.name)), None)
        if named is not None:
            self.remarks.append(f"The theme «{theme.name}» ({theme.id} in the file) is {named.id} in the project.")
            return named.id
        near = _alike(theme, free, self._words)
        if not near and theme.id not in self.choices:
            return theme.id
        listed = ", ".join(f"«{one.name}» ({one.id})" for one in near)
        said = f"The theme «{theme.name}» ({theme.id}) is not in the project. Is it {listed}, or a new theme?"
        answers = (*(one.id for one in near), NEW)
        answer = self._answer(theme.id, said, answers)
        if answer in (None, NEW):
            return theme.id
        if answer not in {one.id for one in free}:
            raise _no_answer(theme.id, answer, answers)
        return answer

    def _place_the_gone(self) -> None:
        """Codes in use that are not in the file: retired, unless somebody says that they were merged or are kept."""
        here = set(self.codes.values())
        asked = {answer for question in self.questions for answer in question.answers}
        for code in self.present:
            if code.retired or code.id in here:
                continue
            likely = () if code.id in asked else self._likely_merges(code)
            said = (
                f"«{code.name}» ({code.id}) is not in the file. Retire it, keep it as it is, or was it merged into "
                f"{', '.join(self._called(one) for one in likely) or 'another'}?"
            )
            needed = bool(likely) or code.id in self.choices
            answer = self._answer(code.id, said, (RETIRE, KEEP, *likely)) if needed else None
            if answer in (None, RETIRE, KEEP):
                self.fates[code.id] = answer or RETIRE
            else:
                self.merges[code.id] = self._kept(code.id, answer)

    def _likely_merges(self, gone: Code) -> tuple[str, ...]:
        """Codes the gone one may have been merged into: its children stand there now, or the texts tell of it."""
        found: dict[str, None] = {}
        written = {code.id: code for code in self._written}
        above = written[gone.id].parent
        word = re.compile(rf"\b{re.escape(gone.name)}\b", re.IGNORECASE)
        for code in self.file:
            key = self.codes.get(code.id)
            if key is None:
                continue
            was = written.get(key)
            parent = self.code_of(code.parent)
            if was is not None and was.parent == gone.id and parent is not None and parent != above:
                found[parent] = None
            if len(gone.name) >= _SHORTEST and was is not None and was.parent != gone.id:
                now, before = (f"{one.definition} {one.include}" for one in (code, was))
                if word.search(now) and not word.search(before):
                    found[key] = None
        return tuple(found)

    def _kept(self, gone: str, answer: str) -> str:
        """The code of the file that another is merged into, named by its id here or there, its name or its path."""
        if answer in self.codes:
            return self.codes[answer]
        if answer in self.codes.values():
            return answer
        try:
            return self.codes[self.file.find(answer).id]
        except (UnknownNameError, KeyError):
            raise InputError(
                f"{gone}={answer} is no answer. Say {RETIRE}, {KEEP}, or the code of the file it was merged into."
            ) from None

    def _called(self, key: str) -> str:
        own = next((code for code in self.file if self.codes.get(code.id) == key), None)
        return f"«{own.name}» ({key})" if own is not None else key

    def _answer(self, about: str, said: str, answers: tuple[str, ...]) -> str | None:
        """The answer that was given; None, with the question noted, where there is none yet."""
        if about in self.choices:
            self._used.add(about)
            return self.choices[about]
        self.questions.append(Question(about, said, answers))
        return None

    def _refuse_unused(self) -> None:
        stray = sorted(set(self.choices) - self._used)
        if stray:
            raise InputError(
                f"There is nothing to choose about «{stray[0]}»: it is neither new in the file nor gone from it."
            )


def _no_answer(about: str, answer: str | None, answers: Sequence[str]) -> InputError:
    return InputError(f"{about}={answer} is no answer. Say one of {', '.join(answers)}.")


def _shown(book: Codebook, key: str) -> str:
    if key not in book:
        return key
    own = book[key]
    return f"«{book.path(key)}» ({key}{', retired' if own.retired else ''})"


def _agree(one: str, other: str) -> bool:
    """Two texts that say the same, or of which one says nothing."""
    return not one or not other or " ".join(one.split()) == " ".join(other.split())


def _alike(thing: Thing, among: Sequence[Thing], words: _Words) -> list[Thing]:
    """Those whose name is near in spelling, or whose definition (a theme's concept) shares most of its words."""
    names = {one.name.casefold(): one for one in among}
    near = difflib.get_close_matches(thing.name.casefold(), names, n=3, cutoff=_NEAR_NAMES)
    found = {names[name].id for name in near}
    own = words.of(thing)
    for one in among:
        both, either = own & words.of(one), own | words.of(one)
        if len(both) >= _SHORTEST and len(both) >= _NEAR_TEXTS * len(either):
            found.add(one.id)
    return [one for one in among if one.id in found]


class _Words(dict[str, frozenset[str]]):
    """The words of a definition or concept, each told apart once: it is held against many others."""

    def of(self, thing: Code | Theme) -> frozenset[str]:
        return self[thing.definition if isinstance(thing, Code) else thing.concept]

    def __missing__(self, said: str) -> frozenset[str]:
        self[said] = frozenset(re.findall(r"\w+", said.casefold()))
        return self[said]

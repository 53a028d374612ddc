"""The error tree. Every error says what, where, and what to do next, and carries the data behind the sentence.

    QualkitError
    ├── InputError              something given to qualkit cannot be used as it is
    │   ├── ReadError           a file cannot be read (path)
    │   ├── RegisterError       informants.csv or documents.csv is not consistent (path, row)
    │   ├── CodebookError       a codebook file is not valid (path, line)
    │   ├── SpeakerError        a speaker nobody knows (document, turn, label)
    │   ├── AnchorError         quoted words are not found, or stand more than once (words, informant, turns)
    │   └── UnknownNameError    a code, theme, document, informant or column that is not there (name, near)
    ├── RefusedError            an act the project will not do as asked (a cycle, a name that is taken, nothing to undo)
    │   ├── DependantsError     undo refused, because later steps build on it (steps)
    │   └── UnansweredError     a codebook's file leaves open what it means (questions)
    ├── ProjectError            the project file itself
    │   ├── NewerProjectError   made by a newer qualkit; left untouched (needs)
    │   └── BusyProjectError    somebody else is writing, or has the file open
    ├── IntegrityError          the log and what it says do not agree (problems)
    └── ExportError             a file cannot be written (path)

`QualkitWarning` is the category of every warning qualkit gives through `warnings`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


class QualkitWarning(UserWarning):
    """Something a person should know, that stopped nothing."""


class QualkitError(Exception):
    """Any error of qualkit. `str(error)` is a sentence for a person; the attributes are for programs."""


class InputError(QualkitError):
    """Something given to qualkit cannot be used as it is."""


class ReadError(InputError):
    """A file cannot be read. `path` is the file."""

    def __init__(self, message: str, *, path: str | Path) -> None:
        super().__init__(message)
        self.path = Path(path)


class RegisterError(InputError):
    """A register or document list is not consistent. `path` is the file, `row` the line in it, or None."""

    def __init__(self, message: str, *, path: str | Path | None = None, row: int | None = None) -> None:
        super().__init__(message)
        self.path = None if path is None else Path(path)
        self.row = row


class CodebookError(InputError):
    """A codebook is not valid. `path` is the file or None, `line` the line in it (from 1) or None."""

    def __init__(self, message: str, *, path: str | Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.path = None if path is None else Path(path)
        self.line = line


class SpeakerError(InputError):
    """A speaker label that no register row or document map knows. `turn` counts from 1."""

    def __init__(self, message: str, *, document: str, turn: int, label: str) -> None:
        super().__init__(message)
        self.document = document
        self.turn = turn
        self.label = label


class AnchorError(InputError):
    """Quoted words cannot be placed: not found (`turns` is empty) or found more than once (`turns`, from 1)."""

    def __init__(self, message: str, *, words: str, informant: str | None, turns: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.words = words
        self.informant = informant
        self.turns = tuple(turns)


class UnknownNameError(InputError):
    """A name that is not in the project, or (`ambiguous`) is the name of several things. `name` as asked for, `near`
    the names it could have been."""

    def __init__(self, message: str, *, name: str, near: Sequence[str] = (), ambiguous: bool = False) -> None:
        super().__init__(message)
        self.name = name
        self.ambiguous = ambiguous
        self.near = tuple(near)


class RefusedError(QualkitError):
    """An act the project will not do as asked; nothing was changed."""


class DependantsError(RefusedError):
    """Undo (or redo) refused, because later steps build on it. `steps` are their ids, oldest first."""

    def __init__(self, message: str, *, steps: Sequence[str]) -> None:
        super().__init__(message)
        self.steps = tuple(steps)


class UnansweredError(RefusedError):
    """A codebook edited by hand leaves open which code is which. `questions` are the sentences, by the id of the code
    or theme each is about, each with the answers that make sense: {id: (sentence, answers)}."""

    def __init__(self, message: str, *, questions: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        super().__init__(message)
        self.questions = dict(questions)


class ProjectError(QualkitError):
    """The project file itself cannot be used as asked. `address` is the file or database."""

    def __init__(self, message: str, *, address: str | Path) -> None:
        super().__init__(message)
        self.address = str(address)


class NewerProjectError(ProjectError):
    """The project was made by a newer qualkit; it is left untouched. `needs` names what this one lacks."""

    def __init__(self, message: str, *, address: str | Path, needs: str) -> None:
        super().__init__(message, address=address)
        self.needs = needs


class BusyProjectError(ProjectError):
    """Another program is writing to the project, or has it open."""


class IntegrityError(QualkitError):
    """The log and what is read from it do not agree. `problems` is one sentence each."""

    def __init__(self, message: str, *, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class ExportError(QualkitError):
    """A file cannot be written. `path` is the file; what stood there before still stands."""

    def __init__(self, message: str, *, path: str | Path) -> None:
        super().__init__(message)
        self.path = Path(path)

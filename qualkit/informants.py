"""The register of informants: who a code stands for, in any spacing, and what role they had on a day.

The grammar of codes is data (`DEFAULT_GRAMMAR`): a pattern names the letters that give the role, the group and the
index within the group. Matching is always on the whole canonical code, so S1 never matches S10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualkit.errors import RegisterError
from qualkit.records import Informant, plain

#: Role written into the register for an interviewer that nobody registered.
INTERVIEWER = "intervjuer"


@dataclass(frozen=True, slots=True)
class CodeShape:
    """One way of writing a code. `pattern` may name the groups `letters`, `group` and `index`; `role` is the role
    every code of this shape has, or "" where the register says it."""

    pattern: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class CodeParts:
    """What a code says by itself: S1 → letters S, group 1; R2.1 → R, 2, index 1; Va → V, index a, no group."""

    letters: str
    group: str = ""
    index: str = ""
    role: str = ""


DEFAULT_GRAMMAR: tuple[CodeShape, ...] = (
    CodeShape(r"(?P<letters>I|Int)(?P<index>\d{0,2})", role=INTERVIEWER),
    CodeShape(r"(?P<letters>[A-ZÆØÅ]{1,4})(?P<group>\d{1,4})(?:[.:](?P<index>\d{1,3}))?"),
    CodeShape(r"(?P<letters>[A-ZÆØÅ]{1,4})(?P<index>[a-zæøå])"),
)

#: What transcripts call the person who asks, when the register has no row for them.
INTERVIEWER_LABELS = ("intervjuer", "interviewer", "intervjuar", "int", "i")


def canonical_code(text: str) -> str:
    """A code without its spaces: `S 1`, `S1` and `S\N{NO-BREAK SPACE}1` are one."""
    return "".join(plain(text).split())


def parse_code(text: str, grammar: Sequence[CodeShape] = DEFAULT_GRAMMAR) -> CodeParts | None:
    """The parts of a code, or None where no shape of the grammar fits the whole of it."""
    code = canonical_code(text)
    for shape in grammar:
        found = re.fullmatch(shape.pattern, code)
        if found:
            parts = found.groupdict(default="")
            return CodeParts(parts.get("letters", ""), parts.get("group", ""), parts.get("index", ""), shape.role)
    return None


class Register:
    """The informants of a study, in the order written. Iterating gives one `Informant` a row.

    `grammar` fills in a group the register leaves empty (R2.1 → 2) and a role that other rows with the same letters
    have. Raises RegisterError where two rows are the same code from the same day, naming the lines in the file, or
    two codes have one name; unless not `strict`: then such a name finds nobody.
    """

    def __init__(
        self,
        rows: Iterable[Informant],
        *,
        grammar: Sequence[CodeShape] = DEFAULT_GRAMMAR,
        lines: Sequence[int] | None = None,
        path: str | None = None,
        strict: bool = True,
    ) -> None:
        self.grammar = tuple(grammar)
        given = [replace(row, code=canonical_code(row.code)) for row in rows]
        numbers = list(lines) if lines is not None else list(range(1, len(given) + 1))
        if strict:
            _refuse_twins(given, numbers, path)
        roles = _roles_by_letters(given, self.grammar)
        self._rows = tuple(_completed(row, roles, self.grammar) for row in given)
        self._by_code: dict[str, list[Informant]] = {}
        for row in self._rows:
            self._by_code.setdefault(row.code, []).append(row)
        for same in self._by_code.values():
            same.sort(key=lambda row: row.since)
        self._by_name = _names(self._rows, path, strict=strict)

    def __iter__(self) -> Iterator[Informant]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and canonical_code(code) in self._by_code

    def __repr__(self) -> str:
        return f"Register({', '.join(self._by_code)})"

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code once, in the order written."""
        return tuple(self._by_code)

    def at(self, code: str, date: str = "") -> Informant | None:
        """The row that was in force on `date` (ISO): the last one begun by then, else the first. None if unknown."""
        rows = self._by_code.get(canonical_code(code))
        if not rows:
            return None
        begun = [row for row in rows if not date or row.since <= date]
        return begun[-1] if begun else rows[0]

    def find(self, label: str) -> str | None:
        """The code a speaker label stands for: a code in any spacing, a registered name, or the interviewer's
        usual labels. None if nobody is called that."""
        code = canonical_code(label)
        if code in self._by_code:
            return code
        named = self._by_name.get(_name_key(label))
        if named is not None:
            return named
        parts = parse_code(label, self.grammar)
        if (parts is not None and parts.role == INTERVIEWER) or _name_key(label) in INTERVIEWER_LABELS:
            return self._interviewer(code)
        return None

    def _interviewer(self, code: str) -> str:
        """A numbered code as it is (I2 is not I); else the only registered interviewer, or I."""
        parts = parse_code(code, self.grammar)
        if parts is not None and parts.index:
            return code
        registered = [known for known, rows in self._by_code.items() if rows[0].is_interviewer]
        return registered[0] if len(registered) == 1 else "I"

    def with_interviewers(self, codes: Iterable[str]) -> Register:
        """The same register with a row for each code that `find` gave to an unregistered interviewer."""
        missing = sorted({code for code in codes if code not in self})
        if not missing:
            return self
        extra = [Informant(code, role=INTERVIEWER) for code in missing]
        return Register((*self._rows, *extra), grammar=self.grammar)


def _name_key(label: str) -> str:
    return " ".join(plain(label).split()).casefold()


def _refuse_twins(rows: Sequence[Informant], lines: Sequence[int], path: str | None) -> None:
    seen: dict[tuple[str, str], int] = {}
    where = f" in {path}" if path else ""
    for row, line in zip(rows, lines, strict=True):
        if not row.code:
            message = f"Line {line}{where} has no code. Give it one, or delete the line."
            raise RegisterError(message, path=path, row=line)
        first = seen.setdefault((row.code, row.since), line)
        if first != line:
            raise RegisterError(
                f"{row.code} stands twice in the register{where} (lines {first} and {line}). Give one of them another "
                "code, or a date in the column «from» if the role changed.",
                path=path,
                row=line,
            )


def _names(rows: Sequence[Informant], path: str | None, *, strict: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for row in rows:
        key = _name_key(row.name)
        if not key or found.setdefault(key, row.code) == row.code:
            continue
        unclear.add(key)
        if strict:
            raise RegisterError(
                f"{found[key]} and {row.code} have the same name in the register. Make the labels differ, or map them "
                "in the column «speakers» of documents.csv.",
                path=path,
            )
    return {key: code for key, code in found.items() if key not in unclear}


def _roles_by_letters(rows: Sequence[Informant], grammar: Sequence[CodeShape]) -> dict[str, str]:
    """The role of each letter, where every registered row with those letters and a role agrees."""
    roles: dict[str, set[str]] = {}
    for row in rows:
        parts = parse_code(row.code, grammar)
        if parts and row.role:
            roles.setdefault(parts.letters, set()).add(row.role)
    return {letters: found.pop() for letters, found in roles.items() if len(found) == 1}


def _completed(row: Informant, roles: dict[str, str], grammar: Sequence[CodeShape]) -> Informant:
    parts = parse_code(row.code, grammar)
    if parts is None:
        return row
    role = row.role or parts.role or roles.get(parts.letters, "")
    return replace(row, role=role, group=row.group or parts.group)

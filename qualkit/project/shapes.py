"""Changes of the codebook as events: rename, redefine, move, merge, split, retire. Pure; refused before anything is
written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from qualkit.codebook import Codebook, name_problems
from qualkit.errors import InputError, RefusedError
from qualkit.project.births import code_birth, fresh_id, refuse_id
from qualkit.project.naming import refuse_withdrawn
from qualkit.records import Code
from qualkit.store.events import Draft

Plan = Callable[[Codebook], Sequence[Draft]]

#: What `redefine` may write: texts are words, the rest values.
TEXT_FIELDS = ("definition", "include", "exclude", "example")
VALUE_FIELDS = ("origin", "colour")


def rename(book: Codebook, name: str, new: str) -> list[Draft]:
    """Another name for a code. Refused where its siblings have a code of that name."""
    code = book.find(name)
    refuse_withdrawn(code)
    new = " ".join(new.split())
    for wrong in name_problems(new):
        raise RefusedError(wrong)
    if new == code.name:
        raise RefusedError(f"«{code.name}» is called that already.")
    refuse_twin(book, new, code.parent, but=(code.id,))
    return [Draft("code.set", {"code": code.id}, {"name": new})]


def redefine(book: Codebook, name: str, fields: Mapping[str, str]) -> list[Draft]:
    """Another definition, include, exclude, example, origin or colour; only what differs is written."""
    code = book.find(name)
    refuse_withdrawn(code)
    unknown = sorted(set(fields) - {*TEXT_FIELDS, *VALUE_FIELDS})
    if unknown:
        known = ", ".join((*TEXT_FIELDS, *VALUE_FIELDS))
        raise InputError(f"A code has no field «{unknown[0]}» to redefine. It has {known}; `rename` changes its name.")
    changed = {field: value for field, value in fields.items() if value != getattr(code, field)}
    if not changed:
        raise RefusedError(f"«{code.name}» says that already. Nothing was changed.")
    values = {field: changed[field] for field in VALUE_FIELDS if field in changed}
    texts = {field: changed[field] for field in TEXT_FIELDS if field in changed}
    return [Draft("code.set", {"code": code.id, **values}, texts)]


def move(book: Codebook, name: str, under: str | None) -> list[Draft]:
    """A code, with all below it, under another code or to the top (None)."""
    code = book.find(name)
    refuse_withdrawn(code)
    parent = None if under is None else book.find(under)
    if parent is not None and parent.id in book.descendants(code.id):
        raise RefusedError(f"«{code.name}» cannot be moved under «{parent.name}», which is itself or below it.")
    target = parent.id if parent else None
    if target == code.parent:
        raise RefusedError(f"«{code.name}» stands there already.")
    refuse_twin(book, code.name, target)
    return [Draft("code.move", {"code": code.id, "parent": target})]


def merge(book: Codebook, names: Sequence[str], into: str) -> list[Draft]:
    """Several codes read as one from now on. Each source by itself, so that each can come apart again."""
    kept = book.find(into)
    sources = list(dict.fromkeys(book.find(name).id for name in names))
    sources = [source for source in sources if source != kept.id]
    if not sources:
        raise RefusedError(f"There is nothing to merge into «{kept.name}». Name at least one other code.")
    refuse_withdrawn(kept)
    if kept.retired:
        raise RefusedError(f"«{kept.name}» has been retired. Revive it, or merge into another code.")
    for source in sources:
        if kept.id in book.descendants(source):
            raise RefusedError(
                f"«{book[source].name}» cannot be merged into «{kept.name}», which stands below it. Move "
                f"«{kept.name}» out first, or merge the other way round."
            )
    _refuse_twin_children(book, sources, kept)
    # A withdrawn code has no place to be merged from: it is made anew, in the same step.
    births = [code_birth(book[source]) for source in sources if book[source].withdrawn]
    return [*births, *(Draft("code.merge", {"code": source, "into": kept.id}) for source in sources)]


def _refuse_twin_children(book: Codebook, sources: Sequence[str], kept: Code) -> None:
    """The children of merged codes come together under one; two of one name would not be told apart."""
    seen: dict[str, str] = {}
    for parent in (kept.id, *sources):
        for child in book.children(parent):
            # A child that is merged away in the same act is no longer there to be mistaken.
            if child.id in sources:
                continue
            first = seen.setdefault(child.name.casefold(), child.id)
            if first != child.id:
                raise RefusedError(
                    f"«{book.path(first)}» and «{book.path(child.id)}» would stand under one code with one name. Merge "
                    "or rename them first."
                )


def split(book: Codebook, name: str, codings: Mapping[str, str], into: Code) -> list[Draft]:
    """Some of a code's codings to a new code beside it. `codings` is coding id → the code it is read as now."""
    code = book.find(name)
    if not codings:
        raise RefusedError(f"Nothing of «{code.name}» was chosen to split off. Choose at least one coding.")
    stray = sorted({book.path(other) for other in codings.values() if other != code.id and other in book})
    if stray:
        raise RefusedError(f"Some of the codings are not coded «{code.name}» but «{stray[0]}». Choose only its own.")
    born = Code(into.id or fresh_id("k"), into.name, code.parent, into.definition, into.include, into.exclude)
    for wrong in name_problems(born.name):
        raise RefusedError(wrong)
    refuse_twin(book, born.name, born.parent)
    refuse_id(book, born.id)
    birth = code_birth(born)
    return [
        Draft(birth.kind, {**birth.payload, "from": code.id}, birth.words),
        Draft("coding.recode", {"codings": dict.fromkeys(sorted(codings), born.id)}),
    ]


def retire(book: Codebook, name: str, *, retired: bool) -> list[Draft]:
    """Out of use (its codings stay and count) or back in use."""
    code = book.find(name)
    refuse_withdrawn(code)
    if code.retired == retired:
        raise RefusedError(f"«{code.name}» is {'retired' if retired else 'in use'} already.")
    return [Draft("code.set", {"code": code.id, "retired": retired})]


def version(name: str, taken: Sequence[str]) -> Draft:
    """A name for the moment. Refused where it is taken, empty, or a date."""
    if not name:
        raise RefusedError("A version needs a name.")
    if name.casefold() in {one.casefold() for one in taken}:
        raise RefusedError(f"There is a version «{name}» already. Choose another name, or undo that one first.")
    try:
        datetime.fromisoformat(name)
    except ValueError:
        return Draft("version", {}, {"name": name})
    raise RefusedError(f"«{name}» is a date, and would be read as one. Choose another name.")


def refuse_twin(book: Codebook, name: str, parent: str | None, *, but: Sequence[str] = ()) -> None:
    """Raise RefusedError where a code of that name stands under that parent, whatever the case of the letters."""
    for one in book.children(parent):
        if one.name.casefold() == name.casefold() and one.id not in but:
            under = f" under «{book[parent].name}»" if parent else ""
            raise RefusedError(f"There is a code «{one.name}»{under} already. Use it, or choose another name.")

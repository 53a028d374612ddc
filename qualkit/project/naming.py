"""What a person means by a name: which code they may use, and what a memo is about."""

from __future__ import annotations

from qualkit.codebook import Codebook
from qualkit.errors import InputError, RefusedError, UnknownNameError
from qualkit.informants import canonical_code
from qualkit.records import MEMO_KINDS, Code, Coding, Informant, Memo, Theme, Transcript, plain
from qualkit.store import Connection, read, texts
from qualkit.store.events import Draft, id_bytes

#: What a memo may be tied to: one of the field's nouns, its name, an explicit (noun, name), or nothing.
About = Coding | Memo | Code | Theme | Informant | Transcript | tuple[str, str] | str | None


def usable_code(book: Codebook, name: str) -> Code:
    """The code a person may code with. RefusedError where it has been retired."""
    code = book.find(name)
    if code.retired:
        raise RefusedError(f"«{code.name}» has been retired. Revive it, or use another code.")
    refuse_withdrawn(code)
    return code


def refuse_withdrawn(code: Code) -> None:
    """Raise RefusedError for a code whose making has been undone: there is nothing left that could be changed."""
    if code.withdrawn:
        raise RefusedError(
            f"The making of «{code.name}» has been undone, while passages were coded with it in another copy. Redo "
            "that step (the history lists it), or merge the code into another."
        )


def refuse_silent(connection: Connection, informant: str) -> None:
    """Raise UnknownNameError for an informant who speaks in no document, or is in no register."""
    known = read.register(connection)
    if informant in known:
        said = f"{informant} is in the register, but speaks in no document of the project."
    else:
        said = f"There is no informant «{informant}» in the project. There are: {', '.join(known.codes) or 'none yet'}."
    raise UnknownNameError(said, name=informant, near=known.codes)


def memo_draft(connection: Connection, text: str, about: About, kind: str) -> Draft:
    """The event that writes a memo. Raises InputError for an empty text or an unknown kind."""
    if not isinstance(text, str) or not text.strip():
        raise InputError("A memo needs some text.")
    if kind not in MEMO_KINDS:
        raise InputError(f"«{kind}» is no kind of memo. Use one of {', '.join(MEMO_KINDS)}.")
    return Draft("memo.add", {"about": list(about_what(connection, about)), "kind": kind}, {"text": text})


def with_memo(coding: Draft, memo: str | None) -> list[Draft]:
    """A coding (with an id), and in the same step a memo on it if there is one."""
    if not memo or coding.id is None:
        return [coding]
    about = ["coding", coding.id.hex()]
    return [coding, Draft("memo.add", {"about": about, "kind": "analytisk"}, {"text": memo})]


def about_what(connection: Connection, about: About) -> tuple[str, str]:
    """(noun, id) of what is meant. Raises UnknownNameError for nothing, InputError for several things."""
    if about is None:
        return "project", ""
    if isinstance(about, Coding | Memo):
        # A record may have been kept for longer than what it was made from.
        noun = type(about).__name__.casefold()
        if not read.exists(connection, noun, id_bytes(about.id)):
            raise UnknownNameError(f"There is no {noun} {about.id} in the project (any more).", name=about.id)
        return noun, about.id
    if isinstance(about, Code | Theme):
        return type(about).__name__.casefold(), about.id
    if isinstance(about, Informant):
        return about_what(connection, ("informant", about.code))
    name = about.name if isinstance(about, Transcript) else about
    noun, name = name if isinstance(name, tuple) else ("", name)
    found = _meanings(connection, name)
    meant = [one for one in found if not noun or one[0] == noun]
    if len(meant) == 1:
        return meant[0]
    if meant:
        nouns = " or ".join(f'("{one}", "{name}")' for one, _id in meant)
        raise InputError(f"«{name}» is the name of several things. Say which: about={nouns}.")
    raise UnknownNameError(
        f"There is no {noun or 'code, theme, document, informant, coding or memo'} «{name}» in the project.", name=name
    )


def _meanings(connection: Connection, name: str) -> list[tuple[str, str]]:
    book = read.codebook(connection)
    found: list[tuple[str, str]] = []
    for noun, finder in (("code", book.find), ("theme", book.find_theme)):
        try:
            found.append((noun, finder(name).id))
        except UnknownNameError as unclear:
            if unclear.ambiguous:
                raise
    document = texts.document_named(connection, plain(name))
    if document is not None:
        found.append(("document", document.hex()))
    if name in read.register(connection):
        found.append(("informant", canonical_code(name)))
    try:
        key = id_bytes(name)
    except ValueError:
        return found
    return [*found, *((noun, key.hex()) for noun in ("coding", "memo") if read.exists(connection, noun, key))]

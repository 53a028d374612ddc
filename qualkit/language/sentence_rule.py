"""Where a sentence begins: a rule to correct a trained sentence finder, and a rule to do without one."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

CORRECTED = "sentence_rule"
BY_RULE = "sentences_by_rule"
BY_LINE = "sentences_by_line"
_STOPS = {".", "!", "?"}
_PAUSES = {"…", "..."}
_CLOSERS = {"»", '"', "”", "’", "'", ")", "]"}
_GOES_ON = {",", ";", ":"} | _CLOSERS | _STOPS | _PAUSES
# After these a full stop seldom ends a sentence, even where the next word has a capital letter.
_ABBREVIATIONS = {
    "adm.", "ang.", "bl.a.", "ca.", "d.v.s.", "dvs.", "eks.", "el.", "evt.", "f.eks.", "fr.", "hr.", "iht.", "jf.",
    "jfr.", "kap.", "kgl.", "kl.", "kr.", "mht.", "mill.", "mrd.", "nr.", "pga.", "p.g.a.", "pkt.", "prof.", "ref.",
    "sml.", "st.", "t.d.", "t.o.m.", "tlf.", "vha.",
}  # fmt: skip
_LONGEST_ORDINAL = 2


@Language.component(CORRECTED)
def correct_sentences(document: Doc) -> Doc:
    """Take back a beginning that nothing in the text speaks for, and begin anew after each line break.

    A beginning is taken back where the word before it ends in a letter or a digit, holds no full stop and is not all
    capitals: sentences seldom end so, save at the end of a line. White space begins nothing; the word behind it does.
    """
    starts = [token.i == 0 for token in document]
    proposed = False
    for token in document[1:]:
        proposed = proposed or bool(token.is_sent_start)
        before = _last_word(document, token.i)
        if token.is_space or before is None:
            continue
        starts[token.i] = _new_line(document, before, token.i) or (proposed and not _no_end(document[before]))
        proposed = False
    return _set(document, starts)


@Language.component(BY_RULE)
def find_sentences(document: Doc) -> Doc:
    """Begin a sentence after a line break, and after a full stop, a question mark or the like with a word behind it."""
    starts = [token.i == 0 for token in document]
    for token in document[1:]:
        before = _last_word(document, token.i)
        if not token.is_space and before is not None:
            ended = token.text not in _GOES_ON and _ends_sentence(document, before, token.text)
            starts[token.i] = ended or _new_line(document, before, token.i)
    return _set(document, starts)


@Language.component(BY_LINE)
def begin_lines(document: Doc) -> Doc:
    """Begin a sentence after each line break, and leave the rest to what comes after."""
    for token in document[1:]:
        before = _last_word(document, token.i)
        if not token.is_space and before is not None and _new_line(document, before, token.i):
            token.is_sent_start = True
    return document


def _new_line(document: Doc, before: int, at: int) -> bool:
    return any("\n" in space.text for space in document[before + 1 : at])


def _set(document: Doc, starts: list[bool]) -> Doc:
    for token, begins in zip(document, starts, strict=True):
        token.is_sent_start = begins or token.i == 0
    return document


def _no_end(before: Token) -> bool:
    word = before.text
    return word[-1:].isalnum() and "." not in word and not (word.isupper() and len(word) > 1)


def _last_word(document: Doc, at: int) -> int | None:
    return next((index for index in range(at - 1, -1, -1) if not document[index].is_space), None)


def _ends_sentence(document: Doc, at: int, after: str) -> bool:
    """Whether the words up to `at` end a sentence, with the word `after` behind them."""
    end = at
    while end > 0 and document[end].text in _CLOSERS:
        end -= 1
    word = document[end].text
    if word in _PAUSES or end < at:
        # A pause, or a quotation, with a small letter behind it is in the middle of something.
        return (word in _PAUSES | _STOPS or word[-1:] in _STOPS) and not after[0].islower()
    if word == "." and end > 0 and not document[end - 1].whitespace_:
        word = f"{document[end - 1].text}."
    if word[-1:] not in _STOPS or word.casefold() in _ABBREVIATIONS:
        return False
    # «3. mai», but «i 2019. Så …».
    return not (word[:-1].isdecimal() and len(word) <= _LONGEST_ORDINAL + 1)

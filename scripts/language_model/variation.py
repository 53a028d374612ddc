"""What training adds to the corpus: other people's names, text without capitals, text without punctuation.

Interviews come from speech recognition as often as from a typist, and name people no newspaper has named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .names import Names
from .treebank import Entity, Sentence

_GROUP_SIZES = (1, 2, 3, 5, 8, 12)
_SWAP_ONE = 0.8


@dataclass(frozen=True)
class Shares:
    """How many of a hundred groups of sentences, as parts of one, are changed in each way."""

    lower: float = 0.0
    bare: float = 0.0
    no_stop: float = 0.0
    names: float = 0.0


def groups(
    documents: Sequence[Sequence[Sentence]], shares: Shares, names: Names, chance: random.Random
) -> Iterator[list[Sentence]]:
    """Groups of one to twelve sentences that follow each other, for ever; each round is grouped and varied anew."""
    while True:
        cut: list[list[Sentence]] = []
        for document in documents:
            at = 0
            while at < len(document):
                size = chance.choice(_GROUP_SIZES)
                cut.append(list(document[at : at + size]))
                at += size
        chance.shuffle(cut)
        for group in cut:
            varied = vary(group, shares, names, chance)
            if varied:
                yield varied


def vary(group: list[Sentence], shares: Shares, names: Names, chance: random.Random) -> list[Sentence]:
    """The group, or the group with other names, in lower case, or without punctuation."""
    if chance.random() < shares.names:
        group = [with_other_names(sentence, names, chance) for sentence in group]
    drawn = chance.random()
    if drawn < shares.lower:
        return [lowered(sentence) for sentence in group]
    drawn -= shares.lower
    if drawn < shares.bare:
        return [lowered(bare) for bare in (without(s, _all_punctuation(s)) for s in group) if bare.words]
    drawn -= shares.bare
    if drawn < shares.no_stop:
        return [open_ended for open_ended in (without(s, _last_stop(s)) for s in group) if open_ended.words]
    return group


def lowered(sentence: Sentence) -> Sentence:
    """The sentence as speech recognition without capitals would write it."""
    return sentence._replace(words=tuple(word.lower() for word in sentence.words))


def with_other_names(sentence: Sentence, names: Names, chance: random.Random) -> Sentence:
    """Most of the persons named get another name. A genitive stays one, a surname stays a surname."""
    words = list(sentence.words)
    for entity in sentence.entities:
        old = words[entity.start : entity.end]
        if entity.label != "PER" or chance.random() > _SWAP_ONE or not all(_looks_like_a_name(word) for word in old):
            continue
        for at in range(entity.start, entity.end):
            genitive = "Case=Gen" in sentence.morph[at]
            family = at == entity.end - 1 and _is_family_name(words[at], len(old), genitive, names, chance)
            new = (names.family if family else names.given).draw(chance)
            words[at] = _genitive(new) if genitive else new
    return sentence._replace(words=tuple(words))


def without(sentence: Sentence, dropped: set[int]) -> Sentence:
    """The sentence without the tokens at these places. A space that stood before or after one of them stays."""
    kept = [at for at in range(len(sentence.words)) if at not in dropped]
    moved = {at: new for new, at in enumerate(kept)}
    spaces = [sentence.spaces[at] or at + 1 in dropped or at + 1 == len(sentence.words) for at in kept]
    if spaces:
        spaces[-1] = True
    entities = tuple(Entity(moved[e.start], moved[e.end - 1] + 1, e.label) for e in sentence.entities)
    take = [tuple(column[at] for at in kept) for column in (sentence.words, sentence.pos, sentence.morph)]
    return Sentence(take[0], tuple(spaces), take[1], take[2], entities)


def _all_punctuation(sentence: Sentence) -> set[int]:
    named = {at for entity in sentence.entities for at in range(entity.start, entity.end)}
    return {at for at, pos in enumerate(sentence.pos) if pos == "PUNCT" and at not in named}


def _last_stop(sentence: Sentence) -> set[int]:
    last = len(sentence.words) - 1
    return {last} & _all_punctuation(sentence) if sentence.words[last] in {".", "!", "?", "…", ":", ";"} else set()


def _looks_like_a_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word.replace("-", "").isalpha()


def _is_family_name(word: str, length: int, genitive: bool, names: Names, chance: random.Random) -> bool:
    if length > 1:
        return True
    stem = word.removesuffix("s") if genitive else word
    if stem in names.given:
        return False
    return stem in names.family or chance.random() < 0.5


def _genitive(name: str) -> str:
    return f"{name}'" if name[-1] in "sxz" else f"{name}s"

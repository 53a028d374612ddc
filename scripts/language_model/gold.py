"""Gold sentences as spaCy documents and examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from .treebank import Sentence
from .variation import lowered

DEV_BLOCK = 10


def gold_document(vocab: Vocab, group: Sequence[Sentence]) -> Doc:
    """One document of several sentences, with everything that is known about each token. Of a line break nothing is."""
    group = [_with_line_break(sentence) if sentence.line_end else sentence for sentence in group]
    words = [word for sentence in group for word in sentence.words]
    document = Doc(
        vocab,
        words=words,
        spaces=[space for sentence in group for space in sentence.spaces],
        pos=[pos for sentence in group for pos in sentence.pos],
        morphs=[morph for sentence in group for morph in sentence.morph],
        sent_starts=[at == 0 for sentence in group for at in range(len(sentence.words))],
    )
    spans, offset = [], 0
    for sentence in group:
        spans += [Span(document, offset + e.start, offset + e.end, label=e.label) for e in sentence.entities]
        offset += len(sentence.words)
    document.ents = spans
    return document


def _with_line_break(sentence: Sentence) -> Sentence:
    words, spaces = (*sentence.words, "\n"), (*sentence.spaces[:-1], False, False)
    return sentence._replace(words=words, spaces=spaces, pos=(*sentence.pos, ""), morph=(*sentence.morph, ""))


def training_example(nlp: Language, group: Sequence[Sentence]) -> Example:
    """The group as it is, beside the same tokens with nothing said of them."""
    gold = gold_document(nlp.vocab, group)
    bare = Doc(nlp.vocab, words=[token.text for token in gold], spaces=[bool(token.whitespace_) for token in gold])
    return Example(bare, gold)


def dev_examples(nlp: Language, sentences: Sequence[Sentence], *, lower: bool = False) -> list[Example]:
    """Blocks of ten sentences: raw text through spaCy's own tokenizer, beside the gold. Not yet predicted."""
    change: Callable[[Sentence], Sentence] = lowered if lower else lambda sentence: sentence
    gold = (gold_document(nlp.vocab, [change(s) for s in block]) for block in _blocks(sentences))
    return [Example(nlp.make_doc(document.text), document) for document in gold]


def _blocks(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    return (sentences[at : at + DEV_BLOCK] for at in range(0, len(sentences), DEV_BLOCK))

"""The figures of the model card: raw text of the dev sets, Bokmål and Nynorsk apart, in blocks of ten sentences."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.scorer import PRFScore, Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from .gold import dev_examples
from .treebank import LANGUAGES, Sentence, dev_sentences, read_rows
from .upos import Node, upos

Figures = dict[str, float]
_PLACES = {"GPE": "PLACE", "LOC": "PLACE", "PER": "PER", "ORG": "ORG"}
_TIMED_ROUNDS = 3
_BATCH = 32


def measure(nlp: Language, data: Path) -> dict[str, Figures]:
    """`{language: {figure: value}}`, shares of one; `words_per_second` is of all components together. «nb prose» and
    «nn prose» are the same without the headlines."""
    figures = {}
    for language in LANGUAGES:
        sentences = dev_sentences(data, language)
        figures[language] = _of_one(nlp, sentences)
        figures[f"{language} prose"] = _of_one(nlp, [sentence for sentence in sentences if not sentence.line_end])
    return figures


def rule_agreement(data: Path) -> dict[str, float]:
    """How many of the parts of speech that the rules give for the dev sentences are those UD has."""
    shares = {}
    for language, folder in LANGUAGES.items():
        gold = {s.words: s.pos for s in dev_sentences(data, language)}
        alike = total = 0
        for path in sorted((data / "ndt" / folder).glob("*.conll")):
            for rows in read_rows(path):
                kept = [row for row in rows if row[1] != "|"]
                expected = gold.get(tuple(row[1] for row in kept))
                if expected:
                    given = _rules(rows, kept)
                    alike += sum(a == b for a, b in zip(given, expected, strict=True))
                    total += len(expected)
        shares[language] = alike / total
    return shares


def _rules(rows: list[list[str]], kept: list[list[str]]) -> list[str]:
    nodes = {row[0]: Node.of(row) for row in rows}
    children = defaultdict(list)
    for row in rows:
        children[row[6]].append(nodes[row[0]])
    return [upos(nodes[row[0]], children[row[0]]) for row in kept]


def _of_one(nlp: Language, sentences: Sequence[Sentence]) -> Figures:
    normal = predicted(nlp, dev_examples(nlp, sentences))
    lower = predicted(nlp, dev_examples(nlp, sentences, lower=True))
    with nlp.select_pipes(disable=["sentence_rule"]):
        unruled = predicted(nlp, dev_examples(nlp, sentences))
    people = _spans(normal, {"PER": "PER"})
    people_lower = _spans(lower, {"PER": "PER"})
    return {
        "sentences_in_dev": float(len(sentences)),
        "words_in_dev": float(sum(len(sentence.words) for sentence in sentences)),
        "upos": _score(Scorer.score_token_attr(normal, "pos")["pos_acc"]),
        "upos_lower": _score(Scorer.score_token_attr(lower, "pos")["pos_acc"]),
        "sentences": _score(Scorer.score_spans(normal, "sents", has_annotation=_whole)["sents_f"]),
        "sentences_without_rule": _score(Scorer.score_spans(unruled, "sents", has_annotation=_whole)["sents_f"]),
        "entities_f": _spans(normal, {label: label for label in nlp.get_pipe("ner").labels}).fscore,
        "per_org_place_f": _spans(normal, _PLACES).fscore,
        "persons_f": people.fscore,
        "persons_precision": people.precision,
        "persons_recall": people.recall,
        "persons_lower_f": people_lower.fscore,
        "persons_lower_precision": people_lower.precision,
        "persons_lower_recall": people_lower.recall,
        "words_per_second": _speed(nlp, [example.text for example in normal]),
    }


def predicted(nlp: Language, examples: list[Example]) -> list[Example]:
    """The examples with what the pipeline says of their texts."""
    documents = nlp.pipe([example.predicted for example in examples], batch_size=_BATCH)
    return [Example(document, example.reference) for document, example in zip(documents, examples, strict=True)]


def _whole(document: Doc) -> bool:
    return document.has_annotation("SENT_START")


def _score(value: float | None) -> float:
    return float("nan") if value is None else value


def _spans(examples: Iterable[Example], classes: dict[str, str]) -> PRFScore:
    """Exact span and class, by places in the text: a token cut otherwise than the gold's is no excuse."""
    score = PRFScore()
    for example in examples:
        score.score_set(_marked(example.predicted.ents, classes), _marked(example.reference.ents, classes))
    return score


def _marked(spans: Iterable[Span], classes: dict[str, str]) -> set[tuple[int, int, str]]:
    return {(s.start_char, s.end_char, classes[s.label_]) for s in spans if s.label_ in classes}


def _speed(nlp: Language, texts: list[str]) -> float:
    best = 0.0
    for _ in range(_TIMED_ROUNDS):
        begun = time.perf_counter()
        words = sum(len(document) for document in nlp.pipe(texts, batch_size=_BATCH))
        best = max(best, words / (time.perf_counter() - begun))
    return best

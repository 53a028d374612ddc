"""Universal parts of speech and features from the treebank's own tags and relations, by rule.

Training uses the NDT files, which have no UD columns. The rules are held against UD's own tags for dev by
`train_language_model.py --check-rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """A token of the treebank: form, lemma, word class, its features, and its relation to its head."""

    form: str
    lemma: str
    word_class: str
    marks: frozenset[str]
    relation: str

    @classmethod
    def of(cls, row: Sequence[str]) -> Node:
        """A node from the columns of its row. Nynorsk writes a participle that is bent as <perf-part>."""
        return cls(row[1], row[2], row[4], frozenset(mark.strip("<>") for mark in row[5].split("|")), row[7])


_PLAIN = {
    "adj": "ADJ", "pron": "PRON", "konj": "CCONJ", "sbu": "SCONJ", "inf-merke": "PART", "interj": "INTJ",
    "ukjent": "X", "symb": "SYM",
}  # fmt: skip
_BE = {"være", "vere", "vera"}
_BECOME = {"bli", "verte", "verta"}
_HELPERS = {
    "få", "ha", "kunne", "kunna", "skulle", "skulla", "ville", "vilja", "vilje", "måtte", "måtta", "burde", "burda",
    "bør", "tore",
}  # fmt: skip
_NUMERALS = {
    "én", "éin", "ene", "eneste", "einaste", "to", "tre", "fire", "fem", "seks", "sju", "syv", "åtte", "ni", "ti",
    "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tjue", "tretti",
    "førti", "femti", "seksti", "sytti", "åtti", "nitti", "hundre", "tusen",
}  # fmt: skip
# These three are numerals whether the treebank calls them quantifiers or not.
_ALWAYS_NUMERALS = {"én", "éin", "ene", "eneste", "einaste"}
_PLACES = {"her", "der", "hit", "dit"}
_NEGATIONS = {"ikke", "ikkje", "ei"}
_FEATURES = {
    "mask": "Gender=Masc", "fem": "Gender=Fem", "nøyt": "Gender=Neut", "be": "Definite=Def", "bu": "Definite=Def",
    "ub": "Definite=Ind", "ent": "Number=Sing", "eint": "Number=Sing", "fl": "Number=Plur", "pret": "Tense=Past",
    "pres": "Tense=Pres", "inf": "VerbForm=Inf", "perf-part": "VerbForm=Part", "imp": "Mood=Imp", "komp": "Degree=Cmp",
    "sup": "Degree=Sup", "gen": "Case=Gen", "pass": "Voice=Pass",
}  # fmt: skip


def upos(node: Node, children: Sequence[Node]) -> str:
    """The universal part of speech of a node. It may turn on what hangs under it: an auxiliary has a verb there."""
    if node.word_class == "subst":
        return "PROPN" if "prop" in node.marks else "NOUN"
    if node.word_class == "verb":
        return "AUX" if _is_auxiliary(node, children) else "VERB"
    if node.word_class == "det":
        return _determiner(node)
    if node.word_class == "adv":
        return "PART" if node.lemma in _NEGATIONS else "ADV"
    if node.word_class == "prep":
        return "ADV" if _stands_alone(node, children) else "ADP"
    return _PLAIN.get(node.word_class, "PUNCT")


def features(node: Node) -> str:
    """The features as UD writes them, in order: `Definite=Def|Gender=Fem|Number=Sing`."""
    return "|".join(sorted({_FEATURES[mark] for mark in node.marks if mark in _FEATURES}))


def _is_auxiliary(node: Node, children: Sequence[Node]) -> bool:
    relations = {child.relation for child in children}
    if node.lemma in _BE:
        return bool(relations & {"SPRED", "INFV"})
    if node.lemma in _BECOME:
        # «ble valgt» is the passive, «ble lærer» is a verb with what somebody became.
        return "SPRED" not in relations and any("perf-part" in child.marks for child in children)
    return node.lemma in _HELPERS and any(c.relation == "INFV" and c.word_class == "verb" for c in children)


def _determiner(node: Node) -> str:
    counts = node.lemma in _NUMERALS or any(letter.isdecimal() for letter in node.form)
    if node.lemma in _ALWAYS_NUMERALS or ("kvant" in node.marks and counts):
        return "NUM"
    return "PRON" if "poss" in node.marks else "DET"


def _stands_alone(node: Node, children: Sequence[Node]) -> bool:
    if node.lemma in _PLACES:
        return True
    complemented = any(child.relation in {"PUTFYLL", "SBU", "KONJ"} for child in children)
    return node.relation == "ADV" and not complemented

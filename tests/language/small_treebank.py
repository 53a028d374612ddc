"""A treebank of a few invented sentences in the publishers' formats, and UD files beside it."""

from __future__ import annotations

from pathlib import Path

# form, lemma, word class, features, head, relation, entity; UD's part of speech stands last.
NB = [
    [
        ("Rektor", "rektor", "subst", "appell|mask|ub|ent", 4, "SUBJ", "O", "NOUN"),
        ("Kari", "Kari", "subst", "prop", 1, "APP", "B-PER", "PROPN"),
        ("Lunds", "Lund", "subst", "prop|gen", 2, "FLAT", "I-PER", "PROPN"),
        ("ble", "bli", "verb", "pret", 0, "FINV", "O", "AUX"),
        ("valgt", "velge", "verb", "perf-part", 4, "INFV", "O", "VERB"),
        ("i", "i", "prep", "_", 5, "ADV", "O", "ADP"),
        ("Lia", "Lia", "subst", "prop", 6, "PUTFYLL", "B-GPE_LOC", "PROPN"),
        (".", "$.", "clb", "<punkt>", 4, "IP", "O", "PUNCT"),
    ],
    [
        ("Han", "han", "pron", "pers|3|mask|ent", 2, "SUBJ", "O", "PRON"),
        ("ble", "bli", "verb", "pret", 0, "FINV", "O", "VERB"),
        ("lærer", "lærer", "subst", "appell|mask|ub|ent", 2, "SPRED", "O", "NOUN"),
        ("|", "$|", "clb", "<overskrift>", 2, "IP", "O", "PUNCT"),
    ],
    [
        ("Vi", "vi", "pron", "pers|1|fl", 2, "SUBJ", "O", "PRON"),
        ("har", "ha", "verb", "pres", 0, "FINV", "O", "AUX"),
        ("ikke", "ikke", "adv", "_", 2, "ADV", "O", "PART"),
        ("bedt", "be", "verb", "perf-part", 2, "INFV", "O", "VERB"),
        ("om", "om", "prep", "_", 4, "ADV", "O", "ADP"),
        ("to", "to", "det", "fl|kvant", 8, "DET", "O", "NUM"),
        ("våre", "vår", "det", "fl|poss", 8, "DET", "O", "PRON"),
        ("planer", "plan", "subst", "appell|mask|ub|fl", 5, "PUTFYLL", "O", "NOUN"),
        ("!", "$!", "clb", "<utrop>", 2, "IP", "O", "PUNCT"),
    ],
]
NN = [
    [
        ("Eg", "eg", "pron", "pers|1|eint", 2, "SUBJ", "O", "PRON"),
        ("vart", "verte", "verb", "pret", 0, "FINV", "O", "AUX"),
        ("spurd", "spørje", "adj", "<perf-part>|m/f|ub|eint", 2, "INFV", "O", "ADJ"),
        ("av", "av", "prep", "_", 3, "ADV", "O", "ADP"),
        ("Solbygd", "Solbygd", "subst", "prop", 4, "PUTFYLL", "B-GPE_ORG", "PROPN"),
        (".", "$.", "clb", "<punkt>", 2, "IP", "O", "PUNCT"),
    ],
    [
        ("Ho", "ho", "pron", "pers|3|fem|eint", 2, "SUBJ", "O", "PRON"),
        ("er", "vere", "verb", "pres", 0, "FINV", "O", "AUX"),
        ("einaste", "einaste", "adj", "be", 4, "ATR", "O", "ADJ"),
        ("læraren", "lærar", "subst", "appell|mask|bu|eint", 2, "SPRED", "O", "NOUN"),
        ("her", "her", "prep", "_", 2, "ADV", "O", "ADV"),
    ],
    [
        ("Per", "Per", "subst", "prop", 2, "SUBJ", "B-PER", "PROPN"),
        ("veit", "vite", "verb", "pres", 0, "FINV", "O", "VERB"),
        ("det", "det", "pron", "pers|3|nøyt|eint", 2, "DOBJ", "O", "PRON"),
        (".", "$.", "clb", "<punkt>", 2, "IP", "O", "PUNCT"),
    ],
]
DEV = 2  # the last of each list is dev; the two before it train


def write_treebank(top: Path) -> Path:
    """`ndt/` with every sentence, UD's dev files with the last, as tags alone and as tags with names."""
    for language, sentences in (("nob", NB), ("nno", NN)):
        folder = top / "ndt" / language
        folder.mkdir(parents=True)
        (folder / "oppdiktet_0001.conll").write_text("".join(_ndt(rows) for rows in sentences), encoding="utf-8")
        for prefix, named in (("ud", False), ("ud_norne", True)):
            text = "".join(_ud(rows, named=named) for rows in sentences[DEV:])
            (top / f"{prefix}_{language}-dev.conllu").write_text(text, encoding="utf-8")
    return top


def _ndt(rows: list[tuple[str, str, str, str, int, str, str, str]]) -> str:
    lines = (
        "\t".join([str(at), form, lemma, cls, cls, marks, str(head), relation, "_", f"name={name}"])
        for at, (form, lemma, cls, marks, head, relation, name, _) in enumerate(rows, start=1)
    )
    return "\n".join(lines) + "\n\n"


def _ud(rows: list[tuple[str, str, str, str, int, str, str, str]], *, named: bool) -> str:
    lines = ["# sent_id = 1"]
    for at, (form, lemma, cls, _, head, _, name, pos) in enumerate(rows, start=1):
        tight = "SpaceAfter=No" if at == len(rows) - 1 else ""
        last = "|".join(filter(None, [tight, f"name={name}" if named else ""])) or "_"
        lines.append("\t".join([str(at), form, lemma, pos, cls, "_", str(head), "dep", "_", last]))
    return "\n".join(lines) + "\n\n"

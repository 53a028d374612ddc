"""Two trained components become one pipeline, small enough to ship."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import spacy
from spacy.language import Language

from qualkit.language.pipeline import load_pipeline

# What spaCy saves beside the weights and a pipeline without vectors has no use for.
_NOT_NEEDED = ("vectors", "vectors.cfg", "lookups.bin", "key2row")


def join(folders: Mapping[str, Path]) -> Language:
    """One pipeline: tok2vec, morphologizer, senter, ner. The first three share a tok2vec, ner has its own."""
    nlp = spacy.load(folders["tagger"])
    nlp.add_pipe("ner", source=spacy.load(folders["entities"]))
    nlp.meta.update(
        name="qualkit_nb_nn",
        version="0.1.0",
        spacy_version=">=3.8.0,<3.9.0",
        description="Bokmål and Nynorsk: parts of speech, morphology, sentences, names. See MODEL_CARD.md.",
        license="MIT",
        author="The qualkit team",
        performance={},
    )
    return nlp


def save_small(nlp: Language, folder: Path) -> None:
    """Save as half-precision numbers, with no other strings than labels: the corpus's words stay behind."""
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name).astype("float16"))
    if folder.exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder, exclude=["lookups"])
    for name in _NOT_NEEDED:
        (folder / "vocab" / name).unlink(missing_ok=True)
    strings = json.dumps(_labels(nlp), ensure_ascii=False, indent=0)
    (folder / "vocab" / "strings.json").write_text(strings, encoding="utf-8", newline="\n")


def load_joined(folder: Path) -> Language:
    """The saved pipeline as qualkit loads it: what is measured is what is shipped."""
    return load_pipeline(folder).nlp


def _labels(nlp: Language) -> list[str]:
    morphologizer = nlp.get_pipe("morphologizer")
    found = {*morphologizer.labels, *morphologizer.cfg["labels_morph"].values(), *nlp.get_pipe("ner").labels}
    parts = (part for label in morphologizer.labels for part in label.split("|"))
    found |= {part.removeprefix("POS=") for part in parts if part.startswith("POS=")}
    return sorted(found - {""})

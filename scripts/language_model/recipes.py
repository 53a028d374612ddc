"""The two components that are trained, each in a process of its own: what they are made of and what they are fed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language

from .variation import Shares

WIDTH = 128


@dataclass(frozen=True)
class Recipe:
    """How one component is made and trained."""

    name: str
    build: Callable[[], Language]
    shares: Shares
    steps: int
    dropout: float


def _tok2vec(rows: list[int]) -> dict[str, Any]:
    """Words by their form, prefix, suffix and shape, in hashed tables; each sees four tokens to either side."""
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": rows,
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _tagger() -> Language:
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    nlp = spacy.blank("nb")
    nlp.add_pipe("tok2vec", config={"model": _tok2vec([12000, 1000, 6000, 2500])})
    for name in ("morphologizer", "senter"):
        nlp.add_pipe(name, config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    return nlp


def _entities() -> Language:
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": _tok2vec([9000, 1000, 5000, 2500]),
    }
    nlp = spacy.blank("nb")
    nlp.add_pipe("ner", config={"model": model})
    return nlp


RECIPES = {
    "tagger": Recipe("tagger", _tagger, Shares(lower=0.08, names=0.15), steps=5200, dropout=0.15),
    # Half of the names swapped costs precision (surnames that are places), a seventh costs recall without capitals.
    "entities": Recipe(
        "entities", _entities, Shares(lower=0.15, bare=0.10, no_stop=0.03, names=0.30), steps=8500, dropout=0.2
    ),
}

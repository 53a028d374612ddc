"""The training of one component: Adam with a short warm-up and then a straight line down to zero."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed
from thinc.api import Adam, NumpyOps, set_current_ops

from .gold import training_example
from .names import Names
from .recipes import RECIPES
from .treebank import LANGUAGES, Sentence, training_documents
from .variation import Shares, groups

WORDS_PER_STEP = 1000
RATE = 0.002
WARM_UP = 250
_REPORT_EVERY = 100
_FIGURES = "trained.json"


@dataclass(frozen=True)
class Job:
    """What one process has to do. `minutes` is the longest it may take, 0 as long as it takes; `swapped` is the share
    of groups whose people get other names, None as in the recipe."""

    component: str
    data: Path
    names: Path
    out: Path
    seed: int = 1
    minutes: float = 0.0
    steps: int = 0
    swapped: float | None = None


@dataclass(frozen=True)
class Trained:
    """What one process did. Weights trained before dev's headlines were left out have `headlines_held` False."""

    component: str
    folder: Path
    steps: int
    minutes: float
    seed: int
    shares: Shares
    headlines_held: bool = False

    def write(self) -> None:
        """Keep the figures beside the weights, so that joining and measuring can be done again later."""
        kept: dict[str, object] = {
            "component": self.component,
            "steps": self.steps,
            "minutes": self.minutes,
            "seed": self.seed,
        }
        kept |= {"shares": asdict(self.shares), "headlines_held": self.headlines_held}
        (self.folder / _FIGURES).write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Trained:
        kept = json.loads((folder / _FIGURES).read_text(encoding="utf-8"))
        return cls(**{**kept, "folder": folder, "shares": Shares(**kept["shares"])})


def train(job: Job) -> Trained:
    """Train one component on both languages together and save it, in single precision, in a folder under `out`."""
    # numpy's BLAS is several times faster here than the one spaCy brings. This process does nothing else.
    set_current_ops(NumpyOps(use_blis=False))
    fix_random_seed(job.seed)
    recipe = RECIPES[job.component]
    documents = [document for language in LANGUAGES for document in training_documents(job.data, language)]
    nlp = recipe.build()
    begun, steps = time.monotonic(), job.steps or recipe.steps
    rate = _Rate(steps, job.minutes * 60)
    optimizer = Adam(rate.values(), L2=0.01, use_averages=False, grad_clip=1.0)
    shares = recipe.shares if job.swapped is None else replace(recipe.shares, names=job.swapped)
    feed = groups(documents, shares, Names(job.names), random.Random(job.seed))
    nlp.initialize(lambda: (training_example(nlp, document) for document in documents if document), sgd=optimizer)
    done, losses = 0, dict[str, float]()
    while done < steps and not rate.spent():
        nlp.update(_batch(nlp, feed), sgd=optimizer, drop=recipe.dropout, losses=losses)
        optimizer.step_schedules()
        done += 1
        if done % _REPORT_EVERY == 0:
            said = "  ".join(f"{name} {loss / _REPORT_EVERY:.1f}" for name, loss in losses.items() if name != "tok2vec")
            print(f"{job.component} {done}/{steps}  {time.monotonic() - begun:.0f} s  {said}", file=sys.stderr)
            losses = {}
    folder = job.out / job.component
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    trained = Trained(
        job.component, folder, done, (time.monotonic() - begun) / 60, job.seed, shares, headlines_held=True
    )
    trained.write()
    return trained


class _Rate:
    """The learning rate. Where the time would run out before the steps do, it goes down by the time instead."""

    def __init__(self, steps: int, seconds: float) -> None:
        self._steps, self._seconds, self._begun = steps, seconds, time.monotonic()

    def spent(self) -> bool:
        return self._time_gone() >= 1

    def values(self) -> Iterator[float]:
        step = 0
        while True:
            gone = max(step / self._steps, self._time_gone())
            yield RATE * min(1.0, (step + 1) / WARM_UP) * max(0.0, 1.0 - gone)
            step += 1

    def _time_gone(self) -> float:
        return (time.monotonic() - self._begun) / self._seconds if self._seconds else 0.0


def _batch(nlp: Language, feed: Iterator[list[Sentence]]) -> list[Example]:
    """Groups of sentences until there are about a thousand words."""
    batch: list[Example] = []
    words = 0
    while words < WORDS_PER_STEP:
        (group,) = islice(feed, 1)
        batch.append(training_example(nlp, group))
        words += len(batch[-1].reference)
    return batch

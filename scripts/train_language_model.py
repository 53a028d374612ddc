"""Train qualkit's own Norwegian pipeline (Bokmål and Nynorsk together) and write it with its model card.

    python scripts/train_language_model.py DATA --names names.json.gz --out qualkit/language/model

DATA is a folder outside the repository that holds the corpus as its publishers distribute it: NorNE's `ndt/nob/*.conll`
and `ndt/nno/*.conll`, and the UD dev files of both languages, with and without NorNE's entities (`*nob*dev*.conllu` or
`*bokmaal*dev*.conllu`, and so on). Where UD test files lie there too, their sentences are kept out of the training.
The names are `norwegian_fake_data/data/names.json.gz` of the package norwegian-fake-data 0.2.0.

The two components are trained in two processes, joined, stored as half-precision numbers and measured on dev. No
sentence of the corpus is written anywhere.
"""

from __future__ import annotations

import os

# Two processes share two cores: each keeps to one. Read when numpy is loaded, so it stands before everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from language_model.card import write_card
from language_model.joining import join, load_joined, save_small
from language_model.measuring import measure, rule_agreement
from language_model.recipes import RECIPES
from language_model.training import Job, Trained, train


def main() -> None:
    asked = _arguments()
    if asked.check_rules:
        for language, share in rule_agreement(asked.data).items():
            print(f"{language}: {share:.4f} of the parts of speech that the rules give are UD's")
        return
    work = asked.work or Path(tempfile.mkdtemp(prefix="language-model-"))
    chosen = {"seed": asked.seed, "minutes": asked.minutes, "steps": asked.steps, "swapped": asked.swapped}
    jobs = [Job(name, asked.data, asked.names, work, **chosen) for name in RECIPES if asked.only in (None, name)]
    if asked.only:
        train(jobs[0])
        return
    trained = [_already(job) for job in jobs] if asked.measure_only else _train_all(jobs)
    save_small(join({done.component: done.folder for done in trained}), asked.out)
    figures = measure(load_joined(asked.out), asked.data)
    write_card(asked.out, figures, trained, data=asked.data)
    print((asked.out / "MODEL_CARD.md").read_text(encoding="utf-8"))


def _train_all(jobs: list[Job]) -> list[Trained]:
    with ProcessPoolExecutor(len(jobs), mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(train, jobs))


def _already(job: Job) -> Trained:
    folder = job.out / job.component
    if not (folder / "config.cfg").exists():
        sys.exit(f"Nothing trained in {folder}. Run without --measure-only first.")
    return Trained.read(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with the corpus")
    parser.add_argument("--names", type=Path, default=Path("names.json.gz"), help="the tables of names")
    parser.add_argument("--out", type=Path, default=Path("qualkit/language/model"), help="where the model is written")
    parser.add_argument("--work", type=Path, help="where the two components are kept meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="the longest the training may take (0: no limit)")
    parser.add_argument("--steps", type=int, default=0, help="fewer steps, to try the script")
    parser.add_argument("--swapped", type=float, help="the share of groups of sentences with other names in them")
    parser.add_argument("--only", choices=list(RECIPES), help="train one component into --work, join nothing")
    parser.add_argument("--measure-only", action="store_true", help="join and measure what lies in --work")
    parser.add_argument("--check-rules", action="store_true", help="only hold the rules for parts of speech against UD")
    return parser.parse_args()


if __name__ == "__main__":
    main()

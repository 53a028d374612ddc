"""MODEL_CARD.md: what the model is made of, what it may be used for, and what was measured."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import spacy
import thinc

from .measuring import Figures
from .recipes import RECIPES
from .training import WORDS_PER_STEP, Trained
from .treebank import LANGUAGES, held_out_test

# The figure, its name for people, and what it was to reach in Bokmål and in Nynorsk.
_ROWS: tuple[tuple[str, str, str], ...] = (
    ("upos", "parts of speech (UPOS)", ".965 / .963"),
    ("upos_lower", "the same, text in lower case", ""),
    ("sentences", "sentences F, as shipped (with the rule)", ".970 / .963"),
    ("sentences_without_rule", "sentences F, the trained part alone", ""),
    ("entities_f", "entities F, all classes, GPE as one", ""),
    ("per_org_place_f", "entities F, persons, organisations and places (GPE and LOC as one)", ".80 / .80"),
    ("persons_f", "persons F", ""),
    ("persons_precision", "persons, precision", ""),
    ("persons_recall", "persons, recall", ".90 / .90"),
    ("persons_lower_f", "persons F, text in lower case", ""),
    ("persons_lower_precision", "persons, precision, text in lower case", ""),
    ("persons_lower_recall", "persons, recall, text in lower case", ".70 / .70"),
)
_SEEN = """**Seen in training.** {} headlines of dev were among what these weights were trained on: the treebank ends a
headline with a bar, UD leaves it out, and the two were not recognised as the same. The script has since been put right.
The columns without headlines hold only what was never trained on; believe those.

"""
_CARD = Path(__file__).with_name("card.md")


def write_card(folder: Path, figures: dict[str, Figures], trained: Sequence[Trained], *, data: Path) -> None:
    """Fill in card.md and write it beside the weights."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    filled = _CARD.read_text(encoding="utf-8").format(
        figures=_table(figures),
        size=f"{size:.1f}",
        dev=", ".join(
            f"{one['sentences_in_dev']:,.0f} sentences and {one['words_in_dev']:,.0f} words in {name}"
            for one, name in ((figures["nb"], "Bokmål"), (figures["nn"], "Nynorsk"))
        ),
        speed=" and ".join(f"{figures[code]['words_per_second']:,.0f} ({code})" for code in LANGUAGES),
        training="\n".join(_training(done) for done in trained),
        test=_test(data),
        seen="" if all(done.headlines_held for done in trained) else _SEEN.format(_headlines(figures)),
        versions=f"Python {sys.version_info.major}.{sys.version_info.minor}, spaCy {spacy.__version__}, "
        f"thinc {thinc.__version__}",
    )
    (folder / "MODEL_CARD.md").write_text(filled, encoding="utf-8", newline="\n")


def _table(figures: dict[str, Figures]) -> str:
    columns = ("nb", "nn", "nb prose", "nn prose")
    lines = ["| dev | Bokmål | Nynorsk | Bokmål, no headlines | Nynorsk, no headlines | was to reach |"]
    lines.append("|---|---|---|---|---|---|")
    for key, said, target in _ROWS:
        lines.append(f"| {said} | {' | '.join(_share(figures[column][key]) for column in columns)} | {target} |")
    return "\n".join(lines)


def _headlines(figures: dict[str, Figures]) -> str:
    counts = [figures[c]["sentences_in_dev"] - figures[f"{c} prose"]["sentences_in_dev"] for c in LANGUAGES]
    return " (nb) and ".join(f"{count:.0f}" for count in counts) + " (nn)"


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _training(done: Trained) -> str:
    recipe, shares = RECIPES[done.component], done.shares
    return (
        f"- **{done.component}**: {done.steps:,} steps of about {WORDS_PER_STEP:,} words, {done.minutes:.0f} minutes, "
        f"seed {done.seed}, dropout {recipe.dropout}; other names in {shares.names:.0%} of the groups of sentences, "
        f"{shares.lower:.0%} in lower case, {shares.bare:.0%} in lower case without punctuation, "
        f"{shares.no_stop:.0%} without the last stop."
    )


def _test(data: Path) -> str:
    if all(held_out_test(data, language) for language in LANGUAGES):
        return "The sentences of UD's dev and test files were taken out of the training data."
    return (
        "The sentences of UD's dev files were taken out of the training data; those of its test files had been taken "
        "out of the copy that was used (whether its headlines too is not known)."
    )

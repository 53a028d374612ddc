"""Which spaCy pipeline reads the Norwegian, and how it is loaded.

Nothing here reaches the network: a pipeline is a folder on this machine, a package that is installed, or the one that
comes with qualkit.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from thinc.api import Model, use_ops

from qualkit.errors import InputError, ReadError
from qualkit.language.sentence_rule import BY_LINE, BY_RULE, CORRECTED

if TYPE_CHECKING:
    from thinc.types import Floats2d

SETTING = "QUALKIT_PIPELINE"
OURS = "qualkit_nb_nn"
RULES = "rules"
_OUR_FOLDER = Path(__file__).parent / "model"
# The largest is the most accurate. All three are for Bokmål, and none of them is required.
_PUBLISHED = ("nb_core_news_lg", "nb_core_news_md", "nb_core_news_sm")

# What spaCy and its parts are known to raise over a folder or package that is damaged or made for another version.
_CANNOT_LOAD = (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError)


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline and what is to be said of it.

    `name` is the package's name, what a folder's own meta.json calls it, `qualkit_nb_nn` (the one that comes with
    qualkit) or `rules`. `version` is the pipeline's own, `components` what it does, in order. `why` says how it came to
    be this one.
    """

    nlp: Language
    name: str
    version: str
    components: tuple[str, ...]
    why: str

    @property
    def label(self) -> str:
        """One line for a footer or a screen: name, version and the version of spaCy."""
        return f"{self.name} {self.version} (spaCy {spacy_version})"


def load_pipeline(name: str | Path | None = None) -> Pipeline:
    """The pipeline that is asked for, or else the best that is here.

    `name` is the name of an installed spaCy package, the path of a pipeline's folder, `qualkit_nb_nn` or `rules`.
    Where it is None, the environment variable `QUALKIT_PIPELINE` is asked, and then, in order: nb_core_news_lg,
    nb_core_news_md and nb_core_news_sm if they are installed; qualkit's own, for Bokmål and Nynorsk; and a blank
    pipeline that finds sentences by rule. `Pipeline.name` and `.why` tell which one it was. A package that is installed
    but cannot be loaded is passed over, and `.why` says so.

    Raises `InputError` for a name that is neither installed nor a folder, `ReadError` for a pipeline asked for by name
    that cannot be loaded. Each call loads anew, which takes about a second: keep what you get.
    """
    asked = str(name) if name is not None else os.environ.get(SETTING, "").strip()
    if asked:
        return _asked_for(asked, "asked for" if name is not None else f"set in {SETTING}")
    passed_over = ""
    for found, load in _here():
        try:
            return _with_rule(load(), found, f"the first of those that are here{passed_over}")
        except _CANNOT_LOAD as problem:
            passed_over += f"; {found} is here but cannot be loaded ({_first_line(problem)})"
    return _by_rules(f"no trained pipeline is here{passed_over}")


def _here() -> Iterator[tuple[str, Callable[[], Language]]]:
    for package in _PUBLISHED:
        if importlib.util.find_spec(package) is not None:
            yield package, partial(_load, package)
    if _OUR_FOLDER.is_dir():
        yield OURS, partial(_load, _OUR_FOLDER)


def _asked_for(asked: str, why: str) -> Pipeline:
    if asked == RULES:
        return _by_rules(why)
    folder = _OUR_FOLDER if asked == OURS else Path(asked).expanduser()
    if (folder / "config.cfg").is_file():
        source: str | Path = folder
    elif asked.isidentifier() and importlib.util.find_spec(asked) is not None:
        source = asked
    else:
        raise InputError(
            f"There is no pipeline «{asked}» here ({why}). Give the folder of a spaCy pipeline (the one that holds "
            f"config.cfg), the name of a package that is installed, {OURS} or {RULES}."
        )
    try:
        nlp = _load(source)
        return _with_rule(nlp, str(nlp.meta.get("name") or folder.name) if source is folder else asked, why)
    except _CANNOT_LOAD as problem:
        message = f"The pipeline «{asked}» ({why}) cannot be loaded with spaCy {spacy_version}: {_first_line(problem)}"
        raise ReadError(
            f"{message} Install one that was made for this version, or ask for {OURS}.", path=asked
        ) from problem


def _load(source: str | Path) -> Language:
    # numpy's own BLAS is about twice as fast here as the one that comes with spaCy. A model keeps the arithmetic it
    # is built with; outside this block, and for whatever else this program uses spaCy for, nothing changes.
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(source)
    for _, pipe in nlp.pipeline:
        _to_single_precision(pipe)
    return nlp


def _to_single_precision(pipe: object) -> None:
    """Weights may be stored as half-precision numbers, to be small. They are computed with as single ones."""
    model = getattr(pipe, "model", None)
    for node in model.walk() if isinstance(model, Model) else ():
        for parameter in node.param_names:
            if node.has_param(parameter) and node.get_param(parameter).dtype == "float16":
                node.set_param(parameter, cast("Floats2d", node.get_param(parameter).astype("float32")))


def _with_rule(nlp: Language, name: str, why: str) -> Pipeline:
    """No sentence runs over a line break, whatever finds sentences here: that is where a turn ends."""
    if "senter" in nlp.pipe_names:
        nlp.add_pipe(CORRECTED, after="senter")
    elif "parser" in nlp.pipe_names:
        # A parser keeps to the beginnings that are there before it.
        nlp.add_pipe(BY_LINE, before="parser")
    elif "sentencizer" not in nlp.pipe_names:
        nlp.add_pipe(BY_RULE, first=True)
    return Pipeline(nlp, name, str(nlp.meta.get("version", "")), tuple(nlp.pipe_names), why)


def _by_rules(why: str) -> Pipeline:
    nlp = spacy.blank("nb")
    nlp.add_pipe(BY_RULE)
    return Pipeline(nlp, RULES, "1", tuple(nlp.pipe_names), why)


def _first_line(problem: Exception) -> str:
    return str(problem).strip().split("\n")[0]

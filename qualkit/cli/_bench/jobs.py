"""The jobs that are timed. A group of them runs in a process of its own, so that its memory is its own too.

Every group opens the project anew, and is given the study of which earlier groups have made the project. Times are
taken from the call to its answer, opening and Python's own start-up left out unless they are the job.
"""

from __future__ import annotations

import random
import shutil
import statistics
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import Any

import pandas as pd

from qualkit.cli._bench.codings import CODERS
from qualkit.cli._bench.corpus import SEED, Study
from qualkit.project import Project
from qualkit.records import Transcript
from qualkit.store import Store
from qualkit.store.joining import merge_projects
from qualkit.transcripts import load_transcripts

Times = Iterator[tuple[str, float]]
"""The key of a job, and its seconds."""

#: How many codings are saved one by one, in how many documents, and of how many words each.
SINGLES, IN_DOCUMENTS, WORDS = 200, 20, 12

#: The version named before the changes that a diff is made of.
BEFORE = "før endringene"

#: How many passages are split off one code, where it has so many.
SPLIT = 5_000


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


def load_and_add(study: Study) -> Times:
    """A folder of Word files into a new project."""
    with Project.create(study.project, codebook=study.codebook) as project:
        begun = perf_counter()
        transcripts = load_transcripts(study.interviews)
        loaded = perf_counter()
        added = project.add(transcripts)
        ended = perf_counter()
        if len(added.documents) != len(transcripts):  # type: ignore[union-attr]  # Preview only where asked for
            raise RuntimeError(f"Only some interviews were added: {added}")
    yield "load", loaded - begun
    yield "add", ended - loaded
    yield "import", ended - begun


def code_many(study: Study) -> Times:
    """All codings, one step for each coder."""
    frame = pd.read_csv(study.codings)
    with Project.open(study.project) as project:
        begun = perf_counter()
        for coder, own in frame.groupby("coder"):
            project.code_many(own, coder=str(coder))
        yield "code_many", perf_counter() - begun


def undo_and_redo(study: Study) -> Times:
    """The bulk coding taken back and brought back, in another session than it was made in."""
    with Project.open(study.project) as project:
        yield "undo", sum(seconds(partial(project.undo, coder=coder)) for coder in CODERS)
        yield "redo", sum(seconds(partial(project.redo, coder=coder)) for coder in reversed(CODERS))


def single_codings(study: Study) -> Times:
    """Codings saved one at a time, each a step, with everything else in the project already."""
    with Project.open(study.project) as project:
        codes = [code.id for code in project.codebook()]
        names = project.documents()["document"].to_list()[:IN_DOCUMENTS]
        passages = _passages([project.transcript(name) for name in names])
    # Opened anew, so that the first coding in each document also reads that document, as it does for a person.
    with Project.open(study.project) as project:
        taken = sorted(
            seconds(partial(project.code, **passage, as_=as_, coder="MB"))
            for passage, as_ in zip(passages, cycle(codes), strict=False)
        )
    yield "code", statistics.median(taken)
    yield "code_p95", taken[int(len(taken) * 0.95)]


def _passages(documents: list[Transcript]) -> list[dict[str, Any]]:
    """What to code: in each document the same number of passages, of words that stand once in their turn."""
    chance = random.Random(f"{SEED}/singles")
    each = -(-SINGLES // len(documents))
    passages: list[dict[str, Any]] = []
    for document in documents:
        found = []
        for number, turn in enumerate(document.turns, 1):
            words = turn.text.split(" ")
            first = chance.randrange(max(1, len(words) - WORDS))
            quoted = " ".join(words[first : first + WORDS])
            if turn.informant != "I" and turn.text.count(quoted) == 1:
                found.append({"informant": turn.informant, "words": quoted, "document": document.name, "turn": number})
        passages += chance.sample(found, min(each, len(found)))
    return passages[:SINGLES]


def merge_and_undo(study: Study) -> Times:
    """The two most used of the codes with none below them read as one, and that taken back."""
    with Project.open(study.project) as project:
        above = {code.parent for code in project.codebook()}
    # Codes with others below them cannot be merged here: those below have the same names everywhere.
    most, next_most = [code for code in _by_use(study) if code not in above][:2]
    with Project.open(study.project) as project:
        yield "merge", seconds(lambda: project.merge([next_most], into=most, coder="MB"))
        yield "merge_undo", seconds(lambda: project.undo(coder="MB"))


def split_and_undo(study: Study) -> Times:
    """Passages of the most used code moved to a new one, and that taken back."""
    code = _by_use(study)[0]
    with Project.open(study.project) as project:
        chosen = _to_split(project, code)
    with Project.open(study.project) as project:
        yield "split", seconds(lambda: project.split(code, codings=chosen, into="Skilt ut", coder="MB"))
        yield "split_undo", seconds(lambda: project.undo(coder="MB"))


def count_under_an_old_codebook(study: Study) -> Times:
    """Today's codings counted with the codebook from before a split, and that taken back."""
    code = _by_use(study)[0]
    with Project.open(study.project) as project:
        project.version("Før delingen", coder="MB")
        project.split(code, codings=_to_split(project, code), into="Delt fra", coder="MB")
    with Project.open(study.project) as project:
        yield "codings_at", seconds(lambda: project.frequencies(by="role", at="Før delingen"))
        yield "codings_at_again", seconds(lambda: project.frequencies(by="role", at="Før delingen"))
        for _made in ("split", "version"):
            project.undo(coder="MB")


def _to_split(project: Project, code: str) -> list[str]:
    """The ids of the passages of a code itself, not of those below it, as many as are split off at once."""
    found = project.codings(where={"code": code})
    own = found[found["code_path"] == project.codebook().path(code)]
    return [str(coding) for coding in own["coding"]][:SPLIT]


def _by_use(study: Study) -> list[str]:
    """The ids of the codes in the bulk coding, the most used first."""
    return [str(code) for code in pd.read_csv(study.codings)["code"].value_counts().index]


def diff_of_200(study: Study) -> Times:
    """What 200 changes of the codebook come to, told in words. The changes are made first, and stay."""
    with Project.open(study.project) as project:
        project.version(BEFORE, coder="LO")
        _change_200(project, _by_use(study))
    with Project.open(study.project) as project:
        yield "diff", seconds(lambda: project.diff(BEFORE).text())


def _change_200(project: Project, by_use: list[str]) -> None:
    """60 renamed and 60 redefined, 60 made, 15 moved, 10 retired, 10 merged and 5 split."""
    codes = [code.id for code in project.codebook()]
    below = [code.id for code in project.codebook() if code.parent]
    for number, code in enumerate(codes):
        # Names of their own, so that no move or merge brings two of one name under one parent.
        project.rename(code, f"Omdøpt {number}", coder="LO", why="Slik sier de det selv.")
        project.redefine(code, definition=f"Det informanten sier om sak {number}.", coder="LO", present=["MB", "AK"])
    for number in range(60):
        project.add_code(f"Ny {number}", parent=codes[number], definition="Noe som kom til.", coder="LO")
    for code in below[:15]:
        project.move(code, coder="LO", why="Den sto for langt nede.")
    for code in below[15:25]:
        project.retire(code, coder="LO", why="For vid.")
    for number in range(10):
        project.merge([below[25 + number]], into=below[36 + number], coder="LO", why="Det var samme sak.")
    merged = below[25:35]
    for number, code in enumerate([code for code in by_use if code not in merged][:5]):
        found = project.codings(where={"code": code})
        own = found[found["code_path"] == project.codebook().path(code)]
        chosen = own["coding"].to_list()[: max(1, len(own) // 3)]
        project.split(code, codings=chosen, into=f"Skilt ut {number}", coder="LO", why="To slags.")


def open_project(study: Study) -> Times:
    """Opening, and the first thing a screen asks: how far the log has come."""
    begun = perf_counter()
    with Project.open(study.project) as project:
        project.revision()
        yield "open", perf_counter() - begun


def _first_and_again(key: str, ask: Callable[[Project], object]) -> Callable[[Study], Times]:
    """A table asked for right after opening, and once more."""

    def group(study: Study) -> Times:
        with Project.open(study.project) as project:
            yield key, seconds(lambda: ask(project))
            yield f"{key}_again", seconds(lambda: ask(project))

    return group


def _once(key: str, ask: Callable[[Project, Study], object]) -> Callable[[Study], Times]:
    """A job done right after opening."""

    def group(study: Study) -> Times:
        with Project.open(study.project) as project:
            yield key, seconds(lambda: ask(project, study))

    return group


def _export(key: str, name: str, **how: Any) -> Callable[[Study], Times]:
    return _once(key, lambda project, study: project.export(study.exports / name, **how))


def reread(study: Study) -> Times:
    """The list after a code came, and one interview marked read; both taken back."""
    with Project.open(study.project) as project:
        project.add_code("Kom til sist", coder="MB")
        yield "to_reread", seconds(project.to_reread)
        document = project.documents()["document"][0]
        yield "mark_read", seconds(lambda: project.mark_read(document, coder="MB"))
        for _ in range(2):
            project.undo(coder="MB")


def rebuild(study: Study) -> Times:
    """The whole log folded into the tables again."""
    store = Store.open(study.project)
    yield "rebuild", seconds(store.rebuild)
    store.close()


def copies_apart(study: Study) -> Times:
    """Nothing timed: two copies of the project as it was before any coding, in each of which one person codes it all.

    In a process of its own, since it needs more memory than bringing them together does.
    """
    frame = pd.read_csv(study.codings)
    bare = study.folder / "bare.qualkit"
    with Project.create(bare, codebook=study.codebook) as project:
        project.add(load_transcripts(study.interviews))
    for name, coder in zip(_COPIES, CODERS, strict=True):
        copy = shutil.copy(bare, study.folder / name)
        with Project.open(copy) as project:
            project.code_many(frame, coder=coder)
    yield from ()


_COPIES = ("one.qualkit", "other.qualkit")


def union(study: Study) -> Times:
    """The two brought together in a third file, and what there is to review then."""
    one, other = (study.folder / name for name in _COPIES)
    together = study.folder / "together.qualkit"
    yield "union", seconds(lambda: merge_projects(one, other, out=together))
    with Project.open(together) as project:
        yield "review", seconds(project.review)
        yield "take_in", seconds(lambda: project.take_in(other))


def erase(study: Study) -> Times:
    """One informant of that erased, where twice as much is coded."""
    with Project.open(study.folder / "together.qualkit") as project:
        informant = next(one for one in project.informants()["informant"] if one.startswith("R"))
        yield "quoting", seconds(lambda: project.quoting(informant))
        yield "erase", seconds(lambda: project.erase(informant, coder="MB"))


GROUPS: Mapping[str, Callable[[Study], Times]] = {
    "import": load_and_add,
    "code_many": code_many,
    "undo": undo_and_redo,
    "code": single_codings,
    "merge": merge_and_undo,
    "split": split_and_undo,
    "codings_at": count_under_an_old_codebook,
    "open": open_project,
    "frequencies_role": _first_and_again("role", lambda project: project.frequencies(by="role")),
    "frequencies_informant": _first_and_again("informant", lambda project: project.frequencies(by="informant")),
    "matrix": _first_and_again("matrix", lambda project: project.matrix("theme", "informant")),
    "cooccurrence": _first_and_again("cooccurrence", lambda project: project.cooccurrence()),
    "code_informants": _first_and_again("code_informants", lambda project: project.code_informants()),
    "similar": _first_and_again("similar", lambda project: project.similar_codes()),
    "to_reread": reread,
    "codings": _first_and_again("codings", lambda project: project.codings()),
    "csv": _export("csv", "codings.csv"),
    "xlsx": _export("xlsx", "codings.xlsx"),
    "workbook": _export("workbook", "koder.xlsx"),
    "parquet": _export("parquet", "codings.parquet"),
    "docx": _export("docx", "sitater.docx"),
    "check": _once("check", lambda project, _study: project.check()),
    "rebuild": rebuild,
    "diff": diff_of_200,
    "backup": _once("backup", lambda project, study: project.backup(study.exports)),
    "copies": copies_apart,
    "union": union,
    "erase": erase,
}
"""The groups, in the order they are run in: each needs the project that those before it left."""

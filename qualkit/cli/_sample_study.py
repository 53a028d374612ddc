"""The sample study: invented interviews, a codebook with its history and a scripted coding, made into a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.errors import ReadError

if TYPE_CHECKING:
    from qualkit.project import Project

#: Who made the project, in its log. So a demo knows its own work, whatever the file is called.
BUILDER = "qualkit demo"

_PACKAGE = Path(__file__).resolve().parent.parent

_MEMOS = (
    ("MB", "posisjon", None, "Jeg har selv vært avdelingsleder i en liten kommune, og blir fort enig med rektorene. "
     "Når en veileder forteller om reiser og full undervisning, må jeg lese en gang til før jeg koder."),
    ("AK", "etter intervju", ("document", "r2_gruppe"), "De to rektorene fullførte setningene for hverandre. "
     "Jeg tror de hadde snakket sammen i bilen. Hva hadde de sagt hver for seg?"),
    ("MB", "analytisk", ("theme", "Kapasitet"), "Skoleeierne sier stillinger, rektorene sier tid og veilederne sier "
     "reiser. Det er kanskje ikke det samme de mangler. Leser temaet rolle for rolle før vi skriver mer."),
)  # fmt: skip


def transcripts_folder() -> Path:
    """Where the sample interviews lie, with their informants.csv, documents.csv and codings.csv."""
    return _folder("transcripts", "transcripts_sample")


def codebook_folder() -> Path:
    """Where the sample codebook lies."""
    return _folder("codebooks", "codebooks") / "partnerskap"


def _folder(in_package: str, in_checkout: str) -> Path:
    """In a wheel the data are inside the package, in a checkout beside it. Raises ReadError where they are not."""
    places = (_PACKAGE / "sample" / in_package, _PACKAGE.parent / in_checkout)
    for place in places:
        if place.is_dir():
            return place
    raise ReadError(
        f"The sample study is not in this installation ({places[0]}). Install qualkit anew.", path=places[0]
    )


def build_sample(path: Path, files: Path) -> Project:
    """Make the sample project at `path`: documents, a coding step per coder, three memos, and what became of the
    codebook until v04, whose files go into the new folder `files`. Answers it open.

    Raises ProjectError where something stands there already.
    """
    import qualkit as qk
    from qualkit.cli._sample_history import FIRST_REASON, live_through, moment
    from qualkit.store.events import dated

    with dated(moment("2025-06-02")):
        project = qk.Project.create(path, codebook=codebook_folder() / "v01.yaml", coder=BUILDER)
    try:
        with dated(moment("2025-06-02")):
            project.add(qk.load_transcripts(transcripts_folder()), coder=BUILDER)
            project.export_codebook(files, why=FIRST_REASON, coder="MB")
        _code_first(project)
        live_through(project, files)
    except BaseException:
        project.close()
        raise
    return project


def _code_first(project: Project) -> None:
    """What the two coders did before the first workshop, and three memos."""
    from qualkit.cli._coding_sheet import read_codings
    from qualkit.cli._sample_history import moment
    from qualkit.store.events import dated

    sheet = read_codings(codebook_folder() / "codings_v01.csv", project)
    for problem in sheet.problems:
        raise problem
    days = {"MB": "2025-06-20", "AK": "2025-06-27"}
    for coder, frame in sheet.frames.items():
        with dated(moment(days[coder])):
            project.code_many(frame, coder=coder)
    for coder, kind, about, text in _MEMOS:
        with dated(moment("2025-06-30")):
            project.memo(text, about=about, kind=kind, coder=coder)

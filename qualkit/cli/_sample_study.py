"""The sample study: invented interviews, a codebook and a scripted coding, made into a project."""

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


def build_sample(path: Path) -> Project:
    """Make the sample project at `path`: documents, a coding step per coder, three memos. Answers it open.

    Raises ProjectError where something stands there already.
    """
    import qualkit as qk
    from qualkit.cli._coding_sheet import read_codings

    project = qk.Project.create(path, codebook=codebook_folder(), coder=BUILDER)
    try:
        project.add(qk.load_transcripts(transcripts_folder()), coder=BUILDER)
        sheet = read_codings(transcripts_folder() / "codings.csv", project)
        for problem in sheet.problems:
            raise problem
        for coder, frame in sheet.frames.items():
            project.code_many(frame, coder=coder)
        for coder, kind, about, text in _MEMOS:
            project.memo(text, about=about, kind=kind, coder=coder)
    except BaseException:
        project.close()
        raise
    return project

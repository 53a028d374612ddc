"""Make the sample study's codebook and its codings anew: v01 to v04, history.yaml, codings.csv, and the notes on what
changed that stand in the documents.

    python scripts/make_sample.py

The story stands in qualkit/cli/_sample_history.py. From v01.yaml and codings_v01.csv (the codings as they were first
made) it gives the same files each time; a test holds those in the repository to that.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from pathlib import Path

import qualkit as qk
from qualkit.cli._sample_study import build_sample

TOP = Path(__file__).resolve().parents[1]
CODEBOOK = TOP / "codebooks" / "partnerskap"
NOTES_FILE = "endringer-v01-v04.md"
NOTES = """<!-- Laget av scripts/make_sample.py. -->

Slik ser `qualkit diff v01 v04` ut i eksempelstudien: hva som ble endret i kodeboken fra juni til desember, for dem som
ikke var med. Alt er oppdiktet.

"""
COLUMNS = ("document", "informant", "words", "code", "coder", "stance", "prompted")


def make(into: Path) -> None:
    """Build the study, and put its codebook, its codings of today and the notes into the folders `codebook`,
    `transcripts` and `docs`."""
    (into / "docs").mkdir()
    (into / "transcripts").mkdir()
    with build_sample(into / "partnerskap.qualkit", into / "codebook") as project:
        rows = today(project)
        notes = NOTES + project.diff("v01", "v04").markdown("nb")
    (into / "docs" / NOTES_FILE).write_text(notes, encoding="utf-8", newline="\n")
    with (into / "transcripts" / "codings.csv").open("w", encoding="utf-8", newline="") as opened:
        written = csv.DictWriter(opened, COLUMNS, lineterminator="\n")
        written.writeheader()
        written.writerows(rows)


def today(project: qk.Project) -> list[dict[str, str]]:
    """The codings as the newest codebook has them, by when they were made: those whose code is still in use."""
    book = project.codebook()
    made = project.codings().sort_values(["at", "document", "start", "end", "code_path"], kind="stable")
    rows = [row for row in made.to_dict("records") if not book.find(row["code_path"]).retired]
    return [
        {
            "document": row["document"],
            "informant": row["informant"].split("; ")[0] if isinstance(row["informant"], str) else "",
            "words": row["text"],
            "code": row["code"],
            "coder": row["coder"],
            "stance": row["stance"] if isinstance(row["stance"], str) else "",
            "prompted": "" if row["prompted"] not in (True, False) else str(row["prompted"]).lower(),
        }
        for row in rows
    ]


def main() -> int:
    """Make them, and put them where they belong."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        for path in sorted((Path(folder) / "codebook").iterdir()):
            shutil.copy(path, CODEBOOK / path.name)
        shutil.copy(Path(folder) / "transcripts" / "codings.csv", TOP / "transcripts_sample" / "codings.csv")
        shutil.copy(Path(folder) / "docs" / NOTES_FILE, TOP / "docs" / NOTES_FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A sentence and a name nobody else would write are put in a study. Afterwards they are where docs/personvern.md says,
and nowhere else on the disk."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pyarrow.parquet as pq
import pytest

TOP = Path(__file__).parent.parent

SENTENCE = "Kanarifuglen i kjelleren visste det lenge for oss"
NAME = "Tordis Kanarinesset"

REGISTER = f"code,role,group,name\nR1.1,Skoleleder,1,{NAME}\nI,intervjuer,,\n"
INTERVIEW = f"I: Når ble det klart?\n\n{NAME}: {SENTENCE}, altså.\n\nI: Hvordan da?\n\n{NAME}: Det sa ingen noe om.\n"
CODEBOOK = "name: Studie\ncodes:\n- id: tid\n  name: Tid\nthemes:\n- id: kapasitet\n  name: Kapasitet\n  codes: [tid]\n"

EXPORTS = ("koder.xlsx", "koder.csv", "koder.parquet", "koder.json", "koder.jsonl", "sitater.docx", "sitater.md")
#: Exports in which nobody's words stand, and no name of the register may stand in any.
WORDLESS = ("informants.csv", "documents.csv", "frequencies.docx", "history.csv")

# Runs commands in one process, telling every file that Python itself opens for writing.
COMMANDS = """
import json, os, sys
written = []
def note(event, given):
    if event == "open" and isinstance(given[0], str) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(os.path.abspath(given[0]))
sys.addaudithook(note)
from qualkit.cli import main
for words in json.loads(sys.argv[1]):
    code = main(words, standalone_mode=False)
    assert not code, (words, code)
print(json.dumps(written))
"""

DYING = """
import os, sys
import qualkit as qk
project = qk.Project.open("studie.qualkit")
project.memo(sys.argv[1], coder="MB")
os._exit(9)
"""


class Machine:
    """A home, a folder for temporary files and a working folder, all empty and all ours."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.home, self.temporary, self.raw, self.work = (
            top / name for name in ("hjem", "tmp", "intervjuer", "arbeid")
        )
        for folder in (self.home, self.temporary, self.raw, self.work):
            folder.mkdir()
        (self.raw / "informants.csv").write_text(REGISTER, encoding="utf-8")
        (self.raw / "r1.txt").write_text(INTERVIEW, encoding="utf-8")
        (self.work / "kodebok").mkdir()
        (self.work / "kodebok" / "v01.yaml").write_text(CODEBOOK, encoding="utf-8")

    def python(self, code: str, *words: str) -> subprocess.CompletedProcess[str]:
        homes = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
        homes += tuple(f"XDG_{what}_HOME" for what in ("CACHE", "CONFIG", "DATA", "STATE"))
        places = {name: str(self.home) for name in homes}
        places |= {name: str(self.temporary) for name in ("TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR")}
        kept = {
            name: value for name, value in os.environ.items() if name not in ("QUALKIT_CODER", "PYTHONPYCACHEPREFIX")
        }
        own = {"PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=self.work,
            env={**kept, **places, **own},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def run(self, *commands: list[str]) -> list[Path]:
        """Run commands; the files that Python opened for writing."""
        done = self.python(COMMANDS, json.dumps(commands))
        assert done.returncode == 0, done.stderr
        return [Path(path) for path in json.loads(done.stdout.splitlines()[-1])]

    def holding(self, words: str) -> set[str]:
        """Files under the top folder, the raw ones left out, that hold these words in any form."""
        files = (path for path in self.top.rglob("*") if path.is_file() and self.raw not in path.parents)
        return {
            path.relative_to(self.top).as_posix() for path in files if any(holds(one, words) for one in contents(path))
        }


def holds(content: bytes, words: str) -> bool:
    return any(words.encode(form) in content for form in ("utf-8", "utf-16-le", "utf-16-be"))


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed in it. A project's pages are not packed."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str).encode("utf-8")
        yield str(table.schema.metadata).encode("utf-8")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.run(
        ["new", "studie.qualkit", "--codebook", "kodebok"],
        ["import", str(made.raw)],
        ["code", "R1.1", SENTENCE, "--as", "Tid", "--coder", "MB"],
    )
    return made


def documented() -> list[str]:
    """The file names in the first column of the table in docs/personvern.md."""
    text = (TOP / "docs" / "personvern.md").read_text(encoding="utf-8")
    table = text.split("## Filene")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_words_and_names_are_kept_where_the_document_says_and_nowhere_else(machine: Machine) -> None:
    raw = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in machine.raw.iterdir()}
    written = machine.run(
        *(["export", name] for name in EXPORTS + WORDLESS),
        ["backup", "kopier"],
        ["check"],
    )
    (copy,) = (machine.work / "kopier").iterdir()
    written += machine.run(["restore", f"kopier/{copy.name}", "hentet.qualkit"])

    projects = {"arbeid/studie.qualkit", f"arbeid/kopier/{copy.name}", "arbeid/hentet.qualkit"}
    assert machine.holding(SENTENCE) == projects | {f"arbeid/{name}" for name in EXPORTS}
    assert machine.holding(NAME) == projects  # names never enter exports
    allowed = [*documented(), "hentet.qualkit"]  # a project file too, under the name it was restored to
    for path in machine.holding(SENTENCE):
        assert any(fnmatch(Path(path).name, name) for name in allowed), path
    assert list(machine.home.rglob("*")) == list(machine.temporary.rglob("*")) == []
    outside = [path for path in written if machine.work not in path.parents and str(path) != os.devnull]
    assert outside == []
    assert any(path.name.startswith(".qualkit-") for path in written)  # so the list above is a real one
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in machine.raw.iterdir()} == raw


def test_a_program_that_dies_leaves_its_words_beside_the_project_only(machine: Machine) -> None:
    said = "Kanarinotatet ble skrevet rett for strommen gikk"
    assert machine.python(DYING, said).returncode == 9
    assert machine.holding(said) == {"arbeid/studie.qualkit-wal"}
    machine.run(["memos"])
    assert machine.holding(said) == {"arbeid/studie.qualkit"}


def test_what_is_undone_stays_in_the_log_as_the_document_says(machine: Machine) -> None:
    said = "Kanarinotatet som ble angret"
    machine.run(["memo", said, "--coder", "MB"], ["undo", "--coder", "MB"], ["export", "memos.csv"])
    assert machine.holding(said) == {"arbeid/studie.qualkit"}


def test_the_copy_before_an_upgrade_is_named_as_the_document_says(machine: Machine) -> None:
    older = (
        "import sqlite3; c = sqlite3.connect('studie.qualkit'); c.execute('UPDATE meta SET projection = 0'); c.commit()"
    )
    assert machine.python(older).returncode == 0
    machine.run(["documents"])
    copies = machine.holding(SENTENCE) - {"arbeid/studie.qualkit"}
    assert len(copies) == 1
    assert any(fnmatch(Path(path).name, name) for path in copies for name in documented() if "before" in name)


def test_what_is_erased_is_in_no_file_of_the_project_and_no_old_copy_brings_it_back(machine: Machine) -> None:
    machine.run(["memo", f"Hun sa: {SENTENCE}", "--about", "informant:R1.1", "--coder", "MB"], ["backup", "kopier"])
    (old,) = (machine.work / "kopier").iterdir()
    machine.run(
        ["erase", "R1.1", "--also", "all", "--yes", "--coder", "MB"],
        ["merge-projects", f"kopier/{old.name}", "studie.qualkit", "--out", "samlet.qualkit"],
        ["check", "-p", "studie.qualkit"],
        ["check", "-p", "samlet.qualkit"],
    )
    assert machine.holding(SENTENCE) == machine.holding(NAME) == {f"arbeid/kopier/{old.name}"}

"""`qualkit import`: the good ones are in, each bad one has its sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from cli_study import REGISTER, REKTOR, Run

import qualkit as qk

UNKNOWN = "I: Hvem er du?\nVaktmesteren: Jeg bare låser opp.\nI: Ja?\nVaktmesteren: Og låser igjen.\n"


def word(*paragraphs: str) -> bytes:
    document, whole = docx.Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(whole)
    return whole.getvalue()


def zipped(**members: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name.replace("__", "/"), text)
    return whole.getvalue()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The folder of the issue: three good files, and four that are not what they should be."""
    folder = tmp_path / "fiendtlig"
    folder.mkdir()
    (folder / "informants.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "god.docx").write_bytes(word("I: Hvordan gikk det?", "R1.1: Det gikk seg til, på et vis."))
    (folder / "bombe.docx").write_bytes(zipped(word__document_xml="<w/>" + "a" * 30_000_000))
    (folder / "omdoept.docx").write_bytes(zipped(bilde_txt="Dette er ikke Word."))
    (folder / "tom.txt").write_bytes(b"")
    (folder / "gammel.txt").write_bytes("I: Når?\nS1: På våren, før påske.\n".encode("cp1252"))
    vtt = "\ufeffWEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Tormod>Vi prøvde på nytt.</v>\n"
    (folder / "film.vtt").write_text(vtt, encoding="utf-8")
    (folder / "ukjent.txt").write_text(UNKNOWN, encoding="utf-8")
    return folder


def test_a_hostile_folder_lets_the_good_in_and_tells_of_each_bad_one(hostile: Path, run: Run, tmp_path: Path) -> None:
    run("new", "studie.qualkit")
    command = [sys.executable, "-m", "qualkit", "import", str(hostile)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == ["film", "gammel", "god"]
    for bad in ("bombe.docx", "omdoept.docx", "tom.txt"):
        assert [bad in line for line in done.stderr.splitlines()].count(True) == 1
    assert "ukjent, turn 2 (and 1 more): nobody in the register is called «Vaktmesteren»." in done.stderr
    with qk.Project.open("studie.qualkit") as project:
        assert list(project.documents()["document"]) == ["film", "gammel", "god"]
        assert project.transcript("gammel").text == "Når?\nPå våren, før påske."
        assert list(project.documents()["informants"]) == ["R1.1", "S1", "R1.1"]


def test_a_folder_without_fault_ends_well(folder: Path, run: Run) -> None:
    run("new", "studie.qualkit")
    done = run("import", folder)
    assert done.stdout == "r1_1  txt, labels  4 turns  I, R1.1\ns1  txt, labels  2 turns  I, S1\n"
    assert done.stderr == ""


def test_importing_again_adds_nothing_and_says_so(study: Path, folder: Path, run: Run) -> None:
    done = run("import", folder)
    assert done.stdout == ""
    assert "r1_1 is in the project already, with the same text." in done.stderr


def test_another_text_under_the_same_name_is_refused(study: Path, folder: Path, run: Run) -> None:
    (folder / "s1.txt").write_text("S1: Noe helt annet.\n", encoding="utf-8")
    assert "s1 is in the project already with another text." in run("import", folder, exit_code=2).stderr


def test_files_without_a_register_are_keyed_with_the_projects(study: Path, run: Run) -> None:
    Path("va.txt").write_text("I: Ja?\nVa: Jeg reiser hver uke.\n", encoding="utf-8")
    assert run("import", "va.txt").stdout == "va  txt, labels  2 turns  I, Va\n"


def test_without_any_register_nobody_is_keyed_and_a_message_says_what_to_do(run: Run) -> None:
    run("new", "studie.qualkit")
    Path("r1_1.txt").write_text(REKTOR, encoding="utf-8")
    done = run("import", "r1_1.txt")
    assert "nobody keyed" in done.stdout
    assert "import again with --informants" in done.stderr
    run("undo", "--of", "*", "--coder", "MB")
    Path("liste.csv").write_text(REGISTER, encoding="utf-8")
    assert "I, R1.1" in run("import", "r1_1.txt", "--informants", "liste.csv").stdout


def test_every_unknown_speaker_of_a_file_is_told_at_once(study: Path, run: Run) -> None:
    Path("mote.txt").write_text("Kari: Hei.\nOla: Hei.\n" * 2 + "I: Da begynner vi.\n", encoding="utf-8")
    said = run("import", "mote.txt", exit_code=2).stderr
    assert said.count("«Kari»") == 1
    assert said.count("«Ola»") == 1


def test_a_dry_run_tells_of_each_file_and_adds_nothing(hostile: Path, run: Run) -> None:
    run("new", "studie.qualkit")
    before = Path("studie.qualkit").read_bytes()
    done = run("import", hostile, "--dry-run", exit_code=2)
    assert "film  vtt, voices  1 turns  R1.1\n  Tormod → R1.1\n  repaired: byte order mark (1)\n" in done.stdout
    assert "  Vaktmesteren → ?\n" in done.stdout
    assert "gammel.txt is not UTF-8" in done.stdout
    assert "nobody in the register is called «Vaktmesteren»" in done.stderr
    assert "Nothing was added: this was a dry run. 3 document(s) would be." in done.stderr
    assert Path("studie.qualkit").read_bytes() == before


def test_an_empty_name_is_not_the_folder_one_stands_in(study: Path, run: Run) -> None:
    assert "a name is empty" in run("import", "", exit_code=2).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="names differ in case only on other systems")
def test_a_register_in_any_case_keys_its_folder(study: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "nye"
    folder.mkdir()
    (folder / "Informants.csv").write_text("code,role\nS7,Skoleeier\nI,intervjuer\n", encoding="utf-8")
    (folder / "s7.txt").write_text("I: Hei.\nS7: Hei på deg.\n", encoding="utf-8")
    done = run("import", folder)
    assert done.stderr == ""
    assert "s7  txt, labels  2 turns  I, S7" in done.stdout

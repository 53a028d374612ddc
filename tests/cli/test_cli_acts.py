"""Codes, themes, memos, undo and redo, as they are done from the command line."""

from __future__ import annotations

import re
from pathlib import Path

from cli_study import Run

import qualkit as qk


def test_a_code_is_made_under_another_and_the_codebook_saved(study: Path, run: Run) -> None:
    made = run("codes", "--add", "Vikarer", "--parent", "Tid", "--definition", "Å finne noen.", "--coder", "MB")
    assert made.stdout.endswith("  Tid > Vikarer\n")
    assert "Wrote kodebok.yaml" in run("codes", "--out", "kodebok.yaml").stderr
    book = qk.read_codebook("kodebok.yaml")
    assert book.find("Tid > Vikarer").definition == "Å finne noen."


def test_a_code_of_the_same_name_is_refused(study: Path, run: Run) -> None:
    said = run("codes", "--add", "tid", "--coder", "MB", exit_code=2).stderr
    assert "There is a code «Tid» already." in said


def test_what_describes_a_code_needs_the_codes_name(study: Path, run: Run) -> None:
    assert "--add NAME" in run("codes", "--parent", "Tid", exit_code=2).stderr
    assert "--add NAME" in run("themes", "--code", "Tid", exit_code=2).stderr


def test_a_codebook_that_cannot_be_written_is_a_sentence(study: Path, run: Run) -> None:
    assert "cannot be written" in run("codes", "--out", "borte/kodebok.yaml", exit_code=2).stderr


def test_a_theme_gathers_codes(study: Path, run: Run) -> None:
    asked = ("themes", "--add", "Kontinuitet", "--code", "Tid", "--code", "Uklarhet", "--origin", "oppdrag")
    run(*asked, "--concept", "Det som blir igjen.", "--coder", "AK")
    listed = run("themes").stdout
    assert "Tid; Uklarhet" in listed
    assert "Det som blir igjen." in listed


def test_a_memo_may_come_through_a_pipe(study: Path, run: Run) -> None:
    asked = ("memo", "-", "--about", "R1.1", "--kind", "etter intervju", "--coder", "MB")
    run(*asked, input="Han så på klokka hele tida.".encode())
    assert "Han så på klokka hele tida." in run("memos").stdout
    assert "not UTF-8" in run(*asked, input="på".encode("cp1252"), exit_code=2).stderr


def test_undo_and_redo_say_which_step(study: Path, run: Run) -> None:
    undone = run("undo", "--coder", "MB").stdout
    assert re.fullmatch(r"undone: made the theme «Kapasitet» \(MB, \d{4}-\d\d-\d\d \d\d:\d\d\)  [0-9a-f]{32}\n", undone)
    assert "Kapasitet" not in run("themes").stdout
    step = undone.split()[-1]
    assert run("redo", "--coder", "MB", "--step", step).stdout.startswith("done again: made the theme «Kapasitet»")
    assert "Kapasitet" in run("themes").stdout


def test_undo_of_a_step_others_build_on_names_the_option(study: Path, run: Run) -> None:
    run("code", "R1.1", "Det er tida", "--as", "Uklarhet", "--coder", "AK")
    with qk.Project.open(study) as project:
        history = project.history().set_index("what")
        step = str(history.loc["made the code «Uklarhet»", "step"])
    assert "--with-dependants" in run("undo", "--step", step, "--coder", "MB", exit_code=2).stderr
    preview = run("undo", "--step", step, "--with-dependants", "--coder", "MB", "--preview")
    assert "As it is: 1 coding(s)" in preview.stdout
    assert len(run("undo", "--step", step, "--with-dependants", "--coder", "MB").stdout.splitlines()) == 2


def test_nothing_to_undo_is_a_sentence(study: Path, run: Run) -> None:
    assert "Traceback" not in run("undo", "--coder", "Ukjent", exit_code=2).stderr


def test_the_reason_and_those_present_stand_in_the_history(study: Path, run: Run) -> None:
    asked = ("codes", "--add", "Rom", "--coder", "MB", "--why", "Sagt i tre intervjuer")
    run(*asked, "--present", "AK", "--present", "LH")
    listed = run("history", "--since", "2020-01-01").stdout
    assert "Sagt i tre intervjuer" in listed
    assert "AK; LH" in listed


def test_a_register_is_added_to(study: Path, run: Run) -> None:
    Path("flere.csv").write_text("code,role\nS2,Skoleeier\n", encoding="utf-8")
    done = run("informants", "--add", "flere.csv")
    assert done.stderr == "Registered from flere.csv: S2.\n"
    assert "S2" in done.stdout
    assert "nothing new" in run("informants", "--add", "flere.csv").stderr

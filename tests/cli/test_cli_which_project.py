"""The project is the one named, or the only one in the folder."""

from __future__ import annotations

from pathlib import Path

from cli_study import Run


def test_the_only_project_in_the_folder_is_meant(study: Path, run: Run) -> None:
    assert "r1_1" in run("documents").stdout


def test_without_a_project_the_sentence_says_how_to_make_one(run: Run) -> None:
    said = run("documents", exit_code=2).stderr
    assert said == (
        "There is no project in this folder. Make one with «qualkit new studie.qualkit», or name one with -p.\n"
    )


def test_several_projects_are_listed(study: Path, run: Run) -> None:
    run("new", "annen.qualkit")
    said = run("documents", exit_code=2).stderr
    assert said == "There are several projects in this folder: annen.qualkit, studie.qualkit. Choose one with -p.\n"
    assert "r1_1" in run("documents", "-p", "studie.qualkit").stdout
    assert "r1_1" not in run("documents", "--project", "annen.qualkit").stdout


def test_copies_made_before_an_upgrade_are_not_meant(study: Path, run: Run) -> None:
    Path("studie.before-0001-1.qualkit").write_bytes(study.read_bytes())
    assert "r1_1" in run("documents").stdout


def test_a_project_that_is_not_there_is_a_sentence(run: Run) -> None:
    assert "borte.qualkit" in run("codes", "-p", "borte.qualkit", exit_code=2).stderr


def test_new_makes_nothing_where_the_codebook_or_register_has_a_mistake(run: Run, tmp_path: Path) -> None:
    Path("v01.yaml").write_text("codes:\n- id: tid\n  navn: Tid\n", encoding="utf-8")
    assert "v01.yaml" in run("new", "studie.qualkit", "--codebook", "v01.yaml", exit_code=2).stderr
    Path("informants.csv").write_text("code,role\nS1,Skoleeier\nS 1,Skoleeier\n", encoding="utf-8")
    assert "stands twice" in run("new", "studie.qualkit", "--informants", "informants.csv", exit_code=2).stderr
    assert not Path("studie.qualkit").exists()


def test_new_takes_in_codebook_and_register(run: Run, folder: Path) -> None:
    Path("v01.yaml").write_text("name: Prøve\ncodes:\n- id: tid\n  name: Tid\n", encoding="utf-8")
    made = run("new", "studie.qualkit", "--codebook", "v01.yaml", "--informants", folder / "informants.csv")
    assert made.stdout == "studie.qualkit: 1 codes, 0 themes, 4 rows in the register\n"
    assert "R1.1" in run("informants").stdout
    assert "Tormod" not in run("informants").stdout


def test_new_never_writes_over_a_project(study: Path, run: Run) -> None:
    before = study.read_bytes()
    run("new", "studie.qualkit", exit_code=2)
    assert study.read_bytes() == before


def test_new_asks_for_a_name_the_other_commands_find(run: Run) -> None:
    assert "Call the file studie.qualkit" in run("new", "studie", exit_code=2).stderr

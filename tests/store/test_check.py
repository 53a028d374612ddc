"""`check` sees what was changed behind the log's back, and says where."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import qualkit as qk


@pytest.fixture
def file(project: qk.Project) -> Path:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB", stance="utfordring")
    project.memo("Tid til hva?", about="Tid", coder="MB")
    project.code("R1.1", "Jeg tok det sjøl", as_="Uklarhet", coder="AK")
    project.close()
    assert project.path is not None
    return project.path


def problems_after(file: Path, statement: str, *values: object) -> str:
    with sqlite3.connect(file) as connection:
        changed = connection.execute(statement, values).rowcount
    connection.close()
    assert changed > 0, "the test must change something"
    with qk.Project.open(file) as project:
        return "\n".join(project.check().problems)


def test_an_untouched_project_is_clean(file: Path) -> None:
    with qk.Project.open(file) as project:
        report = project.check()
    assert (report.ok, report.codings, report.gaps) == (True, 2, 0)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE event SET payload = replace(payload, '\"end\":', '\"end\":1') WHERE kind = 'coding.add'", "altered"),
        ("UPDATE event SET words = replace(words, 'til hva', 'til alt')", "altered"),
        ("UPDATE event SET person = 'LO' WHERE kind = 'memo.add'", "envelope has been altered"),
        ("DELETE FROM event WHERE kind = 'memo.add'", "an event before it is missing"),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "have been taken away"),
        ("UPDATE event SET live = 0 WHERE kind = 'memo.add'", "on that were undone"),
        ("UPDATE turn SET words = replace(words, 'tida', 'tiden')", "not the text that was added"),
        ("UPDATE coding SET stance = 'positiv' WHERE stance = 'utfordring'", "in the tables but not in the log"),
        ("DELETE FROM memo", "in the log but not in the tables"),
        ("DELETE FROM touch", "index of later changes"),
    ],
)
def test_check_names_what_was_changed(file: Path, statement: str, said: str) -> None:
    assert said in problems_after(file, statement)


def test_a_coding_whose_words_are_not_in_the_text_is_named(file: Path) -> None:
    said = problems_after(file, "UPDATE turn SET words = replace(words, 'Det er', 'Det va')")
    assert "the coded words are not the words that stand in the text" in said


def test_the_tip_of_yesterday_is_still_included_today(project: qk.Project) -> None:
    tip = project.check().tip
    project.memo("I dag også.", coder="MB")
    assert project.check(tip=tip).ok
    assert project.check(tip=tip[:12]).ok


def test_a_log_cut_off_at_the_end_does_not_include_the_tip(project: qk.Project, tmp_path: Path) -> None:
    copy = project.backup(tmp_path / "kopi")
    project.memo("Denne mangler i kopien.", coder="MB")
    tip = project.check().tip
    with qk.Project.open(copy) as older:
        report = older.check(tip=tip)
    assert "is not in this log" in report.problems[0]
    with pytest.raises(qk.InputError, match="too short"):
        project.check(tip="ab")


def test_rebuilding_puts_the_tables_right(file: Path) -> None:
    assert problems_after(file, "DELETE FROM coding")
    with qk.Project.open(file) as project:
        project._store.rebuild()
        assert project.check().ok
        assert len(project.codings()) == 2

"""`check` sees what was changed behind the log's back, and says where."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import qualkit as qk
from qualkit.cli.check import command
from qualkit.store.events import Draft, event_digest, event_hash


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


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM coding", "UPDATE code SET name = 'Tida'", "DELETE FROM touch", "UPDATE event SET live = 0"],
)
def test_rebuilding_puts_the_tables_right_and_check_says_so(file: Path, statement: str) -> None:
    with qk.Project.open(file) as project:
        project.uncode(project.codings()["coding"][0], coder="MB")
        tables = project.codings(), project.history()
    said = problems_after(file, statement)
    assert "«qualkit check --rebuild», or rebuild() of the project, puts it right." in said
    with qk.Project.open(file) as project:
        project.codings()
        project.rebuild()
        assert project.check().problems == ()
        assert project.codings().equals(tables[0])
        assert project.history().equals(tables[1])


def test_rebuilding_from_a_command(file: Path) -> None:
    assert problems_after(file, "DELETE FROM coding")
    assert CliRunner().invoke(command, ["-p", str(file)]).exit_code == 1
    done = CliRunner().invoke(command, ["-p", str(file), "--rebuild"])
    assert (done.exit_code, done.stdout[:4]) == (0, "OK: ")


def test_a_damaged_log_is_not_rebuilt_from(file: Path) -> None:
    assert problems_after(file, "UPDATE event SET words = replace(words, 'til hva', 'til alt')")
    with qk.Project.open(file) as project:
        with pytest.raises(qk.IntegrityError, match=r"memo\.add, MB, .* has been altered\. Restore a backup") as told:
            project.rebuild()
        assert len(told.value.problems) == 1
        assert project.memos()["text"].tolist() == ["Tid til hva?"]


def test_a_turn_under_another_number_is_seen(tmp_path: Path, interviews: list[qk.Transcript]) -> None:
    with qk.Project.create(tmp_path / "studie.qualkit") as project:
        project.add(interviews)
        assert project.check().ok
    said = problems_after(tmp_path / "studie.qualkit", "UPDATE turn SET n = 99 WHERE n = 4")
    assert "The text of r1_1 is not the text that was added." in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE turn SET n = n + 10", "The text of r1_1 is not the text that was added."),
        ("DELETE FROM turn WHERE n = 2", "The text of r1_1 is not the text that was added."),
        (
            "INSERT INTO turn SELECT x'00112233445566778899aabbccddeeff', n, words, salt FROM turn",
            "4 turn(s) belong to",
        ),
        ("UPDATE turn SET salt = 'x'", "its content cannot be read"),
    ],
)
def test_turns_are_compared_by_number_and_document(file: Path, statement: str, said: str) -> None:
    assert said in problems_after(file, statement)


@pytest.mark.parametrize("payload", ["x", "", "{}", "[]", "null", '"x"', '{"document":1,"start":"x"}'])
@pytest.mark.parametrize("kind", ["coding.add", "document.add", "memo.add", "code.birth", "switch", "project.set"])
def test_a_payload_that_says_nothing_is_a_problem_not_a_fault(file: Path, kind: str, payload: str) -> None:
    with qk.Project.open(file) as project:
        project.undo(coder="AK")
    said = problems_after(file, "UPDATE event SET payload = ? WHERE kind = ?", payload, kind)
    assert f"({kind}, " in said
    assert "its content has been altered" in said
    assert "tables were not compared" in said


@pytest.mark.parametrize(
    "payload", ["x", "[]", "null", '{"code":1}', '{"about":1}', '{"turns":[[1]]}', '{"steps":["zz"]}']
)
@pytest.mark.parametrize("kind", ["coding.add", "document.add", "memo.add", "code.birth", "switch", "code.set"])
def test_a_payload_forged_with_its_hashes_is_a_problem_not_a_fault(file: Path, kind: str, payload: str) -> None:
    """Whoever can write the digests as well can write anything: then reading is what stumbles."""
    with qk.Project.open(file) as project:
        project.undo(coder="AK")
        if kind == "code.set":
            with project._store.writing("MB") as writer:
                writer.append([Draft("code.set", {"code": project.codebook().find("Tid").id}, {"name": "Tida"})])
    forge(file, kind, payload)
    with qk.Project.open(file) as project:
        problems = "\n".join(project.check().problems)
        assert "altered" not in problems
        assert f"({kind}, " in problems or "tables" in problems or "stand in the text" in problems


def forge(file: Path, kind: str, payload: str) -> None:
    """Another payload for the last event of a kind, with every hash from there on made to fit."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM event ORDER BY hlc, id")]
        target = [row["seq"] for row in rows if row["kind"] == kind][-1]
        previous = b""
        for row in rows:
            row["payload"] = payload if row["seq"] == target else row["payload"]
            row["prev"] = previous
            row["digest"] = event_digest(row["salt"], row["payload"], row["words_salt"], row["words"])
            previous = row["hash"] = event_hash(row, row["digest"])
            columns = ", ".join(f"{name} = :{name}" for name in ("payload", "prev", "digest", "hash"))
            connection.execute(f"UPDATE event SET {columns} WHERE seq = :seq", row)
        connection.execute("UPDATE meta SET tips = ?", (previous,))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE event SET v = 0 WHERE kind = 'memo.add'", "envelope has been altered"),
        ("UPDATE event SET v = -1 WHERE kind = 'memo.add'", "its content cannot be read"),
        ("UPDATE event SET hash = 'x' WHERE kind = 'memo.add'", "its content cannot be read"),
        ("UPDATE event SET prev = x'00' WHERE kind = 'memo.add'", "an event before it is missing"),
        ("UPDATE event SET id = x'00' WHERE kind = 'coding.add'", "envelope has been altered"),
        ("UPDATE meta SET tips = x''", "have been taken away"),
        ("UPDATE meta SET hlc = 0", "clock stands behind its log"),
        ("UPDATE meta SET seq = 'x'", "(meta): its content cannot be read"),
    ],
)
def test_other_damage_is_a_problem_not_a_fault(file: Path, statement: str, said: str) -> None:
    assert said in problems_after(file, statement)


def test_a_project_that_has_lost_its_own_row_is_a_problem(file: Path) -> None:
    with qk.Project.open(file) as project:
        assert project.check().ok
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM meta")
        report = project.check()
    assert report.problems[0] == "The project's own row (meta) is missing. Restore a backup."
    assert report.tip == ""

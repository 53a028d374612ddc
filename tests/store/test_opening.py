"""Making and opening a project: all or nothing, and every refusal a sentence that says the right thing."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from servers import new_database
from small_store import coding_draft, start_study
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import Pool

import qualkit as qk
from qualkit.errors import BusyProjectError
from qualkit.store import Store
from qualkit.store.events import Draft

BOOK = qk.Codebook([qk.Code("k1", "Tid"), qk.Code("k2", "Rom", parent="k1")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "studie.qualkit"
    qk.Project.create(path, codebook=BOOK, coder="MB").close()
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


# Making


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_a_project_whose_making_is_interrupted_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def interrupted(*_: object) -> list[Draft]:
        raise fault

    path = tmp_path / "studie.qualkit"
    with monkeypatch.context() as patch:
        patch.setattr("qualkit.project.codebook_drafts", interrupted)
        with pytest.raises(fault):
            qk.Project.create(path, codebook=BOOK)
    assert list(tmp_path.iterdir()) == []
    with qk.Project.create(path, codebook=BOOK) as project:
        assert len(project.codebook()) == 2


def test_the_file_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "studie.qualkit"
    seen: list[bool] = []
    Store.create(path, lambda writer: seen.append(path.exists())).close()
    assert seen == [False]
    assert [one.name for one in tmp_path.iterdir()] == ["studie.qualkit"]


def test_who_took_the_name_meanwhile_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "studie.qualkit"
    with pytest.raises(qk.ProjectError, match="is there already"):
        Store.create(path, lambda writer: path.write_text("Notater", encoding="utf-8"))
    assert path.read_text(encoding="utf-8") == "Notater"
    assert [one.name for one in tmp_path.iterdir()] == ["studie.qualkit"]


def test_a_drive_without_links_holds_a_project_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("qualkit.store.files.os.link", no_links)
    path = tmp_path / "studie.qualkit"
    with qk.Project.create(path, codebook=BOOK) as project:
        assert len(project.codebook()) == 2
    with pytest.raises(qk.ProjectError, match="is there already"):
        Store.create(tmp_path / "ny.qualkit", lambda writer: (tmp_path / "ny.qualkit").touch())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ny.qualkit", "studie.qualkit"]


def test_a_wrong_coder_makes_nothing(address: str, tmp_path: Path) -> None:
    with pytest.raises(qk.InputError, match="A coder is a name"):
        qk.Project.create(address, coder=3)  # type: ignore[arg-type]  # the mistake itself
    assert list(tmp_path.glob("*")) == []
    qk.Project.create(address).close()


def test_nothing_is_left_on_a_server_when_making_fails(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where = new_database(postgres_server)
    with pytest.raises(ZeroDivisionError):
        Store.create(where, lambda writer: 1 / 0)
    with qk.Project.create(where, codebook=BOOK) as project:
        assert len(project.codebook()) == 2
    with pytest.raises(qk.ProjectError, match=r"/studie_\w+\S* holds a project already"):
        qk.Project.create(where)


def test_a_new_file_does_not_take_over_the_journal_of_one_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "studie.qualkit-wal").write_bytes(b"de siste stegene")
    with pytest.raises(qk.RefusedError, match=r"studie\.qualkit-wal still lies beside it"):
        qk.Project.create(tmp_path / "studie.qualkit")
    assert [one.name for one in tmp_path.iterdir()] == ["studie.qualkit-wal"]


def test_what_is_made_with_a_codebook_is_whole(file: Path) -> None:
    with qk.Project.open(file) as project:
        assert project.check().ok
        assert project.history()["coder"].tolist() == ["MB", "MB"]
        project.undo(coder="MB")
        assert len(project.codebook()) == 0


# How a file is opened


@pytest.fixture
def careless_sqlite() -> Iterator[None]:
    """An SQLite that was built with every safe default off: what is on must have been asked for."""

    def careless(connection: sqlite3.Connection, _record: object) -> None:
        for name in ("synchronous", "secure_delete", "foreign_keys"):
            connection.execute(f"PRAGMA {name}=OFF")

    event.listen(Pool, "connect", careless)
    yield
    event.remove(Pool, "connect", careless)


@pytest.mark.usefixtures("careless_sqlite")
def test_the_settings_that_keep_a_file_safe_are_on(file: Path) -> None:
    store = Store.open(file)
    with store.reading() as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        on = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}
    store.close()
    assert on == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 5000}


def test_readers_and_one_writer_are_not_in_each_others_way(address: str) -> None:
    first, second = Store.create(address), Store.open(address)
    document = start_study(first)
    with first.reading() as before:
        seen = first.revision_in(before)
        with second.writing("MB") as writer:
            writer.append([coding_draft(document, 0, 5)])
            with first.reading() as during:
                assert first.revision_in(during) == seen
        assert first.revision_in(before) == seen
    assert first.revision() == seen + 1
    first.close()
    second.close()


def test_a_closed_project_says_so(address: str) -> None:
    project = qk.Project.create(address)
    project.close()
    for act in (project.documents, lambda: project.memo("Etterpå.", coder="MB"), lambda: project.backup("kopier")):
        with pytest.raises(qk.ProjectError, match=r"is closed\. Open it again"):
            act()
    project.close()


# Refusals


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_locked_file_is_busy(file: Path, journal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Waiting five seconds is for people.
    connect = sqlite3.connect
    with closing(connect(file, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode={journal}")
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("sqlite3.connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0}))
        with pytest.raises(BusyProjectError, match="Another program is writing to"):
            qk.Project.open(file)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM alembic_version", "DROP TABLE alembic_version", "DELETE FROM meta", "DROP TABLE event"]
)
def test_a_damaged_project_is_not_called_newer(file: Path, statement: str) -> None:
    change(file, statement)
    with pytest.raises(qk.ProjectError, match="is not a qualkit project, or it is damaged") as told:
        qk.Project.open(file)
    assert type(told.value) is qk.ProjectError


def test_another_programs_database_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "bilder.db"
    change(path, "CREATE TABLE meta (projection)")
    with pytest.raises(qk.ProjectError, match="is not a qualkit project"):
        qk.Project.open(path)


def test_a_value_that_cannot_be_kept_is_not_called_damage(address: str) -> None:
    store = Store.create(address)
    start_study(store)
    with pytest.raises(qk.InputError, match="cannot keep a value"), store.writing("MB") as writer:
        writer.connection.execute(text("UPDATE meta SET seq = :n"), {"n": 2**70 if store.path is None else object()})
    store.close()


def test_a_crash_in_the_middle_of_a_write_is_taken_back_on_opening(file: Path) -> None:
    """On a network drive a crash leaves a rollback journal, which a file opened for reading only cannot use."""
    code = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=DELETE")
connection.execute("PRAGMA cache_size=2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE halvveis (tekst)")
for _ in range(500):
    connection.execute("INSERT INTO halvveis VALUES (?)", ("x" * 500,))
connection.execute("UPDATE meta SET seq = 99")
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, str(file)], check=False)
    assert file.with_name(f"{file.name}-journal").exists()
    with qk.Project.open(file) as project:
        assert project.check().ok


@pytest.mark.parametrize("address", ["postgresql://per:hemmelig@localhost:1/studie", "postgres://p:hemmelig@[feil/x"])
@pytest.mark.parametrize("how", [qk.Project.open, qk.Project.create])
def test_a_server_that_does_not_answer_is_named_without_its_password(address: str, how: type[qk.Project]) -> None:
    with pytest.raises(qk.ProjectError, match=r"cannot be reached|cannot be read\. Write it as") as told:
        how(address)
    shown = f"{told.value} {told.value!r} {told.value.address} {vars(told.value)}"
    assert "hemmelig" not in shown
    assert "disk" not in shown


def with_password(address: str) -> str:
    url = make_url(address).set(password="hemmelig")
    return url.update_query_dict({"password": "hemmelig"}).render_as_string(hide_password=False)


def test_the_password_of_a_server_is_never_shown(postgres_server: str) -> None:
    where = with_password(new_database(postgres_server))
    with qk.Project.create(where) as project:
        assert not re.search(r"hemmelig|\*", f"{project.address} {project!r}")
        # What is shown is an address all the same.
        with qk.Project.open(project.address) as again:
            assert again.revision() == project.revision()
    store = Store.open(where)
    with store.reading() as connection:
        connection.execute(text("UPDATE event SET kind = 'code.dream'"))
    for act in (lambda: qk.Project.open(where), lambda: qk.Project.create(where), lambda: project.revision()):
        with pytest.raises(qk.ProjectError, match=r"studie_\w+") as told:
            act()
        assert "hemmelig" not in f"{told.value} {told.value!r} {told.value.address}"
    store.close()


def test_a_database_without_a_project_is_named(postgres_server: str) -> None:
    with pytest.raises(qk.ProjectError, match=r"/studie_\S+ holds no project"):
        qk.Project.open(new_database(postgres_server))


def test_a_connection_the_server_has_dropped_is_made_anew(postgres_server: str) -> None:
    where = new_database(postgres_server)
    with qk.Project.create(where) as project:
        other = Store.open(where)
        with other.reading() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            connection.execute(text(others + "AND pid <> pg_backend_pid()"))
        other.close()
        assert project.revision() == 1


# The clock


@pytest.fixture
def ahead(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[qk.Project]:
    """A project in which LO has written with a clock that is a day ahead."""
    project = qk.Project.create(address)
    real = time.time
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: real() + 86_400)
        project.memo("Skrevet i morgen.", coder="LO")
    yield project
    project.close()


def test_a_log_ahead_of_the_clock_is_warned_about_and_the_act_is_taken(ahead: qk.Project) -> None:
    at = ahead.history()["at"].tolist()[-1]
    for words in ("Skrevet i dag.", "Og dette også."):
        with pytest.warns(qk.QualkitWarning) as told:
            ahead.memo(words, coder="MB")
        # LO's clock is what is wrong, also when MB has written since.
        assert f"since LO wrote in it at {at}" in str(told[0].message)
    assert ahead.memos()["text"].tolist() == ["Skrevet i morgen.", "Skrevet i dag.", "Og dette også."]


def test_a_clock_that_is_minutes_off_is_not_worth_a_word(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with qk.Project.create(address) as project:
        real = time.time
        with monkeypatch.context() as patch:
            patch.setattr("time.time", lambda: real() + 1800)
            project.memo("Skrevet snart.", coder="LO")
        project.memo("Skrevet nå.", coder="MB")


def test_two_programs_make_one_project(address: str) -> None:
    told: list[object] = []
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        try:
            qk.Project.create(address, codebook=BOOK).close()
            told.append("made")
        except qk.ProjectError as error:
            told.append("already. Open it" in str(error))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["True", "True", "True", "made"]
    with qk.Project.open(address) as project:
        assert project.check().ok
        assert len(project.history()) == 2

"""Older projects open, after a copy; newer ones are refused untouched."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from servers import new_database
from small_store import start_study
from sqlalchemy import update

import qualkit as qk
from qualkit.errors import NewerProjectError
from qualkit.store import Store, migrate, schema
from qualkit.store.engine import open_engine
from qualkit.store.events import Event
from qualkit.store.fold import FOLDS, TABLES
from qualkit.store.history import _SAID
from qualkit.store.kinds import KINDS
from qualkit.store.migrate import _REVISIONS

FIXTURES = Path(__file__).parents[1] / "fixtures"


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_project_of_the_first_release_still_opens_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "studie.qualkit"
    shutil.copy(FIXTURES / "release_0_1_0.qualkit", path)
    with qk.Project.open(path) as project:
        assert project.check().ok
        rows = project.codings()
        assert rows[["informant", "text", "code", "stance", "coder"]].fillna("").to_numpy().tolist() == [
            ["R1.1", "Det er tida, liksom.", "Tid", "utfordring", "MB"],
            ["R1.1", "Ingen spurte meg om hvem som skulle ta det.", "Uklarhet", "", "AK"],
        ]
        assert project.theme("Kapasitet").why == "Det sto i oppdraget."
        assert project.memos()["text"].tolist() == ["Tid til hva?"]
        assert project.history()["on"].tolist().count(False) == 1


def test_an_older_projection_is_rebuilt_after_a_copy_of_the_file(project: qk.Project, tmp_path: Path) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    before = project.codings()
    project.close()
    assert project.path is not None
    change(project.path, "UPDATE meta SET projection = 0")
    change(project.path, "DROP TABLE coding")
    with qk.Project.open(project.path) as opened:
        assert opened.codings().equals(before)
        assert opened.check().ok
    copies = list(tmp_path.glob("studie.before-*.qualkit"))
    assert len(copies) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alembic_version SET version_num = '0999'",
        "UPDATE meta SET projection = 999",
        "UPDATE event SET kind = 'code.dream' WHERE kind = 'code.birth'",
        "UPDATE event SET v = 99 WHERE kind = 'code.birth'",
    ],
)
def test_a_newer_project_is_refused_untouched(project: qk.Project, statement: str) -> None:
    project.close()
    assert project.path is not None
    change(project.path, statement)
    before = sha(project.path)
    with pytest.raises(NewerProjectError, match="Update qualkit"):
        qk.Project.open(project.path)
    assert sha(project.path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alembic_version SET version_num = '0999'",
        "UPDATE meta SET projection = 999",
        "UPDATE event SET kind = 'code.dream' WHERE kind = 'code.birth'",
        "UPDATE event SET v = 99 WHERE kind = 'code.birth'",
    ],
)
def test_a_newer_backup_is_refused_untouched_by_opening_and_by_restoring(
    project: qk.Project, tmp_path: Path, statement: str
) -> None:
    """A backup has no write-ahead log; opening it as a project would give it one, and so change it."""
    copy = project.backup(tmp_path / "kopi")
    change(copy, statement)
    before = sha(copy)
    with pytest.raises(NewerProjectError, match="Update qualkit"):
        qk.Project.open(copy)
    with pytest.raises(NewerProjectError, match="Update qualkit"):
        qk.restore(copy, tmp_path / "tilbake.qualkit")
    assert sha(copy) == before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_kind_that_a_newer_qualkit_writes_meanwhile_is_a_sentence(project: qk.Project) -> None:
    project.memo("Skrives av en nyere qualkit.", coder="AK")
    assert project.path is not None
    change(project.path, "UPDATE event SET kind = 'memo.dream' WHERE kind = 'memo.add'")
    with pytest.raises(NewerProjectError, match="Update qualkit"):
        project.undo(coder="AK")


OPENER = """
import sys
import qualkit as qk
with qk.Project.open(sys.argv[1]) as project:
    print(len(project.codings()), project.check().ok)
"""


def test_several_programs_bring_one_project_up_to_date_once(project: qk.Project, tmp_path: Path) -> None:
    project.code("R1.1", "Det er tida", as_="Tid", coder="MB")
    project.close()
    path = tmp_path / "studie.qualkit"
    change(path, "UPDATE meta SET projection = 0")
    change(path, "DROP TABLE coding")
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert [program.communicate() for program in programs] == [("1 True\n", "")] * 4
    assert len(list(tmp_path.glob("studie.before-*"))) == 1


def test_who_comes_second_to_an_update_finds_it_done(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen that the project is older; the second has waited for the first's lock."""
    store = Store.create(address)
    start_study(store)
    with store.writing("MB") as writer:
        writer.connection.execute(update(schema.meta).values(projection=0))
    done: list[int] = []
    rebuild = migrate.rebuild
    monkeypatch.setattr(migrate, "rebuild", lambda connection: (done.append(1), rebuild(connection)))
    threads = [
        threading.Thread(target=migrate.upgrade, args=(store.engine, store.path, store.address)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]
    if store.path is not None:
        assert len(list(store.path.parent.glob("*.before-*"))) == 1
    store.close()


def test_a_copy_that_cannot_be_made_stops_the_update(
    project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    path = tmp_path / "studie.qualkit"
    change(path, "UPDATE meta SET projection = 0")
    before = sha(path)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", refused)
        with pytest.raises(qk.ProjectError, match="the copy that is made first cannot be written"):
            qk.Project.open(path)
    assert sha(path) == before
    assert not list(tmp_path.glob("*.before-*"))
    qk.Project.open(path).close()


def test_a_disk_too_full_for_the_copy_stops_the_update(
    project: qk.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    path = tmp_path / "studie.qualkit"
    change(path, "UPDATE meta SET projection = 0")
    before = sha(path)

    def full(_: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrate, "closing", full)
    with pytest.raises(qk.ProjectError, match=r"no room left on the disk for .*before-"):
        qk.Project.open(path)
    assert sha(path) == before
    assert not list(tmp_path.glob("*.before-*"))


def test_an_older_project_whose_log_cannot_be_read_is_a_sentence(project: qk.Project, tmp_path: Path) -> None:
    project.close()
    path = tmp_path / "studie.qualkit"
    change(path, "UPDATE meta SET projection = 0")
    change(path, "UPDATE event SET payload = 'x' WHERE kind = 'code.birth'")
    with pytest.raises(qk.ProjectError, match="its log cannot be read"):
        qk.Project.open(path)


def test_the_migrations_make_the_log_that_the_schema_describes(tmp_path: Path, postgres_server: str) -> None:
    config = Config()
    config.set_main_option("script_location", "qualkit.store:migrations")
    for where in (tmp_path / "tom.db", new_database(postgres_server)):
        engine = open_engine(where)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            assert compare_metadata(MigrationContext.configure(connection), schema.log) == []
        engine.dispose()
    assert ScriptDirectory.from_config(config).get_current_head() == schema.LOG_REVISION == _REVISIONS[-1]


#: Holds what any kind of event may name.
ANYTHING = {
    **dict.fromkeys(("document", "coding", "memo"), "00" * 16),
    **dict.fromkeys(("informant", "code", "theme", "parent", "into", "aside"), "x"),
    "codings": {"00" * 16: "x"},
    "codes": ["x"],
    "about": ["code", "x"],
    "steps": ["00" * 16],
}


def test_kinds_folds_tables_and_history_cover_each_other() -> None:
    event = Event(bytes(16), 0, "", "", "", bytes(16), ANYTHING, {})
    nouns = {cell.noun for kind in KINDS.values() for cell in kind.cells(event)} - {"step"}
    assert nouns == set(FOLDS) == set(TABLES)
    assert {name for tables in TABLES.values() for name, _key in tables} == set(schema.projected.tables)
    # A switch is told by what it switched, and a label goes with its document.
    assert set(KINDS) - {"switch", "document.label"} == set(_SAID) - {"document.label"}


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"ikke en database" * 100])
def test_a_file_that_is_no_project_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noe.qualkit"
    path.write_bytes(content)
    with pytest.raises(qk.ProjectError, match="is not a qualkit project"):
        qk.Project.open(path)
    assert path.read_bytes() == content


def test_a_missing_project_and_a_taken_name_are_sentences(project: qk.Project, tmp_path: Path) -> None:
    with pytest.raises(qk.ProjectError, match="There is no project at"):
        qk.Project.open(tmp_path / "finnes-ikke.qualkit")
    assert project.path is not None
    with pytest.raises(qk.ProjectError, match="is there already"):
        qk.Project.create(project.path)
    with pytest.raises(qk.ProjectError, match="cannot be made"):
        qk.Project.create(tmp_path / "ingen" / "mappe" / "x.qualkit")


def test_a_synchronised_folder_is_warned_about(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Universitetet"
    folder.mkdir()
    with pytest.warns(qk.QualkitWarning, match="synchronised by another program"):
        qk.Project.create(folder / "studie.qualkit").close()

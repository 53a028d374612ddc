"""Older projects open, after a copy; newer ones are refused untouched."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import qualkit as qk
from qualkit.errors import NewerProjectError
from qualkit.store import schema
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


def test_the_migrations_make_the_log_that_the_schema_describes(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'tom.db'}")
    config = Config()
    config.set_main_option("script_location", "qualkit.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert compare_metadata(MigrationContext.configure(connection), schema.log) == []
    engine.dispose()
    assert ScriptDirectory.from_config(config).get_current_head() == schema.LOG_REVISION == _REVISIONS[-1]


def test_every_kind_of_event_has_a_version() -> None:
    assert all(kind.version >= 1 for kind in KINDS.values())


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

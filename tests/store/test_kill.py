"""A killed process: nothing that was confirmed is lost, and what is left is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_store import start_study

import qualkit as qk
from qualkit.store import Store

CODER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from small_store import coding_draft
from qualkit.store import Store

store = Store.open(sys.argv[1])
document = bytes.fromhex(sys.argv[3])
for number in range(1000):
    with store.writing("MB") as writer:
        event = writer.append([coding_draft(document, number % 100, number % 100 + 1 + number // 100)])[0]
    print(event.id.hex(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("confirmed", range(3, 943, 47))
def test_kill_loses_nothing_that_was_confirmed(tmp_path: Path, confirmed: int) -> None:
    path = tmp_path / "studie.qualkit"
    store = Store.create(path)
    document = start_study(store)
    store.close()
    process = subprocess.Popen(
        [sys.executable, "-c", CODER, str(path), str(Path(__file__).parent), document.hex()],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(confirmed)]
    process.send_signal(signal.SIGKILL)
    # What it had printed before it died was confirmed as well; a line cut off in the middle was not.
    seen += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    with qk.Project.open(path) as project:
        assert project.check().problems == ()
        with project._store.reading() as connection:
            kept = {row[0].hex() for row in connection.exec_driver_sql("SELECT id FROM coding")}
    assert set(seen) <= kept
    assert len(kept) - len(set(seen)) <= 1

"""Copies with clocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from copies import DAY, Apart, Clock

#: When each copy is written in, in seconds after the copying.
TIMES = {
    "first first": (10, 20, 30),
    "second first": (20, 10, 5),
    "at once": (10, 10, 10),
    "a clock three days ahead": (3 * DAY, 10, 20),
    "a clock five days behind": (10, -5 * DAY, 20),
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(params=TIMES.values(), ids=TIMES.keys())
def apart(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Apart:
    return Apart(tmp_path, clock, request.param)

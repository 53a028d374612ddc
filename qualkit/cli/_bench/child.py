"""The process of one group: `python -m qualkit.cli._bench.child GROUP FOLDER` prints what it took as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qualkit.cli._bench.corpus import Study
from qualkit.cli._bench.jobs import GROUPS


def peak_memory() -> int:
    """The most bytes of memory this process has held at once, as the operating system counted them."""
    if sys.platform == "linux":
        # Not getrusage: a child is given its parent's peak there, and would seem as large as whoever started it.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    elif sys.platform == "win32":  # noqa: RET505  else mypy finds what is for other systems unreachable
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    else:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(group: str, folder: str) -> None:
    """Run a group on the study in a folder."""
    times = dict(GROUPS[group](Study(Path(folder))))
    print(json.dumps({"seconds": times, "peak": peak_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])

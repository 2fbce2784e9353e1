"""What a second pair of eyes costs: `check` beside `build` on a thousand updates.

Run as `make bench-check`. Whole processes in turn, the median of several runs. It ends with 1 where
`check` takes more than three times the time of `build`.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import make_updates, write_project

UPDATES = 1000
RUNS = 7
AT_MOST = 3.0


def main() -> int:
    """Measure both and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site.mkdir()
        write_project(site, make_updates(UPDATES))
        times: dict[str, list[float]] = {"build": [], "check": []}
        for run in range(RUNS + 1):
            for command, taken in times.items():
                shutil.rmtree(site / "output", ignore_errors=True)
                seconds = _seconds(site, command)
                if run:
                    taken.append(seconds)
    built, checked = (statistics.median(taken) for taken in times.values())
    print(f"updates: {UPDATES}")
    print(f"build: {built:.2f} s")
    print(f"check: {checked:.2f} s, {checked / built:.2f} times as long")
    return int(checked > AT_MOST * built)


def _seconds(site: Path, command: str) -> float:
    begin = time.perf_counter()
    called = [sys.executable, "-m", "noticegen", command]
    ran = subprocess.run(called, cwd=site, check=False, capture_output=True)
    if ran.returncode:
        raise SystemExit(ran.stderr.decode())
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())

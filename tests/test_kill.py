"""At any instant readers see the old site whole or the new one whole, also when a build is killed.

What is shown here is about killed processes. That a disk without power keeps it, too, rests on
the sync before the exchange, which no test of this kind can show.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from build_site import command, plain_environment
from sites import SAMPLE_MOMENT, digests, page, put, small_site

KILLS = 200
WORKERS = 2
SEED = 20260302
PAGES = 40

# Counts what Python tells auditors about the output and what lies beside it (opening, making,
# renaming, removing, and looking up the system call that exchanges), and ends the process the
# hard way just before the wanted one. Nothing of noticegen is replaced.
KILLED_AT = """
import os, signal, sys
wanted, seen = int(sys.argv.pop(1)), 0
names = {"open", "os.rename", "os.mkdir", "os.chmod", "os.utime", "os.remove", "os.rmdir",
         "os.truncate", "shutil.rmtree", "os.scandir", "ctypes.dlsym"}
def hook(name, arguments):
    global seen
    if name not in names:
        return
    # Below a folder that is being removed, names are relative to it.
    ours = "output" in str(arguments[0]) or name in ("os.remove", "os.rmdir")
    if ours or arguments[-1] in ("renameat2", "syncfs"):
        seen += 1
        if seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from noticegen.cli import main
try:
    main()
finally:
    print(seen)
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one project, and the output that each of them has."""

    old: Path
    new: Path
    output: Path
    trees: dict[str, dict[str, str]]

    def shown(self) -> str:
        """Which version readers see. It must be whole."""
        found = digests(self.output)
        [name] = [name for name, tree in self.trees.items() if tree == found] or ["torn"]
        assert name != "torn", _torn(found, self.trees)
        sums = (self.output / "SHA256SUMS").read_text("utf-8").splitlines()
        listed = {path: sha for sha, path in (line.split("  ", 1) for line in sums)}
        assert listed == {path: sha for path, sha in found.items() if path != "SHA256SUMS"}
        return name

    def sources_not_shown(self) -> Path:
        return self.new if self.shown() == "old" else self.old

    def beside(self) -> set[str]:
        return {path.name for path in self.output.parent.iterdir()} - {self.output.name}


def _torn(found: dict[str, str], trees: dict[str, dict[str, str]]) -> str:
    unlike = {
        name: sorted(path for path, _ in found.items() ^ tree.items())
        for name, tree in trees.items()
    }
    return f"neither of the versions; unlike each of them: {unlike}"


def _pair(folder: Path, pages: int) -> Pair:
    versions = {}
    for version in ("old", "new"):
        files = small_site()
        for number in range(pages):
            day = f"2026-04-{number % 28 + 1:02}"
            # Every page differs; every seventh exists in one of the versions only.
            name = f"{version}-{number}" if number % 7 == 0 else f"report-{number}"
            files[f"content/en/updates/{day}-{name}.md"] = page(
                f"Report {number}",
                f"This is the {version} text number {number}. " * 20,
                date=f"{day} 10:00",
                summary=f"What is known, {version}.",
            )
        versions[version] = put(folder / version, files)
    output = folder / "public" / "output"
    trees = {}
    for version in ("new", "old"):
        assert _build(versions[version], output).returncode == 0
        trees[version] = digests(output)
    return Pair(versions["old"], versions["new"], output, trees)


def _arguments(output: Path) -> tuple[str, ...]:
    return ("build", "--as-of", SAMPLE_MOMENT, "--output", str(output))


def _build(project: Path, output: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*_arguments(output)),
        cwd=project,
        env=plain_environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )


def _start(words: Sequence[str], project: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        cwd=project,
        env=plain_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill the process and what it started; whether it was still running."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _hold_recovery(pair: Pair) -> None:
    """A plain build goes through, and clears away what was left."""
    done = _build(pair.sources_not_shown(), pair.output)
    assert done.returncode == 0, done.stderr.decode()
    pair.shown()
    assert pair.beside() == {".output.files", ".output.lock"}


def _killed_at_random(folder: Path, kills: int, seed: int) -> Counter[str]:
    moments = random.Random(seed)
    pair = _pair(folder, PAGES)
    start = time.monotonic()
    assert _build(pair.new, pair.output).returncode == 0
    whole = time.monotonic() - start
    counted: Counter[str] = Counter()
    for number in range(kills):
        shown = pair.shown()
        process = _start(command(*_arguments(pair.output)), pair.sources_not_shown())
        time.sleep(moments.uniform(0, whole))
        ended = "killed" if _kill(process) else "finished"
        counted[f"{ended}, {'still old' if pair.shown() == shown else 'already new'}"] += 1
        staged = pair.output.with_name(".output.new")
        counted["with staging left"] += staged.exists()
        if number % 10 == 9:
            _hold_recovery(pair)
    _hold_recovery(pair)
    return counted


@pytest.mark.slow
def test_a_build_killed_at_a_random_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    share = KILLS // WORKERS
    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(
            pool.map(
                lambda worker: _killed_at_random(tmp_path / str(worker), share, SEED + worker),
                range(WORKERS),
            )
        )
    counted = sum(counts, Counter[str]())
    print(dict(counted))
    assert sum(n for name, n in counted.items() if "," in name) == KILLS
    assert counted["killed, still old"] > KILLS // 4
    assert counted["with staging left"], "no kill fell into the writing"


@pytest.mark.slow
def test_a_build_killed_before_any_step_of_writing_leaves_a_whole_site(tmp_path: Path) -> None:
    pair = _pair(tmp_path / "pair", 2)
    arguments = _arguments(pair.output)
    counted: Counter[str] = Counter()
    shutil.copytree(pair.output.parent, tmp_path / "before")
    step = 0
    while True:
        step += 1
        # Each kill meets the same state, so that a step is the same step in every round.
        shutil.rmtree(pair.output.parent)
        shutil.copytree(tmp_path / "before", pair.output.parent)
        words = [sys.executable, "-c", KILLED_AT, str(step), *arguments]
        done = subprocess.run(
            words,
            cwd=pair.new,
            env=plain_environment(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        counted[pair.shown()] += 1
        if step % 10 == 0 or counted["new"] in {1, 2}:
            _hold_recovery(pair)
    print(dict(counted))
    assert pair.shown() == "new"
    assert counted["old"] > 50
    assert counted["new"] >= 3


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_build_clears_up_after_itself(
    tmp_path: Path, number: signal.Signals
) -> None:
    pair = _pair(tmp_path, PAGES)
    codes: Counter[int] = Counter()
    for delay in range(0, 60, 3):
        process = _start(command(*_arguments(pair.output)), pair.sources_not_shown())
        staging = pair.output.with_name(".output.new")
        deadline = time.monotonic() + 20
        while not staging.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(delay / 10_000)
        process.send_signal(number)
        codes[process.wait(20)] += 1
        pair.shown()
        assert pair.beside() == {".output.files", ".output.lock"}
    assert codes.keys() <= {0, 128 + number}, codes
    assert codes[128 + number], "no interruption came in time"

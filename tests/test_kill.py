"""At any instant readers see the old site whole or the new one whole, also when a build is killed.

What is shown here is about killed processes. That a disk without power keeps it, too, rests on
the sync before the exchange, which no test of this kind can show.
"""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from build_site import plain_environment
from extent import extent
from sites import SAMPLE_MOMENT, digests, page, put, small_site
from warm import Warm

KILLS = extent(200, 60)
WORKERS = 2
SEED = 20260302
PAGES = 40

# Counts what Python tells auditors about the output and what lies beside it (opening, making,
# renaming, removing, and looking up the system call that exchanges), and sends the process a
# signal just before the wanted one. Nothing of noticegen is replaced.
STOPPED_AT = """
import os, signal, sys
wanted, seen = {step}, 0
names = {{"open", "os.rename", "os.mkdir", "os.chmod", "os.utime", "os.remove", "os.rmdir",
         "os.truncate", "shutil.rmtree", "os.scandir", "ctypes.dlsym"}}
def hook(name, arguments):
    global seen
    if name not in names:
        return
    # Below a folder that is being removed, names are relative to it.
    ours = "output" in str(arguments[0]) or name in ("os.remove", "os.rmdir")
    if ours or arguments[-1] in ("renameat2", "syncfs"):
        seen += 1
        if seen == wanted:
            os.kill(os.getpid(), {signal})
sys.addaudithook(hook)
"""


def _at(step: int, number: signal.Signals) -> str:
    """Python that sends a signal to its own process just before a step of writing."""
    return STOPPED_AT.format(step=step, signal=int(number))


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


def _pair(folder: Path, pages: int, warm: Warm) -> Pair:
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
        _build_with(warm, versions[version], output)
        trees[version] = digests(output)
    return Pair(versions["old"], versions["new"], output, trees)


def _arguments(output: Path) -> tuple[str, ...]:
    return ("build", "--as-of", SAMPLE_MOMENT, "--output", str(output))


def _build_with(warm: Warm, project: Path, output: Path) -> None:
    code, _, err = warm.run(project, _arguments(output), plain_environment())
    assert code == 0, err.decode()


def _hold_recovery(pair: Pair, warm: Warm) -> None:
    """A plain build goes through, and clears away what was left."""
    _build_with(warm, pair.sources_not_shown(), pair.output)
    pair.shown()
    assert pair.beside() == {".output.built", ".output.files", ".output.lock"}


def _killed_at_random(folder: Path, kills: int, seed: int) -> Counter[str]:
    moments = random.Random(seed)
    counted: Counter[str] = Counter()
    with Warm() as warm:
        pair = _pair(folder, PAGES, warm)
        start = time.monotonic()
        _build_with(warm, pair.new, pair.output)
        whole = time.monotonic() - start
        for number in range(kills):
            shown = pair.shown()
            sources = pair.sources_not_shown()
            started = warm.start(sources, _arguments(pair.output), plain_environment())
            time.sleep(moments.uniform(0, whole))
            ended = "killed" if started.kill() else "finished"
            counted[f"{ended}, {'still old' if pair.shown() == shown else 'already new'}"] += 1
            staged = pair.output.with_name(".output.new")
            counted["with staging left"] += staged.exists()
            if number % 10 == 9:
                _hold_recovery(pair, warm)
        _hold_recovery(pair, warm)
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
    counted: Counter[str] = Counter()
    step = 0
    with Warm() as warm:
        pair = _pair(tmp_path / "pair", 2, warm)
        arguments, env = _arguments(pair.output), plain_environment()
        shutil.copytree(pair.output.parent, tmp_path / "before")
        while True:
            step += 1
            # Each kill meets the same state, so that a step is the same step in every round.
            shutil.rmtree(pair.output.parent)
            shutil.copytree(tmp_path / "before", pair.output.parent)
            code, _, err = warm.run(pair.new, arguments, env, first=_at(step, signal.SIGKILL))
            if code == 0:
                break
            assert code == -signal.SIGKILL, err.decode()
            counted[pair.shown()] += 1
            if step % 10 == 0 or counted["new"] in {1, 2}:
                _hold_recovery(pair, warm)
    print(dict(counted))
    assert pair.shown() == "new"
    assert counted["old"] > 50
    assert counted["new"] >= 3


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_build_interrupted_before_any_step_of_writing_clears_up_after_itself(
    tmp_path: Path, number: signal.Signals
) -> None:
    codes: Counter[int] = Counter()
    step, shown = 0, Counter[str]()
    with Warm() as warm:
        pair = _pair(tmp_path / "pair", 2, warm)
        arguments, env = _arguments(pair.output), plain_environment()
        shutil.copytree(pair.output.parent, tmp_path / "before")
        while codes[0] == 0:
            step += 1
            shutil.rmtree(pair.output.parent)
            shutil.copytree(tmp_path / "before", pair.output.parent)
            code, _, err = warm.run(pair.new, arguments, env, first=_at(step, number))
            codes[code] += 1
            shown[pair.shown()] += 1
            assert pair.beside() == {".output.built", ".output.files", ".output.lock"}, (
                step,
                err.decode(),
            )
    print(dict(codes), dict(shown))
    assert codes.keys() == {0, 128 + number}
    assert shown["old"] > 50
    assert shown["new"] >= 3


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_build_clears_up_after_itself(
    tmp_path: Path, number: signal.Signals
) -> None:
    codes: Counter[int] = Counter()
    with Warm() as warm:
        pair = _pair(tmp_path, PAGES, warm)
        for delay in range(0, 60, 3):
            sources = pair.sources_not_shown()
            started = warm.start(sources, _arguments(pair.output), plain_environment())
            staging = pair.output.with_name(".output.new")
            deadline = time.monotonic() + 20
            while not (staging.exists() or started.is_over()) and time.monotonic() < deadline:
                time.sleep(0.0005)
            time.sleep(delay / 10_000)
            started.send(number)
            codes[started.wait()] += 1
            pair.shown()
            assert pair.beside() == {".output.built", ".output.files", ".output.lock"}
    assert codes.keys() <= {0, 128 + number}, codes
    assert codes[128 + number], "no interruption came in time"

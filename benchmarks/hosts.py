#!/usr/bin/env python3
"""Requests a second that nginx answers with the emitted settings, beside nginx with one file.

Run as ``make bench-hosts``. Both serve the home page of the sample compressed with gzip: the one
with everything that the build told it, the other a file that was compressed before, with the
fewest settings that do it. They run side by side, and wrk asks the one and then the other. Two
figures come of it: what a reader notices, and, on Linux, what the processor had to do for it,
which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
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

ROOT = Path(__file__).resolve().parents[1]
BASE = "/notice/"
AS_OF = "2026-11-23 12:00"
CONNECTIONS = 16
LONGEST = 20.0
"""Seconds for nginx to begin, or to answer."""

_AROUND = """\
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""
_ONE_FILE = """\
    server {{
        listen 127.0.0.1:{port};
        root {root};
        default_type text/html;
        add_header Content-Encoding gzip;
    }}
"""


class Server(NamedTuple):
    """One of the two."""

    name: str
    port: int
    path: str
    process: int


class Rate(NamedTuple):
    """How fast a server was."""

    requests: float
    """A second."""
    by_processor: float
    """For each second of processor time that it used; 0 where that is not known."""


def build(site: Path) -> None:
    """The sample, with its settings for nginx."""
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, site / name)
    settings = (ROOT / "noticegen.yml").read_text("utf-8")
    settings = re.sub(r"^(?:hosts|hsts|targets|record):.*\n(?: .*\n)*", "", settings, flags=re.M)
    (site / "noticegen.yml").write_text(f"{settings}hosts: [nginx]\nhsts: true\n", "utf-8")
    noticegen = Path(sys.executable).with_name("noticegen")
    words = [str(noticegen), "build", "--as-of", AS_OF]
    done = subprocess.run(words, cwd=site, capture_output=True, text=True, check=False)
    if done.returncode:
        raise bench.BenchError(done.stdout + done.stderr)


def emitted(site: Path, folder: Path, port: int) -> str:
    """The settings that the build wrote; only the port and the place of the files are others."""
    text = (site / "hosts/nginx/nginx.conf").read_text("utf-8")
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("root /srv/www;", f"root {folder}/www;"),
    ):
        if text.count(before) != 1:
            raise bench.BenchError(f"nginx.conf has {text.count(before)} times {before}")
        text = text.replace(before, after)
    return text


@contextmanager
def nginx(folder: Path, server: str, port: int) -> Iterator[int]:
    """nginx with these settings, for as long as it is needed; the number of its process."""
    conf = folder / "nginx.conf"
    conf.write_text(_AROUND.format(folder=folder, server=server), "utf-8")
    words = ["nginx", "-p", str(folder), "-c", str(conf)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + LONGEST
            while time.monotonic() < until and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.01)
            else:
                raise bench.BenchError((folder / "error.log").read_text("utf-8"))
            yield process.pid
        finally:
            process.terminate()


def serves(server: Server, page: bytes) -> int:
    """The bytes of the page as they travel; BenchError where it is not this page."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONGEST)
    connection.request("GET", server.path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.getheader("Content-Encoding") != "gzip" or gzip.decompress(body) != page:
        raise bench.BenchError(f"{server.name} does not serve the page: {answer.status}")
    return len(body)


def rate(server: Server, seconds: int) -> Rate:
    """Ask for `seconds`, and count what was answered."""
    words = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s"]
    words += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{server.port}{server.path}"]
    before = processor_time(server.process)
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    used = processor_time(server.process) - before
    found = re.search(r"^Requests/sec:\s+([\d.]+)", told, re.MULTILINE)
    count = re.search(r"(\d+) requests in", told)
    if found is None or count is None or "Non-2xx" in told or "Socket errors" in told:
        raise bench.BenchError(told)
    return Rate(float(found[1]), int(count[1]) / used if used else 0)


def processor_time(process: int) -> float:
    """The seconds of processor time that a process has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(root: Path, rounds: int, seconds: int) -> list[tuple[Rate, Rate]]:
    """By round, the rates with the emitted settings and of the one file."""
    site, ours, theirs = root / "site", root / "ours", root / "theirs"
    for folder in (site, ours, theirs):
        folder.mkdir()
    build(site)
    shutil.copytree(site / "output", ours / "www" / BASE.strip("/"))
    page = (site / "output/index.html").read_bytes()
    (theirs / "www").mkdir()
    (theirs / "www/page").write_bytes(gzip.compress(page, mtime=0))
    one, other = (free_port() for _ in range(2))
    plain = _ONE_FILE.format(port=other, root=theirs / "www")
    with (
        nginx(ours, emitted(site, ours, one), one) as first,
        nginx(theirs, plain, other) as second,
    ):
        servers = (
            Server("emitted settings", one, BASE, first),
            Server("one file", other, "/page", second),
        )
        for server in servers:
            print(f"{server.name}: {serves(server, page):,} bytes for {len(page):,}")
            rate(server, 1)
        found = []
        for number in range(rounds):
            order = servers if number % 2 else servers[::-1]
            rates = {server: rate(server, seconds) for server in order}
            found.append((rates[servers[0]], rates[servers[1]]))
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Measure and print; 2 where something is missing or does not do its work."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=12, metavar="N")
    parser.add_argument("--seconds", type=int, default=2, metavar="S", help="of each round")
    options = parser.parse_args()
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"hosts: not installed: {', '.join(missing)} (Debian has both)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="noticegen-bench-") as temporary:
        try:
            found = measure(Path(temporary).resolve(), options.rounds, options.seconds)
        except bench.BenchError as error:
            print(f"hosts: {error}", file=sys.stderr)
            return 2
    print("\n                  requests a second   a second of processor time (medians)")
    for name, rates in zip(("emitted settings", "one file"), zip(*found, strict=True), strict=True):
        medians = [statistics.median(figures) for figures in zip(*rates, strict=True)]
        print(f"{name:<18}{medians[0]:>17,.0f}{medians[1]:>28,.0f}")
    for what, figure in (("requests", 0), ("processor", 1)):
        if found[0][0][figure]:
            ratios = sorted(ours[figure] / theirs[figure] for ours, theirs in found)
            low, middle, high = statistics.quantiles(ratios, n=4)
            print(
                f"ratio, {what:<10} {middle:.2f} (median of the rounds), "
                f"half of them {low:.2f} to {high:.2f}, all {ratios[0]:.2f} to {ratios[-1]:.2f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

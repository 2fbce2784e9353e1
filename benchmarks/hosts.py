#!/usr/bin/env python3
"""Requests a second that nginx answers with the emitted settings, beside nginx with one file.

Run as ``make bench-hosts``. Both serve the home page of the sample compressed with gzip: the one
with everything that the build told it, the other a file that was compressed before, with the fewest
settings that do it. They run side by side, and wrk asks the one and then the other.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
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
worker_processes 1;
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
def nginx(folder: Path, server: str, port: int) -> Iterator[None]:
    """nginx with these settings, for as long as it is needed."""
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
            yield
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


def rate(server: Server, seconds: int) -> float:
    """Requests a second that were answered."""
    words = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s"]
    words += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{server.port}{server.path}"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = re.search(r"^Requests/sec:\s+([\d.]+)", told, re.MULTILINE)
    if found is None or "Non-2xx" in told or "Socket errors" in told:
        raise bench.BenchError(told)
    return float(found[1])


def measure(root: Path, rounds: int, seconds: int) -> list[tuple[float, float]]:
    """By round, the rates with the emitted settings and of the one file."""
    site, ours, theirs = root / "site", root / "ours", root / "theirs"
    for folder in (site, ours, theirs):
        folder.mkdir()
    build(site)
    shutil.copytree(site / "output", ours / "www" / BASE.strip("/"))
    page = (site / "output/index.html").read_bytes()
    (theirs / "www").mkdir()
    (theirs / "www/page").write_bytes(gzip.compress(page, mtime=0))
    # nginx gives its workers away to another user, who has to get through to the files.
    for folder in (root, ours, theirs):
        folder.chmod(0o755)
    one, other = (free_port() for _ in range(2))
    plain = _ONE_FILE.format(port=other, root=theirs / "www")
    servers = Server("emitted settings", one, BASE), Server("one file", other, "/page")
    with nginx(ours, emitted(site, ours, one), one), nginx(theirs, plain, other):
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
    ratios = sorted(ours / theirs for ours, theirs in found)
    low, middle, high = statistics.quantiles(ratios, n=4)
    for name, rates in zip(("emitted settings", "one file"), zip(*found, strict=True), strict=True):
        print(f"{name:<17}{statistics.median(rates):>10,.0f} requests a second (median)")
    print(
        f"ratio of a round  {middle:.2f} (median), half of the rounds {low:.2f} to {high:.2f}, "
        f"all {ratios[0]:.2f} to {ratios[-1]:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Lighthouse's four scores of the sample, as a phone loads it from a real host.

Run as `make lighthouse`, with nothing else going on: the first score is a matter of time.
Lighthouse comes from npm, in the version of lighthouse/package.json; nginx and Chromium are the
system's.

The sample is built with `hosts: [nginx]` and served by nginx with what the build wrote for it, over
HTTP/2 with TLS and at its own address, which Chromium is told to look for on this machine; its key
is named to Chromium, and no other name leads anywhere. So canonical links are those of the page,
headers and compression those of a host, and each run begins with an empty cache. It is the mobile
preset of Lighthouse: a slow phone on a slow network, both simulated.

Two things belong to the site above, which the notice is a folder of. Its icon, which Chromium asks
every host for: nginx answers that there is none, without an error. And its robots.txt: Lighthouse
asks for that from inside the page, whose policy allows no such thing, so that the audit
`robots-txt` can tell nothing, and is left out; a site above without one is as good as any.

It ends with 1 where the median of a score is below its goal, and with 2 where a tool is missing.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from noticegen.build import build, read

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from runtimes import NODE
from servers import NGINX, free_port, instead, running
from sites import ROOT, SAMPLE_MOMENT, copy_of_sample, moment

PROGRAM = ROOT / "scripts/lighthouse/node_modules/lighthouse/cli/index.js"
INSTALL = "npm ci --ignore-scripts --prefix scripts/lighthouse"
TOOLS = ("nginx", "openssl")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

GOALS = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
"""By category: what the median has to reach."""

PAGES = ("index.html", "updates/2026-04-08-gift.html", "faq.html", "changelog.html")
LANGUAGES = ("", "en/")
LONGEST = 300.0
"""Seconds for one run."""

TRIES = 3
"""How often one is begun where Chromium did not record it, as happens on a busy machine."""

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic")


class Run(NamedTuple):
    """What one run of Lighthouse says of a page."""

    scores: Mapping[str, float]
    """By category, from 0 to 1."""
    below: tuple[str, ...]
    """The audits that take away from them."""
    version: str
    """Of Lighthouse."""
    warnings: tuple[str, ...]


class Host(NamedTuple):
    """A server of the sample."""

    url: str
    """Where it is, with a slash at the end."""
    flags: tuple[str, ...]
    """What makes Chromium find it there, and believe it."""


def main() -> int:
    """Print the table; 1 where a goal is not reached, 2 where a tool is missing."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--runs", type=int, default=5, help="runs a page; 5 if not given")
    runs: int = options.parse_args().runs
    missing = [name for name in TOOLS if shutil.which(name) is None]
    chromium = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if missing or chromium is None:
        print(f"not installed: {', '.join(missing) or 'chromium'}", file=sys.stderr)
        return 2
    if not PROGRAM.is_file():
        print(f"not installed: {INSTALL}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made, serving(Path(made)) as host:
        pages = [language + page for language in LANGUAGES for page in PAGES]
        found = {}
        for page in pages:
            found[page] = [measured(host, page, chromium, Path(made)) for _ in range(runs)]
            print(f"{page}: {runs} runs", file=sys.stderr)
    done = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=True)
    return report(found, done.stdout.strip())


@contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """nginx with the sample at its own address, below `folder`."""
    project = copy_of_sample(folder / "site")
    with (project / "noticegen.yml").open("a", encoding="utf-8") as settings:
        settings.write("hosts: [nginx]\nhsts: true\n")
    sources = read(project)
    output = folder / "www" / "output"
    built = build(sources, output, moment(SAMPLE_MOMENT))
    assert built.written is not None, built.findings
    assert sources.config is not None
    url = urlsplit(sources.config.url)
    output.rename(folder / "www" / url.path.strip("/"))
    port, host = free_port(), url.netloc
    key = certificate(folder, host)
    (folder / "nginx.conf").write_text(_settings(project, folder, port), "utf-8")
    words = ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    flags = (
        f'--host-resolver-rules="MAP {host}:443 127.0.0.1:{port}, MAP * ~NOTFOUND, '
        'EXCLUDE 127.0.0.1"',
        f"--ignore-certificate-errors-spki-list={key}",
    )
    with running(words, port, folder / "log"):
        yield Host(sources.config.url, flags)


def _settings(project: Path, folder: Path, port: int) -> str:
    """What the build wrote for nginx, with the port, the certificate and the icon of above."""
    tls = f"ssl_certificate {folder}/tls.pem; ssl_certificate_key {folder}/tls.key;"
    emitted = instead(
        (project / "hosts/nginx/nginx.conf").read_text("utf-8"),
        {
            "listen 80;": f"listen 127.0.0.1:{port} ssl http2; {tls}",
            "root /srv/www;": f"root {folder}/www; location = /favicon.ico {{ return 204; }}",
        },
    )
    return NGINX.format(folder=folder, emitted=emitted)


def certificate(folder: Path, host: str) -> str:
    """A certificate for the host, for a day, below `folder`; the digest of its key (RFC 7469)."""
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    words += ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    words += ["-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")]
    subprocess.run(words, check=True, capture_output=True)
    public = ["openssl", "pkey", "-in", str(folder / "tls.key"), "-pubout", "-outform", "der"]
    key = subprocess.run(public, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


def measured(host: Host, page: str, chromium: str, folder: Path) -> Run:
    """One run of Lighthouse, with a browser of its own."""
    result = folder / "result.json"
    words = [str(NODE / "node"), str(PROGRAM), host.url + page]
    words += ["--output=json", f"--output-path={result}", "--quiet", "--no-enable-error-reporting"]
    words += [f"--only-categories={','.join(GOALS)}", "--skip-audits=robots-txt"]
    words += [f"--chrome-flags={' '.join((*FLAGS, *host.flags))}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        if done.returncode == 0:
            break
    else:
        sys.exit(f"{page}: {done.stderr}")
    said: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return Run(
        {name: said["categories"][name]["score"] for name in GOALS},
        tuple(_below(said)),
        said["lighthouseVersion"],
        tuple(said["runWarnings"]),
    )


def _below(said: dict[str, Any]) -> Iterator[str]:
    """The audits that take away from a score."""
    for category in said["categories"].values():
        for audit in category["auditRefs"]:
            score = said["audits"][audit["id"]]["score"]
            if audit["weight"] and score is not None and score < 1:
                yield audit["id"]


def report(found: Mapping[str, Sequence[Run]], browser: str) -> int:
    """Print the medians; 1 where one of them is below its goal."""
    runs = [run for several in found.values() for run in several]
    count = len(next(iter(found.values())))
    print(f"Lighthouse {runs[0].version}, {browser}, medians of {count} runs")
    for warning in sorted({warning for run in runs for warning in run.warnings}):
        print(f"Lighthouse warns: {warning}")
    width = max(map(len, found))
    print(f"\n{'':{width}}  {'  '.join(GOALS)}  below 100 at least once")
    reached = True
    for page, several in found.items():
        medians = {name: statistics.median(run.scores[name] for run in several) for name in GOALS}
        reached = reached and all(medians[name] >= goal for name, goal in GOALS.items())
        cells = "  ".join(f"{medians[name] * 100:{len(name)}.0f}" for name in GOALS)
        below = sorted({audit for run in several for audit in run.below})
        print(f"{page:{width}}  {cells}  {', '.join(below)}".rstrip())
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

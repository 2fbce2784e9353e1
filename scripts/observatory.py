"""The MDN HTTP Observatory's own scanner, asked about the sample on a real nginx.

Run as `make observatory`. It takes @mdn/mdn-http-observatory from npm, without the scripts that
packages run when they are installed and with an empty list of preloaded hosts in place of the one
that it would download, and holds its results against the rules that tests/test_observatory.py
goes by. Site, server and scanner meet in a network of their own, which leads nowhere. It ends with
1 where the two do not agree, and needs Node 20, npm, nginx, openssl, iproute2 and util-linux.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from noticegen.build import build, read

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from observatory_rules import MODIFIERS, Seen, scored
from sites import SAMPLE_MOMENT, copy_of_sample, moment

SCANNER = "@mdn/mdn-http-observatory@1.4.8"
PRELOADED = "conf/hsts-preload.json"
HOST = "notice.minato-learning.example"
"""The scanner asks for the root of a host; that of the sample belongs to its organisation."""
TOOLS = ("node", "npm", "nginx", "openssl", "unshare", "ip", "mount")

_NGINX = """\
user root root;  # the only one that there is inside
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 80;
        server_name {host};
        return 301 https://$host$request_uri;
    }}
    {site}
}}
"""
_TLS = "listen 443 ssl; ssl_certificate {folder}/tls.pem; ssl_certificate_key {folder}/tls.key;"
_PLAIN = "server {{ {tls} server_name {host}; root {root}; types {{ text/html html; }} }}"

_INSIDE = """\
set -e
ip link set lo up
mount --bind {folder}/hosts /etc/hosts
nginx -p {folder} -c {folder}/nginx.conf
trap 'kill "$(cat {folder}/pid)"' EXIT
NODE_EXTRA_CA_CERTS={folder}/tls.pem node {scanner}/src/scan.js {host}
"""


@dataclass(frozen=True)
class Way:
    """A way to serve the site."""

    name: str
    hsts: bool
    bare: bool = False
    """Without any of the emitted settings."""


WAYS = (
    Way("all headers, hsts: true", hsts=True),
    Way("all headers", hsts=False),
    Way("no headers, only what the page says of itself", hsts=False, bare=True),
)


def main() -> int:
    """Print the scanner's figures; 1 where the rules of the tests give others."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    agree = True
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        scanner = installed(folder / "scanner")
        certificate(folder)
        (folder / "hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
        for way in WAYS:
            agree &= reported(way, scan(way, folder, scanner), folder)
    return 0 if agree else 1


def installed(folder: Path) -> Path:
    """The scanner, below `folder`."""
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}')
    options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(
        ["npm", "install", *options, SCANNER], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    package = folder / "node_modules" / SCANNER.rpartition("@")[0]
    (package / PRELOADED).write_text("{}")
    return package


def certificate(folder: Path) -> None:
    """A certificate that is its own authority, for a day."""
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    words += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    words += ["-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")]
    subprocess.run(words, check=True, capture_output=True)


def scan(way: Way, folder: Path, scanner: Path) -> dict[str, dict[str, object]]:
    """What the scanner says of the sample, built and served in this way."""
    site = folder / way.name.replace(" ", "-").replace(":", "").replace(",", "")
    copy_of_sample(site)
    settings = (site / "noticegen.yml").read_text("utf-8")
    settings = settings.replace(
        "\nurl: https://www.minato-learning.example/notice/\n", f"\nurl: https://{HOST}/\n"
    )
    hsts = "true" if way.hsts else "false"
    (site / "noticegen.yml").write_text(f"{settings}hosts: [nginx]\nhsts: {hsts}\n", "utf-8")
    built = build(read(site), site / "output", moment(SAMPLE_MOMENT))
    assert built.written is not None, built.findings
    tls = _TLS.format(folder=folder)
    if way.bare:
        served = _PLAIN.format(tls=tls, host=HOST, root=site / "output")
    else:
        served = (site / "hosts/nginx/nginx.conf").read_text("utf-8")
        for before, after in (("listen 80;", tls), ("root /srv/www;", f"root {site}/output;")):
            assert served.count(before) == 1
            served = served.replace(before, after)
    conf = _NGINX.format(folder=folder, host=HOST, site=served)
    (folder / "nginx.conf").write_text(conf, "utf-8")
    inside = _INSIDE.format(
        folder=shlex.quote(str(folder)), scanner=shlex.quote(str(scanner)), host=HOST
    )
    words = [
        "unshare",
        "--map-root-user",
        "--mount",
        "--net",
        "--pid",
        "--kill-child",
        "sh",
        "-c",
        inside,
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        sys.exit(f"{way.name}: {done.stdout}{done.stderr}")
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    (folder / "page").write_bytes((site / "output/index.html").read_bytes())
    return found


def reported(way: Way, found: dict[str, dict[str, object]], folder: Path) -> bool:
    """Print what was found; whether the rules of the tests say the same of every test."""
    scan, tests = found["scan"], found["tests"]
    sent = scan["responseHeaders"]
    assert isinstance(sent, dict)
    ours = scored(Seen(tuple(sent.items()), (folder / "page").read_text("utf-8")))
    print(f"{way.name}: {scan['score']} ({scan['grade']}); by the rules of the tests {ours.score}")
    theirs = {test: _result(tests[test]) for test in MODIFIERS}
    for test, (result, modifier) in theirs.items():
        mark = "" if result == ours.results[test] else f"  (by the tests {ours.results[test]})"
        print(f"  {modifier:+4}  {result}{mark}")
    results = {test: result for test, (result, _) in theirs.items()}
    same = results == ours.results and scan["score"] == ours.score
    return same and all(ours.modifier(test) == theirs[test][1] for test in MODIFIERS)


def _result(test: object) -> tuple[str, int]:
    assert isinstance(test, dict)
    return test["result"], test["scoreModifier"]


if __name__ == "__main__":
    sys.exit(main())

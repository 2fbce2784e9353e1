"""Every host that can be tried here keeps the contract, at the root of a domain and below it."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

import runtimes
import servers
from build_site import run
from contract import (
    SECRET,
    Answer,
    Ask,
    Differs,
    Fault,
    Row,
    Site,
    Tried,
    all_links_are_files,
    checked,
    table,
    unexplained,
)
from noticegen.config import HOSTS, Config, read_config
from noticegen.hosts.known import chosen
from noticegen.hosts.model import Served, served
from noticegen.model import Artifact
from sites import ROOT, put, small_site, tree
from story import Story

MOMENT = "2026-03-10 09:00"

TRIED: tuple[Tried, ...] = (
    Tried("nginx", "nginx", servers.nginx, encodings=("gzip",)),
    Tried("Apache", "apache", servers.apache, servers.APACHE_DIFFERS, ("br", "gzip")),
    Tried("Caddy", "caddy", servers.caddy, encodings=("br", "gzip")),
    Tried("`python -m http.server`", None, servers.python, servers.PYTHON_DIFFERS),
)
"""Every server of the system that is tried."""

LINES = (*TRIED, *runtimes.TRIED, *runtimes.BY_HAND)
"""Every host that is tried: the lines of the table."""

UNTRIED: Mapping[str, str] = {
    "Vercel": "vercel",
    "GitHub Pages": "github-pages",
    "GitLab Pages": "gitlab-pages",
    "S3 with CloudFront": "s3-cloudfront",
}
"""Hosts that nothing here can stand for, by their names in the table."""

BASES = ("/", "/notice/")


def a_site(folder: Path, base: str, host: str | None) -> Site:
    """A built site with everything that a host may treat in a way of its own."""
    files = small_site()
    settings = str(files["noticegen.yml"]).replace("example/notice/", f"example{base}")
    update = "content/en/updates/2026-03-09-second.md"
    attached = {
        "data.csv": "a,b\n1,2\n" * 300,
        "LIST-2.CSV": "名,数\n",
        "readme.txt": "text\n" * 300,
        "plan.ja.csv": "名,数\n",
    }
    links = " ".join(f"[{name}](../../files/{name})" for name in attached)
    put(folder, files)
    put(folder, {update: str(files[update]) + f"\n{links}\n"})
    put(folder, {f"content/files/{name}": text for name, text in attached.items()})
    put(folder, {"noticegen.yml": settings + (f"hosts: [{host}]\n" if host else "")})
    story = Story(folder)
    assert story.record(MOMENT) == 0, story.said
    ran = run(folder, "build", "--as-of", MOMENT)
    assert ran.code == 0, ran.err
    config = read_config(folder)
    assert isinstance(config, Config)
    contents = tree(folder / "output")
    listed = {
        line[66:] for line in (folder / "output/SHA256SUMS").read_text("utf-8").splitlines()
    } | {"SHA256SUMS"}
    artifacts = [Artifact(path, contents[path]) for path in sorted(listed)]
    return Site(served(artifacts, config), contents, folder)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("tried", TRIED, ids=lambda tried: tried.name)
def test_a_host_keeps_the_contract(tmp_path: Path, tried: Tried, base: str) -> None:
    keeps_the_contract(tmp_path, tried, base)


def keeps_the_contract(folder: Path, tried: Tried, base: str) -> None:
    """Start a host in an empty folder, and hold it to the contract and to what is said of it."""
    site = a_site(folder / "site", base, tried.host)
    (folder / "host").mkdir()
    with tried.run(site, folder / "host") as ask:
        faults = checked(ask, site, tried.encodings)
    wrong = unexplained(faults, tried.differs, base)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("base", BASES)
def test_what_nginx_serves_is_verified(tmp_path: Path, base: str) -> None:
    """Every byte and header as built; then a compressed sibling that is another file is found."""
    site, host = a_site(tmp_path / "site", base, "nginx"), tmp_path / "host"
    host.mkdir()
    with servers.nginx(site, host):
        said = re.search(r"listen (127\.0\.0\.1:\d+);", (host / "nginx.conf").read_text("utf-8"))
        assert said
        address = f"http://{said[1]}{base}"
        ran = run(site.project, "verify", address)
        assert (ran.code, ran.err) == (0, "")
        assert "all as they are meant, each once" in ran.out
        (sibling,) = host.glob(f"www{base}faq.html.gz")
        shutil.copy(sibling.with_name("changelog.html.gz"), sibling)
        ran = run(site.project, "verify", address)
    assert ran.code == 5
    assert f"{address}faq.html: error NG730 wrong-encoding: " in ran.err


@pytest.mark.parametrize("base", BASES)
def test_in_a_folder_every_link_of_every_page_is_a_file(tmp_path: Path, base: str) -> None:
    site = a_site(tmp_path, base, None)
    assert not list(all_links_are_files(site.project / "output"))


def test_apache_is_allowed_what_the_build_says_and_nothing_else() -> None:
    (host,) = chosen(["apache"])
    said = str(next(iter(host.cannot(Served("", "/", (), ())))))
    assert f"AllowOverride {' '.join(servers.ALLOWED)} for" in said


PAGE = ROOT / "docs/hosts.md"
BEFORE, AFTER = (
    "<!-- the table: pytest --update-golden writes it -->\n",
    "<!-- end of the table -->\n",
)


def test_the_table_says_what_was_tried(update_golden: bool) -> None:
    written = table(LINES, UNTRIED)
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEFORE)
    old, _, after = rest.partition(AFTER)
    if update_golden:
        PAGE.write_text(f"{before}{BEFORE}{written}{AFTER}{after}", "utf-8")
    else:
        assert old == written, "pytest --update-golden tests/test_contract.py writes it anew"


def test_every_host_is_tried_or_said_to_be_untried() -> None:
    assert {one.host for one in LINES if one.host} | {*UNTRIED.values()} == {*HOSTS}
    assert not {one.host for one in LINES} & {*UNTRIED.values()}


# ------------------------------------------------------------------ the contract itself


def a_right_host(site: Site) -> Ask:
    """What the contract asks for, as a function."""
    every = {site.base + quote(file.path): file for file in site.served.files}
    every |= {
        site.base + file.folder: file for file in site.served.files if file.folder is not None
    }

    def ask(target: str, headers: Mapping[str, str] = {}, method: str = "GET", /) -> Answer:
        file = every.get(target.partition("?")[0])
        missing = next(file for file in site.served.files if file.path == "404.html")
        body = site.contents[(file or missing).path]
        tag = f'"{hashlib.sha256(body).hexdigest()}"'
        if file and headers.get("If-None-Match") == tag:
            return Answer(304, (("ETag", tag),), b"")
        said = (*site.served.answer(file or missing), ("Vary", "Accept-Encoding"), ("ETag", tag))
        return Answer(200 if file else 404, said, b"" if method == "HEAD" else body)

    return ask


Change = Callable[[str, Mapping[str, str], str, Answer], Answer]

FAULTY: dict[Row, Change] = {
    Row.FILES: lambda target, _, __, got: (
        got._replace(body=got.body + b" ") if target.endswith("notice.txt") else got
    ),
    Row.HEADERS: lambda _, __, ___, got: got._replace(
        headers=tuple(h for h in got.headers if h[0] != "X-Frame-Options" or got.status == 404)
    ),
    Row.TYPE: lambda target, _, __, got: (
        said_as(got, "Content-Type", "text/html") if target.endswith("faq.html") else got
    ),
    Row.CACHE: lambda _, __, ___, got: said_as(got, "Cache-Control", "max-age=600"),
    Row.MISSING: lambda target, _, __, got: (
        got._replace(status=200) if target.endswith("/nothing.html") else got
    ),
    Row.HIDDEN: lambda target, _, __, got: (
        Answer(200, got.headers, SECRET) if target.endswith("/.git/config") else got
    ),
    Row.SPELLINGS: lambda target, _, __, got: (
        Answer(200, got.headers, b"a list of files") if target.endswith("/ja") else got
    ),
    Row.ONCE: lambda target, _, __, got: (
        got._replace(headers=(*got.headers, got.headers[0]))
        if target.endswith("feed.json")
        else got
    ),
    Row.HEAD: lambda _, __, method, got: got._replace(status=405) if method == "HEAD" else got,
    Row.UNCHANGED: lambda _, headers, __, got: (
        got._replace(status=200) if "If-None-Match" in headers else got
    ),
    Row.COMPRESSED: lambda _, headers, __, got: (
        got._replace(
            headers=(*got.headers, ("Content-Encoding", "gzip")), body=gzip.compress(b"another")
        )
        if "gzip" in headers.get("Accept-Encoding", "") and got.status == 200
        else got
    ),
}


def said_as(answer: Answer, name: str, value: str) -> Answer:
    return answer._replace(
        headers=tuple((key, value if key == name else old) for key, old in answer.headers)
    )


def test_the_contract_finds_what_it_is_about(tmp_path: Path) -> None:
    site = a_site(tmp_path, "/notice/", None)
    right = a_right_host(site)
    assert not checked(right, site)

    def links_astray(
        target: str, headers: Mapping[str, str] = {}, method: str = "GET", /
    ) -> Answer:
        return right(f"{site.base}ja/" if target == f"{site.base}ja" else target, headers, method)

    assert {fault.row for fault in checked(links_astray, site)} == {Row.LINKS}
    for row, change in FAULTY.items():

        def wrong(
            target: str,
            headers: Mapping[str, str] = {},
            method: str = "GET",
            /,
            change: Change = change,
        ) -> Answer:
            return change(target, headers, method, right(target, headers, method))

        assert row in {fault.row for fault in checked(wrong, site)}, row
    assert {*FAULTY, Row.LINKS} == {*Row}


def test_an_exception_has_to_be_seen() -> None:
    seen = Fault(Row.HEAD, "x: 405")
    excused = Differs(Row.HEAD, "none", "x: 405")
    assert unexplained((seen,), (), "/") == ["HEAD: x: 405"]
    assert not unexplained((seen,), (excused,), "/")
    assert unexplained((), (excused,), "/") == ["HEAD: not seen any more: none"]
    assert not unexplained((), (excused._replace(bases=("/notice/",)),), "/")

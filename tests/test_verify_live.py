"""A live site held against what was built: each way in which it may differ is told by its name."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_site import a_site, an_update, build, run
from misbehaving import Quirk, Reply, Server, as_it_is, live
from noticegen.config import Config, read_config
from noticegen.diagnostics import Code, Exit, Severity
from noticegen.verify.built import BuiltSite, as_built
from noticegen.verify.live import verify_live
from noticegen.verify.report import Report
from noticegen.web import Web

DOCS = Path(__file__).parent.parent / "docs"
JAPANESE = "content/files/お知らせ.csv"
SETTINGS = """\
title: {ja: お詫びとお知らせ, en: Apology and notice}
organization: {ja: 株式会社みなと学習社, en: "Minato Learning Co., Ltd."}
url: https://www.minato-learning.example/notice/
official_site: https://www.minato-learning.example/
languages: [ja, en]
timezone: Asia/Tokyo
"""
TOLD = SETTINGS + "hosts: [nginx]\n"
HOME = "index.html"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in two languages, for a host that is told to send headers; built."""
    body = "一覧は[書類](../../files/letter.csv)です。\n"
    site = a_site(
        tmp_path_factory.mktemp("live") / "site",
        {
            "noticegen.yml": TOLD,
            "content/ja/updates/2026-03-02-first-notice.md": an_update(body),
            "content/files/letter.csv": "a,b\n" * 500,
        },
    )
    ran = build(site)
    assert ran.code == 0, ran.err
    return site


def site_at(project: Path, server: Server) -> BuiltSite:
    config = read_config(project)
    assert isinstance(config, Config)
    return as_built(project / "output", config, server.address)


def looked(project: Path, quirk: Quirk = as_it_is, **more: Any) -> Report:
    """One look at the site of the project, with what its server does to it."""
    with live(project / "output", quirk, **more) as server, Web() as web:
        return verify_live(site_at(project, server), web)


def said(report: Report) -> list[tuple[str, str, str]]:
    """Each finding by severity, code and the path it is about."""
    found = report.findings
    return [
        (f.severity.value, str(f.code), re.sub(r"^http://[^/]*(/notice/)?", "", f.at.path))
        for f in found
    ]


def error(report: Report, code: Code) -> str:
    """The first message of an error with this code."""
    of_code = [f for f in report.findings if f.code is code and f.severity is Severity.ERROR]
    assert of_code, said(report)
    assert report.exit is Exit.LIVE
    return str(of_code[0].message)


def test_all_as_built_is_said_in_a_line_a_group(project: Path) -> None:
    with live(project / "output") as server:
        ran = run(project, "verify", server.address)
    assert (ran.code, ran.err) == (0, "")
    count = len([path for path in (project / "output").rglob("*") if path.is_file()])
    assert ran.out.splitlines() == [
        f"{server.address} held against output/",
        f"  files      {count} of {count} as they were built",
        "  headers    all as they are meant, each once",
        "  addresses  home pages, folders, and what is not there answer as they should",
        "  caches     answers are up to 0 seconds old; browsers keep pages for 0 seconds",
        "  search     nothing keeps it out of search engines",
        "  record     none is live: nothing proves what it said before",
    ]
    assert server.agents == {"noticegen"}


# ------------------------------------------------------------------ each difference by its name


def on(path: str, change: Callable[[Reply], Reply]) -> Quirk:
    """A quirk about one file."""
    return lambda reply: change(reply) if reply.path == path else reply


def on_pages(change: Callable[[Reply], Reply]) -> Quirk:
    return lambda reply: change(reply) if reply.is_page else reply


def swapped(before: bytes, after: bytes) -> Callable[[Reply], Reply]:
    return lambda reply: reply.holding(reply.content.replace(before, after))


def one_line(reply: Reply) -> Reply:
    return reply.holding(re.sub(rb"\s*\n\s*", b"\n", reply.content))


def shift_jis(reply: Reply) -> Reply:
    return reply.holding(reply.content.decode().encode("cp932", "replace"))


def cut_short(reply: Reply) -> Reply:
    return replace(reply, content=reply.content[:100], length=len(reply.content))


def gone(reply: Reply) -> Reply:
    return replace(reply, status=404)


def leading(to: str) -> Callable[[Reply], Reply]:
    return lambda reply: replace(
        reply, status=302, content=b"", headers=(*reply.headers, ("Location", to))
    )


def packed_as(content: Callable[[bytes], bytes]) -> Quirk:
    """Whoever asks for gzip gets this."""
    return lambda reply: (
        reply.holding(content(reply.content)).adding("Content-Encoding", "gzip")
        if reply.is_packed and reply.path == HOME
        else reply
    )


def found_everywhere(reply: Reply) -> Reply:
    return replace(reply, status=200) if reply.status == 404 else reply


SCRIPT = b'<script src="https://cdn.example/x.js"></script></body>'
MAIL = b'<a href="/cdn-cgi/l/email-protection">[email&#160;protected]</a></body>'

DIFFERENCES: tuple[tuple[str, Code, Quirk, str], ...] = (
    ("gone", Code.LIVE_DIFFERS, on("changelog.html", gone), "the answer is 404"),
    (
        "edited",
        Code.LIVE_DIFFERS,
        on(HOME, swapped("ご心配".encode(), "御心配".encode())),
        "other bytes",
    ),
    ("script", Code.REWRITTEN, on_pages(swapped(b"</body>", SCRIPT)), "a script was put in"),
    ("mail", Code.REWRITTEN, on_pages(swapped(b"</body>", MAIL)), "e-mail addresses were hidden"),
    ("space", Code.REWRITTEN, on_pages(one_line), "white space was changed"),
    ("charset", Code.REWRITTEN, on("notice.txt", shift_jis), "charset was changed to cp932"),
    ("cut", Code.REWRITTEN, on(HOME, cut_short), "cut short after 100 bytes"),
    ("comment", Code.REWRITTEN, on(HOME, swapped(b"</body>", b"<!-- x --></body>")), "comments"),
    ("behind", Code.REWRITTEN, on(HOME, lambda r: r.holding(r.content + b"x")), "put behind it"),
    (
        "bom",
        Code.REWRITTEN,
        on(HOME, lambda r: r.holding(b"\xef\xbb\xbf" + r.content)),
        "byte order",
    ),
    ("no-header", Code.LIVE_HEADER, lambda r: r.without("Referrer-Policy"), "is missing"),
    (
        "doubled",
        Code.LIVE_HEADER,
        lambda r: r.adding("X-Frame-Options", "DENY"),
        "stands there twice",
    ),
    (
        "kept",
        Code.LIVE_HEADER,
        on(HOME, lambda r: r.saying("Cache-Control", "max-age=600")),
        "max-age=600",
    ),
    (
        "type",
        Code.LIVE_HEADER,
        on(HOME, lambda r: r.saying("Content-Type", "text/plain")),
        "text/plain",
    ),
    (
        "host",
        Code.LEADS_ELSEWHERE,
        on(HOME, leading("https://other.example/")),
        "another host: https://other.example/",
    ),
    (
        "folder",
        Code.LEADS_ELSEWHERE,
        on("en/", leading("/notice/en/index.html")),
        "it leads to http",
    ),
    ("home", Code.LEADS_ELSEWHERE, on("", leading("/")), "it leads to"),
    ("file", Code.LEADS_ELSEWHERE, on(HOME, leading("file:///etc/passwd")), "file:///etc/passwd"),
    ("soft", Code.SOFT_404, found_everywhere, "nothing is there, and the answer is 200"),
    (
        "other-404",
        Code.SOFT_404,
        lambda r: r.holding(b"no") if r.status == 404 else r,
        "another page",
    ),
    (
        "forbidden",
        Code.SOFT_404,
        lambda r: replace(r, status=403) if r.status == 404 else r,
        "is 403",
    ),
    (
        "tag",
        Code.NOT_FINDABLE,
        on_pages(lambda r: r.adding("X-Robots-Tag", "googlebot: noindex, nofollow")),
        "X-Robots-Tag",
    ),
    (
        "meta",
        Code.NOT_FINDABLE,
        on(HOME, swapped(b"<head>", b'<head><meta name="robots" content="NOINDEX">')),
        "`<meta>`",
    ),
    (
        "unasked",
        Code.WRONG_ENCODING,
        on(HOME, lambda r: r.holding(gzip.compress(r.content)).adding("Content-Encoding", "gzip")),
        "nobody asked",
    ),
    (
        "brotli",
        Code.WRONG_ENCODING,
        on(HOME, lambda r: r.adding("Content-Encoding", "br")),
        "packed as br",
    ),
    ("stale-gzip", Code.WRONG_ENCODING, packed_as(lambda _: gzip.compress(b"old")), "another file"),
    ("no-gzip", Code.WRONG_ENCODING, packed_as(lambda content: content), "cannot be unpacked"),
    (
        "half-gzip",
        Code.WRONG_ENCODING,
        packed_as(lambda c: gzip.compress(c)[:-20]),
        "ends too early",
    ),
    (
        "cookie",
        Code.SETS_COOKIE,
        on(HOME, lambda r: r.adding("Set-Cookie", "id=1; Path=/")),
        "sets a cookie: id",
    ),
)


@pytest.mark.parametrize(
    ("code", "quirk", "words"),
    [case[1:] for case in DIFFERENCES],
    ids=[case[0] for case in DIFFERENCES],
)
def test_a_difference_is_found_by_its_name(
    project: Path, code: Code, quirk: Quirk, words: str
) -> None:
    assert words in error(looked(project, quirk), code)

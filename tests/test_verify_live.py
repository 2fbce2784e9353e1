"""A live site held against what was built: each way in which it may differ is told by its name."""

from __future__ import annotations

import gzip
import json
import os
import pty
import random
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from build_site import a_site, an_update, build, command, plain_environment, run
from misbehaving import HOST, Quirk, Reply, Server, as_it_is, behind_a_proxy, live
from noticegen.config import Config, read_config
from noticegen.diagnostics import Code, Exit, Severity
from noticegen.model import Artifact
from noticegen.render import SUMS, sums
from noticegen.verify.built import BuiltSite, as_built
from noticegen.verify.findable import kept_out, page_says_noindex, says_noindex
from noticegen.verify.live import verify_listed, verify_live
from noticegen.verify.report import Progress, Report
from noticegen.web import Web
from sites import ROOT, put, tree
from story import Story

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
    count = len(
        [one for one in (project / "output").rglob("*") if one.is_file() and one.suffix != ".gz"]
    )
    # A machine that is busy may take more than a second for an answer.
    out = re.sub(r"up to \d+ seconds", "up to 0 seconds", ran.out)
    assert out.splitlines() == [
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


def test_the_first_bytes_that_differ_are_shown(project: Path) -> None:
    report = looked(project, on(HOME, swapped("ご心配".encode(), "御心配".encode())))
    [finding] = report.findings
    place, before, after = map(str, finding.lines)
    assert re.fullmatch(r"from byte \d+, in line \d+:", place)
    assert "ご心配をおかけ" in before
    assert "御心配をおかけ" in after


def test_a_file_that_is_not_compressed_right_is_told_once(project: Path) -> None:
    """Both ways of asking show other bytes; that is one finding."""
    report = looked(project, on(HOME, lambda reply: reply.holding(b"<p>old</p>")))
    assert said(report) == [("error", "NG722", HOME)]


def test_nothing_that_comes_from_the_network_acts_on_a_terminal(project: Path) -> None:
    def evil(reply: Reply) -> Reply:
        reply = reply.saying("Referrer-Policy", "\x1b[2J\x9b31m")
        if reply.path == "changelog.html":
            return leading("https://other.example/\x1b]0;x\x07")(reply)
        if reply.path == "en/":
            return reply.adding("Set-Cookie", "\x1b[31mred=1")
        is_home = reply.path == HOME
        return reply.holding(b"\x1b[2J\xe2\x80\xae" + reply.content) if is_home else reply

    with live(project / "output", evil) as server:
        text = run(project, "verify", server.address)
        programs = run(project, "verify", server.address, "--format", "json")
    assert (text.code, programs.code) == (5, 5)
    for out in (text.out, text.err, programs.out, programs.err):
        assert not {sign for sign in out if not sign.isprintable()} - {"\n"}
    assert "\\x1b[2J" in text.err


@pytest.mark.slow
def test_one_changed_byte_of_any_file_is_found(project: Path, tmp_path: Path) -> None:
    """File after file, on a server that changes nothing but that."""
    folder = tmp_path / "www"
    shutil.copytree(project / "output", folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    random_ = random.Random(2026)
    wanted: set[str] = set()
    for path in files:
        content = bytearray(path.read_bytes())
        place = random_.randrange(len(content))
        content[place] ^= 1 << random_.randrange(8)
        path.write_bytes(content)
        wanted.add(path.relative_to(folder).as_posix())
        with live(folder) as server, Web() as web:
            report = verify_live(site_at(project, server), web)
        assert report.exit in {Exit.LIVE, Exit.RECORD}
        assert set(report.not_as_built) == wanted, path


# ------------------------------------------------------------------ headers as advice


@pytest.fixture
def untold(project: Path, tmp_path: Path) -> Path:
    """The same site for no host."""
    shutil.copytree(project / "output", tmp_path / "output")
    return put(tmp_path, {"noticegen.yml": SETTINGS})


def bare(reply: Reply) -> Reply:
    """A server that nobody told anything."""
    names = {"Date", "Content-Type"}
    kept = tuple(pair for pair in reply.headers if pair[0] in names)
    return replace(reply, headers=kept, content=b"no" if reply.status == 404 else reply.content)


@pytest.mark.parametrize("more", ["", "hosts: [github-pages, gitlab-pages]\n"])
def test_headers_that_no_host_is_told_to_send_are_advice(untold: Path, more: str) -> None:
    put(untold, {"noticegen.yml": SETTINGS + more})
    with live(untold / "output", bare) as server:
        ran = run(untold, "verify", server.address)
    assert ran.code == 0, ran.err
    assert "warning NG724 live-header: headers that protect readers are not sent" in ran.err
    assert "X-Frame-Options is missing" in ran.err
    assert "errors: 0" in ran.err
    assert "no host is told to send them" in ran.out


def test_a_page_that_comes_in_another_charset_is_no_advice(untold: Path) -> None:
    html = "text/html; charset=Shift_JIS"
    report = looked(untold, on_pages(lambda reply: reply.saying("Content-Type", html)))
    assert "Content-Type is: text/html; charset=Shift_JIS" in error(report, Code.LIVE_HEADER)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "must-revalidate,max-age=0,  Public"),
        ("Content-Type", "text/html;charset=UTF-8"),
        ("X-Content-Type-Options", "NoSniff"),
    ],
)
def test_another_spelling_of_a_header_is_the_same(project: Path, name: str, value: str) -> None:
    assert looked(project, on(HOME, lambda reply: reply.saying(name, value))).ok


# ------------------------------------------------------------------ places


@pytest.mark.parametrize("base", ["/", "/a/b/"])
def test_a_site_may_be_at_the_root_or_deep_below_it(project: Path, base: str) -> None:
    report = looked(project, base=base)
    assert (report.ok, report.findings) == (True, ())


def test_a_site_is_asked_for_over_ipv6(project: Path) -> None:
    assert looked(project, over_six=True).ok


def test_japanese_names_are_asked_for_as_browsers_do(project: Path, tmp_path: Path) -> None:
    """noticegen makes none; a theme, or the path of a site, may."""
    files = {**tree(project / "output"), "files/お知らせ.csv": b"a,b\n"}
    del files[SUMS]
    listed = sums(Artifact(path, content) for path, content in files.items())
    www = put(tmp_path / "www", {**files, SUMS: listed.content})
    with live(www, base="/お詫び/") as server:
        ran = run(tmp_path, "verify", server.address)
        asked = list(server.asked)
    name = "/%E3%81%8A%E8%A9%AB%E3%81%B3/files/%E3%81%8A%E7%9F%A5%E3%82%89%E3%81%9B.csv"
    assert name in asked
    assert (ran.code, ran.err) == (0, "")


def test_an_address_without_its_slash_is_the_folder(project: Path) -> None:
    with live(project / "output") as server:
        ran = run(project, "verify", server.address.rstrip("/"))
    assert ran.code == 0


# ------------------------------------------------------------------ search engines


@pytest.mark.parametrize(
    ("robots", "count"),
    [
        ("User-agent: *\nDisallow: /\n", 1),
        ("User-agent: *\nDisallow: /notice/\n", 1),
        ("User-agent: *\nDisallow:\n", 0),
        ("User-agent: *\nDisallow: /\nAllow: /notice/\n", 0),
        ("User-agent: Googlebot\nUser-agent: Bingbot\nDisallow: /*.html$\n", 2),
        ("user-agent: other\ndisallow: /\n", 0),
        ("<!doctype html><p>Disallow: /</p>", 0),
    ],
)
def test_a_ban_in_robots_txt_is_found(project: Path, robots: str, count: int) -> None:
    def with_robots(reply: Reply) -> Reply:
        is_it = reply.path == "/robots.txt"
        return replace(reply, status=200, content=robots.encode()) if is_it else reply

    codes = [finding.code for finding in looked(project, with_robots).findings]
    assert codes == [Code.NOT_FINDABLE] * count


def test_a_robots_txt_that_cannot_be_read_counts_as_a_ban(project: Path) -> None:
    def broken(reply: Reply) -> Reply:
        return replace(reply, status=503) if reply.path == "/robots.txt" else reply

    assert "take that for a ban" in error(looked(project, broken), Code.NOT_FINDABLE)


@pytest.mark.parametrize(
    ("value", "is_kept_out"),
    [
        ("noindex", True), ("None", True), ("nofollow, NOINDEX", True), ("bingbot: none", True),
        ("max-image-preview: none", False), ("max-snippet:0, nofollow", False), ("all", False),
    ],
)  # fmt: skip
def test_rules_for_engines_are_read_one_by_one(value: str, is_kept_out: bool) -> None:
    assert says_noindex([value]) is is_kept_out
    page = f'<meta content="{value}" name="Robots"><p>noindex, none'
    assert page_says_noindex(page.encode()) is is_kept_out


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("/", True), ("/a", True), ("/a/b.html", True), ("/a/*.html$", True), ("/*b", True),
        ("*", True), ("/%61/", True), ("/a/b", True), ("/b", False), ("/a/b$", False),
        ("/*.htm$", False), ("/a/b.html*x", False), ("$", False), ("/*" + "*a" * 5000, False),
    ],
)  # fmt: skip
def test_patterns_of_robots_txt_fit_as_rfc_9309_says(pattern: str, fits: bool) -> None:
    text = f"User-agent: *\nDisallow: {pattern}\n"
    assert list(kept_out(text.encode(), ["/a/b.html"])) == ([("*", "/a/b.html")] if fits else [])


# ------------------------------------------------------------------ time and edges


def hour_ago() -> str:
    return format_datetime(datetime.now(timezone.utc) - timedelta(hours=1), usegmt=True)


def test_old_copies_and_wrong_clocks_are_told_and_no_difference(project: Path) -> None:
    report = looked(project, on(HOME, lambda reply: reply.adding("Age", "86400")))
    assert (report.ok, said(report)) == (True, [("warning", "NG729", HOME)])
    assert report.caches is not None
    assert report.caches.oldest == 86400
    past = "Thu, 01 Jan 2026 00:00:00 GMT"
    without_age = looked(project, on(HOME, lambda reply: reply.saying("Date", past)))
    assert said(without_age) == [("warning", "NG729", HOME)]
    cached = looked(project, lambda reply: reply.saying("Date", hour_ago()).adding("Age", "3600"))
    assert {code for _, code, _ in said(cached)} == {"NG729"}
    assert "has kept it for 3600 seconds" in str(cached.findings[0].message)
    wrong_clock = looked(project, lambda reply: reply.saying("Date", past))
    assert said(wrong_clock) == [("warning", "NG729", "")]
    assert "its clock is" in str(wrong_clock.findings[0].message)


def test_servers_that_do_not_agree_yet_are_found(project: Path) -> None:
    """One of two has the old list; which of them answers, nobody knows before."""

    def either(reply: Reply) -> Reply:
        is_old = reply.path == "SHA256SUMS" and reply.number in {2, 4}
        return reply.holding(b"") if is_old else reply

    message = error(looked(project, either), Code.EDGES_DISAGREE)
    assert "asked for 4 times at once, it is answered in 2 ways" in message


# ------------------------------------------------------------------ waiting


def test_a_wait_ends_when_two_looks_in_a_row_find_all_as_built(
    project: Path, tmp_path: Path
) -> None:
    """The old site is live first; the new one comes file by file."""
    folder = tmp_path / "www"
    shutil.copytree(project / "output", folder)
    for name in (HOME, "faq.html", "changelog.html"):
        (folder / name).write_text("old", "utf-8")
    new = iter([HOME, "changelog.html"])
    pauses: list[float] = []
    seen: list[Progress] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        (folder / "faq.html").unlink(missing_ok=True)
        if name := next(new, None):
            shutil.copy(project / "output" / name, folder / name)

    with live(folder) as server, Web() as web:
        site = site_at(project, server)
        report = verify_live(site, web, wait=600, told=seen.append, pause=pause)
    assert (report.ok, report.is_settled, report.rounds) == (True, True, 4)
    assert pauses == [1.0, 2.0, 1.0]
    assert [progress.old for progress in seen if progress.pause] == [2, 1, 0]


def test_a_wait_is_given_up_when_its_time_is_over(project: Path) -> None:
    with live(project / "output", on(HOME, gone)) as server:
        ran = run(project, "verify", server.address, "--wait", "1")
    assert ran.code == 5
    assert re.search(r"^  wait +not as built after \d+ seconds$", ran.out, re.M)


def test_a_wait_outlasts_a_site_that_is_not_there_yet(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/notice/"
        ran = run(project, "verify", address, "--wait", "1")
    assert ran.code == 4
    assert "Connection refused" in ran.err


def test_all_as_built_with_a_wait_says_how_long_it_took(project: Path) -> None:
    with live(project / "output") as server:
        ran = run(project, "verify", server.address, "--wait", "60")
    assert ran.code == 0
    assert re.search(r"^  wait +as built after \d+ seconds$", ran.out, re.M)


# ------------------------------------------------------------------ without the project


def test_anybody_can_hold_a_site_against_what_it_lists(project: Path, tmp_path: Path) -> None:
    with live(project / "output") as server:
        ran = run(tmp_path, "verify", server.address)
    assert (ran.code, ran.err) == (0, "")
    assert "held against SHA256SUMS" in ran.out


def test_without_the_project_a_change_is_found_and_what_is_plain_is_guessed(
    project: Path, tmp_path: Path
) -> None:
    with live(project / "output", on_pages(swapped(b"</body>", SCRIPT))) as server:
        ran = run(tmp_path, "verify", server.address)
    assert ran.code == 5
    assert "NG723 rewritten: it was changed on the way: a script was put in" in ran.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "the answer is 404, and nothing else says what was built"),
        (b"<!doctype html>\n", "SHA256SUMS:1:1: error NG722 live-differs: this line is no digest"),
        (b"0" * 64 + b"  ../../etc/passwd\n", "this line is no digest of a file"),
    ],
    ids=["none", "page", "path"],
)
def test_a_site_without_a_list_is_told(
    project: Path, tmp_path: Path, content: bytes | None, words: str
) -> None:
    change = gone if content is None else (lambda reply: reply.holding(content or b""))
    with live(project / "output", on("SHA256SUMS", change)) as server:
        ran = run(tmp_path, "verify", server.address)
        asked = list(server.asked)
    assert (ran.code, words in ran.err) == (5, True), ran.err
    assert asked == ["/notice/SHA256SUMS"]


# ------------------------------------------------------------------ the record


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A project with a record, its output of a week before, and its first checkpoint."""
    folder = tmp_path_factory.mktemp("recorded")
    story = Story(a_site(folder / "site", {"noticegen.yml": TOLD}))
    assert story.record("2026-03-02 16:00") == 0
    assert build(story.project).code == 0
    shutil.copytree(story.project / "output", folder / "before")
    shutil.copy(folder / "before/checkpoint", folder / "kept")
    hotline = an_update(title="窓口のお知らせ", date="2026-03-09 11:00")
    story.write({"content/ja/updates/2026-03-09-hotline.md": hotline})
    assert story.record("2026-03-09 12:00") == 0
    assert build(story.project).code == 0
    return story.project, folder / "before", folder / "kept"


def test_a_record_that_goes_on_from_the_one_that_was_kept_is_said(
    recorded: tuple[Path, Path, Path],
) -> None:
    project, _, kept = recorded
    with live(project / "output") as server:
        ran = run(project, "verify", server.address, "--since", str(kept))
        address = f"{server.address}checkpoint"
        same = run(project, "verify", server.address, "--since", address, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^  since +it begins with the \d+ entries that were kept$", ran.out, re.M)
    told = json.loads(same.out)
    assert told["since"] == told["record"]["size"]


def test_an_old_record_that_is_still_live_is_a_difference_and_no_cut(
    recorded: tuple[Path, Path, Path],
) -> None:
    project, before, kept = recorded
    with live(before) as server:
        ran = run(project, "verify", server.address, "--since", str(kept))
    assert ran.code == 5
    assert "record.json: error NG722" in ran.err
    assert "NG61" not in ran.err


def test_a_live_record_that_was_cut_or_forked_or_is_longer_is_seen(
    recorded: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    project, before, kept = recorded
    newest = project / "output/checkpoint"
    with live(before) as server:
        cut = run(tmp_path, "verify", server.address, "--since", str(newest))
    older = tmp_path / "older"
    shutil.copytree(before, older / "output")
    put(older, {"noticegen.yml": (project / "noticegen.yml").read_bytes()})
    with live(project / "output") as server:
        longer = run(older, "verify", server.address)
    forked = tmp_path / "forked"
    story = Story(a_site(forked, {"noticegen.yml": TOLD}), salts=100)
    assert story.record("2026-03-02 16:00") == 0
    assert build(forked).code == 0
    with live(project / "output") as server:
        fork = run(tmp_path, "verify", server.address, "--since", str(forked / "output/checkpoint"))
        other = run(forked, "verify", server.address)
    with live(forked / "output") as server:
        forked_here = run(project, "verify", server.address)
    none = tmp_path / "none"
    assert build(a_site(none)).code == 0
    with live(none / "output") as server:
        gone_ = run(tmp_path, "verify", server.address, "--since", str(kept))
    with live(project / "output") as server:
        unknown = run(none, "verify", server.address)
    for ran, code in (
        (cut, "NG614"), (longer, "NG614"), (fork, "NG615"), (other, "NG614"),
        (forked_here, "NG615"), (gone_, "NG613"), (unknown, "NG614"),
    ):  # fmt: skip
        assert (ran.code, code in ran.err) == (3, True), ran.err
    assert "and the one that was built has" in longer.err


def test_a_record_from_elsewhere_is_read_without_trust(
    recorded: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    project, _, _ = recorded
    for content in (
        b"[" * 100_000, b"{}", b'{"version": 2}', b"\xff", b"null",
        b'{"origin": "a", "entries": []}',
        b'{"version": 1, "origin": "a", "entries": [{"number": 1, "time": "2026-03-02T06:00:00Z", '
        b'"kind": "publication", "subject": "\\ud800", "digest": "", "leaf": "", "salt": "", '
        b'"text": "\\ud800"}]}',
    ):  # fmt: skip
        holding = partial(Reply.holding, content=content)
        with live(project / "output", on("record.json", holding)) as server:
            ran = run(project, "verify", server.address)
        assert ran.code == 3, ran.err
        assert "NG613" in ran.err


# ------------------------------------------------------------------ usage


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("http://www.minato-learning.example/",), 2, "asked for with https://"),
        (("ftp://127.0.0.1/",), 2, "asked for with https://"),
        (("file:///etc/",), 2, "asked for with https://"),
        (("https://me:secret@127.0.0.1/",), 2, "asked for with https://"),
        (("https://[::1/",), 2, "asked for with https://"),
        (("output", "--wait", "5"), 2, "output is a folder, and does not change"),
        (("https://127.0.0.1:9/",), 4, "NG721"),
        (("https://127.0.0.1:9/", "--output", "public"), 2, "there is no folder public"),
        ((), 2, "NG101"),
    ],
)
def test_what_cannot_be_asked_is_told(
    tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ran = run(tmp_path, "verify", *words)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert "secret" not in ran.err


def test_an_output_that_is_not_as_built_is_no_measure(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "output", tmp_path / "output")
    put(tmp_path, {"noticegen.yml": SETTINGS, "output/index.html": "edited"})
    with live(project / "output") as server:
        ran = run(tmp_path, "verify", server.address)
    assert (ran.code, "index.html: error NG624" in ran.err, server.asked) == (3, True, [])


def test_broken_settings_are_told(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "output", tmp_path / "output")
    put(tmp_path, {"noticegen.yml": SETTINGS + "hots: [nginx]\n"})
    assert run(tmp_path, "verify").code == 2


def test_a_server_that_closes_without_a_word_is_asked_again(project: Path) -> None:
    assert looked(project, lambda reply: replace(reply, closes=True)).ok


def test_what_is_no_http_is_told(tmp_path: Path) -> None:
    def babble(listening: socket.socket) -> None:
        with listening.accept()[0] as connection:
            connection.recv(1000)
            connection.sendall(b"SSH-2.0-x\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=babble, args=(listening,))
        thread.start()
        ran = run(tmp_path, "verify", f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()
    assert (ran.code, "what it answers is no HTTP (BadStatusLine)" in ran.err) == (4, True)


def test_on_a_terminal_it_is_seen_how_far_a_wait_has_come(project: Path) -> None:
    primary, secondary = pty.openpty()
    with live(project / "output", on(HOME, gone)) as server:
        words = command("verify", server.address, "--wait", "1.2")
        ran = subprocess.run(
            words, cwd=project, stdout=subprocess.PIPE, stderr=secondary, check=False,
            env=plain_environment(), timeout=60,
        )  # fmt: skip
    os.close(secondary)
    shown = os.read(primary, 100_000).decode()
    os.close(primary)
    assert ran.returncode == 5
    assert "look 1: 1 files are not as built; the next look in" in shown
    assert b"look 1" not in ran.stdout


def test_a_server_that_never_ends_its_answer_is_left(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, Web(patience=0.2) as web:
        report = verify_listed(f"http://127.0.0.1:{listening.getsockname()[1]}/", web)
    assert report.exit is Exit.SURROUNDINGS
    assert "it does not answer in time" in str(report.findings[0].message.values["problem"])


# ------------------------------------------------------------------ the official site


def official(content: bytes, status: int = 200) -> Quirk:
    return lambda reply: (
        replace(reply, status=status, content=content) if reply.path == "/" else reply
    )


BANNER = "banner"


@pytest.mark.parametrize(
    ("content", "status", "linked", "words"),
    [
        (BANNER, 200, True, ""),
        ('<base href="/notice/"><a href="en/?from=home#top">Notice</a>', 200, True, ""),
        ("<a href=/notice>Notice</a>", 200, True, ""),
        ("<p>https://www.minato-learning.example/notice/</p>", 200, False, "it has no link to"),
        ('<a href="https://[">x</a><a href="/notice/faq.html">x</a>', 200, False, "no link to"),
        ("", 500, None, "cannot be seen: the answer is 500"),
    ],
    ids=["banner", "base", "no-slash", "text", "other", "broken"],
)
def test_the_link_from_the_official_site_is_looked_for(
    project: Path, tmp_path: Path, content: str, status: int, linked: bool | None, words: str
) -> None:
    """Over TLS, and through the proxy of the environment, as at a company's desk."""
    text = (project / "output/banner.html").read_bytes() if content == BANNER else content.encode()
    with live(project / "output", official(text, status)) as server:
        env = behind_a_proxy(server, tmp_path)
        ran = run(project, "verify", env=env)
        report = run(project, "verify", "--format", "json", env=env)
        assert set(server.tunnels) == {f"{HOST}:443"}
    assert ran.code == 0, ran.err
    assert json.loads(report.out)["linked"] is linked
    assert ("NG732" in ran.err) is (linked is not True)
    assert words in ran.err
    assert ("the home page of the official site leads here" in ran.out) is (linked is True)


def test_a_certificate_that_nobody_trusts_is_told(project: Path, tmp_path: Path) -> None:
    with live(project / "output") as server:
        env = {**behind_a_proxy(server, tmp_path), "SSL_CERT_FILE": None}
        ran = run(project, "verify", env=env)
    assert (ran.code, server.asked) == (4, [])
    assert "NG721" in ran.err
    assert "its certificate is not trusted" in ran.err


def test_an_address_that_leads_out_of_encryption_is_said_so(project: Path, tmp_path: Path) -> None:
    with live(project / "output", on("changelog.html", leading("http://x.example/"))) as server:
        ran = run(project, "verify", env=behind_a_proxy(server, tmp_path))
    assert ran.code == 5
    assert "it leads to http://x.example/, which is not encrypted" in ran.err


# ------------------------------------------------------------------ for programs


def keys(value: object, at: str = "") -> set[str]:
    """The path of every value: `files.different[].url`."""
    if isinstance(value, dict):
        inner = {(f"{at}.{key}" if at else key): each for key, each in value.items()}
        return set().union(*(keys(each, path) for path, each in inner.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return keys(value[0], f"{at}[]")
    return {at}


def test_the_page_about_it_lists_every_key(recorded: tuple[Path, Path, Path]) -> None:
    project, _, kept = recorded
    with live(project / "output", on(HOME, gone)) as server:
        words = ("verify", server.address, "--since", str(kept), "--format", "json")
        ran = run(project, *words)
    assert (ran.code, ran.err) == (5, "")
    page = (ROOT / "docs/verify.md").read_text("utf-8").split("## For programs", 1)[1]
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    described = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    told = keys(json.loads(ran.out))
    assert told <= described
    assert described - told == {"files.different[]", "findings[]", "caches", "record"}


def test_the_page_about_it_lists_every_exit_code() -> None:
    page = (ROOT / "docs/verify.md").read_text("utf-8")
    assert re.findall(r"^\| (\d) \|", page, re.M) == ["0", "2", "3", "4", "5"]

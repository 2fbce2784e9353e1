"""Each promise that pages are held to, broken once."""

from __future__ import annotations

import base64
import hashlib
import random
from pathlib import Path

import pytest

from browser import every_construct
from noticegen.diagnostics import Code
from noticegen.model import Artifact
from noticegen.proof import faults
from noticegen.weights import HOME_BYTES
from sites import built, put

URL = "https://www.some.example/notice/"
STYLE = "p{color:red}"
HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{HASH}'; img-src 'self'"
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'


DATA = '<script type="application/ld+json"'
NO_JSON = "the data for search engines is not JSON"
UNESCAPED = "on this page the data for search engines has a `<` or a `&` that is not escaped"


def html(body: str, head: str = "", policy: str = META) -> str:
    return (
        f"<!DOCTYPE html>\n<html><head>{policy}<style>{STYLE}</style>{head}</head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def found(path: str, text: str, *others: str) -> list[tuple[Code, str, int, str]]:
    """What is wrong with one page, among others that are well."""
    pages = {
        name: html('<p id="there">x</p>') if name.endswith(".html") else "x" for name in others
    }
    made = tuple(
        Artifact(name, content.encode()) for name, content in {**pages, path: text}.items()
    )
    return [(f.code, f.at.path, f.at.line, str(f.message)) for f in faults(made, URL)]


def test_a_page_without_a_fault_has_none() -> None:
    body = """
<p id="here"><a href="#here">x</a> <a href="index.html#there">x</a> <a href="en/a.html">x</a>
<a href="files/report.pdf">x</a> <a href="https://org.example/x#y">x</a> <a href="tel:110">x</a>
<a href="mailto:a@org.example">x</a> <a href="https://www.some.example/notice/">x</a>
<a href="https://www.some.example/notice/en/a.html#there">x</a> <img src="files/a.png" alt=""/>
<a href="%65n/a.html#the%72e">x</a></p>
<script type="application/ld+json">{}</script>"""
    head = '<link rel="canonical" href="https://www.some.example/notice/a.html"/>'
    others = ("index.html", "en/a.html", "files/report.pdf", "files/a.png")
    assert found("a.html", html(body, head), *others) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>", "the page is not well-formed: mismatched tag"),
        ("<p>&nbsp;</p>", "the page is not well-formed: undefined entity"),
        ("<p>a & b</p>", "the page is not well-formed: not well-formed (invalid token)"),
        ("<p a='1' a='2'></p>", "the page is not well-formed: duplicate attribute"),
        ('<p id="a">x</p><p id="a">y</p>', "on this page the id a stands twice"),
        ('<p style="color:red">x</p>', "on this page there is a style or event attribute"),
        ('<p onclick="x()">x</p>', "on this page there is a style or event attribute"),
        ("<script>x()</script>", "on this page there is a script"),
        ('<script type="module">x()</script>', "on this page there is a script"),
        (f'{DATA} src="x.json">{{}}</script>', "on this page there is a script"),
        (f"{DATA}/>", f"on this page {NO_JSON}: Expecting value: line 1 column 1 (char 0)"),
        (f"{DATA}>{{&quot;a&quot;:1}}</script>", f"on this page {NO_JSON}: Expecting property"),
        (f'{DATA}>["a &amp; b"]</script>', UNESCAPED),
        (f'{DATA}>["<b>a</b>"]</script>', UNESCAPED),
        ('<base href="/"/>', "on this page there is a <base>"),
        ('<form action="x"></form>', "on this page there is a <form>"),
        ('<iframe srcdoc="x"></iframe>', "on this page there is a <iframe>"),
        ('<object data="x"></object>', "on this page there is a <object>"),
        ('<meta http-equiv="refresh" content="0;url=x"/>', "on this page a <meta> says refresh"),
        ('<link rel="stylesheet" href="x"/>', "on this page there is a link to a stylesheet"),
        ('<link rel="preconnect" href="x"/>', "on this page there is a link to a preconnect"),
        ('<link href="x.css"/>', "on this page there is a link to a None"),
    ],
)  # fmt: skip
def test_a_page_that_breaks_a_promise_is_found(body: str, said: str) -> None:
    problems = found("a.html", html(body))
    assert any(
        (code, path) == (Code.NOT_WELL_FORMED, "output/a.html") and message.startswith(said)
        for code, path, _, message in problems
    )
    assert {line for code, _, line, _ in problems if code is Code.NOT_WELL_FORMED} <= {3, 4, 5}


@pytest.mark.parametrize(
    "body",
    [
        '<a href="nowhere.html">x</a>',
        '<a href="index.html#nowhere">x</a>',
        '<a href="#nowhere">x</a>',
        '<a href="files/nothing.pdf">x</a>',
        '<a href="feed.atom#fragment">x</a>',
        '<a href="en">x</a>',
        '<a href="en/">x</a>',
        '<a href="../index.html">x</a>',
        '<a href="/index.html">x</a>',
        '<a href="index.html?page=1">x</a>',
        '<a href="https://www.some.example/notice/nowhere.html">x</a>',
        '<a href="https://www.some.example/notice/#nowhere">x</a>',
        '<img src="files/nothing.png" alt=""/>',
        '<img src="https://org.example/a.png" alt=""/>',
        '<img src="//org.example/a.png" alt=""/>',
        '<video src="https://org.example/a.mp4"></video>',
        '<link rel="canonical" href="https://www.some.example/notice/nowhere.html"/>',
        '<link rel="alternate" href="nowhere.atom"/>',
        '<a href="javascript:x()">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="ftp://org.example/">x</a>',
        '<a href="//org.example/">x</a>',
    ],
)
def test_a_link_or_an_image_that_leads_nowhere_is_found(body: str) -> None:
    [(code, path, line, _)] = found(
        "a.html", html(body), "index.html", "en/index.html", "feed.atom"
    )
    assert (code, path, line) == (Code.DEAD_LINK, "output/a.html", 4)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("", "no Content-Security-Policy"),
        (META + META, "no Content-Security-Policy"),
        (META.replace("'none'", "'self'"), "no Content-Security-Policy"),
        (META.replace("img-src", "script-src 'unsafe-inline'; img-src"), "what is unsafe"),
        (META.replace(HASH, "AAAA"), "does not name the style"),
    ],
)
def test_a_page_without_its_policy_is_found(policy: str, said: str) -> None:
    [(code, path, _, message)] = found("a.html", html("", policy=policy))
    assert (code, path) == (Code.NOT_WELL_FORMED, "output/a.html")
    assert said in message


def test_a_snippet_needs_no_policy() -> None:
    assert found("banner.html", '<aside><a href="https://org.example/">x</a></aside>') == []


@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_a_home_page_over_its_budget_is_found(path: str) -> None:
    # What is random does not compress: one byte in hexadecimal is four bits.
    noise = random.Random(1).randbytes(HOME_BYTES).hex()
    [(code, at, _, message)] = found(path, html(f"<p>{noise}</p>"))
    assert (code, at) == (Code.OVER_BUDGET, f"output/{path}")
    assert str(HOME_BYTES) in message
    assert found("faq.html", html(f"<p>{noise}</p>")) == []
    assert found(path, html(f"<p>{noise[:HOME_BYTES]}</p>")) == []


def test_what_is_not_html_is_not_read_as_html() -> None:
    assert found("notice.txt", "<p>") == []


def test_many_pages_are_all_looked_at() -> None:
    """Beyond some number of pages the work is shared out."""
    bad = {f"p{number}.html": html(f'<a href="x{number}.html">x</a>') for number in range(60)}
    made = tuple(Artifact(path, text.encode()) for path, text in bad.items())
    assert {f.at.path for f in faults(made, URL)} == {f"output/{path}" for path in bad}


def test_every_construct_together_has_no_fault(tmp_path: Path) -> None:
    assert not built(put(tmp_path / "every", every_construct.files())).findings
    assert not built(put(tmp_path / "single", every_construct.single())).findings

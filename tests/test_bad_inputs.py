"""Broken, hostile and unlucky inputs, by the ids of `docs/bad-inputs.md`.

A failed run leaves everything as it was, names each place, shows no traceback, and ends in
bounded time and memory. What is accepted is published as it was written.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest

import attachment_files
from build_site import (
    NOW,
    SMALLEST,
    UPDATE,
    Ran,
    a_site,
    an_update,
    bound_by_modes,
    build,
    command,
    mounting,
    plain_environment,
    run,
    tree,
)

WITHIN_A_GIB = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
HOME = "content/ja/index.md"
FAQ = "content/ja/faq.md"
SETTINGS = SMALLEST["noticegen.yml"]
A_FAQ = """\
---
title: よくあるご質問
date: 2026-03-02 15:00
---

## 対象について

### 自分は対象ですか {#am-i-affected}

郵便でお知らせします。
"""


Test = TypeVar("Test", bound=Callable[..., None])

SHOWN_BY: dict[str, list[str]] = {}
"""The tests that show a row of the catalogue."""


def shows(*rows: str) -> Callable[[Test], Test]:
    """Note that a test shows these rows."""

    def note(test: Test) -> Test:
        for row in rows:
            SHOWN_BY.setdefault(row, []).append(test.__name__)
        return test

    return note


@dataclass(frozen=True, slots=True)
class Bad:
    """One input that is refused, laid over the smallest site."""

    row: str
    files: Mapping[str, str | bytes | None]
    findings: tuple[str, ...]
    """Place and code of every finding; `U` stands for the update."""
    says: tuple[str, ...] = ()
    """What the report says besides."""
    exit: int = 1
    arguments: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)


def bad(row: str, update: str | bytes, *findings: str, says: str = "") -> Bad:
    """A row about the text of an update."""
    return Bad(row, {UPDATE: update}, findings, (says,) if says else ())


def settings(row: str, old: str, new: str, *findings: str, says: str = "") -> Bad:
    """A row about the settings."""
    return Bad(
        row,
        {"noticegen.yml": SETTINGS.replace(old, new)},
        findings,
        (says,) if says else (),
        exit=2,
    )


def file(row: str, name: str, *codes: str, says: str = "", content: str | None = None) -> Bad:
    """A row about a file's name."""
    text = an_update() if content is None else content
    return Bad(
        row, {name: text}, tuple(f"{name} {code}" for code in codes), (says,) if says else ()
    )


_BOMB = "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)
_WIDE = "| a " * 1000 + "|\n" + "| - " * 1000 + "|\n" + ("| 1 " * 1000 + "|\n") * 1000
_ROOMY = SETTINGS + "limits: {update_bytes: 20000000}\n"

REFUSED = (
    # E  encoding and bytes
    bad("E04", an_update().encode("cp932"), "U:2:8 NG201", says="iconv -f CP932 -t UTF-8"),
    Bad(
        "E04-theme",
        {"themes/default/base.html": "件名".encode("cp932")},
        ("themes/default/base.html:1:1 NG201",),
        exit=2,
    ),
    bad("E06", an_update().encode("utf-16"), "U:1:1 NG201", says="UTF-16"),
    bad("E07", an_update("終わり").encode()[:-1], "U:7:3 NG201"),
    bad("E08", an_update("調査\0中です。\n"), "U:7:3 NG203", says="U+0000 NULL"),
    bad("E09-form-feed", an_update("調査\f中\n"), "U:7:3 NG203", says="U+000C FORM FEED"),
    bad("E09-escape", an_update("\x1b[2J調査中\n"), "U:7:1 NG203", says="U+001B ESCAPE"),
    bad("E09-title", an_update(title="調査\b中"), "U:2:10 NG203", says="U+0008 BACKSPACE"),
    bad("E10", an_update("[窓口\u202e](https://a.example)\n"), "U:7:4 NG203", says="U+202E"),
    bad("E10-entity", an_update("窓口&#x202e;\n"), "U:7:3 NG203", says="U+202E"),
    file("E10-name", "content/ja/updates/2026-03-09-a\u202edm.md", "NG217"),
    bad("E18", b"", "U:1:1 NG216"),
    # F  front matter and settings
    bad("F01", "調査中です。\n", "U:1:1 NG213", says="--- / title: … / date:"),
    bad("F02", "---\ntitle: 第一報\n\n本文\n", "U:1:1 NG214"),
    bad("F04", an_update(more="date: 2026-03-03 15:00\n"), "U:5:1 NG206", says="in line 3"),
    bad("F05", an_update(title="件名: 第一報"), "U:2:10 NG205", says="needs quotes"),
    bad(
        "F06", an_update(more="changes:\n\t- at: 2026\n"), "U:6:1 NG205", says="indent with spaces"
    ),
    bad("F09-empty", an_update(title=""), "U:2:7 NG209"),
    bad("F09-null", an_update(title="~"), "U:2:8 NG209"),
    bad("F09-list", an_update(title="[a, b]"), "U:2:8 NG209", says="a list stands here"),
    bad("F09-mapping", an_update(title="{a: b}"), "U:2:8 NG209", says="must be text"),
    bad("F10", an_update(more="tittle: 第一報\n"), "U:5:1 NG208", says="did you mean `title`?"),
    bad("F11", an_update(title='!!python/object/apply:os.system ["id"]'), "U:2:8 NG207"),
    bad("F12", an_update(more=f"a: &a [lol]\n{_BOMB}"), "U:5:4 NG207", says="aliases"),
    bad("F15-dots", "---\ntitle: a\n...\ndraft: true\n---\n\n本文\n", "U:4:1 NG205"),
    bad("F15", an_update("draft: true\n---\n\n本文\n"), "U:8:1 NG207", says="second"),
    settings("F15-settings", "url:", "---\nurl:", "noticegen.yml:3:1 NG207", says="second"),
    bad(
        "F16",
        an_update(title="あ" * 10_000),
        "U:2:8 NG215",
        says="10000 characters; the limit is 200",
    ),
    Bad("F19", {"noticegen.yml": None}, ("noticegen.yml NG101",), ("begin one",), exit=2),
    Bad("F19-empty", {"noticegen.yml": ""}, ("noticegen.yml NG101",), ("is empty",), exit=2),
    settings(
        "F20",
        "https://www.minato-learning.example/notice/",
        "co-jp.example",
        "noticegen.yml:3:6 NG102",
        says="`url` says co-jp.example, which has no scheme",
    ),
    settings(
        "F20-http", "url: https:", "url: http:", "noticegen.yml:3:6 NG102", says="http, not https"
    ),
    settings(
        "F20-bracket", "url: https://", "url: https://[", "noticegen.yml:3:6 NG102", says="host"
    ),
    settings("F20-file", "/notice/", "/notice.html", "noticegen.yml:3:6 NG102", says="slash"),
    settings(
        "F20-script",
        "https://www.minato-learning.example/notice/",
        "javascript:alert(1)",
        "noticegen.yml:3:6 NG102",
    ),
    settings("F21", "[ja]", "[ja, en, jp]", "noticegen.yml:5:21 NG103", says="did you mean `ja`?"),
    # D  dates and order
    bad(
        "D01-day", an_update(date="2026-02-30 09:00"), "U:3:7 NG211", says="there is no 2026-02-30"
    ),
    bad(
        "D01-month",
        an_update(date="2026-13-01 09:00"),
        "U:3:7 NG211",
        says="there is no 2026-13-01",
    ),
    bad(
        "D01-leap", an_update(date="2027-02-29 09:00"), "U:3:7 NG211", says="there is no 2027-02-29"
    ),
    bad("D04", an_update(date="2026-03-02"), "U:3:7 NG211", says="a day without a time"),
    Bad(
        "D05",
        {
            "noticegen.yml": SETTINGS.replace("Asia/Tokyo", "America/New_York"),
            "content/ja/updates/2026-03-08-gap.md": an_update(title="b", date="2026-03-08 02:30"),
        },
        ("content/ja/updates/2026-03-08-gap.md:3:7 NG212",),
        ("does not exist in America/New_York",),
    ),
    Bad(
        "D05-twice",
        {
            "noticegen.yml": SETTINGS.replace("Asia/Tokyo", "America/New_York"),
            "content/ja/updates/2025-11-02-fold.md": an_update(title="b", date="2025-11-02 01:30"),
        },
        ("content/ja/updates/2025-11-02-fold.md:3:7 NG212",),
        ("exists twice in America/New_York",),
    ),
    bad("D09-zero", an_update(date="0000-01-01 09:00"), "U:3:7 NG211"),
    bad(
        "D09-epoch", an_update(date="1970-01-01 09:00"), "U:3:7 NG211", says="between 2000 and 2199"
    ),
    bad("D09-negative", an_update(date="-2026-03-02 09:00"), "U:3:7 NG211"),
    bad("D10-era", an_update(date="令和8年7月24日"), "U:3:7 NG211", says="write it as 2026-07-24"),
    bad("D10-slashes", an_update(date="2026/07/24"), "U:3:7 NG211", says="write it as 2026-07-24"),
    bad(
        "D10-english", an_update(date="July 24, 2026"), "U:3:7 NG211", says="write it as 2026-07-24"
    ),
    bad("D10-yearless", an_update(date="July 24"), "U:3:7 NG211", says="write it as 2026-"),
    bad("D10-wide", an_update(date="２０２６-07-24"), "U:3:7 NG211", says="write it as 2026-07-24"),
    Bad(
        "D15",
        {
            "noticegen.yml": SETTINGS.replace("[ja]", "[ja, en]"),
            "content/en/updates/2026-03-02-first-notice.md": an_update(
                title="A leak", date="2026-03-02 15:00+00:00", summary="A leak."
            ),
        },
        ("content/en/updates/2026-03-02-first-notice.md:3:7 NG223",),
        (f"and {UPDATE} says 2026-03-02 15:00",),
    ),
    Bad("D16-word", {}, ("SOURCE_DATE_EPOCH NG106",), exit=2, env={"SOURCE_DATE_EPOCH": "abc"}),
    Bad("D16-negative", {}, ("SOURCE_DATE_EPOCH NG106",), exit=2, env={"SOURCE_DATE_EPOCH": "-1"}),
    Bad(
        "D16-late",
        {},
        ("SOURCE_DATE_EPOCH NG106",),
        exit=2,
        env={"SOURCE_DATE_EPOCH": "99999999999"},
    ),
    Bad(
        "D16-zero",
        {},
        (f"{HOME}:2:8 NG244",),
        ("1970-01-01 09:00+09:00",),
        env={"SOURCE_DATE_EPOCH": "0"},
    ),
    # M  markdown
    bad("M02", an_update("".join(f"{'  ' * n}- {n}\n" for n in range(10))), "U:15:1 NG232"),
    bad("M07", an_update("調査中\n\n<!-- 社内メモ 未公開 -->\n"), "U:9:1 NG231"),
    bad("M07-inline", an_update("調査中<!-- 社内メモ 未公開 -->です\n"), "U:7:4 NG231"),
    bad("M08-placeholder", an_update("対象は${}人です。\n"), "U:7:4 NG242"),
    bad("M11", an_update("# 概要\n\n#### 経緯\n"), "U:7:3 NG235", "U:9:6 NG235"),
    Bad(
        "M12",
        {UPDATE: an_update("![](../../files/a.png)\n"), "content/files/a.png": b"\x89PNG"},
        ("U:7:1 NG246",),
    ),
    bad("M13", an_update("![図](../../files/x.png)\n"), "U:7:1 NG307", says="content/files/x.png"),
    Bad(
        "M13-case",
        {UPDATE: an_update("![図](../../files/Plan.png)\n"), "content/files/plan.png": b"\x89PNG"},
        ("U:7:1 NG307",),
        ("did you mean `plan.png`?",),
    ),
    Bad(
        "M13-nfd",
        {
            UPDATE: an_update("![図](../../files/が.png)\n"),
            "content/files/か\u3099.png": b"\x89PNG",
        },
        ("content/files/か\u3099.png NG217", "U:7:1 NG307"),
    ),
    bad("M14-root", an_update("[質問](/#q-ghost)\n"), "U:7:1 NG303"),
    bad(
        "M14-page", an_update("[質問](../faq.md)\n"), "U:7:1 NG303", says="there is no page faq.md"
    ),
    Bad(
        "M14-anchor",
        {UPDATE: an_update("[質問](../faq.md#ghost)\n"), FAQ: A_FAQ},
        ("U:7:1 NG304",),
        ("`ghost`",),
    ),
    Bad(
        "M16",
        {UPDATE: an_update(_WIDE), "noticegen.yml": _ROOMY},
        ("U:8:1 NG240",),
        ("1000 columns; the limit is 20",),
    ),
    bad("M18", an_update("あ" * 3_400_000), "U NG215", says="limits.update_bytes"),
    bad("M19", an_update("[" * 50_000), "U:7:31 NG232", "U:7:20001 NG215"),
    bad("M19-images", an_update("![" * 20_000), "U:7:62 NG232", "U:7:20001 NG215"),
    bad("M19-lines", an_update("[\n" * 50_000), "U:37:1 NG232"),
    bad("M21", an_update("｜漢字《かんじ\n"), "U:7:1 NG237"),
    # X  injection and deception
    bad("X01-script", an_update("<script>alert(1)</script>\n"), "U:7:1 NG230"),
    bad("X01-image", an_update("図<img src=x onerror=alert(1)>\n"), "U:7:2 NG230"),
    bad("X01-svg", an_update("<svg/onload=alert(1)>\n"), "U:7:1 NG230"),
    bad("X01-open", an_update("図 <img src=x\n"), "U:7:3 NG230"),
    bad("X02", an_update("[x](javascript:alert(1))\n"), "U:7:1 NG302"),
    bad("X02-case", an_update("[x](JaVaScRiPt:alert(1))\n"), "U:7:1 NG302"),
    bad("X02-entity", an_update("[x](&#106;avascript:alert(1))\n"), "U:7:1 NG302"),
    bad("X02-tab", an_update("[x](<java&#9;script:alert(1)>)\n"), "U:7:1 NG302"),
    bad("X02-vbscript", an_update("[x](vbscript:x)\n"), "U:7:1 NG302"),
    bad("X02-data", an_update("[x](data:text/html,x)\n"), "U:7:1 NG302"),
    bad("X02-reference", an_update("[x]\n\n[x]: javascript:alert(1)\n"), "U:7:1 NG302"),
    bad("X04-bracket", an_update("[x](https://[x/)\n"), "U:7:1 NG302"),
    bad("X04-slashes", an_update("[x](//evil.example/)\n"), "U:7:1 NG302"),
    bad("X04-http", an_update("[x](http://evil.example/)\n"), "U:7:1 NG302"),
    bad("X04-backslashes", an_update("[x](\\\\\\\\evil.example)\n"), "U:7:1 NG302"),
    bad("X05", an_update("[https://notice.co-jp.example](https://evil.example)\n"), "U:7:1 NG306"),
    bad("X05-mail", an_update("[a@co-jp.example](mailto:a@evil.example)\n"), "U:7:1 NG306"),
    bad("X06", an_update("[お知らせ](https://co-jp.example@evil.example/)\n"), "U:7:1 NG306"),
    bad("X06-autolink", an_update("<https://co-jp.example@evil.example/>\n"), "U:7:1 NG306"),
    bad("X08", an_update("![図](https://evil.example/pixel.gif)\n"), "U:7:1 NG308"),
    bad("X12", an_update("${config}\n"), "U:7:1 NG242"),
    # P  paths and names
    file("P01-percent", "content/ja/%2e%2e.md", "NG217"),
    file("P01-backslash", "content/ja/updates/..\\..\\x.md", "NG217"),
    bad("P01-link", an_update("[x](../../../../../../etc/passwd)\n"), "U:7:1 NG303"),
    bad("P01-percent-link", an_update("[x](%2e%2e/%2e%2e/%2e%2e/noticegen.yml)\n"), "U:7:1 NG303"),
    bad("P01-file-link", an_update("[x](../../files/../../noticegen.yml)\n"), "U:7:1 NG303"),
    bad("P01-corrects", an_update(more="corrects: ../../escape\n"), "U:5:11 NG303"),
    settings("P01-theme", "timezone", "theme: ../../escape\ntimezone", "noticegen.yml:6:8 NG501"),
    file("P02-con", "content/ja/CON.md", "NG217", says="Windows"),
    file("P02-nul", "content/ja/nul.md", "NG217", says="Windows"),
    file("P02-com1", "content/ja/com1.md", "NG217", says="Windows"),
    file("P02-aux", "content/ja/aux.ja.md", "NG217", says="Windows"),
    file("P02-dot", "content/ja/rules..md", "NG217"),
    file("P02-space", "content/ja/rules .md", "NG217"),
    file("P02-file", "content/files/aux.txt", "NG217"),
    Bad(
        "P03",
        {"content/files/Letter.txt": "a", "content/files/letter.txt": "b"},
        ("content/files/letter.txt NG218",),
        ("Letter.txt",),
    ),
    Bad(
        "P04",
        {"content/ja/Rules.md": an_update(), "content/ja/rules.md": an_update()},
        ("content/ja/Rules.md NG217", "content/ja/rules.md NG218"),
        ("Rules.md",),
    ),
    Bad(
        "P05",
        {"content/ja/が.md": an_update(), "content/ja/か\u3099.md": an_update()},
        ("content/ja/か\u3099.md NG217", "content/ja/が.md NG218"),
    ),
    *(
        file(f"P06-{name}", f"content/ja/{name}.md", "NG217")
        for name in ("changelog", "assets", "404", "ja", ".well-known", "sitemap.xml", "notice")
    ),
    file("P07", "content/ja/updates/2026-07-24_お知らせ.md", "NG217", says="2026-07-24-update.md"),
    Bad("P12-project", {}, ("--output NG105",), exit=2, arguments=("--output", ".")),
    Bad("P12-above", {}, ("--output NG105",), exit=2, arguments=("--output", "..")),
    Bad("P12-content", {}, ("--output NG105",), exit=2, arguments=("--output", "content")),
    Bad("P12-inside", {}, ("--output NG105",), exit=2, arguments=("--output", "content/ja/out")),
    Bad("P12-root", {}, ("--output NG105",), exit=2, arguments=("--output", "/")),
    Bad("P13", {"output/mine.txt": "x"}, ("output NG601",), ("output/mine.txt",), exit=4),
    Bad("P13-edited", {"output/index.html": "x"}, ("output NG601",), ("were changed",), exit=4),
    *(
        file(f"P16-{name}", f"content/files/{name}", "NG221", content="x")
        for name in (".env", "server.key", "id_ed25519", "cert.PEM")
    ),
    Bad("P16-git", {"content/files/.git/config": "x"}, ("content/files/.git NG221",)),
    Bad(
        "P19",
        {"content/ja/updates/2026-03-02-copy.md": an_update()},
        ("U:2:8 NG226",),
        ("2026-03-02-copy.md has the same title",),
    ),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest site, built."""
    project = a_site(tmp_path_factory.mktemp("good") / "site")
    ran = build(project, "--strict")
    assert (ran.code, ran.err) == (0, "")
    return project


@pytest.fixture
def site(good: Path, tmp_path: Path) -> Path:
    """A copy of the smallest site, built."""
    project = tmp_path / "site"
    shutil.copytree(good, project)
    return project


def findings(ran: Ran) -> tuple[str, ...]:
    """Place and code of every finding in a report."""
    found = re.findall(r"^(\S.*?): (?:error|warning) (NG\d{3}) ", ran.err, re.MULTILINE)
    return tuple(f"{place} {code}" for place, code in found)


def lay(project: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Put files over a project."""
    for name, content in files.items():
        path = project / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@shows(*{case.row.partition("-")[0] for case in REFUSED})
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.row)
def test_a_bad_input_is_named_with_its_place_and_changes_nothing(case: Bad, site: Path) -> None:
    lay(site, case.files)
    before = tree(site)
    as_of = () if case.env else ("--as-of", NOW)
    ran = run(site, "build", *as_of, *case.arguments, env=case.env, first=WITHIN_A_GIB)
    assert findings(ran) == tuple(re.sub("^U", UPDATE, finding) for finding in case.findings)
    assert ran.code == case.exit
    for text in case.says:
        assert text in ran.err
    assert "Traceback" not in ran.err
    assert str(site) not in ran.err
    assert "\ufffd" not in ran.err.replace("    ", "") or "NG201" in ran.err or "NG203" in ran.err
    after = tree(site)
    after[".output.lock"] = before[".output.lock"]  # holds the number of the last process
    assert after == before


@shows("F19")
def test_settings_that_are_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "noticegen.yml").mkdir()
    ran = build(tmp_path)
    assert (ran.code, findings(ran)) == (2, ("noticegen.yml NG101",))
    assert "noticegen.yml is not a file" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["noticegen.yml"]


# ------------------------------------------------------------------------ what is accepted


def published(project: Path, files: Mapping[str, str | bytes | None], *arguments: str) -> Path:
    """The output of the smallest site with `files` laid over it, built without a warning."""
    lay(project, files)
    ran = build(project, "--strict", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return project / "output"


def page(output: Path, name: str = "updates/2026-03-02-first-notice.html") -> str:
    """The bytes of a page, as text."""
    return (output / name).read_text("utf-8")


def visible(html: str) -> str:
    """What a page says, without its tags."""
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", html, flags=re.DOTALL))


@shows("E01", "E02", "E17")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="E01-mark"),
        pytest.param(lambda raw: raw.replace(b"\n", b"\r\n"), id="E02-line-ends"),
        pytest.param(lambda raw: raw.rstrip(b"\n"), id="E17-no-last-line-end"),
        pytest.param(lambda raw: raw + b"\n\n\n", id="E17-blank-lines"),
    ],
)
def test_the_same_text_in_other_bytes_gives_the_same_output(
    change: Callable[[bytes], bytes], site: Path
) -> None:
    before = tree(site / "output")
    changed = {name: change((site / name).read_bytes()) for name in SMALLEST}
    assert tree(published(site, changed)) == before


@shows("M22")
def test_a_number_that_is_typed_becomes_a_link_with_a_name_that_is_read_digit_by_digit(
    site: Path,
) -> None:
    contacts = "hotline: {name: 窓口, phone: 0800-000-0140, region: JP}\n"
    body = an_update("電話は0800-000-0140です。\n")
    output = published(site, {"content/contacts.yml": contacts, UPDATE: body})
    link = '<a href="tel:+818000000140" aria-label="0 8 0 0, 0 0 0, 0 1 4 0">0800-000-0140</a>'
    assert f"電話は{link}です。" in page(output)


@shows("E14")
def test_composed_and_decomposed_signs_give_the_same_output(site: Path, tmp_path: Path) -> None:
    title, text = "ながら", "ながれ\n"
    composed = published(site, {UPDATE: an_update(text, title=title)})
    other = a_site(
        tmp_path / "other",
        {UPDATE: an_update(text.replace("が", "か\u3099"), title=title.replace("が", "か\u3099"))},
    )
    assert tree(published(other, {})) == tree(composed)
    assert title in page(composed)


@shows("E15")
def test_rare_signs_are_kept_as_they_were_typed(site: Path) -> None:
    signs = "葛\U000e0100 髙 﨑 神\ufa19 𠮷 \U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f"
    output = published(site, {UPDATE: an_update(f"{signs}\n", title=signs)})
    for path in ("updates/2026-03-02-first-notice.html", "notice.txt", "feed.atom"):
        assert signs in (output / path).read_text("utf-8")


@shows("F07", "F08")
@pytest.mark.parametrize("text", ["18:00", "no", "0120", "1e3", "2026-03-02", "null", "on"])
def test_words_stay_the_words_that_were_typed(text: str, site: Path) -> None:
    output = published(site, {UPDATE: an_update(title=text, summary=text)})
    assert f"{text}</h1>" in page(output)


@shows("F08")
def test_norwegian_is_a_language(site: Path) -> None:
    """The built-in theme has no words for it, and says so by its name."""
    lay(site, {"noticegen.yml": SETTINGS.replace("[ja]", "[ja, no]")})
    ran = build(site)
    assert findings(ran) == ("noticegen.yml NG504",)
    assert "for `no`" in ran.err


@shows("F17", "X13")
def test_a_title_that_looks_like_html_is_text_in_every_artifact(site: Path) -> None:
    title = "</title><script>alert(1)</script>\"'<b>&amp;"
    head = f"---\ntitle: {json.dumps(title)}\ndate: 2026-03-02 15:00\n"
    output = published(
        site,
        {
            "noticegen.yml": SETTINGS.replace("お詫びとお知らせ", json.dumps(title + "1"))
            .replace("株式会社みなと学習社", json.dumps(title + "2"))
            .replace("languages: [ja]", "languages: [ja, en]"),
            HOME: head.replace("<b>", "<b>home") + "---\n\n本文\n",
            UPDATE: head + f"summary: {json.dumps(title)}\n---\n\n本文\n",
            "content/ja/rules.md": head.replace("<b>", "<b>rules") + "---\n\n本文\n",
            FAQ: A_FAQ.replace("title: よくあるご質問", f"title: {json.dumps(title + '3')}"),
        },
    )
    pages = sorted(output.rglob("*.html"))
    assert len(pages) >= 14
    for path in pages:
        html = path.read_text("utf-8")
        assert "<b>" not in html, path
        assert "<script>" not in html, path
        assert re.findall("</title>", html) in (["</title>"], []), path
    assert title in visible(page(output))
    entry = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title"
    titles = [found.text for found in ElementTree.parse(output / "feed.atom").iterfind(entry)]
    assert any(text and title in text for text in titles)
    items = json.loads((output / "feed.json").read_text("utf-8"))["items"]
    assert any(title in item["title"] for item in items)


# ------------------------------------------------------------------------------------ dates


@shows("D02")
def test_a_leap_day_is_a_day(site: Path) -> None:
    name = "updates/2028-02-29-leap"
    lay(site, {f"content/ja/{name}.md": an_update(title="閏日", date="2028-02-29T09:00+09:00")})
    ran = build(site, as_of="2028-02-29 09:00")
    assert (ran.code, ran.err) == (0, "")
    assert "2028-02-29T09:00:00+09:00" in page(site / "output", f"{name}.html")


@shows("D03")
def test_a_time_without_an_offset_is_a_time_of_the_site_everywhere(site: Path) -> None:
    name = "content/ja/updates/2026-07-24-summer.md"
    lay(site, {name: an_update(title="夏", date="2026-07-24T18:00")})
    outputs = []
    for zone in ("Asia/Tokyo", "America/New_York", "UTC"):
        ran = run(site, "build", "--as-of", "2026-07-24 18:00", env={"TZ": zone})
        assert (ran.code, ran.err) == (0, "")
        outputs.append((ran.out.partition(" (")[0], tree(site / "output")))
    assert outputs[0] == outputs[1] == outputs[2]
    html = page(site / "output", "updates/2026-07-24-summer.html")
    assert 'datetime="2026-07-24T18:00:00+09:00"' in html
    assert "日本標準時" in html


@shows("D11")
def test_what_is_in_the_future_is_in_no_byte_and_no_failure(site: Path) -> None:
    before = tree(site / "output")
    later = an_update(
        "秘密の本文\n", title="秘密の題", date="2026-03-13 09:00", summary="秘密の要約"
    )
    output = published(site, {"content/ja/updates/2026-03-13-secret.md": later})
    assert tree(output) == before
    status = run(site, "status", "--as-of", NOW)
    assert status.code == 0
    assert "scheduled (1)" in status.out
    assert "2026-03-13 09:00+09:00" in status.out
    due = run(site, "status", "--next", "--as-of", NOW)
    assert due.out == "2026-03-13T09:00:00+09:00\n"


@shows("D12")
def test_two_updates_of_one_moment_are_both_shown_in_the_order_of_their_names(site: Path) -> None:
    output = published(
        site,
        {
            "content/ja/updates/2026-03-03-b.md": an_update(title="乙", date="2026-03-03 09:00"),
            "content/ja/updates/2026-03-03-a.md": an_update(title="甲", date="2026-03-03 09:00"),
        },
    )
    assert "第2報" in visible(page(output, "updates/2026-03-03-a.html"))
    assert "第3報" in visible(page(output, "updates/2026-03-03-b.html"))


@shows("D16")
def test_the_moment_of_a_build_may_come_from_the_environment(site: Path) -> None:
    before = tree(site / "output")
    epoch = {"SOURCE_DATE_EPOCH": "1773100800"}  # NOW
    ran = run(site, "build", env=epoch)
    assert (ran.code, ran.err) == (0, "")
    assert "as of 2026-03-10 09:00+09:00" in ran.out
    assert tree(site / "output") == before


# --------------------------------------------------------------------------------- markdown


@shows("M01")
@pytest.mark.parametrize("text", ["**「重要」**です", "**注意：**電話", "これは**強調。**です"])
def test_strong_text_beside_japanese_punctuation_is_strong(text: str, site: Path) -> None:
    html = page(published(site, {UPDATE: an_update(f"{text}\n")}))
    assert re.sub(r"\*\*(.*)\*\*", r"<strong>\1</strong>", text) in html
    assert "**" not in visible(html)


@shows("M04")
def test_a_line_break_in_a_japanese_sentence_adds_no_space(site: Path) -> None:
    html = page(published(site, {UPDATE: an_update("調査を\n続けて\nいます。\n")}))
    assert "調査を続けています。" in html


WARNED = (
    ("M05", "#件名\n", "NG241", "a heading needs a space"),
    ("M05-wide", "＃ 件名\n", "NG241", "half-width `#`"),
    ("M05-hyphen", "-件名\n", "NG241", "space after the `-`"),
    ("M05-dot", "・項目\n", "NG241", "as `- `"),
    ("M05-number", "1．項目\n", "NG241", "as `1. `"),
    ("M05-block", "：：：important\n", "NG241", "half-width `:::`"),
    ("M05-dollar", "＄{people}\n", "NG241", "half-width signs: ${…}"),
    ("M05-brace", "$｛people｝\n", "NG241", "half-width signs: ${…}"),
    ("M08", "TODO\n", "NG401", "“TODO”"),
    ("M08-japanese", "要確認\n", "NG401", "“要確認”"),
    ("M08-xxx", "XXX\n", "NG401", "“XXX”"),
    ("M08-latin", "Lorem ipsum\n", "NG401", "“Lorem ipsum”"),
    ("M08-circles", "〇〇万人\n", "NG401", "“〇〇”"),
)


@shows("M05", "M08")
@pytest.mark.parametrize(
    ("text", "code", "says"),
    [pytest.param(*rest, id=row) for row, *rest in WARNED],
)
def test_a_doubtful_text_is_a_warning_and_fails_when_strict(
    text: str, code: str, says: str, site: Path
) -> None:
    lay(site, {UPDATE: an_update(text)})
    before = tree(site / "output")
    strict = build(site, "--strict")
    assert tree(site / "output") == before
    ran = build(site)
    assert (strict.code, ran.code) == (1, 0)
    assert strict.err == ran.err
    assert findings(ran) == (f"{UPDATE}:7:1 {code}",)
    assert says in ran.err
    assert text.strip() in visible(page(site / "output"))


@shows("M10")
def test_ids_of_headings_are_unique_and_stay(site: Path) -> None:
    long = "長" * 80
    body = (
        "## 窓口 {#contact}\n\n## 窓口\n\n### 窓口\n\n## ※！？\n\n"
        f"## {long}\n\n[窓口](#contact)\n"
    )

    def ids(body: str) -> list[str]:
        return re.findall(r'<h[23] id="([^"]*)"', page(published(site, {UPDATE: an_update(body)})))

    first = ids(body)
    assert len(set(first)) == len(first)
    assert first[:3] == ["contact", "窓口", "窓口-2"]
    later = ids(body.replace("## ※", "## 新しい見出し\n\n## ※"))
    assert set(first) < set(later)


@shows("M21")
def test_ruby_is_ruby_with_brackets_for_those_who_see_none(site: Path) -> None:
    html = page(published(site, {UPDATE: an_update("｜漢字《かんじ》です\n")}))
    assert "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>です" in html


@shows("M25")
def test_a_page_without_a_translation_is_shown_in_its_own_language_and_says_so(site: Path) -> None:
    output = published(site, {"noticegen.yml": SETTINGS.replace("[ja]", "[ja, en]")})
    html = page(output, "en/updates/2026-03-02-first-notice.html")
    assert '<html lang="en"' in html
    assert re.search(r'lang="ja"[^>]*>(?:(?!lang=).)*調査を続けています。', html, re.DOTALL)
    assert "調査を続けています。" in html
    status = run(site, "status", "--as-of", NOW)
    assert "missing" in status.out
    assert "en" in status.out


# -------------------------------------------------------------------------------- injection


@shows("X10")
def test_signs_in_the_language_of_code_stay_text(site: Path) -> None:
    body = '```js" onload="x\nalert(1)\n```\n'
    html = page(published(site, {UPDATE: an_update(body)}))
    assert '<code class="language-js&quot; onload=&quot;x">alert(1)' in html
    assert '<p class="label">js&quot; onload=&quot;x</p>' in html


@shows("X11")
def test_signs_of_html_are_text_in_every_place(site: Path) -> None:
    sign = r'"\>\<script\>'
    body = (
        f"## {sign}\n\n[{sign}](https://a.example/ '{sign}')\n\n"
        f"![{sign}](../../files/a.png)\n\n| a |\n| - |\n| {sign} |\n\n- {sign}\n"
    )
    files: dict[str, str | bytes | None] = {
        UPDATE: an_update(body),
        "content/files/a.png": attachment_files.png(),
    }
    output = published(site, files)
    for path in sorted(output.rglob("*.html")):
        html = path.read_text("utf-8")
        assert "<script>" not in html
        ElementTree.fromstring(html.replace("<!doctype html>", ""))
    assert visible(page(output)).count('"><script>') == 4
    ElementTree.parse(output / "feed.atom")
    json.loads((output / "feed.json").read_text("utf-8"))


@shows("X12")
def test_the_signs_of_templates_are_text(site: Path) -> None:
    text = "{{ config }} {% include 'secret' %} {{ ''.__class__ }}"
    output = published(site, {UPDATE: an_update(f"{text}\n", title=json.dumps(text))})
    assert text in visible(page(output))
    assert f"{text}</h1>" in unescape(page(output))


# ------------------------------------------------------------------------------------ paths


@shows("P10", "P11")
@pytest.mark.parametrize(
    ("link", "target"),
    [
        pytest.param("content/ja/rules.md", "../../../secret.md", id="P10-file"),
        pytest.param("content/files/letters", "../../..", id="P10-folder"),
        pytest.param("content/ja/a.md", "a.md", id="P11-itself"),
        pytest.param("content/files/up", "..", id="P11-parent"),
    ],
)
def test_links_in_content_are_not_followed(link: str, target: str, site: Path) -> None:
    (site.parent / "secret.md").write_text(an_update("秘密\n"), "utf-8")
    (site / link).parent.mkdir(exist_ok=True)
    (site / link).symlink_to(target)
    before = tree(site)
    ran = build(site)
    assert (ran.code, findings(ran)) == (1, (f"{link} NG220",))
    assert tree(site) == before


@shows("P12")
def test_the_home_folder_is_no_output(site: Path) -> None:
    home = site.parent / "home"
    (home / "letters").mkdir(parents=True)
    ran = run(site, "build", "--as-of", NOW, "--output", str(home), env={"HOME": str(home)})
    assert (ran.code, findings(ran)) == (2, ("--output NG105",))
    assert (home / "letters").is_dir()


@shows("P15")
def test_what_editors_leave_behind_is_passed_over(site: Path) -> None:
    before = tree(site / "output")
    names = (".x.md.swp", "x.md~", "#x.md#", ".#x.md", "4913", ".DS_Store", "Thumbs.db")
    folders = ("content", "content/ja", "content/ja/updates", "content/files")
    left: dict[str, str | bytes | None] = {
        f"{folder}/{name}": "x" for folder in folders for name in names
    }
    assert tree(published(site, left)) == before


# ------------------------------------------------------------------------ file system, process


def many_pages(project: Path) -> None:
    """Enough updates that a build takes a while."""
    for number in range(400):
        lay(
            project,
            {
                f"content/ja/updates/2026-03-03-n{number}.md": an_update(
                    f"{number}\n\n" + "調査を続けています。\n\n" * 40,
                    title=f"お知らせ{number}",
                    date="2026-03-03 09:00",
                )
            },
        )


def started(project: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A build that runs while the test goes on."""
    return subprocess.Popen(
        command("build", "--as-of", NOW, *arguments),
        cwd=project,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
@shows("S03")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["S03-int", "S03-term"]
)
@pytest.mark.parametrize("awaited", [".output.lock", ".output.new"], ids=["early", "staging"])
def test_a_build_that_is_stopped_leaves_the_old_output(
    awaited: str, number: signal.Signals, code: int, site: Path
) -> None:
    many_pages(site)
    before = tree(site / "output")
    (site / ".output.lock").unlink()
    build_ = started(site)
    while not (site / awaited).exists() and build_.poll() is None:
        time.sleep(0.0005)
    build_.send_signal(number)
    _, err = build_.communicate(timeout=10)
    assert build_.returncode == code
    assert b"Traceback" not in err
    assert tree(site / "output") == before
    assert not list(site.glob(".output.new*"))
    assert not list(site.glob(".output.old*"))


@pytest.mark.slow
@shows("S04")
def test_a_full_disk_is_named_and_leaves_the_old_output(site: Path) -> None:
    """On a file system of half a megabyte, of which one page is more."""
    before = tree(site / "output")
    lay(site, {UPDATE: an_update("調査を続けています。\n\n" * 20_000)})
    script = f"""
        cp -a . {site.parent}/kept
        mount -t tmpfs -o size=1m none .
        cd .
        cp -a {site.parent}/kept/. .
        trap 'cp -a output {site.parent}/after; ls -A > {site.parent}/left' EXIT
    """
    before_it = mounting(script)
    # The shell has to outlive the build, to keep what only it can see.
    before_it = tuple(word.replace('exec "$@"', '"$@"') for word in before_it)
    ran = run(site, "build", "--as-of", NOW, before=before_it)
    assert (ran.code, findings(ran)) == (4, ("output NG603",))
    assert "no space left; the site needs about" in ran.err
    assert tree(site.parent / "after") == before
    left = (site.parent / "left").read_text().split()
    beside = [".output.built", ".output.files", ".output.lock"]
    assert sorted(left) == [*beside, "content", "noticegen.yml", "output"]


@pytest.mark.slow
@shows("S06")
@pytest.mark.parametrize("folder", [".", "output", "output/updates"])
def test_an_output_that_cannot_be_written_is_named_and_stays(folder: str, site: Path) -> None:
    limited = bound_by_modes()
    lay(site, {UPDATE: an_update("続報\n")})
    (site / folder).chmod(0o555)
    before = tree(site / "output")
    try:
        for _ in range(2):  # nothing is left behind that would be in the way
            ran = run(site, "build", "--as-of", NOW, before=limited)
            assert (ran.code, findings(ran)) == (4, ("output NG603",))
            assert "cannot be written: Permission denied" in ran.err
            assert "write permission on the output and on its parent folder" in ran.err
            assert tree(site / "output") == before
            assert not list(site.glob(".output.new*"))
    finally:
        (site / folder).chmod(0o755)


@pytest.mark.slow
@shows("S07")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(UPDATE, id="S07-update"),
        pytest.param("noticegen.yml", id="S07-settings"),
        pytest.param("content/files/a.png", id="S07-file"),
        pytest.param("content/ja/updates", id="S07-folder"),
        pytest.param("themes/default/style.css", id="S07-theme"),
        pytest.param("themes/default/strings", id="S07-theme-folder"),
    ],
)
def test_a_source_that_cannot_be_read_is_named_and_nothing_is_built(name: str, site: Path) -> None:
    limited = bound_by_modes()
    lay(
        site,
        {
            HOME: SMALLEST[HOME] + "\n![図](../files/a.png)\n",
            "content/files/a.png": b"\x89PNG",
            "themes/default/style.css": "",
            "themes/default/strings/eo.toml": "",
        },
    )
    before = tree(site / "output")
    mode = (site / name).stat().st_mode
    (site / name).chmod(0o000)
    try:
        ran = run(site, "build", "--as-of", NOW, before=limited)
    finally:
        (site / name).chmod(mode)
    assert (ran.code, findings(ran)) == (4, (f"{name} NG603",))
    assert "cannot be read: Permission denied" in ran.err
    assert tree(site / "output") == before


@shows("S09")
def test_a_second_build_says_who_holds_the_lock_and_a_dead_one_holds_none(site: Path) -> None:
    lay(site, {UPDATE: an_update("続報\n")})
    before = tree(site / "output")
    with (site / ".output.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = build(site)
        assert (ran.code, findings(ran)) == (4, ("output NG602",))
        assert "(pid " in ran.err
        assert tree(site / "output") == before
    assert build(site).code == 0  # the file is still there, and nobody holds it


@shows("S10")
def test_an_output_that_is_a_mount_point_is_copied_into(site: Path, tmp_path: Path) -> None:
    other = a_site(tmp_path / "other", {UPDATE: an_update("続報\n")})
    expected = tree(published(other, {}))
    lay(site, {UPDATE: an_update("続報\n")})
    (site / "output/old.html").write_text("x")
    (site / "output/old.html").unlink()
    ran = run(site, "build", "--as-of", NOW, before=mounting("mount --bind output output"))
    assert (ran.code, findings(ran)) == (0, ("output NG604",))
    assert tree(site / "output") == expected


@shows("S11")
def test_an_output_that_is_a_link_to_a_release_is_turned_to_a_new_one(site: Path) -> None:
    output, release = site / "output", site / "releases/first"
    release.parent.mkdir()
    output.rename(release)
    output.symlink_to("releases/first")
    before = tree(release)
    lay(site, {UPDATE: an_update("続報\n")})
    ran = build(site)
    assert (ran.code, ran.err) == (0, "")
    assert output.is_symlink()
    assert output.resolve() != release
    assert output.resolve().parent == release.parent
    assert tree(release) == before
    assert "続報" in page(output)


@shows("S12")
def test_few_file_descriptors_are_enough(site: Path) -> None:
    lay(site, {UPDATE: an_update("続報\n")})
    ran = run(site, "build", "--as-of", NOW, before=("sh", "-c", 'ulimit -n 64; exec "$@"', "sh"))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.slow
@shows("S14")
@pytest.mark.parametrize("good_text", [True, False], ids=["built", "refused"])
def test_a_terminal_that_knows_no_japanese_stops_nothing(good_text: bool, site: Path) -> None:
    plain = {
        "LC_ALL": None, "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": None,
    }  # fmt: skip
    lay(site, {UPDATE: an_update("続報\n" if good_text else "## 続報 {#あ}\n")})
    ran = run(site, "build", "--as-of", NOW, env=plain)
    assert ran.code == (0 if good_text else 1)
    assert "Traceback" not in ran.err
    assert "UnicodeEncodeError" not in ran.err
    if not good_text:
        assert "## 続報 {#あ}" in ran.err  # UTF-8, as everything else is
    status = run(site, "status", "--as-of", NOW, env=plain)
    assert status.code == (0 if good_text else 1)


@pytest.mark.slow
@shows("S14")
@pytest.mark.parametrize(
    "closed", [">&-", "2>&-", ">&- 2>&-", "| head -1", "| true", "2>&1 | true"]
)
@pytest.mark.parametrize("asked", ["build", "status", "explain NG204"])
def test_a_reader_who_has_gone_is_no_error(asked: str, closed: str, site: Path) -> None:
    as_of = "" if asked.startswith("explain") else f"--as-of '{NOW}'"
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'{{ "$@" {asked} {as_of}; echo "exit $?" >&9; }} 9>code {closed}',
            "sh",
            *command(),
        ],
        cwd=site,
        env=plain_environment(),
        capture_output=True,
        timeout=10,
        check=False,
    )
    assert (site / "code").read_text() == "exit 0\n"
    assert b"Traceback" not in done.stderr
    assert b"Error" not in done.stderr


# ---------------------------------------------------------------------------- the catalogue


def catalogue() -> dict[str, list[str]]:
    """The rows of `docs/bad-inputs.md` that a test shows, by their ids."""
    text = (Path(__file__).parents[1] / "docs/bad-inputs.md").read_text("utf-8")
    lines = re.findall(r"^\| ([A-Z]\d\d) \|(.*)\|$", text, re.MULTILINE)
    rows = {row: [cell.strip() for cell in rest.split(" | ")] for row, rest in lines}
    return {row: cells for row, cells in rows.items() if len(cells) == 4}


def test_the_catalogue_names_the_tests_that_show_each_row() -> None:
    named = {row: sorted(cells[3].split(", ")) for row, cells in catalogue().items()}
    assert named == {row: sorted(tests) for row, tests in SHOWN_BY.items()}


def test_the_catalogue_says_the_codes_and_the_exit_that_the_cases_have() -> None:
    rows = catalogue()
    for case in REFUSED:
        what, happens, exit_, _ = rows[case.row.partition("-")[0]]
        said = f"{what} {happens}"
        assert str(case.exit) == exit_ or re.search(rf"(exit|ends with) {case.exit}\b", said)
        for finding in case.findings:
            assert finding[-5:] in said, case.row

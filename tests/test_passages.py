"""Every text that readers see is a passage, and what stands in it is found in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticegen.build import prepare, read
from noticegen.check.passages import COVER, Passage, passages
from noticegen.public import public
from sites import moment, put, settings

NOW = "2026-04-10 12:00"
BODY = """\
---
title: 題名 ${affected.name}
date: 2026-03-02 10:00
summary: 要約です。
changes:
  - at: 2026-03-05 10:00
    kind: correction
    note: 人数を直しました。
    before: 一万人
    after: 件数
---

件数は ${affected} で、以前の
**12,345**件ではありません。12,345件は
誤りでした。

| 項目 | 12,345 |
|---|---|
| 氏名 | 12,345 |

> 引用 12,345

![地図 12,345](../files/plan.png)

    12,345
"""
FACTS = """\
affected:
  name: {ja: 人数, en: people}
  type: number
  values:
    - {from: 2026-03-02 10:00, value: 5, status: confirmed}
"""


def site(files: dict[str, str]) -> dict[str, str | bytes]:
    """A site in Japanese and English with these files."""
    home = "---\ntitle: お知らせ\ndate: 2026-03-02 10:00\n---\n\nお知らせします。\n"
    return {"noticegen.yml": settings("ja", "en"), "content/ja/index.md": home, **files}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Passage, ...]:
    """The passages of a small site."""
    files = site({"content/ja/index.md": BODY, "content/facts.yml": FACTS})
    sources = read(put(tmp_path_factory.mktemp("site"), files))
    assert not sources.findings
    assert sources.site is not None
    shown = public(sources.site, moment(NOW))
    assert shown is not None
    return tuple(passages(shown, sources.texts))


def test_every_text_is_there_with_its_role(found: tuple[Passage, ...]) -> None:
    home = [passage for passage in found if passage.path == "content/ja/index.md"]
    assert [passage.role for passage in home] == [
        "title", "summary", "note", "before", "paragraph", "header", "header", "cell", "cell",
        "quotation", "paragraph", "code",
    ]  # fmt: skip
    names = [passage.text for passage in found if passage.role == "name"]
    assert {"人数", "people"} <= set(names)


def test_placeholders_are_covered_sign_by_sign(found: tuple[Passage, ...]) -> None:
    title = next(passage for passage in found if passage.role == "title")
    assert title.text == "題名 " + COVER * len("${affected.name}")
    assert title.written == "題名 ${affected.name}"
    assert all(len(passage.text) == len(passage.written) for passage in found)


def test_what_is_found_has_its_line_and_column(found: tuple[Passage, ...]) -> None:
    places = []
    for passage in found:
        start = passage.text.find("12,345")
        while start >= 0:
            at = passage.at(start, start + len("12,345"))
            places.append((passage.role, at.line, at.column))
            start = passage.text.find("12,345", start + 1)
    assert places == [
        ("paragraph", 14, 3),
        ("paragraph", 14, 20),
        ("header", 17, 8),
        ("cell", 19, 8),
        ("quotation", 21, 6),
        ("paragraph", 23, 6),
        ("code", 25, 5),
    ]


def test_texts_of_the_front_matter_have_their_own_lines(found: tuple[Passage, ...]) -> None:
    lines = {p.role: p.at(0, 2).line for p in found if p.path == "content/ja/index.md"}
    assert (lines["title"], lines["summary"], lines["note"], lines["before"]) == (2, 4, 8, 9)


def test_drafts_are_looked_at_too(tmp_path: Path) -> None:
    """A mistake in a draft is a warning of `check`, and of nothing that publishes."""
    header = "---\ntitle: 下書き\nsummary: 要約\ndraft: true\n---\n\n"
    draft = header + "[先](nowhere.md)へ、0120-999-000。\n"
    sources = read(put(tmp_path, site({"content/ja/updates/draft-later.md": draft})))
    assert prepare(sources, moment(NOW)).findings == ()
    findings = prepare(sources, moment(NOW), thorough=True).findings
    assert {f"{f.at} {f.severity} {f.code}" for f in findings} == {
        "content/ja/updates/draft-later.md:7:1 warning NG303",
        "content/ja/updates/draft-later.md:7:18 warning NG402",
    }

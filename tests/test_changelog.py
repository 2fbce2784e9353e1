"""What was published or changed becomes entries, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from noticegen.build import read
from noticegen.changelog import Entry, entries, events, latest
from noticegen.public import public
from sites import moment, page, put, said, settings

ONE, TWO, THREE, FOUR = (
    "2026-03-02 15:00",
    "2026-03-05 10:00",
    "2026-03-09 11:00",
    "2026-03-12 09:00",
)

Told = Callable[..., tuple[Entry, ...]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The entries of a site of a home page in two languages and more files, at a moment."""

    def make(files: Mapping[str, str], now: str = FOUR) -> tuple[Entry, ...]:
        everything = {
            "noticegen.yml": settings("ja", "en"),
            "content/ja/index.md": page("home", "a", date=ONE),
            "content/en/index.md": page("home en", "a"),
            **{f"content/{name}": text for name, text in files.items()},
        }
        sources = read(put(tmp_path, everything))
        assert sources.site, said(sources.findings)
        shown = public(sources.site, moment(now))
        assert shown
        return entries(shown)

    return make


def lines(found: tuple[Entry, ...]) -> list[str]:
    """Each entry in a line: moment, kind, page, languages."""
    return [
        " ".join(
            (
                f"{entry.moment:%m-%d}",
                str(entry.change_kind or entry.kind),
                entry.page + (f"#{entry.question}" if entry.question else ""),
                "+".join(entry.languages),
            )
        )
        for entry in found
    ]


def a_change(at: str, kind: str, note: str = "n", question: str = "") -> str:
    of = f", question: {question}" if question else ""
    return f"{{at: {at}, kind: {kind}, note: {note}{of}}}"


def test_a_site_begins_with_one_entry(told: Told) -> None:
    assert lines(told({})) == ["03-02 page index ja+en"]


def test_updates_come_before_what_came_with_them(told: Told) -> None:
    files = {
        "ja/help.md": page("help", "a", date=THREE),
        "ja/updates/2026-03-09-b.md": page("b", "a", date=THREE, summary="s"),
        "ja/updates/2026-03-09-a.md": page("a", "a", date=THREE, summary="s"),
        "ja/updates/2026-03-05-c.md": page("c", "a", date=TWO, summary="s"),
    }
    assert lines(told(files)) == [
        "03-09 update updates/2026-03-09-a ja",
        "03-09 update updates/2026-03-09-b ja",
        "03-09 page help ja",
        "03-05 update updates/2026-03-05-c ja",
        "03-02 page index ja+en",
    ]


def test_a_later_translation_is_an_entry_of_its_own(told: Told) -> None:
    files = {
        "ja/help.md": page("help", "a", date=TWO),
        "en/help.md": page("help en", "a", translated=THREE),
    }
    assert lines(told(files)) == [
        "03-09 translation help en",
        "03-05 page help ja",
        "03-02 page index ja+en",
    ]
    assert lines(told(files, TWO))[0] == "03-05 page help ja"


def test_a_question_of_the_first_day_is_part_of_the_page(told: Told) -> None:
    faq = f'## t\n\n### a {{#a}}\n\nb\n\n### c {{#c date="{THREE}"}}\n\nd'
    english = f'## t\n\n### a {{#a}}\n\nb\n\n### c {{#c translated="{FOUR}"}}\n\nd'
    files = {
        "ja/faq.md": page("faq", faq, date=TWO),
        "en/faq.md": page("faq en", english),
    }
    assert lines(told(files))[:3] == [
        "03-12 translation faq#c en",
        "03-09 question faq#c ja",
        "03-05 page faq ja+en",
    ]


def test_changes_of_one_moment_and_kind_are_one_in_all_languages(told: Told) -> None:
    files = {
        "ja/help.md": page("help", "a", date=ONE, changes=f"[{a_change(THREE, 'wording', 'い')}]"),
        "en/help.md": page("help en", "a", changes=f"[{a_change(THREE, 'wording', 'b')}]"),
    }
    [change, *_] = told(files)
    assert lines((change,)) == ["03-09 wording help ja+en"]
    assert {language: c.note for language, c in change.changes.items()} == {"ja": "い", "en": "b"}
    assert change.change
    assert change.change.note == "い"


@pytest.mark.parametrize(
    "english",
    [
        a_change(FOUR, "wording"),
        a_change(THREE, "addition"),
        f"{a_change(THREE, 'wording')}, {a_change(THREE, 'wording')}",
    ],
)
def test_other_changes_stay_apart(told: Told, english: str) -> None:
    files = {
        "ja/help.md": page("help", "a", date=ONE, changes=f"[{a_change(THREE, 'wording')}]"),
        "en/help.md": page("help en", "a", changes=f"[{english}]"),
    }
    found = [entry for entry in told(files) if entry.change]
    assert len(found) == 2
    assert sorted(language for entry in found for language in entry.languages) in (
        ["en", "ja"],
        ["en", "en", "ja"],
    )


def test_a_change_to_an_answer_names_its_question(told: Told) -> None:
    files = {
        "ja/faq.md": page(
            "faq",
            "## t\n\n### a {#a}\n\nb",
            date=ONE,
            changes=f"[{a_change(THREE, 'correction', question='a')}]",
        )
    }
    found = told(files)
    assert lines(found)[0] == "03-09 correction faq#a ja"
    newest = latest(found)
    assert newest["faq", "a"] is found[0]
    assert newest["faq", None] is found[0]
    assert newest["index", None].page == "index"
    assert ("help", None) not in newest


def test_entries_of_one_moment_are_one_event(told: Told) -> None:
    files = {
        "ja/help.md": page("help", "a", date=THREE),
        "ja/updates/2026-03-09-a.md": page("a", "a", date=THREE, summary="s"),
    }
    found = events(told(files))
    assert [(f"{event.moment:%m-%d}", len(event.entries)) for event in found] == [
        ("03-09", 2),
        ("03-02", 1),
    ]

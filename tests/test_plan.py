"""Which pages there are, at which address, and which text each of them shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticegen.build import read
from noticegen.plan import Plan, plan, relative, route, routed
from noticegen.public import public
from sites import moment, page, put, said, settings, small_site


@pytest.fixture
def planned(tmp_path: Path) -> Plan:
    """A plan of a small site, whose second update is in English alone."""
    files = {**small_site(), "content/files/a.pdf": b"a"}
    sources = read(put(tmp_path, files))
    assert sources.site, said(sources.findings)
    shown = public(sources.site, moment("2026-03-10 09:00"))
    assert shown
    return plan(shown)


def test_every_page_has_a_route_in_every_language(planned: Plan) -> None:
    assert [p.route for p in planned.in_language("en")] == [
        "index.html",
        "faq.html",
        "updates/2026-03-02-first.html",
        "updates/2026-03-09-second.html",
        "changelog.html",
        "genuine.html",
    ]
    assert [p.route for p in planned.in_language("ja")] == [
        f"ja/{p.route}" for p in planned.in_language("en")
    ]


def test_a_page_without_a_translation_shows_the_authoritative_text(planned: Plan) -> None:
    [second] = [p for p in planned.in_language("ja") if p.name == "updates/2026-03-09-second"]
    assert second.is_missing
    assert second.version
    assert second.version.language == "en"
    assert second.alternates == {"en": "updates/2026-03-09-second.html"}


def test_a_translated_page_names_its_alternates(planned: Plan) -> None:
    [first] = [p for p in planned.in_language("ja") if p.name == "updates/2026-03-02-first"]
    assert not first.is_missing
    assert first.alternates == {
        "en": "updates/2026-03-02-first.html",
        "ja": "ja/updates/2026-03-02-first.html",
    }


def test_every_page_is_made_by_its_template(planned: Plan) -> None:
    assert [str(p.template) for p in planned.in_language("en")] == [
        "home.html",
        "faq.html",
        "update.html",
        "update.html",
        "changelog.html",
        "genuine.html",
    ]


def test_updates_know_their_neighbours(planned: Plan) -> None:
    before, after = planned.neighbours["updates/2026-03-02-first"]
    assert before is None
    assert after
    assert after.slug == "2026-03-09-second"


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("index", "ja", "index.html"),
        ("index", "en", "en/index.html"),
        ("updates/2026-03-02-a", "pt-BR", "pt-BR/updates/2026-03-02-a.html"),
    ],
)
def test_the_authoritative_language_is_at_the_root(name: str, language: str, expected: str) -> None:
    assert route(name, language, ("ja", "en", "pt-BR")) == expected


@pytest.mark.parametrize(
    ("here", "there", "address"),
    [
        ("index.html", "faq.html", "faq.html"),
        ("index.html", "updates/a.html", "updates/a.html"),
        ("updates/a.html", "index.html", "../index.html"),
        ("updates/a.html", "updates/b.html", "b.html"),
        ("en/updates/a.html", "updates/a.html", "../../updates/a.html"),
        ("en/index.html", "files/a.pdf", "../files/a.pdf"),
        ("index.html", "index.html", "index.html"),
    ],
)
def test_addresses_are_seen_from_the_page(here: str, there: str, address: str) -> None:
    assert relative(here, there) == address


@pytest.mark.parametrize(
    ("target", "written_in", "shown_in", "expected"),
    [
        ("../faq.md#who", "en", "en", "faq.html#who"),
        ("../faq.md#who", "en", "ja", "ja/faq.html#who"),
        ("../faq.md#who", "ja", "ja", "ja/faq.html#who"),
        ("../../ja/faq.md", "en", "en", "ja/faq.html"),
        ("../../files/a.pdf", "en", "ja", "files/a.pdf"),
        ("site:changelog", "en", "ja", "ja/changelog.html"),
        ("https://com.example/", "en", "en", None),
    ],
)
def test_a_link_leads_on_within_the_readers_part_of_the_site(
    planned: Plan, target: str, written_in: str, shown_in: str, expected: str | None
) -> None:
    here = "updates/2026-03-02-first"
    assert routed(target, here, written_in, shown_in, planned.public) == expected


def test_a_site_in_one_language_has_no_second_folder(tmp_path: Path) -> None:
    files = {
        "noticegen.yml": settings("ja"),
        "content/ja/index.md": page("home", "a", date="2026-03-02 15:00"),
    }
    sources = read(put(tmp_path, files))
    assert sources.site
    shown = public(sources.site, moment("2026-03-10 09:00"))
    assert shown
    assert [p.route for p in plan(shown).pages] == [
        "index.html",
        "changelog.html",
        "genuine.html",
    ]

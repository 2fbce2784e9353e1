from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from browser import every_construct
from sites import build_well, copy_of_sample, page, put, small_site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d{2}-\d{2}:\S+")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site with every state."""
    return build_well(put(tmp_path_factory.mktemp("every"), every_construct.files()))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the sample site."""
    return build_well(copy_of_sample(tmp_path_factory.mktemp("sample")))


@pytest.fixture(params=["sample", "sample/en", "every", "every/en", "every/fr", "every/de"])
def folder(request: pytest.FixtureRequest, every: Path, sample: Path) -> Path:
    """The folder of one language."""
    name, _, language = str(request.param).partition("/")
    return {"every": every, "sample": sample}[name] / language


def atom(folder: Path) -> ElementTree.Element:
    return ElementTree.parse(folder / "feed.atom").getroot()


def text(element: ElementTree.Element, name: str) -> str:
    """The one child of this name must be there, and say something."""
    [child] = element.findall(ATOM + name)
    assert child.text
    assert child.text.strip()
    return child.text


def entries(folder: Path) -> list[ElementTree.Element]:
    return atom(folder).findall(f"{ATOM}entry")


def moments_by_id(folder: Path) -> dict[str, tuple[str, str]]:
    return {text(e, "id"): (text(e, "published"), text(e, "updated")) for e in entries(folder)}


def json_feed(folder: Path) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads((folder / "feed.json").read_text("utf-8"))
    return feed


def test_the_atom_feed_has_what_rfc_4287_asks_for(folder: Path) -> None:
    feed = atom(folder)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) in {"ja", "en", "fr", "de"}
    assert TAG_URI.fullmatch(text(feed, "id"))
    assert text(feed, "title")
    assert datetime.fromisoformat(text(feed, "updated")).tzinfo
    [author] = feed.findall(f"{ATOM}author")
    assert text(author, "name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links.keys() == {"self", "alternate"}
    assert str(links["self"]).endswith("/feed.atom")
    for entry in feed.findall(f"{ATOM}entry"):
        assert TAG_URI.fullmatch(text(entry, "id"))
        assert text(entry, "title")
        published = datetime.fromisoformat(text(entry, "published"))
        updated = datetime.fromisoformat(text(entry, "updated"))
        assert published.tzinfo
        assert updated >= published
        assert updated <= datetime.fromisoformat(text(feed, "updated"))
        [link] = entry.findall(f"{ATOM}link")
        assert str(link.get("href")).startswith("https://")
    assert len(feed.findall(f"{ATOM}entry")) >= 5


def test_every_id_stands_once_in_all_languages(every: Path) -> None:
    ids = [
        text(element, "id")
        for folder in (every, every / "en", every / "fr", every / "de")
        for element in (atom(folder), *entries(folder))
    ]
    assert len(set(ids)) == len(ids)


def test_entries_stand_newest_first(folder: Path) -> None:
    published = [datetime.fromisoformat(text(entry, "published")) for entry in entries(folder)]
    assert published == sorted(published, reverse=True)


def test_the_address_of_every_entry_exists(every: Path) -> None:
    for folder in (every, every / "en", every / "fr", every / "de"):
        for item in json_feed(folder)["items"]:
            path, _, fragment = (
                item["url"].removeprefix("https://www.some.example/notice/").partition("#")
            )
            html = (every / path).read_text("utf-8")
            assert not fragment or f'id="{fragment}"' in html, item["url"]


def test_both_feeds_say_the_same(folder: Path) -> None:
    items = {item["id"]: item for item in json_feed(folder)["items"]}
    assert len(items) == len(json_feed(folder)["items"])
    assert list(items) == [text(entry, "id") for entry in entries(folder)]
    for entry in entries(folder):
        item = items[text(entry, "id")]
        assert item["title"] == text(entry, "title")
        assert item["date_published"] == text(entry, "published")
        assert item["date_modified"] == text(entry, "updated")
        assert item["url"] == entry.findall(f"{ATOM}link")[0].get("href")


def test_the_json_feed_has_what_version_1_1_asks_for(folder: Path) -> None:
    feed = json_feed(folder)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"].endswith("/feed.json")
    assert feed["home_page_url"].endswith("/index.html")
    assert feed["language"] in {"ja", "en", "fr", "de"}
    assert all(author["name"] for author in feed["authors"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["url"].startswith("https://")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.fromisoformat(item["date_modified"]).tzinfo


def _with_change(kind: str) -> dict[str, str | bytes]:
    return {
        "content/en/updates/2026-03-02-first.md": page(
            "First notice, reworded",
            "We found a leak, and say so better.",
            date="2026-03-02 15:00",
            summary="A leak was found.",
            changes=f"\n  - {{at: 2026-03-20 09:00, kind: {kind}, note: Said better.}}",
        )
    }


@pytest.mark.parametrize("kind", ["wording", "correction", "addition"])
def test_a_change_moves_updated_and_is_an_entry_of_its_own(tmp_path: Path, kind: str) -> None:
    project = put(tmp_path, small_site())
    before = moments_by_id(build_well(project))
    put(project, _with_change(kind))
    after = moments_by_id(build_well(project))
    changed = {id_ for id_, moments in before.items() if after[id_] != moments}
    [of_update] = [id_ for id_ in before if id_.endswith(":en/updates/2026-03-02-first")]
    assert changed == {of_update}
    assert after[of_update] == (before[of_update][0], "2026-03-20T09:00:00+09:00")
    [new] = after.keys() - before.keys()
    assert after[new] == ("2026-03-20T09:00:00+09:00",) * 2
    assert text(atom(project / "output"), "updated") == "2026-03-20T09:00:00+09:00"


def test_ids_stay_the_same_whatever_else_changes(tmp_path: Path) -> None:
    """A new title, a new language, a change and later entries move no id."""
    project = put(tmp_path, small_site())
    before = set(moments_by_id(build_well(project)))
    put(project, _with_change("wording"))
    settings = (project / "noticegen.yml").read_text("utf-8")
    put(project, {"noticegen.yml": settings.replace("[en, ja]", "[en, ja, fr]")})
    put(
        project,
        {
            "content/en/updates/2026-03-12-third.md": page(
                "Third", "Text.", date="2026-03-12 10:00", summary="Text."
            )
        },
    )
    assert before < set(moments_by_id(build_well(project)))


def test_a_withdrawn_update_says_so_instead_of_its_summary(every: Path) -> None:
    feed = (every / "feed.atom").read_text("utf-8")
    assert "取り下げる前の要約です。" not in feed
    assert "このお知らせは誤りでした。" in feed


JAPANESE = re.compile("[ぁ-んァ-ヶ]")


def test_a_summary_is_in_the_language_that_is_said(folder: Path) -> None:
    """A note may stand in another language than the title of what it is about."""
    languages = {item["id"]: item["language"] for item in json_feed(folder)["items"]}
    for entry in entries(folder):
        [category] = entry.findall(f"{ATOM}category")
        for summary in entry.findall(f"{ATOM}summary"):
            assert summary.text
            if category.get("term") == "fact" and folder.name in {"fr", "de"}:
                continue  # a figure in the reader's language, with a note in another
            is_japanese = bool(JAPANESE.search(summary.text))
            assert is_japanese is (summary.get(LANG) == "ja"), summary.text
            assert languages[text(entry, "id")] == summary.get(LANG)


def test_a_correction_is_a_category_that_programs_can_read(every: Path) -> None:
    terms = [str(e.findall(f"{ATOM}category")[0].get("term")) for e in entries(every)]
    assert "correction" in terms
    assert "withdrawal" in terms


# ---------------------------------------------------------------------------------- sitemap


def _sitemap(output: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """Each address with its time of change and its alternates by language."""
    root = ElementTree.parse(output / "sitemap.xml").getroot()
    assert root.tag == f"{MAP}urlset"
    found = {}
    for url in root.findall(f"{MAP}url"):
        alternates = {
            str(link.get("hreflang")): str(link.get("href")) for link in url.findall(f"{XHTML}link")
        }
        [address] = url.findall(f"{MAP}loc")
        [changed] = url.findall(f"{MAP}lastmod")
        found[str(address.text)] = (str(changed.text), alternates)
    return found


URL = "https://www.some.example/notice/"


def test_the_sitemap_leaves_out_pages_that_stand_in_for_a_translation(every: Path) -> None:
    listed = {address.removeprefix(URL) for address in _sitemap(every)}
    assert {"index.html", "en/index.html", "fr/index.html", "de/faq.html"} <= listed
    assert not listed & {
        "de/index.html",
        "fr/faq.html",
        "en/compensation.html",
        "en/updates/2026-03-09-second.html",
        "404.html",
        "notice.html",
        "banner.html",
    }
    for path in listed:
        assert (every / path).is_file()


def test_alternates_are_mutual_and_have_a_default(every: Path, sample: Path) -> None:
    for output in (every, sample):
        listed = _sitemap(output)
        assert any(alternates for _, alternates in listed.values())
        for address, (changed, alternates) in listed.items():
            assert datetime.fromisoformat(changed).tzinfo
            if not alternates:
                continue
            assert address in alternates.values()
            assert alternates["x-default"] in alternates.values()
            for other in alternates.values():
                assert listed[other][1] == alternates


def test_pages_and_sitemap_name_the_same_alternates(every: Path) -> None:
    listed = _sitemap(every)
    pattern = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/>')
    for path in every.rglob("*.html"):
        if path.name in {"404.html", "banner.html", "notice.html"}:
            continue
        html = path.read_text("utf-8")
        address = URL + path.relative_to(every).as_posix()
        [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"/>', html)
        named = dict(pattern.findall(html))
        if address in listed:
            assert canonical == address
            assert named == listed[address][1]
        else:
            assert named == {}
            assert canonical in listed


def test_robots_and_security_stand_only_at_the_root_of_a_host(tmp_path: Path, every: Path) -> None:
    assert not (every / "robots.txt").exists()
    assert not (every / ".well-known").exists()
    output = build_well(put(tmp_path, every_construct.single()))
    assert "Sitemap: https://notice.org.example/sitemap.xml" in (output / "robots.txt").read_text()
    lines = (output / ".well-known" / "security.txt").read_text("utf-8").splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields.keys() == {"Contact", "Expires", "Canonical"}
    assert fields["Expires"] == "2027-10-01T00:00:00Z"

"""What others show of a page, and what search engines are told of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from browser import every_construct
from noticegen.formats import with_region
from noticegen.render.sharing import whole_sentences
from sites import build_well, copy_of_sample, page, put, settings, small_site

URLS = {
    "sample": "https://www.minato-learning.example/notice/",
    "every": "https://www.some.example/notice/",
}
NO_PAGES = {"404.html", "banner.html"}
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample site, and one with every state."""
    return {
        "sample": build_well(copy_of_sample(tmp_path_factory.mktemp("sample"))),
        "every": build_well(put(tmp_path_factory.mktemp("every"), every_construct.files())),
    }


def pages(outputs: dict[str, Path]) -> Iterator[tuple[str, str, str]]:
    """Site, path and HTML of every page."""
    for site, output in outputs.items():
        for path in sorted(output.rglob("*.html")):
            if path.name not in NO_PAGES:
                yield site, path.relative_to(output).as_posix(), path.read_text("utf-8")


def is_file(path: str) -> bool:
    """Whether it is the edition in a single file."""
    return path.rpartition("/")[2] == "notice.html"


def told(text: str) -> dict[str, list[str]]:
    """The values of the Open Graph by property."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta property="([^"]+)" content="([^"]*)"/>', text):
        found.setdefault(name, []).append(unescape(value))
    return found


def graph(text: str) -> dict[str, dict[str, Any]]:
    """The things of a page by type."""
    [data] = DATA.findall(text)
    document = json.loads(data)
    assert document["@context"] == "https://schema.org"
    things: dict[str, dict[str, Any]] = {thing["@type"]: thing for thing in document["@graph"]}
    assert len(things) == len(document["@graph"])
    return things


def read(output: Path, path: str) -> str:
    return (output / path).read_text("utf-8")


def canonical(text: str) -> str:
    [address] = re.findall(r'<link rel="canonical" href="([^"]+)"/>', text)
    return str(address)


# ------------------------------------------------------------------------------ Open Graph


def test_every_page_has_a_title_a_description_and_an_address(outputs: dict[str, Path]) -> None:
    for _, path, text in pages(outputs):
        graph_ = told(text)
        for name in ("og:type", "og:title", "og:description", "og:url", "og:site_name"):
            [value] = graph_[f"{name}"]
            assert value.strip() == value != "", (path, name)
        [description] = re.findall(r'<meta name="description" content="([^"]*)"/>', text)
        assert [unescape(description)] == graph_["og:description"], path
        assert graph_["og:url"] == [canonical(text)], path
        assert "og:image" not in graph_, path


def test_the_notice_and_updates_are_articles_with_their_dates(outputs: dict[str, Path]) -> None:
    for _, path, text in pages(outputs):
        graph_ = told(text)
        is_article = "updates/" in path or path.endswith(("index.html", "notice.html"))
        assert graph_["og:type"] == ["article" if is_article else "website"], path
        dates = [graph_.get(f"article:{name}_time") for name in ("published", "modified")]
        if is_article:
            [[published], [modified]] = [date or [] for date in dates]
            assert published <= modified, path
            assert graph(text)["Article"]["datePublished"] == published
            assert graph(text)["Article"]["dateModified"] == modified
        else:
            assert dates == [None, None], path


def test_the_locale_is_that_of_the_text(outputs: dict[str, Path]) -> None:
    every = outputs["every"]
    whole = told(read(every, "fr/index.html"))
    assert whole["og:locale"] == ["fr_FR"]
    assert whole["og:locale:alternate"] == ["ja_JP", "en_US"]
    missing = told(read(every, "de/index.html"))
    assert missing["og:locale"] == ["ja_JP"], "there is no German text"
    assert missing["og:url"] == [URLS["every"] + "index.html"]
    assert told(read(every, "de/faq.html"))["og:locale"] == ["de_CH"]


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("ja", "ja_JP"), ("en", "en_US"), ("en-GB", "en_GB"), ("zh-Hant", "zh_TW"),
        ("zh-Hans", "zh_CN"), ("pt-PT", "pt_PT"), ("sr-Latn", "sr_RS"), ("ko", "ko_KR"),
    ],
)  # fmt: skip
def test_a_locale_has_the_region_that_it_means(tag: str, locale: str) -> None:
    assert with_region(tag) == locale


def test_a_description_ends_where_a_sentence_does() -> None:
    short = "We found it. We are sorry."
    assert whole_sentences(short) == short
    long = "".join("This is a sentence. " for _ in range(20))
    kept = whole_sentences(long)
    assert 150 < len(kept) <= 200
    assert kept.endswith(".")
    assert long.startswith(f"{kept} This")
    assert (
        whole_sentences("名簿の一部が持ち出されました。" * 20)
        == "名簿の一部が持ち出されました。" * 13
    )
    one = "A sentence of its own " * 20 + "ends here. Another one."
    assert whole_sentences(one) == one.removesuffix(" Another one.")
    assert whole_sentences("") == ""


def test_a_page_without_a_summary_is_described_by_its_first_words(tmp_path: Path) -> None:
    files = small_site()
    files["content/en/index.md"] = page(
        "Notice",
        "## What happened\n\nA **list** &amp; more\nwas copied. We are sorry.\n\nMore.",
        date="2026-03-02 15:00",
    )
    text = read(build_well(put(tmp_path, files)), "index.html")
    assert told(text)["og:description"] == ["A list & more was copied. We are sorry."]


# ------------------------------------------------------------------------------ schema.org


def test_the_notice_says_who_speaks_when_and_in_which_language(outputs: dict[str, Path]) -> None:
    url = URLS["sample"]
    things = graph(read(outputs["sample"], "en/index.html"))
    assert list(things) == ["Article", "Organization", "WebSite"]
    article = things["Article"]
    assert article["headline"] == "Apology and notice about a leak of customer data"
    assert article["url"] == article["mainEntityOfPage"] == url + "en/index.html"
    assert article["inLanguage"] == "en"
    assert article["datePublished"] == "2026-03-02T15:00:00+09:00"
    assert article["author"] == article["publisher"] == {"@id": things["Organization"]["@id"]}
    assert article["isPartOf"] == {"@id": things["WebSite"]["@id"]}
    assert things["Organization"]["name"] == "Minato Learning Co., Ltd."
    assert things["Organization"]["url"] == "https://www.minato-learning.example/"
    assert things["WebSite"]["url"] == url + "index.html"


def test_corrections_are_told_with_their_dates_and_nothing_else_is_one(
    outputs: dict[str, Path],
) -> None:
    article = graph(read(outputs["sample"], "en/index.html"))["Article"]
    by_update, by_note = article["correction"]
    assert by_update["text"].endswith("Correction to the telephone number for the press")
    assert by_update["url"].endswith("/en/updates/2026-03-03-telephone.html")
    assert by_update["datePublished"] == "2026-03-03T10:00:00+09:00"
    assert by_note["text"].startswith("We corrected the number of people affected from 912,480")
    assert by_note["datePublished"] == "2026-04-22T11:00:00+09:00"
    assert {thing["@type"] for thing in article["correction"]} == {"CorrectionComment"}
    assert "correction" not in graph(read(outputs["sample"], "changelog.html"))["BreadcrumbList"]


def test_the_faq_has_every_answer_in_full_and_no_withdrawn_one(outputs: dict[str, Path]) -> None:
    seen = {"kept": 0, "withdrawn": 0}
    for _, path, text in pages(outputs):
        if not path.endswith("faq.html"):
            continue
        asked = {q["url"].partition("#")[2]: q for q in graph(text)["FAQPage"]["mainEntity"]}
        for section in markup.fromstring(text.encode()).find_class("question"):
            [heading] = section.findall("h3")
            [body] = section.find_class("text") or [None]
            if body is None:
                assert heading.get("id") not in asked
                seen["withdrawn"] += 1
                continue
            question = asked.pop(heading.get("id"))
            assert question["name"] == heading.text_content()
            assert question["inLanguage"] == (heading.get("lang") or text.split('"', 2)[1])
            first = "".join(next(filter(str.strip, body.itertext())).split())
            assert first in "".join(question["acceptedAnswer"]["text"].split()), path
            seen["kept"] += 1
        assert asked == {}
    assert seen["kept"] > 10
    assert seen["withdrawn"] > 0


def test_an_answer_says_first_what_readers_have_to_know_about_it(
    outputs: dict[str, Path],
) -> None:
    """That a translation is behind, or missing, is no part of the answer, and not left out."""
    states = 0
    for _, path, text in pages(outputs):
        if path.endswith("faq.html"):
            asked = {q["url"].partition("#")[2]: q for q in graph(text)["FAQPage"]["mainEntity"]}
            for section in markup.fromstring(text.encode()).find_class("question"):
                id_ = section.find("h3").get("id")
                for state in section.findall("p[@class='state']"):
                    if id_ in asked and state.text and "backdated" not in state.text:
                        answer = asked[id_]["acceptedAnswer"]["text"]
                        states += state.text.strip() in answer
    assert states > 1


def test_every_page_but_the_notice_says_where_it_stands(outputs: dict[str, Path]) -> None:
    for site, path, text in pages(outputs):
        things = graph(text)
        if path.endswith("index.html") or is_file(path):
            assert "BreadcrumbList" not in things
            continue
        steps = things["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert len(steps) == (3 if "updates/" in path else 2), path
        assert [step["name"] for step in steps[-1:]] == told(text)["og:title"]
        assert "item" not in steps[-1], "it is where one is already"
        for step in steps[:-1]:
            there = outputs[site] / step["item"].removeprefix(URLS[site])
            assert there.is_file(), path


def test_what_was_withdrawn_is_said_to_be(tmp_path: Path) -> None:
    files = small_site()
    files["content/en/updates/2026-03-02-first.md"] = page(
        "First notice",
        "Secret words.",
        date="2026-03-02 15:00",
        summary="Secret summary.",
        changes="\n  - at: 2026-03-03 10:00\n    kind: withdrawal\n    note: It was wrong.",
    )
    text = read(build_well(put(tmp_path, files)), "updates/2026-03-02-first.html")
    article = graph(text)["Article"]
    assert article["description"].startswith("We withdrew what this page said on ")
    assert told(text)["og:description"] == [article["description"]]
    assert "Secret" not in text


def test_data_can_neither_end_its_element_nor_break_the_page(tmp_path: Path) -> None:
    title = 'A </script><!-- & <script> \\u003c " title'
    files = small_site()
    files["content/en/updates/2026-03-02-first.md"] = page(
        json.dumps(title, ensure_ascii=False),
        "Text.",
        date="2026-03-02 15:00",
        summary="We found it.",
    )
    text = read(build_well(put(tmp_path, files)), "updates/2026-03-02-first.html")
    [data] = DATA.findall(text)
    assert not set("<>&\u2028\u2029") & set(data)
    assert graph(text)["Article"]["headline"] == title


def test_a_site_of_one_language_has_no_others(tmp_path: Path) -> None:
    files = {
        "noticegen.yml": settings("en"),
        "content/en/index.md": page("Notice", "Text.", date="2026-03-02 15:00"),
        "content/en/updates/2026-03-02-first.md": page(
            "First", "Text.", date="2026-03-02 15:00", summary="We found it."
        ),
    }
    text = read(build_well(put(tmp_path, files)), "index.html")
    assert "og:locale:alternate" not in told(text)
    assert "hreflang" not in text


# ------------------------------------------------------------------------------ hreflang


def test_languages_of_a_page_are_complete_and_mutual(outputs: dict[str, Path]) -> None:
    """What search engines ask of hreflang: each names all, itself too, and all name it."""
    heads: dict[str, dict[str, str]] = {}
    lists: dict[str, str] = {}
    for site, path, text in pages(outputs):
        if is_file(path):
            assert "hreflang" not in text
            continue
        tree = markup.fromstring(text.encode())
        links = [(link.get("hreflang"), link.get("href")) for link in tree.iterfind("head/link")]
        named = [(language, address) for language, address in links if language]
        assert len(dict(named)) == len(named), path
        heads[URLS[site] + path] = dict(named)
        lists[URLS[site] + path] = canonical(text)
    assert sum(map(bool, heads.values())) > 40
    for address, named_ in heads.items():
        first = re.sub(r"/notice/(?:en|fr|de)/", "/notice/", address)
        if lists[address] != address:
            assert named_ == {}, "it stands in for a translation"
            assert lists[address] == first
        if not named_:
            assert address not in {a for other in heads.values() for a in other.values()}
            continue
        assert named_["x-default"] == first
        assert address in named_.values()
        assert len(named_) > 2
        for other in named_.values():
            assert heads[other] == named_


OWN_NAMES = {"ja": "日本語", "en": "English", "fr": "Français", "de": "Deutsch"}


def test_each_language_is_named_in_itself_wherever_one_can_choose(
    outputs: dict[str, Path],
) -> None:
    for site, path, text in pages(outputs):
        if is_file(path):
            continue
        tree = markup.fromstring(text.encode())
        [choice] = tree.find_class("languages")
        links = choice.findall(".//a")
        shown = {str(link.get("lang")): link for link in links}
        expected = ["ja", "en"] if site == "sample" else ["ja", "en", "fr", "de"]
        assert list(shown) == expected, path
        for language, link in shown.items():
            assert link.get("hreflang") == language
            assert link.text_content() == OWN_NAMES[language]
        [current] = [link for link in links if link.get("aria-current")]
        assert current.get("lang") == tree.get("lang")

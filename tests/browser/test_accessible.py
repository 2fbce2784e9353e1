"""Everyone can read it: structure, keyboard, languages; test_looks.py has what is seen."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import BrowserContext

from browser.conftest import Built
from browser.looks import DESKTOP, PHONE, resize

WORDS_OF = {
    "ja": r"[\u3041-\u3096\u30a1-\u30fa]",
    "de": r"[äöüß]",
    "fr": r"[éèêàç]",
    "en": r"\b(?:the|from|this|that)\b",
}
"""Signs and words by which one knows a language from the others on the sites here."""

NOT_IN_ITS_LANGUAGE = """
([language, pattern]) => {
  const found = [], sign = new RegExp(pattern, 'i');
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('title, style, script, .url')) continue;
    const said = parent.closest('[lang]').lang;
    if (said !== language && sign.test(walker.currentNode.data))
      found.push(`${said}: ${walker.currentNode.data.trim()}`);
  }
  for (const node of document.querySelectorAll('[alt], [aria-label]'))
    for (const name of ['alt', 'aria-label'])
      if (sign.test(node.getAttribute(name) || '') && node.closest('[lang]').lang !== language)
        found.push(`${name}: ${node.getAttribute(name)}`);
  return found;
}
"""


def test_each_page_has_one_title_and_its_landmarks(context: BrowserContext, site: Built) -> None:
    page = context.new_page()
    for path in site.looked_at:
        page.goto(site.file(path))
        assert page.locator("h1").count() == 1, path
        wanted = {"banner": 1, "main": 1, "contentinfo": 1}
        if path.endswith("404.html"):
            del wanted["contentinfo"]
        else:
            assert page.get_by_role("navigation").count() >= 1, path
        for role, count in wanted.items():
            assert page.get_by_role(role).count() == count, (path, role)  # type: ignore[arg-type]
        assert page.title(), path
        assert page.locator("html").get_attribute("lang"), path


def test_headings_leave_no_level_out(context: BrowserContext, site: Built) -> None:
    page = context.new_page()
    for path in site.looked_at:
        page.goto(site.file(path))
        levels = [int(tag[1]) for tag in page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
            "nodes => nodes.map(node => node.tagName)"
        )]  # fmt: skip
        steps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert levels[0] == 1, path
        assert not steps, (path, levels)


def test_every_text_stands_under_its_language(context: BrowserContext, site: Built) -> None:
    page = context.new_page()
    found: list[str] = []
    for path in site.looked_at:
        page.goto(site.file(path))
        for language, pattern in WORDS_OF.items():
            lines = page.evaluate(NOT_IN_ITS_LANGUAGE, [language, pattern])
            found += [f"{path}: {language} under {line}" for line in lines]
    assert not found, "\n".join(found)


def test_the_first_tab_leads_to_the_text(context: BrowserContext, site: Built) -> None:
    page = context.new_page()
    for path in site.looked_at:
        if path.endswith(("404.html", "notice.html")):
            continue  # nothing stands before their text
        page.goto(site.file(path))
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("class") == "skip", path
        box = skip.bounding_box()
        assert box is not None, path
        assert box["x"] >= 0, f"{path}: the link is out of sight while it has the focus"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "page_main", path
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"
            " || !document.activeElement.closest('header, .skip')"
        ), path


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_tab_key_goes_through_every_link_and_region_in_their_order(
    context: BrowserContext, sites: dict[str, Built], size: tuple[int, int]
) -> None:
    """On every page the order of the source is what is seen; here the key itself follows it."""
    page = context.new_page()
    resize(page, size)
    page.goto(sites["every"].file("index.html"))
    stops = page.locator("a[href]:visible, [tabindex='0']:visible").evaluate_all(
        "nodes => nodes.map((node, place) => node.dataset.place = String(place))"
    )
    assert len(stops) > 40
    for stop in stops:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.place") == stop


def test_only_a_translation_says_that_it_is_one(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    said = {}
    for path in ("index.html", "en/index.html", "de/index.html", "de/faq.html"):
        page.goto(sites["every"].file(path))
        said[path] = bool(re.search("translation|Übersetzung", page.locator("footer").inner_text()))
    # The German home page shows the Japanese text, for want of a translation.
    assert said == {
        "index.html": False,
        "en/index.html": True,
        "de/index.html": False,
        "de/faq.html": True,
    }


def test_an_update_names_and_leads_to_what_it_corrects_and_back(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    page.goto(sites["every"].file("en/updates/2026-03-11-correction.html"))
    page.get_by_role("link", name="Until when is the office open?").click()
    page.wait_for_url("**/en/faq.html#one")
    question = page.locator("section.question", has=page.locator("#one"))
    question.get_by_role("link", name="Correction of the number").click()
    page.wait_for_url("**/en/updates/2026-03-11-correction.html")

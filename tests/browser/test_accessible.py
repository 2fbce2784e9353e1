"""Everyone can read it: axe-core's rules, structure, keyboard, languages, reflow."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from browser.conftest import Built

PHONE = (390, 844)
DESKTOP = (1280, 900)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}

RUN = """
options => axe.run(options).then(
  ({violations, incomplete, passes}) => ({violations, incomplete, passed: passes.length}))
"""

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

TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width)
    found.push(`page: ${document.documentElement.scrollWidth} > ${width}`);
  for (const node of document.body.querySelectorAll('*')) {
    const box = node.getBoundingClientRect();
    const scrolls = node.closest('.wide, pre');
    if (box.right > width + 1 && !(scrolls && scrolls !== node) && !node.matches('.skip'))
      found.push(`${node.tagName}.${node.className}: ${box.right}`);
  }
  return found;
}
"""


SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, site: Built, size: tuple[int, int]
) -> None:
    found: list[str] = []
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        for path in site.looked_at:
            page.goto(site.file(path))
            page.evaluate(Axe().axe_script)
            for scheme, media in SCHEMES.items():
                page.emulate_media(**media)
                results: dict[str, Any] = page.evaluate(RUN, OPTIONS)
                assert results["passed"] > 10, "the rules were run"
                lines = _lines(results["violations"])
                lines += [f"undecided: {line}" for line in _lines(results["incomplete"])]
                if size == PHONE:
                    # Cells beyond the edge of a table's region; on the desktop they are decided.
                    beyond = re.compile(r"undecided: color-contrast: .*\btd\b|.*tr:nth-child")
                    lines = [line for line in lines if not beyond.match(line)]
                found += [f"{path}, {scheme}: {line}" for line in lines]
    assert not found, "\n".join(found)


def test_axe_would_find_a_fault(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(
        "<!DOCTYPE html><html lang='en'><title>t</title><main><h1>t</h1>"
        "<p style='color:#aaa;background:#fff'>grey</p>"
        "<a href='#a' style='display:inline-block;width:9px;height:9px'>i</a>"
        "<a href='#b' style='display:inline-block;width:9px;height:9px'>i</a></main>"
    )
    rules = {rule["id"] for rule in Axe().run(page, options=OPTIONS).response["violations"]}
    assert {"color-contrast", "target-size"} <= rules


def _lines(rules: list[dict[str, Any]]) -> list[str]:
    return [f"{rule['id']}: {node['target']}" for rule in rules for node in rule["nodes"]]


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


def test_every_link_and_region_can_be_reached_by_keyboard(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    page.goto(sites["every"].file("index.html"))
    wanted = page.locator("a[href], [tabindex='0']").count()
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(
            "[...document.querySelectorAll('a[href], [tabindex=\"0\"]')]"
            ".indexOf(document.activeElement)"
        ))  # fmt: skip
    assert reached - {-1} == set(range(wanted))


@pytest.mark.parametrize(
    ("width", "scale", "text"),
    [(320, 1, 1), (640, 2, 1), (640, 1, 2)],
    ids=["320-pixels", "zoomed-to-200-percent", "text-of-double-size"],
)
def test_nothing_has_to_be_scrolled_sideways(
    browser: Browser, site: Built, width: int, scale: int, text: int
) -> None:
    found: list[str] = []
    with browser.new_context(
        viewport={"width": width, "height": 500}, device_scale_factor=scale
    ) as context:
        page = context.new_page()
        for path in site.looked_at:
            page.goto(site.file(path))
            page.evaluate(
                "text => document.documentElement.style.fontSize = `${text * 100}%`", text
            )
            found += [f"{path}: {line}" for line in page.evaluate(TOO_WIDE)]
    assert not found, "\n".join(found)


def test_figures_in_tables_are_not_broken_in_two(browser: Browser, sites: dict[str, Built]) -> None:
    with browser.new_context(viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        page.goto(sites["every"].file("index.html"))
        heights: list[int] = page.locator("td.right").evaluate_all(
            "nodes => nodes.map(node => {"
            " const range = document.createRange(); range.selectNodeContents(node);"
            " return new Set([...range.getClientRects()].map(box => box.top)).size; })"
        )
    assert heights
    assert set(heights) == {1}


def test_without_style_the_text_still_stands_in_order(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    for site in sites.values():
        for path in site.looked_at:
            if path.endswith("404.html"):
                continue
            page.goto(site.file(path))
            page.evaluate("document.querySelectorAll('style').forEach(node => node.remove())")
            text = _squeezed(page.locator("body").inner_text())
            first, last, footer = (
                _text_of(page, selector) for selector in ("h1", "main > :last-child", "footer")
            )
            # The footer may say again what the page ends with.
            end = text.rindex(footer)
            places = [text.index(first), text.rindex(last, 0, end), end]
            assert places == sorted(places), (site.name, path, places)
            assert text.index(_text_of(page, "header")) < places[0]


def _text_of(page: Page, selector: str) -> str:
    return _squeezed(page.locator(selector).first.inner_text())


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


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

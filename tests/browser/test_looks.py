"""In a reader's hands: every page in light and dark, small and large, on paper, without style."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from browser.conftest import Built
from browser.looks import (
    DESKTOP,
    LOOKS,
    NARROW,
    PHONE,
    SCHEMES,
    axe,
    look,
    open_page,
    paper,
    printed,
    reflow,
    resize,
    squeezed,
    tree,
)
from sites import tool

GOLDEN = Path(__file__).parents[1] / "golden" / "accessibility" / "sample"


PARTS = ("header", "h1", "main > :last-child", "footer")
"""Of a page, in the order in which they stand; `404.html` has no footer."""


def opened(context: BrowserContext, site: Built) -> Iterator[tuple[str, Page]]:
    """Each page of a site that is looked at, open in the same window."""
    page = context.new_page()
    for path in site.looked_at:
        resize(page, DESKTOP)
        page.emulate_media(**SCHEMES["light"])
        open_page(page, site.file(path))
        yield path, page


def named(lines: Iterator[str] | list[str], *where: str) -> list[str]:
    """Findings with the place in front."""
    return [f"{', '.join(where)}: {line}" for line in lines]


def test_axe_finds_nothing_and_leaves_nothing_undecided(
    context: BrowserContext, site: Built
) -> None:
    """Structure at each size and on paper; colours (WCAG AAA) in each scheme."""
    found: list[str] = []
    for path, page in opened(context, site):
        found += named(axe(page), path, "desktop")
        resize(page, NARROW)
        found += named(axe(page, "color-contrast-enhanced"), path, "light")
        page.emulate_media(**SCHEMES["dark"])
        found += named(axe(page, "color-contrast-enhanced", structure=False), path, "dark")
        page.emulate_media(**SCHEMES["forced"])
        found += named(axe(page, "color-contrast", structure=False), path, "forced")
        page.emulate_media(**SCHEMES["print"])
        found += named(axe(page, "color-contrast-enhanced"), path, "print")
    assert not found, "\n".join(found)


def test_everything_stands_out_and_the_focus_is_seen_in_every_scheme(
    context: BrowserContext, site: Built
) -> None:
    """At least 7 to 1 for letters, 3 to 1 for lines and rings, of the colours as computed."""
    found: list[str] = []
    for path, page in opened(context, site):
        page.keyboard.press("Tab")
        for scheme in ("light", "dark"):
            page.emulate_media(**SCHEMES[scheme])
            found += named(look(page, "contrast", "rings"), path, scheme)
        resize(page, PHONE)
        found += named(look(page, "rings"), path, "phone")
        page.emulate_media(**SCHEMES["forced"])
        found += named(look(page, "rings"), path, "forced")
    assert not found, "\n".join(found)


def test_nothing_has_to_be_scrolled_sideways_is_cut_off_or_covered(
    context: BrowserContext, site: Built
) -> None:
    found: list[str] = []
    for path, page in opened(context, site):
        found += named(reflow(page), path)
    assert not found, "\n".join(found)


def test_pages_are_set_as_one_reads_and_touches_them(context: BrowserContext, site: Built) -> None:
    """Order, lines, headings, figures, numbers read aloud, room for a finger; nothing moves."""
    found: list[str] = []
    for path, page in opened(context, site):
        found += named(look(page, "order", "measure", "motion", "spoken"), path, "desktop")
        resize(page, PHONE)
        found += named(look(page, "order", "targets", "phrases"), path, "phone")
        resize(page, NARROW)
        found += named(look(page, "figures"), path, "320 pixels")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_the_first_screen_says_what_everybody_asks(
    context: BrowserContext, sites: dict[str, Built], path: str, size: tuple[int, int]
) -> None:
    """Who speaks, what happened, how many, what leaked and did not, what to do, whom to call."""
    page = context.new_page()
    resize(page, size)
    open_page(page, sites["sample"].file(path))
    assert look(page, "firstScreen") == []


def test_the_text_is_the_same_without_scripts_and_without_style(
    context: BrowserContext, site: Built
) -> None:
    found: list[str] = []
    page = context.new_page()
    session = context.new_cdp_session(page)
    for path in site.looked_at:
        session.send("Emulation.setScriptExecutionDisabled", {"value": False})
        open_page(page, site.file(path))
        whole = page.evaluate("looks.said()")
        page.evaluate("document.querySelectorAll('style').forEach(node => node.remove())")
        if page.evaluate("looks.said()") != whole:
            found.append(f"{path}: without style")
        seen, place = squeezed(page.locator("body").inner_text()), 0
        for part in PARTS if page.locator("footer").count() else PARTS[:-1]:
            place = seen.find(squeezed(page.locator(part).first.inner_text()), place)
            if place < 0:
                found.append(f"{path}: without style {part} is out of order")
                break
        session.send("Emulation.setScriptExecutionDisabled", {"value": True})
        open_page(page, site.file(path))
        if page.evaluate("looks.said()") != whole:
            found.append(f"{path}: without scripts")
    assert not found, "\n".join(found)


def test_paper_has_the_whole_text_numbers_and_the_address_and_no_navigation(
    context: BrowserContext, site: Built, tmp_path: Path
) -> None:
    found: list[str] = []
    for path, page in opened(context, site):
        if path.endswith("404.html"):
            continue  # it belongs to no address
        done = printed(page, tmp_path / "page.pdf")
        found += named(paper(done), path)
        if site.name == "sample" and path.endswith("index.html") and len(done.sheets) > 3:
            found.append(f"{path}: {len(done.sheets)} sheets")
    assert not found, "\n".join(found)


def test_paper_is_black_on_white_in_either_scheme(
    context: BrowserContext, sites: dict[str, Built], tmp_path: Path
) -> None:
    page = context.new_page()
    open_page(page, sites["every"].file("index.html"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
        name = tmp_path / scheme
        options = ["-r", "50", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([tool("pdftoppm"), *options, tmp_path / "page.pdf", name], check=True)
        grey = Image.open(f"{name}.ppm").convert("L")
        shades = grey.histogram()
        assert sum(shades[250:]) > 0.75 * sum(shades), "the ground is white"
        assert sum(shades[:80]) > 500, "the text is dark"
    assert (tmp_path / "dark.ppm").read_bytes() == (tmp_path / "light.ppm").read_bytes()


def test_each_language_takes_its_own_shapes_of_the_same_characters(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    page.goto(sites["sample"].file("index.html"))
    style = page.locator("style").inner_html()
    languages = ("ja", "zh-Hans", "zh-Hant", "ko")
    text = "".join(f"<p lang='{language}'>直骨写</p>" for language in languages)
    page.goto("about:blank")
    page.set_content(f"<!DOCTYPE html><html lang='en'><style>{style}</style>{text}")
    session = context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    faces = {}
    for language in languages:
        selector = {"nodeId": root, "selector": f"p[lang={language}]"}
        node = session.send("DOM.querySelector", selector)["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        faces[language] = [font["familyName"] for font in fonts]
    assert faces == {
        "ja": ["Noto Sans CJK JP"],
        "zh-Hans": ["Noto Sans CJK SC"],
        "zh-Hant": ["Noto Sans CJK TC"],
        "ko": ["Noto Sans CJK KR"],
    }


TYPES = (
    "index", "updates/2026-03-02-first-notice", "changelog", "faq", "contact", "numbers",
    "data-items", "genuine",
)  # fmt: skip
"""One page of each type of the sample."""


@pytest.mark.parametrize("folder", ["", "en/"], ids=["ja", "en"])
def test_the_accessibility_tree_is_what_was_reviewed(
    context: BrowserContext, sites: dict[str, Built], folder: str, update_golden: bool
) -> None:
    page = context.new_page()
    different = []
    for name in (*TYPES, *([] if folder else ["404"])):
        page.goto(sites["sample"].file(f"{folder}{name}.html"))
        text = "".join(f"{line}\n" for line in tree(page))
        expected = GOLDEN / f"{folder}{name}.txt"
        if update_golden:
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_text(text, "utf-8")
        if expected.read_text("utf-8") != text:
            different.append(expected.name)
    assert different == [], "see --update-golden"


def test_axe_would_find_a_fault(context: BrowserContext) -> None:
    page = context.new_page()
    small = "style='display:inline-block;width:9px;height:9px'"
    page.set_content(
        "<!DOCTYPE html><html lang='en'><title>t</title><main><h1>t</h1>"
        "<p style='color:#666'>grey</p><p style='color:#999'>pale</p>"
        "<p style='color:#666'><ruby>a<rt>b</rt></ruby></p>"
        f"<a href='#a' {small}>i</a><a href='#b' {small}>i</a></main>"
    )
    page.evaluate(LOOKS)
    found = list(axe(page, "color-contrast-enhanced"))
    assert [line for line in found if line.startswith("color-contrast-enhanced")]
    assert [line for line in found if line.startswith("undecided: color-contrast-enhanced")]
    assert [line for line in found if line.startswith("target-size")]
    [pale] = axe(page, "color-contrast", structure=False)
    assert pale.startswith("color-contrast")


def test_paper_would_show_a_fault(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    page.set_content(
        "<!DOCTYPE html><html lang='en'><nav><a href='#'>Home</a></nav>"
        "<main><h1>t</h1><p>Some words</p></main>"
        "<footer><span class='url'>https://some.example/</span></footer>"
    )
    page.evaluate(LOOKS)
    done = printed(page, tmp_path / "page.pdf")
    lost = done._replace(expected=[*done.expected, "An answer"], address="https://other.example/")
    assert list(paper(lost)) == [
        "sheet 1 has no number",
        "not printed: An answer",
        "navigation: Home",
        "the page's address is not printed",
    ]


FAULTS = {
    "contrast": (
        "<p style='color:#777'>grey</p>",
        "<p style='border:1px solid #ddd'>a pale line</p>",
        "<style>#a::before{content:'x';color:#999}</style><p id='a'>a pale mark</p>",
        "<p style='color:#000;opacity:.5'>half</p>",
        "<div style='background:#000'><p style='color:#333'>black on black</p></div>",
    ),
    "rings": (
        "<style>:focus-visible{outline:none}</style><a href='#'>no ring</a>",
        "<style>:focus-visible{outline:1px solid #000}</style><a href='#'>too thin</a>",
        "<style>:focus-visible{outline:3px solid #ddd}</style><a href='#'>too pale</a>",
        "<style>:focus-visible{outline:3px solid #000}</style>"
        "<div style='overflow:hidden'><a href='#'>cut off</a></div>",
        "<a href='#' style='position:absolute;left:0;outline-offset:9px'>beyond the edge</a>",
    ),
    "overflow": (
        "<p style='width:200vw'>too wide</p>",
        "<p style='height:9px;overflow:hidden'>cut off at its foot</p>",
        "<p style='width:3em;overflow:hidden;white-space:nowrap'>cut off at its end</p>",
        "<p>under</p><p style='margin-top:-2em'>over</p>",
        "<p style='margin-left:-2em'>off the page</p>",
    ),
    "order": (
        "<a href='#' tabindex='2'>first</a>",
        "<div style='display:flex;flex-direction:column-reverse'><p>one</p><p>two</p></div>",
        "<div style='display:flex;flex-direction:row-reverse'><p>one</p><p>two</p></div>",
    ),
    "motion": (
        "<style>a{transition:color 1s}</style>",
        "<style>@keyframes b{from{left:0}}p{animation:b 1s infinite}</style><p>moving</p>",
    ),
    "targets": (
        "<p><a href='#'>alone in its line</a></p>",
        "<p>x <a href='#' style='display:inline-block;width:40px'>narrow</a></p>",
    ),
    "figures": (
        "<p style='width:3em'><a href='tel:1'>050-0000 0143</a></p>",
        "<p style='width:3em'>050-0000-0143</p>",
        "<p style='width:2em;overflow-wrap:anywhere'>912,455人</p>",
    ),
    "spoken": (
        "<a href='tel:0501'>050-1</a>",
        "<a href='tel:0501' aria-label='05 0 1'>050-1</a>",
        "<a href='tel:0501' aria-label='0 5 0, 2'>050-1</a>",
    ),
    "measure": (
        f"<p lang='ja' style='white-space:nowrap'>{'字' * 41}</p>",
        "<p style='text-align:justify'>justified</p>",
    ),
    "phrases": (
        "<h1 lang='ja' style='width:5em;word-break:break-all'>漏えいに関するお知らせ</h1>",
    ),
    "firstScreen": (
        "<p class='organization'>a</p><h1>b</h1><p class='byline'>c</p><p class='lead'>d</p>"
        f"<dl>{'<dt>e</dt><dd>f</dd>' * 60}</dl><h2>g</h2>",
    ),
}
"""Pages that are wrong, for each question."""

SOUND = (
    "<!DOCTYPE html><html lang='en'><title>t</title><style>"
    "body{{margin:1rem;font:16px/1.7 sans-serif}}:focus-visible{{outline:3px solid #000}}"
    "</style><main><p>Text with <a href='#'>a link</a> in it.</p>{fault}</main>"
)
"""The page that each fault is put into."""


@pytest.mark.parametrize("question", FAULTS)
def test_each_question_finds_its_faults_and_no_other(
    context: BrowserContext, question: str
) -> None:
    page = context.new_page()
    for fault in ("", *FAULTS[question]):
        page.goto("about:blank")
        page.set_content(SOUND.format(fault=fault))
        page.evaluate(LOOKS)
        page.keyboard.press("Tab")
        if fault or question != "firstScreen":
            assert bool(look(page, question)) is bool(fault), fault

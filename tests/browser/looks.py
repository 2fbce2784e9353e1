"""What can be seen of an open page, one line for each finding; most of it is found in looks.js.

The page is put into its surroundings by whoever asks: a window, a scheme, a reader's own style.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sites import tool

PHONE = (360, 640)
NARROW = (320, 640)
DESKTOP = (1280, 900)

SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none", "media": "screen"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "media": "screen"},
    "forced": {"color_scheme": "dark", "forced_colors": "active", "media": "screen"},
    "print": {"color_scheme": "light", "forced_colors": "none", "media": "print"},
}

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""The text spacing of WCAG 1.4.12."""

DOUBLE = "html { font-size: 200% !important; }"
"""WCAG 1.4.4."""

LOOKS = (Path(__file__).parent / "looks.js").read_text("utf-8")
"""The questions that a page is asked from within."""


class Surroundings(NamedTuple):
    """A window, and what its reader has set."""

    size: tuple[int, int]
    style: str = ""
    scale: int = 1


REFLOW = {
    "320 pixels": Surroundings(NARROW),
    "zoomed to 400 percent": Surroundings((320, 256), scale=4),
    "zoomed to 200 percent": Surroundings((640, 512), scale=2),
    "text of double size": Surroundings(DESKTOP, DOUBLE),
    "text of double size in a half": Surroundings((640, 512), DOUBLE),
    "own spacing of text": Surroundings(NARROW, SPACING),
    "own spacing of text on the desktop": Surroundings(DESKTOP, SPACING),
}
"""In which nothing may need sideways scrolling, be cut off, or lie on something else."""


def open_page(page: Page, address: str) -> None:
    """Go to a page, and be ready to look at it."""
    page.goto(address)
    page.evaluate(LOOKS)


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the window another size in CSS pixels."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def look(page: Page, *questions: str) -> list[str]:
    """The findings of functions of looks.js."""
    return [line for question in questions for line in page.evaluate(f"looks.{question}()")]


def reflow(page: Page) -> Iterator[str]:
    """What is wrong in any of the surroundings of `REFLOW`."""
    session = page.context.new_cdp_session(page)
    for name, (size, style, scale) in REFLOW.items():
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", metrics)
        page.evaluate("css => looks.wear(css)", style)
        yield from (f"{name}: {line}" for line in look(page, "overflow"))
    page.evaluate("looks.wear('')")
    session.send("Emulation.clearDeviceMetricsOverride")
    session.detach()


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ("color-contrast", "color-contrast-enhanced")
LEAST = {"color-contrast": 4.5, "color-contrast-enhanced": 7}

_RUN = """
options => axe.run(options).then(
  ({violations, incomplete, passes}) => ({violations, incomplete, passed: passes.length}))
"""


def axe(page: Page, *colours: str, structure: bool = True) -> Iterator[str]:
    """What axe-core finds: its rules of structure, and those of `COLOURS` that are named.

    What it cannot decide of a contrast (letters with a reading, cells beyond an edge) is
    computed here from the same colours; everything else that it leaves undecided is a finding.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    rules: dict[str, dict[str, bool]] = {rule: {"enabled": rule in colours} for rule in COLOURS}
    # Nobody touches paper.
    rules["target-size"] = {"enabled": not page.evaluate("matchMedia('print').matches")}
    only = {"type": "tag", "values": TAGS} if structure else {"type": "rule", "values": colours}
    options = {
        "runOnly": only,
        "rules": rules if structure else {},
        "resultTypes": ["violations", "incomplete"],
        "preload": False,
    }
    found = page.evaluate(_RUN, options)
    assert found["passed"] > (10 if structure else 0), "the rules were run"
    for rule in found["violations"]:
        yield from (f"{rule['id']}: {node['target']}" for node in rule["nodes"])
    for rule in found["incomplete"]:
        for node in rule["nodes"]:
            least = LEAST.get(rule["id"])
            if least is None or not page.evaluate(
                "([node, least]) => looks.decided(node, least)", [node["target"][-1], least]
            ):
                yield f"undecided: {rule['id']}: {node['target']}"


def squeezed(text: str) -> str:
    """Text without what printing and reading it back changes: space, hyphens, kinds of letters."""
    return re.sub(r"[\s\u00ad‐-]+", "", unicodedata.normalize("NFKC", text))


class Printed(NamedTuple):
    """A page on paper."""

    sheets: tuple[str, ...]
    """The text of each, in the order in which it was drawn."""
    expected: list[str]
    """The text of the page's main part, a block each."""
    navigation: list[str]
    """The words of the links that make no sense on paper."""
    headings: list[str]
    """Of the main part and the foot, and links of the former: their words may be a line."""
    address: str
    """The page's own, as its footer has it; empty where it has none."""
    readings: list[str]
    """Of characters; they stand above the line, and are not compared."""


def printed(page: Page, pdf: Path) -> Printed:
    """Print an open page to `pdf`, in A4."""
    page.emulate_media(**SCHEMES["print"])
    expected: list[str] = page.evaluate("looks.printed('main')")
    own = page.locator("footer .url")
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    done = subprocess.run([tool("pdftotext"), "-raw", pdf, "-"], capture_output=True, check=True)
    return Printed(
        sheets=tuple(done.stdout.decode().split("\f")[:-1]),
        expected=expected,
        navigation=page.locator("nav a, .menu a, .skip").all_text_contents(),
        headings=page.locator(":is(main, footer) :is(h1, h2, h3, h4), main a").all_inner_texts(),
        address=own.first.inner_text() if own.count() else "",
        readings=page.locator("rt").all_inner_texts(),
    )


def paper(done: Printed) -> Iterator[str]:
    """What a print lacks, or has too much."""
    text, lines = "", set()
    for place, sheet in enumerate(done.sheets, start=1):
        number = f"{place} / {len(done.sheets)}"
        every = [" ".join(line.split()) for line in sheet.splitlines() if line.strip()]
        if not {number, number.replace(" ", "")} & set(every):
            yield f"sheet {place} has no number"
        left_out = {number.replace(" ", ""), *done.readings}
        every = [line for line in every if line.replace(" ", "") not in left_out]
        lines |= set(every)
        text += squeezed("".join(every))
    missing = [block for block in done.expected if squeezed(block) not in text]
    yield from (f"not printed: {block.strip()[:60]}" for block in missing)
    # Navigation stands in lines of its own; the words may well occur within the text.
    yield from (
        f"navigation: {line}" for line in lines & (set(done.navigation) - set(done.headings))
    )
    if not done.address.startswith("https://") or squeezed(done.address) not in text:
        yield "the page's address is not printed"


def tree(page: Page) -> Iterator[str]:
    """Chromium's accessibility tree, a line for each node: its role, name and state.

    Long names are cut, and a text that repeats the name above it is left out: the words are
    compared elsewhere, here it is what they are.
    """
    session = page.context.new_cdp_session(page)
    nodes: dict[str, Any] = {
        node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]
    }
    session.detach()

    def lines(node: Any, depth: int, above: str) -> Iterator[str]:
        role = node.get("role", {}).get("value", "")
        name = " ".join(str(node.get("name", {}).get("value", "")).split())
        if role == "InlineTextBox" or (role == "StaticText" and name in {"", above}):
            return
        if not node["ignored"] and role not in {"none", "generic"}:
            yield "  " * depth + _described(node, role, name)
            depth += 1
        for child in node.get("childIds", ()):
            yield from lines(nodes[child], depth, name)

    root = next(node for node in nodes.values() if "parentId" not in node)
    return lines(root, 0, "")


def _described(node: Any, role: str, name: str) -> str:
    name = name if len(name) <= 60 else name[:59] + "…"
    states = [
        f"{one['name']}={one['value']['value']}"
        for one in node.get("properties", ())
        if one["name"] == "level" and role == "heading"
    ]
    return " ".join([role, *([f'"{name}"'] if name else []), *states])

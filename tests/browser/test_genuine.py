"""The QR code of the site's address: on paper, and read by what reads such codes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Literal

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext

from browser.conftest import Built
from sites import tool

URL = "https://www.minato-learning.example/notice/"
RESOLUTION = 200
"""Dots per inch, as a scanner of an office has them."""


def codes(picture: Path) -> list[str]:
    """What the codes on a picture say."""
    with Image.open(picture) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize(
    ("page_name", "scheme"), [("en/index.html", "light"), ("genuine.html", "dark")]
)
def test_the_address_can_be_read_from_paper(
    context: BrowserContext,
    sites: dict[str, Built],
    tmp_path: Path,
    page_name: str,
    scheme: Literal["light", "dark"],
) -> None:
    """Once on the printout of a page; a screen shows the address and no code."""
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(sites["sample"].file(page_name))
    code = page.locator("svg.qr")
    assert code.count() == 1
    assert not code.is_visible()
    page.emulate_media(media="print", color_scheme=scheme)
    box = code.bounding_box()
    assert box is not None
    centimetre = 96 / 2.54
    assert 2.9 * centimetre <= box["width"] == box["height"] <= 3.1 * centimetre
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    page.close()
    words = [tool("pdftoppm"), "-r", str(RESOLUTION), "-gray", "page.pdf", "sheet"]
    subprocess.run(words, cwd=tmp_path, check=True, timeout=120)
    read = [text for sheet in sorted(tmp_path.glob("sheet-*")) for text in codes(sheet)]
    assert read == [URL]


def test_the_code_has_a_name(context: BrowserContext, sites: dict[str, Built]) -> None:
    page = context.new_page()
    page.goto(sites["sample"].file("index.html"))
    page.emulate_media(media="print")
    assert page.get_by_role("img", name=f"アドレス {URL} のQRコード").count() == 1
    page.close()

"""Pictures of every page type: phone and desktop, light and dark, Japanese and English, print.

Run as `make screenshots`, which builds the sample first. They go to screenshots/, and the two
in the README to docs/.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "index", "changelog", "faq", "compensation", "genuine", "numbers", "contact",
    "updates/2026-03-09-investigation", "updates/2026-04-08-gift", "notice", "404",
)  # fmt: skip
SIZES = {"phone": (360, 640), "desktop": (1280, 900)}


def main() -> None:
    """Take all pictures of output/."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("Chromium is not installed; on Debian: apt install chromium fonts-noto-cjk")
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                _shoot(browser, folder, size, width, height, scheme)
        _readme(browser)
        browser.close()


def _shoot(browser: Browser, folder: Path, size: str, width: int, height: int, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    for language in ("", "en/"):
        for name in PAGES:
            path = ROOT / "output" / f"{language}{name}.html"
            if path.exists():
                page.goto(path.as_uri())
                target = f"{language}{name}".replace("/", "-")
                page.screenshot(path=folder / f"{target}-{size}-{scheme}.png", full_page=True)
                if (size, scheme) == ("desktop", "light"):
                    page.pdf(path=folder / f"{target}.pdf", format="A4")
    page.close()


def _readme(browser: Browser) -> None:
    """The first screen of a phone in Japanese, and that of a desktop in English."""
    for name, path, (width, height), scale in (
        ("home-phone.png", "index.html", SIZES["phone"], 2),
        ("home-desktop.png", "en/index.html", SIZES["desktop"], 1),
    ):
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=scale
        )
        page.goto((ROOT / "output" / path).as_uri())
        page.screenshot(path=ROOT / "docs" / name)
        page.close()


if __name__ == "__main__":
    main()

"""The snippet for the organisation's own pages, in pages whose style nobody here wrote."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from browser.conftest import Built

STRICT = "default-src 'none'; style-src 'nonce-x'"
"""What an organisation may say of its own pages: a style or a script of ours would not count."""

STYLES = {
    "none": "",
    "corporate": """
        * { margin: 0; padding: 0; box-sizing: border-box; list-style: none }
        body { font: 14px/1.6 sans-serif; color: #333; background: #fff }
        a { color: inherit; text-decoration: none }
        p, strong { font: inherit }
        aside { float: right; width: 240px }
        section { padding: 80px 0 }
        header { background: #0a2a5e; color: #fff; padding: 16px }
        @media (max-width: 600px) { aside { display: none } }""",
    "dark": "body { background: #111; color: #eee } a { color: #9cf }",
}
PAGE = """\
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>Home</title>
<style nonce="x">{style}</style>
</head>
<body>
{banner}
<header>Products</header>
</body>
</html>
"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("name", "own"), [("banner.html", "ja"), ("en/banner.html", "en")])
def test_the_banner_is_read_first_and_looks_like_a_link_in_pages_of_others(
    sites: dict[str, Built], browser: Browser, name: str, own: str, style: str, width: int
) -> None:
    snippet = (sites["sample"].output / name).read_text("utf-8")
    faults: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.set_content(PAGE.format(policy=STRICT, style=STYLES[style], banner=snippet))
        link = page.get_by_role("link")
        place, heading = link.bounding_box(), page.locator("header").bounding_box()
        assert place is not None
        assert heading is not None
        assert place["y"] + place["height"] <= heading["y"]
        assert place["height"] >= 14
        assert 0 <= place["x"] < place["x"] + place["width"] <= width
        lines = link.evaluate(
            "a => [a, ...a.querySelectorAll('*')].map("
            "part => getComputedStyle(part).textDecorationLine)"
        )
        assert "underline" in lines
        assert link.evaluate("a => a.closest('[lang]').lang") == own
        address = link.get_attribute("href")
        assert address is not None
        assert address.startswith("https://www.minato-learning.example/notice/")
    assert faults == []

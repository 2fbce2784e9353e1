"""The preview in a browser, as its author uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.looks import LOOKS, SCHEMES, axe
from serving import PATIENCE, Serving, serving
from sites import page, put, small_site

HOME = "content/en/index.md"
LONG = "\n\n".join(f"Paragraph {number} of a long notice." for number in range(120))


def home(words: str, key: str = "date") -> str:
    header = {key: "2026-03-02 15:00", "summary": "A list was copied."}
    return page("Notice about a leak", f"{words}\n\n{LONG}\n\nThe end.", **header)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A long notice, an update under embargo, and a draft."""
    return put(
        tmp_path,
        {
            **small_site(),
            HOME: home("BEFORE"),
            "content/en/updates/2027-01-15-embargo.md": page(
                "The report", "Kept back until then.", date="2027-01-15 10:00", summary="WITHHELD"
            ),
            "content/en/updates/draft-later.md": page(
                "A draft", "Not yet.", draft="true", summary="DRAFTED"
            ),
        },
    )


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 780})
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


def opened(window: BrowserContext, shown: Serving, path: str = "/") -> tuple[Page, list[str]]:
    """A page, and what its console says."""
    tab = window.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(f"http://localhost:{shown.port}{path}")
    expect(tab.locator(".noticegen_badge")).to_contain_text("native events, built ")
    return tab, said


def test_an_edit_is_seen_at_the_same_place(site: Path, window: BrowserContext) -> None:
    with serving(site, "--public") as shown:
        tab, said = opened(window, shown)
        tab.evaluate("scrollTo(0, 2345)")
        put(site, {HOME: home("AFTER")})
        expect(tab.get_by_text("AFTER")).to_be_attached()
        tab.wait_for_function("scrollY === 2345")
        assert said == []


def test_a_page_that_did_not_change_is_not_loaded_again(site: Path, window: BrowserContext) -> None:
    with serving(site, "--public") as shown:
        tab, said = opened(window, shown, "/updates/2026-03-02-first.html")
        tab.evaluate("window.still = 'here'")
        before = tab.locator(".noticegen_badge").inner_text()
        put(site, {HOME: home("AFTER")})
        expect(tab.locator(".noticegen_badge")).not_to_have_text(before)
        assert tab.evaluate("window.still") == "here"
        assert said == []


def test_a_broken_header_is_shown_over_the_page_until_it_is_mended(
    site: Path, window: BrowserContext
) -> None:
    with serving(site, "--public") as shown:
        tab, said = opened(window, shown)
        put(site, {HOME: home("AFTER", key="dat")})
        findings = tab.locator(".noticegen_findings")
        expect(findings).to_contain_text("content/en/index.md:3:1: error NG208")
        expect(findings).to_be_in_viewport()
        expect(tab.get_by_text("BEFORE")).to_be_attached()
        put(site, {HOME: home("AFTER")})
        expect(findings).to_have_count(0)
        expect(tab.get_by_text("AFTER")).to_be_attached()
        assert said == []


def test_the_clock_is_turned_past_an_embargo(site: Path, window: BrowserContext) -> None:
    with serving(site, "--public") as shown:
        tab, said = opened(window, shown)
        assert "WITHHELD" not in tab.content()
        tab.locator(".noticegen_preview summary").first.click()
        tab.get_by_role("link", name="at 2027-01-15 10:00").click()
        expect(tab.get_by_text("WITHHELD")).to_be_visible()
        tab.locator(".noticegen_preview summary").first.click()
        tab.get_by_label("Clock").fill("2027-01-15T09:59")
        tab.get_by_role("button", name="Show").click()
        expect(tab.get_by_text("WITHHELD")).to_have_count(0)
        assert tab.url.endswith("/@2027-01-15T09:59/index.html")
        tab.locator(".noticegen_preview summary").first.click()
        tab.get_by_label("drafts").check()
        tab.get_by_role("button", name="Show").click()
        expect(tab.get_by_text("DRAFTED")).to_be_visible()
        assert said == []


def test_what_is_not_public_carries_a_ribbon_and_its_links_a_mark(
    site: Path, window: BrowserContext
) -> None:
    with serving(site) as shown:
        tab, said = opened(window, shown, "/updates/draft-later.html")
        expect(tab.locator(".noticegen_states")).to_contain_text("Draft")
        tab.goto(f"http://localhost:{shown.port}/updates/2027-01-15-embargo.html")
        expect(tab.locator(".noticegen_states").first).to_contain_text(
            "Not public before 2027-01-15 10:00"
        )
        tab.goto(f"http://localhost:{shown.port}/")
        mark = "link => getComputedStyle(link, '::after').content"
        assert tab.get_by_role("link", name="A draft").first.evaluate(mark) == '" draft"'
        scheduled = tab.get_by_role("link", name="The report").first.evaluate(mark)
        assert scheduled == '" from 2027-01-15 10:00"'
        assert tab.locator('meta[name="robots"]').get_attribute("content") == "noindex"
        tab.goto(f"http://localhost:{shown.port}/ja/updates/2026-03-09-second.html")
        expect(tab.locator(".noticegen_states")).to_contain_text("Not translated into ja")
        assert said == []


def test_it_comes_back_by_itself_after_the_preview_was_away(
    site: Path, window: BrowserContext
) -> None:
    with serving(site, "--public") as shown:
        port = shown.port
        tab, _ = opened(window, shown)
    badge = tab.locator(".noticegen_badge")
    expect(badge).to_have_attribute("data-state", "lost")
    expect(badge).to_contain_text("does not answer")
    put(site, {HOME: home("AFTER")})
    with serving(site, "--public", port=port):
        expect(tab.get_by_text("AFTER")).to_be_attached()
        expect(badge).to_have_attribute("data-state", "live")


def test_it_can_be_used_without_scripts(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    with serving(site) as shown:
        tab = context.new_page()
        tab.goto(f"http://localhost:{shown.port}/")
        expect(tab.get_by_text("PREVIEW.")).to_be_visible()
        tab.locator(".noticegen_preview summary").first.click()
        tab.get_by_role("link", name="as the public sees it now").click()
        expect(tab.get_by_text("WITHHELD")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["dark", "forced", "light"])
def test_axe_finds_nothing_in_what_the_preview_adds(
    site: Path, browser: Browser, scheme: str
) -> None:
    found: list[str] = []
    with serving(site) as shown, browser.new_context(bypass_csp=True) as context:
        tab = context.new_page()
        tab.emulate_media(**SCHEMES[scheme])
        for path in ("/", "/ja/updates/draft-later.html", "/nothing.html", "/@changes", "broken"):
            if path == "broken":
                tab.goto("about:blank")  # an open page reloads itself, in the way of the next one
                put(site, {HOME: home("AFTER", key="dat")})
                shown.until('noticegen_findings"')
            tab.goto(f"http://localhost:{shown.port}/{path.lstrip('/')}")
            expect(tab.locator(".noticegen_badge")).to_contain_text("built ")
            if tab.locator(".noticegen_preview summary").count():
                tab.locator(".noticegen_preview summary").first.click()
            tab.evaluate(LOOKS)
            found += [f"{path}: {line}" for line in axe(tab, "color-contrast")]
    assert not found, "\n".join(found)

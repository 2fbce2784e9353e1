"""It runs anywhere: no request but the page and its images, links that work in every place."""

from __future__ import annotations

import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.conftest import Built, serving

VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


class Watched:
    """A page, and everything that it said and asked for."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = context.new_page()
        self.page.add_init_script(VIOLATIONS)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, address: str) -> Page:
        """Go to a page, with nothing known of others."""
        self.said.clear()
        self.asked.clear()
        self.page.goto(address)
        return self.page


@pytest.mark.parametrize("where", ["file", "root", "path"])
def test_a_page_asks_for_itself_and_its_images_and_says_nothing(
    context: BrowserContext, site: Built, where: str
) -> None:
    watched = Watched(context)
    prefix = "/some/where/" if where == "path" else "/"
    with nullcontext(None) if where == "file" else serving(site.output, prefix) as served:
        base = served.address if served else site.file("")
        for path in site.pages:
            if served:
                served.asked.clear()
            page = watched.open(base + path)
            images: list[str] = page.locator("img").evaluate_all("nodes => nodes.map(n => n.src)")
            assert watched.said == [], path
            assert page.evaluate("window.violations") == [], path
            # What is in memory already may be shown without being asked for again.
            assert watched.asked[0] == base + path
            assert set(watched.asked[1:]) <= set(images), path
            assert len(watched.asked) == len(set(watched.asked)), path
            assert all(image.startswith((base, "data:")) for image in images), path
            assert page.locator("img").evaluate_all(
                "nodes => nodes.every(node => node.complete && node.naturalWidth > 0)"
            ), f"{path}: an image does not show"
            if served:
                fetched = {image for image in images if image.startswith("http")}
                assert served.asked[0] == prefix + path
                assert len(served.asked) <= 1 + len(fetched), (path, served.asked)


def test_the_home_page_is_one_request(context: BrowserContext, sites: dict[str, Built]) -> None:
    with serving(sites["sample"].output) as served:
        context.new_page().goto(served.address)
    assert served.asked == ["/"]


def test_two_pages_of_a_folder_are_shown_in_their_style(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    width = "document.querySelector('main').clientWidth"
    for path in ("index.html", "en/changelog.html"):
        page.goto(sites["sample"].file(path))
        styled = page.evaluate(width)
        page.evaluate("document.querySelectorAll('style').forEach(style => style.remove())")
        assert styled < page.evaluate(width), path


def test_scripts_and_foreign_images_would_be_blocked(
    context: BrowserContext, sites: dict[str, Built], tmp_path: Path
) -> None:
    html = (sites["sample"].output / "index.html").read_text("utf-8")
    bad = "<script>window.ran = true</script><img src='https://org.example/a.png' alt=''/>"
    (tmp_path / "index.html").write_text(html.replace("</main>", f"{bad}</main>"), "utf-8")
    watched = Watched(context)
    page = watched.open((tmp_path / "index.html").as_uri())
    assert page.evaluate("window.ran") is None
    assert sorted(page.evaluate("window.violations")) == [
        "img-src: https://org.example/a.png",
        "script-src-elem: inline",
    ]


@pytest.mark.parametrize("where", ["file", "root", "path"])
def test_every_link_leads_somewhere_and_every_page_can_be_reached(
    context: BrowserContext, site: Built, where: str
) -> None:
    prefix = "/some/where/" if where == "path" else "/"
    with nullcontext(None) if where == "file" else serving(site.output, prefix) as served:
        base = served.address if served else site.file("")
        seen = _crawl(context.new_page(), context, base)
    wanted = {path for path in site.pages if path != "404.html"}
    reached = {unquote(address.removeprefix(base)) for address in seen}
    assert wanted <= reached, wanted - reached


def _crawl(page: Page, context: BrowserContext, base: str) -> set[str]:
    """Follow every link within the site from its home page on; returns what was reached."""
    ids: dict[str, set[str]] = {}
    wanted: list[tuple[str, str]] = [(f"{base}index.html", "the reader")]
    fragments: list[tuple[str, str, str]] = []
    while wanted:
        address, source = wanted.pop()
        target, fragment = urldefrag(address)
        if fragment:
            fragments.append((target, unquote(fragment), source))
        if target in ids:
            continue
        ids[target] = set()
        if not target.endswith(".html"):
            _hold_file(context, target, source)
            continue
        answer = page.goto(target)
        assert answer is not None, (source, target)
        assert answer.ok, (source, target, answer.status)
        ids[target] = set(page.locator("[id]").evaluate_all("nodes => nodes.map(n => n.id)"))
        links: list[str] = page.locator("a[href], link[rel=alternate][type]").evaluate_all(
            "nodes => nodes.map(n => n.href)"
        )
        wanted += [(link, target) for link in links if link.startswith(base)]
        strange = [
            link for link in links if not link.startswith((base, "https://", "mailto:", "tel:"))
        ]
        assert not strange, (target, strange)
    for target, fragment, source in fragments:
        assert fragment in ids[target], f"{source}: {target}#{fragment}"
    return set(ids)


def _hold_file(context: BrowserContext, target: str, source: str) -> None:
    if target.startswith("file:"):
        assert Path(unquote(target.removeprefix("file://"))).is_file(), (source, target)
    else:
        assert context.request.get(target).ok, (source, target)


UNSWITCHED = {"404.html", "notice.html"}
"""Files that stand for themselves in all languages, or in one."""


def test_readers_change_the_language_on_every_page(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    page = context.new_page()
    for site in (sites["sample"], sites["every"]):
        paths = [path for path in site.looked_at if path.rpartition("/")[2] not in UNSWITCHED]
        for path in paths:
            page.goto(site.file(path))
            links = page.locator("nav.languages a")
            assert links.count() == len(site.languages), path
            name = re.sub(r"^(?:en|fr|de)/", "", path)
            hrefs: list[str] = links.evaluate_all("nodes => nodes.map(node => node.href)")
            assert set(hrefs) == {site.file(f"{folder}{name}") for folder in site.languages}, path
            assert links.locator("xpath=self::*[@aria-current]").count() == 1, path


def test_a_reader_clicks_from_home_to_an_update_and_into_another_language(
    context: BrowserContext, sites: dict[str, Built]
) -> None:
    with serving(sites["sample"].output, "/notice/") as served:
        page = context.new_page()
        page.goto(served.address)
        newest = page.locator(".updates a").first
        address = (newest.get_attribute("href") or "").removeprefix("./")
        assert address.startswith("updates/2026-")
        newest.click()
        page.wait_for_url(f"**/notice/{address}")
        page.locator("nav.languages a[lang=en]").click()
        page.wait_for_url(f"**/notice/en/{address}")
        page.locator("nav.pages a").first.click()
        page.wait_for_url("**/en/index.html")
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_single_file_works_alone(
    context: BrowserContext, sites: dict[str, Built], tmp_path: Path
) -> None:
    for site in sites.values():
        for folder in site.languages:
            alone = tmp_path / f"{site.name}-{folder.strip('/')}.html"
            shutil.copy(site.output / folder / "notice.html", alone)
            watched = Watched(context)
            page = watched.open(alone.as_uri())
            assert [url for url in watched.asked if not url.startswith("data:")] == [alone.as_uri()]
            assert watched.said == []
            assert page.evaluate("window.violations") == []
            dead: list[str] = page.locator("a[href^='#']").evaluate_all(
                "nodes => nodes.map(node => node.getAttribute('href'))"
                ".filter(href => !document.getElementById(decodeURIComponent(href.slice(1))))"
            )
            assert dead == []
            local: list[str] = page.locator("a[href]").evaluate_all(
                "nodes => nodes.map(node => node.getAttribute('href'))"
                ".filter(href => !/^(#|https:|mailto:|tel:)/.test(href))"
            )
            assert local == []
            shown: list[int] = page.locator("img").evaluate_all(
                "nodes => nodes.map(node => node.naturalWidth)"
            )
            assert all(width > 0 for width in shown)
            if (site.name, folder) in {("every", ""), ("every", "en/")}:
                assert shown, "the picture is not carried"
            page.close()

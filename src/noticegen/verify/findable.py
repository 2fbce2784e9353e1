"""Whether readers find a notice: what search engines are told, and who links to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ENGINES = ("googlebot", "bingbot", "*")
"""Whose rules in `robots.txt` are read; the last are those for everybody."""

_WITH_VALUES = frozenset({
    "max-image-preview", "max-snippet", "max-video-preview", "unavailable_after",
})  # fmt: skip

_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, section 2.5: what is behind that may be passed over."""

_HEAD_BYTES = 64 * 1024
"""The head of a page is not longer."""


def says_noindex(values: Iterable[str]) -> bool:
    """Whether a value of `X-Robots-Tag`, or of a `<meta>`, keeps a page out of search engines.

    A rule may be for one engine: `googlebot: noindex`. `max-image-preview: none` is another rule.
    """
    for value in values:
        for rule in value.lower().split(","):
            name, _, of_engine = rule.rpartition(":")
            if of_engine.strip() in {"noindex", "none"} and name.strip() not in _WITH_VALUES:
                return True
    return False


def page_says_noindex(content: bytes) -> bool:
    """Whether a `<meta>` of a page keeps it out of search engines."""
    head = content[:_HEAD_BYTES]
    if not re.search(rb"noindex|none", head, re.I):
        return False
    page = _Page()
    page.feed(head.decode("utf-8", "replace"))
    return says_noindex(page.robots)


def kept_out(robots: bytes, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Which paths `robots.txt` closes, and for whom: `("*", "/notice/")` (RFC 9309).

    Of several rules that fit, the longest counts, and of two equally long ones the one that allows.
    """
    groups = _groups(robots[:_ROBOTS_BYTES].decode("utf-8", "replace"))
    listed = tuple(paths)
    for engine in ENGINES:
        rules = groups.get(engine, [])
        for path in listed:
            fitting = [(len(pattern), allows) for pattern, allows in rules if _fits(pattern, path)]
            if fitting and not max(fitting)[1]:
                yield engine, path


def _groups(text: str) -> dict[str, list[tuple[str, bool]]]:
    """Patterns by engine, each with whether it allows."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    named: list[str] = []
    is_open = True
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if colon and key == "user-agent":
            named = [*named, value.lower()] if is_open else [value.lower()]
            is_open = True
            groups.setdefault(value.lower(), [])
        elif colon and key in {"allow", "disallow"}:
            is_open = False
            for name in named if value else ():
                groups[name].append((value, key == "allow"))
    return groups


def _fits(pattern: str, path: str) -> bool:
    body = unquote(pattern)
    end = "$" if body.endswith("$") else ""
    parts = body.removesuffix("$").split("*")
    # Without `.*` there is nothing to go back for: a pattern from elsewhere cannot take long.
    at = 0
    text = unquote(path)
    for number, part in enumerate(parts):
        if number == 0:
            if not text.startswith(part):
                return False
            at = len(part)
        elif end and number == len(parts) - 1:
            return text.endswith(part) and len(text) - len(part) >= at
        else:
            found = text.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
    return not end or at == len(text)


def links_to(page: bytes, address: str, homes: Iterable[str]) -> bool:
    """Whether a page at `address` has a link to one of the addresses `homes`."""
    read = _Page()
    read.feed(page.decode("utf-8", "replace"))
    wanted = {_plain(home) for home in homes}
    base = _joined(address, read.base) if read.base else address
    return any(_plain(_joined(base, href)) in wanted for href in read.links)


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _plain(address: str) -> str:
    """An address without what does not tell where it leads."""
    try:
        parts = urlsplit(urldefrag(address)[0])
    except ValueError:
        return ""
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{parts.netloc.lower()}{path}" if parts.scheme in {"http", "https"} else ""


class _Page(HTMLParser):
    """What is asked about of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.robots: list[str] = []
        self.links: list[str] = []
        self.base: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}
        if tag == "meta" and values.get("name", "").strip().lower() in {"robots", *ENGINES}:
            self.robots.append(values.get("content", ""))
        elif tag in {"a", "area"} and "href" in values:
            self.links.append(values["href"])
        elif tag == "base" and "href" in values and self.base is None:
            self.base = values["href"]

"""Artifacts  ->  what is wrong with them: well-formedness, links, ids, budgets.

The last look before anything is written. It reads the bytes that will be published, so that
a theme is held to the same promises as the built-in one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.model import Artifact
from noticegen.steps import ANEW, Steps
from noticegen.weights import home_pages

_LINKS = {"a": "href", "img": "src", "link": "href"}
_FETCHED = {"img", "script", "iframe", "object", "embed", "audio", "video", "source"}
_ONLY_NAMED = {"canonical", "alternate"}
"""What a `<link>` may be to: nothing that a browser fetches or connects to by itself."""
_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_NEVER = {"base", "form", "iframe", "object", "embed"}
_SPECIAL = {"link", "meta", "html", "style", "script", *_NEVER}
_ADDRESS = {**dict.fromkeys(_FETCHED, "src"), **_LINKS}
"""The attribute that holds an address, by tag."""


class _Link(NamedTuple):
    """A link from one place on the site to another."""

    address: str
    """As it stands on the page."""
    line: int
    path: str
    """Of the artifact that it leads to."""
    fragment: str


@dataclass(slots=True)
class _Seen:
    """What one page holds."""

    ids: dict[str, int] = field(default_factory=dict)
    links: list[_Link] = field(default_factory=list)
    """Those that lead to another place on the site."""
    faults: list[tuple[int, Message]] = field(default_factory=list)
    refused: list[Diagnostic] = field(default_factory=list)
    """Links that no notice may have."""
    policies: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    is_whole: bool = False
    """Not a snippet."""


def faults(
    artifacts: tuple[Artifact, ...], url: str, steps: Steps = ANEW
) -> tuple[Diagnostic, ...]:
    """Everything wrong with the artifacts of the site at `url`."""
    paths = {artifact.path for artifact in artifacts}
    found: list[Diagnostic] = []
    pages = [artifact for artifact in artifacts if artifact.path.endswith(".html")]
    seen: dict[str, _Seen] = {}
    looks = steps.each(
        "look",
        lambda page: _look(page, url),
        pages,
        name=lambda page: page.path,
        inputs=lambda page: (page, url),
    )
    for page, looked in zip(pages, looks, strict=True):
        if isinstance(looked, Diagnostic):
            found.append(looked)
        else:
            seen[page.path] = looked
    for path, held in seen.items():
        found.extend(_page_faults(path, held, seen, paths))
    found.extend(_budget(artifacts))
    return tuple(found)


def _look(artifact: Artifact, url: str) -> _Seen | Diagnostic:
    seen = _Seen()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True  # a style in few pieces, not one a line
    data_from: list[int] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag in _SPECIAL:
            special(tag, attributes)
        if not attributes:
            return
        id_ = attributes.get("id")
        if id_ is not None:
            if id_ in seen.ids:
                note(say("the id {id} stands twice", id=id_))
            seen.ids[id_] = parser.CurrentLineNumber
        for name in attributes:
            if name == "style" or name.startswith("on"):
                note(say("there is a style or event attribute"))
        address = attributes.get(_ADDRESS.get(tag, ""))
        if address is not None:
            led(tag, address, parser.CurrentLineNumber)

    def led(tag: str, address: str, line: int) -> None:
        problem = _refusal(tag, address)
        if problem:
            seen.refused.append(_dead_link(artifact.path, line, problem))
        elif target := _target(artifact.path, address, url):
            seen.links.append(_Link(address, line, *target))

    def special(tag: str, attributes: dict[str, str]) -> None:
        if tag in _NEVER:
            note(say("there is a <{tag}>", tag=tag))
        elif tag == "link" and attributes.get("rel") not in _ONLY_NAMED:
            note(say("there is a link to a {rel}", rel=attributes.get("rel")))
        elif tag == "meta" and "http-equiv" in attributes:
            if attributes["http-equiv"] == "Content-Security-Policy":
                seen.policies.append(attributes.get("content", ""))
            else:
                note(say("a <meta> says {what}", what=attributes["http-equiv"]))
        elif tag == "html":
            seen.is_whole = True
        elif tag == "style":
            seen.styles.append("")
            parser.CharacterDataHandler = style
            parser.EndElementHandler = end
        elif tag == "script" and attributes != {"type": "application/ld+json"}:
            note(say("there is a script"))
        elif tag == "script":
            data_from.append(parser.CurrentByteIndex)
            parser.EndElementHandler = end

    def note(problem: Message) -> None:
        seen.faults.append((parser.CurrentLineNumber, problem))

    def data() -> None:
        raw = artifact.content[data_from.pop() : parser.CurrentByteIndex]
        if problem := _data_fault(raw.partition(b">")[2]):
            note(problem)

    def style(text: str) -> None:
        seen.styles[-1] += text

    def end(tag: str) -> None:
        if tag == "style":
            parser.CharacterDataHandler = None
            parser.EndElementHandler = None
        elif tag == "script":
            data()
            parser.EndElementHandler = None

    parser.StartElementHandler = start
    try:
        parser.Parse(artifact.content, True)
    except expat.ExpatError as error:
        return Diagnostic(
            Location(f"output/{artifact.path}", error.lineno, error.offset + 1),
            Code.NOT_WELL_FORMED,
            say("the page is not well-formed: {problem}", problem=expat.ErrorString(error.code)),
            say("look at the theme's template for this page"),
        )
    if seen.is_whole:
        seen.faults.extend((1, problem) for problem in _policy_faults(seen))
    return seen


def _data_fault(raw: bytes) -> Message | None:
    """What is wrong with data for search engines. Browsers take it as it stands between its
    tags, without entities (HTML Standard, script data state), so that it has no `<` and no `&`.
    """
    try:
        json.loads(raw)
    except ValueError as error:
        return say("the data for search engines is not JSON: {problem}", problem=error)
    if b"<" in raw or b"&" in raw:
        return say("the data for search engines has a `<` or a `&` that is not escaped")
    return None


def _policy_faults(page: _Seen) -> Iterator[Message]:
    """The page's own policy forbids everything but its style and the images of the site."""
    policies = page.policies
    if len(policies) != 1 or not policies[0].startswith("default-src 'none'"):
        yield say("there is no Content-Security-Policy that begins with default-src 'none'")
        return
    if "unsafe-" in policies[0]:
        yield say("the Content-Security-Policy allows what is unsafe")
    for style in page.styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in policies[0]:
            yield say("the Content-Security-Policy does not name the style")


def _page_faults(
    path: str, page: _Seen, seen: dict[str, _Seen], paths: set[str]
) -> Iterator[Diagnostic]:
    for line, problem in page.faults:
        yield Diagnostic(
            Location(f"output/{path}", line, 1),
            Code.NOT_WELL_FORMED,
            say("on this page {problem}", problem=problem),
            say("look at the theme's template for this page"),
        )
    yield from page.refused
    for link in page.links:
        held = seen.get(link.path)
        ids = held.ids if held else {}
        if link.path not in paths or (link.fragment and link.fragment not in ids):
            yield _dead_link(
                path,
                link.line,
                say("the link to {address} leads nowhere", address=link.address),
            )


def _dead_link(path: str, line: int, problem: Message) -> Diagnostic:
    hint = say("look at the theme's template for this page")
    return Diagnostic(Location(f"output/{path}", line, 1), Code.DEAD_LINK, problem, hint)


def _refusal(tag: str, address: str) -> Message | None:
    """What is wrong with an address, wherever it leads."""
    is_data = address.startswith("data:")
    if tag in _FETCHED:
        if is_data or _is_local(address):
            return None
        return say("the page fetches {address} from elsewhere", address=address[:80])
    # Neither on the site nor a kind of address that a notice may link to.
    if is_data or not (_is_local(address) or address.startswith(_SCHEMES)):
        return say("the link to {address} may not be followed from a notice", address=address)
    return None


def _is_local(address: str) -> bool:
    return not (":" in address.split("/")[0] or address.startswith("//"))


def _target(path: str, address: str, url: str) -> tuple[str, str] | None:
    """The path and the fragment on the site at `url` that an address on the page `path` leads
    to; None where it leads elsewhere."""
    is_full = address.startswith(url)
    if not is_full and not _is_local(address):
        return None
    target, _, fragment = unquote(address.removeprefix(url)).partition("#")
    if not target:
        return ("index.html" if is_full else path), fragment
    folder = "" if is_full else posixpath.dirname(path)
    return posixpath.normpath(posixpath.join(folder, target)), fragment


def _budget(artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
    for home in home_pages(artifacts):
        if home.is_over:
            yield Diagnostic(
                Location(f"output/{home.path}"),
                Code.OVER_BUDGET,
                say(
                    "the home page has {size} bytes compressed; the budget is {budget}",
                    size=home.compressed,
                    budget=home.budget,
                ),
                say("move a part of index.md to a page of its own and link to it"),
            )

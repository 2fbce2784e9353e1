"""Artifacts  ->  what is wrong with them: well-formedness, links, ids, budgets.

The last look before anything is written. It reads the bytes that will be published, so that
a theme is held to the same promises as the built-in one.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.parsers import expat

from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.model import Artifact
from noticegen.parallel import mapped

HOME_BYTES = 13_312
"""What the home page may weigh, compressed with gzip: it fits the first round trips of a new
connection (ten packets of 1,460 bytes, RFC 6928, less room for headers)."""

_LINKS = {"a": "href", "img": "src", "link": "href"}
_FETCHED = {"img", "script", "iframe", "object", "embed", "audio", "video", "source"}
_ONLY_NAMED = {"canonical", "alternate"}
"""What a `<link>` may be to: nothing that a browser fetches or connects to by itself."""
_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_NEVER = {"base", "form", "iframe", "object", "embed"}
_SPECIAL = {"link", "meta", "html", "style", "script", *_NEVER}
_ADDRESS = {**dict.fromkeys(_FETCHED, "src"), **_LINKS}
"""The attribute that holds an address, by tag."""


@dataclass(slots=True)
class _Seen:
    """What one page holds."""

    ids: dict[str, int] = field(default_factory=dict)
    links: list[tuple[str, str, int]] = field(default_factory=list)
    """Tag, address, line."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    is_whole: bool = False
    """Not a snippet."""


def faults(artifacts: tuple[Artifact, ...], url: str) -> tuple[Diagnostic, ...]:
    """Everything wrong with the artifacts of the site at `url`."""
    paths = {artifact.path for artifact in artifacts}
    found: list[Diagnostic] = []
    pages = [artifact for artifact in artifacts if artifact.path.endswith(".html")]
    seen: dict[str, _Seen] = {}
    for page, looked in zip(pages, mapped(_look, pages), strict=True):
        if isinstance(looked, Diagnostic):
            found.append(looked)
        else:
            seen[page.path] = looked
    for path, held in seen.items():
        found.extend(_page_faults(path, held, seen, paths, url))
    found.extend(_budget(artifacts))
    return tuple(found)


def _look(artifact: Artifact) -> _Seen | Diagnostic:
    seen = _Seen()
    parser = expat.ParserCreate("utf-8")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag in _SPECIAL:
            special(tag, attributes)
        if not attributes:
            return
        id_ = attributes.get("id")
        if id_ is not None:
            if id_ in seen.ids:
                note(f"the id {id_} stands twice")
            seen.ids[id_] = parser.CurrentLineNumber
        for name in attributes:
            if name == "style" or name.startswith("on"):
                note("there is a style or event attribute")
        address = attributes.get(_ADDRESS.get(tag, ""))
        if address is not None:
            seen.links.append((tag, address, parser.CurrentLineNumber))

    def special(tag: str, attributes: dict[str, str]) -> None:
        if tag in _NEVER:
            note(f"there is a <{tag}>")
        elif tag == "link" and attributes.get("rel") not in _ONLY_NAMED:
            note(f"there is a link to a {attributes.get('rel')}")
        elif tag == "meta" and "http-equiv" in attributes:
            if attributes["http-equiv"] == "Content-Security-Policy":
                seen.policies.append(attributes.get("content", ""))
            else:
                note(f"a <meta> says {attributes['http-equiv']}")
        elif tag == "html":
            seen.is_whole = True
        elif tag == "style":
            seen.styles.append("")
            parser.CharacterDataHandler = style
            parser.EndElementHandler = end
        elif tag == "script" and attributes.get("type") != "application/ld+json":
            note("there is a script")

    def note(problem: str) -> None:
        seen.faults.append((parser.CurrentLineNumber, problem))

    def style(text: str) -> None:
        seen.styles[-1] += text

    def end(tag: str) -> None:
        if tag == "style":
            parser.CharacterDataHandler = None
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


def _policy_faults(page: _Seen) -> Iterator[str]:
    """The page's own policy forbids everything but its style and the images of the site."""
    policies = page.policies
    if len(policies) != 1 or not policies[0].startswith("default-src 'none'"):
        yield "there is no Content-Security-Policy that begins with default-src 'none'"
        return
    if "unsafe-" in policies[0]:
        yield "the Content-Security-Policy allows what is unsafe"
    for style in page.styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in policies[0]:
            yield "the Content-Security-Policy does not name the style"


def _page_faults(
    path: str, page: _Seen, seen: dict[str, _Seen], paths: set[str], url: str
) -> Iterator[Diagnostic]:
    for line, problem in page.faults:
        yield Diagnostic(
            Location(f"output/{path}", line, 1),
            Code.NOT_WELL_FORMED,
            say("on this page {problem}", problem=problem),
            say("look at the theme's template for this page"),
        )
    for tag, address, line in page.links:
        at = Location(f"output/{path}", line, 1)
        if tag in _FETCHED and not _is_local(address):
            yield Diagnostic(
                at,
                Code.DEAD_LINK,
                say("the page fetches {address} from elsewhere", address=address[:80]),
                say("look at the theme's template for this page"),
            )
        elif tag not in _FETCHED and _is_refused(address):
            yield Diagnostic(
                at,
                Code.DEAD_LINK,
                say("the link to {address} may not be followed from a notice", address=address),
                say("look at the theme's template for this page"),
            )
        elif (address.startswith(url) or _is_local(address)) and _dead(
            path, address.removeprefix(url), address.startswith(url), seen, paths
        ):
            yield Diagnostic(
                at,
                Code.DEAD_LINK,
                say("the link to {address} leads nowhere", address=address),
                say("look at the theme's template for this page"),
            )


def _is_local(address: str) -> bool:
    return address.startswith("data:") or not (
        ":" in address.split("/")[0] or address.startswith("//")
    )


def _is_refused(address: str) -> bool:
    """Whether it is neither on the site nor a kind of address that a notice may link to."""
    return address.startswith("data:") or not (_is_local(address) or address.startswith(_SCHEMES))


def _dead(path: str, address: str, is_full: bool, seen: dict[str, _Seen], paths: set[str]) -> bool:
    if address.startswith("data:"):
        return False
    target, _, fragment = unquote(address).partition("#")
    folder = "" if is_full else posixpath.dirname(path)
    full = posixpath.normpath(posixpath.join(folder, target)) if target else path
    if is_full and not target:
        full = "index.html"
    if full not in paths:
        return True
    return bool(fragment) and fragment not in (seen[full].ids if full in seen else {})


def _budget(artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
    for artifact in artifacts:
        if artifact.path == "index.html" or artifact.path.endswith("/index.html"):
            size = len(gzip.compress(artifact.content, compresslevel=6, mtime=0))
            if size > HOME_BYTES:
                yield Diagnostic(
                    Location(f"output/{artifact.path}"),
                    Code.OVER_BUDGET,
                    say(
                        "the home page has {size} bytes compressed; the budget is {budget}",
                        size=size,
                        budget=HOME_BYTES,
                    ),
                    say("move a part of index.md to a page of its own and link to it"),
                )

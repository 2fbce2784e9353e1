"""A link target as its author wrote it  ->  what it means, seen from the file it stands in.

Pure: it knows the layout of `content/`, and not what exists there.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from noticegen.diagnostics import Code, Message, say

SITE_PAGES = ("changelog", "numbers", "contact", "genuine", "record")
"""What `site:` links can name: pages that noticegen makes."""

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*)\s*:")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
_ATTACHMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SCHEMES = ("https", "mailto", "tel")


class External(NamedTuple):
    """Leads out of the site: a full address, which can be taken apart."""

    address: str


class ToPage(NamedTuple):
    """Leads to a page with a source, in the folder of one language."""

    name: str
    language: str
    fragment: str


class ToFile(NamedTuple):
    """Leads to something in ``content/files``."""

    name: str


class ToAttachment(NamedTuple):
    """Leads to what files.yml calls by this id, in the version of the moment."""

    id: str


class ToGenerated(NamedTuple):
    """Leads to a page that noticegen makes, such as the changelog."""

    name: str


class Refused(NamedTuple):
    """Leads nowhere that a notice may lead."""

    code: Code
    message: Message
    hint: Message


Target = External | ToPage | ToFile | ToAttachment | ToGenerated | Refused


@lru_cache(maxsize=16384)
def meaning(target: str, page: str, language: str) -> Target:
    """What `target` means on the page `page` of `language`."""
    text = target.strip()
    if "\\" in text or text.startswith("//"):
        return Refused(
            Code.LINK_SCHEME,
            say("the link to {target} can be read as another host", target=text),
            say("write the full address with https://"),
        )
    if _UNSEEN.search(text):
        return Refused(
            Code.LINK_SCHEME,
            say("the link has a space or a control character in its target"),
            say("write the target without it, or as %20"),
        )
    if scheme := _SCHEME.match(text):
        return _with_scheme(scheme.group(1).lower(), text)
    return _relative(text, page, language)


def _with_scheme(scheme: str, text: str) -> Target:
    if scheme == "site":
        name = text.partition(":")[2]
        if name in SITE_PAGES:
            return ToGenerated(name)
        return Refused(
            Code.NO_SUCH_PAGE,
            say("there is no page {target}", target=text),
            say("known here: {names}", names=", ".join(f"site:{name}" for name in SITE_PAGES)),
        )
    if scheme == "file" and _ATTACHMENT.fullmatch(text.partition(":")[2]):
        return ToAttachment(text.partition(":")[2])
    if scheme not in SCHEMES:
        return Refused(
            Code.LINK_SCHEME,
            say("the link begins with {scheme}:", scheme=scheme),
            say("use https:, mailto: or tel:, or a relative link to an .md file"),
        )
    try:
        urlsplit(text)
    except ValueError:  # brackets around what is no address of the sixth version
        return Refused(
            Code.LINK_SCHEME,
            say("the link to {target} names no host", target=text),
            say("write the full address"),
        )
    return External(text)


def _relative(text: str, page: str, language: str) -> Target:
    path, _, fragment = text.partition("#")
    path, fragment = unquote(path), unquote(fragment)
    if not path:
        return ToPage(page, language, fragment)
    here = posixpath.dirname(f"{language}/{page}")
    full = posixpath.normpath(posixpath.join(here, path))
    parts = full.split("/")
    if path.startswith("/") or parts[0] == "..":
        return Refused(
            Code.NO_SUCH_PAGE,
            say("the link to {target} leads out of content/", target=text),
            say("write it relative to this file, as in ../faq.md"),
        )
    if parts[0] == "files":
        return ToFile("/".join(parts[1:]))
    if not full.endswith(".md") or len(parts) < 2:
        return Refused(
            Code.NO_SUCH_PAGE,
            say(
                "the link to {target} leads to no .md file and no file in content/files/",
                target=text,
            ),
            say("link to the source, as in ../faq.md#am-i-affected, or put https:// in front"),
        )
    return ToPage("/".join(parts[1:]).removesuffix(".md"), parts[0], fragment)

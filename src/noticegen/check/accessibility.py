"""Texts say what they are for to those who hear them, or who go through the links alone."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from noticegen.check.passages import Passage
from noticegen.check.scope import Scope
from noticegen.check.stock import ALT_TEXT, LINK_TEXT, whole_text
from noticegen.config import Config
from noticegen.diagnostics import Code, Diagnostic, Message, Severity, say
from noticegen.links import Target, meaning
from noticegen.markdown.document import Document, Link
from noticegen.model import Faq, Page

_IMAGE_FILE = re.compile(
    r"\S.*\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?|heic|pdf)"
    r"|(?:img|dscn?|pxl|p?image|screen ?shot|photo|scan|capture|unbenannt|untitled|"
    r"bildschirmfoto|スクリーンショット|キャプチャ|無題)[ _\-]*\d[\d _.\-]*",
    re.IGNORECASE,
)
"""The name of a file, with its ending or as cameras and systems give it."""

_MADE_BY_A_PROGRAM = re.compile(r"[\d_\-]")
_ADDRESS = re.compile(r"https?://\S+|www\.[^\s/]+/\S+", re.IGNORECASE)
_NO_WORDS = re.compile(r"[\s\-–—―‐−ー－_.…‥·・•*/／]*")
_SIGNS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


class _Read(NamedTuple):
    """A text with the title over it."""

    title: str
    language: str
    document: Document


def images_say_what_they_show(scope: Scope) -> Iterator[Diagnostic]:
    """Who does not see an image hears its text, and should not hear the name of a file."""
    for page in scope.public.site.all_pages:
        for title, _, document in _texts(page):
            for link in document.links:
                if link.is_image and (message := _poor(link, title)):
                    yield Diagnostic(
                        link.at,
                        Code.POOR_ALT_TEXT,
                        message,
                        say("write what those who do not see it would miss, in a few words"),
                        Severity.WARNING,
                    )


def links_say_where_they_lead(scope: Scope) -> Iterator[Diagnostic]:
    """Programs that read aloud list the links of a page without the sentences around them."""
    for page in scope.public.site.all_pages:
        known: dict[tuple[str, str], tuple[Target, Link]] = {}
        for _, language, document in _texts(page):
            for link in document.links:
                text = _plain(link.text)
                if link.is_image or not link.text.strip():
                    continue
                if fault := _vague(link, text, scope.config):
                    yield Diagnostic(link.at, Code.LINK_TEXT, *fault, Severity.WARNING)
                    continue
                target = meaning(link.target, page.name, language)
                other, first = known.setdefault((language, text), (target, link))
                if other != target:
                    yield _ambiguous(link, first)


def columns_have_headers(scope: Scope) -> Iterator[Diagnostic]:
    """The header of a column is read out with each of its cells."""
    headers = (passage for passage in scope.passages if passage.role == "header")
    for _, row in groupby(headers, key=lambda passage: (passage.path, passage.first_line)):
        cells = list(row)
        empty = [number for number, cell in enumerate(cells, start=1) if _says_nothing(cell)]
        if empty:
            yield Diagnostic(
                cells[empty[0] - 1].at(0, 0),
                Code.TABLE_HEADER,
                say(
                    "nothing in the first row of the table names column {columns}",
                    columns=", ".join(map(str, empty)),
                ),
                say("write there what the column holds; it is read out with every cell"),
                Severity.WARNING,
            )


def _texts(page: Page) -> Iterator[_Read]:
    for version in page.versions:
        yield _Read(version.title, version.language, version.document)
    for topic in page.topics if isinstance(page, Faq) else ():
        for title in topic.titles:
            yield _Read(title.title, title.language, title.intro)
        for question in topic.questions:
            for answer in question.answers:
                yield _Read(answer.title, answer.language, answer.document)


def _poor(link: Link, title: str) -> Message | None:
    """What is wrong with the text of an image."""
    text, plain = link.text.strip(), _plain(link.text)
    stem = posixpath.splitext(posixpath.basename(link.target))[0]
    if _IMAGE_FILE.fullmatch(text) or (
        plain and plain == _plain(stem) and _MADE_BY_A_PROGRAM.search(stem)
    ):
        return say("the text of the image is the name of a file, {text}", text=text)
    if text and (not plain or whole_text(ALT_TEXT).fullmatch(plain)):
        return say("the text of the image says “{text}”, and not what it shows", text=text)
    if plain and plain == _plain(title):
        return say("the text of the image is the title above it, “{text}”", text=text)
    return None


def _vague(link: Link, text: str, config: Config) -> tuple[Message, Message] | None:
    """What is wrong with the text of a link by itself."""
    written = link.text.strip()
    if not text or whole_text(LINK_TEXT).fullmatch(text):
        return (
            say(
                "the text of the link is “{text}”, which does not say where it leads", text=written
            ),
            say("put the name of what readers find there between the brackets"),
        )
    if _ADDRESS.fullmatch(written) and not _is_ours(written, config):
        return (
            say("the text of the link is an address, which is read aloud sign by sign"),
            say("put the name of what readers find there between the brackets"),
        )
    return None


def _ambiguous(link: Link, first: Link) -> Diagnostic:
    return Diagnostic(
        link.at,
        Code.LINK_TEXT,
        say(
            "“{text}” leads to {target} here, and to {other} in line {line}",
            text=link.text.strip(),
            target=link.target,
            other=first.target,
            line=first.at.line,
        ),
        say("let each text say where it leads"),
        Severity.WARNING,
    )


def _is_ours(address: str, config: Config) -> bool:
    """Whether it is where readers recognise us by: such an address has to be shown."""
    full = address if "://" in address else f"https://{address}"
    return any(_bare(full) == _bare(ours) for ours in (config.url, config.official_site) if ours)


def _bare(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").lower(), parts.path.rstrip("/")


def _plain(text: str) -> str:
    """A text as it is compared: without case, width, and signs around it."""
    return _SIGNS_AROUND.sub("", unicodedata.normalize("NFKC", text).casefold())


def _says_nothing(cell: Passage) -> bool:
    return _NO_WORDS.fullmatch(cell.text) is not None

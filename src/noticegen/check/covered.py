"""Where a public site speaks to the elements of a notice, for the readers of one language.

A section speaks to what `covers` in its heading names. Some elements are there because noticegen
makes them, or because settings and contacts hold them. Only what is found in neither way is looked
for by the words of headings, and is marked as found so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from noticegen.config import Config
from noticegen.contacts import ChannelKind, Contact
from noticegen.diagnostics import SETTINGS_FILE, Location
from noticegen.markdown.document import Document
from noticegen.model import Faq
from noticegen.public import PublicSite
from noticegen.regimes.reading import heading_words, unknown_words

CONTACTS_FILE = "content/contacts.yml"
CHANGELOG = "changelog.html"

_NO_TEXT = re.compile(r"[:：]{3,}\s*(?:from\b.*|until\b.*|important|steps)?|#+ .*|\s*")
"""Lines of a body that show nothing by themselves."""


class Way(StrEnum):
    """How an element was found."""

    COVERS = "covers"
    MADE = "made"
    """noticegen shows it on every site, or settings and contacts hold it."""
    TITLE = "title"
    """The title of the home page says it."""
    WORDS = "words"
    """By the words of a heading alone."""


class Found(NamedTuple):
    """A place at which an element was found."""

    at: Location
    way: Way
    unknown: str | None = None
    """The words there that say that something is not known yet."""


class Section(NamedTuple):
    """A heading and what stands under it."""

    language: str
    title: str
    covers: tuple[str, ...]
    text: str
    at: Location


Covered = Mapping[str, tuple[Found, ...]]
"""The places of each element that was found, the standing pages first."""


def covered(public: PublicSite, config: Config, language: str) -> Covered:
    """What readers of `language` find; a page that is not translated is theirs as it is."""
    found: dict[str, list[Found]] = {}
    untold: list[tuple[Section, str]] = []
    for section in sections(public, language):
        if not section.text:
            continue
        if not section.covers:
            untold.append((section, _plain(section.title)))
        unknown = says_unknown(section)
        for element in section.covers:
            found.setdefault(element, []).append(Found(section.at, Way.COVERS, unknown))
    for element, place in (*_made(public, config), *_titled(public, language)):
        found.setdefault(element, []).append(place)
    for element, words in heading_words().items():
        if element in found or element == "notice_title":
            continue
        for section, title in untold:
            if _holds(title, words.get(_short(section.language), ())):
                place = Found(section.at, Way.WORDS, says_unknown(section))
                found.setdefault(element, []).append(place)
    return {element: tuple(places) for element, places in found.items()}


def sections(public: PublicSite, language: str) -> Iterator[Section]:
    """Every section of the site, the standing pages first, then the updates, newest first."""
    site = public.site
    standing = (site.home, *((site.faq,) if site.faq else ()), *site.pages)
    for page in (*standing, *reversed(site.updates)):
        version = page.version(language) or page.authoritative
        yield from _of_document(version.document, version.language)
        if isinstance(page, Faq):
            yield from _of_questions(page, language)


def says_unknown(section: Section) -> str | None:
    """The words of a section that say that something is not known yet."""
    text = _plain(section.text)
    words = unknown_words().get(_short(section.language), ())
    return next((word for word in words if word.casefold() in text), None)


def reachable(public: PublicSite) -> tuple[Contact, ...]:
    """The contacts that people can still reach."""
    now = public.moment
    return tuple(
        contact
        for contact in public.site.contacts.contacts
        if not contact.withdrawal
        and (contact.until is None or now.astimezone(contact.zone).date() <= contact.until)
    )


def is_free_phone(contact: Contact) -> bool:
    """Whether calls to it cost nothing."""
    return contact.is_free and any(c.kind is ChannelKind.PHONE for c in contact.channels)


def _of_document(document: Document, language: str) -> Iterator[Section]:
    lines = document.text.split("\n")
    headings = document.headings
    for index, heading in enumerate(headings):
        later = (h.line for h in headings[index + 1 :] if h.level <= heading.level)
        end = next(later, len(lines))
        names = heading.attributes.get("covers", ("", heading.at))[0]
        yield Section(
            language,
            heading.text,
            tuple(names.split()),
            _said(lines[heading.line + 1 : end]),
            heading.at,
        )


def _of_questions(faq: Faq, language: str) -> Iterator[Section]:
    for topic in faq.topics:
        title = topic.title(language)
        answers = [q.answer(language) or q.answers[0] for q in topic.questions]
        texts = [_said(answer.document.text.split("\n")) for answer in answers]
        at = Location(title.intro.path, title.intro.first_line - 1, 1)
        whole = "\n".join((_said(title.intro.text.split("\n")), *texts)).strip()
        yield Section(title.language, title.title, title.covers, whole, at)
        for answer, text in zip(answers, texts, strict=True):
            yield Section(answer.language, answer.title, answer.covers, text, answer.at)
            yield from _of_document(answer.document, answer.language)


def _said(lines: Iterable[str]) -> str:
    """What readers are told, without headings and the fences of directives."""
    return "\n".join(line for line in lines if not _NO_TEXT.fullmatch(line.strip()))


def _made(public: PublicSite, config: Config) -> Iterator[tuple[str, Found]]:
    """What is there without a section of its own."""
    home = public.site.home.authoritative
    settings = Location(SETTINGS_FILE)
    yield "entity_identity", Found(settings, Way.MADE)
    yield "notice_date", Found(home.at, Way.MADE)
    yield "update_history", Found(Location(CHANGELOG), Way.MADE)
    if config.address:
        yield "entity_contact", Found(settings, Way.MADE)
    for contact in reachable(public):
        yield "contact_point", Found(contact.at, Way.MADE)
        yield "entity_contact", Found(contact.at, Way.MADE)
        if is_free_phone(contact):
            yield "toll_free_phone", Found(contact.at, Way.MADE)


def _titled(public: PublicSite, language: str) -> Iterator[tuple[str, Found]]:
    home = public.site.home
    version = home.version(language) or home.authoritative
    if _holds(
        _plain(version.title), heading_words()["notice_title"].get(_short(version.language), ())
    ):
        yield "notice_title", Found(version.at, Way.TITLE)


def _holds(title: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in a title that was made plain."""
    return any(_standing(word).search(title) for word in words)


@lru_cache(maxsize=512)
def _standing(word: str) -> re.Pattern[str]:
    """A word in a plain title; where words are parted by blanks, it is a whole one."""
    plain = _plain(word)
    is_parted = re.match(r"[a-zà-ÿ]", plain)
    return re.compile(rf"\b{re.escape(plain)}\b" if is_parted else re.escape(plain))


def _plain(text: str) -> str:
    """The text in one case, one width and one kind of apostrophe and blank."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def _short(language: str) -> str:
    """A language without its region."""
    return language.partition("-")[0]

"""What templates are given: plain frozen values, with every address and word decided.

docs/theme.md lists these for the authors of themes.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple


class Html(str):
    """Text that is HTML already: templates do not escape it again."""

    __slots__ = ()

    def __html__(self) -> Html:
        return self

    @property
    def text(self) -> str:
        """What is left without the tags."""
        return unescape(re.sub(r"<[^>]*>", "", self))


class When(NamedTuple):
    """A moment: ISO 8601 with offset, and in words."""

    iso: str
    text: str


class Link(NamedTuple):
    """A link on this site."""

    text: str
    href: str
    is_current: bool = False
    language: str = ""
    """The language of the text, or of the target in the choice of languages."""


class Feed(NamedTuple):
    """An address for programs."""

    href: str
    type: str


class LastChange(NamedTuple):
    """What changed last, when, and where to read about it."""

    when: When
    text: str
    href: str


class ChangeView(NamedTuple):
    """A public note about a change."""

    when: When
    kind: str
    note: str
    language: str
    """The language of the note."""


class State(NamedTuple):
    """Something a reader has to know before reading: not translated yet, behind, corrected."""

    text: str
    link: Link | None = None


class SiteView(NamedTuple):
    """The site, for readers of one language, seen from one page."""

    title: str
    organization: str
    representative: str
    address: str
    official_site: str
    home: str
    navigation: tuple[Link, ...]
    languages: tuple[Link, ...]
    feeds: tuple[Feed, ...]
    whole_text: str
    whole_page: str
    sums: str
    changelog: str
    time_zone: str
    """A sentence."""
    kept_until: str
    """A sentence, or nothing."""
    prevails: str
    """A sentence on translations, or nothing."""


class PageView(NamedTuple):
    """One page, whatever its kind."""

    language: str
    title: str
    summary: str
    text_language: str
    """The language of the title and the body."""
    url: str
    """Its own full address."""
    canonical: str
    alternates: tuple[Link, ...]
    """Full addresses in the languages that have the text; empty where there is only one."""
    last_change: LastChange
    states: tuple[State, ...] = ()
    withdrawn: ChangeView | None = None
    body: Html = Html("")
    number: str = ""
    kinds: tuple[str, ...] = ()
    published: When | None = None
    translated: When | None = None
    """When the translation became public, where that was later."""
    backdated: str = ""
    """A sentence, or nothing."""
    changes: tuple[ChangeView, ...] = ()


class UpdateView(NamedTuple):
    """An update in a list."""

    link: Link
    number: str
    kinds: tuple[str, ...]
    when: When
    summary: str


class Neighbours(NamedTuple):
    """The updates before and after one."""

    older: Link | None
    newer: Link | None


class QuestionView(NamedTuple):
    """A question and its answer."""

    id: str
    title: str
    language: str
    body: Html
    states: tuple[State, ...]
    added: When | None
    """Where it came later than the page."""
    backdated: str
    withdrawn: ChangeView | None
    changes: tuple[ChangeView, ...]


class TopicView(NamedTuple):
    """Questions that belong together."""

    id: str
    title: str
    language: str
    intro: Html
    questions: tuple[QuestionView, ...]


class EntryView(NamedTuple):
    """One line of the changelog."""

    what: str
    """In words: the kind of update, of change, or what was published."""
    link: Link
    note: str
    note_language: str
    concerns: str
    """The languages it concerns, in words; nothing where it concerns all."""


class EventView(NamedTuple):
    """Everything that was published or changed at one moment."""

    id: str
    when: When
    entries: tuple[EntryView, ...]


class SectionView(NamedTuple):
    """A page, a topic or a question as a part of the single-file edition."""

    id: str
    level: int
    """Of its heading: 2 for a page, 3 for a topic, 4 for a question."""
    title: str
    language: str
    body: Html
    published: When | None = None
    url: str = ""
    """The address of the page; nothing for its parts."""
    backdated: str = ""
    states: tuple[State, ...] = ()
    withdrawn: ChangeView | None = None
    changes: tuple[ChangeView, ...] = ()

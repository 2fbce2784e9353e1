"""What templates are given: plain frozen values, with every address and word decided.

docs/theming.md lists these for the authors of themes.
"""

from __future__ import annotations

import re
from html import escape, unescape
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


def part(text: str, language: str) -> Html:
    """A text in another language than what stands around it."""
    return Html(f'<span lang="{language}">{escape(text, quote=False)}</span>')


def plain(text: str) -> str:
    """A text without tags, whether it is HTML or not."""
    return text.text if isinstance(text, Html) else text


class Spoken(NamedTuple):
    """A text, and the language in which it is."""

    text: str
    language: str


def sentence(template: str, language: str, **values: str | Spoken) -> str:
    """A sentence of `language` with its values; HTML where one of them is in another language."""
    spoken = {
        name: value if isinstance(value, Spoken) else Spoken(value, language)
        for name, value in values.items()
    }
    if all(value.language == language for value in spoken.values()):
        return template.format(**{name: value.text for name, value in spoken.items()})
    return Html(
        escape(template, quote=False).format(
            **{
                name: escape(value.text, quote=False)
                if value.language == language
                else part(value.text, value.language)
                for name, value in spoken.items()
            }
        )
    )


_STOPS = ("。", "．", ".")


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return text.endswith(_STOPS)


def without_stop(spoken: Spoken) -> Spoken:
    """The same before a full stop that another text brings along."""
    return spoken._replace(text=spoken.text[:-1]) if is_sentence(spoken.text) else spoken


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


class Pointer(NamedTuple):
    """That there is something newer than what a text says, and where."""

    text: str
    link: Link


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
    recorded: Link | None = None
    """Where old and new stand beside each other; None where no record keeps them."""


class State(NamedTuple):
    """Something a reader has to know before reading: not translated yet, behind, corrected."""

    text: str
    link: Link | None = None
    is_correction: bool = False


class QrView(NamedTuple):
    """A QR code: one path of an SVG, a module being one unit, with the margin around it."""

    box: str
    """For `viewBox`."""
    path: str
    """Lines of the width 1."""
    name: str
    """What it is, in words."""


class GenuineView(NamedTuple):
    """How to tell that the site, a letter and a call are the organisation's."""

    before: str
    """Of the site's address, what stands before the host: `https://`."""
    host: str
    after: str
    """And what stands behind it."""
    official_site: str
    never: Spoken | None
    """How the organisation never comes to people first, in its own words."""
    letters: Spoken | None
    """What its letters say about the address."""
    more: Link
    """The page that says all of it."""
    qr: QrView
    record: Link | None = None
    """How to check the public record; on that page only."""
    report: ContactView | None = None
    """Whom to tell of a fake; on that page only."""


class SiteView(NamedTuple):
    """The site, for readers of one language, seen from one page."""

    title: Spoken
    organization: Spoken
    representative: Spoken | None
    address: Spoken | None
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
    genuine: GenuineView
    record: str = ""
    """The page of the public record, or nothing."""
    record_root: str = ""
    """The digest of all its entries, in Base64, or nothing."""
    stood: str = ""
    """A sentence, where the site is shown as it stood at an earlier moment."""


class PageView(NamedTuple):
    """One page, whatever its kind."""

    language: str
    title: str
    heading: Html
    """The title, with the places at which a Japanese one may be broken."""
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
    pointers: tuple[Pointer, ...] = ()
    """To newer values of what the page says."""


class SharingView(NamedTuple):
    """What others show of a page that is passed on, and what search engines are told of it."""

    kind: str
    """A type of the Open Graph: ``article`` or ``website``."""
    title: str
    description: str
    """Whole sentences of the text itself."""
    url: str
    """The canonical address."""
    site: str
    locale: str
    """Of the text, as the Open Graph writes it: ``ja_JP``."""
    other_locales: tuple[str, ...]
    """Of the other languages that have the text."""
    published: str
    """ISO 8601 with offset, or nothing where the page is no article."""
    modified: str
    data: Html
    """JSON-LD in the words of schema.org, ready to stand in a script element."""


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
    pointers: tuple[Pointer, ...] = ()


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
    recorded: Link | None = None
    """Where old and new stand beside each other; None where no record keeps them."""


class EventView(NamedTuple):
    """Everything that was published or changed at one moment."""

    id: str
    when: When
    entries: tuple[EntryView, ...]


class FactView(NamedTuple):
    """A fact with the value that a text shows."""

    id: str
    name: str
    language: str
    """The language of the name."""
    value: Html
    """With what it said before, where a correction came later."""
    text: str
    """The same without markup."""
    as_of: str
    """What day the figure describes, in words, or nothing."""
    status: str
    """The word for what is not confirmed, or nothing."""
    meaning: str
    meaning_language: str
    href: str
    """Its history."""


class ValueRow(NamedTuple):
    """One line of a fact's history."""

    when: When
    value: str
    language: str
    """The language of the value."""
    as_of: str
    status: str
    kind: str
    """Why it came after another, in words; nothing for the first."""
    note: str
    note_language: str
    corrected: str
    """That and when a correction took its place, in words, or nothing."""


class ChartPoint(NamedTuple):
    """A step of a chart, at a place of the drawing."""

    x: float
    y: float


class ChartView(NamedTuple):
    """A step chart: an SVG path, and the same in words."""

    id: str
    language: str
    title: str
    description: str
    width: int
    height: int
    path: str
    area: str
    """The same, closed along the baseline."""
    baseline: float
    points: tuple[ChartPoint, ...]


class FactHistory(NamedTuple):
    """A fact with all its values, newest first."""

    id: str
    name: str
    language: str
    meaning: str
    meaning_language: str
    rows: tuple[ValueRow, ...]
    has_as_of: bool
    replaced_by: Link | None
    """The fact that took its place."""
    replaced_on: When | None
    sum_of: tuple[Link, ...]
    chart: ChartView | None
    changes: tuple[ChangeView, ...] = ()
    """Notes about its name, its unit and its meaning, newest first."""
    backdated: str = ""
    """A sentence, or nothing."""


class ChannelView(NamedTuple):
    """One way to reach a contact."""

    kind: str
    """In words: phone, e-mail …"""
    value: Html
    text: str
    """The same without markup."""
    former: tuple[str, ...]
    """What it was before, in words."""


class HoursRow(NamedTuple):
    """Days with the same hours."""

    days: str
    spans: str


class HoursView(NamedTuple):
    """The hours of one period, as a table."""

    caption: str
    """From when until when they hold."""
    rows: tuple[HoursRow, ...]


class HolidayView(NamedTuple):
    """A public holiday on which the hours are others."""

    day: str
    name: str
    language: str
    """The language of the name."""
    hours: str


class ContactView(NamedTuple):
    """A contact: how to reach it, and when."""

    id: str
    name: str
    language: str
    """The language of the name."""
    purpose: str
    purpose_language: str
    channels: tuple[ChannelView, ...]
    free: str
    """That calls are free, in words, or nothing."""
    languages: str
    """In words, or nothing."""
    until: str
    """Its last day, in words, or nothing."""
    zone: str
    """The zone of its hours, where that is not the site's."""
    sentence: str
    """The hours in force, in words, or nothing."""
    hours: tuple[HoursView, ...]
    closures: tuple[str, ...]
    holidays: tuple[HolidayView, ...]
    withdrawn: str = ""
    """That it was taken off, when and why, in a sentence, or nothing. Then there is nothing else
    but the name."""
    changes: tuple[ChangeView, ...] = ()
    """Notes about what has no history of its own, newest first; on its own page only."""


class NotOursView(NamedTuple):
    """A number that does not belong to the organisation."""

    number: str
    note: str
    language: str


class VersionView(NamedTuple):
    """Another version of a file, in words, with its address."""

    text: str
    href: str


class FileView(NamedTuple):
    """What stands beside a link to a file."""

    details: tuple[str, ...]
    """Type, size, and language where it is known."""
    digest: str
    """SHA-256 in hexadecimal."""
    older: tuple[VersionView, ...]
    newer: VersionView | None
    """The version that superseded this one."""
    text: str
    """All of it in plain text."""


class SectionView(NamedTuple):
    """A page, a topic or a question as a part of the single-file edition."""

    id: str
    level: int
    """Of its heading: 1 for the notice, 2 for other pages, 3 for a topic, 4 for a question."""
    heading: Html
    language: str
    body: Html
    summary: str = ""
    """Of the notice alone."""
    published: When | None = None
    url: str = ""
    """The address of the page; nothing for its parts."""
    backdated: str = ""
    states: tuple[State, ...] = ()
    withdrawn: ChangeView | None = None
    changes: tuple[ChangeView, ...] = ()
    pointers: tuple[Pointer, ...] = ()


class SectionHtml(NamedTuple):
    """A section of the single-file edition, laid out."""

    id: str
    title: Html
    language: str
    is_page: bool
    """Not a topic or a question: the list of contents names it."""
    html: Html


class RecordedChange(NamedTuple):
    """One entry of the record that changed something: old and new beside each other."""

    number: int
    when: When
    kind: str
    about: Link
    """What it is about."""
    notes: tuple[Spoken, ...]
    """What was said about the change."""
    paragraphs: tuple[Html, ...]
    """With what was deleted and inserted marked, in words as well."""
    language: str
    """The language of the paragraphs."""
    is_same: bool
    """No word changed: only a link, or how it is laid out."""


class RecordEntry(NamedTuple):
    """A line in the list of entries."""

    number: int
    when: When
    kind: str
    about: Link
    recorded: Link | None
    """Where old and new stand beside each other; None for what came first."""


class RecordView(NamedTuple):
    """The public record as a whole."""

    origin: str
    size: int
    root: str
    """In Base64, as in the checkpoint."""
    data: str
    """The address of record.json."""
    checkpoint: str
    entries: tuple[RecordEntry, ...]
    """The newest, newest first."""
    more: int
    """How many there are besides."""

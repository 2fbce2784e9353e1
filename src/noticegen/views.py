"""What templates are given: plain frozen values, with every address and word decided.

docs/theming.md lists these for the authors of themes: `scripts/theming.py` makes its tables from
what is said here about each field.
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
    """The words."""
    language: str
    """The tag of their language, for `lang`."""


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
    """As in `datetime` of a `time` element: `2026-03-02T15:00+09:00`."""
    text: str
    """In the words of the page's language."""


class Link(NamedTuple):
    """A link on this site."""

    text: str
    """What the link says; nothing among `page.alternates`."""
    href: str
    """Where it leads, relative to the page; a full address in the single-file edition and among
    `page.alternates`."""
    is_current: bool = False
    """Whether it leads to the page on which it stands."""
    language: str = ""
    """The language of the text, or of the target in the choice of languages."""


class Feed(NamedTuple):
    """An address for programs."""

    href: str
    """Where it is, relative to the page."""
    type: str
    """Its media type."""


class Pointer(NamedTuple):
    """That there is something newer than what a text says, and where."""

    text: str
    """What is newer, in a sentence."""
    link: Link
    """To the history of the value."""


class LastChange(NamedTuple):
    """What changed last, when, and where to read about it."""

    when: When
    """Its moment."""
    text: str
    """What kind of change it was, in words."""
    href: str
    """Its place in the changelog."""


class ChangeView(NamedTuple):
    """A public note about a change."""

    when: When
    """Since when it is so."""
    kind: str
    """The word for its kind: correction, wording, withdrawal …"""
    note: str
    """What was changed and why, as the author says it."""
    language: str
    """The language of the note."""
    recorded: Link | None = None
    """Where old and new stand beside each other; None where no record keeps them."""


class State(NamedTuple):
    """Something a reader has to know before reading: not translated yet, behind, corrected."""

    text: str
    """The sentence, up to the link."""
    link: Link | None = None
    """To the authoritative text, the update that corrects, or what is corrected."""
    is_correction: bool = False
    """Whether a correction is meant; the home page shows those below its text."""


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
    """The host, to be compared letter by letter."""
    after: str
    """And what stands behind it."""
    official_site: str
    """The address of the organisation's own site."""
    never: Spoken | None
    """How the organisation never comes to people first, in its own words."""
    letters: Spoken | None
    """What its letters say about the address."""
    more: Link
    """The page that says all of it."""
    qr: QrView
    """The site's address, to be scanned from paper."""
    record: Link | None = None
    """How to check the public record; on that page only."""
    report: ContactView | None = None
    """Whom to tell of a fake; on that page only."""


class SiteView(NamedTuple):
    """The site, for readers of one language, seen from one page."""

    title: Spoken
    """The name of the site."""
    organization: Spoken
    """Who publishes it."""
    representative: Spoken | None
    """Who speaks for the organisation, with the office held."""
    address: Spoken | None
    """The postal address."""
    official_site: str
    """The address of the organisation's own site."""
    home: str
    """The home page."""
    navigation: tuple[Link, ...]
    """The pages of the site, in the order of the menu."""
    languages: tuple[Link, ...]
    """The same page in every language, each in its own name; empty where there is only one."""
    feeds: tuple[Feed, ...]
    """The Atom feed, then the JSON feed."""
    whole_text: str
    """`notice.txt`: all of it in plain text."""
    whole_page: str
    """`notice.html`: all of it in one file."""
    sums: str
    """`SHA256SUMS`."""
    changelog: str
    """The page that lists all updates and changes."""
    time_zone: str
    """In which zone times are, in a sentence."""
    kept_until: str
    """Until when the site stays, in a sentence, or nothing."""
    prevails: str
    """That the authoritative text prevails over this translation, in a sentence, or nothing."""
    genuine: GenuineView
    """How to tell that all this is the organisation's."""
    record: str = ""
    """The page of the public record, or nothing."""
    record_root: str = ""
    """The digest of all its entries, in Base64, or nothing."""
    stood: str = ""
    """That the site is shown as it stood at an earlier moment, in a sentence, or nothing."""


class PageView(NamedTuple):
    """One page, whatever its kind."""

    language: str
    """The language of the page: of its menu and interface words."""
    title: str
    """The title in plain text."""
    heading: Html
    """The title, with the places at which a Japanese one may be broken."""
    summary: str
    """One or two sentences; for search engines, too."""
    text_language: str
    """The language of the title and the body."""
    url: str
    """Its own full address."""
    canonical: str
    """The full address that search engines are to show; the authoritative page's where the text
    is not translated."""
    alternates: tuple[Link, ...]
    """Full addresses in the languages that have the text; empty where there is only one."""
    last_change: LastChange
    """What changed last on the page."""
    states: tuple[State, ...] = ()
    """What a reader has to know before reading."""
    withdrawn: ChangeView | None = None
    """The note that withdraws the page, or nothing. Then there is no body."""
    body: Html = Html("")
    """The text."""
    number: str = ""
    """The update's number in words, or nothing."""
    kinds: tuple[str, ...] = ()
    """The words for the update's kinds."""
    published: When | None = None
    """When the page became public; nothing for pages that noticegen makes itself."""
    translated: When | None = None
    """When the translation became public, where that was later."""
    backdated: str = ""
    """That it was published later than it says, in a sentence, or nothing."""
    changes: tuple[ChangeView, ...] = ()
    """Notes about changes of the page, newest first."""
    pointers: tuple[Pointer, ...] = ()
    """To newer values of what the page says."""


class SharingView(NamedTuple):
    """What others show of a page that is passed on, and what search engines are told of it."""

    kind: str
    """A type of the Open Graph: ``article`` or ``website``."""
    title: str
    """The title of the page."""
    description: str
    """Whole sentences of the text itself."""
    url: str
    """The canonical address."""
    site: str
    """The name of the site."""
    locale: str
    """Of the text, as the Open Graph writes it: ``ja_JP``."""
    other_locales: tuple[str, ...]
    """Of the other languages that have the text."""
    published: str
    """ISO 8601 with offset, or nothing where the page is no article."""
    modified: str
    """When something last changed, written the same way, or nothing where the page is no
    article."""
    data: Html
    """JSON-LD in the words of schema.org, ready to stand in a script element."""


class UpdateView(NamedTuple):
    """An update in a list."""

    link: Link
    """To the update, with its title."""
    number: str
    """In words, or nothing."""
    kinds: tuple[str, ...]
    """The words for its kinds."""
    when: When
    """When it was published."""
    summary: str
    """In the language of the link."""


class Neighbours(NamedTuple):
    """The updates before and after one."""

    older: Link | None
    """The one before, or nothing."""
    newer: Link | None
    """The one after, or nothing."""


class QuestionView(NamedTuple):
    """A question and its answer."""

    id: str
    """The anchor: the same in every language."""
    title: str
    """The question."""
    language: str
    """The language of the question and the answer."""
    body: Html
    """The answer; nothing if it is withdrawn."""
    states: tuple[State, ...]
    """What a reader has to know before reading."""
    added: When | None
    """Where it came later than the page."""
    backdated: str
    """That it was published later than it says, in a sentence, or nothing."""
    withdrawn: ChangeView | None
    """The note that withdraws it, or nothing."""
    changes: tuple[ChangeView, ...]
    """Notes about changes of the answer, newest first."""
    pointers: tuple[Pointer, ...] = ()
    """To newer values of what the answer is about."""


class TopicView(NamedTuple):
    """Questions that belong together."""

    id: str
    """The anchor."""
    title: str
    """The heading."""
    language: str
    """The language of the heading and the introduction."""
    intro: Html
    """What stands before the first question, or nothing."""
    questions: tuple[QuestionView, ...]
    """In the order of the source."""


class EntryView(NamedTuple):
    """One line of the changelog."""

    what: str
    """In words: the kind of update, of change, or what was published."""
    link: Link
    """To what was published or changed."""
    note: str
    """What was changed and why, or nothing."""
    note_language: str
    """The language of the note."""
    concerns: str
    """The languages it concerns, in words; nothing where it concerns all."""
    recorded: Link | None = None
    """Where old and new stand beside each other; None where no record keeps them."""


class EventView(NamedTuple):
    """Everything that was published or changed at one moment."""

    id: str
    """The anchor."""
    when: When
    """The moment."""
    entries: tuple[EntryView, ...]
    """What came then."""


class FactView(NamedTuple):
    """A fact with the value that a text shows."""

    id: str
    """As in `facts.yml`."""
    name: str
    """What the figure is called."""
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
    """What is counted, in words, or nothing."""
    meaning_language: str
    """The language of the meaning."""
    href: str
    """Its history."""


class ValueRow(NamedTuple):
    """One line of a fact's history."""

    when: When
    """When it was published."""
    value: str
    """In words."""
    language: str
    """The language of the value."""
    as_of: str
    """What day it describes, in words, or nothing."""
    status: str
    """The word for what is not confirmed, or nothing."""
    kind: str
    """Why it came after another, in words; nothing for the first."""
    note: str
    """Why it changed, as the author says it, or nothing."""
    note_language: str
    """The language of the note."""
    corrected: str
    """That and when a correction took its place, in words, or nothing."""


class ChartPoint(NamedTuple):
    """A step of a chart, at a place of the drawing."""

    x: float
    """From the left."""
    y: float
    """From the top."""


class ChartView(NamedTuple):
    """A step chart: an SVG path, and the same in words."""

    id: str
    """That of the fact."""
    language: str
    """The language of title and description."""
    title: str
    """What it shows."""
    description: str
    """All its values in words."""
    width: int
    """Of the drawing (`viewBox`)."""
    height: int
    """Of the drawing (`viewBox`)."""
    path: str
    """The line, as `d` of a path."""
    area: str
    """The same, closed along the baseline."""
    baseline: float
    """How far down zero is."""
    points: tuple[ChartPoint, ...]
    """Where the steps begin."""


class FactHistory(NamedTuple):
    """A fact with all its values, newest first."""

    id: str
    """As in `facts.yml`; the anchor on the page of figures."""
    name: str
    """What the figure is called."""
    language: str
    """The language of the name."""
    meaning: str
    """What is counted, in words, or nothing."""
    meaning_language: str
    """The language of the meaning."""
    rows: tuple[ValueRow, ...]
    """Its values."""
    has_as_of: bool
    """Whether one of them says which day it describes."""
    replaced_by: Link | None
    """The fact that took its place."""
    replaced_on: When | None
    """When that was; nothing where nothing took its place."""
    sum_of: tuple[Link, ...]
    """The facts whose sum it is."""
    chart: ChartView | None
    """Where its numbers can be drawn."""
    changes: tuple[ChangeView, ...] = ()
    """Notes about its name, its unit and its meaning, newest first."""
    backdated: str = ""
    """That it was published later than it says, in a sentence, or nothing."""


class ChannelView(NamedTuple):
    """One way to reach a contact."""

    kind: str
    """In words: phone, e-mail …"""
    value: Html
    """The number or address, as a link."""
    text: str
    """The same without markup."""
    former: tuple[str, ...]
    """What it was before, in words."""


class HoursRow(NamedTuple):
    """Days with the same hours."""

    days: str
    """Days of the week, or public holidays, in words."""
    spans: str
    """From when until when, in words, or that it is closed."""


class HoursView(NamedTuple):
    """The hours of one period, as a table."""

    caption: str
    """From when until when they hold."""
    rows: tuple[HoursRow, ...]
    """Each for days that have the same hours."""


class HolidayView(NamedTuple):
    """A public holiday on which the hours are others."""

    day: str
    """In words."""
    name: str
    """What is celebrated."""
    language: str
    """The language of the name."""
    hours: str
    """The hours on that day, in words, or that it is closed."""


class ContactView(NamedTuple):
    """A contact: how to reach it, and when."""

    id: str
    """As in `contacts.yml`; the anchor on the page of contacts."""
    name: str
    """What it is called."""
    language: str
    """The language of the name."""
    purpose: str
    """For whom or what it is, or nothing."""
    purpose_language: str
    """The language of the purpose."""
    channels: tuple[ChannelView, ...]
    """Telephone, mail, post, in the order of the source."""
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
    """The periods that are now or to come."""
    closures: tuple[str, ...]
    """Days on which it is closed, each in words."""
    holidays: tuple[HolidayView, ...]
    """Those to come."""
    withdrawn: str = ""
    """That it was taken off, when and why, in a sentence, or nothing. Then there is nothing else
    but the name."""
    changes: tuple[ChangeView, ...] = ()
    """Notes about what has no history of its own, newest first; on its own page only."""


class NotOursView(NamedTuple):
    """A number that does not belong to the organisation."""

    number: str
    """As people see it on their telephone."""
    note: str
    """What is known of it, or nothing."""
    language: str
    """The language of the note."""


class VersionView(NamedTuple):
    """Another version of a file, in words, with its address."""

    text: str
    """Which version it is, in words."""
    href: str
    """Where it is."""


class FileView(NamedTuple):
    """What stands beside a link to a file."""

    details: tuple[str, ...]
    """Type, size, and language where it is known."""
    digest: str
    """SHA-256 in hexadecimal."""
    older: tuple[VersionView, ...]
    """The versions before this one."""
    newer: VersionView | None
    """The version that superseded this one."""
    text: str
    """All of it in plain text."""


class SectionView(NamedTuple):
    """A page, a topic or a question as a part of the single-file edition."""

    id: str
    """The anchor."""
    level: int
    """Of its heading: 1 for the notice, 2 for other pages, 3 for a topic, 4 for a question."""
    heading: Html
    """The title, with the places at which a Japanese one may be broken."""
    language: str
    """The language of the heading and the body."""
    body: Html
    """The text."""
    summary: str = ""
    """Of the notice alone."""
    published: When | None = None
    """When the page became public; nothing for its parts."""
    url: str = ""
    """The address of the page; nothing for its parts."""
    backdated: str = ""
    """That it was published later than it says, in a sentence, or nothing."""
    states: tuple[State, ...] = ()
    """What a reader has to know before reading."""
    withdrawn: ChangeView | None = None
    """The note that withdraws it, or nothing. Then there is no body."""
    changes: tuple[ChangeView, ...] = ()
    """Notes about changes, newest first."""
    pointers: tuple[Pointer, ...] = ()
    """To newer values of what it says."""


class SectionHtml(NamedTuple):
    """A section of the single-file edition, laid out."""

    id: str
    """The anchor."""
    title: Html
    """For the list of contents."""
    language: str
    """The language of the title."""
    is_page: bool
    """Not a topic or a question: the list of contents names it."""
    html: Html
    """What `section.html` made of it."""


class RecordedChange(NamedTuple):
    """One entry of the record that changed something: old and new beside each other."""

    number: int
    """Of the entry, from 1."""
    when: When
    """The moment of the entry."""
    kind: str
    """The word for its kind."""
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


class NotFoundPart(NamedTuple):
    """What the page for addresses that lead nowhere says in one language."""

    language: str
    """That language."""
    title: str
    """That there is no such page."""
    text: str
    """What may have happened, in a sentence."""
    home: str
    """The full address of the home page."""
    home_text: str
    """The name of the site."""
    changelog: str
    """The full address of the changelog."""
    changelog_text: str
    """Its name."""


class RecordEntry(NamedTuple):
    """A line in the list of entries."""

    number: int
    """From 1."""
    when: When
    """The moment of the entry."""
    kind: str
    """The word for its kind."""
    about: Link
    """What it is about."""
    recorded: Link | None
    """Where old and new stand beside each other; None for what came first."""


class RecordView(NamedTuple):
    """The public record as a whole."""

    origin: str
    """The name by which the record is known, as in the checkpoint."""
    size: int
    """How many entries it has."""
    root: str
    """In Base64, as in the checkpoint."""
    data: str
    """The address of record.json."""
    checkpoint: str
    """The address of the checkpoint."""
    entries: tuple[RecordEntry, ...]
    """The newest, newest first."""
    more: int
    """How many there are besides."""

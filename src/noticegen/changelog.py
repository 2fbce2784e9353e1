"""Everything that was published or changed, as entries: for the changelog and the feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from noticegen.contacts import ChannelValue, Closure, Contact, End, Period
from noticegen.facts import Fact, Value, told
from noticegen.model import Attachment, Change, Page, Text, Update
from noticegen.notes import ChangeKind, Note
from noticegen.printed import Printed, printed_on
from noticegen.public import PublicSite

NUMBERS, CONTACT = "numbers", "contact"
"""The pages that noticegen makes of facts and contacts."""
HOME, FILES = "index", "files"
"""The page that stands for the whole site, and the folder of attachments."""


class EntryKind(StrEnum):
    """What happened."""

    UPDATE = "update"
    PAGE = "page"
    QUESTION = "question"
    TRANSLATION = "translation"
    CHANGE = "change"
    NOTE = "note"
    FACT = "fact"
    CONTACT = "contact"
    NUMBER = "number"
    HOURS = "hours"
    CLOSURE = "closure"


class FactNews(NamedTuple):
    """A fact got a value."""

    fact: Fact
    value: Value


class ContactNews(NamedTuple):
    """A line was opened, or something about it changed."""

    contact: Contact
    news: Period | Closure | End | ChannelValue | None
    """None where the line itself is new."""


class NoteNews(NamedTuple):
    """A public note tells of a change that has no other history."""

    about: Fact | Contact | Attachment | None
    """None for the site itself."""
    note: Note


class Entry(NamedTuple):
    """One thing that was published or changed."""

    kind: EntryKind
    moment: datetime
    page: str
    """The page that it leads to, which for facts and contacts is one that noticegen makes."""
    languages: tuple[str, ...]
    """The languages that it concerns."""
    changes: Mapping[str, Change]
    """For a change: the note in each language that has one."""
    question: str | None = None
    news: FactNews | ContactNews | NoteNews | None = None

    @property
    def is_first(self) -> bool:
        """Whether it says what was published, and not what changed."""
        match self.news:
            case FactNews(_, value):
                return value.change is None
            case ContactNews(_, news):
                return news is None
            case NoteNews():
                return False
        return not self.changes

    @property
    def anchor(self) -> str | None:
        """The id, on its page, of what it is about."""
        match self.news:
            case FactNews(fact):
                return fact.id
            case ContactNews(contact):
                return contact.id
            case NoteNews(about):
                return about.id if about else None
        return self.question

    @property
    def change(self) -> Change | None:
        """The change in the first language that it concerns."""
        return self.changes[self.languages[0]] if self.changes else None

    @property
    def change_kind(self) -> ChangeKind | None:
        """What kind of change it was."""
        if isinstance(self.news, NoteNews):
            return self.news.note.kind
        return self.change.kind if self.change else None


class Event(NamedTuple):
    """Entries of one moment: one thing that happened, and all that came with it."""

    moment: datetime
    entries: tuple[Entry, ...]


_ORDER = list(EntryKind)
_SEEN_IN_UPDATES = frozenset({ChangeKind.CORRECTION, ChangeKind.WITHDRAWAL})
"""What notes about facts and contacts change in older updates, too: a unit, a number taken off."""


def entries(public: PublicSite) -> tuple[Entry, ...]:
    """All entries, newest first; of one moment, updates before what came with them."""
    found: list[Entry] = []
    for page in public.site.all_pages:
        kind = EntryKind.UPDATE if isinstance(page, Update) else EntryKind.PAGE
        found.extend(_publications(kind, page.name, None, page.versions))
        found.extend(_changes(page, public.languages))
    if public.site.faq:
        faq = public.site.faq
        for question in faq.questions:
            if question.published > faq.published:
                found.extend(
                    _publications(EntryKind.QUESTION, "faq", question.id, question.answers)
                )
    found.extend(_of_facts(public))
    found.extend(_of_contacts(public))
    found.extend(_of_notes(public))
    pages = (*public.pages, NUMBERS, CONTACT, FILES)
    position = {name: index for index, name in enumerate(pages)}
    found.sort(
        key=lambda entry: (
            _ORDER.index(entry.kind),
            position[entry.page],
            entry.question or "",
        )
    )
    found.sort(key=lambda entry: entry.moment, reverse=True)
    return tuple(found)


def events(all_entries: tuple[Entry, ...]) -> tuple[Event, ...]:
    """The entries grouped by their moment, newest first."""
    return tuple(
        Event(moment, tuple(group))
        for moment, group in groupby(all_entries, key=lambda entry: entry.moment)
    )


Latest = Mapping[tuple[str, str | None], Entry]
"""What changed last, by page and by (page, question)."""


def latest(all_entries: tuple[Entry, ...]) -> Latest:
    """What changed last, page by page, by itself."""
    newest: dict[tuple[str, str | None], Entry] = {}
    for entry in all_entries:
        newest.setdefault((entry.page, None), entry)
        newest.setdefault((entry.page, entry.question), entry)
    return newest


def with_printed(newest: Latest, all_entries: tuple[Entry, ...], public: PublicSite) -> Latest:
    """The same with what pages print of facts and contacts, which is a part of them.

    A standing page changes with each value of a fact, an update with the corrections of those
    that it shows; and so it is with notes about facts and contacts.
    """
    changed = dict(newest)
    news = [entry for entry in all_entries if entry.news]
    for page in public.site.all_pages if news else ():
        printed = printed_on(page, public)
        last = next((entry for entry in news if _touches(entry, page, printed)), None)
        if last and last.moment > newest[page.name, None].moment:
            changed[page.name, None] = last
    return changed


def _touches(entry: Entry, page: Page, printed: Printed) -> bool:
    match entry.news:
        case FactNews(fact, value) if fact.id in printed.facts:
            if not isinstance(page, Update):
                return True
            telling = told(fact, page.published)
            if telling is None or fact.id not in printed.corrected:
                return False
            return telling.is_corrected and telling.shown == value
        case ContactNews(contact, news) if contact.id in printed.contacts:
            return not isinstance(page, Update) or isinstance(news, ChannelValue)
        case NoteNews(Fact(id=id_), note) if id_ in printed.facts:
            return not isinstance(page, Update) or note.kind in _SEEN_IN_UPDATES
        case NoteNews(Contact(id=id_), note) if id_ in printed.contacts:
            return not isinstance(page, Update) or note.kind in _SEEN_IN_UPDATES
    return False


def _of_facts(public: PublicSite) -> Iterator[Entry]:
    for fact in public.site.facts.values():
        for value in fact.values:
            yield Entry(
                kind=EntryKind.FACT,
                moment=value.moment,
                page=NUMBERS,
                languages=public.languages,
                changes={},
                news=FactNews(fact, value),
            )


def _of_contacts(public: PublicSite) -> Iterator[Entry]:
    """New lines, numbers that took the place of others, hours and closures that were announced."""
    contacts = public.site.contacts
    for contact in contacts.contacts:
        news: list[tuple[EntryKind, datetime, Period | Closure | End | ChannelValue | None]] = [
            (EntryKind.CONTACT, contact.published, None)
        ]
        for channel in contact.channels:
            news += [(EntryKind.NUMBER, v.moment, v) for v in channel.values[1:]]
        news += [
            (EntryKind.HOURS, period.announced, period)
            for period in contact.periods
            if period.announced > contact.published
        ]
        news += [
            (EntryKind.CLOSURE, end.announced, end)
            for end in contact.ends
            if end.announced > contact.published
        ]
        news += [
            (EntryKind.CLOSURE, max(closure.announced, contact.published), closure)
            for closure in contacts.closures
            if contact.id in closure.lines
        ]
        for kind, moment, what in news:
            yield Entry(
                kind=kind,
                moment=moment,
                page=CONTACT,
                languages=public.languages,
                changes={},
                news=ContactNews(contact, what),
            )


def _of_notes(public: PublicSite) -> Iterator[Entry]:
    """What the notes beside facts, contacts, files and settings tell, in the order of each."""
    site = public.site
    told_of: list[tuple[str, Fact | Contact | Attachment | None, tuple[Note, ...]]] = [
        (HOME, None, site.notes),
        *((NUMBERS, fact, fact.changes) for fact in site.facts.values()),
        *((CONTACT, contact, contact.changes) for contact in site.contacts.contacts),
        *((FILES, attachment, attachment.changes) for attachment in site.attachments.values()),
    ]
    for page, about, notes in told_of:
        for note in notes:
            yield Entry(
                kind=EntryKind.NOTE,
                moment=note.moment,
                page=page,
                languages=public.languages,
                changes={},
                news=NoteNews(about, note),
            )


def _publications(
    kind: EntryKind, page: str, question: str | None, versions: tuple[Text, ...]
) -> Iterator[Entry]:
    """The first publication, and each translation that came later than it."""
    first = versions[0]
    together = tuple(v.language for v in versions if v.published == first.published)
    yield Entry(
        kind=kind,
        moment=first.published,
        page=page,
        question=question,
        languages=together,
        changes={},
    )
    for version in versions:
        if version.published > first.published:
            yield Entry(
                kind=EntryKind.TRANSLATION,
                moment=version.published,
                page=page,
                question=question,
                languages=(version.language,),
                changes={},
            )


def _changes(page: Page, languages: tuple[str, ...]) -> Iterator[Entry]:
    """The changes of all languages; those of one moment, kind and question are one."""
    grouped: dict[tuple[datetime, ChangeKind, str, int], dict[str, Change]] = {}
    for language in languages:
        version = page.version(language)
        seen: dict[tuple[datetime, ChangeKind, str], int] = {}
        for change in version.changes if version else ():
            same = (change.moment, change.kind, change.question or "")
            seen[same] = seen.get(same, 0) + 1
            grouped.setdefault((*same, seen[same]), {})[language] = change
    for (moment, _, question, _), changes in grouped.items():
        yield Entry(
            kind=EntryKind.CHANGE,
            moment=moment,
            page=page.name,
            question=question or None,
            languages=tuple(changes),
            changes=changes,
        )

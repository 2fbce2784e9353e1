"""What is live, scheduled, draft, missing, behind and unrecorded, and when a build is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from noticegen.config import Config
from noticegen.contacts import Contact, begins_at
from noticegen.localized import Localized
from noticegen.model import NEVER, Page, Site, Text
from noticegen.notes import Notes
from noticegen.public import deadlines, is_behind, next_moment, public
from noticegen.record.canonical import title_in
from noticegen.record.states import PAGE, QUESTION
from noticegen.record.taking import Taken

_A_DAY = timedelta(days=1)


class State(StrEnum):
    """What can be said of a text."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    MISSING = "missing"
    BEHIND = "behind"
    UNRECORDED = "unrecorded"
    """Readers are shown it, or will be, and the record does not have it so."""
    DEADLINE = "deadline"
    """A day or a moment that a public fact names, and that is not over yet."""


class Item(NamedTuple):
    """One page, question, block or setting in one language, and its state."""

    state: State
    name: str
    language: str
    title: str
    moment: datetime | None
    """Since when it is live, from when it will be, or when it is over; None for drafts and
    missing texts."""


class Status(NamedTuple):
    """The state of a site at a moment."""

    moment: datetime
    items: tuple[Item, ...]
    next_build: datetime | None
    """When something on the site begins or ends to be public next, or a day that it names is
    over."""


def status(site: Site, config: Config, moment: datetime, taken: Taken | None = None) -> Status:
    """The state of `site` at `moment`; `taken` is what `noticegen record` would take down."""
    items = items_of(site, config, moment)
    items += _unrecorded(taken, site) if taken else ()
    order = list(State)
    items.sort(key=lambda item: order.index(item.state))
    return Status(moment, tuple(items), next_moment(site, moment))


def items_of(site: Site, config: Config, moment: datetime) -> list[Item]:
    """Everything that can be said of `site` at `moment` without a record."""
    items = [item for page in site.all_pages for item in _page(page, site, moment)]
    for question in site.faq.questions if site.faq else ():
        assert site.faq is not None
        items += _texts(f"faq#{question.id}", question.answers, site, moment)
    shown = public(site, moment)
    for page in shown.site.all_pages if shown else ():
        items += [
            Item(State.BEHIND, page.name, version.language, version.title, None)
            for version in page.versions
            if is_behind(page, version)
        ]
    for question in shown.site.faq.questions if shown and shown.site.faq else ():
        assert shown is not None
        assert shown.site.faq is not None
        items += [
            Item(State.BEHIND, f"faq#{question.id}", answer.language, answer.title, None)
            for answer in question.answers
            if is_behind(shown.site.faq, answer, question.id)
        ]
    items += [
        Item(State.MISSING, f"noticegen.yml: {setting}", language, "", None)
        for setting, language in config.untranslated
    ]
    items += _facts(site, moment)
    items += _contacts(site, moment)
    items += _attachments(site, moment)
    since = max(moment, site.home.published)
    items += _notes("noticegen.yml", site.notes, site, since)
    items += [
        Item(State.DEADLINE, f"facts.yml: {fact.id}", site.languages[0], "", ends)
        for ends, fact in sorted(deadlines(site, moment).items(), key=lambda due: due[0])
        if ends > moment
    ]
    return items


def _page(page: Page, site: Site, moment: datetime) -> Iterator[Item]:
    yield from _texts(page.name, page.versions, site, moment)
    if page.published == NEVER:
        return
    for version in page.versions:
        for change in version.changes:
            if change.moment > moment:
                yield _future(f"{page.name}: changes", version, change.note, change.moment)


def _texts(name: str, texts: tuple[Text, ...], site: Site, moment: datetime) -> Iterator[Item]:
    is_live = texts[0].published <= moment
    present = {text.language for text in texts if not is_live or text.published <= moment}
    for text in texts:
        if text.published == NEVER:
            yield Item(State.DRAFT, name, text.language, text.title, None)
        elif text.published > moment:
            yield Item(State.SCHEDULED, name, text.language, text.title, text.published)
        else:
            yield Item(State.LIVE, name, text.language, text.title, text.published)
        for block in text.scheduled:
            if block.moment > moment and text.published != NEVER:
                yield _future(f"{name}: {block.kind}", text, text.title, block.moment)
    if texts[0].published != NEVER:
        for language in site.languages:
            if language not in present:
                yield Item(State.MISSING, name, language, texts[0].title, None)


def _facts(site: Site, moment: datetime) -> Iterator[Item]:
    """Values that are to come, and what is not named in every language."""
    first = site.languages[0]
    for fact in site.facts.values():
        for value in fact.values:
            if value.moment > moment:
                name = fact.name.of(first)
                yield _later(f"facts.yml: {fact.id}", first, name, value.moment)
        since = max(moment, fact.values[0].moment)
        yield from _notes(f"facts.yml: {fact.id}", fact.changes, site, since)
        yield from _untranslated(f"facts.yml: {fact.id}", fact.name, site)


def _contacts(site: Site, moment: datetime) -> Iterator[Item]:
    """Lines, numbers, hours and closures that are to come or to take effect."""
    first, contacts = site.languages[0], site.contacts
    for contact in contacts.contacts:
        place, name = f"contacts.yml: {contact.id}", contact.name.of(first)
        last = contact.withdrawal.moment if contact.withdrawal else NEVER
        if contact.published > moment:
            yield _later(place, first, name, contact.published)
        for channel in contact.channels:
            for value in channel.values:
                if value.moment > max(moment, contact.published):
                    yield _later(f"{place}: {channel.kind}", first, name, value.moment)
        for period in contact.periods:
            if period.announced > max(moment, contact.published):
                yield _later(f"{place}: hours", first, name, period.announced)
            elif moment < (begins := _midnight(period.first, contact)) <= last:
                yield _later(f"{place}: hours from {period.first}", first, name, begins)
        if contact.until and moment < (ended := _midnight(contact.until + _A_DAY, contact)) <= last:
            yield Item(State.DEADLINE, f"{place}: until", first, name, ended)
        yield from _notes(place, contact.changes, site, max(moment, begins_at(contact)))
        yield from _untranslated(place, contact.name, site)
    for closure in contacts.closures:
        place, name = f"contacts.yml: closures: {closure.id}", closure.name.of(first)
        begins, ends = (
            datetime.combine(day, time(), site.zone)
            for day in (closure.first, closure.last + _A_DAY)
        )
        if closure.announced > moment:
            yield _later(place, first, name, closure.announced)
        elif begins > moment:
            yield _later(f"{place}: from {closure.first}", first, name, begins)
        elif ends > moment:
            yield _later(f"{place}: to {closure.last}", first, name, ends)


def _attachments(site: Site, moment: datetime) -> Iterator[Item]:
    first = site.languages[0]
    for attachment in site.attachments.values():
        for version in attachment.versions:
            if version.moment > moment:
                place = f"files.yml: {attachment.id}: {version.file}"
                yield _later(place, first, attachment.title.of(first), version.moment)
        since = max(moment, attachment.versions[0].moment)
        yield from _notes(f"files.yml: {attachment.id}", attachment.changes, site, since)


def _notes(place: str, notes: Notes, site: Site, since: datetime) -> Iterator[Item]:
    """Notes that are to come after `since`: those of a thing that is to come come with it."""
    first = site.languages[0]
    for note in notes:
        if note.moment > since:
            yield _later(f"{place}: changes", first, note.note.of(first), note.moment)


def _unrecorded(taken: Taken, site: Site) -> Iterator[Item]:
    for entry in (*taken.new, *taken.rescheduled):
        kind, _, rest = entry.subject.partition(" ")
        first = site.languages[0]
        language = rest.partition("/")[0] if kind in {PAGE, QUESTION} else first
        log = taken.record.sealed.texts if entry.number else taken.record.texts
        title = title_in(log[entry.digest].text, first)
        yield Item(
            State.UNRECORDED, entry.subject, language, title, entry.moment.astimezone(site.zone)
        )


def _midnight(day: date, contact: Contact) -> datetime:
    return datetime.combine(day, time(), contact.zone)


def _untranslated(place: str, texts: Localized, site: Site) -> Iterator[Item]:
    for language in site.languages:
        if language not in texts.texts:
            yield Item(State.MISSING, place, language, texts.of(language), None)


def _future(name: str, text: Text, title: str, moment: datetime) -> Item:
    return _later(name, text.language, title, moment)


def _later(name: str, language: str, title: str, moment: datetime) -> Item:
    if moment == NEVER:
        return Item(State.DRAFT, name, language, title, None)
    return Item(State.SCHEDULED, name, language, title, moment)

"""A whole site  ->  the moments at which what readers are shown of each subject may change."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from noticegen.contacts import Contact, Contacts, begins_at
from noticegen.model import Attachment, Faq, Page, Site, Text
from noticegen.record.states import (
    SITE,
    contact_subject,
    fact_subject,
    file_subject,
    number_subject,
    page_subject,
    question_subject,
)


class Timeline(NamedTuple):
    """When something of a subject begins or ends to be public."""

    moments: tuple[datetime, ...]
    """In order, the first publication among them."""
    notes: tuple[datetime, ...]
    """When notes about changes were published. What stood there before is nowhere in content/."""

    def known_from(self, now: datetime) -> datetime:
        """From when on the present text is what readers saw."""
        return max([self.moments[0], *(moment for moment in self.notes if moment <= now)])


def timelines(site: Site, wanted: Container[str] | None = None) -> Mapping[str, Timeline]:
    """The timeline of every subject, or of those that are `wanted`."""
    return {
        subject: line
        for subject, line in _all(site)
        if line.moments and (wanted is None or subject in wanted)
    }


def _line(first: datetime, others: Iterator[datetime], notes: Iterator[datetime]) -> Timeline:
    """Nothing of a subject is public before the subject is."""
    told = tuple(max(moment, first) for moment in notes)
    moments = {first, *told, *(max(moment, first) for moment in others)}
    return Timeline(tuple(sorted(moments)), told)


def _all(site: Site) -> Iterator[tuple[str, Timeline]]:
    yield SITE, _line(site.home.published, iter(()), (note.moment for note in site.notes))
    for page in site.all_pages:
        yield from _pages(page)
    for fact in site.facts.values():
        notes = (note.moment for note in fact.changes)
        values = (value.moment for value in fact.values)
        yield fact_subject(fact.id), _line(fact.values[0].moment, values, notes)
    for contact in site.contacts.contacts:
        first = begins_at(contact)
        notes = (note.moment for note in contact.changes)
        line = _line(first, _of_contact(contact, site.contacts), notes)
        yield contact_subject(contact.id), line
    for other in site.contacts.not_ours:
        yield number_subject(other.written), Timeline((other.published,), ())
    yield from _files(site)


def _pages(page: Page) -> Iterator[tuple[str, Timeline]]:
    for version in page.versions:
        first = max(page.published, version.published)
        moments = [block.moment for block in version.scheduled]
        if isinstance(page, Faq):
            moments += [min(q.published for q in topic.questions) for topic in page.topics]
        own = (change.moment for change in version.changes if change.question is None)
        yield page_subject(page.name, version.language), _line(first, iter(moments), own)
    for question in page.questions if isinstance(page, Faq) else ():
        for answer in question.answers:
            yield (
                question_subject(question.id, answer.language),
                _of_answer(answer, max(question.published, answer.published), question.id, page),
            )


def _of_answer(answer: Text, first: datetime, id_: str, faq: Page) -> Timeline:
    version = faq.version(answer.language)
    changes = version.changes if version else ()
    notes = (change.moment for change in changes if change.question == id_)
    return _line(first, (block.moment for block in answer.scheduled), notes)


def _of_contact(contact: Contact, contacts: Contacts) -> Iterator[datetime]:
    for channel in contact.channels:
        yield from (value.moment for value in channel.values)
    yield from (period.announced for period in contact.periods)
    yield from (end.announced for end in contact.ends)
    yield from (c.announced for c in contacts.closures if contact.id in c.lines)


def _files(site: Site) -> Iterator[tuple[str, Timeline]]:
    """An attachment is public with a page that links to it, whichever that is."""
    if not site.files:
        return
    pages = sorted(
        {
            moment
            for page in site.all_pages
            for version in page.versions
            for moment in (
                max(page.published, version.published),
                *(block.moment for block in version.scheduled),
            )
        }
        | {
            max(question.published, answer.published)
            for question in (site.faq.questions if site.faq else ())
            for answer in question.answers
        }
    )
    listed: set[str] = set()
    for attachment in site.attachments.values():
        listed |= {version.file for version in attachment.versions}
        yield file_subject(attachment.id), _of_file(attachment, pages)
    for name in site.files:
        if name not in listed:
            yield file_subject(name), Timeline(tuple(pages), ())


def _of_file(attachment: Attachment, pages: list[datetime]) -> Timeline:
    moments = {*pages, *(version.moment for version in attachment.versions)}
    notes = tuple(note.moment for note in attachment.changes)
    return Timeline(tuple(sorted({*moments, *notes})), notes)

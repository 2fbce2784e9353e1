"""Every text that readers see, with the moment for which it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Location
from noticegen.localized import Localized
from noticegen.markdown.placeholders import split_plain
from noticegen.model import Update
from noticegen.public import PublicSite, all_notes, texts


class Spoken(NamedTuple):
    """A plain text: a title, a summary, a note, a name."""

    text: str
    at: Location
    moment: datetime
    is_dated: bool
    """Whether it stays as it was said: on an update, or in a note."""


class Used(NamedTuple):
    """A placeholder in a text."""

    name: str
    at: Location
    moment: datetime


def plain_texts(public: PublicSite) -> Iterator[Spoken]:
    """Everything that readers see and that is no body of a page."""
    site, now = public.site, public.moment
    for page in site.all_pages:
        moment = public.moment_of(page)
        is_dated = isinstance(page, Update)
        for version in page.versions:
            yield Spoken(version.title, version.at, moment, is_dated)
            yield Spoken(version.summary, version.at, moment, is_dated)
            for change in version.changes:
                yield Spoken(change.note, change.at, change.moment, True)
                yield Spoken(change.before or "", change.at, change.moment, True)
    for question in site.faq.questions if site.faq else ():
        for answer in question.answers:
            yield Spoken(answer.title, answer.at, now, False)
    yield from _of_facts(public)
    yield from _of_contacts(public)
    for attachment in site.attachments.values():
        yield from _localized(attachment.title, attachment.at, now, False)
        for file_version in attachment.versions:
            yield from _localized(file_version.note, file_version.at, file_version.moment, True)
    for note in all_notes(site):
        yield from _localized(note.note, note.at, note.moment, True)


def placeholders(public: PublicSite) -> Iterator[Used]:
    """Every placeholder that readers see the value of."""
    for page in public.site.all_pages:
        for _, document in texts(page):
            for placeholder in document.placeholders:
                yield Used(placeholder.name, placeholder.at, public.moment_of(page))
    for spoken in plain_texts(public):
        for is_placeholder, piece in split_plain(spoken.text):
            if is_placeholder:
                yield Used(piece, spoken.at, spoken.moment)


def _of_facts(public: PublicSite) -> Iterator[Spoken]:
    for fact in public.site.facts.values():
        yield from _localized(fact.name, fact.at, public.moment, False)
        yield from _localized(fact.meaning, fact.at, public.moment, False)
        for value in fact.values:
            yield from _localized(value.note, value.at, value.moment, True)
            if isinstance(value.amount, Localized):
                # Its placeholders have to have values when it is printed first.
                yield from _localized(value.amount, value.at, value.moment, True)


def _of_contacts(public: PublicSite) -> Iterator[Spoken]:
    contacts, now = public.site.contacts, public.moment
    for contact in contacts.contacts:
        yield from _localized(contact.name, contact.at, now, False)
        yield from _localized(contact.purpose, contact.at, now, False)
        for channel in contact.channels:
            for value in channel.values:
                yield from _localized(value.note, value.at, value.moment, True)
    for closure in contacts.closures:
        yield from _localized(closure.name, closure.at, now, False)
    for number in contacts.not_ours:
        yield from _localized(number.note, number.at, now, False)


def _localized(
    texts: Localized | None, at: Location, moment: datetime, is_dated: bool
) -> Iterator[Spoken]:
    for text in dict.fromkeys(texts.texts.values()) if texts else ():
        yield Spoken(text, at, moment, is_dated)

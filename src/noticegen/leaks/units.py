"""Everything that a site says, in pieces, each with its place and its moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from noticegen import formats
from noticegen.config import Config
from noticegen.contacts import Contacts
from noticegen.diagnostics import Location
from noticegen.facts import Facts, Money
from noticegen.leaks.figures import DIGITS
from noticegen.leaks.stretches import GAP, visible
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.markdown.parse import without_lines
from noticegen.markdown.pieces import Hole
from noticegen.markdown.placeholders import split_plain
from noticegen.model import NEVER, Faq, Page, Site, Text
from noticegen.opening import closure_in_words
from noticegen.public import all_notes, withdrawal_of
from noticegen.theme import Theme


class Unit(NamedTuple):
    """A piece of content in one language, as visible text, and where and when it belongs."""

    text: str
    at: Location
    moment: datetime
    """When it becomes public."""
    ends: datetime = NEVER
    """When it is public no more."""

    def is_public(self, now: datetime) -> bool:
        """Whether it may be said, by its own moments and whatever the gate did."""
        return self.moment <= now < self.ends


class Body(NamedTuple):
    """A text of a page, or a block of it that comes and goes by itself."""

    language: str
    document: Document
    at: Location
    moment: datetime
    ends: datetime

    def is_public(self, now: datetime) -> bool:
        """Whether readers see it."""
        return self.moment <= now < self.ends


def of_pages(site: Site) -> Iterator[Unit | Body]:
    """Titles, summaries, notes and bodies of all pages, which are not taken apart."""
    for page in site.all_pages:
        yield from _around(page)
        yield from bodies(page)


def units(site: Site) -> Iterator[Unit]:
    """Every visible text of a site, in pieces between placeholders."""
    for page in site.all_pages:
        yield from _around(page)
        for body in bodies(page):
            for line in visible("".join(map(without_hole, body.document.html))).split("\n"):
                if line.strip():
                    yield Unit(line, body.at, body.moment, body.ends)
    yield from _of_data(site)


def _of_data(site: Site) -> Iterator[Unit]:
    """What is said in facts.yml, contacts.yml and files.yml, and in the notes in noticegen.yml."""
    for fact in site.facts.values():
        first = fact.values[0].moment
        yield from _localized(fact.name, fact.at, first)
        yield from _localized(fact.meaning, fact.at, first)
        for value in fact.values:
            yield from _localized(value.note, value.at, value.moment)
            if isinstance(value.amount, Localized):
                yield from _localized(value.amount, value.at, value.moment)
    for contact in site.contacts.contacts:
        yield from _localized(contact.name, contact.at, contact.published)
        yield from _localized(contact.purpose, contact.at, contact.published)
        for channel in contact.channels:
            for number in channel.values:
                yield from _localized(number.text, number.at, number.moment)
                yield from _localized(number.note, number.at, number.moment)
    for closure in site.contacts.closures:
        yield from _localized(closure.name, closure.at, closure.announced)
    for other in site.contacts.not_ours:
        yield from _localized(other.note, other.at, other.published)
    for attachment in site.attachments.values():
        first = attachment.versions[0].moment
        yield from _localized(attachment.title, attachment.at, first)
        for version in attachment.versions:
            yield from _localized(version.note, version.at, version.moment)
    for note in all_notes(site):
        yield from _localized(note.note, note.at, note.moment)


def _around(page: Page) -> Iterator[Unit]:
    """Titles, summaries and notes of a page."""
    answers: dict[tuple[str | None, str], datetime] = {}
    if isinstance(page, Faq):
        for topic in page.topics:
            first = min(question.published for question in topic.questions)
            for title in topic.titles:
                yield from _plain(title.title, Location(title.intro.path), first)
        for question in page.questions:
            for answer in question.answers:
                published = max(answer.published, question.published)
                answers[question.id, answer.language] = published
                yield from _plain(answer.title, answer.at, published)
    for version in page.versions:
        published = max(version.published, page.published)
        ends = page.withdrawal.moment if page.withdrawal else NEVER
        yield from _plain(version.title, version.at, published)
        yield from _plain(version.summary, version.at, published, ends)
        for change in version.changes:
            about = answers.get((change.question, version.language), published)
            moment = max(published, about, change.moment)
            yield from _plain(change.note, change.at, moment)
            yield from _plain(change.before or "", change.at, moment)


def bodies(page: Page) -> Iterator[Body]:
    """The texts of a page, each without its scheduled blocks, and each of those by itself."""
    end = page.withdrawal.moment if page.withdrawal else NEVER
    for version in page.versions:
        yield from _bodies(version, max(version.published, page.published), end)
    if not isinstance(page, Faq):
        return
    for topic in page.topics:
        first = min(question.published for question in topic.questions)
        for title in topic.titles:
            at = Location(title.intro.path, title.intro.first_line, 1)
            yield Body(title.language, title.intro, at, first, end)
        for question in topic.questions:
            withdrawal = withdrawal_of(page, question.id)
            ends = min(end, withdrawal.moment) if withdrawal else end
            for answer in question.answers:
                yield from _bodies(answer, max(answer.published, question.published), ends)


def _bodies(text: Text, moment: datetime, ends: datetime) -> Iterator[Body]:
    document = text.document
    ranges = [(block.first_line, block.last_line) for block in text.scheduled]
    at = Location(document.path, document.first_line, 1)
    yield Body(text.language, without_lines(document, ranges), at, moment, ends)
    last = document.text.count("\n")
    for block in text.scheduled:
        around = [(0, block.first_line - 1), (block.last_line + 1, last)]
        alone = without_lines(document, [lines for lines in around if lines[0] <= lines[1]])
        at = Location(document.path, document.first_line + block.first_line, 1)
        if block.kind == "from":
            yield Body(text.language, alone, at, max(moment, block.moment), ends)
        else:
            yield Body(text.language, alone, at, moment, min(ends, block.moment))


def without_hole(piece: str | Hole) -> str:
    """A piece of a body without what is filled in; where that is text, there is a gap."""
    if isinstance(piece, str):
        return piece
    return GAP if piece.kind in {"placeholder", "linked", "alt", "word", "directive"} else ""


def _plain(text: str, at: Location, moment: datetime, ends: datetime = NEVER) -> Iterator[Unit]:
    for is_placeholder, piece in split_plain(text):
        if not is_placeholder and piece.strip():
            yield Unit(piece, at, moment, ends)


def _localized(texts: Localized | None, at: Location, moment: datetime) -> Iterator[Unit]:
    for text in dict.fromkeys(texts.texts.values()) if texts else ():
        yield from _plain(text, at, moment)


def units_of_hours(contacts: Contacts, config: Config, theme: Theme) -> Iterator[Unit]:
    """The words over the hours of each period, and those of last days and of closures."""
    for language, locale in config.locales.items():
        words = theme.strings[language]
        for contact in contacts.contacts:
            for period in contact.periods:
                first = formats.day_and_weekday(period.first, locale)
                for key in ("hours_from", "hours_from_to", "hours_news"):
                    text = words[key].partition("{last}")[0].partition("{hours}")[0]
                    yield Unit(text.format(first=first), period.at, period.announced)
            for end in contact.ends:
                day = formats.day_and_weekday(end.day, locale)
                yield Unit(words["line_until"].format(day=day), end.at, end.announced)
        for closure in contacts.closures:
            name = closure.name.of(language)
            text = closure_in_words(closure, name, words, locale)
            yield Unit(text, closure.at, closure.announced)


def phones(contacts: Contacts) -> Iterator[tuple[str, Unit]]:
    """Telephone numbers as they are written and as they are dialled."""
    for contact in contacts.contacts:
        for channel in contact.channels:
            for value in channel.values:
                for text in (*value.text.texts.values(), value.e164):
                    if text:
                        yield text, Unit(text, value.at, max(value.moment, contact.published))


def figures_of_facts(facts: Facts) -> Iterator[tuple[str, Unit]]:
    """The figures of facts, as digits."""
    for fact in facts.values():
        for value in fact.values:
            amounts: tuple[Decimal, ...] = ()
            if isinstance(value.amount, Decimal):
                amounts = (value.amount,)
            elif isinstance(value.amount, Money):
                amounts = tuple(amount for _, amount in value.amount.amounts)
            for amount in amounts:
                digits = str(abs(int(amount)))
                if len(digits) >= DIGITS:
                    yield digits, Unit("", value.at, value.moment)

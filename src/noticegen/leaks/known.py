"""What public sources and the theme say: it may stand in the output, whoever else typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import escape

from noticegen import formats
from noticegen.config import Config
from noticegen.leaks.names import public_files
from noticegen.leaks.stretches import GAP, visible
from noticegen.leaks.units import bodies, without_hole
from noticegen.markdown.document import Document
from noticegen.markdown.parse import parse
from noticegen.markdown.pieces import Hole
from noticegen.model import Page, Site, Update
from noticegen.public import PublicSite, all_notes, moments
from noticegen.record.canonical import read_canonical
from noticegen.record.log import Log
from noticegen.theme import BUILT_IN_PLACE, Theme
from noticegen.wording import Wording


def known(whole: Site, public: PublicSite, config: Config, theme: Theme) -> Iterator[str]:
    """What the theme and the settings say, and the names and days that are public."""
    yield from _words(theme)
    yield from _settings(config)
    yield from _addresses(whole, public.moment)
    yield from _dates(public.site, config)


def as_shown(whole: Site, public: PublicSite, config: Config, theme: Theme) -> Iterator[str]:
    """What the public texts say once their placeholders are filled, and how updates, figures
    and hours are named: somebody may have typed the same words into a text that is withheld.

    What is public is asked of the moments in the whole site: the gate may have a hole.
    """
    now = public.moment
    for language in public.languages:
        wording = Wording(public, language, config.locales, theme.strings, config.zone)
        for page in whole.all_pages:
            shown = public.page(page.name)
            if shown and page.published <= now:
                yield from _of_page(page, shown, public, wording)
        for fact in public.site.facts.values():
            name = wording.name(fact)
            for value in fact.values:
                if value.moment <= now:
                    for said in (wording.said(fact, value), wording.value(fact, value)):
                        yield wording.words["fact_is"].format(name=name, value=said)
        for contact in public.site.contacts.contacts:
            for period in contact.periods:
                if period.announced <= now:
                    yield wording.hours(contact, period.first)
        for note in all_notes(public.site):
            if note.moment <= now:
                yield wording.of(note.note, note.moment)


def recorded(log: Log) -> Iterator[str]:
    """What the public record keeps: as it was written, and what is no longer so as it was seen,
    for that is how the pages about changes show it."""
    for entry in log.entries:
        text = log.text(entry)
        yield text
        body = read_canonical(text).body
        if body and log.newest[entry.subject] != entry:
            yield visible("".join(map(without_hole, parse(body, "", first_line=1).html)))


def _of_page(page: Page, shown: Page, public: PublicSite, wording: Wording) -> Iterator[str]:
    """A public page, of the whole site and as the gate lets it through, in a language."""
    now, moment = public.moment, public.moment_of(page)
    yield wording.named(shown) if isinstance(shown, Update) else wording.title(shown)
    version = page.version(wording.language)
    if version and version.published <= now:
        yield wording.fill(version.summary, moment)
        for change in version.changes:
            if change.moment <= now:
                yield wording.fill(change.note, change.moment)
    for body in bodies(page):
        if body.language == wording.language and body.is_public(now):
            yield from _filled(body.document, wording, moment)


def _filled(document: Document, wording: Wording, moment: datetime) -> Iterator[str]:
    """A body as visible text, with its placeholders as they are shown and as they were said."""
    for is_said in (False, True):
        html = ""
        for piece in document.html:
            if isinstance(piece, Hole) and piece.kind in {"placeholder", "linked"}:
                filled = wording.placeholder(piece.value, moment)
                html += escape((filled.before if is_said else "") or filled.text)
            else:
                html += without_hole(piece)
        yield visible(html)


def _addresses(whole: Site, now: datetime) -> Iterator[str]:
    """What public links lead to, and the names of public pages and files."""
    for page in whole.all_pages:
        if page.published <= now:
            yield page.name
        for body in bodies(page):
            if body.is_public(now):
                yield from (link.target for link in body.document.links)
    yield from public_files(whole, now)


def _settings(config: Config) -> Iterator[str]:
    for setting in (
        config.title, config.organization, config.representative, config.address, config.banner,
        config.genuine.never, config.genuine.letters,
    ):  # fmt: skip
        yield from setting.texts.values() if setting else ()
    yield config.url
    yield config.official_site


def _words(theme: Theme) -> Iterator[str]:
    """What the theme says by itself, between the values that it is given.

    The templates of a site's own theme are no public source: what is typed there goes out
    unseen by the gate.
    """
    for strings in theme.strings.values():
        for text in strings.values():
            yield re.sub(r"\{[^}]*\}", "\n", text)
    for name, template in theme.templates.items():
        if not theme.places[name].startswith(BUILT_IN_PLACE):
            continue
        yield visible(re.sub(r"\{[{%#].*?[}%#]\}", GAP, template))


def _dates(site: Site, config: Config) -> Iterator[str]:
    """The days and moments that public pages name, in the words of each language: somebody may
    have typed the same day into a text that is withheld.
    """
    days: set[date] = {moment.astimezone(config.zone).date() for moment in moments(site)}
    for fact in site.facts.values():
        for value in fact.values:
            days |= {day for day in (value.as_of, value.amount) if isinstance(day, date)}
    for contact in site.contacts.contacts:
        days |= {period.first for period in contact.periods}
        days |= {end.day for end in contact.ends}
    for closure in site.contacts.closures:
        days |= {closure.first, closure.last}
    for day in days:
        for locale in config.locales.values():
            for form in (formats.day, formats.day_and_weekday, formats.day_of_month):
                yield form(day, locale)
    for moment in moments(site):
        for locale in config.locales.values():
            yield formats.moment(moment.astimezone(config.zone), locale)

"""A public site  ->  which pages exist, at which address, and which text each of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from noticegen.changelog import CONTACT, NUMBERS, Entry, Latest, entries, latest, with_printed
from noticegen.links import ToAttachment, ToFile, ToGenerated, ToPage, meaning
from noticegen.model import Page, Update, Version
from noticegen.public import PublicSite, is_behind
from noticegen.record.entry import Entry as LogEntry
from noticegen.record.entry import EntryKind
from noticegen.record.log import Log
from noticegen.record.pair import added_items

CHANGELOG, GENUINE, RECORD, CHANGES = "changelog", "genuine", "record", "changes"


_SILENT = frozenset({EntryKind.FORM, EntryKind.HOLIDAYS, EntryKind.TRANSLATION})
"""Entries that changed no word that anybody had read before."""


class Template(StrEnum):
    """Which template of the theme makes the page."""

    HOME = "home.html"
    UPDATE = "update.html"
    PAGE = "page.html"
    FAQ = "faq.html"
    CHANGELOG = "changelog.html"
    NUMBERS = "numbers.html"
    CONTACT = "contact.html"
    GENUINE = "genuine.html"
    RECORD = "record.html"
    CHANGE = "change.html"


_TEMPLATES = {"index": Template.HOME, "faq": Template.FAQ, GENUINE: Template.GENUINE}
"""Of standing pages by their names."""


class Recorded(NamedTuple):
    """An entry of the record that changed something, and the one before it."""

    entry: LogEntry
    before: LogEntry


class PlannedPage(NamedTuple):
    """One page in one language of the site."""

    route: str
    """Its path in the output."""
    name: str
    language: str
    """The language of the part of the site that it belongs to."""
    template: Template
    page: Page | None
    """The page it shows; None for what noticegen makes itself: the changelog, and so on."""
    version: Version | None
    """The text it shows, which may be in the authoritative language."""
    is_missing: bool
    """There is no text in `language`."""
    is_behind: bool
    alternates: Mapping[str, str]
    """The route in every language that has the text."""
    last_change: Entry
    """What changed last on it."""
    recorded: Recorded | None = None
    """The entry of the record that it shows."""


class Plan(NamedTuple):
    """Everything that is going to be rendered."""

    public: PublicSite
    log: Log | None
    """The public record; None where none is kept."""
    recorded: Mapping[tuple[str, datetime], int]
    """By subject and moment, the number of the entry whose change has a page."""
    stood: bool
    """Whether the site is shown as it stood at a moment before the end of its record."""
    entries: tuple[Entry, ...]
    latest: Latest
    corrections: Mapping[tuple[str, str | None], tuple[tuple[Update, str | None], ...]]
    """The updates that correct a page or a question, each with the one language it concerns."""
    neighbours: Mapping[str, tuple[Update | None, Update | None]]
    """The updates before and after each."""
    pages: tuple[PlannedPage, ...]

    def in_language(self, language: str) -> tuple[PlannedPage, ...]:
        """The pages of one language's part of the site, in the order of its navigation."""
        return tuple(page for page in self.pages if page.language == language)


def plan(public: PublicSite, log: Log | None = None, *, stood: bool = False) -> Plan:
    """Decide on the pages of a public site, and of the record that is kept of it."""
    all_entries = entries(public)
    newest = with_printed(latest(all_entries), all_entries, public)
    changed = recorded_changes(log) if log else ()
    pages = []
    for language in public.languages:
        for page in public.site.all_pages:
            pages.append(_planned(page, language, public, newest[page.name, None]))
        for name, template in generated(public, has_record=log is not None).items():
            if public.page(name):
                continue
            last_change = newest.get((name, None), all_entries[0])
            pages.append(_generated(name, language, template, public, last_change))
        for change in changed:
            name = f"{CHANGES}/{change.entry.number}"
            planned = _generated(name, language, Template.CHANGE, public, all_entries[0])
            pages.append(planned._replace(recorded=change))
    return Plan(
        public=public,
        log=log,
        recorded=_numbered(log, changed) if log else {},
        stood=stood,
        entries=all_entries,
        latest=newest,
        corrections=_corrections(public),
        neighbours=_neighbours(public.site.updates),
        pages=tuple(pages),
    )


def recorded_changes(log: Log) -> tuple[Recorded, ...]:
    """The entries that changed what readers had been shown before, each with its page."""
    found = []
    for history in log.history.values():
        found += [
            Recorded(entry, before)
            for before, entry in pairwise(history)
            if entry.kind not in _SILENT
        ]
    return tuple(sorted(found, key=lambda change: change.entry.number))


def _numbered(log: Log, changed: tuple[Recorded, ...]) -> Mapping[tuple[str, datetime], int]:
    """The entry of a change by its moment: its own, or that of the notes that it took down."""
    found = {}
    for change in changed:
        entry = change.entry
        found[entry.subject, entry.moment] = entry.number
        for item in added_items(log.text(change.before), log.text(entry)):
            found[entry.subject, item.when] = entry.number
    return found


def generated(public: PublicSite, *, has_record: bool) -> Mapping[str, Template]:
    """The pages that noticegen makes itself, with their templates.

    Under `GENUINE` the author may have a page, too: then it is that one, with what is made before
    its text.
    """
    pages = {CHANGELOG: Template.CHANGELOG}
    if public.site.facts:
        pages[NUMBERS] = Template.NUMBERS
    if public.site.contacts.contacts:
        pages[CONTACT] = Template.CONTACT
    pages[GENUINE] = Template.GENUINE
    if has_record:
        pages[RECORD] = Template.RECORD
    return pages


def folder(language: str, languages: tuple[str, ...]) -> str:
    """The folder of a language in the output: the authoritative one is at the root."""
    return "" if language == languages[0] else f"{language}/"


def route(name: str, language: str, languages: tuple[str, ...]) -> str:
    """The path of a page in the output."""
    return f"{folder(language, languages)}{name}.html"


def relative(here: str, there: str) -> str:
    """The address of the route `there`, seen from the page at `here`."""
    folders, steps = here.split("/")[:-1], there.split("/")
    common = 0
    while common < len(folders) and folders[common : common + 1] == steps[common:-1][:1]:
        common += 1
    return "../" * (len(folders) - common) + "/".join(steps[common:])


def routed(
    target: str, page: str, written_in: str, shown_in: str, public: PublicSite
) -> str | None:
    """The route (with fragment) that a link means; None for one that leads out of the site.

    `written_in` is the language of the text, `shown_in` that of the page that shows it: a text
    that stands in for a missing translation leads on within the reader's own part of the site.
    """
    match meaning(target, page, written_in):
        case ToPage(name, language, fragment):
            shown = shown_in if language == written_in else language
            return route(name, shown, public.languages) + (f"#{fragment}" if fragment else "")
        case ToFile(name):
            return f"files/{name}"
        case ToAttachment(id_):
            version = public.site.attachments[id_].version(_moment_of(page, public))
            assert version is not None, "the checks let no link to a later file through"
            return f"files/{version.file}"
        case ToGenerated(name):
            return route(name, shown_in, public.languages)
    return None


def _moment_of(page: str, public: PublicSite) -> datetime:
    shown = public.page(page)
    return public.moment_of(shown) if shown else public.moment


def _corrections(
    public: PublicSite,
) -> Mapping[tuple[str, str | None], tuple[tuple[Update, str | None], ...]]:
    found: dict[tuple[str, str | None], list[tuple[Update, str | None]]] = {}
    for update in public.site.updates:
        for reference in update.corrects:
            found.setdefault((reference.page, reference.question), []).append(
                (update, reference.language)
            )
    return {key: tuple(updates) for key, updates in found.items()}


def _neighbours(
    updates: tuple[Update, ...],
) -> Mapping[str, tuple[Update | None, Update | None]]:
    around = (None, *updates, None)
    return {update.name: (around[index], around[index + 2]) for index, update in enumerate(updates)}


def _planned(page: Page, language: str, public: PublicSite, last_change: Entry) -> PlannedPage:
    own = page.version(language)
    version = own or page.authoritative
    return PlannedPage(
        route=route(page.name, language, public.languages),
        name=page.name,
        language=language,
        template=_template(page),
        page=page,
        version=version,
        is_missing=own is None,
        is_behind=is_behind(page, version),
        alternates={
            other.language: route(page.name, other.language, public.languages)
            for other in page.versions
        },
        last_change=last_change,
    )


def _generated(
    name: str, language: str, template: Template, public: PublicSite, last_change: Entry
) -> PlannedPage:
    return PlannedPage(
        route=route(name, language, public.languages),
        name=name,
        language=language,
        template=template,
        page=None,
        version=None,
        is_missing=False,
        is_behind=False,
        alternates={other: route(name, other, public.languages) for other in public.languages},
        last_change=last_change,
    )


def _template(page: Page) -> Template:
    if isinstance(page, Update):
        return Template.UPDATE
    return _TEMPLATES.get(page.name, Template.PAGE)

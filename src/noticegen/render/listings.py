"""The plan  ->  what feeds and the sitemap list."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.changelog import ContactNews, Entry, EntryKind, FactNews, NoteNews
from noticegen.contacts import ChannelValue, Closure, End, Period
from noticegen.facts import right
from noticegen.feeds.atom import atom
from noticegen.feeds.items import FeedData, FeedItem
from noticegen.feeds.json_feed import json_feed
from noticegen.feeds.sitemap import SitemapPage, sitemap
from noticegen.model import Artifact, Update
from noticegen.plan import Plan, folder
from noticegen.render.pages import entry_note, entry_target, summary
from noticegen.render.reader import Reader
from noticegen.views import Spoken, plain


def feeds(reader: Reader) -> Iterator[Artifact]:
    """The feeds of one language."""
    own = folder(reader.language, reader.plan.public.languages)
    data = FeedData(
        id=_tag(reader, f"{reader.language}/feed"),
        title=reader.config.title.of(reader.language),
        author=reader.config.organization.of(reader.language),
        language=reader.language,
        url=f"{reader.config.url}{own}feed",
        home=reader.config.url + reader.route("index"),
        updated=reader.plan.entries[0].moment.astimezone(reader.config.zone),
        items=tuple(
            _item(entry, reader) for entry in reader.plan.entries if _is_for(entry, reader)
        ),
    )
    yield Artifact(f"{own}feed.atom", atom(data).encode())
    yield Artifact(f"{own}feed.json", json_feed(data).encode())


def sitemap_of(plan: Plan, url: str) -> Artifact:
    """The sitemap of all languages; pages that stand in for a translation are left out."""
    pages = tuple(
        SitemapPage(
            url + page.route,
            page.last_change.moment,
            {language: url + route for language, route in page.alternates.items()},
        )
        for page in plan.pages
        if not page.is_missing
    )
    return Artifact("sitemap.xml", sitemap(pages).encode())


def _is_for(entry: Entry, reader: Reader) -> bool:
    """A new translation is news only for those who read its language, and what a fact was at
    first is no news beside the text that it came with.
    """
    if entry.news:
        came_with_the_notice = entry.moment <= reader.plan.public.site.home.published
        return not (entry.is_first and (entry.kind is EntryKind.FACT or came_with_the_notice))
    return entry.kind is not EntryKind.TRANSLATION or reader.language in entry.languages


def _item(entry: Entry, reader: Reader) -> FeedItem:
    title, route, language = entry_target(entry, reader)
    zone = reader.config.zone
    updated = entry.moment
    match entry.news:
        case FactNews(fact, value):
            updated = right(fact, value).moment
        case None if entry.is_first:
            updated = reader.plan.latest[entry.page, entry.question].moment
    page = reader.plan.public.page(entry.page)
    if entry.kind is EntryKind.UPDATE and isinstance(page, Update):
        title = reader.wording.named(page)
    else:
        title = reader.say("what_and_title", what=reader.what(entry), title=title)
    told = _summary(entry, reader)
    return FeedItem(
        id=_tag(reader, _path(entry, reader)),
        title=title,
        url=reader.config.url + route,
        language=language,
        published=entry.moment.astimezone(zone),
        updated=updated.astimezone(zone),
        summary=told.text,
        summary_language=told.language,
        category=entry.change_kind or entry.kind,
    )


def _summary(entry: Entry, reader: Reader) -> Spoken:
    page = reader.plan.public.page(entry.page)
    if entry.changes or entry.news or page is None:
        note, language = entry_note(entry, reader)
        return Spoken(plain(note), language)
    if entry.question:
        return Spoken("", reader.language)
    version = page.version(reader.language) or page.authoritative
    if page.withdrawal:
        language = page.authoritative.language
        wording = reader.wording.in_language(language)
        return Spoken(wording.fill(page.withdrawal.note, page.withdrawal.moment), language)
    return Spoken(summary(page, version, reader), version.language)


def _path(entry: Entry, reader: Reader) -> str:
    """What tells an entry from all others, and never changes."""
    path = f"{reader.language}/{entry.page}" + (f"#{entry.anchor}" if entry.anchor else "")
    if entry.kind in {EntryKind.CHANGE, EntryKind.TRANSLATION} or entry.news:
        path += f"/{entry.kind}/{entry.moment.astimezone(reader.config.zone):%Y%m%dT%H%M%S}"
        path += f"/{entry.change_kind}" if entry.change_kind else ""
    match entry.news:
        case ContactNews(_, Period() as period):
            path += f"/{period.first:%Y%m%d}"
        case ContactNews(_, End()):
            path += "/until"
        case ContactNews(_, Closure() as closure):
            path += f"/{closure.id}"
        case ContactNews(contact, ChannelValue() as value):
            kind = next(c.kind for c in contact.channels if value in c.values)
            path += f"/{kind}"
        case NoteNews(about, note):
            notes = about.changes if about else reader.plan.public.site.notes
            same = [n for n in notes if (n.moment, n.kind) == (note.moment, note.kind)]
            path += f"/{same.index(note) + 1}" if note != same[0] else ""
    return path


def _tag(reader: Reader, path: str) -> str:
    """A tag URI: the domain on the day of the first notice, and a path that never changes."""
    day = reader.plan.public.site.home.published.astimezone(reader.config.zone).date()
    host = reader.config.host.partition(":")[0]
    return f"tag:{host},{day.isoformat()}:{path}"

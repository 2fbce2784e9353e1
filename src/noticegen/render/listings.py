"""The plan  ->  what feeds and the sitemap list."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.changelog import Entry, EntryKind
from noticegen.feeds.atom import atom
from noticegen.feeds.items import FeedData, FeedItem
from noticegen.feeds.json_feed import json_feed
from noticegen.feeds.sitemap import SitemapPage, sitemap
from noticegen.model import Artifact, Faq, Update
from noticegen.plan import Plan, folder
from noticegen.render.pages import entry_target
from noticegen.render.reader import Reader


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
    """A new translation is news only for those who read its language."""
    return entry.kind is not EntryKind.TRANSLATION or reader.language in entry.languages


def _item(entry: Entry, reader: Reader) -> FeedItem:
    title, route, language = entry_target(entry, reader)
    zone = reader.config.zone
    page = reader.plan.public.page(entry.page)
    assert page is not None
    newest = entry
    if entry.kind in {EntryKind.UPDATE, EntryKind.PAGE, EntryKind.QUESTION}:
        newest = reader.plan.latest[entry.page, entry.question]
    if entry.changes:
        own = entry.changes.get(reader.language) or entry.changes[entry.languages[0]]
        summary = reader.wording.fill(own.note)
    elif entry.question and isinstance(page, Faq):
        summary = ""
    else:
        version = page.version(reader.language) or page.authoritative
        summary = reader.wording.fill(version.summary)
        if page.withdrawal:
            summary = reader.wording.fill(page.withdrawal.note)
    if entry.kind is EntryKind.UPDATE and isinstance(page, Update):
        title = reader.wording.named(page)
    elif entry.kind is not EntryKind.UPDATE:
        title = reader.say("what_and_title", what=reader.what(entry), title=title)
    path = f"{reader.language}/{entry.page}" + (f"#{entry.question}" if entry.question else "")
    if entry.kind in {EntryKind.CHANGE, EntryKind.TRANSLATION}:
        path += f"/{entry.kind}/{entry.moment.astimezone(zone):%Y%m%dT%H%M%S}"
        path += f"/{entry.change_kind}" if entry.change_kind else ""
    return FeedItem(
        id=_tag(reader, path),
        title=title,
        url=reader.config.url + route,
        language=language,
        published=entry.moment.astimezone(zone),
        updated=newest.moment.astimezone(zone),
        summary=summary,
        category=entry.change_kind or entry.kind,
    )


def _tag(reader: Reader, path: str) -> str:
    """A tag URI: the domain on the day of the first notice, and a path that never changes."""
    day = reader.plan.public.site.home.published.astimezone(reader.config.zone).date()
    host = reader.config.host.partition(":")[0]
    return f"tag:{host},{day.isoformat()}:{path}"

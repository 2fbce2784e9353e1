"""What is live, scheduled, draft, missing and behind, and when the next build is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from noticegen.config import Config
from noticegen.model import NEVER, Page, Site, Text
from noticegen.public import is_behind, next_moment, public


class State(StrEnum):
    """What can be said of a text."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    MISSING = "missing"
    BEHIND = "behind"


class Item(NamedTuple):
    """One page, question, block or setting in one language, and its state."""

    state: State
    name: str
    language: str
    title: str
    moment: datetime | None
    """Since when it is live, or from when it will be; None for drafts and missing texts."""


class Status(NamedTuple):
    """The state of a site at a moment."""

    moment: datetime
    items: tuple[Item, ...]
    next_build: datetime | None
    """When something on the site begins or ends to be public next."""


def status(site: Site, config: Config, moment: datetime) -> Status:
    """The state of `site` at `moment`."""
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
    order = list(State)
    items.sort(key=lambda item: order.index(item.state))
    return Status(moment, tuple(items), next_moment(site, moment))


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


def _future(name: str, text: Text, title: str, moment: datetime) -> Item:
    if moment == NEVER:
        return Item(State.DRAFT, name, text.language, title, None)
    return Item(State.SCHEDULED, name, text.language, title, moment)

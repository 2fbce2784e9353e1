"""A project and a view of it  ->  the whole site as bytes, and what is not public of it.

The stages are those of `build`; what differs is the moment, and whether drafts are taken to be
public at it. A silent change is told and does not stop a preview: it is what one looks at
before the note is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from noticegen.build import Rendered, Sources, prove, read, render_site
from noticegen.config import Config
from noticegen.diagnostics import Diagnostic, Exit, in_order
from noticegen.model import NEVER, Site
from noticegen.public import due_builds, moments
from noticegen.serve.view import PUBLIC, View
from noticegen.status import Item, State, items_of
from noticegen.steps import ANEW, Steps

_TOLD = frozenset({Exit.RECORD})

_MARKED = frozenset({State.SCHEDULED, State.DRAFT, State.MISSING, State.BEHIND})

_GENERATED = {"facts.yml": "numbers", "contacts.yml": "contact"}
"""The page on which a file of data is shown."""


class Shown(NamedTuple):
    """A site that holds together, as one view shows it."""

    view: View
    moment: datetime
    """For which it was made: of a view that moves, that of the last change before now."""
    now: datetime
    """Since when something counts as public."""
    config: Config
    files: Mapping[str, bytes]
    """Every artifact, by its path in the output."""
    marked: tuple[Item, ...]
    """What is scheduled, a draft, missing or behind at `now`."""
    upcoming: tuple[datetime, ...]
    """The moments to come at which something changes."""
    due: datetime | None
    """When the view as the public sees it changes by itself."""

    @property
    def as_of(self) -> datetime:
        """The moment that it shows."""
        return self.moment if self.view.at else max(self.moment, self.now)

    def about(self, name: str, language: str) -> Iterator[Item]:
        """What is marked on the page `name` for readers of `language`.

        What is not public in the authoritative language is so in every other one.
        """
        here = [item for item in self.marked if _page(item) == name]
        own = {(item.state, item.name) for item in here if item.language == language}
        for item in here:
            is_first = item.language == self.config.languages[0] and ":" not in item.name
            is_for_all = is_first and item.state in (State.DRAFT, State.SCHEDULED)
            if (
                item.language == language
                or name in _GENERATED.values()
                or (is_for_all and (item.state, item.name) not in own)
            ):
                yield item


class Made(NamedTuple):
    """What preparing a view gave."""

    shown: Shown | None
    """None where a finding stops it."""
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    without_drafts: bool = False
    """A draft would have stopped it, and was left out."""
    rendered: Rendered | None = None
    """What is shown, for a look at its bytes afterwards."""


def make(project: Path, view: View, now: datetime, steps: Steps = ANEW) -> Made:
    """The site in the folder `project` as `view` shows it at `now`.

    Raises NoticegenError where a file cannot be read.
    """
    sources = read(project, steps=steps)
    site, config = sources.site, sources.config
    if site is None or config is None:
        return Made(None, sources.findings, sources.texts)
    now = now.astimezone(config.zone).replace(microsecond=0)
    when = moments(site)
    due = due_builds(site, now)
    moment = _moment(view, site, now, when, due)
    rendered, left_out = _rendered(project, sources, view, moment, steps)
    findings = _told(rendered.findings, view)
    if not rendered.artifacts:
        return Made(None, findings, sources.texts)
    shown = Shown(
        view=view,
        moment=moment,
        now=now,
        config=config,
        files=MappingProxyType({a.path: a.content for a in rendered.artifacts}),
        marked=tuple(i for i in items_of(site, config, now) if i.state in _MARKED),
        upcoming=tuple(later for later in when if later > now),
        due=min((later for later in due if later > now), default=None),
    )
    return Made(shown, findings, sources.texts, left_out, rendered)


def looked_at(made: Made, steps: Steps = ANEW) -> Made:
    """The same with what is wrong with the bytes that are shown.

    Whoever writes sees the page first: what a look at the bytes finds is the theme's doing.
    """
    if made.shown is None or made.rendered is None:
        return made
    found = _told(prove(made.rendered, steps), made.shown.view)
    return made._replace(findings=in_order((*made.findings, *found)), rendered=None)


def _told(findings: Iterable[Diagnostic], view: View) -> tuple[Diagnostic, ...]:
    """What a view tells: of the record only beside what is public now."""
    return tuple(f for f in findings if view == PUBLIC or f.exit is not Exit.RECORD)


def _page(item: Item) -> str:
    """The page on which an item is shown."""
    page = item.name.replace("#", ":").partition(":")[0]
    return _GENERATED.get(page, page)


def _moment(
    view: View,
    site: Site,
    now: datetime,
    when: tuple[datetime, ...],
    due: frozenset[datetime],
) -> datetime:
    """The moment of a view. For one that moves, it is that of the last change: the site has been
    the same since then, and what was made of it then need not be made again."""
    if view.at:
        return view.at.astimezone(site.zone)
    if view.drafts and when and when[-1] > now:
        return when[-1].astimezone(site.zone)
    # `security.txt` changes once a month, whatever the content is.
    month = now.astimezone(timezone.utc).replace(day=1, hour=0, minute=0, second=0)
    return max([month, *(past for past in due if past <= now)]).astimezone(site.zone)


def _rendered(
    project: Path, sources: Sources, view: View, moment: datetime, steps: Steps
) -> tuple[Rendered, bool]:
    """The artifacts, and whether drafts were left out of them because they stop it."""
    if not view.drafts or not _has_drafts(sources.site):
        return render_site(sources, moment, despite=_TOLD, steps=steps), False
    with_drafts = read(project, drafts=moment, steps=steps.apart("drafts"))
    rendered = render_site(with_drafts, moment, despite=_TOLD, steps=steps)
    if rendered.artifacts:
        return rendered, False
    without = render_site(sources, moment, despite=_TOLD, steps=steps)
    if without.artifacts:
        return without._replace(findings=rendered.findings), True
    return rendered, False


def _has_drafts(site: Site | None) -> bool:
    if site is None:
        return False
    answers = [a for q in site.faq.questions for a in q.answers] if site.faq else []
    versions = [version for page in site.all_pages for version in page.versions]
    return any(text.published == NEVER for text in (*versions, *answers))

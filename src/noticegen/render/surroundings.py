"""A plan  ->  the same plan as the pages of others see it: everything but the bodies.

A page is made of its own text and of what stands here, so that an edit to one body changes no
other page, and nothing that could be kept of the others is out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from noticegen.config import Config
from noticegen.diagnostics import Location
from noticegen.markdown.document import Document, Heading
from noticegen.model import Faq, Page, Question, Text, Topic, Update
from noticegen.plan import Plan
from noticegen.steps import Steps
from noticegen.theme import Theme

_P = TypeVar("_P", Page, Update, Faq)
_T = TypeVar("_T", bound=Text)
_NOWHERE = Location("")


class Surroundings(NamedTuple):
    """All that goes into a page besides itself."""

    plan: Plan
    """Without bodies, and without the list of pages."""
    config: Config
    theme: Theme
    files: Mapping[str, bytes]
    """The public attachments."""


def without_bodies(plan: Plan, steps: Steps) -> Plan:
    """The plan in which every page keeps its name, titles, moments, notes and the ids that can
    be linked to, and loses its text."""
    return _with(plan, "without body", _without_body, steps)


def without_summaries(plan: Plan, steps: Steps) -> Plan:
    """The same without the summaries, which nothing but lists show of other pages."""
    return _with(plan, "without summary", _without_summary, steps)


def _with(plan: Plan, step: str, change: Callable[[Page], Page], steps: Steps) -> Plan:
    """The plan with other pages in the place of its own, wherever they stand in it."""
    public = plan.public
    whole = tuple(public.site.all_pages)
    changed = steps.each(
        step, change, whole, name=lambda page: page.name, inputs=lambda page: page, is_heavy=False
    )
    pages = {page.name: page for page in changed}

    def of(page: _P) -> _P:
        other = pages[page.name]
        assert isinstance(other, type(page))
        return other

    def seen(update: Update | None) -> Update | None:
        return of(update) if update else None

    site = replace(
        public.site,
        home=of(public.site.home),
        faq=of(public.site.faq) if public.site.faq else None,
        pages=tuple(map(of, public.site.pages)),
        updates=tuple(map(of, public.site.updates)),
    )
    return plan._replace(
        public=public._replace(site=site, pages=pages),
        corrections={
            key: tuple((of(update), language) for update, language in corrections)
            for key, corrections in plan.corrections.items()
        },
        neighbours={
            name: (seen(older), seen(newer)) for name, (older, newer) in plan.neighbours.items()
        },
        pages=(),
    )


def _without_body(page: Page) -> Page:
    bare = replace(page, versions=tuple(_text(version) for version in page.versions))
    if isinstance(bare, Faq):
        return replace(bare, topics=tuple(_topic(topic) for topic in bare.topics))
    return bare


def _without_summary(page: Page) -> Page:
    return replace(page, versions=tuple(replace(v, summary="") for v in page.versions))


def _topic(topic: Topic) -> Topic:
    return Topic(
        tuple(title._replace(intro=_outline(title.intro)) for title in topic.titles),
        tuple(_question(question) for question in topic.questions),
    )


def _question(question: Question) -> Question:
    return replace(question, answers=tuple(_text(answer) for answer in question.answers))


def _text(text: _T) -> _T:
    return replace(text, document=_outline(text.document), at=_NOWHERE, scheduled=())


def _outline(document: Document) -> Document:
    headings = tuple(
        Heading(0, "", 0, _NOWHERE, False, heading.id, True, {})
        for heading in document.headings
        if heading.explicit_id
    )
    return _EMPTY._replace(path=document.path, headings=headings)


_EMPTY = Document("", "", 0, 0, (), (), (), (), (), (), (), (), (), ())

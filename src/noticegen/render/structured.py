"""A page  ->  what it is in the words of schema.org, as JSON-LD: data that no browser runs.

Everything here stands on the page as well, and nothing that it does not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from noticegen.changelog import HOME
from noticegen.model import Change, Faq, Page, Question, Update
from noticegen.notes import ChangeKind
from noticegen.plan import CHANGELOG, RECORD, PlannedPage, Template
from noticegen.public import changes_of, withdrawal_of
from noticegen.render.pages import corrections_of, named, question_states, written
from noticegen.render.plainly import plain_states
from noticegen.render.reader import Reader, marks
from noticegen.views import Html, Link, SharingView, plain

Node = Mapping[str, object]
"""A thing of schema.org, with its properties."""

_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""What could end the script element, is no XML by itself, or ends a line of JavaScript."""


def structured(planned: PlannedPage, shared: SharingView, reader: Reader) -> Html:
    """The graph of a page whose title, description, address and moments `shared` has."""
    document = {"@context": "https://schema.org", "@graph": list(_graph(planned, shared, reader))}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Html(text.translate(_SIGNS))


def _graph(planned: PlannedPage, shared: SharingView, reader: Reader) -> Iterator[Node]:
    page = planned.page
    if isinstance(page, Faq):
        questions = [_question(question, page, shared, reader) for question in _kept(page)]
        if questions:
            more = {"name": shared.title, "mainEntity": questions}
            yield _work("FAQPage", planned, shared, reader, more)
            yield from _around(reader)
    elif shared.published:
        more = {"headline": shared.title, "mainEntityOfPage": shared.url}
        yield _work("Article", planned, shared, reader, more)
        yield from _around(reader)
    if planned.template is not Template.HOME:
        yield _breadcrumbs(planned, shared, reader)


def _work(
    type_: str, planned: PlannedPage, shared: SharingView, reader: Reader, more: Node
) -> Node:
    """A text with its dates and its corrections."""
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    organization = {"@id": _id(reader, "organization")}
    return {
        "@type": type_,
        "url": shared.url,
        "description": shared.description,
        "inLanguage": version.language,
        "datePublished": published(planned, reader),
        "dateModified": reader.when(planned.last_change.moment).iso,
        "author": organization,
        "publisher": organization,
        "isPartOf": {"@id": _id(reader, "site")},
        **more,
        **_corrected(page, None, version.language, reader),
    }


def published(planned: PlannedPage, reader: Reader) -> str:
    """When the text became public in its language."""
    assert planned.page is not None
    assert planned.version is not None
    return reader.when(max(planned.page.published, planned.version.published)).iso


def _around(reader: Reader) -> Iterator[Node]:
    """Who publishes, and the site that a text is a part of."""
    config, language = reader.config, reader.language
    yield {
        "@type": "Organization",
        "@id": _id(reader, "organization"),
        "name": config.organization.of(language),
        "url": config.official_site,
    }
    yield {
        "@type": "WebSite",
        "@id": _id(reader, "site"),
        "name": config.title.of(language),
        "url": f"{config.url}{HOME}.html",
        "publisher": {"@id": _id(reader, "organization")},
    }


def _id(reader: Reader, name: str) -> str:
    return f"{reader.config.url}#{name}"


def _home(reader: Reader) -> str:
    return reader.full_address(reader.route(HOME))


# ---------------------------------------------------------------------------- questions


def _kept(faq: Faq) -> Iterator[Question]:
    """The questions whose answers still stand."""
    if faq.withdrawal is None:
        yield from (q for q in faq.questions if withdrawal_of(faq, q.id) is None)


def _question(question: Question, faq: Faq, shared: SharingView, reader: Reader) -> Node:
    """A question with the whole of its answer, after what readers have to know about it."""
    answer = question.answer(reader.language) or question.answers[0]
    changes = changes_of(faq, answer.language, question.id)
    text = reader.plain(
        answer.document,
        faq.name,
        answer.language,
        marks=marks(changes, reader.wording.in_language(answer.language)),
        written=written(faq, answer, question.id),
    )
    states = plain_states(question_states(question, faq, reader, reader.full_address))
    return {
        "@type": "Question",
        "name": reader.question(answer),
        "url": f"{shared.url}#{question.id}",
        "inLanguage": answer.language,
        "acceptedAnswer": {"@type": "Answer", "text": "\n\n".join([*states, text.strip()])},
        **_corrected(faq, question.id, answer.language, reader),
    }


# ---------------------------------------------------------------------------- corrections


def _corrected(page: Page, question: str | None, language: str, reader: Reader) -> Node:
    """What was wrong in a text, by its public notes and by later updates that correct it."""
    found = [
        (change.moment, _noted(change, page, language, reader))
        for change in changes_of(page, language, question)
        if change.kind is ChangeKind.CORRECTION
    ]
    words = reader.words["question_corrected_by" if question else "corrected_by"]
    for update in corrections_of(page.name, question, reader):
        link = named(update, reader.full_address, reader)
        found.append(
            (
                update.published,
                _comment(update.published, f"{words} {plain(link.text)}", link, reader),
            )
        )
    found.sort(key=lambda pair: pair[0])
    return {"correction": [comment for _, comment in found]} if found else {}


def _noted(change: Change, page: Page, language: str, reader: Reader) -> Node:
    view = reader.change(change, page, language, reader.full_address)
    return _comment(change.moment, view.note, view.recorded, reader)


def _comment(moment: datetime, text: str, link: Link | None, reader: Reader) -> Node:
    return {
        "@type": "CorrectionComment",
        "text": text,
        **({"url": link.href} if link else {}),
        "datePublished": reader.when(moment).iso,
    }


# ---------------------------------------------------------------------------- breadcrumbs


def _breadcrumbs(planned: PlannedPage, shared: SharingView, reader: Reader) -> Node:
    """The way from the notice to the page. The last step is where the reader is already."""
    steps = [(shared.site, _home(reader))]
    through = _list_of(planned)
    if through:
        steps.append((reader.words[through], reader.full_address(reader.route(through))))
    items: list[Node] = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    here = {"@type": "ListItem", "position": len(steps) + 1, "name": shared.title}
    return {"@type": "BreadcrumbList", "itemListElement": [*items, here]}


def _list_of(planned: PlannedPage) -> str | None:
    """The page that lists pages like this one."""
    if isinstance(planned.page, Update):
        return CHANGELOG
    return RECORD if planned.recorded else None

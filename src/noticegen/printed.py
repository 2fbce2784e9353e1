"""A public page  ->  the facts and contacts that it prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from noticegen.facts import is_current, told
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.markdown.placeholders import split_plain
from noticegen.mentions import SAID, Mention, OfContact, OfFact, read_mention
from noticegen.model import Faq, Page, Text, Version
from noticegen.public import PublicSite, texts


class Printed(NamedTuple):
    """What texts say of facts and contacts, by their ids."""

    facts: frozenset[str]
    """Shown as of the moment of the text: neither as they were before, nor at another moment."""
    corrected: frozenset[str]
    """Those among them that follow corrections: not those that are shown as they were said."""
    contacts: frozenset[str]


def printed_on(page: Page, public: PublicSite) -> Printed:
    """What a page prints in any of its languages."""
    plain = [text for version in page.versions for text in (version.title, version.summary)]
    if isinstance(page, Faq):
        plain += [answer.title for q in page.questions for answer in q.answers]
    return _printed(plain, [document for _, document in texts(page)], public, page)


def printed_in(text: Text, public: PublicSite, page: Page) -> Printed:
    """What one text prints in its language, its title and its summary among it."""
    plain = [text.title, *([text.summary] if isinstance(text, Version) else [])]
    return _printed(plain, [text.document], public, page)


def mentions(plain: list[str], documents: list[Document]) -> Iterator[Mention]:
    """Everything that placeholders name, in plain texts and in bodies."""
    for text in plain:
        for is_placeholder, piece in split_plain(text):
            if is_placeholder and (mention := read_mention(piece)):
                yield mention
    for document in documents:
        for placeholder in document.placeholders:
            if mention := read_mention(placeholder.name):
                yield mention


def _printed(
    plain: list[str], documents: list[Document], public: PublicSite, page: Page
) -> Printed:
    facts: set[str] = set()
    corrected: set[str] = set()
    contacts: set[str] = set()
    for mention in mentions(plain, documents):
        if isinstance(mention, OfFact) and _is_shown(mention):
            facts.add(mention.id)
            if mention.form != SAID:
                corrected.add(mention.id)
        elif isinstance(mention, OfContact):
            contacts.add(mention.id)
    for document in documents:
        for directive in document.directives:
            if directive.name == "facts":
                moment = public.moment_of(page)
                corrected.update(directive.ids or listed_facts(public, moment))
            else:
                contacts.update(directive.ids or (c.id for c in public.site.contacts.contacts))
    return Printed(
        frozenset(_with_nested(facts | corrected, public)),
        frozenset(_with_nested(corrected, public)),
        frozenset(contacts),
    )


def listed_facts(public: PublicSite, moment: datetime) -> tuple[str, ...]:
    """The facts that ``::: facts`` without ids shows: those that have a value at `moment`."""
    facts = public.site.facts
    return tuple(
        id_ for id_, fact in facts.items() if told(fact, moment) and is_current(facts, id_, moment)
    )


def _with_nested(ids: set[str], public: PublicSite) -> set[str]:
    """The same with the facts that are printed by texts among them."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ in found:
            continue
        found.add(id_)
        fact = public.site.facts.get(id_)
        for value in fact.values if fact else ():
            if isinstance(value.amount, Localized):
                nested = mentions(list(value.amount.texts.values()), [])
                waiting += [m.id for m in nested if isinstance(m, OfFact) and _is_shown(m)]
    return found


def _is_shown(mention: OfFact) -> bool:
    return not mention.when and mention.part not in {"previous", "name"}

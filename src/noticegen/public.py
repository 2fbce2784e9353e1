"""The gate: a whole site and a moment  ->  the site from which everything withheld is gone.

This is the one place where drafts and the future are left out. What comes after it (plan,
pages, feeds, files) never sees more than it lets through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from operator import is_
from typing import NamedTuple, TypeVar

from noticegen.contacts import Contact, due_moments, public_contacts
from noticegen.contacts import publication_moments as contacts_become_public
from noticegen.diagnostics import Diagnostic, Location
from noticegen.facts import Fact, public_facts
from noticegen.facts import publication_moments as facts_become_public
from noticegen.links import ToAttachment, ToFile, meaning
from noticegen.markdown.document import Document
from noticegen.markdown.parse import parse, without_lines
from noticegen.model import (
    NEVER,
    Attachment,
    Change,
    Faq,
    Page,
    Question,
    Site,
    Text,
    Topic,
    Update,
    Version,
)
from noticegen.moments import read_moment
from noticegen.notes import ChangeKind, Note, public_notes

_P = TypeVar("_P", Page, Update, Faq)


class PublicSite(NamedTuple):
    """What everybody may see at `moment`, and nothing else."""

    site: Site
    moment: datetime
    numbers: Mapping[str, int]
    """The number of each numbered update (第1報, 第2報, …), by its name."""
    pages: Mapping[str, Page]
    """Every public page by its name, in the order of the site."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, the authoritative one first."""
        return self.site.languages

    def page(self, name: str) -> Page | None:
        """The public page of this name."""
        return self.pages.get(name)

    def contact(self, id_: str) -> Contact | None:
        """The public contact of this id."""
        return next((c for c in self.site.contacts.contacts if c.id == id_), None)

    def moment_of(self, page: Page) -> datetime:
        """The moment for which a page speaks: its own for an update, now for a standing page."""
        return page.published if isinstance(page, Update) else self.moment

    def named_moment(self, text: str) -> datetime | None:
        """The moment that a placeholder names: that of an update, or one that is written out."""
        update = self.page(f"updates/{text}")
        if update:
            return update.published
        moment = read_moment(text, Location(""), self.site.zone)
        return None if isinstance(moment, Diagnostic) else moment


def public(site: Site, moment: datetime) -> PublicSite | None:
    """What of `site` is public at `moment`; None where the notice itself is not."""
    home = _page(site.home, moment)
    if home is None:
        return None
    faq = _page(site.faq, moment) if site.faq else None
    updates = _pages(site.updates, moment)
    pages = _pages(site.pages, moment)
    shown_site = Site(
        languages=site.languages,
        zone=site.zone,
        home=home,
        faq=faq,
        pages=pages,
        updates=updates,
        facts=public_facts(site.facts, moment),
        contacts=public_contacts(site.contacts, moment),
        files={},
        attachments={},
        notes=public_notes(site.notes, moment),
    )
    targets = set(_linked_files(shown_site))
    attachments = _attachments(site, targets, moment)
    linked = {target.name for target in targets if isinstance(target, ToFile)}
    linked |= {v.file for attachment in attachments.values() for v in attachment.versions}
    files = {name: site.files[name] for name in sorted(linked) if name in site.files}
    return PublicSite(
        replace(shown_site, files=files, attachments=attachments),
        moment,
        _numbers(updates),
        {page.name: page for page in shown_site.all_pages},
    )


def _numbers(updates: tuple[Update, ...]) -> Mapping[str, int]:
    """The number of each numbered update: the one that was kept, or the next one."""
    numbered = [update for update in updates if update.is_numbered]
    numbers = {u.name: u.kept_number for u in numbered if u.kept_number is not None}
    following = count(max(numbers.values(), default=0) + 1)
    return {
        update.name: numbers[update.name] if update.name in numbers else next(following)
        for update in numbered
    }


def moments(site: Site) -> tuple[datetime, ...]:
    """Every moment at which something on the site begins or ends to be public, in order."""
    found: set[datetime] = set()
    for page in site.all_pages:
        for version in page.versions:
            found.add(version.published)
            found.update(change.moment for change in version.changes)
            found.update(block.moment for block in version.scheduled)
    for question in site.faq.questions if site.faq else ():
        for answer in question.answers:
            found.add(answer.published)
            found.update(block.moment for block in answer.scheduled)
    found.update(facts_become_public(site.facts))
    found.update(contacts_become_public(site.contacts))
    for attachment in site.attachments.values():
        found.update(version.moment for version in attachment.versions)
        found.update(note.moment for note in attachment.changes)
    found.update(note.moment for note in site.notes)
    return tuple(sorted(found - {NEVER}))


def all_notes(site: Site) -> Iterator[Note]:
    """Every note about what is no page: facts, contacts, files, and the site itself."""
    for fact in site.facts.values():
        yield from fact.changes
    for contact in site.contacts.contacts:
        yield from contact.changes
    for attachment in site.attachments.values():
        yield from attachment.changes
    yield from site.notes


def next_moment(site: Site, moment: datetime) -> datetime | None:
    """When the next build is due: something begins or ends to be public, hours change, a closure
    begins or is over, or a deadline has passed.
    """
    return min((due for due in due_builds(site, moment) if due > moment), default=None)


def due_builds(site: Site, moment: datetime) -> frozenset[datetime]:
    """When builds are due, as far as it is known at `moment`: before and after it. Between two
    of them the site is the same."""
    due = {*moments(site), *due_moments(site.contacts), *deadlines(site, moment)}
    if any(contact.holidays for contact in site.contacts.contacts):
        # The public holidays that are shown are those of this year and the next.
        due |= {datetime(moment.year + more, 1, 1, tzinfo=site.zone) for more in (0, 1)}
    return frozenset(due)


def has_drafts(site: Site) -> bool:
    """Whether a page, a translation or an answer is never to be built as it is."""
    return any(
        text.published == NEVER
        for page in site.all_pages
        for text in (
            *page.versions,
            *(a for question in getattr(page, "questions", ()) for a in question.answers),
        )
    )


def deadlines(site: Site, moment: datetime) -> Mapping[datetime, Fact]:
    """When a day or a moment that a public fact names is over, and which fact it is."""
    found: dict[datetime, Fact] = {}
    for fact in public_facts(site.facts, moment).values():
        named = fact.places[-1][-1].amount
        if isinstance(named, datetime):
            found[named] = fact
        elif isinstance(named, date):
            found[datetime.combine(named + timedelta(days=1), time(), site.zone)] = fact
    return found


def changes_of(page: Page, language: str, question: str | None = None) -> tuple[Change, ...]:
    """The changes to a page, or to one of its answers, in `language`, oldest first."""
    version = page.version(language)
    if version is None:
        return ()
    return tuple(change for change in version.changes if change.question == question)


def is_behind(page: Page, text: Text, question: str | None = None) -> bool:
    """Whether the authoritative text changed after the moment that the translation follows."""
    original = changes_of(page, page.authoritative.language, question)
    if text.language == page.authoritative.language or not original:
        return False
    own = changes_of(page, text.language, question)
    follows = text.follows or max([text.published, *(change.moment for change in own)])
    return original[-1].moment > follows


def withdrawal_of(page: Page, question: str) -> Change | None:
    """The public note that withdraws a question."""
    return next(
        (
            change
            for change in changes_of(page, page.authoritative.language, question)
            if change.kind is ChangeKind.WITHDRAWAL
        ),
        None,
    )


def texts(page: Page) -> Iterator[tuple[str, Document]]:
    """Every text of a page with its language: bodies, topics and answers."""
    for version in page.versions:
        yield version.language, version.document
    if isinstance(page, Faq):
        for topic in page.topics:
            for title in topic.titles:
                yield title.language, title.intro
            for question in topic.questions:
                for answer in question.answers:
                    yield answer.language, answer.document


def fragments(page: Page, language: str) -> frozenset[str]:
    """The ids that an author may link to on a page, as readers of `language` see it."""
    version = page.version(language) or page.authoritative
    ids = set(version.document.ids)
    if isinstance(page, Faq):
        for topic in page.topics:
            ids.add(topic.title(language).id)
            for question in topic.questions:
                answer = question.answer(language) or question.answers[0]
                ids |= {question.id, *answer.document.ids}
    return frozenset(ids)


def _pages(pages: tuple[_P, ...], moment: datetime) -> tuple[_P, ...]:
    return tuple(shown for page in pages if (shown := _page(page, moment)) is not None)


def _page(page: _P, moment: datetime) -> _P | None:
    if page.published > moment:
        return None
    versions = tuple(
        _version(version, moment) for version in page.versions if version.published <= moment
    )
    # What is public whole stays the value that it was, and need not be compared later on.
    is_same = len(versions) == len(page.versions) and all(map(is_, versions, page.versions))
    shown = page if is_same else replace(page, versions=versions)
    if shown.withdrawal:
        shown = replace(shown, versions=tuple(_emptied(version) for version in shown.versions))
    if isinstance(shown, Faq):
        shown = replace(
            shown,
            versions=tuple(
                _without_changes_to(_withheld(shown, version.language, moment), version)
                for version in shown.versions
            ),
        )
        topics = (
            ()
            if shown.withdrawal
            else tuple(_topic(topic, shown, moment) for topic in shown.topics)
        )
        return replace(shown, topics=tuple(topic for topic in topics if topic.questions))
    return shown


def _version(version: Version, moment: datetime) -> Version:
    if not version.scheduled and all(change.moment <= moment for change in version.changes):
        return version
    return replace(
        version,
        document=_document(version, moment),
        changes=tuple(change for change in version.changes if change.moment <= moment),
        scheduled=tuple(block for block in version.scheduled if block.moment <= moment),
    )


def _document(text: Text, moment: datetime) -> Document:
    return without_lines(
        text.document,
        [
            (block.first_line, block.last_line)
            for block in text.scheduled
            if block.is_hidden(moment)
        ],
    )


def _emptied(version: Version) -> Version:
    """A withdrawn page keeps its title, its date and the reason, and nothing else."""
    return replace(version, summary="", document=_nothing(version.document), scheduled=())


def _nothing(document: Document) -> Document:
    return parse("", document.path, first_line=document.first_line)


def _withheld(faq: Faq, language: str, moment: datetime) -> set[str]:
    """The questions that are not public in a language, although they are written."""
    return {
        question.id
        for question in faq.questions
        if question.published > moment
        or ((answer := question.answer(language)) and answer.published > moment)
    }


def _without_changes_to(questions: set[str], version: Version) -> Version:
    """A note about an answer that is not public would tell of it."""
    return replace(
        version,
        changes=tuple(change for change in version.changes if change.question not in questions),
    )


def _topic(topic: Topic, faq: Faq, moment: datetime) -> Topic:
    """A topic with its public questions, named in the languages that one of them has."""
    questions = tuple(
        _question(question, faq, moment)
        for question in topic.questions
        if question.published <= moment
    )
    languages = {answer.language for question in questions for answer in question.answers}
    return Topic(tuple(title for title in topic.titles if title.language in languages), questions)


def _question(question: Question, faq: Faq, moment: datetime) -> Question:
    answers = tuple(
        replace(
            answer,
            document=_document(answer, moment),
            scheduled=tuple(block for block in answer.scheduled if block.moment <= moment),
        )
        for answer in question.answers
        if answer.published <= moment
    )
    if withdrawal_of(faq, question.id):
        answers = tuple(
            replace(answer, document=_nothing(answer.document), scheduled=()) for answer in answers
        )
    return replace(question, answers=answers)


def _attachments(
    site: Site, targets: set[ToFile | ToAttachment], moment: datetime
) -> Mapping[str, Attachment]:
    """Those that a public page links to, under their ids or as plain files."""
    found = {}
    for attachment in site.attachments.values():
        versions = tuple(v for v in attachment.versions if v.moment <= moment)
        named = {ToAttachment(attachment.id), *(ToFile(v.file) for v in versions)}
        if versions and named & targets:
            found[attachment.id] = attachment._replace(
                versions=versions, changes=public_notes(attachment.changes, moment)
            )
    return found


def _linked_files(site: Site) -> Iterator[ToFile | ToAttachment]:
    for page in site.all_pages:
        for language, document in texts(page):
            for link in document.links:
                target = meaning(link.target, page.name, language)
                if isinstance(target, ToFile | ToAttachment):
                    yield target

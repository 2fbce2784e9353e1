"""A public site  ->  what readers are shown of each subject, in canonical form.

A subject is what has a history of its own: a page or a question in one language, a fact, a
contact, an attachment, a number that is not ours, and the site's own data. Its canonical text
is keys and values, and for texts the body after them, much as in `content/`, with moments in
UTC, blocks resolved at the moment and placeholders as they were written. What makes no
difference to anybody (line ends, composed signs, the order of keys) makes none to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from noticegen.config import Config, Genuine
from noticegen.contacts import (
    Closure,
    Contact,
    Holiday,
    HolidayRule,
    NotOurs,
    OnHolidays,
    Period,
    Span,
    holidays_between,
)
from noticegen.diagnostics import SETTINGS_FILE, Location
from noticegen.facts import Amount, Fact, Money, Status, Value
from noticegen.formats import as_iso
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.model import Attachment, Change, Faq, Page, Question, Text, Update, Version
from noticegen.notes import Note
from noticegen.public import PublicSite, changes_of
from noticegen.record.entry import written
from noticegen.yamlfile import Plain, to_yaml

PAGE, QUESTION, FACT, CONTACT, FILE, NUMBER, SITE = (
    "page", "question", "fact", "contact", "file", "number", "site",
)  # fmt: skip

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


class State(NamedTuple):
    """What readers are shown of one subject."""

    subject: str
    fields: Mapping[str, Plain]
    body: str | None
    """None for what has no text of its own: facts, contacts, attachments, the site."""
    at: Location
    """Where it stands in the sources."""

    @property
    def text(self) -> str:
        """The canonical text, without the salt."""
        head = to_yaml(self.fields)
        return head if self.body is None else f"---\n{head}---\n{self.body}\n"


def states(
    public: PublicSite,
    config: Config,
    digests: Mapping[str, str],
    wanted: Container[str] | None = None,
) -> Mapping[str, State]:
    """The state of every subject that is public, by subject, or only of those that are `wanted`.

    `digests` holds the SHA-256 of every public attachment by its name in ``content/files``.
    """
    return {
        subject: make()
        for subject, make in _makers(public, config, digests)
        if wanted is None or subject in wanted
    }


def _makers(
    public: PublicSite, config: Config, digests: Mapping[str, str]
) -> Iterator[tuple[str, Callable[[], State]]]:
    site = public.site
    yield SITE, partial(_site, public, config)
    for page in site.all_pages:
        for version in page.versions:
            subject = page_subject(page.name, version.language)
            yield subject, partial(_page, page, version, public)
    if faq := site.faq:
        for question in faq.questions:
            for answer in question.answers:
                subject = question_subject(question.id, answer.language)
                yield subject, partial(_answer, question, answer, faq)
    for fact in site.facts.values():
        yield fact_subject(fact.id), partial(_fact, fact)
    for contact in site.contacts.contacts:
        yield contact_subject(contact.id), partial(_contact, contact, public)
    for other in site.contacts.not_ours:
        yield number_subject(other.written), partial(_not_ours, other)
    yield from _files(public, digests)


# ------------------------------------------------------------------ texts


def page_subject(name: str, language: str) -> str:
    """``page ja/updates/2026-03-02-first-notice``"""
    return f"{PAGE} {language}/{name}"


def fact_subject(id_: str) -> str:
    """``fact affected_people``"""
    return f"{FACT} {id_}"


def contact_subject(id_: str) -> str:
    """``contact hotline``"""
    return f"{CONTACT} {id_}"


def file_subject(id_: str) -> str:
    """``file report``, by its id or by its name in ``content/files``."""
    return f"{FILE} {id_}"


def question_subject(id_: str, language: str) -> str:
    """``question ja/faq#am-i-affected``"""
    return f"{QUESTION} {language}/faq#{id_}"


def _answer(question: Question, answer: Text, faq: Faq) -> State:
    is_first = answer is question.answers[0]
    fields: dict[str, Plain] = {"title": answer.title}
    if is_first and question.published > faq.published:
        fields["date"] = written(question.published)
    if not is_first and answer.published > question.published:
        fields["translated"] = written(answer.published)
    if is_first and question.backdated:
        fields["backdated"] = question.backdated
    changes = changes_of(faq, answer.language, question.id)
    fields |= {"about": answer.about, "changes": _changes(changes)}
    subject = question_subject(question.id, answer.language)
    return State(subject, fields, _body(answer.document), answer.at)


def _page(page: Page, version: Version, public: PublicSite) -> State:
    fields: dict[str, Plain] = {"title": version.title}
    if version.summary:
        fields["summary"] = version.summary
    if version is page.versions[0]:
        fields["date"] = written(page.published)
        if page.backdated:
            fields["backdated"] = page.backdated
        if isinstance(page, Update):
            fields |= _of_update(page, public)
    elif version.published > page.published:
        fields["translated"] = written(version.published)
    fields["changes"] = _changes(changes_of(page, version.language))
    body = _body(version.document)
    if isinstance(page, Faq):
        body = "\n\n".join([*([body] if body else []), *_topics(page, version)])
    return State(page_subject(page.name, version.language), fields, body, version.at)


def _of_update(update: Update, public: PublicSite) -> dict[str, Plain]:
    number = public.numbers.get(update.name)
    return {
        "kind": tuple(map(str, update.kinds)),
        **({"number": str(number)} if number else {}),
        "corrects": tuple(
            (f"{r.language}:" if r.language else "")
            + r.page.removeprefix("updates/")
            + (f"#{r.question}" if r.question else "")
            for r in update.corrects
        ),
        "about": tuple(name.text for name in update.about),
    }


def _topics(faq: Faq, version: Version) -> Iterator[str]:
    for topic in faq.topics:
        title = topic.title(version.language)
        if title.language == version.language:
            yield f"## {title.title} {{#{title.id}}}"
            if intro := _body(title.intro):
                yield intro


def _changes(changes: tuple[Change, ...]) -> tuple[Plain, ...]:
    return tuple(
        {
            "at": written(change.moment),
            "kind": str(change.kind),
            "note": change.note,
            **({"before": change.before} if change.before else {}),
            **({"after": change.after} if change.after else {}),
        }
        for change in changes
    )


def _body(document: Document) -> str:
    """The lines without the marks of blocks that are shown, and without empty lines in a row.

    Where a block is hidden, nothing tells that there is one.
    """
    marks = {line for block in document.blocks for line in (block.first_line, block.last_line)}
    lines: list[str] = []
    fence = ""
    for number, line in enumerate(document.text.split("\n")):
        shown = "" if number in marks else line
        match = _FENCE.match(shown)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
        if shown.strip() or fence or (lines and lines[-1].strip()):
            lines.append(shown if shown.strip() or fence else "")
    return "\n".join(lines).strip("\n")


# ------------------------------------------------------------------ facts


def _fact(fact: Fact) -> State:
    fields: dict[str, Plain] = {
        "type": str(fact.type),
        "name": _localized(fact.name),
        "unit": {language: dict(forms) for language, forms in fact.unit.items()},
        "meaning": _localized(fact.meaning),
        **({"backdated": fact.backdated} if fact.backdated else {}),
        "sum": fact.sum,
        "values": tuple(_value(value) for value in fact.values),
        "changes": _notes(fact.changes),
    }
    return State(fact_subject(fact.id), fields, None, fact.at)


def _value(value: Value) -> Plain:
    fields: dict[str, Plain] = {"from": written(value.moment)}
    if value.amount is not None:
        fields["value"] = _amount(value.amount)
    if value.status is not Status.CONFIRMED:
        fields["status"] = str(value.status)
    if value.as_of is not None:
        fields["as_of"] = _day_or_moment(value.as_of)
    if value.change:
        fields["change"] = str(value.change)
    fields["note"] = _localized(value.note)
    if value.corrects:
        fields["corrects"] = written(value.corrects)
    if value.replaces:
        fields["replaces"] = value.replaces
    return fields


def _amount(amount: Amount) -> Plain:
    match amount:
        case Decimal():
            return format(amount, "f")
        case Money(amounts):
            return {currency: format(number, "f") for currency, number in amounts}
        case Localized():
            return _localized(amount)
        case datetime() | date():
            return _day_or_moment(amount)
        case time():
            return amount.isoformat("minutes")
    return as_iso(amount)


def _day_or_moment(value: date | datetime) -> str:
    return written(value) if isinstance(value, datetime) else value.isoformat()


def _localized(texts: Localized | None) -> dict[str, Plain]:
    return dict(texts.texts) if texts else {}


def _notes(notes: tuple[Note, ...]) -> tuple[Plain, ...]:
    return tuple(
        {"at": written(note.moment), "kind": str(note.kind), "note": _localized(note.note)}
        for note in notes
    )


# ------------------------------------------------------------------ contacts


def _contact(contact: Contact, public: PublicSite) -> State:
    fields: dict[str, Plain] = {
        "name": _localized(contact.name),
        "purpose": _localized(contact.purpose),
        "from": written(contact.published),
    }
    if contact.region:
        fields["region"] = contact.region
    fields["free"] = "true" if contact.is_free else "false"
    fields["languages"] = contact.languages
    fields["timezone"] = contact.zone.key
    fields["holidays"] = contact.holidays
    for channel in contact.channels:
        fields[str(channel.kind)] = tuple(
            {
                "from": written(value.moment),
                "value": _localized(value.text) if value.e164 is None else value.text.of(""),
                **({"change": value.change} if value.change else {}),
                "note": _localized(value.note),
            }
            for value in channel.values
        )
    fields["hours"] = tuple(_period(period) for period in contact.periods)
    fields["until"] = tuple(
        {"day": end.day.isoformat(), "announced": written(end.announced)} for end in contact.ends
    )
    fields["closures"] = tuple(
        _closure(closure)
        for closure in public.site.contacts.closures
        if contact.id in closure.lines
    )
    fields["changes"] = _notes(contact.changes)
    fields["public_holidays"] = _public_holidays(contact, public)
    return State(contact_subject(contact.id), fields, None, contact.at)


def _period(period: Period) -> Plain:
    return {
        "from": period.first.isoformat(),
        "announced": written(period.announced),
        "weekly": {
            day: _spans(spans) or "closed" for day, spans in zip(DAYS, period.weekly, strict=True)
        },
        "on_holidays": _on_holidays(period.on_holidays),
    }


def _on_holidays(rule: OnHolidays) -> str:
    return str(rule) if isinstance(rule, HolidayRule) else _spans(rule)


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(
        f"{opens // 60}:{opens % 60:02}-{closes // 60}:{closes % 60:02}" for opens, closes in spans
    )


def _closure(closure: Closure) -> Plain:
    return {
        "id": closure.id,
        "from": closure.first.isoformat(),
        "to": closure.last.isoformat(),
        "name": _localized(closure.name),
        "announced": written(closure.announced),
    }


def _public_holidays(contact: Contact, public: PublicSite) -> Plain:
    """Day by day with the names in each language, to the end of the next calendar year."""
    if not contact.holidays:
        return {}
    year = public.moment.astimezone(contact.zone).year
    first, last = date(year, 1, 1), date(year + 1, 12, 31)
    by_language: dict[str, tuple[Holiday, ...]] = {
        language: holidays_between(contact, first, last, language) for language in public.languages
    }
    days = sorted({holiday.day for found in by_language.values() for holiday in found})
    return {
        day.isoformat(): {
            language: holiday.name
            for language, found in by_language.items()
            for holiday in found
            if holiday.day == day
        }
        for day in days
    }


def number_subject(written_number: str) -> str:
    """``number 08000000104``: the digits alone, however they are grouped."""
    plain = unicodedata.normalize("NFKC", written_number)
    return f"{NUMBER} {re.sub(r'[^0-9+]', '', plain)}"


def _not_ours(other: NotOurs) -> State:
    fields: dict[str, Plain] = {
        "phone": other.written,
        "from": written(other.published),
        "note": _localized(other.note),
    }
    return State(number_subject(other.written), fields, None, other.at)


# ------------------------------------------------------------------ attachments, the site


def _files(
    public: PublicSite, digests: Mapping[str, str]
) -> Iterator[tuple[str, Callable[[], State]]]:
    listed: set[str] = set()
    for attachment in public.site.attachments.values():
        listed |= {version.file for version in attachment.versions}
        yield file_subject(attachment.id), partial(_attachment, attachment, digests)
    for name in public.site.files:
        if name not in listed:
            yield file_subject(name), partial(_file, name, digests)


def _file(name: str, digests: Mapping[str, str]) -> State:
    fields: dict[str, Plain] = {"file": name, "sha256": digests[name]}
    return State(file_subject(name), fields, None, Location(f"content/files/{name}"))


def _attachment(attachment: Attachment, digests: Mapping[str, str]) -> State:
    fields: dict[str, Plain] = {"title": _localized(attachment.title)}
    if attachment.language:
        fields["language"] = attachment.language
    fields["versions"] = tuple(
        {
            "from": written(version.moment),
            "file": version.file,
            "sha256": digests[version.file],
            "note": _localized(version.note),
        }
        for version in attachment.versions
    )
    fields["changes"] = _notes(attachment.changes)
    return State(file_subject(attachment.id), fields, None, attachment.at)


def _site(public: PublicSite, config: Config) -> State:
    fields: dict[str, Plain] = {
        "title": _localized(config.title),
        "organization": _localized(config.organization),
        "url": config.url,
    }
    if config.keep_until:
        fields["keep_until"] = config.keep_until.isoformat()
    if genuine := _genuine(config.genuine):
        fields["genuine"] = genuine
    fields["changes"] = _notes(public.site.notes)
    return State(SITE, fields, None, Location(SETTINGS_FILE))


def _genuine(genuine: Genuine) -> dict[str, Plain]:
    """Only what is said: records that are older than the setting have no line of it."""
    said: dict[str, Plain] = {}
    if genuine.never:
        said["never"] = _localized(genuine.never)
    if genuine.letters:
        said["letters"] = _localized(genuine.letters)
    if genuine.report:
        said["report"] = genuine.report.text
    return said


def top_level(subject: str) -> int:
    """The heading level at which the body of a subject begins."""
    return 4 if subject.startswith(QUESTION) else 2


class Found(NamedTuple):
    """The text that a subject stands for."""

    page: Page
    text: Text
    first: Text
    """The same in the authoritative language."""


def text_of(public: PublicSite, subject: str) -> Found | None:
    """The text that a subject stands for; None for what is no text."""
    kind, _, rest = subject.partition(" ")
    language, _, name = rest.partition("/")
    if kind not in {PAGE, QUESTION}:
        return None
    name, _, id_ = name.partition("#")
    page = public.page(name)
    if page is None:
        return None
    if kind == PAGE:
        version = page.version(language)
        return Found(page, version, page.authoritative) if version else None
    assert isinstance(page, Faq)
    question = next((q for q in page.questions if q.id == id_), None)
    answer = question.answer(language) if question else None
    return Found(page, answer, question.answers[0]) if question and answer else None

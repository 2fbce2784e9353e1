"""A canonical text  ->  what readers saw of it at a moment, paragraph by paragraph.

Placeholders stand for what was public then, so that two texts can be compared as their readers
could have compared them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from noticegen import formats
from noticegen.config import GENUINE_KEYS, Config
from noticegen.contacts import Contact, public_contacts
from noticegen.facts import Fact, public_facts, told
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.markdown.html import filled_pieces
from noticegen.markdown.parse import parse
from noticegen.markdown.plain import to_plain
from noticegen.markdown.showing import Showing, Shown
from noticegen.model import Update
from noticegen.public import PublicSite
from noticegen.record.canonical import Canonical, read_canonical
from noticegen.record.states import CONTACT, FACT, top_level
from noticegen.wording import Wording
from noticegen.yamlfile import Plain

_HEADING_MARKS = re.compile(r"^#+ ", re.MULTILINE)


@dataclass(frozen=True)
class Readings:
    """What is needed to put recorded texts into the words of their readers."""

    public: PublicSite
    config: Config
    strings: Mapping[str, Mapping[str, str]]
    """The interface strings of every language."""

    def then(self, moment: datetime) -> PublicSite:
        """The site with the facts and contacts that were public at `moment`."""
        site = replace(
            self.public.site,
            facts=public_facts(self.public.site.facts, moment),
            contacts=public_contacts(self.public.site.contacts, moment),
        )
        return self.public._replace(site=site, moment=moment)

    def wording(self, then: PublicSite, language: str) -> Wording:
        """The words for readers of `language`."""
        return Wording(then, language, self.config.locales, self.strings, self.config.zone)

    def language(self, subject: str, reader: str) -> str:
        """The language of a subject; that of the reader, where it has all languages."""
        kind, _, rest = subject.partition(" ")
        return rest.partition("/")[0] if kind in {"page", "question"} else reader

    def moment(self, subject: str, now: datetime) -> datetime:
        """The moment for which a text speaks: its own for an update, else `now`."""
        name = subject.partition("/")[2]
        page = self.public.page(name) if subject.startswith("page ") else None
        return page.published if isinstance(page, Update) else now

    def paragraphs(self, subject: str, text: str, moment: datetime, reader: str) -> list[str]:
        """What a subject with this canonical text said at `moment`, for readers of a language."""
        canonical = read_canonical(text)
        then = self.then(moment)
        wording = self.wording(then, self.language(subject, reader))
        kind, _, id_ = subject.partition(" ")
        if kind == FACT:
            return _of_fact(then.site.facts[id_], canonical, wording, moment)
        if kind == CONTACT:
            contact = then.contact(id_)
            assert contact is not None, "what was recorded once does not vanish"
            return _of_contact(contact, canonical, then, wording)
        if canonical.body is None:
            return _of_data(canonical.fields, wording)
        return self._of_text(subject, canonical, wording, moment)

    def _of_text(
        self, subject: str, canonical: Canonical, wording: Wording, now: datetime
    ) -> list[str]:
        moment = self.moment(subject, now)
        found = [
            wording.fill(value, moment)
            for key in ("title", "summary")
            if isinstance(value := canonical.fields.get(key), str)
        ]
        document = body_of(canonical.body or "", subject)
        text = _HEADING_MARKS.sub("", to_plain(document, _plain_showing(wording, moment)))
        return [*found, *(block for block in text.strip("\n").split("\n\n") if block.strip())]

    def is_same(self, subject: str, here: Plain, there: Plain, now: datetime) -> bool:
        """Whether two values of one key read the same to everybody at `now`."""
        if isinstance(here, str) and isinstance(there, str):
            return here == there or all(
                self._filled(subject, here, language, now)
                == self._filled(subject, there, language, now)
                for language in {self.language(subject, each) for each in self.public.languages}
            )
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            return here.keys() == there.keys() and all(
                self.is_same(subject, here[key], there[key], now) for key in here
            )
        if isinstance(here, tuple) and isinstance(there, tuple):
            return len(here) == len(there) and all(
                self.is_same(subject, one, other, now)
                for one, other in zip(here, there, strict=True)
            )
        return False

    def is_same_body(self, subject: str, here: str, there: str, now: datetime) -> bool:
        """Whether two bodies are shown as the same page at `now`, whatever their markdown."""
        if here == there:
            return True
        language = self.language(subject, self.public.languages[0])
        wording = self.wording(self.then(now), language)
        moment = self.moment(subject, now)

        def text(name: str) -> str:
            return wording.plainly(wording.placeholder(name, moment))

        one, other = body_of(here, subject), body_of(there, subject)
        return filled_pieces(one, text) == filled_pieces(other, text)

    def _filled(self, subject: str, text: str, language: str, now: datetime) -> str:
        return self.wording(self.then(now), language).fill(text, self.moment(subject, now))


@lru_cache(maxsize=64)
def body_of(body: str, subject: str) -> Document:
    """A recorded body, parsed."""
    return parse(body, subject, top_level=top_level(subject))


def _plain_showing(wording: Wording, moment: datetime) -> Showing:
    return Showing(
        href=lambda target: target,
        placeholder=lambda name: Shown(wording.plainly(wording.placeholder(name, moment))),
        phone=Shown,
        file=lambda _target: "",
        about=lambda _ids: "",
        directive=lambda name, _content: f"::: {name}\n",
        words=wording.words,
    )


def _localized(value: Plain | None, wording: Wording) -> str:
    """A text of the record in the best language there is for the reader."""
    if isinstance(value, Mapping) and value:
        texts = {language: text for language, text in value.items() if isinstance(text, str)}
        return wording.of(Localized(texts, next(iter(texts))))
    return value if isinstance(value, str) else ""


def _of_fact(fact: Fact, canonical: Canonical, wording: Wording, moment: datetime) -> list[str]:
    telling = told(fact, moment)
    assert telling is not None, "a fact is recorded from its first value on"
    head = canonical.fields
    as_recorded = replace(fact, unit=_units(head.get("unit")))
    value = wording.said(as_recorded, telling.shown).text
    name = _localized(head.get("name"), wording)
    lines = [f"{name}: {value}", _localized(head.get("meaning"), wording)]
    if as_of := wording.as_of(telling.shown):
        lines.append(wording.words["as_of"].format(when=as_of))
    return [line for line in lines if line]


def _units(value: Plain | None) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        language: {form: word for form, word in forms.items() if isinstance(word, str)}
        for language, forms in value.items()
        if isinstance(forms, Mapping)
    }


def _of_contact(
    contact: Contact, canonical: Canonical, then: PublicSite, wording: Wording
) -> list[str]:
    head, words = canonical.fields, wording.words
    lines = [_localized(head.get(key), wording) for key in ("name", "purpose")]
    for channel in contact.channels:
        number = channel.values[-1].text.of(wording.language)
        lines.append(f"{words[f'channel_{channel.kind}']}: {number}")
    for period in contact.periods:
        first = formats.day_and_weekday(period.first, wording.locale)
        hours = wording.hours(contact, period.first)
        lines.append(words["hours_news"].format(first=first, hours=hours))
    lines += [
        wording.closure(closure).text
        for closure in then.site.contacts.closures
        if contact.id in closure.lines
    ]
    if contact.until:
        day = formats.day_and_weekday(contact.until, wording.locale)
        lines.append(words["line_until"].format(day=day))
    return [line for line in lines if line]


def _of_data(fields: Mapping[str, Plain], wording: Wording) -> list[str]:
    """What an attachment, a number or the site itself says: its texts, and its newest version."""
    lines = [_localized(fields.get(key), wording) for key in ("title", "organization", "note")]
    genuine = fields.get("genuine")
    if isinstance(genuine, Mapping):
        lines += [_localized(genuine.get(key), wording) for key in GENUINE_KEYS]
    lines += [str(fields[key]) for key in ("url", "phone") if key in fields]
    if isinstance(day := fields.get("keep_until"), str):
        day_in_words = formats.day(date.fromisoformat(day), wording.locale)
        lines.append(wording.words["kept_until"].format(day=day_in_words))
    versions = fields.get("versions")
    if isinstance(versions, tuple) and versions and isinstance(versions[-1], Mapping):
        lines += [str(versions[-1]["file"]), f"SHA-256 {versions[-1]['sha256']}"]
    elif "sha256" in fields:
        lines += [str(fields["file"]), f"SHA-256 {fields['sha256']}"]
    return [line for line in lines if line]

"""A public site of an earlier moment, with today's texts  ->  the site as it stood then.

What only grows (values, hours, notes) is in `content/` as it was, cut at the moment by the
gate. What was changed since is brought back from the record; what was never taken down stays
as content has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from noticegen.config import Config, Genuine
from noticegen.contacts import Contact
from noticegen.diagnostics import SETTINGS_FILE, Location
from noticegen.facts import Fact
from noticegen.localized import Localized
from noticegen.markdown.parse import parse
from noticegen.model import Attachment, Faq, Kind, Page, Question, Reference, Topic, Update, Version
from noticegen.names import UPDATE
from noticegen.public import PublicSite
from noticegen.record.canonical import Canonical, read_canonical
from noticegen.record.log import Log
from noticegen.record.states import (
    SITE,
    contact_subject,
    fact_subject,
    file_subject,
    page_subject,
    question_subject,
    top_level,
)
from noticegen.yamlfile import Plain, Scalar

_P = TypeVar("_P", bound=Page)


def stood(public: PublicSite, log: Log, config: Config) -> tuple[PublicSite, Config]:
    """The site and its settings with what the log, which ends at that moment, has of them."""
    back = _Back(log, public.languages)
    site = public.site
    faq = back.page(site.faq) if site.faq else None
    restored = replace(
        site,
        home=back.page(site.home),
        faq=back.questions(faq) if faq else None,
        pages=tuple(back.page(page) for page in site.pages),
        updates=tuple(back.update(update) for update in site.updates),
        facts={id_: back.fact(fact) for id_, fact in site.facts.items()},
        contacts=site.contacts._replace(
            contacts=tuple(back.contact(contact) for contact in site.contacts.contacts)
        ),
        attachments={id_: back.attachment(a) for id_, a in site.attachments.items()},
    )
    pages = {page.name: page for page in restored.all_pages}
    return public._replace(site=restored, pages=pages), back.config(config)


class _Back:
    """Brings back what the log has."""

    def __init__(self, log: Log, languages: tuple[str, ...]) -> None:
        self._log = log
        self._languages = languages

    def _recorded(self, subject: str) -> Canonical | None:
        entry = self._log.newest.get(subject)
        return read_canonical(self._log.text(entry)) if entry else None

    def page(self, page: _P) -> _P:
        versions = tuple(self._version(page, version) for version in page.versions)
        return replace(page, versions=versions)

    def update(self, update: Update) -> Update:
        shown = self.page(update)
        recorded = self._recorded(page_subject(update.name, self._languages[0]))
        if recorded is None:
            return shown
        return replace(
            shown,
            kinds=tuple(Kind(word) for word in _words(recorded, "kind")),
            corrects=tuple(self._reference(word, shown) for word in _words(recorded, "corrects")),
            about=tuple(Scalar(word, shown.authoritative.at) for word in _words(recorded, "about")),
        )

    def _reference(self, word: str, update: Update) -> Reference:
        language, colon, rest = word.rpartition(":")
        page, _, question = rest.partition("#")
        name = f"updates/{page}" if UPDATE.fullmatch(page) else page
        at = update.authoritative.at
        return Reference(name, question or None, language if colon else None, at)

    def _version(self, page: Page, version: Version) -> Version:
        subject = page_subject(page.name, version.language)
        recorded = self._recorded(subject)
        if recorded is None:
            return version
        body = recorded.body or ""
        if isinstance(page, Faq):
            body = body.partition("## ")[0] if not body.startswith("## ") else ""
        return replace(
            version,
            title=_text(recorded, "title") or version.title,
            summary=_text(recorded, "summary"),
            document=parse(body, version.document.path),
            scheduled=(),
        )

    def questions(self, faq: Faq) -> Faq:
        return replace(
            faq, topics=tuple(self._topic(index, faq) for index in range(len(faq.topics)))
        )

    def _topic(self, index: int, faq: Faq) -> Topic:
        topic = faq.topics[index]
        titles = []
        for title in topic.titles:
            recorded = self._recorded(page_subject(faq.name, title.language))
            lines = (recorded.body or "").split("\n") if recorded else []
            own = next((ln for ln in lines if ln.endswith(f"{{#{title.id}}}")), "")
            said = own.removeprefix("## ").removesuffix(f"{{#{title.id}}}").strip()
            titles.append(title._replace(title=said) if said else title)
        return Topic(tuple(titles), tuple(self._question(q) for q in topic.questions))

    def _question(self, question: Question) -> Question:
        answers = []
        for answer in question.answers:
            subject = question_subject(question.id, answer.language)
            recorded = self._recorded(subject)
            answers.append(
                replace(
                    answer,
                    title=_text(recorded, "title"),
                    document=parse(
                        recorded.body or "", answer.document.path, top_level=top_level(subject)
                    ),
                    about=_words(recorded, "about"),
                    scheduled=(),
                )
                if recorded
                else answer
            )
        return replace(question, answers=tuple(answers))

    def fact(self, fact: Fact) -> Fact:
        recorded = self._recorded(fact_subject(fact.id))
        if recorded is None:
            return fact
        unit = recorded.fields.get("unit", {})
        return replace(
            fact,
            name=self._localized(recorded, "name") or fact.name,
            meaning=self._localized(recorded, "meaning"),
            unit={
                language: {form: str(word) for form, word in forms.items()}
                for language, forms in (unit.items() if isinstance(unit, Mapping) else ())
                if isinstance(forms, Mapping)
            },
        )

    def contact(self, contact: Contact) -> Contact:
        recorded = self._recorded(contact_subject(contact.id))
        if recorded is None:
            return contact
        return replace(
            contact,
            name=self._localized(recorded, "name") or contact.name,
            purpose=self._localized(recorded, "purpose"),
            is_free=_text(recorded, "free") == "true",
            languages=_words(recorded, "languages"),
        )

    def attachment(self, attachment: Attachment) -> Attachment:
        recorded = self._recorded(file_subject(attachment.id))
        if recorded is None:
            return attachment
        return attachment._replace(
            title=self._localized(recorded, "title") or attachment.title,
            language=_text(recorded, "language") or None,
        )

    def config(self, config: Config) -> Config:
        recorded = self._recorded(SITE)
        if recorded is None:
            return config
        kept = _text(recorded, "keep_until")
        return replace(
            config,
            title=self._localized(recorded, "title") or config.title,
            organization=self._localized(recorded, "organization") or config.organization,
            keep_until=date.fromisoformat(kept) if kept else None,
            genuine=self._genuine(recorded),
        )

    def _genuine(self, recorded: Canonical) -> Genuine:
        said = recorded.fields.get("genuine", {})
        if not isinstance(said, Mapping):
            return Genuine()
        report = said.get("report")
        return Genuine(
            self._of_languages(said.get("never")),
            self._of_languages(said.get("letters")),
            Scalar(report, Location(SETTINGS_FILE)) if isinstance(report, str) else None,
        )

    def _localized(self, recorded: Canonical, key: str) -> Localized | None:
        return self._of_languages(recorded.fields.get(key))

    def _of_languages(self, value: Plain | None) -> Localized | None:
        if not isinstance(value, Mapping) or not value:
            return None
        texts = {language: str(text) for language, text in value.items()}
        first = self._languages[0]
        return Localized(texts, first if first in texts else next(iter(texts)))


def _text(recorded: Canonical, key: str) -> str:
    value: Plain = recorded.fields.get(key, "")
    return value if isinstance(value, str) else ""


def _words(recorded: Canonical, key: str) -> tuple[str, ...]:
    value = recorded.fields.get(key, ())
    return tuple(str(word) for word in value) if isinstance(value, tuple) else ()

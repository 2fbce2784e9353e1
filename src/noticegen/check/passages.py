"""Every text that readers see, in pieces that a rule can look at, each with its places.

A rule reads the text as readers see it and finds something at an offset; where that stands in
the file is looked up only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Location
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.model import Faq, Page, Update
from noticegen.public import PublicSite, all_notes

COVER = "\ufffc"
"""Stands for each sign of a placeholder."""

_PLACEHOLDER = re.compile(r"\$\{[^{}\n]*\}")
_PIECE = re.compile(rf"[^\s{COVER}]+")
_MORE_LINES = 3
"""How far below its key a text of YAML is looked for, beyond its own lines."""


class Passage(NamedTuple):
    """A piece of text in one language."""

    text: str
    """As readers see it, without what placeholders say: `COVER` stands in their place."""
    written: str
    """The same signs, with the placeholders."""
    language: str
    role: str
    """That of `Prose`, or ``title``, ``summary``, ``note``, ``before``, ``question``, ``name``,
    ``purpose``, ``meaning``, ``value``."""
    page: str
    """The name of the page on which it stands; empty for what comes from YAML."""
    question: str
    """The id of the question to which it belongs, or nothing."""
    moment: datetime
    """For which it speaks."""
    is_dated: bool
    """Whether it stays as it was said: on an update, or in a note."""
    path: str
    lines: tuple[str, ...]
    """Of the file, where the text is looked for."""
    first_line: int
    """Of these lines, from 1."""
    column: int
    """Where to begin on the first of them, from 0."""
    marked: tuple[tuple[int, int], ...] = ()
    """The parts of it that are marked as being in another language."""

    @property
    def key(self) -> tuple[str, str]:
        """What the same text in other languages has, too: page and question."""
        return self.page, self.question

    def at(self, start: int, end: int) -> Location:
        """The place in the file of what stands from `start` to `end`."""
        pieces = list(_PIECE.finditer(self.text, start, end))
        wanted = [(self.written[start:end], start)]
        wanted += [(match.group(), match.start()) for match in pieces]
        wanted += [(match.group()[:2], match.start()) for match in pieces]
        for fragment, offset in wanted:
            place = self._find(fragment, self.written.count(fragment, 0, offset))
            if place:
                return place
        return Location(self.path, self.first_line, self.column + 1)

    def _find(self, fragment: str, before: int) -> Location | None:
        """The occurrence of `fragment` that has `before` others in front of it."""
        for number, line in enumerate(self.lines):
            start = line.find(fragment, self.column if number == 0 else 0)
            while fragment and start >= 0:
                if before == 0:
                    return Location(self.path, self.first_line + number, start + 1)
                before -= 1
                start = line.find(fragment, start + len(fragment))
        return None


def passages(public: PublicSite, sources: Mapping[str, str]) -> Iterator[Passage]:
    """Every text of a public site; `sources` are the files that were read, by their paths."""
    lines = _Lines(sources)
    for page in public.site.all_pages:
        yield from _of_page(page, public, lines)
    yield from _of_data(public, lines)


class _Lines:
    """The lines of the files, each split once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._split: dict[str, tuple[str, ...]] = {}

    def around(self, at: Location, text: str) -> tuple[str, ...]:
        first = max(at.line - 1, 0)
        return self._of(at.path)[first : first + text.count("\n") + 1 + _MORE_LINES]

    def below(self, at: Location, key: str) -> Location:
        """The place of the next `key` in a header, from `at` on; `at` where there is none."""
        for number, line in enumerate(self._of(at.path)[at.line :], start=at.line + 1):
            if line.startswith(key):
                return Location(at.path, number, 1)
            if line.startswith("---"):
                break
        return at

    def _of(self, path: str) -> tuple[str, ...]:
        if path not in self._split:
            self._split[path] = tuple(self._sources.get(path, "").split("\n"))
        return self._split[path]


def _of_page(page: Page, public: PublicSite, lines: _Lines) -> Iterator[Passage]:
    when = public.moment_of(page), isinstance(page, Update)
    for version in page.versions:
        language, key = version.language, (page.name, "")
        yield from _plain(version.title, language, "title", key, when, version.at, lines)
        below = lines.below(version.at, "summary:")
        yield from _plain(version.summary, language, "summary", key, when, below, lines)
        for change in version.changes:
            about, then = (page.name, change.question or ""), (change.moment, True)
            yield from _plain(change.note, language, "note", about, then, change.at, lines)
            before = change.before or ""
            yield from _plain(before, language, "before", about, then, change.at, lines)
        yield from of_document(version.document, language, key, when)
    if isinstance(page, Faq):
        yield from _of_faq(page, when[0], lines)


def _of_faq(faq: Faq, moment: datetime, lines: _Lines) -> Iterator[Passage]:
    for topic in faq.topics:
        for title in topic.titles:
            yield from of_document(title.intro, title.language, (faq.name, ""), (moment, False))
        for question in topic.questions:
            for answer in question.answers:
                key, when = (faq.name, question.id), (moment, False)
                yield from _plain(
                    answer.title, answer.language, "question", key, when, answer.at, lines
                )
                yield from of_document(answer.document, answer.language, key, when)


def of_document(
    document: Document, language: str, key: tuple[str, str], when: tuple[datetime, bool]
) -> Iterator[Passage]:
    """The passages of a body. `key` is page and question; `when` the moment for which it speaks
    and whether it stays as it was said.
    """
    if not document.prose:
        return
    written = document.text.split("\n")
    for prose in document.prose:
        yield Passage(
            covered(prose.text),
            prose.text,
            language,
            prose.role,
            *key,
            *when,
            document.path,
            tuple(written[prose.first_line : prose.last_line + 1]),
            document.first_line + prose.first_line,
            prose.column,
            prose.marked,
        )


def _of_data(public: PublicSite, lines: _Lines) -> Iterator[Passage]:
    site, now = public.site, public.moment

    def localized(
        texts: Localized | None, role: str, at: Location, moment: datetime = now, *,
        is_dated: bool = False,
    ) -> Iterator[Passage]:  # fmt: skip
        for language, text in texts.texts.items() if texts else ():
            yield from _plain(text, language, role, ("", ""), (moment, is_dated), at, lines)

    for fact in site.facts.values():
        yield from localized(fact.name, "name", fact.at)
        yield from localized(fact.meaning, "meaning", fact.at)
        for value in fact.values:
            yield from localized(value.note, "note", value.at, value.moment, is_dated=True)
            if isinstance(value.amount, Localized):
                yield from localized(value.amount, "value", value.at, value.moment, is_dated=True)
    for contact in site.contacts.contacts:
        yield from localized(contact.name, "name", contact.at)
        yield from localized(contact.purpose, "purpose", contact.at)
        for channel in contact.channels:
            for number in channel.values:
                yield from localized(number.note, "note", number.at, number.moment, is_dated=True)
    for closure in site.contacts.closures:
        yield from localized(closure.name, "name", closure.at)
    for other in site.contacts.not_ours:
        yield from localized(other.note, "note", other.at)
    for attachment in site.attachments.values():
        yield from localized(attachment.title, "title", attachment.at)
        for version in attachment.versions:
            yield from localized(version.note, "note", version.at, version.moment, is_dated=True)
    for note in all_notes(site):
        yield from localized(note.note, "note", note.at, note.moment, is_dated=True)


def _plain(
    text: str, language: str, role: str, key: tuple[str, str], when: tuple[datetime, bool],
    at: Location, lines: _Lines,
) -> Iterator[Passage]:  # fmt: skip
    if text:
        around = lines.around(at, text)
        column = max(at.column - 1, 0)
        yield Passage(
            covered(text), text, language, role, *key, *when, at.path, around,
            max(at.line, 1), column,
        )  # fmt: skip


def covered(text: str) -> str:
    """The text with `COVER` for each sign of a placeholder."""
    if "${" not in text:
        return text
    return _PLACEHOLDER.sub(lambda match: COVER * len(match[0]), text)

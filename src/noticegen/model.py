"""The nouns: what a site says, in which languages, and when. No files, no settings, no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from noticegen.contacts import Contacts
from noticegen.diagnostics import Location
from noticegen.facts import Facts
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.notes import ChangeKind, Notes
from noticegen.yamlfile import Scalar

NEVER = datetime.max.replace(tzinfo=timezone.utc)
"""The moment of publication of a draft: later than every other, so that no build reaches it."""


class Kind(StrEnum):
    """What an update is."""

    NOTICE = "notice"
    UPDATE = "update"
    CORRECTION = "correction"
    POLICY = "policy"
    FINAL = "final"


class Change(NamedTuple):
    """A public note about a change to a page or to an answer."""

    moment: datetime
    with_update: str | None
    kind: ChangeKind
    note: str
    at: Location
    question: str | None = None
    before: str | None = None
    after: str | None = None


class Scheduled(NamedTuple):
    """A part of a standing text that is public from or until a moment."""

    kind: str
    """``from`` or ``until``."""
    moment: datetime
    first_line: int
    last_line: int
    with_update: str | None
    """The update that tells of it."""
    at: Location

    def is_hidden(self, moment: datetime) -> bool:
        """Whether readers do not see it at `moment`."""
        return moment < self.moment if self.kind == "from" else moment >= self.moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What stands in one language under one title: the body of a page, or an answer."""

    language: str
    title: str
    document: Document
    published: datetime
    """When this text in this language became public."""
    follows: datetime | None = None
    """The moment up to which it says to take in the changes of the authoritative text."""
    scheduled: tuple[Scheduled, ...] = ()
    at: Location
    """Where the title stands."""
    about: tuple[str, ...] = ()
    """Facts that an answer speaks about without printing them, as its heading says."""
    covers: tuple[str, ...] = ()
    """Elements of a notice that an answer speaks to, as its heading says."""
    answers: tuple[str, ...] = ()
    """Questions of every reader that it answers besides its own, as its heading says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Text):
    """A page in one language."""

    summary: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page under one name in one or several languages, the authoritative one first."""

    name: str
    """The path in a language's folder without ``.md``: ``faq``, ``updates/2026-03-02-first``."""
    versions: tuple[Version, ...]
    backdated: str | None = None

    @property
    def published(self) -> datetime:
        """When the page became public."""
        return self.versions[0].published

    @property
    def authoritative(self) -> Version:
        """The version that prevails."""
        return self.versions[0]

    def version(self, language: str) -> Version | None:
        """The page in `language`, if there is one."""
        return next((v for v in self.versions if v.language == language), None)

    @property
    def withdrawal(self) -> Change | None:
        """The public note that withdraws the whole page, if there is one."""
        return next(
            (
                change
                for change in self.authoritative.changes
                if change.kind is ChangeKind.WITHDRAWAL and change.question is None
            ),
            None,
        )


class Reference(NamedTuple):
    """A page or a question that an update corrects, and in which language, if only in one."""

    page: str
    question: str | None
    language: str | None
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Page):
    """One dated statement. Its name is that of its file."""

    kinds: tuple[Kind, ...]
    is_numbered: bool
    corrects: tuple[Reference, ...] = ()
    about: tuple[Scalar, ...] = ()
    """Facts that it speaks about without printing them."""
    kept_number: int | None = None
    """Its number, where the record keeps one."""

    @property
    def slug(self) -> str:
        """The file name without ``.md``, which is what other content calls it by."""
        return self.name.removeprefix("updates/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answer in one or several languages, the authoritative one first."""

    id: str
    answers: tuple[Text, ...]
    backdated: str | None = None

    @property
    def published(self) -> datetime:
        """When the question became public."""
        return self.answers[0].published

    def answer(self, language: str) -> Text | None:
        """The answer in `language`, if there is one."""
        return next((a for a in self.answers if a.language == language), None)


class TopicTitle(NamedTuple):
    """The name of a topic in one language, and the text before its first question."""

    language: str
    title: str
    id: str
    intro: Document
    covers: tuple[str, ...] = ()
    """Elements of a notice that its questions speak to, as its heading says."""


class Topic(NamedTuple):
    """Questions that belong together."""

    titles: tuple[TopicTitle, ...]
    questions: tuple[Question, ...]

    def title(self, language: str) -> TopicTitle:
        """The title for readers of `language`."""
        return next((t for t in self.titles if t.language == language), self.titles[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq(Page):
    """The questions and answers. The body of a version is what stands before the first topic."""

    topics: tuple[Topic, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the page."""
        return tuple(question for topic in self.topics for question in topic.questions)


class FileVersion(NamedTuple):
    """One version of an attachment, under a name of its own."""

    moment: datetime
    """When it took the place of the one before."""
    with_update: str | None
    file: str
    """Its name in ``content/files``."""
    note: Localized | None
    at: Location


class Attachment(NamedTuple):
    """A file that readers can fetch, linked as ``file:id``, in one or several versions."""

    id: str
    title: Localized
    language: str | None
    versions: tuple[FileVersion, ...]
    """In order of their moments."""
    at: Location
    changes: Notes = ()
    """Public notes about its title and language."""

    def version(self, moment: datetime) -> FileVersion | None:
        """The version that was current at `moment`."""
        past = [version for version in self.versions if version.moment <= moment]
        return past[-1] if past else None


class Unread(NamedTuple):
    """Names of what is written down and could not be read.

    An error says why. That a text cannot find it would be a second error about the same mistake.
    """

    pages: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    attachments: frozenset[str] = frozenset()
    numbers: bool = False
    """Whether a telephone number may be among what could not be read."""


ALL_READ = Unread()


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that was read, in all languages and for all times."""

    languages: tuple[str, ...]
    zone: ZoneInfo
    """The zone of moments that are written without an offset."""
    home: Page
    faq: Faq | None
    pages: tuple[Page, ...]
    """Further standing pages, by name."""
    updates: tuple[Update, ...]
    """In order of their moments, then of their names."""
    facts: Facts
    """By id, in the order in which they were written."""
    contacts: Contacts
    files: Mapping[str, Path]
    """What lies in ``content/files``, by its name there."""
    attachments: Mapping[str, Attachment]
    """What ``files.yml`` says of them, by id."""
    notes: Notes = ()
    """Public notes about the title, the address and other settings of the site itself."""
    unread: Unread = ALL_READ
    """What is written down and could not be read."""

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """Every page that has a source of its own."""
        faq = (self.faq,) if self.faq else ()
        return (self.home, *faq, *self.pages, *self.updates)


class Artifact(NamedTuple):
    """Something that is published: a path in the output, and its bytes."""

    path: str
    content: bytes

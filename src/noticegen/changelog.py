"""Everything that was published or changed, as entries: for the changelog and the feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from noticegen.model import Change, ChangeKind, Page, Text, Update
from noticegen.public import PublicSite


class EntryKind(StrEnum):
    """What happened."""

    UPDATE = "update"
    PAGE = "page"
    QUESTION = "question"
    TRANSLATION = "translation"
    CHANGE = "change"


class Entry(NamedTuple):
    """One thing that was published or changed."""

    kind: EntryKind
    moment: datetime
    page: str
    languages: tuple[str, ...]
    """The languages that it concerns."""
    changes: Mapping[str, Change]
    """For a change: the note in each language that has one."""
    question: str | None = None

    @property
    def change(self) -> Change | None:
        """The change in the first language that it concerns."""
        return self.changes[self.languages[0]] if self.changes else None

    @property
    def change_kind(self) -> ChangeKind | None:
        """What kind of change it was."""
        return self.change.kind if self.change else None


class Event(NamedTuple):
    """Entries of one moment: one thing that happened, and all that came with it."""

    moment: datetime
    entries: tuple[Entry, ...]


_ORDER = list(EntryKind)


def entries(public: PublicSite) -> tuple[Entry, ...]:
    """All entries, newest first; of one moment, updates before what came with them."""
    found: list[Entry] = []
    for page in public.site.all_pages:
        kind = EntryKind.UPDATE if isinstance(page, Update) else EntryKind.PAGE
        found.extend(_publications(kind, page.name, None, page.versions))
        found.extend(_changes(page, public.languages))
    if public.site.faq:
        faq = public.site.faq
        for question in faq.questions:
            if question.published > faq.published:
                found.extend(
                    _publications(EntryKind.QUESTION, "faq", question.id, question.answers)
                )
    position = {name: index for index, name in enumerate(public.pages)}
    found.sort(
        key=lambda entry: (
            _ORDER.index(entry.kind),
            position[entry.page],
            entry.question or "",
        )
    )
    found.sort(key=lambda entry: entry.moment, reverse=True)
    return tuple(found)


def events(all_entries: tuple[Entry, ...]) -> tuple[Event, ...]:
    """The entries grouped by their moment, newest first."""
    return tuple(
        Event(moment, tuple(group))
        for moment, group in groupby(all_entries, key=lambda entry: entry.moment)
    )


def latest(all_entries: tuple[Entry, ...]) -> Mapping[tuple[str, str | None], Entry]:
    """What changed last, by page and by (page, question)."""
    newest: dict[tuple[str, str | None], Entry] = {}
    for entry in all_entries:
        newest.setdefault((entry.page, None), entry)
        newest.setdefault((entry.page, entry.question), entry)
    return newest


def _publications(
    kind: EntryKind, page: str, question: str | None, versions: tuple[Text, ...]
) -> Iterator[Entry]:
    """The first publication, and each translation that came later than it."""
    first = versions[0]
    together = tuple(v.language for v in versions if v.published == first.published)
    yield Entry(
        kind=kind,
        moment=first.published,
        page=page,
        question=question,
        languages=together,
        changes={},
    )
    for version in versions:
        if version.published > first.published:
            yield Entry(
                kind=EntryKind.TRANSLATION,
                moment=version.published,
                page=page,
                question=question,
                languages=(version.language,),
                changes={},
            )


def _changes(page: Page, languages: tuple[str, ...]) -> Iterator[Entry]:
    """The changes of all languages; those of one moment, kind and question are one."""
    grouped: dict[tuple[datetime, ChangeKind, str, int], dict[str, Change]] = {}
    for language in languages:
        version = page.version(language)
        seen: dict[tuple[datetime, ChangeKind, str], int] = {}
        for change in version.changes if version else ():
            same = (change.moment, change.kind, change.question or "")
            seen[same] = seen.get(same, 0) + 1
            grouped.setdefault((*same, seen[same]), {})[language] = change
    for (moment, _, question, _), changes in grouped.items():
        yield Entry(
            kind=EntryKind.CHANGE,
            moment=moment,
            page=page.name,
            question=question or None,
            languages=tuple(changes),
            changes=changes,
        )

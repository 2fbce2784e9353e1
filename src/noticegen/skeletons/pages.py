"""A new update, or a correction with the lines that belong into the page it corrects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Diagnostic, Location
from noticegen.moments import read_moment
from noticegen.skeletons.words import filled, plain, quoted, word

_LONG = 150
"""A title with more characters is not repeated in the title of its correction."""


class NewUpdate(NamedTuple):
    """What is known of an update before it is written."""

    slug: str
    moment: datetime
    kinds: tuple[str, ...]
    title: str | None
    """In the authoritative language."""


class Wrong(NamedTuple):
    """What a correction is about."""

    name: str
    """The page's: `index`, `faq`, `updates/2026-03-03-second`."""
    question: str | None
    titles: Mapping[str, str]
    """The title of the page or the question in each language that has it."""

    @property
    def reference(self) -> str:
        """As `corrects:` names it."""
        page = self.name.removeprefix("updates/")
        return f"{page}#{self.question}" if self.question else page


class Lines(NamedTuple):
    """Lines that an author pastes into a file."""

    path: str
    lines: tuple[str, ...]


def written(moment: datetime, timezone: str) -> str:
    """A moment as an author writes it; with its offset where the clock shows it twice."""
    text = moment.strftime("%Y-%m-%d %H:%M")
    read = read_moment(text, Location(""), ZoneInfo(timezone))
    return moment.isoformat("T", "minutes") if isinstance(read, Diagnostic) else text


def begun(moment: datetime) -> datetime:
    """The minute in which `moment` lies: what has it as its date is public at once."""
    return moment.replace(second=0, microsecond=0)


def next_minute(moment: datetime) -> datetime:
    """The first full minute that is not past at `moment`."""
    full = begun(moment)
    return full if full == moment else full + timedelta(minutes=1)


def name_of(update: NewUpdate) -> str:
    """The name of the update's file, without ``.md``."""
    return f"{update.moment.date()}-{update.slug}"


def new_update(update: NewUpdate, languages: Sequence[str], timezone: str) -> Mapping[str, str]:
    """The files of the update by their paths."""
    name = name_of(update)
    files = {}
    for language in languages:
        is_first = language == languages[0]
        title = update.title if is_first and update.title else None
        files[_path(name, language)] = filled(
            "update.md",
            language,
            title=quoted(title or word("update_title", language, name=name)),
            header=_header(update, timezone) if is_first else "",
        )
    return files


def new_correction(
    update: NewUpdate, wrong: Wrong, languages: Sequence[str], timezone: str
) -> tuple[Mapping[str, str], tuple[Lines, ...]]:
    """The files of a correction by their paths, and what to paste into the corrected page."""
    name = name_of(update)
    files = {}
    for language in languages:
        is_first = language == languages[0]
        shown = wrong.titles.get(language) or wrong.titles[languages[0]]
        about = shown if len(shown) <= _LONG else wrong.reference
        title = update.title if is_first and update.title else None
        corrects = f"corrects: [{quoted(wrong.reference)}]\n"
        files[_path(name, language)] = filled(
            "correction.md",
            language,
            title=quoted(title or word("correction_title", language, title=about)),
            header=_header(update, timezone) + corrects if is_first else "",
            link=_link(about, wrong),
        )
    pasted = tuple(
        Lines(f"content/{language}/{wrong.name}.md", _item(name, wrong.question, language))
        for language in languages
        if language in wrong.titles
    )
    return files, pasted


def _path(name: str, language: str) -> str:
    return f"content/{language}/updates/{name}.md"


def _header(update: NewUpdate, timezone: str) -> str:
    kinds = ", ".join(update.kinds)
    kind = kinds if len(update.kinds) == 1 else f"[{kinds}]"
    return f"date: {written(update.moment, timezone)}\nkind: {kind}\n"


def _link(text: str, wrong: Wrong) -> str:
    """A link from an update to what is wrong; a placeholder in its text would be no text."""
    page = wrong.name.removeprefix("updates/")
    target = f"{page}.md" if page != wrong.name else f"../{page}.md"
    anchor = f"#{wrong.question}" if wrong.question else ""
    return f"[{plain(text)}]({target}{anchor})"


def _item(name: str, question: str | None, language: str) -> tuple[str, ...]:
    return (
        "changes:",
        f"  - with: {name}",
        "    kind: correction",
        *((f"    question: {question}",) if question else ()),
        *(f"    {key}: {quoted(word(key, language))}" for key in ("note", "before", "after")),
    )

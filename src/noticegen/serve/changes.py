"""A project and its record  ->  what would change for readers if it were published now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from noticegen.build import Checked, check_site, read
from noticegen.diagnostics import Diagnostic, Exit
from noticegen.record.canonical import title_in
from noticegen.record.entry import Entry, EntryKind
from noticegen.record.reading import Readings
from noticegen.record.shown import difference_lines

_A_MOMENT = timedelta(microseconds=1)


class Changed(NamedTuple):
    """One subject of the record that is other now than what was taken down last."""

    subject: str
    kind: EntryKind
    title: str
    moment: datetime
    lines: tuple[str, ...]
    """What changed in its words; nothing where it is new."""


class Changes(NamedTuple):
    """What would change, or why that cannot be said."""

    now: tuple[Changed, ...]
    later: tuple[Changed, ...]
    """What is scheduled, and was not recorded so."""
    has_record: bool
    findings: tuple[Diagnostic, ...]
    """Silent changes among them: each with its difference."""


def changes(project: Path, now: datetime) -> Changes:
    """What readers would see for the first time, or otherwise, if the site were built at `now`.

    Raises NoticegenError where a file cannot be read.
    """
    sources = read(project)
    has_record = sources.record is not None
    checked = check_site(sources, now, despite=frozenset({Exit.RECORD}))
    if not isinstance(checked, Checked):
        return Changes((), (), has_record, checked)
    told = tuple(f for f in checked.findings if f.exit is Exit.RECORD)
    taken = checked.taken
    if taken is None:
        return Changes((), (), has_record, told)
    return Changes(
        tuple(_changed(entry, checked) for entry in taken.new),
        tuple(_changed(entry, checked) for entry in taken.rescheduled),
        has_record,
        told,
    )


def _changed(entry: Entry, checked: Checked) -> Changed:
    assert checked.taken is not None
    record = checked.taken.record
    texts = record.sealed.texts if entry.number else record.texts
    text = texts[entry.digest].text
    first = checked.public.languages[0]
    return Changed(
        entry.subject,
        entry.kind,
        title_in(text, first),
        entry.moment.astimezone(checked.config.zone),
        tuple(_lines(entry, text, checked)),
    )


def _lines(entry: Entry, text: str, checked: Checked) -> Iterator[str]:
    """The difference to what was taken down before, as readers saw both."""
    assert checked.log is not None
    before = checked.log.newest.get(entry.subject)
    if before is None or entry.kind is EntryKind.WITHDRAWAL:
        return
    readings = Readings(checked.public, checked.config, checked.theme.strings)
    language = readings.language(entry.subject, checked.public.languages[0])
    old = checked.log.text(before)
    yield from difference_lines(
        readings.paragraphs(entry.subject, old, entry.moment - _A_MOMENT, language),
        readings.paragraphs(entry.subject, text, entry.moment, language),
    )

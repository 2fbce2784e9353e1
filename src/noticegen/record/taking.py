"""A site and its record  ->  what `noticegen record` takes down: decided here, written elsewhere.

First everything that is pending and due is sealed, exactly as it was; then what is new is
entered, each at the moment at which readers saw it first; then everything that is scheduled is
put into the place of what was pending before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from noticegen.config import Config
from noticegen.diagnostics import Diagnostic
from noticegen.model import NEVER
from noticegen.public import PublicSite, public
from noticegen.record.entry import Entry, EntryKind, Kept
from noticegen.record.holding import Held, first_kind, hold
from noticegen.record.log import Record
from noticegen.record.pair import kind_between
from noticegen.record.sides import Sides
from noticegen.record.states import FILE, State, states
from noticegen.record.timeline import Timeline, timelines

Salts = Callable[[], str]
"""Makes a new salt: 32 hexadecimal digits that nobody can guess."""


def no_salt() -> str:
    """A salt for what is only looked at and never kept."""
    return "0" * 32


class Taken(NamedTuple):
    """What is to be taken down."""

    findings: tuple[Diagnostic, ...]
    """What stands in the way."""
    due: tuple[Entry, ...]
    """Pending entries whose moment has come."""
    new: tuple[Entry, ...]
    """What readers are shown and nobody took down yet."""
    record: Record
    """The record with all of it."""
    rescheduled: tuple[Entry, ...]
    """What is scheduled and was not, or not so."""


@dataclass(frozen=True)
class Taking:
    """Everything that is needed to decide."""

    sides: Sides
    record: Record
    config: Config
    digests: Mapping[str, str]
    """SHA-256 of every file in ``content/files`` that a page links to, now or later."""
    salts: Salts

    @property
    def now(self) -> datetime:
        """The moment of the run."""
        return self.sides.now

    def taken(self) -> Taken:
        """What is to be taken down at this moment."""
        shown = states(self.sides.public, self.config, self.digests)
        held = hold(self.sides, shown)
        due = self.record.due(self.now)
        if held.findings:
            return Taken(held.findings, due, (), self.record, ())
        texts: dict[str, Kept] = {}
        new, last = self._new(held, shown, texts)
        log = self.record.public(self.now).with_added(new, texts)
        waiting: dict[str, Kept] = {}
        pending = tuple(self._pending(last, waiting))
        before = {(entry, self.record.texts[entry.digest].text) for entry in self.record.pending}
        rescheduled = tuple(e for e in pending if (e, waiting[e.digest].text) not in before)
        numbered = log.entries[len(log.entries) - len(new) :] if new else ()
        return Taken((), due, numbered, Record(log, pending, waiting), rescheduled)

    # -------------------------------------------------------------- what is public

    def _new(
        self, held: Held, shown: Mapping[str, State], texts: dict[str, Kept]
    ) -> tuple[tuple[Entry, ...], dict[str, str]]:
        """The entries, in their order, and the last text of every subject."""
        log = self.sides.log
        last = {subject: log.text(entry) for subject, entry in log.newest.items()}
        when: dict[datetime, list[str]] = {}
        lines = timelines(self.sides.site, frozenset(held.changed) & shown.keys())
        for subject in held.changed:
            line = lines.get(subject)
            for moment in self._moments(subject, line) or [self.now]:
                when.setdefault(moment, []).append(subject)
        found: list[Entry] = []
        for moment in sorted(when):
            then = self._shown(moment, when[moment], shown)
            for subject in sorted(when[moment]):
                state = then.get(subject)
                is_gone = state is None and moment == self.now and subject in log.newest
                if (state is None and not is_gone) or (state and state.text == last.get(subject)):
                    continue
                text = state.text if state else "withdrawn\n"
                is_last = subject in log.newest and (not state or text == shown[subject].text)
                kind = (
                    held.changed[subject]
                    if is_last
                    else _kind(subject, last.get(subject), text, self.sides.public)
                )
                found.append(self._entry(moment, kind, subject, text, texts))
                last[subject] = text
        return tuple(sorted(found, key=lambda entry: entry.order)), last

    def _moments(self, subject: str, line: Timeline | None) -> list[datetime]:
        """The moments at which something new of a subject was shown, as far as it is known."""
        end = self.sides.log.end
        is_new_file = subject.startswith(f"{FILE} ") and subject not in self.sides.log.newest
        if line is None or (end and is_new_file):
            return []
        known = line.known_from(self.now)
        return [
            moment
            for moment in line.moments
            if known <= moment <= self.now and (end is None or moment > end)
        ]

    def _shown(
        self, moment: datetime, subjects: list[str], shown: Mapping[str, State]
    ) -> Mapping[str, State]:
        if moment == self.now:
            return shown
        then = public(self.sides.site, moment)
        return states(then, self.config, self.digests, frozenset(subjects)) if then else {}

    # -------------------------------------------------------------- what is scheduled

    def _pending(self, last: dict[str, str], texts: dict[str, Kept]) -> Iterator[Entry]:
        """The entries of the moments to come, with the salts that they had."""
        when: dict[datetime, list[str]] = {}
        for subject, line in timelines(self.sides.site).items():
            for moment in line.moments:
                if self.now < moment < NEVER:
                    when.setdefault(moment, []).append(subject)
        kept = {
            (entry.moment, entry.subject, self.record.texts[entry.digest].text): entry.digest
            for entry in self.record.pending
        }
        for moment in sorted(when):
            then = public(self.sides.site, moment)
            if then is None:
                continue
            shown = states(then, self.config, self.digests, frozenset(when[moment]))
            for subject in sorted(shown):
                text = shown[subject].text
                if text == last.get(subject):
                    continue
                kind = _kind(subject, last.get(subject), text, then)
                digest = kept.get((moment, subject, text))
                if digest:
                    texts[digest] = self.record.texts[digest]
                    yield Entry(0, moment, kind, subject, digest)
                else:
                    yield self._entry(moment, kind, subject, text, texts)
                last[subject] = text

    def _entry(
        self, moment: datetime, kind: EntryKind, subject: str, text: str, texts: dict[str, Kept]
    ) -> Entry:
        kept = Kept(self.salts(), text)
        texts[kept.digest] = kept
        return Entry(0, moment, kind, subject, kept.digest)


def _kind(subject: str, before: str | None, text: str, then: PublicSite) -> EntryKind:
    return first_kind(subject, then) if before is None else kind_between(before, text)

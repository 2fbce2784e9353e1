"""The log as a value: what is sealed, what is pending, and what of it is public at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from noticegen.record.checkpoint import Checkpoint
from noticegen.record.entry import Entry, Kept
from noticegen.record.merkle import leaf, root, roots


@dataclass(frozen=True)
class Log:
    """Numbered entries with their texts: a record at one moment."""

    origin: str
    entries: tuple[Entry, ...]
    """In the order of their numbers, which begin at 1."""
    texts: Mapping[str, Kept]
    """By their digests."""

    @cached_property
    def newest(self) -> Mapping[str, Entry]:
        """The last entry of each subject."""
        return {entry.subject: entry for entry in self.entries}

    @cached_property
    def history(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each subject."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.subject, []).append(entry)
        return {subject: tuple(entries) for subject, entries in found.items()}

    @property
    def end(self) -> datetime | None:
        """The moment of the newest entry."""
        return self.entries[-1].moment if self.entries else None

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """Its size and root."""
        leaves = (leaf(entry.as_bytes()) for entry in self.entries)
        return Checkpoint(self.origin, len(self.entries), root(leaves))

    def checkpoints(self) -> Iterator[Checkpoint]:
        """What it was known by at each of its sizes, from 1 on."""
        leaves = (leaf(entry.as_bytes()) for entry in self.entries)
        for size, digest in enumerate(roots(leaves), start=1):
            yield Checkpoint(self.origin, size, digest)

    def text(self, entry: Entry) -> str:
        """What the subject of an entry said from then on."""
        return self.texts[entry.digest].text

    def until(self, moment: datetime) -> Log:
        """The log as it was public at an earlier moment."""
        entries = tuple(entry for entry in self.entries if entry.moment <= moment)
        return Log(self.origin, entries, self.texts)

    def with_added(self, added: tuple[Entry, ...], texts: Mapping[str, Kept]) -> Log:
        """The same with more entries at its end, which are given their numbers here."""
        first = len(self.entries) + 1
        numbered = tuple(
            entry._replace(number=number) for number, entry in enumerate(added, start=first)
        )
        return Log(self.origin, (*self.entries, *numbered), {**self.texts, **texts})


@dataclass(frozen=True)
class Record:
    """What `record/` holds."""

    sealed: Log
    pending: tuple[Entry, ...]
    """What is scheduled, in order; without numbers, and replaced by each run."""
    texts: Mapping[str, Kept]
    """The texts of what is pending."""

    def due(self, moment: datetime) -> tuple[Entry, ...]:
        """The pending entries whose moment has come."""
        return tuple(entry for entry in self.pending if entry.moment <= moment)

    def public(self, moment: datetime) -> Log:
        """The public log: what is sealed, and what is pending and due."""
        due = self.due(moment)
        texts = {entry.digest: self.texts[entry.digest] for entry in due}
        return self.sealed.with_added(due, texts) if due else self.sealed

"""The two sides that are compared: a site at a moment, and what was taken down of it until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noticegen.model import Site
from noticegen.public import PublicSite
from noticegen.record.log import Log
from noticegen.record.reading import Readings


@dataclass(frozen=True)
class Sides:
    """What comparing needs at hand."""

    site: Site
    """All of it, for what a block hid at an earlier moment."""
    public: PublicSite
    log: Log
    readings: Readings
    merged: frozenset[str] = frozenset()
    """Subjects that another branch changed, too: what is new of them may be older than the
    newest entry."""

    @property
    def now(self) -> datetime:
        """The moment of the comparison."""
        return self.public.moment

    def local(self, moment: datetime) -> str:
        """A moment as authors write it."""
        return moment.astimezone(self.public.site.zone).strftime("%Y-%m-%d %H:%M")

    def note_lines(self, subject: str, kind: str) -> tuple[str, ...]:
        """A note to paste under `changes` of a subject."""
        question = subject.partition("#")[2]
        return (
            "changes:",
            f"  - at: {self.local(self.now)}",
            f"    kind: {kind}",
            *([f"    question: {question}"] if question else []),
            "    note: …",
        )

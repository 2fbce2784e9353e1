"""What a law asks for, and on whose word this is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from noticegen.localized import Localized


class Level(StrEnum):
    """How much a law wants an element."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    """Required where the answer to one question is yes."""
    RECOMMENDED = "recommended"
    """By a regulator or by custom, or left open by the text."""
    PROHIBITED = "prohibited"


class Confidence(StrEnum):
    """How well it was checked that a law asks for an element."""

    VERIFIED = "verified"
    PARTLY = "partly verified"
    KNOWLEDGE = "from knowledge"
    """Nobody compared it with a text: the section is cited and has to be looked up."""


class SourceKind(StrEnum):
    """What kind of text was looked at."""

    OFFICIAL = "official"
    OFFICIAL_MIRROR = "official-mirror"
    TEXT_COPY = "text-copy"
    """The legal text, reproduced elsewhere."""
    SECONDARY = "secondary"
    """What others say about it."""
    PRESS = "press"


class Nature(StrEnum):
    """Whether somebody can be held to it."""

    LAW = "law"
    PRACTICE = "practice"


class Source(NamedTuple):
    """A text that was looked at."""

    id: str
    where: str
    kind: SourceKind


class Requirement(NamedTuple):
    """What one law says about one element."""

    element: str
    level: Level
    provision: Localized
    asks: Localized
    """What is to be said, in our own words."""
    question: str | None
    """The id of the question on whose answer it depends."""
    words: Mapping[str, tuple[str, ...]]
    """Words by language that are a sign of a prohibited element."""
    confidence: Confidence
    sources: tuple[str, ...]


class Posting(NamedTuple):
    """When a page may stand in for telling people directly, and how it has to be kept."""

    when: Localized
    basis: Localized
    min_days: int | None
    """The shortest time in days for which the page has to stand; None where no number is set."""
    is_guidance: bool
    """Whether that number is a regulator's, and not in the text of the law."""
    place: Localized | None
    phone: Localized | None
    phone_days: int | None
    """The shortest time in days for which the free line has to be answered."""
    more: Localized | None
    """What is needed beside the page."""


class Literal(NamedTuple):
    """A title and headings in words that the law fixes, in one language."""

    language: str
    title: str
    headings: tuple[str, ...]
    provision: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A law, or a practice, with its own list of elements."""

    id: str
    name: Localized
    provision: Localized
    nature: Nature
    in_force_from: date | None
    """The day from which the list holds in this form; None for a practice."""
    checked_on: date
    until: date
    """The last day for which the file is taken to be right; then it has to be looked at anew."""
    note: Localized | None
    """What is about to change, or stands beside the list."""
    posting: Posting
    literal: Literal | None
    requirements: tuple[Requirement, ...]
    sources: tuple[Source, ...]

    def requirement(self, element: str) -> Requirement | None:
        """What it says about an element."""
        return next((item for item in self.requirements if item.element == element), None)

    @property
    def verified(self) -> int:
        """How many of its requirements were verified in a text."""
        return sum(item.confidence is Confidence.VERIFIED for item in self.requirements)

    @property
    def kinds(self) -> tuple[SourceKind, ...]:
        """The kinds of the sources that its requirements were compared with, the best first."""
        used = {id_ for item in self.requirements for id_ in item.sources}
        kinds = {source.kind for source in self.sources if source.id in used}
        return tuple(kind for kind in SourceKind if kind in kinds)


class Conflict(NamedTuple):
    """What one page cannot do for several laws at once."""

    id: str
    between: tuple[frozenset[str], frozenset[str]]
    text: Localized

    def among(self, chosen: frozenset[str]) -> frozenset[str]:
        """Those of the chosen regimes that are in conflict; empty where they are not.

        One of the first side and another one of the second are needed.
        """
        first, second = (side & chosen for side in self.between)
        together = first | second
        return together if first and second and len(together) > 1 else frozenset()

"""A fact and its history, and the rule of time: which value a text of a moment shows.

What was said then stays true to then; an error is corrected wherever it was printed. A
correction therefore takes the *place* of the value that was wrong, and what is current,
previous or newer goes by places and not by the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from noticegen.diagnostics import Location
from noticegen.formats import Period
from noticegen.localized import Localized
from noticegen.notes import Notes, public_notes


class FactType(StrEnum):
    """What kind of thing a value is."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    DURATION = "duration"
    MONEY = "money"
    TEXT = "text"


class Status(StrEnum):
    """How sure a value is. The last three stand without a value."""

    CONFIRMED = "confirmed"
    ESTIMATE = "estimate"
    UPPER_BOUND = "upper_bound"
    UNKNOWN = "unknown"
    UNDECIDED = "undecided"
    WITHDRAWN = "withdrawn"


WITHOUT_VALUE = frozenset({Status.UNKNOWN, Status.UNDECIDED, Status.WITHDRAWN})


class FactChange(StrEnum):
    """Why a value took the place of another, or came after it."""

    CORRECTION = "correction"
    PROGRESS = "progress"
    MEASURE = "measure"
    POLICY = "policy"
    EVENT = "event"


class Money(NamedTuple):
    """One amount in one or several currencies (ISO 4217)."""

    amounts: tuple[tuple[str, Decimal], ...]


Amount = Decimal | date | datetime | time | Period | Money | Localized


class Value(NamedTuple):
    """What a fact was said to be, from a moment on."""

    moment: datetime
    """When it became public."""
    with_update: str | None
    amount: Amount | None
    """None where the status says that there is none."""
    status: Status
    as_of: date | datetime | None
    """What the figure describes: a day or a moment, shown to readers."""
    change: FactChange | None
    """None for the first."""
    note: Localized | None
    corrects: datetime | None
    """The moment of the value that it corrects, if that is not the one directly before it."""
    replaces: str | None
    """The fact whose place this fact takes from now on."""
    at: Location


Chain = tuple[Value, ...]
"""A value, and the corrections that took its place, each of the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure, a date, an amount or a decision, with its history."""

    id: str
    type: FactType
    name: Localized
    unit: Mapping[str, Mapping[str, str]]
    """By language: the word for each plural category of CLDR; empty where there is no unit."""
    meaning: Localized | None
    values: tuple[Value, ...]
    """In order of their moments."""
    sum: tuple[str, ...]
    """The facts whose sum it is."""
    at: Location
    changes: Notes = ()
    """Public notes about its name, its unit and its meaning."""
    backdated: str | None = None
    """Why its history begins before it was recorded, for readers."""

    @property
    def places(self) -> tuple[Chain, ...]:
        """The values in their places: one chain for each thing that was said."""
        chains: list[list[Value]] = []
        place_of: dict[datetime, int] = {}
        place = -1
        for value in self.values:
            if value.change is FactChange.CORRECTION and chains:
                place = place_of[value.corrects] if value.corrects else place
                chains[place].append(value)
            else:
                chains.append([value])
                place = len(chains) - 1
            place_of[value.moment] = place
        return tuple(tuple(chain) for chain in chains)


Facts = Mapping[str, Fact]


class Told(NamedTuple):
    """What a text of some moment tells of a fact."""

    said: Value
    """What was public at that moment."""
    shown: Value
    """The same with the corrections that came since."""

    @property
    def is_corrected(self) -> bool:
        """Whether a correction came after the text."""
        return self.said is not self.shown


class Newer(NamedTuple):
    """That there is a newer value than the one a text of some moment shows."""

    kind: FactChange
    fact: Fact
    """The same fact, or the one that replaced it."""
    value: Value


class Replacement(NamedTuple):
    """From a moment on, `fact` takes the place of another."""

    fact: Fact
    moment: datetime


def told(fact: Fact, moment: datetime) -> Told | None:
    """What a text of `moment` tells of `fact`; None where nothing was public then."""
    here = None
    for chain in fact.places:
        if chain[0].moment <= moment:
            here = chain
    if here is None:
        return None
    return Told(_at(here, moment), here[-1])


def right(fact: Fact, value: Value) -> Value:
    """What stands in the place of a value today: itself, or the last correction of it."""
    return next(chain[-1] for chain in fact.places if value in chain)


def previous(fact: Fact, moment: datetime) -> Value | None:
    """What was said before the value that was current at `moment`, as it was said then."""
    chains = [
        tuple(value for value in chain if value.moment <= moment)
        for chain in fact.places
        if chain[0].moment <= moment
    ]
    if not chains:
        return None
    if len(chains[-1]) > 1:
        return chains[-1][-2]
    return chains[-2][-1] if len(chains) > 1 else None


def replacement(facts: Facts, id_: str) -> Replacement | None:
    """The fact that replaces this one, and from when on."""
    found = [
        Replacement(fact, value.moment)
        for fact in facts.values()
        for value in fact.values
        if value.replaces == id_
    ]
    return min(found, key=lambda replaced: replaced.moment, default=None)


def is_current(facts: Facts, id_: str, moment: datetime) -> bool:
    """Whether a text of `moment` may print the fact without saying of when."""
    replaced = replacement(facts, id_)
    return replaced is None or moment < replaced.moment


def newer(facts: Facts, id_: str, moment: datetime) -> Newer | None:
    """What to point to from a text of `moment` that shows the fact.

    A correction is no newer value: it stands in the text itself.
    """
    fact = facts[id_]
    replaced = replacement(facts, id_)
    if replaced and replaced.moment > moment:
        further = newer(facts, replaced.fact.id, replaced.moment)
        if further and further.fact is not replaced.fact:
            return Newer(FactChange.MEASURE, further.fact, further.value)
        return Newer(FactChange.MEASURE, replaced.fact, replaced.fact.places[-1][-1])
    last = fact.places[-1]
    if last[0].moment <= moment or told(fact, moment) is None:
        return None
    assert last[0].change is not None, "only the first value comes without a reason"
    return Newer(last[0].change, fact, last[-1])


def corrected(fact: Fact, moment: datetime) -> Newer | None:
    """The correction since `moment`, for a text that cannot be marked because it typed nothing."""
    telling = told(fact, moment)
    if telling is None or not telling.is_corrected:
        return None
    return Newer(FactChange.CORRECTION, fact, telling.shown)


def public_facts(facts: Facts, moment: datetime) -> Facts:
    """The gate: what of the facts is public at `moment`."""
    cut = (
        replace(
            fact,
            values=tuple(value for value in fact.values if value.moment <= moment),
            changes=public_notes(fact.changes, moment),
        )
        for fact in facts.values()
    )
    return {fact.id: fact for fact in cut if fact.values}


def publication_moments(facts: Facts) -> Iterator[datetime]:
    """When something of the facts becomes public."""
    for fact in facts.values():
        for value in fact.values:
            yield value.moment
        yield from (note.moment for note in fact.changes)


def _at(chain: Chain, moment: datetime) -> Value:
    return [value for value in chain if value.moment <= moment][-1]

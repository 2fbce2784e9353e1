"""The facts  ->  what they say at a moment, and what they said before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from noticegen.check.figures.lexicon import lexicon
from noticegen.facts import Amount, Fact, Facts, Money, Value, replacement, told
from noticegen.formats import Period
from noticegen.localized import Localized


class Past(NamedTuple):
    """A value that is no longer said."""

    fact: Fact
    value: Value
    until: datetime
    """When another took its place."""


class Said(NamedTuple):
    """What the facts say for a text of some moment."""

    now: tuple[tuple[Fact, Value], ...]
    past: tuple[Past, ...]
    later: tuple[tuple[Fact, Value], ...]
    """What became public after that moment."""


class History(NamedTuple):
    """The public facts, and what they said when, each moment looked up once."""

    facts: Facts
    zone: tzinfo
    named: Callable[[str], datetime | None]
    """The moment that a placeholder names."""
    known: dict[datetime, Said]

    def at(self, moment: datetime) -> Said:
        """What they say for a text of `moment`."""
        if moment not in self.known:
            self.known[moment] = _said(self.facts, moment)
        return self.known[moment]


def _said(facts: Facts, moment: datetime) -> Said:
    now: list[tuple[Fact, Value]] = []
    past: list[Past] = []
    later: list[tuple[Fact, Value]] = []
    for fact in facts.values():
        telling = told(fact, moment)
        replaced = replacement(facts, fact.id)
        is_over = replaced is not None and replaced.moment < moment
        for index, value in enumerate(fact.values):
            if value.amount is None:
                continue
            if value.moment > moment:
                later.append((fact, value))
            elif telling and value.amount == telling.said.amount and not is_over:
                now.append((fact, value))
            else:
                following = [one.moment for one in fact.values[index + 1 :]]
                until = following[0] if following else replaced.moment if replaced else None
                if until and until < moment:
                    past.append(Past(fact, value, until))
                else:  # it was replaced at this very moment, and the text is about that
                    later.append((fact, value))
    return Said(tuple(now), tuple(past), tuple(later))


def day_of(amount: Amount | None, zone: tzinfo) -> date | None:
    """The day that a fact names."""
    if isinstance(amount, datetime):
        return amount.astimezone(zone).date()
    return amount if isinstance(amount, date) else None


def sums_of(amount: Amount | None) -> Mapping[str, Decimal]:
    """An amount of money by its currencies."""
    return dict(amount.amounts) if isinstance(amount, Money) else {}


_UNITS = ("year", "month", "week", "day", "hour", "minute")
_CONVERTED = {("year", "month"): 12, ("week", "day"): 7, ("day", "hour"): 24}


def spans_of(amount: Amount | None) -> Iterator[tuple[Decimal, str]]:
    """A duration as texts may write it: twelve months are a year, two weeks fourteen days.

    Nothing for one of several parts, and no *one* of anything: "a year" stands everywhere.
    """
    if not isinstance(amount, Period):
        return
    parts = [(Decimal(count), unit) for count, unit in zip(amount, _UNITS, strict=True) if count]
    if len(parts) != 1:
        return
    [(count, unit)] = parts
    yield count, unit
    for (large, small), size in _CONVERTED.items():
        if unit == large:
            yield count * size, small
        elif unit == small and count % size == 0 and count > size:
            yield count / size, large


def words_of(amount: Amount | None, language: str) -> str:
    """What a text fact says in `language`, as it is compared; nothing where it is too short."""
    if not isinstance(amount, Localized) or "${" in (text := amount.texts.get(language, "")):
        return ""
    words = compared(text, language)
    return words.letters if len(words.letters) >= _ENOUGH else ""


_ENOUGH = 8
"""Letters of a text that two people do not write by chance: "none" is no denial."""


class Compared(NamedTuple):
    """The letters and digits of a text in small letters, and where each stands."""

    letters: str
    places: tuple[int, ...]


def compared(text: str, language: str) -> Compared:
    """A text without its spaces, marks and politeness."""
    letters: list[str] = []
    places: list[int] = []
    plain = text.replace("’", "'")
    position = 0
    same = lexicon(language).same_words
    pattern = re.compile("|".join(re.escape(word) for word, _ in same) or "(?!)", re.IGNORECASE)
    by_word = {word.lower(): other for word, other in same}
    for match in [*pattern.finditer(plain), None]:
        end = match.start() if match else len(plain)
        for place in range(position, end):
            _keep(plain[place], place, letters, places)
        if match:
            for sign in by_word[match[0].lower()]:
                _keep(sign, match.start(), letters, places)
            position = match.end()
    return Compared("".join(letters), tuple(places))


def _keep(sign: str, place: int, letters: list[str], places: list[int]) -> None:
    for letter in unicodedata.normalize("NFKC", sign).casefold():
        if letter.isalnum():
            letters.append(letter)
            places.append(place)

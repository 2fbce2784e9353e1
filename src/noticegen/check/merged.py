"""What the chosen regimes ask for, held against what the site says: one list for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from noticegen.check.covered import Covered, Found, Way, covered
from noticegen.config import Config
from noticegen.diagnostics import Location
from noticegen.elements import ELEMENTS
from noticegen.model import Version
from noticegen.public import PublicSite, texts
from noticegen.regimes.model import Conflict, Level, Literal, Regime, Requirement
from noticegen.regimes.reading import conflicts, regime

BY_A_PERSON = frozenset({"plain_language"})
"""What no program can see: it stands in the list, and somebody has to read the notice for it."""


class State(StrEnum):
    """What is said about an element."""

    FOUND = "found"
    NOT_FOUND = "not found"
    SAYS_UNKNOWN = "found, says unknown"
    NEEDS_ANSWER = "needs an answer"
    SHOULD_NOT_BE_HERE = "should not be here"
    ADVICE = "advice"


class Asked(NamedTuple):
    """One regime that has something to say about an element, with the answers taken in."""

    regime: Regime
    requirement: Requirement
    level: Level
    """Required instead of conditional where the answer is yes."""


class Item(NamedTuple):
    """A line of the merged list."""

    element: str
    state: State
    asked: tuple[Asked, ...]
    found: tuple[Found, ...]


class Judged(NamedTuple):
    """What all the chosen regimes together come to."""

    regimes: tuple[Regime, ...]
    items: tuple[Item, ...]
    """In the order of the elements."""
    not_asked: tuple[str, ...]
    """Elements that no regime asks for because of the answers that were given."""
    conflicts: tuple[tuple[Conflict, frozenset[str]], ...]
    """What one page cannot do for all of them, and for which."""


def judge(public: PublicSite, config: Config) -> Judged:
    """The merged list of the regimes in the settings."""
    chosen = tuple(map(regime, config.regimes))
    found = {**covered(public, config, config.authoritative), **_literally(public, chosen)}
    items, not_asked = [], []
    for element in ELEMENTS:
        named = [(law, wanted) for law in chosen if (wanted := law.requirement(element))]
        asked = tuple(
            Asked(law, wanted, level)
            for law, wanted in named
            if (level := _level(wanted, config.answers))
        )
        if asked:
            items.append(_item(public, element, asked, found))
        elif named:
            not_asked.append(element)
    together = frozenset(config.regimes)
    told = tuple((c, among) for c in conflicts() if (among := c.among(together)))
    return Judged(chosen, tuple(items), tuple(not_asked), told)


def _level(requirement: Requirement, answers: Mapping[str, bool]) -> Level | None:
    """How much it is wanted, by the answers; None where its condition does not hold."""
    answer = answers.get(requirement.question or "")
    if answer is None:
        return requirement.level
    if not answer:
        return None
    return Level.REQUIRED if requirement.level is Level.CONDITIONAL else requirement.level


def _item(public: PublicSite, element: str, asked: tuple[Asked, ...], found: Covered) -> Item:
    levels = {one.level for one in asked}
    places = found.get(element, ())
    if Level.PROHIBITED in levels:
        signs = [place for one in asked for place in _signs(public, one.requirement)]
        places = (*places, *signs)
    return Item(element, _state(element, levels, places), asked, places)


def _state(element: str, levels: set[Level], found: tuple[Found, ...]) -> State:
    if element in BY_A_PERSON:
        return State.ADVICE
    if found and Level.PROHIBITED in levels:
        return State.SHOULD_NOT_BE_HERE
    if found:
        return State.SAYS_UNKNOWN if all(place.unknown for place in found) else State.FOUND
    if Level.REQUIRED in levels:
        return State.NOT_FOUND
    if Level.CONDITIONAL in levels:
        return State.NEEDS_ANSWER
    return State.ADVICE if Level.RECOMMENDED in levels else State.NOT_FOUND


def _literally(public: PublicSite, chosen: Iterable[Regime]) -> Covered:
    """A title and headings in fixed words, where a regime has such and they are there."""
    found: dict[str, tuple[Found, ...]] = {}
    for law in chosen:
        if law.literal:
            version = in_language(public, law.literal.language)
            place = (Found(version.at, Way.TITLE),) if version else ()
            lacking = lacking_words(public, law.literal)
            found["notice_title"] = () if law.literal.title in lacking else place
            found["required_headings"] = () if set(lacking) & set(law.literal.headings) else place
    return found


def lacking_words(public: PublicSite, literal: Literal) -> tuple[str, ...]:
    """The title and the headings that the home page in their language lacks."""
    version = in_language(public, literal.language)
    if version is None:
        return (literal.title, *literal.headings)
    headings = {heading.text for heading in version.document.headings}
    title = () if version.title == literal.title else (literal.title,)
    return (*title, *(text for text in literal.headings if text not in headings))


def in_language(public: PublicSite, language: str) -> Version | None:
    """The home page in a language, whatever its region."""
    versions = public.site.home.versions
    return next((v for v in versions if v.language.partition("-")[0] == language), None)


def _signs(public: PublicSite, requirement: Requirement) -> Iterator[Found]:
    """Places of words that are a sign of what a regime does not want."""
    for page in public.site.all_pages if requirement.words else ():
        for version in page.versions:
            if any(word in version.title for word in _words(requirement, version.language)):
                yield Found(version.at, Way.WORDS)
        for language, document in texts(page):
            for number, line in enumerate(document.text.split("\n")):
                for word in _words(requirement, language):
                    if word in line:
                        row = document.first_line + number
                        yield Found(Location(document.path, row, line.index(word) + 1), Way.WORDS)


def _words(requirement: Requirement, language: str) -> tuple[str, ...]:
    return requirement.words.get(language.partition("-")[0], ())

"""Figures and words of facts that are typed where they ought to be referred to.

What is typed keeps its value when the fact changes: it is neither corrected nor marked, and no
pointer to the newer value stands under it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from noticegen.check.figures.lexicon import Lexicon, bounded, lexicon
from noticegen.check.figures.said import (
    History,
    Past,
    Said,
    compared,
    day_of,
    spans_of,
    sums_of,
    words_of,
)
from noticegen.check.figures.written import Clock, Day, Figures, Number, Span, Sum
from noticegen.check.passages import COVER, Passage
from noticegen.diagnostics import Code, Diagnostic, Message, Severity, say
from noticegen.facts import Fact, FactType, Value
from noticegen.localized import Localized
from noticegen.mentions import OfFact, read_mention

SILENT = frozenset({"code", "before"})
"""Roles of texts that are not looked at: what machines read, and what was said before."""

_DISTINCT = 1000
"""From here on, a number that is that of a fact is no chance, whatever stands beside it."""
_COUNTED = 10
_COUNTED_DIGITS = 3
"""From here on, a number that carries a fact's unit is a figure: written in words and in digits.
Below, people are told how many colleagues looked at something."""
_NAMED = re.compile(
    r"(?:[A-Za-z]|[A-Za-z0-9][-/_]|[#§№]|\b(?:no|nr|art|version|v)\.?\s?|n°\s?|第|\d[.,:])$",
    re.IGNORECASE,
)
"""What stands before digits that name something: VX-2200, § 26, 第88号."""
_NAMES = re.compile(r"[A-Za-z_]|[-/][A-Za-z0-9]|[.,:]\d|号")
_OPENING = '「『“„«‹"'
_CLOSING = '」』”“»›"'
_SENTENCE = re.compile(r"[。！？!?\n]|(?<!\d)\.\s|;\s")
_NEAR = 20
"""Signs between the day and the time of one moment, at most."""
_HOLDER = re.compile(r"\$\{([^{}\n]*)\}")
_WORD_BETWEEN = r"(?:[^\W\d_]+[\s\u00a0\u202f]+)?"
"""One word that may stand between a number and its unit: "42 affected people"."""


class Typed(NamedTuple):
    """Something typed, and what is known about it."""

    passage: Passage
    start: int
    end: int
    fact: Fact | None
    """The fact whose value it is, or whose unit it carries; None for money that is no fact's."""
    past: Past | None
    """The value that it was, if it is one no longer."""
    is_value: bool


class Referred:
    """Which facts each text refers to, by page and question and by language."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._counts: dict[tuple[tuple[str, str], str], Counter[str]] = {}
        self._languages: dict[tuple[str, str], set[str]] = {}
        for passage in passages:
            if passage.role in SILENT or passage.role == "note" or passage.key == ("", ""):
                continue
            self._languages.setdefault(passage.key, set()).add(passage.language)
            if COVER in passage.text:
                counts = self._counts.setdefault((passage.key, passage.language), Counter())
                for holder in _HOLDER.finditer(passage.written):
                    mention = read_mention(holder[1])
                    if isinstance(mention, OfFact) and mention.part != "name":
                        counts[mention.id] += 1

    def elsewhere(self, passage: Passage, fact: Fact) -> str | None:
        """A language in which the same text refers to a fact more often than in this one."""
        own = self._count(passage.key, passage.language, fact.id)
        others = sorted(self._languages.get(passage.key, set()) - {passage.language})
        return next((o for o in others if self._count(passage.key, o, fact.id) > own), None)

    def _count(self, key: tuple[str, str], language: str, id_: str) -> int:
        return self._counts.get((key, language), Counter())[id_]


def typed(passage: Passage, written: Figures, history: History) -> Iterator[Typed]:
    """What is typed in a passage and is a fact's, or money; each stretch once."""
    said = history.at(passage.moment)
    found = [
        *_words(passage, written, said),
        *_days(passage, written, said, history),
        *_sums(passage, written, said),
        *_spans(passage, written, said),
        *_numbers(passage, written, said, history),
    ]
    end = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end and not _is_in_code(one):
            end = one.end
            yield _told_as_past(one, written)


def diagnostic(one: Typed, referred: Referred, history: History) -> Diagnostic:
    """The finding about something typed: the most useful of the three."""
    text = one.passage.text[one.start : one.end]
    at = one.passage.at(one.start, one.end)
    if one.fact is None:
        return Diagnostic(
            at,
            Code.STRAY_FIGURE,
            say("an amount of money is typed: {text}", text=text),
            say("keep it in facts.yml and refer to it, so that a change reaches every page"),
            Severity.WARNING,
        )
    id_ = one.fact.id
    if one.past:
        until = one.past.until.astimezone(history.zone).date()
        message = say(
            "{text} is what `{id}` said until {until}", text=_short(text), id=id_, until=until
        )
        return Diagnostic(at, Code.STALE_VALUE, message, _now(one.fact), Severity.WARNING)
    if one.is_value and (language := referred.elsewhere(one.passage, one.fact)):
        return Diagnostic(
            at,
            Code.TYPED_IN_TRANSLATION,
            say(
                "{text} is typed, and the text in `{language}` refers to `{id}`",
                text=text,
                language=language,
                id=id_,
            ),
            say("write ${{{id}}} here, too", id=id_),
            Severity.WARNING,
        )
    if one.is_value:
        message = say("{text} is typed, and it is a value of `{id}`", text=text, id=id_)
        hint = say("write ${{{id}}}, so that a change reaches this text", id=id_)
    else:
        message = say("{text} is typed, and `{id}` counts in the same unit", text=text, id=id_)
        hint = say("keep it in facts.yml and refer to it, so that a change reaches every page")
    return Diagnostic(at, Code.STRAY_FIGURE, message, hint, Severity.WARNING)


def _now(fact: Fact) -> Message:
    return say(
        "write ${{{id}}} for what is so now, or ${{{id}.previous}} for what was said before",
        id=fact.id,
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_SHOWN = 40


# ------------------------------------------------------------------ numbers


def _numbers(passage: Passage, written: Figures, said: Said, history: History) -> Iterator[Typed]:
    for number in written.numbers:
        if number.is_doubtful or not number.value:
            continue
        held = _held_by(passage, number, said, history)
        if held:
            yield held
        elif unit := _unit_beside(passage, number, history):
            fact, end = unit
            yield Typed(passage, number.start, end, fact, None, is_value=False)


def _held_by(passage: Passage, number: Number, said: Said, history: History) -> Typed | None:
    """Whose value a number is: one that is said now before one of the past."""
    for fact, value in (*said.now, *said.later):
        if (end := _matches(passage, number, fact, value, history)) is not None:
            return Typed(passage, number.start, end, fact, None, is_value=True)
    for past in said.past:
        if (end := _matches(passage, number, past.fact, past.value, history)) is not None:
            return Typed(passage, number.start, end, past.fact, past, is_value=True)
    return None


def _matches(
    passage: Passage, number: Number, fact: Fact, value: Value, history: History
) -> int | None:
    """Where a number ends that is this value, its unit included; None where it is another."""
    if not isinstance(value.amount, Decimal):
        return None
    is_exact = value.amount == number.value
    if not is_exact and not _rounds(value.amount, number):
        return None
    end = _own_unit(passage, number, fact)
    if end is not None:
        is_small = number.value < _COUNTED and _is_shared(fact, passage.language, history)
        return None if is_small else end
    if _is_name(passage.text, number) or not is_exact:
        return None
    is_year = 1900 <= number.value <= 2100 and not number.is_word
    digits = len(number.value.normalize().as_tuple().digits)
    return number.end if number.value >= _DISTINCT and digits > 1 and not is_year else None


def _is_shared(fact: Fact, language: str, history: History) -> bool:
    """Whether other facts count in the same unit: "two people" may be anybody then."""
    own = set(_units(fact, language))
    return any(
        other.id != fact.id and own & set(_units(other, language))
        for other in history.facts.values()
    )


def _rounds(amount: Decimal, number: Number) -> bool:
    """Whether a round number stands for the amount: 760万 for 7,603,118."""
    return (
        number.value >= _DISTINCT
        and number.step > 1
        and len(number.value.normalize().as_tuple().digits) > 1
        and abs(amount - number.value) * 2 <= number.step
    )


def _is_name(text: str, number: Number) -> bool:
    """Whether the digits are part of a name, a version or a reference."""
    before = text[max(number.start - 9, 0) : number.start]
    return _NAMED.search(before) is not None or _NAMES.match(text, number.end) is not None


def _own_unit(passage: Passage, number: Number, fact: Fact) -> int | None:
    """Where the unit of a fact ends that stands beside a number."""
    pattern = _beside(tuple(_units(fact, passage.language)), _of_name(fact, passage.language),
                      passage.language)  # fmt: skip
    match = pattern.match(passage.text, number.end)
    return match.end() if match else None


def _unit_beside(passage: Passage, number: Number, history: History) -> tuple[Fact, int] | None:
    """A fact in whose unit a number counts."""
    if number.value < (_COUNTED if number.is_word else _COUNTED_DIGITS):
        return None
    if passage.role in {"note", "meaning"}:
        return None  # they tell of differences: "25 of them had died"
    known = lexicon(passage.language)
    for fact in history.facts.values():
        units = tuple(u for u in _units(fact, passage.language) if not _is_measure(u, known))
        if not units or fact.type is not FactType.NUMBER:
            continue
        match = _beside(units, (), passage.language).match(passage.text, number.end)
        if (
            match
            and not _is_name(passage.text, number)
            and not known.no_count.match(passage.text, match.end())
            and not known.no_count_before.search(passage.text[: number.start][-_BEFORE:])
            and not _is_quoted(passage, number.start)
        ):
            return fact, match.end()
    return None


_BEFORE = 24
"""Signs before a number in which a word may say that it counts something else."""


def _units(fact: Fact, language: str) -> Iterator[str]:
    """The words of a unit, and those that count the same."""
    words = fact.unit.get(language, {})
    known = lexicon(language)
    for word in words.values():
        yield word
        if word in known.alike:
            yield from known.alike
        if known.percent.fullmatch(word):
            yield from ("%", "％", "percent", "per cent", "Prozent", "パーセント", "pour cent")


def _of_name(fact: Fact, language: str) -> tuple[str, ...]:
    """Words of a fact's name that say what it counts, where it has no unit."""
    if fact.unit.get(language):
        return ()
    return tuple(re.findall(r"[^\W\d_]{4,}", fact.name.texts.get(language, "")))


def _is_measure(unit: str, known: Lexicon) -> bool:
    """Whether a unit measures anything at all: days, hours, percent."""
    return bool(known.duration.fullmatch(unit) or known.percent.fullmatch(unit))


@lru_cache(maxsize=512)
def _beside(units: tuple[str, ...], names: tuple[str, ...], language: str) -> re.Pattern[str]:
    """One of the units where it follows a number."""
    words = [*map(bounded, units), *(re.escape(name) + r"\w{0,2}(?!\w)" for name in names)]
    if not words:
        return re.compile("(?!)")
    one = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    gap = r"[\s\u00a0\u202f]"
    between = lexicon(language).between.pattern
    return re.compile(rf"(?:{gap}?|{between}{gap}+|{gap}+{_WORD_BETWEEN})(?:{one})", re.IGNORECASE)


# ------------------------------------------------------------------ money, days, durations


def _sums(passage: Passage, written: Figures, said: Said) -> Iterator[Typed]:
    for one in written.sums:
        for fact, value in (*said.now, *said.later):
            if _is_sum(one, value):
                yield Typed(passage, one.start, one.end, fact, None, is_value=True)
                break
        else:
            past = next((past for past in said.past if _is_sum(one, past.value)), None)
            if past or not _is_quoted(passage, one.start):
                fact_or_none = past.fact if past else None
                yield Typed(passage, one.start, one.end, fact_or_none, past, past is not None)


def _is_sum(one: Sum, value: Value) -> bool:
    amounts = sums_of(value.amount)
    return any(amounts.get(currency) == one.value for currency in one.currencies)


def _days(passage: Passage, written: Figures, said: Said, history: History) -> Iterator[Typed]:
    for day in written.days:
        for fact, value in (*said.now, *said.later):
            if end := _is_day(day, value, written.clocks, history):
                yield Typed(passage, day.start, end, fact, None, is_value=True)
                break
        else:
            for past in said.past:
                if end := _is_day(day, past.value, written.clocks, history):
                    yield Typed(passage, day.start, end, past.fact, past, is_value=True)
                    break


def _is_day(day: Day, value: Value, clocks: tuple[Clock, ...], history: History) -> int:
    """Where a day ends that is the one a fact names, with its time if the fact has one."""
    named = day_of(value.amount, history.zone)
    if named is None or not day.is_same(named.year, named.month, named.day):
        return 0
    if not isinstance(value.amount, datetime):
        return day.end
    then = value.amount.astimezone(history.zone)
    for clock in clocks:
        is_near = 0 <= clock.start - day.end <= _NEAR
        if is_near and then.hour in clock.hours and then.minute == clock.minute:
            return clock.end
    return 0


def _spans(passage: Passage, written: Figures, said: Said) -> Iterator[Typed]:
    for span in written.spans:
        for fact, value in (*said.now, *said.later):
            if _is_span(span, value, written):
                yield Typed(passage, span.start, span.end, fact, None, is_value=True)
                break
        else:
            past = next((past for past in said.past if _is_span(span, past.value, written)), None)
            if past:
                yield Typed(passage, span.start, span.end, past.fact, past, is_value=True)


def _is_span(span: Span, value: Value, written: Figures) -> bool:
    """Whether a duration is that of a fact; in words only in the unit of the fact, for "within two
    weeks" is said of many things.
    """
    forms = tuple(spans_of(value.amount))
    is_word = any(one.start == span.start and one.is_word for one in written.numbers)
    return (span.length, span.unit) in (forms[:1] if is_word else forms)


# ------------------------------------------------------------------ words


def _words(passage: Passage, written: Figures, said: Said) -> Iterator[Typed]:
    """What a text fact said before: the denial that has since proved false."""
    if passage.role in {"value", "note"}:
        return
    small = passage.text.casefold()
    wanted = [
        (past, words)
        for past in said.past
        if past.fact.type is FactType.TEXT
        and (words := words_of(past.value.amount, passage.language))
        and _piece(past.value.amount, passage.language) in small
    ]
    if not wanted:
        return
    here = compared(passage.text, passage.language)
    for past, words in wanted:
        place = here.letters.find(words)
        if place < 0:
            continue
        start, end = here.places[place], here.places[place + len(words) - 1] + 1
        one = Typed(passage, start, end, past.fact, past, is_value=True)
        if not _is_quoted(passage, start) and _told_as_past(one, written).past:
            yield one


def _piece(amount: object, language: str) -> str:
    """A word of the text, by which most texts without it are told soon."""
    text = amount.texts.get(language, "") if isinstance(amount, Localized) else ""
    return max(_PIECES.findall(text), key=len, default="").casefold()


_PIECES = re.compile("[\u4e00-\u9fff]+|[\u30a0-\u30ff]+|[^\\W\\d_\u3040-\u9fff]+")


# ------------------------------------------------------------------ what surrounds it


def _told_as_past(one: Typed, written: Figures) -> Typed:
    """A past value beside a day on which it was still so is history, and no error."""
    if one.past is None:
        return one
    text, moment = one.passage.text, one.passage.moment
    breaks = [match.end() for match in _SENTENCE.finditer(text)]
    first = max((end for end in breaks if end <= one.start), default=0)
    last = min((end for end in breaks if end >= one.end), default=len(text))
    for day in written.days:
        if first <= day.start < last and not one.start <= day.start < one.end:
            year = day.year or moment.year
            if (year, day.month, day.day) < _date(one.past.until):
                return one._replace(past=None)
    return one


def _date(moment: datetime) -> tuple[int, int, int]:
    day: date = moment.date()
    return day.year, day.month, day.day


def _is_quoted(passage: Passage, start: int) -> bool:
    """Whether somebody else's words stand there."""
    if passage.role == "quotation":
        return True
    before = passage.text[:start]
    opened = max((before.rfind(mark) for mark in _OPENING), default=-1)
    if opened < 0 or not any(mark in passage.text[start:] for mark in _CLOSING):
        return False
    mark = before[opened]
    if mark == '"':
        return before.count('"') % 2 == 1
    return not any(closing in before[opened + 1 :] for closing in _CLOSING)


def _is_in_code(one: Typed) -> bool:
    """Whether it stands between backticks in the file."""
    at = one.passage.at(one.start, one.end)
    index = at.line - one.passage.first_line
    if not 0 <= index < len(one.passage.lines):
        return False
    line = one.passage.lines[index]
    return line[: at.column - 1].count("`") % 2 == 1 and "`" in line[at.column - 1 :]

"""A text  ->  the figures in it: numbers, days, times, durations and amounts of money.

Whatever its form, a figure is its value here; whose it is, and whether it may stand there, is
for others to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from noticegen.check import identifiers
from noticegen.check.figures.lexicon import Lexicon, lexicon
from noticegen.numerals import Numeral, numerals, plain_digits
from noticegen.phones import phone_like
from noticegen.phones.find import PhoneLike


class Number(NamedTuple):
    """A number, written in digits or in words."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    """The value of its last digit that is no zero, where it is a round one; otherwise 1 or less."""
    is_word: bool
    """Written in words or kanji."""
    is_doubtful: bool
    """A word that is often no number."""


class Day(NamedTuple):
    """A day of a calendar, with or without its year. `other` is how it reads the other way round,
    where only digits say which is the month."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def is_same(self, year: int, month: int, day: int) -> bool:
        """Whether it may be this one."""
        return (self.month, self.day) == (month, day) and self.year in {None, year}


class Clock(NamedTuple):
    """A time of day. `hours` are what it may be on a clock of 24 hours."""

    start: int
    end: int
    hours: tuple[int, ...]
    minute: int


class Span(NamedTuple):
    """A duration in one unit: ``month``, ``day``."""

    start: int
    end: int
    length: Decimal
    unit: str


class Sum(NamedTuple):
    """An amount of money. A sign such as $ stands for several currencies."""

    start: int
    end: int
    value: Decimal
    currencies: tuple[str, ...]


class Figures(NamedTuple):
    """What stands in a text. Numbers that are parts of days and times are no numbers here."""

    numbers: tuple[Number, ...]
    """Those of durations and amounts among them."""
    days: tuple[Day, ...]
    months: tuple[Number, ...]
    """Months that are named without a day."""
    clocks: tuple[Clock, ...]
    spans: tuple[Span, ...]
    sums: tuple[Sum, ...]


_Placed = Number | Day | Clock | PhoneLike
_F = TypeVar("_F", Number, Day, Clock)

NOTHING = Figures((), (), (), (), (), ())

_SPACE = r"[\s\u00a0\u202f]"
_ISO = re.compile(r"(?<![\d-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}))?(?![\d/])")
_COLON = re.compile(r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::\d\d)?(?![\d:])")
_NOON = re.compile(rf"{_SPACE}?([ap])\.?m\b", re.IGNORECASE)
_CLOCKS = {
    "en": re.compile(
        rf"(?<![\d.])(\d{{1,2}})(?:[:.](\d\d))?{_SPACE}?([ap])\.?{_SPACE}?m\b", re.IGNORECASE
    ),
    "ja": re.compile(
        rf"(午前|午後|朝|夜|夕方)?の?{_SPACE}?(\d{{1,2}}){_SPACE}?時(?!間)(?:{_SPACE}?(\d{{1,2}}){_SPACE}?分)?"
    ),
    "fr": re.compile(rf"(?<![\d,])(\d{{1,2}}){_SPACE}?h(?:{_SPACE}?(\d\d))?(?!\w)"),
    "de": re.compile(rf"(?<![\d,])(\d{{1,2}})(?:[.:](\d\d))?{_SPACE}?Uhr\b"),
}
_LATER = {"午後", "夜", "夕方", "p"}
_EARLIER = {"午前", "朝", "a"}
_MAY_HOLD = re.compile(r"[\d〇一二三四五六七八九十百千]")
_DAY_FIRST = {"fr", "de", "it", "es", "nl", "pt"}


def figures(text: str, language: str) -> Figures:
    """The figures in a text of `language`."""
    base = language.partition("-")[0]
    known = lexicon(base)
    plain = plain_digits(text)
    if not _MAY_HOLD.search(plain) and not _words(base).search(plain):
        return NOTHING
    numbers = list(_numbers(text, plain, base, known))
    days = tuple(_days(plain, base, known, numbers))
    clocks = tuple(_outside(_clocks(plain, base), days))
    months = tuple(_outside(_months(plain, known), days))
    rest = tuple(_outside(_outside(numbers, days), clocks))
    spans = tuple(_spans(plain, known, rest))
    return Figures(rest, days, months, clocks, spans, tuple(_sums(plain, known, rest)))


@lru_cache(maxsize=16)
def _words(language: str) -> re.Pattern[str]:
    """What a text holds that has figures in words."""
    known = lexicon(language)
    words = [known.month.pattern, known.number.pattern]
    if language == "en":
        words.append(
            r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirt|fift|twen|hundred"
            r"|thousand|million|billion|twice)"
        )
    return re.compile("|".join(words), re.IGNORECASE)


# ------------------------------------------------------------------ numbers


def _numbers(text: str, plain: str, base: str, known: Lexicon) -> Iterator[Number]:
    # Digits of these tell who somebody is and not how many: no report may repeat them.
    persons = [PhoneLike(text[a:b], a, b) for a, b in identifiers.all_in(plain)]
    found = list(_in_digits(plain, base, known))
    found += _outside(_in_words(plain, known), list(found))
    yield from sorted(
        _outside(found, (*phone_like(text), *persons)), key=lambda number: number.start
    )


def _in_digits(plain: str, base: str, known: Lexicon) -> Iterator[Number]:
    for numeral in numerals(plain, base):
        is_word = not numeral.text[0].isdigit()
        if is_word and numeral.text[0].isascii() and base != "en":
            continue  # English words in another language are names
        end, value = numeral.end, numeral.value
        step = _step(numeral)
        scale = known.scale.match(plain, end) if not is_word else None
        if scale and numeral.text[-1].isdigit():
            size = known.scales[scale[1].lower()]
            end, value, step = scale.end(), value * size, step * size
        doubtful = numeral.text.lower() in known.doubtful_numbers
        yield Number(numeral.start, end, value, step, is_word, doubtful)


def _step(numeral: Numeral) -> Decimal:
    """What the last digit of a number counts, the zeros behind it left out."""
    exponent = numeral.value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _in_words(plain: str, known: Lexicon) -> Iterator[Number]:
    for match in known.number.finditer(plain):
        words = [word[0].lower() for word in known.word.finditer(match[0])]
        value = Decimal(_sum(words, known))
        behind = plain[match.start() : match.end() + 6].lower()
        doubtful = match[0].lower() in known.doubtful_numbers or any(
            " " in word and behind.startswith(word) for word in known.doubtful_numbers
        )
        exponent = value.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        yield Number(
            match.start(), match.end(), value, Decimal(1).scaleb(max(exponent, 0)), True, doubtful
        )


def _sum(words: list[str], known: Lexicon) -> int:
    """The value of words of numbers: ``drei tausend acht zehn``, ``quatre vingt deux``."""
    total = current = 0
    for before, word in zip(["", *words], words, strict=False):
        value = known.numbers[word]
        if value >= 1000:
            total, current = total + (current or 1) * value, 0
        elif value == 100:
            current = (current or 1) * 100
        elif word.startswith("vingt") and known.numbers.get(before) == 4:
            current += 76  # quatre-vingts
        else:
            current += value
    return total + current


# ------------------------------------------------------------------ days


def _days(plain: str, base: str, known: Lexicon, numbers: list[Number]) -> Iterator[Day]:
    for match in _ISO.finditer(plain):
        yield from _day(match.start(), match.end(), int(match[1]), int(match[3]), int(match[4]))
    if base in {"ja", "zh"}:
        yield from _japanese(plain, numbers)
    if base in _DAY_FIRST or base == "en":
        for match in _NUMERIC.finditer(plain):
            whole = (
                match[2] == "/" or match[4] or (base == "de" and plain[match.end() :][:1] == ".")
            )
            if whole:
                year = int(match[4]) if match[4] else None
                day, month = int(match[1]), int(match[3])
                if base == "en" and month > 12:
                    day, month = month, day
                yield from _day(match.start(), match.end(), year, month, day)
    if known.months:
        yield from _named(plain, known)


def _named(plain: str, known: Lexicon) -> Iterator[Day]:
    for match in known.month.finditer(plain):
        month = known.months[match[0].lower()]
        before = _BEFORE_MONTH.search(plain, max(match.start() - 12, 0), match.start())
        after = _YEAR.match(plain, match.end())
        if before:
            yield from _day(
                before.start(1), after.end() if after else match.end(),
                int(after[1]) if after else None, month, int(before[1]),
            )  # fmt: skip
            continue
        behind = _BEHIND_MONTH.match(plain, match.end())
        if behind:
            after = _YEAR.match(plain, behind.end())
            yield from _day(
                match.start(), after.end() if after else behind.end(),
                int(after[1]) if after else None, month, int(behind[1]),
            )  # fmt: skip


_BEFORE_MONTH = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})(?:st|nd|rd|th|er|\.)?{_SPACE}{{0,2}}(?:(?:day{_SPACE})?of{_SPACE})?$"
)
_BEHIND_MONTH = re.compile(rf"{_SPACE}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.,]*\d|{_SPACE}?[ap]m)")
_YEAR = re.compile(rf",?{_SPACE}(\d{{4}})(?!\d)")


def _japanese(plain: str, numbers: list[Number]) -> Iterator[Day]:
    """Numbers before 年, 月 and 日, in digits or kanji."""
    ends = {number.end: number for number in numbers}
    starts = {number.start: number for number in numbers}
    for place in (match.start() for match in re.finditer("月", plain)):
        month = ends.get(place) or ends.get(place - 1)
        day = starts.get(place + 1) or starts.get(place + 2)
        if not month or not day or not plain.startswith("日", day.end):
            continue
        if plain.startswith("間", day.end + 1):
            continue
        year = ends.get(month.start - 1) if plain.startswith("年", month.start - 1) else None
        start = year.start if year else month.start
        yield from _day(
            start, day.end + 1, int(year.value) if year else None, int(month.value), int(day.value)
        )
    for match in _SLASHED.finditer(plain):
        yield from _day(match.start(), match.end(), None, int(match[1]), int(match[2]))


_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/.])")


def _day(start: int, end: int, year: int | None, month: int, day: int) -> Iterator[Day]:
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield Day(start, end, year, month, day)


def _months(plain: str, known: Lexicon) -> Iterator[Number]:
    for match in known.month.finditer(plain) if known.months else ():
        name = match[0].lower()
        doubtful = name in known.doubtful_months
        month = Decimal(known.months[name])
        yield Number(match.start(), match.end(), month, Decimal(1), True, doubtful)


# ------------------------------------------------------------------ times, durations, money


def _clocks(plain: str, base: str) -> Iterator[Clock]:
    own = _CLOCKS.get(base)
    for match in own.finditer(plain) if own else ():
        half, hour, minute = {
            "ja": (match[1], match[2], match[3] if base == "ja" else None),
            "en": (match[3] if base == "en" else None, match[1], match[2]),
        }.get(base, (None, match[1], match[2]))
        if int(hour) <= 24:
            yield Clock(match.start(), match.end(), _hours(int(hour), half), int(minute or 0))
    for match in _COLON.finditer(plain):
        half = _NOON.match(plain, match.end()) if base == "en" else None
        before = re.search("(午前|午後)の?$", plain[: match.start()]) if base == "ja" else None
        said = half[1] if half else before[1] if before else None
        yield Clock(match.start(), match.end(), _hours(int(match[1]), said), int(match[2]))


def _hours(hour: int, half: str | None) -> tuple[int, ...]:
    """What an hour may be on a clock of 24, and what it is as it is written."""
    half = half.lower() if half else ""
    if half in _LATER:
        return (hour + 12, hour) if hour < 12 else (hour,)
    if half in _EARLIER:
        return (0, 24, hour) if hour == 12 else (hour,)
    return (hour, 0) if hour == 24 else (hour,)


_SHORT = re.compile(r"(k|m|bn)\b", re.IGNORECASE)
_SIZES = {"k": 1000, "m": 10**6, "bn": 10**9}
"""What a letter behind an amount of money multiplies it with."""


def _spans(plain: str, known: Lexicon, numbers: tuple[Number, ...]) -> Iterator[Span]:
    for number in numbers:
        match = known.duration.match(plain, number.end)
        before = plain[max(number.start - 12, 0) : number.start]
        if match and not known.ago.match(plain, match.end()) and not known.since.search(before):
            unit = known.durations[match[1].lower()]
            yield Span(number.start, match.end(), number.value, unit)


def _sums(plain: str, known: Lexicon, numbers: tuple[Number, ...]) -> Iterator[Sum]:
    for number in numbers:
        before = known.before.search(plain[max(number.start - 6, 0) : number.start])
        after = known.after.match(plain, number.end)
        word = before or after
        if not word or not number.value:
            continue
        start = number.start - len(before[0]) if before else number.start
        short = _SHORT.match(plain, number.end) if before else None
        end = short.end() if short else after.end() if after and not before else number.end
        value = number.value * _SIZES[short[1].lower()] if short else number.value
        yield Sum(start, end, value, known.currencies[word[1].lower()])


def _outside(found: Iterable[_F], others: Iterable[_Placed]) -> Iterator[_F]:
    """What overlaps none of the others."""
    taken = sorted((other.start, other.end) for other in others)
    starts = [start for start, _ in taken]
    for one in found:
        index = bisect_left(starts, one.end) - 1
        if index < 0 or taken[index][1] <= one.start:
            yield one

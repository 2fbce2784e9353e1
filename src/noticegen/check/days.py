"""The days that a text names, in the ways of its language, with the weekday beside them.

`３月２日（月）`, `令和8年3月2日月曜日`, "Monday, 2 March", « lundi 2 mars », „Montag, den
2.3.2026“. Where a day stands without its year, `years_of` names those that it may be of.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from noticegen.check.wordlists import any_of, word_lists

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before the first of each era."""
ERA_LETTERS = {"H": "平成", "R": "令和", "S": "昭和"}

_FAR = 120
"""From how many days on the same day of the year before, or after, may be meant as well."""


class Day(NamedTuple):
    """A day in a text."""

    start: int
    end: int
    """Of the date alone."""
    first: int
    last: int
    """Of the date with its weekday."""
    year: int | None
    readings: tuple[tuple[int, int], ...]
    """Month and day; two where 3/2 may be either."""
    weekday: int | None
    """From Monday, 0."""

    def dates(self, years: Sequence[int]) -> tuple[date, ...]:
        """The days that it may be, in its own year or in one of `years`."""
        own = (self.year,) if self.year else years
        found = (_date(year, month, day) for year in own for month, day in self.readings)
        return tuple(one for one in found if one)


def days(text: str, language: str) -> tuple[Day, ...]:
    """The days in a text, in order. Only ja, en, fr and de are known."""
    language = language.partition("-")[0]
    if not re.search(r"\d|[一二三四五六七八九十]日", text):
        return ()
    folded = fold(text)
    if language == "ja":
        return tuple(_japanese(folded))
    if language in word_lists("dates"):
        return tuple(_western(folded, _grammar(language)))
    return ()


def names_a_weekday(text: str, language: str) -> bool:
    """Whether a weekday stands in the text: a quick look before `days`."""
    return _weekday_signs(language.partition("-")[0]).search(text) is not None


@lru_cache(maxsize=8)
def _weekday_signs(language: str) -> re.Pattern[str]:
    if language == "ja":
        return re.compile(r"[月火水木金土日][曜)）・、,/／〉】］ 祝振]")
    words = word_lists("dates").get(language)
    return re.compile(rf"\b{any_of(words['weekdays'])}", re.IGNORECASE) if words else _NOTHING


def years_of(day: Day, moments: Sequence[date], before: str, earlier: Day | None) -> list[int]:
    """The years that a day without its own may be of, the likeliest first.

    They are those of `moments`, the neighbours of these where the day is far from it, and the
    year that stands last in `before`: `2019年5月8日 … 6月3日`.
    """
    month, number = day.readings[0]
    years: list[int] = []
    for moment in moments:
        years.append(moment.year)
        here = _date(moment.year, month, number)
        distance = (here - moment).days if here else 0
        if distance < -_FAR:
            years.append(moment.year + 1)
        if distance > _FAR:
            years.append(moment.year - 1)
    named = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", before)]
    named += [year for _, year in era_years(before)]
    years += named[-1:]
    if earlier and earlier.year and (month, number) < earlier.readings[0]:
        years.append(earlier.year + 1)  # from November to February
    return list(dict.fromkeys(years))


def era_years(text: str) -> Iterator[tuple[int, int]]:
    """Where years of an era stand in a folded text, as years of the common era."""
    for match in _ERA_YEAR.finditer(text):
        if (year := number(match["number"])) is not None:
            yield match.start(), ERAS[match["era"]] + year


def fold(text: str) -> str:
    """The text with digits, signs and spaces in half width, sign by sign: places stay right."""
    return text if text.isascii() else text.translate(_HALF)


def number(text: str) -> int | None:
    """The number of up to four digits, of kanji up to 99 or digit by digit, or of 元."""
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    if set(text) <= set(_KANJI):
        return int("".join(str(_KANJI.index(sign)) for sign in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" not in text:
        return None
    return 10 * (_KANJI.index(tens) if tens else 1) + (_KANJI.index(ones) if ones else 0)


_NOTHING = re.compile("(?!)")
_KANJI = "〇一二三四五六七八九"
_HALF = str.maketrans("０１２３４５６７８９（）／．－\u3000\u00a0\u202f", "0123456789()/.-   ")
_N = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
_ERA_YEAR = re.compile(rf"(?P<era>{'|'.join(ERAS)})\s?(?P<number>元|{_N})\s?年")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------ Japanese

_JA_DAY = re.compile(
    rf"(?:(?:(?P<era>{'|'.join(ERAS)})\s?(?P<era_year>元|{_N})|(?P<year>\d{{4}}|[一二][〇九][〇-九]{{2}}))\s?年"
    rf"(?:\([^()]{{1,12}}年\))?\s?)?(?P<month>{_N})\s?月\s?(?:(?P<day>{_N})\s?日(?![間分])|(?P<end>末))"
    r"|(?<![\d.A-Za-z])(?P<letter>[HRS])(?P<letter_year>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<d2>\d{1,2})(?![\d.])"
    r"|(?<![\d./-])(?P<y3>(?:19|20)\d\d)(?P<sep>[./-])(?P<m3>\d{1,2})(?P=sep)(?P<d3>\d{1,2})(?![\d./-])"
    r"|(?<![\d./-])(?P<m4>\d{1,2})/(?P<d4>\d{1,2})(?=\s?\([月火水木金土日])"
    r"|(?<![\d月.])(?P<alone>\d{1,2})日(?=\s?\([月火水木金土日])"
)
_JA_WEEKDAY = re.compile(
    r"\s?(?:[(〈【［\[]\s?(?P<in>[月火水木金土日])(?:曜日?)?"
    r"(?:\s?[・、,/]?\s?(?:祝日?|休日?|振替?(?:休日?)?|国民の休日|祭日?))?\s?[)〉】］\]]"
    r"|[・、](?P<dot>[月火水木金土日])(?=\s?\))"
    r"|の?(?P<out>[月火水木金土日])曜)"
)
_JA_BEFORE = re.compile(r"([月火水木金土日])曜日?\s?\(?$")


def _japanese(text: str) -> Iterator[Day]:
    earlier: Day | None = None
    for match in _JA_DAY.finditer(text):
        year = _japanese_year(match)
        groups = [match[name] for name in ("month", "m2", "m3", "m4") if match[name]]
        day = (
            _last_of(match["month"], year)
            if match["end"]
            else number(
                next(match[name] for name in ("day", "d2", "d3", "d4", "alone") if match[name])
            )
        )
        month = number(groups[0]) if groups else None
        if not groups:
            # 19日（木）から21日（土）: the month of the day before it, or the next one.
            if earlier is None or day is None:
                continue
            month, before = earlier.readings[0]
            month, year = (month, earlier.year) if day >= before else (month % 12 + 1, None)
        if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
            continue
        first, last, weekday = match.start(), match.end(), None
        if after := _JA_WEEKDAY.match(text, last):
            weekday, last = (
                "月火水木金土日".index(after["in"] or after["dot"] or after["out"]),
                after.end(),
            )
        elif before_it := _JA_BEFORE.search(text, max(0, first - 6), first):
            weekday, first = "月火水木金土日".index(before_it[1]), before_it.start()
        earlier = Day(match.start(), match.end(), first, last, year, ((month, day),), weekday)
        yield earlier


def _last_of(month: str, year: int | None) -> int | None:
    """The last day of a month: 3月末."""
    found = number(month)
    return monthrange(year or 2001, found)[1] if found and found <= 12 else None


def _japanese_year(match: re.Match[str]) -> int | None:
    if match["era"]:
        year = number(match["era_year"])
        return ERAS[match["era"]] + year if year else None
    if match["letter"]:
        return ERAS[ERA_LETTERS[match["letter"]]] + int(match["letter_year"])
    written = match["year"] or match["y3"]
    return number(written) if written else None


# ------------------------------------------------------------------ English, French, German


class _Grammar(NamedTuple):
    """How a language writes days."""

    language: str
    day: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    alone: re.Pattern[str]
    months: tuple[re.Pattern[str], ...]
    weekdays: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar:
    words = word_lists("dates")[language]
    case = re.IGNORECASE if language == "fr" else re.NOFLAG
    month, weekday = any_of(words["months"]), any_of(words["weekdays"])
    part, article = any_of(words["parts"]), any_of(words["articles"])
    year = r"(?P<{}>(?:19|20)\d\d)(?!\d)"
    ordinal = {"en": "(?:st|nd|rd|th)?(?: of)?,?", "fr": "(?:er)?", "de": r"\."}[language]
    forms = [
        rf"(?<![\d.,/-])(?P<d1>\d{{1,2}}){ordinal}\s?(?P<m1>{month})\b\.?(?:,?\s{year.format('y1')})?",
        rf"(?<![\d.,/-]){year.format('y2')}-(?P<m2>\d\d)-(?P<d2>\d\d)(?![\d-])",
        rf"(?<![\d.,/-])(?P<d3>\d{{1,2}})\.\s?(?P<m3>\d{{1,2}})\.\s?{year.format('y3')}",
    ]
    if language == "en":
        forms.append(
            rf"\b(?P<m4>{month})\b\.?\s(?:the\s)?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
            rf"(?:,?\s{year.format('y4')})?"
        )
    forms.append(rf"(?<![\d.,/-])(?P<d5>\d{{1,2}})/(?P<m5>\d{{1,2}})/{year.format('y5')}")
    if language == "de":
        forms.append(r"(?<![\d.,/-])(?P<d6>\d{1,2})\.(?P<m6>\d{1,2})\.(?![\d]|\s\d)")
    of_day = rf"(?:\s?{part})?" if language == "de" else rf"(?:\s{part})?"
    named = rf"\b(?P<{{}}>{weekday}){part + '?' if language == 'de' else ''}\b\.?"
    return _Grammar(
        language,
        re.compile("|".join(forms), case),
        re.compile(rf"{named.format('weekday')}{of_day},?\s?\(?(?:{article}\s)?$", case),
        re.compile(
            rf"\s?\((?:an?\s|une?\s|eine?[mn]?\s)?{named.format('weekday')}\s?(?=[),;])\)?"
            rf"|,\s(?:a|un|ein|einem)\s{named.format('w2')}(?=[,.;]|$)",
            case,
        ),
        re.compile(
            rf"{named.format('weekday')}{of_day},?\s(?:{article}\s)?"
            r"(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th)?"
            r"(?:,?\s(?:to|and|until|till|through|or|bis|und|oder|au|et|ou)|\s?[–/,-]|,)\s?(?:zum\s|le\s)?"
            rf"(?={weekday})",
            case,
        ),
        tuple(re.compile(one, case) for one in words["months"]),
        tuple(re.compile(one, case) for one in words["weekdays"]),
    )


def _western(text: str, grammar: _Grammar) -> Iterator[Day]:
    alone = list(grammar.alone.finditer(text))
    for match in grammar.day.finditer(text):
        got = {key[0]: value for key, value in match.groupdict().items() if value}
        readings = _readings(got["m"], int(got["d"]), grammar, has_slash="/" in match[0])
        if not readings:
            continue
        year = int(got["y"]) if "y" in got else None
        first, last, weekday = match.start(), match.end(), None
        if before := grammar.before.search(text, max(0, first - 40), first):
            weekday, first = _index(before["weekday"], grammar.weekdays), before.start()
        elif after := grammar.after.match(text, last):
            word = after["weekday"] or after["w2"]
            weekday, last = _index(word, grammar.weekdays), after.end()
        for other in [one for one in alone if one.end() == first]:
            yield _sharing(other, readings[0], year, grammar)
        yield Day(match.start(), match.end(), first, last, year, readings, weekday)


def _sharing(
    match: re.Match[str], month_and_day: tuple[int, int], year: int | None, grammar: _Grammar
) -> Day:
    """Thursday 19 to Saturday 21 March: the month and the year of the day after it."""
    month, following = month_and_day
    day = int(match["day"])
    if day > following:
        month, year = (month - 2) % 12 + 1, None
    weekday = _index(match["weekday"], grammar.weekdays)
    start, end = match.span("day")
    return Day(start, end, match.start(), end, year, ((month, day),), weekday)


def _readings(
    month: str, day: int, grammar: _Grammar, *, has_slash: bool
) -> tuple[tuple[int, int], ...]:
    found = int(month) if month.isdigit() else (_index(month, grammar.months) or 0) + 1
    readings = [(found, day)]
    if has_slash and grammar.language == "en" and found != day:
        readings.append((day, found))  # American
    return tuple((m, d) for m, d in readings if 1 <= m <= 12 and 1 <= d <= 31)


def _index(word: str, patterns: tuple[re.Pattern[str], ...]) -> int | None:
    return next((n for n, pattern in enumerate(patterns) if pattern.fullmatch(word)), None)

"""Days are what they are said to be, and are still to come where readers are told so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from noticegen.check.days import (
    ERA_LETTERS,
    ERAS,
    Day,
    days,
    fold,
    names_a_weekday,
    number,
    years_of,
)
from noticegen.check.passages import COVER, Passage
from noticegen.check.quotations import is_within, quoted
from noticegen.check.scope import Scope
from noticegen.check.sentences import sentence
from noticegen.check.wordlists import any_of, word_lists
from noticegen.diagnostics import Code, Diagnostic, Message, Severity, say
from noticegen.facts import told
from noticegen.mentions import OfClosure, OfContact, OfFact, OfUpdate, read_mention
from noticegen.model import Kind, Update

_WEEKDAYS = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"),
    say("Saturday"), say("Sunday"),
)  # fmt: skip

_OTHERS_WORDS = frozenset({"quotation", "code", "before"})
"""Roles of what somebody else said, or what was said and is no longer."""
_NEAR = 6
"""How many passages before its own may set the year of a day."""
_BESIDE = 12
"""Within how many signs a date stands beside a word."""
_LAST_YEAR = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31}
_NO_YEAR_OF_AN_ERA = 100
"""From here on it is a count of years: 昭和100年, 明治150年."""


# ------------------------------------------------------------------ weekdays


def weekdays_are_those_of_their_dates(scope: Scope) -> Iterator[Diagnostic]:
    """A reader who trusts the weekday must not come on another day."""
    named: dict[tuple[str, str], list[tuple[Passage, Day, tuple[date, ...]]]] = {}
    for index, passage in enumerate(scope.passages):
        if passage.role in _OTHERS_WORDS or not names_a_weekday(passage.text, passage.language):
            continue
        before: Day | None = None
        for day in days(passage.text, passage.language):
            if day.weekday is not None:
                found = (passage, day, _dates(scope, index, day, before))
                named.setdefault((passage.path, passage.language), []).append(found)
            before = day
    for mentions in named.values():
        yield from _wrong_weekdays(scope, mentions)


def _dates(scope: Scope, index: int, day: Day, before: Day | None) -> tuple[date, ...]:
    """The dates that a day may be of; what stands before it is asked only if it matters."""
    passage = scope.passages[index]
    if day.year:
        return day.dates(())
    moments = _spoken_for(scope, passage)
    dates = day.dates(years_of(day, moments, "", before))
    if _fits(day, dates):
        return dates
    earlier = f"{_before(scope, index)}\n{fold(passage.text[: day.first])}"
    return day.dates(years_of(day, moments, earlier, before))


def _wrong_weekdays(
    scope: Scope, mentions: list[tuple[Passage, Day, tuple[date, ...]]]
) -> Iterator[Diagnostic]:
    right = [(passage, day) for passage, day, dates in mentions if _fits(day, dates)]
    for passage, day, dates in mentions:
        if _fits(day, dates) or not dates:
            continue
        whole_page = _is_correction(scope, passage)
        if any(
            other.readings == day.readings and (whole_page or where is passage)
            for where, other in right
        ):
            continue  # a text that names both tells of the mistake
        yield Diagnostic(
            passage.at(day.first, day.last),
            Code.WEEKDAY_MISMATCH,
            say(
                "says {text}, but {date} is a {weekday}",
                text=passage.written[day.first : day.last],
                date=dates[0],
                weekday=_WEEKDAYS[dates[0].weekday()],
            ),
            say("correct the weekday or the date; who trusts the wrong one comes on another day"),
        )


def _fits(day: Day, dates: tuple[date, ...]) -> bool:
    return any(one.weekday() == day.weekday for one in dates)


def _is_correction(scope: Scope, passage: Passage) -> bool:
    page = scope.public.page(passage.page) if passage.page else None
    return isinstance(page, Update) and Kind.CORRECTION in page.kinds


def _spoken_for(scope: Scope, passage: Passage) -> list[date]:
    """The days at which the text may have been written: the first is the likeliest.

    A standing text may be as old as its page, so that no text becomes wrong by the mere passing
    of time.
    """
    moment = _local(scope, passage.moment)
    page = scope.public.page(passage.page) if passage.page and not passage.is_dated else None
    if page is None:
        return [moment]
    published = _local(scope, page.published)
    between = [date(year, 7, 1) for year in range(published.year + 1, moment.year)]
    return [published, moment, *between]


def _local(scope: Scope, moment: datetime) -> date:
    return moment.astimezone(scope.whole.zone).date()


def _before(scope: Scope, index: int) -> str:
    """What stands before a passage in its file, near enough to set the year: a heading, a row."""
    passage = scope.passages[index]
    near = scope.passages[max(0, index - _NEAR) : index]
    return "\n".join(fold(other.text) for other in near if other.path == passage.path)


# ------------------------------------------------------------------ eras

_REST = r"\s?年?度?(?:\s?\d{1,2}月(?:\s?\d{1,2}日)?)?\s?"
_TAIL = r"(?:\s?年度?)?"
_SIGN = r"(?:[(/・＝=]|、?すなわち)\s?"


def _era(side: str) -> str:
    kanji = "[〇一二三四五六七八九十]{1,3}"
    return rf"(?P<{side}era>{'|'.join(ERAS)})\s?(?P<{side}number>元|\d{{1,3}}|{kanji})"


def _common(side: str) -> str:
    kanji = "[一二][〇八九][〇一二三四五六七八九]{2}"
    return rf"(?:西暦\s?)?(?P<{side}year>(?:1[89]|20)\d\d|{kanji})"


_BESIDE_A_YEAR = re.compile(
    rf"{_era('a')}{_REST}{_SIGN}{_common('a')}(?!\d){_TAIL}"
    rf"|{_common('b')}{_REST}{_SIGN}{_era('b')}{_TAIL}"
)
_LETTERS = re.compile(
    r"(?<![\dA-Za-z])(?P<ayear>(?:19|20)\d\d)年?度?\s?\((?P<aera>[RHS])\.?(?P<anumber>\d{1,2})年?度?\)"
    r"|(?<![A-Za-z\d])(?P<bera>[RHS])\.?(?P<bnumber>\d{1,2})年?度?\s?\((?P<byear>(?:19|20)\d\d)年?度?\)"
)
_ROMAN = re.compile(
    r"\b(?P<aera>Reiwa|Heisei|Sh[oō]wa|Taish[oō]|Meiji)\s(?P<anumber>\d{1,2})\s?\((?P<ayear>\d{4})\)"
    r"|\b(?P<byear>\d{4})\s?\((?P<bera>Reiwa|Heisei|Sh[oō]wa|Taish[oō]|Meiji)\s(?P<bnumber>\d{1,2})\)"
)
_MAY_NAME_AN_ERA = re.compile(rf"{'|'.join(ERAS)}|[(（]")
"""What has to be there at all."""
_ROMAN_ERAS = {"re": "令和", "he": "平成", "sh": "昭和", "ta": "大正", "me": "明治"}
_ONE = re.compile(
    r"(?P<era>明治|大正|昭和|平成)\s?(?P<number>\d{1,3}|[〇一二三四五六七八九十]{1,3})\s?年(?P<month>\d{1,2})?"
)


def years_of_eras_are_right(scope: Scope) -> Iterator[Diagnostic]:
    """A year of an era is the common year that stands beside it, and one that the era had."""
    for passage in scope.passages:
        if passage.role in _OTHERS_WORDS or not _MAY_NAME_AN_ERA.search(passage.text):
            continue
        text = fold(passage.text)
        has_eras = any(era in text for era in ERAS)
        marks = [*_BESIDE_A_YEAR.finditer(text)] if has_eras else []
        if "(" in text:
            marks += [*_LETTERS.finditer(text), *_ROMAN.finditer(text)]
        wrong = [(match, fault) for match in marks if (fault := _other_year(match, passage))]
        wrong += [
            (match, fault)
            for match in (_ONE.finditer(text) if has_eras else ())
            if not any(start.start() <= match.start() < start.end() for start, _ in wrong)
            and (fault := _no_such_year(match, passage))
        ]
        spans = quoted(passage.text) if wrong else ()
        for match, (message, hint) in wrong:
            if not is_within(spans, *match.span()):
                yield Diagnostic(passage.at(*match.span()), Code.ERA_MISMATCH, message, hint)


def _other_year(match: re.Match[str], passage: Passage) -> tuple[Message, Message] | None:
    """What is wrong with an era's year and a common one side by side."""
    side = "a" if match["aera"] else "b"
    era = match[f"{side}era"]
    era = ERA_LETTERS.get(era) or _ROMAN_ERAS.get(era[:2].lower()) or era
    years = number(match[f"{side}number"]), number(match[f"{side}year"])
    if None in years or ERAS[era] + (years[0] or 0) == years[1]:
        return None
    text = passage.written[match.start() : match.end()]
    text += (
        ")"
        if "(" in text and ")" not in text
        else "）"
        if "（" in text and "）" not in text
        else ""
    )
    year = ERAS[era] + (years[0] or 0)
    return (
        say("{text}: {era} {number} is {year}", text=text, era=era, number=years[0], year=year),
        say("correct the year of the era or the common year"),
    )


def _no_such_year(match: re.Match[str], passage: Passage) -> tuple[Message, Message] | None:
    """What is wrong with a year that comes after the end of its era."""
    era, year = match["era"], number(match["number"])
    if year is None or year >= _NO_YEAR_OF_AN_ERA:
        return None
    is_over = year > _LAST_YEAR[era]
    # The last year of 平成 ended with April; its fiscal year (平成31年度) did not.
    is_over |= era == "平成" and year == 31 and int(match["month"] or 0) > 4
    if not is_over:
        return None
    return (
        say(
            "there is no {text}: the last year of {era} was {year}",
            text=passage.written[match.start() : match.end()],
            era=era,
            year=_LAST_YEAR[era],
        ),
        say("write the year of the era that followed, or the common year"),
    )


# ------------------------------------------------------------------ deadlines


class _Due(NamedTuple):
    """A day in a text, typed or by a placeholder, that is over or not."""

    first: int
    last: int
    is_over: bool


def deadlines_are_still_to_come(scope: Scope) -> Iterator[Diagnostic]:
    """Nobody is asked to do something by a day that has passed."""
    for passage in scope.passages:
        if passage.is_dated or passage.role in _OTHERS_WORDS or not passage.page:
            continue
        patterns = _deadline_words(passage.language.partition("-")[0])
        if patterns is None or not patterns.hint.search(passage.text):
            continue
        for due in _dues(scope, passage):
            if due.is_over and (span := _told_as_to_come(passage.text, due, patterns)):
                yield Diagnostic(
                    passage.at(*span),
                    Code.PASSED_DEADLINE,
                    say(
                        "“{text}” is told as still to come, and that day is over",
                        text=passage.written[slice(*span)],
                    ),
                    say("say that it is over and what holds now, or name the new day"),
                    Severity.WARNING,
                )


def _dues(scope: Scope, passage: Passage) -> Iterator[_Due]:
    today = _local(scope, scope.public.moment)
    page = scope.public.page(passage.page)
    published = _local(scope, page.published) if page else today
    for day in days(passage.text, passage.language):
        years = range(published.year, today.year + 2)
        # What was over before the page was there was never told as still to come on it.
        dates = [one for one in day.dates(years) if one >= published]
        if dates:
            nearest = min(dates, key=lambda one: abs(one - today))
            yield _Due(day.first, day.last, nearest < today)
    if COVER in passage.text:
        for match in re.finditer(r"\$\{([^{}\n]*)\}", passage.written):
            value = _day_of(scope, passage, match[1])
            if value:
                yield _Due(match.start(), match.end(), _is_over(scope, value))


def _is_over(scope: Scope, value: date | datetime) -> bool:
    if isinstance(value, datetime):
        return value < scope.public.moment
    return value < _local(scope, scope.public.moment)


def _day_of(scope: Scope, passage: Passage, name: str) -> date | datetime | None:
    """The day that a placeholder says, if it says one."""
    mention = read_mention(name)
    if mention is None or mention.form in {"weekday", "month", "time", "said"}:
        return None
    site = scope.public.site
    match mention:
        case OfFact(part="" | "value", when="") if fact := site.facts.get(mention.id):
            value = told(fact, passage.moment)
            amount = value.shown.amount if value else None
            return amount if isinstance(amount, date) else None
        case OfClosure(part="to"):
            closures = site.contacts.closures
            return next((one.last for one in closures if one.id == mention.id), None)
        case OfContact(part="until") if contact := scope.public.contact(mention.id):
            return contact.until
        case OfUpdate(part="date"):
            update = scope.public.page(f"updates/{mention.slug}")
            return _local(scope, update.published) if update else None
    return None


class _DeadlineWords(NamedTuple):
    language: str
    hint: re.Pattern[str]
    """Without one of these there is no deadline."""
    until: re.Pattern[str]
    label: re.Pattern[str]
    to_come: re.Pattern[str]
    past: re.Pattern[str]


@lru_cache(maxsize=8)
def _deadline_words(language: str) -> _DeadlineWords | None:
    words = word_lists("dates").get(language)
    if words is None:
        return None
    until, label, between = (any_of(words[key]) for key in ("until", "labels", "between"))
    come, past = any_of(words["to_come"]), any_of(words["past"])
    hint = re.compile(f"{until}|{label}", re.IGNORECASE)
    if language == "ja":
        time = r"(?:の?(?:正午|(?:午前|午後)?\d{1,2}時(?:\d{1,2}分)?))?"
        in_brackets = r"(?:\s?[（(][^（）()]{1,60}[）)])?"
        return _DeadlineWords(
            language,
            hint,
            re.compile(f"{in_brackets}{time}{until}"),
            re.compile(f"{label}日?(?:は|：|:|\\s)*(?:[^。、]{{1,30}}(?:から|[〜～~])\\s?)?$"),
            re.compile(come),
            re.compile(past),
        )
    weekday, article = any_of(words["weekdays"]), any_of(words["articles"])
    return _DeadlineWords(
        language,
        hint,
        re.compile(
            rf"\b{until}\s(?:{between}\s|{weekday},?\s|{article}\s|{COVER}+,?\s)*$",
            re.NOFLAG if language == "de" else re.IGNORECASE,
        ),
        re.compile(
            rf"\b{label}\s?(?:ist|endet|is|ends|expires|est|:)\s?(?:{between}\s|{weekday},?\s)*$"
        ),
        re.compile(rf"(?:(?<=\W)|^){come}\b"),
        re.compile(rf"\b{past}\b"),
    )


def _told_as_to_come(text: str, due: _Due, words: _DeadlineWords) -> tuple[int, int] | None:
    """Where a deadline stands that the sentence tells as still to come; None for another."""
    first, last = sentence(text, due.first, due.last)
    if words.language == "ja":
        return _told_in_japanese(text, due, words, first, last)
    folded = fold(text)
    if label := words.label.search(folded, first, due.first):
        return None if words.past.search(folded, first, last) else (label.start(), due.last)
    until = words.until.search(folded, first, due.first)
    if until is None or words.past.search(folded, first, last):
        return None
    return (until.start(), due.last) if words.to_come.search(folded, first, last) else None


def _told_in_japanese(
    text: str, due: _Due, words: _DeadlineWords, first: int, last: int
) -> tuple[int, int] | None:
    """What comes first behind the date decides: a request, or something that has happened."""
    folded = fold(text)
    label = words.label.search(folded, first, due.first)
    until = words.until.match(folded, due.last, last)
    if label is None and until is None:
        return None
    end = until.end() if until else due.last
    span = (label.start() if label and not until else due.first, end)
    past, to_come = words.past.search(folded, end, last), words.to_come.search(folded, end, last)
    if past and (to_come is None or past.start() <= to_come.start()):
        return None
    stands_alone = not folded[end:last].strip("。 です)）（(")
    is_range = re.search(r"(?:から|より|[~〜～])\s?$", folded[max(0, due.first - 4) : due.first])
    if to_come is None and (not stands_alone or (is_range and label is None)):
        return None
    if until and folded[until.end() : until.end() + 1] == "の":
        return None  # までの調査, までのお客さま
    return span


# ------------------------------------------------------------------ days from where one stands


def days_are_named_by_their_dates(scope: Scope) -> Iterator[Diagnostic]:
    """A text outlives its day, and "yesterday" moves with the reader."""
    for passage in scope.passages:
        if passage.role in _OTHERS_WORDS:
            continue
        pattern = _relative_words(passage.language.partition("-")[0])
        if pattern is None or not (found := list(pattern.finditer(passage.text))):
            continue
        spans = quoted(passage.text)
        for match in found:
            start, end = match.span("word")
            if start < 0 or is_within(spans, start, end) or _has_date(scope, passage, start, end):
                continue
            if match["word"][0].isupper() and not _begins_sentence(passage.text, start):
                continue  # a name: "USA Today"
            yield Diagnostic(
                passage.at(start, end),
                Code.RELATIVE_DAY,
                say("“{text}” will be another day for those who read it later", text=match["word"]),
                say("write the date, or put it beside the word"),
                Severity.WARNING,
            )


@lru_cache(maxsize=8)
def _relative_words(language: str) -> re.Pattern[str] | None:
    """The words, and before them the phrases in which they mean nothing of the kind."""
    words = word_lists("dates").get(language)
    if words is None:
        return None
    phrases, relative = any_of(words["set_phrases"]), any_of(words["relative"])
    if language == "ja":
        return re.compile(f"{phrases}|(?P<word>{relative})")
    case = re.NOFLAG if language == "de" else re.IGNORECASE
    return re.compile(rf"{phrases}|\b(?P<word>{relative})\b", case)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip('"“„«‘( ')
    return not before or before[-1] in ".!?:;–—|"


def _has_date(scope: Scope, passage: Passage, start: int, end: int) -> bool:
    """Whether a date stands beside what stands there, typed or by a placeholder."""
    first, last = sentence(passage.text, start, end)
    near = range(max(first, start - _BESIDE), min(last, end + _BESIDE + 1))
    for day in days(passage.text, passage.language):
        if (day.end in near and day.end <= start + 1) or (day.first in near and day.first >= end):
            return True
    return any(
        (match.start() in near or match.end() in near) and _says_a_day(scope, passage, match[1])
        for match in re.finditer(r"\$\{([^{}\n]*)\}", passage.written)
    )


def _says_a_day(scope: Scope, passage: Passage, name: str) -> bool:
    mention = read_mention(name)
    if isinstance(mention, OfClosure):
        return True
    if isinstance(mention, OfContact):
        return mention.part in {"from", "until"}
    return _day_of(scope, passage, name) is not None

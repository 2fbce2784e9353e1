"""Opening hours and closures in words: sentences without their full stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from noticegen import formats
from noticegen.contacts import Closure, Contact, HolidayRule, Period, Span, period_on

_MONDAY = date(2024, 1, 1)
"""Any Monday: the names of the days come from days."""

_SPOKEN = {"ja": ("{hour}時", "{hour}時{minute:02}分")}
"""Languages whose prose counts hours rather than writing the clock: the full hour, and others."""


def hours_in_words(contact: Contact, day: date, words: Mapping[str, str], locale: str) -> str:
    """``月曜日から金曜日は9時から18時まで、土曜日は9時から17時まで（日曜日と祝日は休み）``.

    `words` are the interface strings of the language of `locale`.
    """
    period = period_on(contact, day)
    if period is None:
        return words["hours_none"]
    parts = list(_days(period, words, locale))
    closed = _closed_days(period, words, locale)
    holidays = words["public_holidays"]
    if contact.holidays and period.on_holidays is HolidayRule.CLOSED:
        closed.append(holidays)
    elif contact.holidays and isinstance(period.on_holidays, tuple):
        spans = spans_in_words(period.on_holidays, words, locale)
        parts.append(words["hours_on"].format(days=holidays, spans=spans))
    elif contact.holidays:
        parts.append(words["hours_holidays_too"])
    text = words["hours_between"].join(parts)
    if closed:
        text += words["hours_closed"].format(days=formats.listed(closed, locale))
    return text


def spans_in_words(spans: tuple[Span, ...], words: Mapping[str, str], locale: str) -> str:
    """``9時から12時までと13時から18時まで``"""
    return formats.listed(
        [
            words["hours_span"].format(
                opens=_clock(span.opens, locale), closes=_clock(span.closes, locale)
            )
            for span in spans
        ],
        locale,
    )


def days_in_words(days: list[int], words: Mapping[str, str], locale: str) -> str:
    """Days of the week as a list: ``Monday to Friday``, ``月曜日、水曜日``."""
    return formats.listed(_named(days, words, locale), locale)


def _named(days: list[int], words: Mapping[str, str], locale: str) -> list[str]:
    """Days of the week (Monday is 0), neighbours from three on as a range."""
    names = []
    for run in _runs(days):
        named = [formats.weekday(_MONDAY + timedelta(days=day), locale) for day in run]
        if len(run) > 2:
            names.append(words["day_range"].format(first=named[0], last=named[-1]))
        else:
            names.extend(named)
    return names


def closure_in_words(closure: Closure, name: str, words: Mapping[str, str], locale: str) -> str:
    """``2026年5月3日(日)から2026年5月6日(水)まで：臨時休業``"""
    first = formats.day_and_weekday(closure.first, locale)
    if closure.first == closure.last:
        return words["closure_day"].format(name=name, day=first)
    last = formats.day_and_weekday(closure.last, locale)
    return words["closure"].format(name=name, first=first, last=last)


def groups(period: Period) -> list[tuple[list[int], tuple[Span, ...]]]:
    """Days with the same hours together, in the order of the week, those without any last."""
    by_spans: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in enumerate(period.weekly):
        by_spans.setdefault(spans, []).append(day)
    return sorted(
        ((days, spans) for spans, days in by_spans.items()),
        key=lambda group: (not group[1], group[0]),
    )


def _days(period: Period, words: Mapping[str, str], locale: str) -> Iterator[str]:
    for days, spans in groups(period):
        if not spans:
            continue
        said = spans_in_words(spans, words, locale)
        if len(days) == len(period.weekly):
            yield words["hours_daily"].format(spans=said)
        else:
            named = days_in_words(days, words, locale)
            yield words["hours_on"].format(days=named, spans=said)


def _closed_days(period: Period, words: Mapping[str, str], locale: str) -> list[str]:
    closed = [day for day, spans in enumerate(period.weekly) if not spans]
    return _named(closed, words, locale)


def _runs(days: list[int]) -> Iterator[list[int]]:
    for _, run in groupby(enumerate(days), key=lambda item: item[1] - item[0]):
        yield [day for _, day in run]


def _clock(minutes: int, locale: str) -> str:
    """A time as prose has it."""
    hour, minute = divmod(minutes, 60)
    spoken = _SPOKEN.get(locale.partition("-")[0])
    if spoken is None:
        return formats.clock(minutes, locale)
    return spoken[1 if minute else 0].format(hour=hour, minute=minute)

"""Hours as authors write them  ->  spans of minutes, for a week or for a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from noticegen.contacts import MIDNIGHT, HolidayRule, Span
from noticegen.diagnostics import Code, Location, Message, say
from noticegen.yamlfile import Mapping as Keys
from noticegen.yamlfile import Node, Scalar, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMES = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})", re.ASCII)

Report = Callable[[Location, Code, Message, Message | None], None]
"""Takes the place of a finding, its code, message and hint."""


def weekly(node: Node, report: Report) -> tuple[tuple[Span, ...], ...] | None:
    """The hours of the seven days; a day that is not named is closed."""
    if not isinstance(node, Keys) or not node.entries:
        report(
            node.at,
            Code.HOURS,
            say("`weekly` takes days with their times, and {text} stands here", text=shown(node)),
            say('write weekly: {{mon-fri: "9:00-18:00", sat: "9:00-12:00"}}'),
        )
        return None
    spans_of: dict[str, tuple[Span, ...]] = {}
    for key, times in node.entries:
        days = _days(key, times, report)
        if days is None:
            continue
        read = spans(times, report) or ()
        for day in days:
            if day in spans_of:
                report(
                    key.at,
                    Code.HOURS,
                    say("`{day}` stands in `weekly` twice, here in `{key}`", day=day, key=key.text),
                    say("name each day once"),
                )
            spans_of[day] = read
    return tuple(spans_of.get(day, ()) for day in DAYS)


def _days(key: Scalar, times: Node, report: Report) -> tuple[str, ...] | None:
    """The days that `mon-fri` or `mon, wed` names; a range may go over the end of the week."""
    days: list[str] = []
    for part in key.text.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        if first not in DAYS or (dash and last not in DAYS):
            report(
                key.at,
                Code.HOURS,
                say("“{key}” names no days of the week", key=key.text),
                say('write mon, tue, wed, thu, fri, sat or sun, as in mon-fri or "mon, wed"'),
            )
            return None
        start = DAYS.index(first)
        length = (DAYS.index(last) - start) % 7 + 1 if dash else 1
        days += [DAYS[(start + number) % 7] for number in range(length)]
    if isinstance(times, Scalar) and times.says_nothing:
        report(
            key.at,
            Code.HOURS,
            say("`{key}` has no times", key=key.text),
            say('write times such as "9:00-18:00", or closed; days with a comma need quotes'),
        )
        return None
    return tuple(days)


def spans(node: Node, report: Report) -> tuple[Span, ...] | None:
    """The times that a text such as `9:00-12:00, 13:00-18:00` names, in order."""
    if not isinstance(node, Scalar):
        report(
            node.at,
            Code.HOURS,
            say("{text} stands here, where times are wanted", text=shown(node)),
            say('write them in one text: "9:00-12:00, 13:00-18:00"'),
        )
        return None
    if node.text == HolidayRule.CLOSED:
        return ()
    read = []
    for part in node.text.split(","):
        span = _span(part.strip())
        if not isinstance(span, Span):
            report(node.at, Code.HOURS, *span)
            return None
        read.append(span)
    read.sort()
    for before, span in pairwise(read):
        if span.opens < before.closes:
            report(
                node.at,
                Code.HOURS,
                say(
                    "{one} and {other} overlap",
                    one=_written(before),
                    other=_written(span),
                ),
                say("write them as one, or correct a time"),
            )
            return None
    return tuple(read)


def _span(text: str) -> Span | tuple[Message, Message]:
    """One span, or what keeps the text from being one and what to do."""
    match = _TIMES.fullmatch(text)
    if match is None:
        return say("“{text}” names no times", text=text[:40]), _correction(text)
    hour, minute, last_hour, last_minute = map(int, match.groups())
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute
    if max(minute, last_minute) > 59 or max(opens, closes) > MIDNIGHT:
        return (
            say("there is no time “{text}”", text=text),
            say("hours go from 0 to 23, minutes from 00 to 59; a day may end at 24:00"),
        )
    if opens in {closes, MIDNIGHT}:
        return (
            say("“{text}” ends when it begins", text=text),
            say("write 0:00-24:00 for the whole day, or correct a time"),
        )
    if closes < opens:
        first, second = Span(opens, MIDNIGHT), Span(0, closes)
        return (
            say("“{text}” ends before it begins", text=text),
            say(
                "split it at midnight: {first} here, {second} on the day after",
                first=_written(first),
                second=_written(second),
            )
            if closes
            else say("write {first}", first=_written(first)),
        )
    return Span(opens, closes)


def _correction(text: str) -> Message:
    plain = re.sub(r"[‐‑–—−〜~]|から", "-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\s*([:-])\s*", r"\1", plain).replace(".", ":").strip()
    plain = re.sub(r"(\d{1,2})(?:時|h)(\d{2})?分?", r"\1:\2", plain)
    plain = re.sub(r"(?<![\d:])(\d{1,2}):?(?=-|$)", r"\1:00", plain)
    span = _span(plain) if _TIMES.fullmatch(plain) else None
    if isinstance(span, Span):
        return say("write it as {text}", text=_written(span))
    return say("write it as in 9:00-18:00 or 9:00-12:00, 13:00-18:00")


def _written(span: Span) -> str:
    return "-".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in span)

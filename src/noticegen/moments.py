"""Text  ->  a moment: a date and a time that carry the offset of the site's zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say

EARLIEST_YEAR, LATEST_YEAR = 2000, 2199

_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?\s?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 令和元年 is 2019, 平成元年 is 1989: the first year counts as 1.
_ERAS = {"令和": 2018, "平成": 1988}
_JAPANESE = re.compile(
    r"(?:(令和|平成)\s*(元|\d{1,2})|(\d{4}))\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
    r"(?:.*?(\d{1,2})\s*[時:]\s*(\d{1,2})?)?"
)
_SLASHES = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]{3,9})\.?,?\s+(\d{4})")


def read_moment(text: str, at: Location, zone: ZoneInfo) -> datetime | Diagnostic:
    """The moment that `text` writes, in `zone`; without an offset it is a time of `zone`."""
    match = _MOMENT.fullmatch(text)
    if not match:
        return Diagnostic(
            at,
            Code.NOT_A_MOMENT,
            say("“{text}” is not a moment", text=text[:40]),
            _correction(text),
        )
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        day_ = date(int(year), int(month), int(day))
    except ValueError:
        return Diagnostic(
            at,
            Code.NOT_A_MOMENT,
            say("there is no {part} in the calendar", part=f"{year}-{month}-{day}"),
            say("correct the month or the day"),
        )
    if not EARLIEST_YEAR <= day_.year <= LATEST_YEAR:
        return Diagnostic(
            at,
            Code.NOT_A_MOMENT,
            say(
                "the year {year} is not between {first} and {last}",
                year=year,
                first=EARLIEST_YEAR,
                last=LATEST_YEAR,
            ),
            say("correct the year"),
        )
    if hour is None:
        return Diagnostic(
            at,
            Code.NOT_A_MOMENT,
            say("{text} is a day without a time", text=text),
            say("add the time at which it becomes public: {text} 10:00", text=text),
        )
    try:
        local = datetime(day_.year, day_.month, day_.day, int(hour), int(minute), int(second or 0))
    except ValueError:
        return Diagnostic(
            at,
            Code.NOT_A_MOMENT,
            say(
                "there is no time {time}",
                time=f"{hour}:{minute}" + (f":{second}" if second else ""),
            ),
            say("hours go from 00 to 23, minutes from 00 to 59"),
        )
    if offset:
        fixed = _offset(offset)
        if fixed is None:
            return Diagnostic(
                at,
                Code.NOT_A_MOMENT,
                say("there is no offset {offset}", offset=offset),
                say("write it as +09:00"),
            )
        return fixed_offset(local.replace(tzinfo=fixed).astimezone(zone))
    return _in_zone(local, at, zone)


def fixed_offset(moment: datetime) -> datetime:
    """The same moment with the offset of its zone written out.

    Python compares two times of one zone by what its clocks show, and an hour that the clock
    repeats would come out in the wrong order (PEP 495); with their offsets they are compared as
    moments.
    """
    offset = moment.utcoffset()
    assert offset is not None, "moments carry an offset"
    return moment.replace(tzinfo=timezone(offset), fold=0)


def read_date(text: str, at: Location) -> date | Diagnostic:
    """The day that `text` writes."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    return Diagnostic(
        at,
        Code.NOT_A_MOMENT,
        say("“{text}” is not a day", text=text[:40]),
        say("write it as {text}", text=suggestion.split()[0])
        if (suggestion := _suggestion(text))
        else say("write it as 2031-03-31"),
    )


def _offset(text: str) -> tzinfo | None:
    if text == "Z":
        return timezone.utc
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)


def _in_zone(local: datetime, at: Location, zone: ZoneInfo) -> datetime | Diagnostic:
    """Hold a local time against the zone's clock changes (PEP 495: `fold` tells the two apart)."""
    first, second = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return fixed_offset(first)
    there_and_back = first.astimezone(timezone.utc).astimezone(zone).replace(tzinfo=None)
    if there_and_back != local:
        message = say(
            "{time} does not exist in {zone}: the clock was put forward",
            time=local.isoformat(" ", "minutes"),
            zone=zone.key,
        )
    else:
        message = say(
            "{time} exists twice in {zone}: the clock was put back",
            time=local.isoformat(" ", "minutes"),
            zone=zone.key,
        )
    hint = say(
        "say which is meant with an offset, such as {example}",
        example=first.isoformat("T", "minutes"),
    )
    return Diagnostic(at, Code.NO_SUCH_LOCAL_TIME, message, hint)


def _correction(text: str) -> Message:
    if suggestion := _suggestion(text):
        return say("write it as {text}", text=suggestion)
    return say("write it as 2026-03-02 15:00, in the site's zone or with an offset")


def _suggestion(text: str) -> str | None:
    """The moment that was probably meant, as it has to be written."""
    plain = unicodedata.normalize("NFKC", text).strip()
    suggestion = _japanese(plain) or _numeric(plain) or _english(plain.lower())
    return suggestion if suggestion and _exists(suggestion) else None


def _exists(text: str) -> bool:
    try:
        return EARLIEST_YEAR <= datetime.fromisoformat(text).year <= LATEST_YEAR
    except ValueError:
        return False


def _japanese(text: str) -> str | None:
    match = _JAPANESE.search(text)
    if not match:
        return None
    era, era_year, year, month, day, hour, minute = match.groups()
    number = _ERAS[era] + (1 if era_year == "元" else int(era_year)) if era else int(year)
    return _written(number, month, day, hour, minute)


def _numeric(text: str) -> str | None:
    match = _SLASHES.match(text)
    return _written(int(match[1]), match[2], match[3], match[4], match[5]) if match else None


def _english(text: str) -> str | None:
    if match := _MONTH_FIRST.search(text):
        name, day, year = match.groups()
    elif match := _DAY_FIRST.search(text):
        day, name, year = match.groups()
    else:
        return None
    if name[:3] not in _MONTHS:
        return None
    return _written(int(year), str(_MONTHS.index(name[:3]) + 1), day, None, None)


def _written(year: int, month: str, day: str, hour: str | None, minute: str | None) -> str:
    time = f"{int(hour):02}:{int(minute or 0):02}" if hour else "10:00"
    return f"{year:04}-{int(month):02}-{int(day):02} {time}"

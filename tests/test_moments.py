"""Text becomes a moment, or a finding that says what to write instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from noticegen.diagnostics import Code, Diagnostic, Location
from noticegen.moments import read_date, read_moment

AT = Location("content/ja/index.md", 3, 7)
TOKYO, ZURICH, NEW_YORK = map(ZoneInfo, ("Asia/Tokyo", "Europe/Zurich", "America/New_York"))


def a_moment(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    read = read_moment(text, AT, zone)
    assert isinstance(read, datetime), read
    return read


def a_finding(text: str, zone: ZoneInfo = TOKYO) -> Diagnostic:
    read = read_moment(text, AT, zone)
    assert isinstance(read, Diagnostic), read
    assert read.at == AT
    return read


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02 15:00", "2026-03-02T06:00:00"),
        ("2026-03-02T15:00", "2026-03-02T06:00:00"),
        ("2026-03-02 15:00:30", "2026-03-02T06:00:30"),
        ("2026-03-02T15:00Z", "2026-03-02T15:00:00"),
        ("2026-03-02T15:00+09:00", "2026-03-02T06:00:00"),
        ("2026-03-02T15:00+0900", "2026-03-02T06:00:00"),
        ("2026-03-02 15:00 +09:00", "2026-03-02T06:00:00"),
        ("2026-03-02T15:00-05:00", "2026-03-02T20:00:00"),
        ("2026-03-02T15:00+05:45", "2026-03-02T09:15:00"),
        ("2026-03-02T15:00+14:00", "2026-03-02T01:00:00"),
        ("2026-03-02T00:00", "2026-03-01T15:00:00"),
        ("2028-02-29T09:00+09:00", "2028-02-29T00:00:00"),
        ("2000-01-01 00:00Z", "2000-01-01T00:00:00"),
        ("2199-12-31 23:59Z", "2199-12-31T23:59:00"),
    ],
)
def test_a_moment_is_read(text: str, utc: str) -> None:
    read = a_moment(text)
    assert read.astimezone(timezone.utc).replace(tzinfo=None).isoformat() == utc
    assert read.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "2026-02-30 10:00",
            "there is no 2026-02-30 in the calendar",
            "correct the month or the day",
        ),
        (
            "2026-13-01 10:00",
            "there is no 2026-13-01 in the calendar",
            "correct the month or the day",
        ),
        ("2027-02-29", "there is no 2027-02-29 in the calendar", "correct the month or the day"),
        (
            "0000-01-01 10:00",
            "there is no 0000-01-01 in the calendar",
            "correct the month or the day",
        ),
        ("1970-01-01 10:00", "the year 1970 is not between 2000 and 2199", "correct the year"),
        ("2200-01-01 10:00", "the year 2200 is not between 2000 and 2199", "correct the year"),
        (
            "2026-07-24",
            "2026-07-24 is a day without a time",
            "add the time at which it becomes public: 2026-07-24 10:00",
        ),
        (
            "2026-07-24 24:00",
            "there is no time 24:00",
            "hours go from 00 to 23, minutes from 00 to 59",
        ),
        (
            "2026-07-24 10:00:61",
            "there is no time 10:00:61",
            "hours go from 00 to 23, minutes from 00 to 59",
        ),
        ("2026-07-24 10:00+15:00", "there is no offset +15:00", "write it as +09:00"),
        ("2026-07-24 10:00+09:60", "there is no offset +09:60", "write it as +09:00"),
        ("令和8年7月24日", "“令和8年7月24日” is not a moment", "write it as 2026-07-24 10:00"),
        ("令和元年5月1日", "“令和元年5月1日” is not a moment", "write it as 2019-05-01 10:00"),
        ("平成31年4月30日", "“平成31年4月30日” is not a moment", "write it as 2019-04-30 10:00"),
        (
            "2026年7月24日 15時",
            "“2026年7月24日 15時” is not a moment",
            "write it as 2026-07-24 15:00",
        ),
        (
            "２０２６年７月２４日（金）１５：３０",
            "“２０２６年７月２４日（金）１５：３０” is not a moment",
            "write it as 2026-07-24 15:30",
        ),
        ("2026/07/24", "“2026/07/24” is not a moment", "write it as 2026-07-24 10:00"),
        ("2026/7/4 9:05", "“2026/7/4 9:05” is not a moment", "write it as 2026-07-04 09:05"),
        ("2026.07.24", "“2026.07.24” is not a moment", "write it as 2026-07-24 10:00"),
        ("July 24 2026", "“July 24 2026” is not a moment", "write it as 2026-07-24 10:00"),
        ("Jul. 4th, 2026", "“Jul. 4th, 2026” is not a moment", "write it as 2026-07-04 10:00"),
        ("24 July 2026", "“24 July 2026” is not a moment", "write it as 2026-07-24 10:00"),
        ("1st March 2026", "“1st March 2026” is not a moment", "write it as 2026-03-01 10:00"),
        ("２０２６-07-24", "“２０２６-07-24” is not a moment", "write it as 2026-07-24 10:00"),
        ("2026-7-4 10:00", "“2026-7-4 10:00” is not a moment", "write it as 2026-07-04 10:00"),
        (
            "tomorrow",
            "“tomorrow” is not a moment",
            "write it as 2026-03-02 15:00, in the site's zone or with an offset",
        ),
        (
            "24 Smarch 2026",
            "“24 Smarch 2026” is not a moment",
            "write it as 2026-03-02 15:00, in the site's zone or with an offset",
        ),
        (
            "-2026-03-02 15:00",
            "“-2026-03-02 15:00” is not a moment",
            "write it as 2026-03-02 15:00, in the site's zone or with an offset",
        ),
    ],
)
def test_what_is_no_moment_gets_a_hint(text: str, message: str, hint: str) -> None:
    finding = a_finding(text)
    assert finding.code is Code.NOT_A_MOMENT
    assert (str(finding.message), str(finding.hint)) == (message, hint)


@pytest.mark.parametrize(
    "text", ["令和8年13月24日", "2026/02/30", "July 32 2026", "2026年7月24日 25時", "99/99/99"]
)
def test_no_hint_proposes_what_does_not_exist(text: str) -> None:
    hint = "write it as 2026-03-02 15:00, in the site's zone or with an offset"
    assert str(a_finding(text).hint) == hint


@pytest.mark.parametrize(
    ("zone", "text", "message", "hint"),
    [
        (
            NEW_YORK,
            "2026-03-08 02:30",
            "2026-03-08 02:30 does not exist in America/New_York: the clock was put forward",
            "such as 2026-03-08T02:30-05:00",
        ),
        (
            NEW_YORK,
            "2026-11-01 01:30",
            "2026-11-01 01:30 exists twice in America/New_York: the clock was put back",
            "such as 2026-11-01T01:30-04:00",
        ),
        (
            ZURICH,
            "2026-03-29 02:00",
            "2026-03-29 02:00 does not exist in Europe/Zurich: the clock was put forward",
            "such as 2026-03-29T02:00+01:00",
        ),
        (
            ZURICH,
            "2026-10-25 02:59",
            "2026-10-25 02:59 exists twice in Europe/Zurich: the clock was put back",
            "such as 2026-10-25T02:59+02:00",
        ),
    ],
)
def test_a_clock_change_is_reported(zone: ZoneInfo, text: str, message: str, hint: str) -> None:
    finding = a_finding(text, zone)
    assert finding.code is Code.NO_SUCH_LOCAL_TIME
    assert str(finding.message) == message
    assert str(finding.hint) == f"say which is meant with an offset, {hint}"
    assert isinstance(read_moment(hint.removeprefix("such as "), AT, zone), datetime)


@pytest.mark.parametrize(
    ("zone", "text", "offset"),
    [
        (NEW_YORK, "2026-03-08 01:59", "-05:00"),
        (NEW_YORK, "2026-03-08 03:00", "-04:00"),
        (NEW_YORK, "2026-11-01 00:59", "-04:00"),
        (NEW_YORK, "2026-11-01 02:00", "-05:00"),
        (NEW_YORK, "2026-11-01 01:30-05:00", "-05:00"),
        (NEW_YORK, "2026-11-01 01:30-04:00", "-04:00"),
        (ZURICH, "2026-10-25 03:00", "+01:00"),
        (TOKYO, "2026-03-08 02:30", "+09:00"),
    ],
)
def test_times_beside_a_clock_change_are_as_good_as_others(
    zone: ZoneInfo, text: str, offset: str
) -> None:
    assert a_moment(text, zone).isoformat().endswith(offset)


def test_a_day_is_read() -> None:
    assert read_date("2031-03-31", AT) == date(2031, 3, 31)


@pytest.mark.parametrize("text", ["2031-02-29", "2031-3-31", "31.3.2031", "", "２０３１-03-31"])
def test_what_is_no_day_is_reported(text: str) -> None:
    finding = read_date(text, AT)
    assert isinstance(finding, Diagnostic)
    assert (finding.at, finding.code) == (AT, Code.NOT_A_MOMENT)

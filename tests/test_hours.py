"""Hours at a moment: `cases/hours.md` holds contacts, and what is asked of them.

The contacts are read as any `contacts.yml` is, so that the reader is tested with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticegen.contacts import (
    MIDNIGHT,
    Closure,
    Contact,
    Contacts,
    Day,
    Holiday,
    Outside,
    Span,
    holidays_between,
    hours_on,
    is_open,
    period_on,
)
from noticegen.diagnostics import Location
from noticegen.holidaylists import codes_within, is_known, nearest_code, public_holidays
from noticegen.load.contacts import read_contacts
from noticegen.load.when import Moments
from noticegen.moments import read_moment

CASES = Path(__file__).parent / "cases" / "hours.md"
TOKYO = ZoneInfo("Asia/Tokyo")
NOTICE = datetime(2026, 3, 2, 15, tzinfo=TOKYO)


class Case(NamedTuple):
    contact: str
    moment: str
    state: str
    reason: str
    line: int


def contacts_of(text: str) -> Contacts:
    moments = Moments(TOKYO, {})
    contacts, found = read_contacts(
        text, "content/contacts.yml", ("ja", "en"), TOKYO, NOTICE, moments
    )
    assert [*found, *moments.found] == []
    return contacts


def the_cases() -> Iterator[Case]:
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("|"):
            contact, moment, state, reason, _ = (cell.strip() for cell in line.split("|")[1:-1])
            if contact != "contact" and not contact.startswith("-"):
                yield Case(contact, moment, state, reason, number)


TABLE = list(the_cases())
CONTACTS = contacts_of(CASES.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0])
BY_ID = {contact.id: contact for contact in CONTACTS.contacts}


def the_moment(text: str, contact: Contact) -> datetime:
    moment = read_moment(text, Location("hours.md"), contact.zone)
    assert isinstance(moment, datetime), moment
    return moment


def the_reason(day: Day) -> str:
    match day.reason:
        case Closure(id=name) | Holiday(name=name):
            return name
        case Outside() as outside:
            return outside
    return ""


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.line}-{case.contact}")
def test_the_table_of_hours_holds(case: Case) -> None:
    contact = BY_ID[case.contact]
    moment = the_moment(case.moment, contact)
    assert case.state in {"open", "closed"}
    assert is_open(contact, CONTACTS.closures, moment) is (case.state == "open")
    day = hours_on(contact, CONTACTS.closures, moment.astimezone(contact.zone).date())
    assert the_reason(day) == case.reason


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.line}-{case.contact}")
def test_a_moment_is_the_same_in_whatever_zone_it_is_given(case: Case) -> None:
    contact = BY_ID[case.contact]
    moment = the_moment(case.moment, contact)
    for name in ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns"):
        elsewhere = moment.astimezone(ZoneInfo(name))
        assert is_open(contact, CONTACTS.closures, elsewhere) is (case.state == "open")


def test_the_table_is_long_enough_and_names_nothing_twice() -> None:
    assert len(TABLE) >= 80
    assert len({(case.contact, case.moment) for case in TABLE}) == len(TABLE)
    assert {case.contact for case in TABLE} == BY_ID.keys()


# ------------------------------------------------------------------ what holds at every moment

the_contacts = st.sampled_from(CONTACTS.contacts)
the_days = st.dates(date(2026, 2, 20), date(2027, 4, 10))


def minutes_of(day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Every minute of a day on the clock of a zone, those shown twice twice."""
    moment = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
    while moment.astimezone(zone).date() == day:
        yield moment
        moment += timedelta(minutes=1)


def runs(states: list[bool]) -> int:
    """How often an open stretch begins."""
    return sum(now and not before for before, now in zip([False, *states], states, strict=False))


@given(the_contacts, the_days, st.integers(0, MIDNIGHT - 1))
def test_a_line_is_open_in_the_spans_of_its_day(contact: Contact, day: date, minute: int) -> None:
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=contact.zone)
    if moment.astimezone(timezone.utc).astimezone(contact.zone).replace(fold=0) != moment:
        return  # the clock jumped over it
    spans = hours_on(contact, CONTACTS.closures, day).spans
    inside = any(span.opens <= minute < span.closes for span in spans)
    assert is_open(contact, CONTACTS.closures, moment) is inside


@pytest.mark.parametrize(
    ("id_", "day", "hours"),
    [
        ("luzern", date(2026, 3, 29), 23),
        ("nachtdienst", date(2026, 3, 29), 23),
        ("nachtdienst", date(2026, 10, 25), 25),
        ("early", date(2026, 3, 29), 23),
        ("early", date(2026, 10, 25), 25),
        ("overnight", date(2026, 3, 8), 23),
        ("overnight", date(2026, 11, 1), 25),
        ("overnight", date(2026, 11, 8), 24),
        ("hotline", date(2026, 3, 29), 24),
    ],
)
def test_a_line_opens_at_most_once_for_each_span_also_when_the_clock_changes(
    id_: str, day: date, hours: int
) -> None:
    contact = BY_ID[id_]
    states = [is_open(contact, (), moment) for moment in minutes_of(day, contact.zone)]
    assert len(states) == hours * 60
    assert runs(states) <= len(hours_on(contact, (), day).spans)


def test_a_day_of_24_hours_is_open_throughout_however_long_it_is() -> None:
    always = contacts_of(
        "a: {name: A, mail: a@b.example, timezone: America/Havana, "
        'hours: [{from: 2026-01-01, weekly: {mon-sun: "0:00-24:00"}}]}'
    ).contacts[0]
    for day, hours in ((date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 5, 5), 24)):
        # In Havana, the clock changes at midnight.
        states = [is_open(always, (), moment) for moment in minutes_of(day, always.zone)]
        assert states == [True] * (hours * 60)


# ------------------------------------------------------------------ periods, closures, ends


def test_of_two_periods_from_one_day_the_one_announced_last_holds() -> None:
    contact = BY_ID["hotline"]
    older, newer = contact.periods
    first = older._replace(first=newer.first, announced=newer.announced - timedelta(days=1))
    for periods in ((first, newer), (newer, first)):
        both = replace(contact, periods=periods)
        assert period_on(both, newer.first) is newer
        assert period_on(both, newer.first - timedelta(days=1)) is None


def test_a_closure_concerns_the_lines_it_names() -> None:
    [move] = [closure for closure in CONTACTS.closures if closure.id == "move"]
    assert hours_on(BY_ID["luzern"], CONTACTS.closures, move.first) == Day((), move)
    assert hours_on(BY_ID["both-sides"], CONTACTS.closures, move.first).reason is None


def test_a_closure_is_named_also_where_no_hours_are() -> None:
    [move] = [closure for closure in CONTACTS.closures if closure.id == "move"]
    closure = move._replace(lines=("letters",))
    assert hours_on(BY_ID["letters"], (closure,), move.last) == Day((), closure)


def test_the_spans_of_a_day_come_in_order() -> None:
    assert hours_on(BY_ID["counter"], (), date(2026, 3, 3)) == Day(
        (Span(540, 720), Span(780, 1080)), None
    )


# ------------------------------------------------------------------ holidays


def days(contact: str, year: int, language: str = "en") -> list[str]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [
        f"{day:%m-%d} {name}"
        for day, name in holidays_between(BY_ID[contact], first, last, language)
    ]


def test_holidays_of_japan() -> None:
    assert days("hotline", 2026, "ja") == [
        "01-01 元日", "01-12 成人の日", "02-11 建国記念の日", "02-23 天皇誕生日",
        "03-20 春分の日", "04-29 昭和の日", "05-03 憲法記念日", "05-04 みどりの日",
        "05-05 こどもの日", "05-06 振替休日", "07-20 海の日", "08-11 山の日",
        "09-21 敬老の日", "09-22 国民の休日", "09-23 秋分の日", "10-12 スポーツの日",
        "11-03 文化の日", "11-23 勤労感謝の日",
    ]  # fmt: skip


def test_holidays_of_ontario() -> None:
    assert [entry[:5] for entry in days("toronto", 2026)] == [
        "01-01", "02-16", "04-03", "05-18", "07-01", "09-07", "10-12", "12-25", "12-26", "12-28",
    ]  # fmt: skip


def test_holidays_of_lucerne() -> None:
    assert [entry[:5] for entry in days("luzern", 2026)] == [
        "01-01", "01-02", "04-03", "04-06", "05-14", "05-25", "06-04", "08-01", "08-15",
        "11-01", "12-08", "12-25", "12-26",
    ]  # fmt: skip


def test_holidays_of_england() -> None:
    assert [entry[:5] for entry in days("london", 2026)] == [
        "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-26", "12-28",
    ]  # fmt: skip


def test_holidays_are_named_in_the_language_or_in_that_of_the_country() -> None:
    named = {
        language: holidays_between(BY_ID["luzern"], date(2026, 4, 3), date(2026, 4, 3), language)[
            0
        ].name
        for language in ("fr", "it", "en-GB", "de-CH", "ja", "zh-Hant")
    }
    assert named == {
        "fr": "Vendredi saint",
        "it": "Venerdì Santo",
        "en-GB": "Good Friday",
        "de-CH": "Karfreitag",
        "ja": "Karfreitag",
        "zh-Hant": "Karfreitag",
    }


@pytest.mark.parametrize("locale", ["ja_JP.UTF-8", "en_US.UTF-8", "C"])
def test_the_language_of_the_process_names_no_holiday(
    locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library asks the surroundings where it does not have the language asked for."""
    monkeypatch.setenv("LANGUAGE", locale)
    day = date(2051, 1, 1)  # of a year that nothing else asks for
    assert public_holidays(("JP",), range(2051, 2052), "fi")[day] == "元日"


def test_holidays_lie_between_the_days_asked_for_over_the_turn_of_years() -> None:
    found = holidays_between(BY_ID["hotline"], date(2026, 11, 23), date(2027, 1, 1), "ja")
    assert [str(holiday.day) for holiday in found] == ["2026-11-23", "2027-01-01"]
    assert holidays_between(BY_ID["nachtdienst"], date(2026, 1, 1), date(2026, 12, 31), "de") == ()


@given(st.integers(2020, 2040), st.integers(1, 3), st.sampled_from(["JP", "CH-LU", "CA-ON"]))
def test_a_year_has_the_same_holidays_whichever_years_are_asked_for(
    year: int, more: int, code: str
) -> None:
    alone = public_holidays((code,), range(year, year + 1), "en")
    together = public_holidays((code,), range(year - more, year + more), "en")
    assert {d: name for d, name in together.items() if d.year == year} == alone
    assert list(together) == sorted(together)


@pytest.mark.parametrize("code", ["JP", "CH", "CH-LU", "GB-ENG", "CA-ON", "US-CA", "DE-BY"])
def test_codes_of_countries_and_their_parts_are_known(code: str) -> None:
    assert is_known(code)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("jp", "JP"),
        ("JPN", "JP"),
        ("UK", "GB"),
        ("GB-EN", "GB-ENG"),
        ("CH-lu", "CH-LU"),
        ("ch-lu", "CH-LU"),
        ("CA-ONT", "CA-ON"),
        ("CH-", "CH"),
        ("GB-England", "GB-ENG"),
        ("CH-LZ", None),
        ("XX-YY", None),
        ("DE-Bayern", "DE-BY"),
        ("Japan", None),
        ("", None),
    ],
)
def test_another_spelling_gets_the_code_that_was_meant(code: str, meant: str | None) -> None:
    assert not is_known(code)
    assert nearest_code(code) == meant


def test_the_parts_of_a_country_are_listed_with_it() -> None:
    assert codes_within("gb-XYZ") == ("GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
    assert codes_within("XX-YY") == ()

"""Contacts at a moment: what is public, what comes next, which number is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticegen.contacts import (
    Channel,
    Contacts,
    due_moments,
    hours_on,
    previous,
    public_contacts,
    publication_moments,
    value_at,
)
from noticegen.model import NEVER
from test_load_contacts import EXAMPLE, NOTICE, TOKYO, headers, read

SECOND = timedelta(seconds=1)
NOBODY = Contacts((), (), ())


def tokyo(month: int, day: int, hour: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def the_example() -> Contacts:
    contacts, found = read(EXAMPLE)
    assert found == ()
    return contacts


# ------------------------------------------------------------------ values

PRESS = the_example().contacts[1].channels[0]


@pytest.mark.parametrize(
    ("moment", "now", "before"),
    [
        (tokyo(3, 3, 10) - SECOND, None, None),
        (tokyo(3, 3, 10), "050-0000-0160", None),
        (tokyo(3, 19, 11) - SECOND, "050-0000-0160", None),
        (tokyo(3, 19, 11), "050-0000-0161", "050-0000-0160"),
        (tokyo(12, 31), "050-0000-0161", "050-0000-0160"),
    ],
)
def test_a_number_is_right_from_its_moment_on(
    moment: datetime, now: str | None, before: str | None
) -> None:
    for value, written in ((value_at(PRESS, moment), now), (previous(PRESS, moment), before)):
        assert (value and value.text.of("en")) == written


def test_previous_is_the_value_before_and_not_the_first() -> None:
    first, second = PRESS.values
    third = second._replace(moment=tokyo(4, 1))
    channel = Channel(PRESS.kind, (first, second, third))
    assert previous(channel, tokyo(4, 1)) is second
    assert previous(channel, tokyo(3, 31)) is first


# ------------------------------------------------------------------ the gate


def test_nothing_is_public_before_the_notice() -> None:
    assert public_contacts(the_example(), NOTICE - SECOND) == NOBODY


def test_what_is_public_grows_with_each_moment() -> None:
    def shown(moment: datetime) -> tuple[object, ...]:
        contacts = public_contacts(the_example(), moment)
        return (
            [contact.id for contact in contacts.contacts],
            [len(contact.periods) for contact in contacts.contacts],
            [closure.id for closure in contacts.closures],
            len(contacts.not_ours),
        )

    assert shown(NOTICE) == (["hotline"], [1], [], 1)
    assert shown(tokyo(3, 3, 10)) == (["hotline", "press"], [1, 0], [], 1)
    assert shown(tokyo(4, 22, 10) - SECOND) == (["hotline", "press"], [1, 0], [], 1)
    assert shown(tokyo(4, 22, 10)) == (["hotline", "press"], [2, 0], ["may-holidays"], 1)


def test_a_contact_without_a_public_channel_is_not_there() -> None:
    example = the_example()
    press = replace(example.contacts[1], published=NOTICE)
    alone = Contacts((press,), (), ())
    assert public_contacts(alone, tokyo(3, 3, 10) - SECOND) == NOBODY
    assert publication_moments(alone) == {tokyo(3, 3, 10), tokyo(3, 19, 11)}


def test_a_closure_does_not_name_a_line_that_is_withheld() -> None:
    example = the_example()
    closure = example.closures[0]._replace(lines=("press", "hotline"), announced=NOTICE)
    contacts = example._replace(closures=(closure,))
    assert public_contacts(contacts, NOTICE).closures[0].lines == ("hotline",)
    assert public_contacts(contacts, tokyo(3, 3, 10)).closures == (closure,)
    only_press = example._replace(closures=(closure._replace(lines=("press",)),))
    assert public_contacts(only_press, NOTICE).closures == ()


def test_a_later_end_is_not_told_before_its_announcement() -> None:
    text = EXAMPLE.replace(
        "until: 2026-12-28",
        "until: [2026-12-28, {day: 2027-03-31, with: 2026-04-22-correction}]",
    )
    contacts, found = read(text)
    assert found == ()
    before = public_contacts(contacts, tokyo(4, 22, 10) - SECOND).contacts[0]
    after = public_contacts(contacts, tokyo(4, 22, 10)).contacts[0]
    assert (before.until, after.until) == (date(2026, 12, 28), date(2027, 3, 31))


def test_nothing_is_public_early_in_the_hour_that_the_clock_repeats() -> None:
    """From 1:00 to 2:00 on 1 November 2026, Toronto's clocks show every time twice."""
    toronto = ZoneInfo("America/Toronto")
    contacts, found = read(
        "a:\n  name: A\n  mail:\n    values:\n"
        "      - {from: 2026-11-01T01:30-05:00, value: second@b.example, change: policy, note: N}\n"
        "      - {from: 2026-11-01T01:45-04:00, value: first@b.example}\n",
        zone=toronto,
    )
    assert found == ()
    channel = contacts.contacts[0].channels[0]
    assert [value.text.of("ja") for value in channel.values] == [
        "first@b.example",
        "second@b.example",
    ]
    between = datetime(2026, 11, 1, 1, 50, tzinfo=toronto)
    assert value_at(channel, between) is channel.values[0]
    assert public_contacts(contacts, between - timedelta(minutes=10)) == NOBODY
    assert len(public_contacts(contacts, between).contacts[0].channels[0].values) == 1
    after = between.replace(minute=30, fold=1)
    assert value_at(channel, after) is channel.values[1]


# ------------------------------------------------------------------ moments


def test_the_moments_of_publication_are_those_of_updates_and_values() -> None:
    assert publication_moments(the_example()) == {
        NOTICE,
        tokyo(3, 3, 10),
        tokyo(3, 19, 11),
        tokyo(4, 22, 10),
    }


def test_days_become_due_at_midnight_of_the_contact() -> None:
    assert due_moments(the_example()) == {
        tokyo(5, 3),
        tokyo(5, 7),  # the closure has ended, and the second period begins
        tokyo(12, 29),
    }


def test_a_closure_is_due_in_the_zone_of_each_of_its_lines() -> None:
    example = the_example()
    zurich = ZoneInfo("Europe/Zurich")
    elsewhere = replace(example.contacts[0], id="zurich", zone=zurich, periods=(), ends=())
    closure = example.closures[0]._replace(lines=("zurich",))
    contacts = Contacts((elsewhere,), (closure,), ())
    assert due_moments(contacts) == {
        datetime(2026, 5, 3, tzinfo=zurich),
        datetime(2026, 5, 7, tzinfo=zurich),
    }


def test_nothing_is_due_before_it_is_announced() -> None:
    """What begins on a day that is over when it is announced, begins with its announcement."""
    example = the_example()
    late = example.closures[0]._replace(announced=tokyo(5, 4, 12))
    never = example.closures[0]._replace(announced=NEVER)
    bare = replace(example.contacts[0], periods=(), ends=())
    assert due_moments(Contacts((bare,), (late,), ())) == {tokyo(5, 7)}
    assert due_moments(Contacts((bare,), (never,), ())) == set()


def test_an_end_that_was_put_off_in_time_is_not_due() -> None:
    hotline = the_example().contacts[0]
    [end] = hotline.ends
    in_time = end._replace(day=date(2027, 3, 31), announced=tokyo(12, 28, 23))
    too_late = in_time._replace(announced=tokyo(12, 30))
    for later, due in (
        (in_time, {tokyo(4, 1, year=2027)}),
        (too_late, {tokyo(12, 29), tokyo(4, 1, year=2027)}),
    ):
        contact = replace(hotline, periods=(), ends=(end, later))
        assert due_moments(Contacts((contact,), (), ())) == due


# ------------------------------------------------------------------ what holds for every file

DAYS = range(1, 10)
DRAFT = 99
CALENDAR = headers({**{f"u{day}": f"2026-03-{day:02} 10:00" for day in DAYS}, f"u{DRAFT}": None})


def at(day: int) -> datetime:
    return NEVER if day == DRAFT else tokyo(3, day, 10)


Shown = Callable[[datetime], bool]
"""Whether something is public at a moment."""


def since(day: int) -> Shown:
    return lambda moment: at(day) <= moment


def both(one: Shown, other: Shown) -> Shown:
    return lambda moment: one(moment) and other(moment)


def any_of(conditions: list[Shown]) -> Shown:
    return lambda moment: any(condition(moment) for condition in conditions)


class Line(NamedTuple):
    """A line of a file. Where it is not public, a comment stands instead, and keeps the places."""

    text: str
    is_public: Shown


class Part(NamedTuple):
    """A list under a key: the day of each item, and what it says."""

    head: str
    items: tuple[tuple[int, str], ...]

    @property
    def is_public(self) -> Shown:
        return any_of([since(day) for day, _ in self.items])

    def lines(self, whole: Shown) -> list[Line]:
        """`whole` says when that is public to which the part belongs."""
        indent = " " * (len(self.head) - len(self.head.lstrip()) + 2)
        heads = [Line(head, both(whole, self.is_public)) for head in self.head.split("\n")]
        return heads + [
            Line(f"{indent}  {text}", both(whole, since(day))) for day, text in self.items
        ]


several_days = st.lists(st.sampled_from([*DAYS, DRAFT]), unique=True, min_size=1, max_size=3)


@st.composite
def a_part(draw: st.DrawFn, head: str, text: str) -> Part:
    """Items at several moments; in `text` stand {day} and {number}, and {change} in a history."""
    changes = ["", *[", change: policy, note: N"] * 2]
    return Part(
        head,
        tuple(
            (day, text.format(day=day, number=number, change=changes[number]))
            for number, day in enumerate(sorted(draw(several_days)))
        ),
    )


@st.composite
def files(draw: st.DrawFn) -> list[Line]:
    """A file, and which lines of it are public when."""
    lines: list[Line] = []
    public: dict[str, Shown] = {}
    for id_ in draw(st.lists(st.sampled_from("abc"), unique=True, max_size=3)):
        published = draw(st.sampled_from([*DAYS, DRAFT]))
        kinds = draw(st.lists(st.sampled_from(["mail", "post"]), unique=True, min_size=1))
        channels = [
            draw(
                a_part(
                    f"  {kind}:\n    values:",
                    "- {{with: u{day}, value: n{number}@firm.example{change}}}",
                )
            )
            for kind in kinds
        ]
        whole = both(since(published), any_of([part.is_public for part in channels]))
        public[id_] = whole
        lines += [
            Line(text, whole) for text in (f"{id_}:", f"  name: {id_}", f"  with: u{published}")
        ]
        parts = list(channels)
        if draw(st.booleans()):
            period = "- {{from: 2026-04-2%d, weekly: {{mon: '{number}:00-9:00'}}, with: u{day}}}"
            parts.append(draw(a_part("  hours:", period % draw(st.integers(0, 9)))))
        if draw(st.booleans()):
            end = "- {{day: 2026-12-1{number}, with: u{day}}}"
            parts.append(draw(a_part("  until:", end)))
        lines += [line for part in parts for line in part.lines(whole)]
    lines += draw(some_closures(public))
    if draw(st.booleans()):
        other = "- {{phone: 0800-{number}, with: u{day}, region: JP}}"
        lines += draw(a_part("not_ours:", other)).lines(lambda _: True)
    return lines


@st.composite
def some_closures(draw: st.DrawFn, public: dict[str, Shown]) -> list[Line]:
    """Closures of contacts of which `public` says when each is public."""
    lines: list[Line] = []
    closures: list[Shown] = []
    for number in range(draw(st.integers(0, 2)) if public else 0):
        names = draw(st.lists(st.sampled_from(sorted(public)), unique=True, min_size=1))
        day = draw(st.sampled_from([*DAYS, DRAFT]))
        whole = both(since(day), any_of([public[name] for name in names]))
        closures.append(whole)
        start = f"from: 2026-05-01, to: 2026-05-02, name: K, with: u{day}, lines: ["
        lines += [Line(f"  k{number}:", whole), Line(f"    {{{start}", whole)]
        lines += [Line(f"      {name},", both(whole, public[name])) for name in names]
        lines.append(Line("    ]}", whole))
    return [Line("closures:", any_of(closures)), *lines] if lines else []


def written(lines: list[Line], moment: datetime | None) -> Contacts:
    """What a file holds from which everything withheld at `moment` was deleted."""
    text = "".join(
        f"{line.text if moment is None or line.is_public(moment) else '#'}\n" for line in lines
    )
    contacts, found = read(text, updates=CALENDAR)
    assert found == (), text
    return contacts


@given(files(), st.integers(0, 10), st.sampled_from([-1, 0, 1]))
def test_what_is_public_is_what_the_file_says_without_what_is_withheld(
    lines: list[Line], day: int, seconds: int
) -> None:
    moment = tokyo(3, 1, 10) + timedelta(days=day - 1, seconds=seconds)
    assert public_contacts(written(lines, None), moment) == written(lines, moment)


@given(files())
def test_what_is_public_changes_at_its_moments_and_at_no_other(lines: list[Line]) -> None:
    contacts = written(lines, None)
    moments = sorted(publication_moments(contacts) - {NEVER})
    for moment in moments:
        assert public_contacts(contacts, moment) != public_contacts(contacts, moment - SECOND)
    for day in DAYS:
        for moment in (at(day) - SECOND, at(day)):
            past = [other for other in moments if other <= moment]
            latest = public_contacts(contacts, past[-1]) if past else NOBODY
            assert public_contacts(contacts, moment) == latest


@given(files(), st.integers(0, 10))
def test_the_gate_once_passed_lets_the_same_through_again(lines: list[Line], day: int) -> None:
    moment = tokyo(3, 1, 10) + timedelta(days=day)
    once = public_contacts(written(lines, None), moment)
    assert public_contacts(once, moment) == once


@pytest.mark.slow
@given(files())
def test_hours_change_on_no_day_that_is_not_due(lines: list[Line]) -> None:
    contacts = public_contacts(written(lines, None), tokyo(3, 31))
    due = due_moments(contacts)
    for contact in contacts.contacts:
        for number in range(270):
            day = date(2026, 4, 1) + timedelta(days=number)
            if datetime(day.year, day.month, day.day, tzinfo=contact.zone) not in due:
                week_ago = hours_on(contact, contacts.closures, day - timedelta(days=7))
                changed = any(
                    datetime(other.year, other.month, other.day, tzinfo=contact.zone) in due
                    for other in (day - timedelta(days=n) for n in range(7))
                )
                assert changed or hours_on(contact, contacts.closures, day) == week_ago

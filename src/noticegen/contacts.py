"""Where people can ask: lines, addresses and forms, and at which hours somebody answers.

Two kinds of time meet here. *Announced* or *published* is when something becomes public, and
`public_contacts` is the gate for it. The days of periods, closures and ends are when
something takes effect, in the contact's own zone; they are shown ahead once announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Location
from noticegen.holidaylists import public_holidays
from noticegen.localized import Localized
from noticegen.notes import Note, Notes, public_notes, withdrawal_in

MIDNIGHT = 24 * 60
"""The end of a day, in minutes since it began on the clock."""

_A_DAY = timedelta(days=1)


class ChannelKind(StrEnum):
    """A way to reach somebody."""

    PHONE = "phone"
    FAX = "fax"
    MAIL = "mail"
    POST = "post"
    FORM = "form"


class ChannelValue(NamedTuple):
    """A number or an address, from a moment on."""

    moment: datetime
    """When it became public."""
    with_update: str | None
    text: Localized
    e164: str | None
    """The number as machines dial it; None where it is no number."""
    change: str | None
    """Why it came after another; None for the first."""
    note: Localized | None
    at: Location


class Channel(NamedTuple):
    """One way to reach a contact, with its history, oldest first."""

    kind: ChannelKind
    values: tuple[ChannelValue, ...]


class Span(NamedTuple):
    """From one time of a day to another, in minutes since midnight on the contact's clock."""

    opens: int
    closes: int
    """The first minute at which nobody answers; at most `MIDNIGHT`."""


class HolidayRule(StrEnum):
    """What a public holiday does to the hours of its weekday."""

    OPEN = "open"
    """Nothing: hours as on any such weekday."""
    CLOSED = "closed"


OnHolidays = HolidayRule | tuple[Span, ...]
"""A rule, or the hours of every public holiday."""


class Period(NamedTuple):
    """The hours from a day on, until another period begins."""

    first: date
    announced: datetime
    with_update: str | None
    weekly: tuple[tuple[Span, ...], ...]
    """Seven days, Monday first."""
    on_holidays: OnHolidays
    at: Location


class End(NamedTuple):
    """The last day of a contact, as it was announced at some moment."""

    day: date
    announced: datetime
    with_update: str | None
    at: Location


class Closure(NamedTuple):
    """Days on which nobody answers, whatever the hours say."""

    id: str
    first: date
    last: date
    """Still closed on this day."""
    name: Localized
    lines: tuple[str, ...]
    """The ids of the contacts that are closed."""
    announced: datetime
    with_update: str | None
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom people can ask."""

    id: str
    name: Localized
    purpose: Localized | None
    channels: tuple[Channel, ...]
    """In the order in which they were written."""
    region: str | None
    """The country of numbers without a country code (ISO 3166)."""
    is_free: bool
    languages: tuple[str, ...]
    """The languages in which somebody answers."""
    zone: ZoneInfo
    holidays: tuple[str, ...]
    """Codes of the places whose public holidays count."""
    periods: tuple[Period, ...]
    """By their first days, then by their announcements."""
    ends: tuple[End, ...]
    """By their announcements; the last one holds."""
    published: datetime
    with_update: str | None
    at: Location
    changes: Notes = ()
    """Public notes about what has no history of its own: its name, its purpose, its languages."""
    kept_holidays: tuple[KeptHoliday, ...] = ()
    """The public holidays that the record fixes, in order, for whole years from the first one's
    to the last one's; empty where no record does."""

    @property
    def withdrawal(self) -> Note | None:
        """The public note that takes the contact off, if there is one."""
        return withdrawal_in(self.changes)

    @property
    def until(self) -> date | None:
        """The last day on which the contact can be reached."""
        return self.ends[-1].day if self.ends else None


class NotOurs(NamedTuple):
    """A number that may be named and is never linked."""

    written: str
    e164: str | None
    """None where nobody can have such a number."""
    note: Localized | None
    published: datetime
    with_update: str | None
    at: Location


class Contacts(NamedTuple):
    """Everything that is said about where to ask, in the order of the file."""

    contacts: tuple[Contact, ...]
    closures: tuple[Closure, ...]
    not_ours: tuple[NotOurs, ...]


class Holiday(NamedTuple):
    """A public holiday."""

    day: date
    name: str


class Outside(StrEnum):
    """That a day lies before or after all hours of a contact."""

    NOT_BEGUN = "not begun"
    ENDED = "ended"


Reason = Closure | Holiday | Outside


class KeptHoliday(NamedTuple):
    """A public holiday as the record keeps it, with its name in each language."""

    day: date
    names: Mapping[str, str]


class Day(NamedTuple):
    """The hours of one day."""

    spans: tuple[Span, ...]
    """In order; empty where nobody answers, or where no hours are known."""
    reason: Reason | None
    """What set the hours, if it was not the weekday."""


# ------------------------------------------------------------------ numbers and addresses


def value_at(channel: Channel, moment: datetime) -> ChannelValue | None:
    """What was right at `moment`, by what was public then."""
    past = _past(channel, moment)
    return past[-1] if past else None


def previous(channel: Channel, moment: datetime) -> ChannelValue | None:
    """What stood before the value of `moment`."""
    past = _past(channel, moment)
    return past[-2] if len(past) > 1 else None


def instant(moment: datetime) -> datetime:
    """The same moment in UTC, to be compared.

    Two datetimes of one zone are compared by what the clock shows, and in the hour that is
    repeated when it is put back, something would be public an hour too early.
    """
    return moment.astimezone(timezone.utc)


def _past(channel: Channel, moment: datetime) -> tuple[ChannelValue, ...]:
    now = instant(moment)
    return tuple(value for value in channel.values if value.moment <= now)


# ------------------------------------------------------------------ hours


def period_on(contact: Contact, day: date) -> Period | None:
    """The period that a day lies in: the one begun last, and of two the one announced last."""
    begun = [period for period in contact.periods if period.first <= day]
    return max(begun, key=lambda period: (period.first, instant(period.announced)), default=None)


def period_or_next(contact: Contact, day: date) -> Period | None:
    """The period that a day lies in; before all of them, the first to come."""
    return period_on(contact, day) or next(iter(contact.periods), None)


def hours_on(contact: Contact, closures: tuple[Closure, ...], day: date, language: str = "") -> Day:
    """The hours of a day; closures of other contacts do not count.

    A holiday is named in `language`, or in that of its country.
    """
    if contact.until is not None and day > contact.until:
        return Day((), Outside.ENDED)
    for closure in closures:
        if contact.id in closure.lines and closure.first <= day <= closure.last:
            return Day((), closure)
    if not contact.periods:
        return Day((), None)
    period = period_on(contact, day)
    if period is None:
        return Day((), Outside.NOT_BEGUN)
    if period.on_holidays is not HolidayRule.OPEN:
        for holiday in holidays_between(contact, day, day, language):
            own = period.on_holidays
            return Day(() if own is HolidayRule.CLOSED else own, holiday)
    return Day(period.weekly[day.weekday()], None)


def is_open(contact: Contact, closures: tuple[Closure, ...], moment: datetime) -> bool:
    """Whether somebody answers at `moment`, on the clock of the contact's zone.

    A span is open at its first minute and not at its last. Where the clock is put forward
    over an opening or a closing, it takes place then; where the clock is put back and shows
    the same time again, the first one counts.
    """
    local = moment.astimezone(contact.zone)
    return any(
        _has_struck(span.opens, local) and not _has_struck(span.closes, local)
        for span in hours_on(contact, closures, local.date()).spans
    )


def _has_struck(minutes: int, local: datetime) -> bool:
    """Whether the clock has shown a time of the day, be it before it was put back."""
    if local.hour * 60 + local.minute >= minutes:
        return True
    if not local.fold:
        return False
    first = datetime.combine(local, time(), local.tzinfo) + timedelta(minutes=minutes)
    return instant(first) <= instant(local)


def holidays_between(
    contact: Contact, first: date, last: date, language: str
) -> tuple[Holiday, ...]:
    """The contact's public holidays from `first` to `last`, both included, by day.

    Days in lieu are among them, and so are those on which it is open all the same.
    """
    if not contact.holidays:
        return ()
    kept = contact.kept_holidays
    named: dict[date, str] = {}
    for day, names in kept:
        if first <= day <= last:
            named[day] = names.get(language) or next(iter(names.values()))
    years = [
        year
        for year in range(first.year, last.year + 1)
        if not kept or not kept[0].day.year <= year <= kept[-1].day.year
    ]
    if years:
        named |= public_holidays(contact.holidays, years, language)
    return tuple(Holiday(day, named[day]) for day in sorted(named) if first <= day <= last)


def holidays_shown_until(contact: Contact, today: date) -> date:
    """The last day of the list of holidays that readers are shown.

    That is the end of the next calendar year; with a record it is where the record ends, so
    that no day is shown that a library may still change, but never before this year's end.
    """
    year = today.year + 1
    if contact.kept_holidays:
        year = max(today.year, min(year, contact.kept_holidays[-1].day.year))
    return date(year, 12, 31)


# ------------------------------------------------------------------ what is public, and when


def public_contacts(contacts: Contacts, moment: datetime) -> Contacts:
    """The gate: what of the contacts is public at `moment`, and not a word of the rest."""
    now = instant(moment)
    lines = tuple(public for contact in contacts.contacts if (public := _public(contact, now)))
    ids = {contact.id for contact in lines}
    closures = (
        closure._replace(lines=tuple(line for line in closure.lines if line in ids))
        for closure in contacts.closures
        if closure.announced <= now
    )
    return Contacts(
        lines,
        tuple(closure for closure in closures if closure.lines),
        tuple(other for other in contacts.not_ours if other.published <= now),
    )


def _public(contact: Contact, now: datetime) -> Contact | None:
    if contact.published > now:
        return None
    channels = (Channel(channel.kind, _past(channel, now)) for channel in contact.channels)
    public = tuple(channel for channel in channels if channel.values)
    if not public:
        return None
    return replace(
        contact,
        channels=public,
        periods=tuple(period for period in contact.periods if period.announced <= now),
        ends=tuple(end for end in contact.ends if end.announced <= now),
        changes=public_notes(contact.changes, now),
    )


def publication_moments(contacts: Contacts) -> frozenset[datetime]:
    """The moments at which `public_contacts` changes; that of a draft may be among them."""
    return frozenset(_publications(contacts))


def _publications(contacts: Contacts) -> Iterator[datetime]:
    begins = {contact.id: begins_at(contact) for contact in contacts.contacts}
    for contact in contacts.contacts:
        parts = (
            *(value.moment for channel in contact.channels for value in channel.values),
            *(period.announced for period in contact.periods),
            *(end.announced for end in contact.ends),
            *(note.moment for note in contact.changes),
        )
        # What is announced before the contact itself is public becomes so with it.
        yield from (max(moment, begins[contact.id], key=instant) for moment in parts)
    for closure in contacts.closures:
        lines = [begins[line] for line in closure.lines if line in begins]
        if lines:
            yield max(closure.announced, min(lines, key=instant), key=instant)
    yield from (other.published for other in contacts.not_ours)


def begins_at(contact: Contact) -> datetime:
    """When the contact becomes public: with its first channel, if that is later than itself."""
    first = min((channel.values[0].moment for channel in contact.channels), key=instant)
    return max(contact.published, first, key=instant)


def due_moments(contacts: Contacts) -> frozenset[datetime]:
    """The moments at which what is shown changes because a day begins.

    It is midnight for the contact when a period or a closure begins, and when a closure or
    the contact itself has ended. Of one that was withdrawn nothing is shown that could change.
    """
    return frozenset(
        due
        for contact in contacts.contacts
        for due in _dues(contact, contacts.closures)
        if contact.withdrawal is None or instant(due) < contact.withdrawal.moment
    )


def _dues(contact: Contact, closures: tuple[Closure, ...]) -> Iterator[datetime]:
    days = [(period.first, period.announced) for period in contact.periods]
    for closure in closures:
        if contact.id in closure.lines:
            days.append((closure.first, closure.announced))
            days.append((closure.last + _A_DAY, closure.announced))
    for day, announced in days:
        # Nothing is shown ahead of its announcement, which is a moment of its own.
        if instant(_midnight(contact, day)) >= max(announced, contact.published, key=instant):
            yield _midnight(contact, day)
    for number, end in enumerate(contact.ends):
        over = _midnight(contact, end.day + _A_DAY)
        is_told = instant(over) >= max(end.announced, contact.published, key=instant)
        later = contact.ends[number + 1 :]
        if is_told and not any(other.announced <= instant(over) for other in later):
            yield over


def _midnight(contact: Contact, day: date) -> datetime:
    """When the day begins for the contact."""
    return datetime.combine(day, time(), contact.zone)

"""Contacts  ->  what is shown of them: how to reach them, hours, holidays, closures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import escape
from itertools import pairwise, zip_longest

from noticegen import formats
from noticegen.contacts import (
    Channel,
    ChannelKind,
    ChannelValue,
    Closure,
    Contact,
    HolidayRule,
    Period,
    Span,
    holidays_between,
    holidays_shown_until,
    instant,
    period_on,
)
from noticegen.holidaylists import language_of_names
from noticegen.markdown.html import placeholder_html
from noticegen.markdown.showing import Shown
from noticegen.notes import Note
from noticegen.opening import days_in_words, groups
from noticegen.public import PublicSite
from noticegen.views import (
    ChannelView,
    ContactView,
    HolidayView,
    HoursRow,
    HoursView,
    Html,
    NotOursView,
    Spoken,
    sentence,
)
from noticegen.wording import Filled, Wording

ShownOf = Callable[[Filled], Shown]


def contact_view(
    contact: Contact, moment: datetime, public: PublicSite, wording: Wording, shown_of: ShownOf
) -> ContactView:
    """A contact as a text of `moment` shows it: what is right now, and what it said then."""
    words, language = wording.words, wording.language
    today = public.moment.astimezone(contact.zone).date()
    if contact.withdrawal:
        return _withdrawn(contact, contact.withdrawal, wording)
    return ContactView(
        id=contact.id,
        name=wording.of(contact.name),
        language=contact.name.language_for(language),
        purpose=wording.of(contact.purpose) if contact.purpose else "",
        purpose_language=contact.purpose.language_for(language) if contact.purpose else "",
        channels=tuple(
            _channel(channel, moment, contact, wording, shown_of) for channel in contact.channels
        ),
        free=words["free"] if contact.is_free else "",
        languages=words["spoken"].format(
            languages=formats.listed(
                [formats.language_name(tag, wording.locale) for tag in contact.languages],
                wording.locale,
            )
        )
        if contact.languages
        else "",
        until=_until(contact, wording),
        zone=words["time_zone"].format(
            zone=formats.zone_name(public.moment.astimezone(contact.zone), wording.locale)
        )
        if contact.zone != public.site.zone and contact.periods
        else "",
        sentence=wording.hours(contact, today)
        if contact.periods and not wording.has_ended(contact)
        else "",
        hours=tuple(_tables(contact, moment, today, wording)),
        closures=tuple(
            sentence("{said}", language, said=wording.closure(closure))
            for closure in _closures_of(contact, public, today)
        ),
        holidays=tuple(_holidays(contact, today, wording)),
    )


def not_ours(public: PublicSite, wording: Wording) -> tuple[NotOursView, ...]:
    """The numbers that readers have to be told are not the organisation's."""
    return tuple(
        NotOursView(
            number.written,
            wording.of(number.note) if number.note else "",
            number.note.language_for(wording.language) if number.note else wording.language,
        )
        for number in public.site.contacts.not_ours
    )


def hours_on(period: Period, contact: Contact, wording: Wording) -> Iterator[HoursRow]:
    """The lines of a table of hours: days of the week, and public holidays."""
    words, locale = wording.words, wording.locale
    for days, spans in groups(period):
        yield HoursRow(
            words["every_day"] if len(days) == 7 else days_in_words(days, words, locale),
            spans_in_table(spans, wording),
        )
    if not contact.holidays:
        return
    match period.on_holidays:
        case HolidayRule.OPEN:
            yield HoursRow(words["holidays_of"], words["as_on_the_day"])
        case HolidayRule.CLOSED:
            yield HoursRow(words["holidays_of"], words["closed"])
        case spans:
            yield HoursRow(words["holidays_of"], spans_in_table(spans, wording))


def spans_in_table(spans: tuple[Span, ...], wording: Wording) -> str:
    """``9:00–12:00、13:00–18:00``, or the word for closed."""
    if not spans:
        return wording.words["closed"]
    return wording.words["between_hours"].join(
        f"{formats.clock(span.opens, wording.locale)}–{formats.clock(span.closes, wording.locale)}"
        for span in spans
    )


def _channel(
    channel: Channel, moment: datetime, contact: Contact, wording: Wording, shown_of: ShownOf
) -> ChannelView:
    shown = shown_of(wording.channel(channel, moment, contact))
    return ChannelView(
        kind=wording.words[f"channel_{channel.kind}"],
        value=Html(placeholder_html(shown, wording.words)),
        text=shown.text + shown.mark,
        former=tuple(
            _former(channel.kind, before.text.of(wording.language), after, wording)
            for before, after in pairwise(channel.values)
        ),
    )


def _former(kind: ChannelKind, text: str, after: ChannelValue, wording: Wording) -> str:
    """What an address or a number was, and since when it is no more; a number stays on a line."""
    said = sentence(
        wording.words["former_number"],
        wording.language,
        text=text,
        when=wording.day(after.moment),
        note=_note(after, wording),
    )
    if kind not in {ChannelKind.PHONE, ChannelKind.FAX}:
        return said
    html = said if isinstance(said, Html) else escape(said, quote=False)
    number = escape(text, quote=False)
    return Html(html.replace(number, f'<span class="former">{number}</span>', 1))


def _note(value: ChannelValue, wording: Wording) -> Spoken:
    if value.note is None:
        return Spoken("", wording.language)
    return Spoken(wording.of(value.note, value.moment), value.note.language_for(wording.language))


def _withdrawn(contact: Contact, withdrawal: Note, wording: Wording) -> ContactView:
    """Its name, and that it was taken off, when and why: nothing by which to reach anybody."""
    note, language = withdrawal.note, wording.language
    return ContactView(
        id=contact.id,
        name=wording.of(contact.name),
        language=contact.name.language_for(language),
        purpose="",
        purpose_language="",
        channels=(),
        free="",
        languages="",
        until="",
        zone="",
        sentence="",
        hours=(),
        closures=(),
        holidays=(),
        withdrawn=sentence(
            wording.words["line_withdrawn"],
            language,
            when=wording.day(withdrawal.moment),
            note=Spoken(wording.of(note, withdrawal.moment), note.language_for(language)),
        ),
    )


def _until(contact: Contact, wording: Wording) -> str:
    if contact.until is None:
        return ""
    key = "line_ended" if wording.has_ended(contact) else "line_until"
    return wording.words[key].format(day=formats.day_and_weekday(contact.until, wording.locale))


def _tables(
    contact: Contact, moment: datetime, today: date, wording: Wording
) -> Iterator[HoursView]:
    """The hours in force, and those to come that were announced.

    A text of `moment` keeps those that it announced: they are dated, and stay true when over.
    """
    then = moment.astimezone(contact.zone).date()
    for period, following in zip_longest(contact.periods, contact.periods[1:]):
        last = _last_day(following, contact.until)
        was_shown = instant(period.announced) <= instant(moment) and last >= then
        # One that is over before it begins had its place taken.
        if last >= period.first and (last >= today or was_shown):
            is_open_end = following is None and last >= today
            yield HoursView(
                _caption(period.first, None if is_open_end else last, wording),
                tuple(hours_on(period, contact, wording)),
            )


def _last_day(following: Period | None, until: date | None) -> date:
    """The last day of a period before the one that follows it."""
    last = following.first - timedelta(days=1) if following else date.max
    return min(last, until or date.max)


def _caption(first: date, last: date | None, wording: Wording) -> str:
    opening = formats.day_and_weekday(first, wording.locale)
    if last is None:
        return wording.words["hours_from"].format(first=opening)
    closing = formats.day_and_weekday(last, wording.locale)
    return wording.words["hours_from_to"].format(first=opening, last=closing)


def _closures_of(contact: Contact, public: PublicSite, today: date) -> Iterator[Closure]:
    for closure in public.site.contacts.closures:
        if contact.id in closure.lines and closure.last >= today:
            yield closure


def _holidays(contact: Contact, today: date, wording: Wording) -> Iterator[HolidayView]:
    """Public holidays of this year and those after it on which the hours are others."""
    if not contact.periods or wording.has_ended(contact):
        return
    begins = min(period.first for period in contact.periods)
    first = max(begins, date(today.year, 1, 1))
    last = min(contact.until or date.max, holidays_shown_until(contact, today))
    for holiday in holidays_between(contact, first, last, wording.language):
        period = period_on(contact, holiday.day)
        if period is None or period.on_holidays is HolidayRule.OPEN:
            continue
        spans = () if period.on_holidays is HolidayRule.CLOSED else period.on_holidays
        yield HolidayView(
            formats.day_and_weekday(holiday.day, wording.locale),
            holiday.name,
            language_of_names(contact.holidays, wording.language),
            spans_in_table(spans, wording),
        )

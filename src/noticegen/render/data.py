"""`site.json`: facts with their history, contacts with their hours, and updates, for programs.

Partners take figures and numbers from it instead of typing them again. Keys are those of
content/; docs/site-json.md describes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

from noticegen.changelog import NUMBERS
from noticegen.contacts import Channel, Closure, Contact, HolidayRule, Span
from noticegen.contacts import Period as HoursPeriod
from noticegen.facts import Amount, Fact, Money, Value, is_current
from noticegen.formats import as_iso
from noticegen.localized import Localized
from noticegen.model import Artifact, Update
from noticegen.notes import Notes
from noticegen.render.reader import Reader

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def site_json(readers: tuple[Reader, ...]) -> Artifact:
    """The data of the whole site, in all languages."""
    first = readers[0]
    config, public = first.config, first.plan.public
    newest = first.plan.entries[0].moment
    document: dict[str, Json] = {
        "version": 1,
        "title": _by_language(readers, lambda reader: config.title.of(reader.language)),
        "organization": _by_language(
            readers, lambda reader: config.organization.of(reader.language)
        ),
        "url": config.url,
        "languages": list(public.languages),
        "timezone": config.zone.key,
        "updated": newest.astimezone(config.zone).isoformat(),
        "changes": _notes(public.site.notes, readers),
        "facts": {fact.id: _fact(fact, readers) for fact in public.site.facts.values()},
        "contacts": {c.id: _contact(c, readers) for c in public.site.contacts.contacts},
        "closures": {c.id: _closure(c, readers) for c in public.site.contacts.closures},
        "not_ours": [
            {"phone": number.written, "note": _texts(number.note, readers)}
            for number in public.site.contacts.not_ours
        ],
        "updates": [_update(update, readers) for update in public.site.updates],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return Artifact("site.json", f"{text}\n".encode())


def _by_language(readers: tuple[Reader, ...], text: Callable[[Reader], str]) -> Json:
    return {reader.language: text(reader) for reader in readers}


def _texts(
    texts: Localized | None, readers: tuple[Reader, ...], moment: datetime | None = None
) -> Json:
    """A text in the languages that have it."""
    if texts is None:
        return None
    return {
        reader.language: reader.wording.of(texts, moment)
        for reader in readers
        if reader.language in texts.texts
    }


def _fact(fact: Fact, readers: tuple[Reader, ...]) -> Json:
    first = readers[0]
    public = first.plan.public
    corrected = {
        wrong.moment: right.moment for chain in fact.places for wrong, right in pairwise(chain)
    }
    newest = fact.places[-1][-1]
    return {
        "type": fact.type,
        "name": _texts(fact.name, readers),
        "meaning": _texts(fact.meaning, readers),
        "unit": {language: dict(words) for language, words in fact.unit.items()} or None,
        "sum": list(fact.sum),
        "url": {
            reader.language: f"{reader.full_address(reader.route(NUMBERS))}#{fact.id}"
            for reader in readers
        },
        "current": _moment(newest.moment, first)
        if is_current(public.site.facts, fact.id, public.moment)
        else None,
        "values": [
            {
                **_value(fact, value, readers),
                "corrected": _moment(corrected[value.moment], first)
                if value.moment in corrected
                else None,
            }
            for value in fact.values
        ],
        "changes": _notes(fact.changes, readers),
    }


def _value(fact: Fact, value: Value, readers: tuple[Reader, ...]) -> dict[str, Json]:
    first = readers[0]
    return {
        "from": _moment(value.moment, first),
        "with": value.with_update,
        "value": _amount(value.amount, value.moment, readers),
        "text": {reader.language: reader.wording.said(fact, value).text for reader in readers},
        "status": value.status,
        "as_of": _day_or_moment(value.as_of, first) if value.as_of else None,
        "change": value.change,
        "note": _texts(value.note, readers, value.moment),
        "corrects": _moment(value.corrects, first) if value.corrects else None,
        "replaces": value.replaces,
    }


def _amount(amount: Amount | None, moment: datetime, readers: tuple[Reader, ...]) -> Json:
    """A value as programs read it: numbers as they were typed, in a string that loses nothing."""
    match amount:
        case None:
            return None
        case Decimal():
            return str(amount)
        case Money(amounts):
            return {currency: str(number) for currency, number in amounts}
        case Localized():
            return _texts(amount, readers, moment)
        case datetime() | date():
            return _day_or_moment(amount, readers[0])
        case time():
            return amount.isoformat("minutes")
    return as_iso(amount)


def _contact(contact: Contact, readers: tuple[Reader, ...]) -> Json:
    withdrawn = contact.withdrawal
    until = None if withdrawn else contact.until
    return {
        "name": _texts(contact.name, readers),
        "purpose": _texts(contact.purpose, readers),
        "published": _moment(contact.published, readers[0]),
        "channels": [] if withdrawn else [_channel(c, readers) for c in contact.channels],
        "free": contact.is_free,
        "languages": list(contact.languages),
        "timezone": contact.zone.key,
        "public_holidays": list(contact.holidays),
        "hours": [] if withdrawn else [_period(p, readers[0]) for p in contact.periods],
        "until": until.isoformat() if until else None,
        "withdrawn": _moment(withdrawn.moment, readers[0]) if withdrawn else None,
        "changes": _notes(contact.changes, readers),
    }


def _channel(channel: Channel, readers: tuple[Reader, ...]) -> Json:
    return {
        "kind": channel.kind,
        "values": [
            {
                "from": _moment(value.moment, readers[0]),
                "with": value.with_update,
                "value": _texts(value.text, readers),
                "e164": value.e164,
                "change": value.change,
                "note": _texts(value.note, readers, value.moment),
            }
            for value in channel.values
        ],
    }


def _period(period: HoursPeriod, reader: Reader) -> Json:
    own = period.on_holidays
    return {
        "from": period.first.isoformat(),
        "announced": _moment(period.announced, reader),
        "with": period.with_update,
        "weekly": {
            day: list(_spans(spans)) for day, spans in zip(_DAYS, period.weekly, strict=True)
        },
        "on_holidays": str(own) if isinstance(own, HolidayRule) else list(_spans(own)),
    }


def _spans(spans: tuple[Span, ...]) -> Iterator[str]:
    for opens, closes in spans:
        yield f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


def _closure(closure: Closure, readers: tuple[Reader, ...]) -> Json:
    return {
        "name": _texts(closure.name, readers),
        "from": closure.first.isoformat(),
        "to": closure.last.isoformat(),
        "lines": list(closure.lines),
        "announced": _moment(closure.announced, readers[0]),
    }


def _notes(notes: Notes, readers: tuple[Reader, ...]) -> Json:
    return [
        {
            "at": _moment(note.moment, readers[0]),
            "with": note.with_update,
            "kind": note.kind,
            "note": _texts(note.note, readers, note.moment),
        }
        for note in notes
    ]


def _update(update: Update, readers: tuple[Reader, ...]) -> Json:
    first = readers[0]
    return {
        "name": update.slug,
        "number": first.plan.public.numbers.get(update.name),
        "date": _moment(update.published, first),
        "kind": [str(kind) for kind in update.kinds],
        "title": {reader.language: reader.wording.title(update) for reader in readers},
        "url": {
            reader.language: reader.full_address(reader.route(update.name)) for reader in readers
        },
        "languages": [version.language for version in update.versions],
        "corrects": [
            reference.page + (f"#{reference.question}" if reference.question else "")
            for reference in update.corrects
        ],
        "withdrawn": _moment(update.withdrawal.moment, first) if update.withdrawal else None,
    }


def _moment(moment: datetime, reader: Reader) -> str:
    return moment.astimezone(reader.config.zone).isoformat()


def _day_or_moment(value: date | datetime, reader: Reader) -> str:
    return _moment(value, reader) if isinstance(value, datetime) else value.isoformat()

"""`content/contacts.yml`  ->  contacts with their history and hours, closures, others' numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from noticegen import formats, holidaylists
from noticegen.contacts import (
    Channel,
    ChannelKind,
    ChannelValue,
    Closure,
    Contact,
    Contacts,
    End,
    HolidayRule,
    NotOurs,
    OnHolidays,
    Period,
    instant,
)
from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.facts import FactChange
from noticegen.load.notes import read_notes
from noticegen.load.shared_hours import named_source, with_shared_hours
from noticegen.load.weekly import spans, weekly
from noticegen.load.when import Moments
from noticegen.localized import Localized
from noticegen.model import NEVER
from noticegen.moments import read_date
from noticegen.phones import is_region, read_phone
from noticegen.yamlfile import (
    Fields,
    Listing,
    Node,
    Scalar,
    did_you_mean,
    nearest,
    read_yaml,
    shown,
)
from noticegen.yamlfile import Mapping as Keys

CLOSURES, NOT_OURS = "closures", "not_ours"

CONTACT_KEYS = (
    "name", "purpose", "from", "with", "region", *ChannelKind, "free", "languages", "timezone",
    "holidays", "hours", "until", "changes",
)  # fmt: skip
CHANNEL_KEYS = ("values",)
CHANNEL_VALUE_KEYS = ("from", "with", "value", "change", "note")
PERIOD_KEYS = ("from", "with", "weekly", "on_holidays")
END_KEYS = ("day", "with")
CLOSURE_KEYS = ("from", "to", "name", "lines", "with")
NOT_OURS_KEYS = ("phone", "note", "region", "from", "with")

_NUMBERS = frozenset({ChannelKind.PHONE, ChannelKind.FAX})
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ALMOST = {"closure": CLOSURES, "not-ours": NOT_OURS}
"""What could be an id and is a slip."""
_MAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*",
    re.IGNORECASE | re.ASCII,
)
_HOST = re.compile(r"(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)

Announced = tuple[datetime, str | None]
"""A moment, and the update that it was taken from."""


@dataclass(frozen=True, slots=True)
class _Desk:
    languages: tuple[str, ...]
    zone: ZoneInfo
    notice: datetime
    moments: Moments
    found: list[Diagnostic]
    sources: dict[str, Scalar | None]
    """For each contact with `hours`: the name of the one whose hours they are, or None."""

    def report(
        self, at: Location, code: Code, message: Message, hint: Message | None = None
    ) -> None:
        self.found.append(Diagnostic(at, code, message, hint))


def read_contacts(
    text: str,
    path: str,
    languages: tuple[str, ...],
    zone: ZoneInfo,
    notice: datetime,
    moments: Moments,
) -> tuple[Contacts, list[Diagnostic]]:
    """The contacts that `text` holds, and everything that is wrong with them.

    `zone` is the site's, `notice` the moment of the standing notice, with which everything
    becomes public that says nothing else. Moments that cannot be resolved gather in `moments`.
    """
    mapping = read_yaml(text, path)
    if isinstance(mapping, tuple):
        return Contacts((), (), ()), list(mapping)
    desk = _Desk(languages, zone, notice, moments, [], {})
    read = []
    for key, node in mapping.entries:
        if key.text in {CLOSURES, NOT_OURS} or not _may_be_called(
            key, desk, example="english-hotline"
        ):
            continue
        fields = _keys(key.text, node, CONTACT_KEYS, ("name", "phone"), desk)
        if fields and (contact := _contact(key, fields, desk)):
            read.append(contact)
    others = {key.text: node for key, node in mapping.entries}
    lines = [name for name in others if name not in {CLOSURES, NOT_OURS}]
    contacts = _complete(read, lines, desk)
    closures = _closures(others[CLOSURES], lines, desk) if CLOSURES in others else ()
    not_ours = _not_ours(others[NOT_OURS], contacts, desk) if NOT_OURS in others else ()
    return Contacts(tuple(contacts), closures, not_ours), desk.found


def _complete(read: list[Contact], ids: list[str], desk: _Desk) -> list[Contact]:
    """The contacts with the hours that they share."""
    contacts = []
    for each in with_shared_hours(read, desk.sources, ids):
        if isinstance(each, Contact):
            contacts.append(each)
        else:
            desk.found.append(each)
    return contacts


def _may_be_called(key: Scalar, desk: _Desk, *, example: str) -> bool:
    if _ID.fullmatch(key.text) and key.text not in _ALMOST:
        return True
    meant = _ALMOST.get(key.text) or nearest(key.text, (CLOSURES, NOT_OURS))
    desk.report(
        key.at,
        Code.CONTACT,
        say("“{name}” cannot be an id here", name=key.text),
        say("did you mean `{name}`?", name=meant)
        if meant
        else say("use small letters a–z, digits and hyphens, as in {example}", example=example),
    )
    return False


def _keys(
    name: str, node: Node, known: tuple[str, ...], wanted: tuple[str, ...], desk: _Desk
) -> Fields | None:
    """The fields of a mapping; anything else is reported, with the keys that are `wanted`."""
    if isinstance(node, Keys):
        return Fields(node, known, desk.found)
    desk.report(
        node.at,
        Code.WRONG_TYPE,
        say(
            "`{key}` takes keys such as {wanted}; {text} stands here",
            key=name,
            wanted=", ".join(wanted),
            text=shown(node),
        ),
        say("write it as {example}", example=f"{{{': …, '.join(wanted)}: …}}"),
    )
    return None


def _contact(key: Scalar, fields: Fields, desk: _Desk) -> Contact | None:
    name = fields.localized("name", desk.languages, required=True)
    purpose = fields.localized("purpose", desk.languages)
    own = _published(fields, (desk.notice, None), desk) or (NEVER, None)
    region = _region(fields)
    channels = _channels(key, fields, region, own, desk)
    is_free = fields.flag("free") or False
    languages = _languages(fields)
    zone = _zone(fields, desk)
    holidays = _holidays(fields)
    source = named_source(fields)
    if "hours" in fields:
        desk.sources[key.text] = source
    periods = () if source else _periods(fields, own, desk)
    ends = _ends(fields, own, desk)
    firsts = [channel.values[0].moment for channel in channels]
    changes = read_notes(
        fields.listing("changes"),
        desk.languages,
        desk.moments,
        desk.found,
        since=max(own[0], min(firsts, default=own[0])),
        withdrawal=None,
    )
    fields.finish()
    if periods and ends and min(end.day for end in ends) < periods[0].first:
        fields.report(
            fields.place("until"),
            Code.HOURS,
            say("`until` is before {day}, when the hours begin", day=periods[0].first),
            say("correct one of the two days"),
        )
    if name is None or not channels:
        return None
    return Contact(
        id=key.text,
        name=name,
        purpose=purpose,
        channels=channels,
        region=region.text if region else None,
        is_free=is_free,
        languages=languages,
        zone=zone,
        holidays=holidays,
        periods=periods,
        ends=ends,
        published=own[0],
        with_update=own[1],
        at=key.at,
        changes=changes,
    )


# ------------------------------------------------------------------ when it became public


def _published(fields: Fields, default: Announced | None, desk: _Desk) -> Announced | None:
    """What `from` or `with` says; None where it was reported."""
    from_, with_ = fields.scalar("from"), fields.scalar("with")
    if from_ and with_:
        fields.report(
            with_.at,
            Code.SAID_DIFFERENTLY,
            say("both `from` and `with` say when this became public"),
            say("keep one of them"),
        )
        return None
    if from_:
        moment = desk.moments.read(from_)
        return (moment, None) if moment else None
    if with_:
        moment = desk.moments.of_update(with_.text, with_.at)
        return (moment, with_.text) if moment else None
    if "from" in fields or "with" in fields:
        return None
    if default is None:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("the value says neither `from` nor `with`"),
            say("add `with: <update>`, or `from:` and the moment at which it became public"),
        )
    return default


def _announced(fields: Fields, default: Announced, desk: _Desk) -> Announced:
    """What `with` says, beside a day of effect. What cannot be resolved stays withheld."""
    with_ = fields.scalar("with")
    if with_ is None:
        return default
    return desk.moments.of_update(with_.text, with_.at) or NEVER, with_.text


# ------------------------------------------------------------------ numbers and addresses


def _channels(
    key: Scalar, fields: Fields, region: Scalar | None, own: Announced, desk: _Desk
) -> tuple[Channel, ...]:
    nodes = {kind: node for kind in ChannelKind if (node := fields.node(kind))}
    if not nodes:
        fields.report(
            key.at,
            Code.CONTACT,
            say("`{id}` names no way to reach anybody", id=key.text),
            say("add one of {kinds}", kinds=", ".join(ChannelKind)),
        )
    channels = []
    for kind in sorted(nodes, key=lambda kind: nodes[kind].at):
        reader = _Values(kind, region, own, desk)
        node = nodes[kind]
        if isinstance(node, Keys) and any(word.text == "values" for word, _ in node.entries):
            values = reader.history(key.text, Fields(node, CHANNEL_KEYS, desk.found))
        else:
            values = reader.single(fields)
        if values:
            channels.append(Channel(kind, values))
    return tuple(channels)


@dataclass(frozen=True, slots=True)
class _Values:
    """Reads what stands under one channel of one contact."""

    kind: ChannelKind
    region: Scalar | None
    own: Announced
    desk: _Desk

    def single(self, fields: Fields) -> tuple[ChannelValue, ...]:
        text, e164 = self._text(fields, self.kind)
        if text is None:
            return ()
        moment, update = self.own
        return (ChannelValue(moment, update, text, e164, None, None, fields.place(self.kind)),)

    def history(self, name: str, fields: Fields) -> tuple[ChannelValue, ...]:
        nodes = fields.listing("values")
        fields.finish()
        if not nodes:
            fields.report(
                fields.place("values"),
                Code.MISSING_FIELD,
                say("`{kind}` of `{name}` has no values", kind=self.kind, name=name),
                say("add an item: - {{value: …}}"),
            )
        values = [self._value(number, node) for number, node in enumerate(nodes)]
        complete = [value for value in values if value]
        if len(complete) < len(values):
            return ()
        ordered = sorted(complete, key=lambda value: instant(value.moment))
        self._hold_history(name, ordered)
        return tuple(ordered)

    def _value(self, number: int, node: Node) -> ChannelValue | None:
        fields = _keys("values", node, CHANNEL_VALUE_KEYS, ("with", "value"), self.desk)
        if fields is None:
            return None
        public = _published(fields, self.own if number == 0 else None, self.desk)
        text, e164 = self._text(fields, "value")
        change = fields.scalar("change")
        note = fields.localized("note", self.desk.languages)
        fields.finish()
        if change and change.text not in set(map(str, FactChange)):
            fields.report(
                change.at,
                Code.UNKNOWN_VALUE,
                say("`change` says “{word}”", word=change.text),
                did_you_mean(change.text, FactChange),
            )
        if public is None or text is None:
            return None
        return ChannelValue(*public, text, e164, change.text if change else None, note, fields.at)

    def _hold_history(self, name: str, values: list[ChannelValue]) -> None:
        """Each value has a moment of its own, and each but the first a reason."""

        def report(value: ChannelValue, message: Message, hint: Message) -> None:
            self.desk.report(value.at, Code.CONTACT, message, hint)

        for before, value in pairwise(values):
            if instant(value.moment) == instant(before.moment) and value.moment != NEVER:
                report(
                    max(value, before, key=lambda either: either.at),
                    say(
                        "`{name}` has two values of `{kind}` from {moment}",
                        name=name,
                        kind=self.kind,
                        moment=value.moment.isoformat(" ", "minutes"),
                    ),
                    say("give each a moment of its own, or keep one"),
                )
            if value.change is None:
                report(
                    value,
                    say("the value does not say why it came after another"),
                    say("add change: correction, progress, measure, policy or event"),
                )
            if value.note is None:
                report(
                    value,
                    say("the value has no `note` for readers"),
                    say("add note: with a sentence on what changed and why"),
                )
        if values and values[0].change is not None:
            report(
                values[0],
                say("the first value of `{kind}` has a `change`", kind=self.kind),
                say("delete it, or add the value that it changed"),
            )

    def _text(self, fields: Fields, key: str) -> tuple[Localized | None, str | None]:
        """What is shown, and the number as machines dial it."""
        if self.kind in _NUMBERS:
            return self._number(fields, key)
        text = fields.localized(key, self.desk.languages, required=True)
        if text is None or self.kind is ChannelKind.POST:
            return text, None
        for word in sorted(set(text.texts.values())):
            if self.kind is ChannelKind.MAIL and not _MAIL.fullmatch(word):
                message = say("`mail` says “{text}”, which is no address", text=word[:80])
                hint = say("write one address, as in help@firm.example")
            elif self.kind is ChannelKind.FORM and (fault := _fault(word)):
                message = fault
                hint = say("write a full address, as in https://www.firm.example/contact")
            else:
                continue
            fields.report(fields.place(key), Code.CONTACT, message, hint)
        return text, None

    def _number(self, fields: Fields, key: str) -> tuple[Localized | None, str | None]:
        scalar = fields.scalar(key, required=True)
        if scalar is None:
            return None, None
        languages = self.desk.languages
        plain = Localized(dict.fromkeys(languages, scalar.text), languages[0])
        region = self.region.text if self.region else None
        if region is not None and not is_region(region):
            return plain, None  # reported at the region
        phone = read_phone(scalar.text, region)
        if phone:
            return Localized(dict.fromkeys(languages, phone.written), languages[0]), phone.e164
        if region is None and not scalar.text.strip().startswith(("+", "＋")):
            message = say("“{text}” has no country code, and no `region` says it", text=scalar.text)
            hint = say("add `region: JP` (or another country) to the contact")
        elif region is None:
            message = say("“{text}” is no telephone number", text=scalar.text)
            hint = say("compare it with its source, digit by digit")
        else:
            message = say(
                "“{text}” is no telephone number of {region}", text=scalar.text, region=region
            )
            hint = say("compare it with its source, digit by digit, and `region` too")
        fields.report(scalar.at, Code.NOT_A_PHONE, message, hint)
        return plain, None


def _fault(address: str) -> Message | None:
    """What keeps `address` from being that of a form."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port that is no number, brackets that do not close
        return say("`form` says “{text}”, which is no address", text=address[:80])
    if "@" in parts.netloc:  # what stands before it may be a password, and is not repeated
        return say("`form` has a user's name before the host")
    if parts.scheme != "https":
        return say("`form` says “{text}”, which is not https", text=address[:80])
    if not _HOST.fullmatch(host) or port == 0 or not re.fullmatch(r"[!-~]+", address):
        return say("`form` says “{text}”, which is no address", text=address[:80])
    return None


def _region(fields: Fields) -> Scalar | None:
    scalar = fields.scalar("region")
    if scalar and not is_region(scalar.text):
        fields.report(
            scalar.at,
            Code.CONTACT,
            say("there is no country “{code}”", code=scalar.text),
            say("did you mean `{name}`?", name=scalar.text.upper())
            if is_region(scalar.text.upper())
            else say("write its two letters from ISO 3166, as in JP"),
        )
    return scalar


def _languages(fields: Fields) -> tuple[str, ...]:
    tags: list[str] = []
    for word in fields.words("languages"):
        if not formats.is_language(word.text):
            meant = formats.meant_language(word.text)
            fields.report(
                word.at,
                Code.UNKNOWN_LANGUAGE,
                say("“{tag}” is not a language tag", tag=word.text),
                say("did you mean `{name}`?", name=meant)
                if meant
                else say("write it as in `ja`, `en`, `fr`, `pt-BR`"),
            )
        elif word.text in tags:
            fields.report(word.at, Code.UNKNOWN_VALUE, say("`{tag}` stands twice", tag=word.text))
        else:
            tags.append(word.text)
    return tuple(tags)


def _zone(fields: Fields, desk: _Desk) -> ZoneInfo:
    scalar = fields.scalar("timezone")
    if scalar is None:
        return desk.zone
    try:
        if "/" in scalar.text or scalar.text == "UTC":
            return ZoneInfo(scalar.text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    fields.report(
        scalar.at,
        Code.UNKNOWN_TIMEZONE,
        say("there is no time zone “{name}”", name=scalar.text),
        say("write it as in Asia/Tokyo or Europe/Zurich"),
    )
    return desk.zone


# ------------------------------------------------------------------ hours


def _holidays(fields: Fields) -> tuple[str, ...]:
    codes: list[str] = []
    for word in fields.words("holidays"):
        if not holidaylists.is_known(word.text):
            meant = holidaylists.nearest_code(word.text)
            within = holidaylists.codes_within(word.text)
            if meant:
                hint = say("did you mean `{name}`?", name=meant)
            elif within:
                hint = say("known here: {names}", names=", ".join(within))
            else:
                hint = say("write a country or a part of one by ISO 3166, as in JP or CH-LU")
            fields.report(
                word.at,
                Code.HOURS,
                say("there is no list of holidays “{code}”", code=word.text),
                hint,
            )
        elif word.text in codes:
            fields.report(word.at, Code.UNKNOWN_VALUE, say("`{tag}` stands twice", tag=word.text))
        else:
            codes.append(word.text)
    return tuple(codes)


def _periods(fields: Fields, own: Announced, desk: _Desk) -> tuple[Period, ...]:
    read = []
    for node in fields.listing("hours"):
        inner = _keys("hours", node, PERIOD_KEYS, ("from", "weekly"), desk)
        if inner and (period := _period(inner, "holidays" in fields, own, desk)):
            read.append(period)
    periods = sorted(read, key=lambda period: (period.first, instant(period.announced)))
    for before, period in pairwise(periods):
        is_together = instant(before.announced) == instant(period.announced) != NEVER
        if is_together and before.first == period.first:
            desk.report(
                max(period.at, before.at),
                Code.HOURS,
                say("two items of `hours` begin on {day}, announced together", day=period.first),
                say("keep one, or say with which update the other was announced: `with: …`"),
            )
    return tuple(periods)


def _period(fields: Fields, has_holidays: bool, own: Announced, desk: _Desk) -> Period | None:
    first = _day(fields, "from")
    announced, update = _announced(fields, own, desk)
    node = fields.node("weekly", required=True)
    week = weekly(node, desk.report) if node else None
    on_holidays = _on_holidays(fields, has_holidays)
    fields.finish()
    if first is None or week is None:
        return None
    return Period(first, announced, update, week, on_holidays, fields.at)


def _on_holidays(fields: Fields, has_holidays: bool) -> OnHolidays:
    scalar = fields.scalar("on_holidays")
    if scalar is None:
        if has_holidays and "on_holidays" not in fields:
            fields.report(
                fields.at,
                Code.HOURS,
                say("`holidays` is set, and these hours do not say what holds on them"),
                say('add on_holidays: open, closed, or times such as "10:00-15:00"'),
            )
        return HolidayRule.OPEN
    rule: OnHolidays | None = None
    if scalar.text in set(map(str, HolidayRule)):
        rule = HolidayRule(scalar.text)
    elif not re.search(r"\d", scalar.text):
        fields.report(
            scalar.at,
            Code.HOURS,
            say("`on_holidays` says {text}", text=shown(scalar)),
            say('write open, closed, or times such as "10:00-15:00"'),
        )
    else:
        rule = spans(scalar, fields.report)
    if rule is None:
        return HolidayRule.OPEN
    if rule is not HolidayRule.OPEN and not has_holidays:
        fields.report(
            scalar.at,
            Code.HOURS,
            say("`on_holidays` says {text}, and no `holidays` say where", text=shown(scalar)),
            say("add `holidays: JP` (or another place) to the contact"),
        )
    return rule


def _ends(fields: Fields, own: Announced, desk: _Desk) -> tuple[End, ...]:
    """A day, or items that say with which update each was announced."""
    ends = []
    for node in fields.listing("until"):
        if isinstance(node, Scalar):
            day = _read_day(node, desk.found)
            announced, update = own
        else:
            inner = _keys("until", node, END_KEYS, END_KEYS, desk)
            if inner is None:
                continue
            day = _day(inner, "day")
            announced, update = _announced(inner, own, desk)
            inner.finish()
        if day:
            ends.append(End(day, announced, update, node.at))
    ordered = sorted(ends, key=lambda end: instant(end.announced))
    for before, end in pairwise(ordered):
        if instant(before.announced) == instant(end.announced) != NEVER:
            desk.report(
                max(before.at, end.at),
                Code.HOURS,
                say("`until` names two days, announced together"),
                say("keep one, or say with which update the other was announced: `with: …`"),
            )
    return tuple(ordered)


def _day(fields: Fields, key: str) -> date | None:
    scalar = fields.scalar(key, required=True)
    return _read_day(scalar, fields.found) if scalar else None


def _read_day(scalar: Scalar, found: list[Diagnostic]) -> date | None:
    day = read_date(scalar.text, scalar.at)
    if isinstance(day, Diagnostic):
        found.append(day)
        return None
    return day


# ------------------------------------------------------------------ closures, others' numbers


def _closures(node: Node, lines: list[str], desk: _Desk) -> tuple[Closure, ...]:
    if not isinstance(node, Keys):
        desk.report(
            node.at,
            Code.WRONG_TYPE,
            say(
                "`closures` takes an id for each closure, and {text} stands here", text=shown(node)
            ),
            say("write it as new-year: {{from: …, to: …, name: …, lines: […]}}"),
        )
        return ()
    closures = []
    for key, inner in node.entries:
        if not _may_be_called(key, desk, example="new-year"):
            continue
        fields = _keys(key.text, inner, CLOSURE_KEYS, ("from", "to", "name", "lines"), desk)
        if fields and (closure := _closure(key, fields, lines, desk)):
            closures.append(closure)
    return tuple(closures)


def _closure(key: Scalar, fields: Fields, lines: list[str], desk: _Desk) -> Closure | None:
    first, last = _day(fields, "from"), _day(fields, "to")
    name = fields.localized("name", desk.languages, required=True)
    announced, update = _announced(fields, (desk.notice, None), desk)
    words = fields.words("lines")
    closed: list[str] = []
    for word in words:
        if word.text not in lines:
            fields.report(
                word.at,
                Code.CONTACT,
                say("there is no contact `{name}`", name=word.text),
                did_you_mean(word.text, lines),
            )
        elif word.text in closed:
            fields.report(word.at, Code.UNKNOWN_VALUE, say("`{name}` stands twice", name=word.text))
        else:
            closed.append(word.text)
    if "lines" not in fields or (not words and not fields.listing("lines")):
        fields.report(
            fields.place("lines"),
            Code.MISSING_FIELD,
            say("the closure `{id}` names no lines", id=key.text),
            say("add lines: and the ids of the contacts that are closed"),
        )
    fields.finish()
    if first and last and last < first:
        fields.report(
            fields.place("to"),
            Code.HOURS,
            say("says to {last}, but from {first}", last=last, first=first),
            say("correct one of the two days"),
        )
    if first is None or last is None or name is None or not closed:
        return None
    return Closure(key.text, first, last, name, tuple(closed), announced, update, key.at)


def _not_ours(node: Node, contacts: list[Contact], desk: _Desk) -> tuple[NotOurs, ...]:
    others = []
    for item in node.items if isinstance(node, Listing) else (node,):
        fields = _keys(NOT_OURS, item, NOT_OURS_KEYS, ("phone", "note"), desk)
        if fields and (other := _other(fields, contacts, desk)):
            others.append(other)
    return tuple(others)


def _other(fields: Fields, contacts: list[Contact], desk: _Desk) -> NotOurs | None:
    scalar = fields.scalar("phone", required=True)
    note = fields.localized("note", desk.languages)
    published = _published(fields, (desk.notice, None), desk)
    own = _region(fields)
    fields.finish()
    if scalar is None or published is None:
        return None
    if not any(character.isdigit() for character in scalar.text):
        fields.report(
            scalar.at,
            Code.NOT_A_PHONE,
            say("“{text}” is no telephone number", text=scalar.text),
            say("write the digits as they were printed"),
        )
        return None
    # A number printed in error need not be one that anybody can have, so none is refused here.
    regions = [own.text] if own else [c.region for c in contacts if c.region]
    phones = [
        phone
        for region in dict.fromkeys([*regions, None])
        if (region is None or is_region(region)) and (phone := read_phone(scalar.text, region))
    ]
    e164 = phones[0].e164 if phones else None
    for contact in contacts:
        for channel in contact.channels:
            if e164 and channel.values[-1].e164 == e164 and not contact.withdrawal:
                fields.report(
                    scalar.at,
                    Code.CONTACT,
                    say("{text} is the number of `{id}`", text=scalar.text, id=contact.id),
                    say("delete it here, or give `{id}` its new number", id=contact.id),
                )
    return NotOurs(scalar.text, e164, note, *published, fields.at)

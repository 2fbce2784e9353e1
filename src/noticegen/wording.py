"""Titles, summaries, notes and placeholders as readers see them, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from noticegen import formats
from noticegen.contacts import (
    Channel,
    ChannelKind,
    ChannelValue,
    Closure,
    Contact,
    Contacts,
    period_on,
    period_or_next,
    value_at,
)
from noticegen.contacts import previous as former
from noticegen.facts import Amount, Fact, FactChange, Money, Value, previous, right, told
from noticegen.formats import Period
from noticegen.localized import Localized
from noticegen.markdown.placeholders import split_plain
from noticegen.mentions import SAID, OfClosure, OfContact, OfFact, OfUpdate, read_mention
from noticegen.model import Page, Update
from noticegen.opening import closure_in_words, hours_in_words
from noticegen.phones import Phone, digits_aloud, same_number
from noticegen.public import PublicSite
from noticegen.views import Spoken

HOURS = "hours"
"""Why hours are others than they were: no reason that facts have."""


class Filled(NamedTuple):
    """What stands for a placeholder, before anybody knows where it is shown."""

    text: str
    page: str = ""
    """The page of this site that it leads to."""
    address: str = ""
    """The full address that it leads to."""
    name: str = ""
    """The accessible name of the link."""
    before: str = ""
    """What it said at the moment of the text, where that was changed since."""
    changed: datetime | None = None
    """When."""
    kind: str = FactChange.CORRECTION
    """Why."""
    event: datetime | None = None
    """When the change was announced, if that was not when it took effect."""
    language: str = ""
    """The language of the text; nothing for the one that it was asked in."""
    behind: str = ""
    """Words behind it that are no part of it."""


class Wording:
    """Words about a public site in one language."""

    def __init__(
        self,
        public: PublicSite,
        language: str,
        locales: Mapping[str, str],
        strings: Mapping[str, Mapping[str, str]],
        zone: ZoneInfo,
    ) -> None:
        self.language = language
        self.locale = locales[language]
        self.words = strings[language]
        self._public = public
        self._locales = locales
        self._all_strings = strings
        self._zone = zone

    def in_language(self, language: str) -> Wording:
        """The same for a text in another language."""
        if language == self.language:
            return self
        return Wording(self._public, language, self._locales, self._all_strings, self._zone)

    def of(self, texts: Localized, moment: datetime | None = None) -> str:
        """A text for readers of this language, of `moment` or of now."""
        wording = self.in_language(texts.language_for(self.language))
        return wording.fill(texts.of(self.language), moment or self._public.moment)

    def fill(self, text: str, moment: datetime) -> str:
        """A plain text of `moment` with its placeholders filled, without links and marks."""
        if "${" not in text:
            return text
        return "".join(
            self.plainly(self.placeholder(piece, moment)) if is_placeholder else piece
            for is_placeholder, piece in split_plain(text)
        )

    def plainly(self, filled: Filled) -> str:
        """A placeholder where neither links nor marks can stand."""
        return filled.text + (self.mark(filled) if filled.before else "") + filled.behind

    def mark(self, filled: Filled) -> str:
        """The word behind a text that was changed: 訂正済み."""
        kind = filled.kind if filled.kind == FactChange.CORRECTION else "other"
        return self.words[f"mark_{kind}"]

    def how(self, filled: Filled) -> str:
        """When and why a text was changed; nothing where it was not."""
        if filled.changed is None:
            return ""
        key = "entry_hours" if filled.kind == HOURS else f"fact_{filled.kind}"
        return self.words["changed_on"].format(when=self.day(filled.changed), what=self.words[key])

    def placeholder(self, name: str, moment: datetime) -> Filled:
        """What stands for the placeholder `name` in a text of `moment`."""
        match read_mention(name):
            case OfUpdate() as mention:
                return self._update(mention)
            case OfFact() as mention:
                return self._fact(mention, moment)
            case OfContact() as mention:
                return self._contact(mention, moment)
            case OfClosure() as mention:
                return self._closed(mention)
        raise AssertionError("the checks let no other placeholder through")

    # -------------------------------------------------------------- updates and pages

    def title(self, page: Page) -> str:
        """The title of a page for readers of this language."""
        version = page.version(self.language) or page.authoritative
        wording = self.in_language(version.language)
        return wording.fill(version.title, self._public.moment_of(page))

    def number(self, update: Update) -> str:
        """``第1報``, or nothing for an update without a number."""
        number = self._public.numbers.get(update.name)
        return self.words["number"].format(number=number) if number else ""

    def named(self, update: Update) -> str:
        """Number and title: ``第1報「…」``."""
        number, title = self.number(update), self.title(update)
        if not number:
            return title
        return self.words["number_and_title"].format(number=number, title=title)

    def day(self, moment: datetime) -> str:
        """The day of a moment in the site's zone."""
        return formats.day(moment.astimezone(self._zone).date(), self.locale)

    def _update(self, mention: OfUpdate) -> Filled:
        update = self._public.page(f"updates/{mention.slug}")
        assert isinstance(update, Update), "the checks let no unknown placeholder through"
        match mention.part:
            case "number":
                return Filled(self.number(update))
            case "title":
                return Filled(self.title(update))
            case "date":
                return Filled(self._date(update.published, mention.form or "date"))
        return Filled(self.named(update), page=update.name)

    # -------------------------------------------------------------- facts

    def name(self, fact: Fact) -> str:
        """What a fact is called."""
        return self.of(fact.name)

    def spoken_name(self, fact: Fact) -> Spoken:
        """What a fact is called, and in which language."""
        return Spoken(self.name(fact), fact.name.language_for(self.language))

    def value(self, fact: Fact, value: Value) -> Spoken:
        """A value with its unit, as everybody sees it now."""
        return self._whole(fact, value, self._public.moment, as_said=False)

    def said(self, fact: Fact, value: Value) -> Spoken:
        """A value with its unit, as it was said when it became public."""
        return self._whole(fact, value, value.moment, as_said=True)

    def news(self, fact: Fact, value: Value) -> Spoken:
        """A value where its publication is told: the right one, with the word for that."""
        mention = OfFact(fact.id, "", "", "")
        said = self.said(fact, value)
        shown, changed = self._shown(fact, right(fact, value), mention, value.moment, as_said=False)
        if shown == said.text:
            return said
        changed = changed or right(fact, value).moment
        filled = Filled(shown, before=said.text, changed=changed)
        language = self._language_of(fact, right(fact, value), "")
        return Spoken(self.in_language(language).plainly(filled), language)

    def _whole(self, fact: Fact, value: Value, moment: datetime, *, as_said: bool) -> Spoken:
        text, _ = self._shown(fact, value, OfFact(fact.id, "", "", ""), moment, as_said=as_said)
        return Spoken(text, self._language_of(fact, value, ""))

    def _language_of(self, fact: Fact, value: Value, part: str) -> str:
        """The language in which a value is shown: a word that nobody translated takes the figure
        before it along.
        """
        if value.amount is None or part == "as_of":
            return self.language
        if isinstance(value.amount, Localized):
            return value.amount.language_for(self.language)
        if fact.unit and part != "value" and self.language not in fact.unit:
            return next(iter(fact.unit))
        return self.language

    def as_of(self, value: Value) -> str:
        """The day or the moment that a figure describes; nothing where it says none."""
        return self._date(value.as_of, "") if value.as_of else ""

    def _fact(self, mention: OfFact, moment: datetime) -> Filled:
        fact = self._public.site.facts[mention.id]
        if mention.part == "name":
            text, language = self.spoken_name(fact)
            return Filled(text, language=language)
        then = self._public.named_moment(mention.when) if mention.when else moment
        assert then is not None, "the checks let no unknown moment through"
        if mention.part == "previous":
            value = previous(fact, then)
            assert value is not None, "the checks let no missing value through"
            text, _ = self._shown(fact, value, mention, then, as_said=True)
            return Filled(text, language=self._language_of(fact, value, mention.part))
        telling = told(fact, then)
        assert telling is not None, "the checks let no missing value through"
        said, _ = self._shown(fact, telling.said, mention, then, as_said=True)
        language = self._language_of(fact, telling.shown, mention.part)
        if not mention.is_plain:
            return Filled(said, language=language)
        shown, changed = self._shown(fact, telling.shown, mention, then, as_said=False)
        if shown == said:
            return Filled(shown, language=language)
        moments = [changed, telling.shown.moment if telling.is_corrected else None]
        changed = max(moment for moment in moments if moment)
        return Filled(shown, before=said, changed=changed, language=language)

    def _shown(
        self, fact: Fact, value: Value, mention: OfFact, moment: datetime, *, as_said: bool
    ) -> tuple[str, datetime | None]:
        """A value in words, and when something that it prints was corrected last."""
        form = "" if mention.form == SAID else mention.form
        if mention.part == "as_of":
            assert value.as_of is not None, "the checks let no missing date through"
            return self._date(value.as_of, form), None
        if value.amount is None:
            return self.words[f"status_{value.status}"], None
        if isinstance(value.amount, Localized):
            return self._text(value.amount, max(moment, value.moment), as_said=as_said)
        unit = fact.unit if mention.part != "value" else {}
        wording = self.in_language(self._language_of(fact, value, mention.part))
        return wording._amount(value.amount, unit, form), None

    def _text(
        self, texts: Localized, moment: datetime, *, as_said: bool
    ) -> tuple[str, datetime | None]:
        """A text with its placeholders as they are shown, or as they were said, at `moment`."""
        parts = []
        changed = []
        wording = self.in_language(texts.language_for(self.language))
        for is_placeholder, piece in split_plain(texts.of(self.language)):
            if not is_placeholder:
                parts.append(piece)
                continue
            filled = wording.placeholder(piece, moment)
            parts.append(filled.before or filled.text if as_said else filled.text)
            if filled.changed:
                changed.append(filled.changed)
        return "".join(parts), max(changed, default=None)

    def _amount(self, amount: Amount, unit: Mapping[str, Mapping[str, str]], form: str) -> str:
        locale = self.locale
        is_compact = form == "compact"
        match amount:
            case Decimal():
                words = unit.get(self.language) or next(iter(unit.values()), None)
                if words:
                    return formats.with_unit(amount, words, locale, is_compact=is_compact)
                return (formats.compact if is_compact else formats.number)(amount, locale)
            case Money(amounts):
                return formats.money(amounts, locale, is_compact=is_compact)
            case Period():
                return formats.duration(amount, locale)
            case time():
                return formats.clock(amount.hour * 60 + amount.minute, locale)
            case date():
                return self._date(amount, form)
        raise AssertionError("texts are filled elsewhere")

    def _date(self, value: date | datetime, form: str) -> str:
        """A day or a moment in one of its forms."""
        locale = self.locale
        local = value.astimezone(self._zone) if isinstance(value, datetime) else None
        day = local.date() if local else value
        match form:
            case "date":
                return formats.day(day, locale)
            case "day":
                return formats.day_of_month(day, locale)
            case "weekday":
                return formats.weekday(day, locale)
            case "month":
                return formats.month(day, locale)
            case "time":
                assert local is not None, "the checks let no time of a day through"
                return formats.clock(local.hour * 60 + local.minute, locale)
        return formats.moment(local, locale) if local else formats.day(day, locale)

    # -------------------------------------------------------------- contacts

    def channel(self, channel: Channel, moment: datetime, contact: Contact) -> Filled:
        """A number or an address: what is right now, with what a text of `moment` said."""
        now = channel.values[-1]
        then = value_at(channel, moment) or channel.values[0]
        text = now.text.of(self.language)
        filled = Filled(
            text,
            address="" if self.has_ended(contact) else address_of(channel.kind, now),
            name=digits_aloud(text) if channel.kind is ChannelKind.PHONE else "",
            behind=self._withdrawn(contact),
        )
        if then.text.of(self.language) == text:
            return filled
        return filled._replace(
            before=then.text.of(self.language),
            changed=now.moment,
            kind=now.change or FactChange.CORRECTION,
        )

    def typed_phone(self, text: str) -> Filled:
        """What stands for a telephone number that somebody typed.

        A current one is a link. A former one is not, and the number that took its place stands
        behind it. One that is not ours is text.
        """
        for contact, channel in phones_of(self._public.site.contacts):
            now = channel.values[-1]
            if is_number(text, now, contact):
                ended = self.has_ended(contact) or channel.kind is not ChannelKind.PHONE
                address = "" if ended else address_of(channel.kind, now)
                behind = self._withdrawn(contact)
                return Filled(text, address=address, name=digits_aloud(text), behind=behind)
        for contact, channel in phones_of(self._public.site.contacts):
            for value, after in pairwise(channel.values):
                if is_number(text, value, contact):
                    behind = self.words["number_changed"].format(
                        when=self.day(after.moment),
                        number=channel.values[-1].text.of(self.language),
                    )
                    return Filled(text, behind=behind)
        return Filled(text)

    def has_ended(self, contact: Contact) -> bool:
        """Whether nobody answers any more: it was withdrawn, or its last day is over."""
        today = self._public.moment.astimezone(contact.zone).date()
        is_over = contact.until is not None and today > contact.until
        return is_over or contact.withdrawal is not None

    def _withdrawn(self, contact: Contact) -> str:
        """The words behind a number or an address that was taken off."""
        if contact.withdrawal is None:
            return ""
        return self.words["mark_withdrawn"].format(when=self.day(contact.withdrawal.moment))

    def hours(self, contact: Contact, day: date) -> str:
        """The hours in force on a day, as a sentence without an end."""
        return hours_in_words(contact, day, self.words, self.locale)

    def closure(self, closure: Closure) -> Spoken:
        """When and why lines are closed: a sentence without its end, in a language that has it."""
        wording = self.in_language(closure.name.language_for(self.language))
        name = wording.of(closure.name)
        text = closure_in_words(closure, name, wording.words, wording.locale)
        return Spoken(text, wording.language)

    def _contact(self, mention: OfContact, moment: datetime) -> Filled:
        contact = self._public.contact(mention.id)
        assert contact is not None, "the checks let no unknown contact through"
        match mention.part:
            case "name":
                language = contact.name.language_for(self.language)
                return Filled(self.of(contact.name), language=language)
            case "hours":
                return self._hours(contact, mention.day, moment)
            case "until":
                assert contact.until is not None, "the checks let no missing day through"
                return Filled(self._date(contact.until, mention.form))
            case "from":
                period = period_or_next(contact, date.fromisoformat(mention.day))
                assert period is not None, "the checks let no line without hours through"
                return Filled(self._date(period.first, mention.form))
            case "previous":
                value = former(contact.channels[0], moment)
                assert value is not None, "the checks let no missing number through"
                return Filled(value.text.of(self.language))
        channel = next(
            (channel for channel in contact.channels if channel.kind == mention.part),
            contact.channels[0],
        )
        return self.channel(channel, moment, contact)

    def _hours(self, contact: Contact, day: str, moment: datetime) -> Filled:
        """The hours now (or on the day that is named), with those that a text of then said."""
        if day:
            return Filled(self.hours(contact, date.fromisoformat(day)))
        now = self._public.moment.astimezone(contact.zone).date()
        then = moment.astimezone(contact.zone).date()
        known = tuple(period for period in contact.periods if period.announced <= moment)
        text, before = self.hours(contact, now), self.hours(replace(contact, periods=known), then)
        if text == before:
            return Filled(text)
        period = period_on(contact, now)
        assert period is not None, "the checks let no line without hours through"
        begins = datetime.combine(max(period.first, then), time(), contact.zone)
        return Filled(text, before=before, changed=begins, event=period.announced, kind=HOURS)

    def _closed(self, mention: OfClosure) -> Filled:
        """When and why lines are closed, or the first or the last of the days."""
        closure = next(c for c in self._public.site.contacts.closures if c.id == mention.id)
        match mention.part:
            case "from":
                return Filled(self._date(closure.first, mention.form))
            case "to":
                return Filled(self._date(closure.last, mention.form))
        text, language = self.closure(closure)
        return Filled(text, page="contact", language=language)


def phones_of(contacts: Contacts) -> Iterator[tuple[Contact, Channel]]:
    """Every telephone and fax line, with whose it is."""
    for contact in contacts.contacts:
        for channel in contact.channels:
            if channel.kind in {ChannelKind.PHONE, ChannelKind.FAX}:
                yield contact, channel


def is_number(text: str, value: ChannelValue, contact: Contact) -> bool:
    """Whether a string that looks like a telephone number is this one."""
    if value.e164 is None:
        return False
    written = value.text.texts[value.text.authoritative]
    return same_number(text, Phone(value.e164, written), contact.region or "")


def address_of(kind: ChannelKind, value: ChannelValue) -> str:
    """The address that a channel leads to; nothing for what is no address of the net."""
    text = value.text.texts[value.text.authoritative]
    match kind:
        case ChannelKind.PHONE:
            return f"tel:{value.e164}"
        case ChannelKind.MAIL:
            return f"mailto:{text}"
        case ChannelKind.FORM:
            return text
    return ""

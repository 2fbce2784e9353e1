"""The net under the gate: artifacts  ->  what of the withheld content stands in them.

By construction nothing does (`public.public` sees to it). This looks at the bytes all the same,
before anything is written: a theme, a feed or a bug that reaches past the gate must not go out.
Four things are looked for: stretches of withheld text that no public source has, the names of
withheld pages, facts, lines and files as parts of addresses, withheld figures, and withheld
telephone numbers. Findings name the source and not the words: build logs travel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape, unescape
from typing import NamedTuple

from noticegen import formats
from noticegen.config import Config
from noticegen.contacts import Contacts
from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.facts import Facts, Money
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.markdown.parse import without_lines
from noticegen.markdown.pieces import Hole
from noticegen.markdown.placeholders import split_plain
from noticegen.model import NEVER, Artifact, Faq, Page, Site, Text, Update
from noticegen.opening import closure_in_words
from noticegen.public import PublicSite, moments, texts
from noticegen.theme import BUILT_IN_PLACE, Theme
from noticegen.wording import Wording

STRETCH = 24
"""Letters of a stretch of text, spaces apart; a sign of Chinese or Japanese counts as two."""
SHORTEST = 12
"""A whole text (a title, a heading) that is shorter says nothing by itself."""
DIGITS = 5
"""Figures with fewer digits are found everywhere."""

_INLINE = re.compile(
    r"</?(?:a|strong|em|span|ruby|rb|ins|del|sup|sub|code|time|br|bdi|abbr)\b[^>]*>"
    r"|<(?:rp|rt)>[^<]*</(?:rp|rt)>"
)
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_DIGEST = re.compile(r"\b[0-9a-f]{32,}\b|sha256-[A-Za-z0-9+/=]+|base64,[A-Za-z0-9+/=]+")
_NO_FIGURE = re.compile(
    rf"{_DIGEST.pattern}|\b\d{{8}}T\d{{6}}\b|event_\d{{8}}_\d{{6}}|(?s:<style>.*?</style>)"
    r"|\s(?:d|points|viewBox|[xy][12]?)=\"[^\"]*\""
)
"""Digits that say nothing: digests, ids made of a moment, colours, coordinates."""
_GROUPED = re.compile(
    r"(?<![\d.,'\u2019])(?=(\d{1,3}([ ,.'\u2019])\d{3}(?:\2\d{3})*)(?!\d|[,.'\u2019]\d))"
)
_PLAIN_NUMBER = re.compile(r"\d+")
_MYRIADS = re.compile(r"(?<![\d.])(?=\d+[億万])(?:(\d+)億)?(?:(\d+)万)?(\d{1,4}(?![\d億万]))?")
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百千万億]{2,}")
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


class Unit(NamedTuple):
    """A piece of content in one language, as visible text, and where and when it belongs."""

    text: str
    at: Location
    moment: datetime


class Name(NamedTuple):
    """Something that an address may be made of."""

    pattern: re.Pattern[str]
    at: Location
    moment: datetime


@dataclass(frozen=True, slots=True)
class _Withheld:
    stretches: Mapping[str, Unit]
    names: tuple[Name, ...]
    figures: Mapping[str, Unit]


def leaks(
    artifacts: tuple[Artifact, ...],
    whole: Site,
    public: PublicSite,
    config: Config,
    theme: Theme,
) -> tuple[Diagnostic, ...]:
    """Everything withheld that stands in an artifact."""
    withheld = _withheld(whole, public, config, theme)
    if not (withheld.stretches or withheld.names or withheld.figures):
        return ()
    found = []
    for artifact in artifacts:
        if artifact.path.startswith("files/"):
            # Published as it is: only its name can be withheld.
            artifact = Artifact(artifact.path, b"")
        found += list(_in_artifact(artifact, withheld, public.moment))
    return tuple(found)


def _in_artifact(artifact: Artifact, withheld: _Withheld, now: datetime) -> Iterator[Diagnostic]:
    raw = artifact.content.decode("utf-8", "replace")
    where = Location(f"output/{artifact.path}")
    views = _views(raw)
    seen: set[tuple[str, str]] = set()

    def hit(kind: str, at: Location, moment: datetime) -> Iterator[Diagnostic]:
        if (kind, at.path) not in seen:
            seen.add((kind, at.path))
            yield _finding(where, kind, at, moment, now)

    for stretch, unit in withheld.stretches.items():
        if any(stretch in view for view in views):
            yield from hit("there are words", unit.at, unit.moment)
    addresses = f"{artifact.path}\n{unescape(raw)}"
    for name in withheld.names:
        if name.pattern.search(addresses):
            yield from hit("there is the name", name.at, name.moment)
    if withheld.figures:
        for figure in withheld.figures.keys() & figures(_NO_FIGURE.sub("", unescape(raw))):
            unit = withheld.figures[figure]
            yield from hit("there is a figure", unit.at, unit.moment)


def _finding(
    where: Location, kind: str, at: Location, moment: datetime, now: datetime
) -> Diagnostic:
    if moment == NEVER:
        message = say("{kind} of {source} here, which is a draft", kind=kind, source=at)
    elif moment <= now:
        message = say("{kind} of {source} here, which is public no more", kind=kind, source=at)
    else:
        message = say(
            "{kind} of {source} here, which is not public before {moment}",
            kind=kind,
            source=at,
            moment=moment.isoformat(" ", "minutes"),
        )
    return Diagnostic(
        where,
        Code.LEAK,
        message,
        say("look at the theme first; without one of your own, report it"),
    )


def _views(raw: str) -> tuple[str, ...]:
    """An artifact as text without tags, and as it is, for attributes and data; spaces apart."""
    bare = unescape(_TAG.sub("\n", _INLINE.sub("", raw)))
    escaped = unescape(raw.replace('\\"', '"').replace("\\n", "\n"))
    return squeezed(bare), squeezed(escaped)


def squeezed(text: str) -> str:
    """The text without spaces, in lines that stay apart."""
    return _BREAKS.sub("\n", _SPACE.sub("", unicodedata.normalize("NFC", text)))


# ------------------------------------------------------------------ what is withheld


def _withheld(whole: Site, public: PublicSite, config: Config, theme: Theme) -> _Withheld:
    hidden = (*units(whole), *_hours(whole.contacts, config, theme))
    shown = (*units(public.site), *_hours(public.site.contacts, config, theme))
    said = [
        # By its moment, too: what slipped through the gate is no public source.
        *(unit.text for unit in shown if unit.moment <= public.moment),
        *_words(theme),
        *_settings(config),
        *_addresses(public.site),
        *_dates(public.site, config),
    ]
    known = squeezed("\n".join([*said, *_as_shown(public, config, theme)]))
    stretches: dict[str, Unit] = {}
    for unit in hidden:
        for line in squeezed(unit.text).split("\n"):
            if line and line not in known:
                for stretch in cut(line):
                    if stretch not in known:
                        stretches.setdefault(stretch, unit)
    public_figures = figures("\n".join(said)) | {
        figure for figure, unit in _of_facts(public.site.facts) if unit.moment <= public.moment
    }
    of_facts = dict(_of_facts(whole.facts))
    typed = {
        figure: unit
        for unit in hidden
        if squeezed(unit.text) not in known
        for figure in figures(unit.text)
    }
    withheld_figures = {
        figure: unit
        for figure, unit in {**typed, **of_facts}.items()
        if figure not in public_figures and len(figure) >= DIGITS
    }
    public_phones = {
        number for number, unit in _phones(public.site.contacts) if unit.moment <= public.moment
    }
    for number, unit in _phones(whole.contacts):
        if number not in public_phones and squeezed(number) not in known:
            stretches.setdefault(squeezed(number), unit)
    return _Withheld(stretches, tuple(_names(whole, public)), withheld_figures)


def cut(line: str) -> Iterator[str]:
    """The stretches of a line to look for: the whole of a short one, pieces of a long one."""
    widths = [2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line]
    total = sum(widths)
    letters = sum(width for sign, width in zip(line, widths, strict=True) if sign.isalpha())
    if letters < SHORTEST:
        return
    if total < 2 * STRETCH:
        yield line
        return
    start, width = 0, 0
    for index, sign_width in enumerate(widths):
        width += sign_width
        if width >= STRETCH:
            yield line[start : index + 1]
            start, width = index + 1, 0


def units(site: Site) -> Iterator[Unit]:
    """Every visible text of a site, in pieces between placeholders."""
    for page in site.all_pages:
        yield from _of_page(page)
    for fact in site.facts.values():
        first = fact.values[0].moment
        yield from _localized(fact.name, fact.at, first)
        yield from _localized(fact.meaning, fact.at, first)
        for value in fact.values:
            yield from _localized(value.note, value.at, value.moment)
            if isinstance(value.amount, Localized):
                yield from _localized(value.amount, value.at, value.moment)
    for contact in site.contacts.contacts:
        yield from _localized(contact.name, contact.at, contact.published)
        yield from _localized(contact.purpose, contact.at, contact.published)
        for channel in contact.channels:
            for number in channel.values:
                yield from _localized(number.text, number.at, number.moment)
                yield from _localized(number.note, number.at, number.moment)
    for closure in site.contacts.closures:
        yield from _localized(closure.name, closure.at, closure.announced)
    for other in site.contacts.not_ours:
        yield from _localized(other.note, other.at, other.published)
    for attachment in site.attachments.values():
        first = attachment.versions[0].moment
        yield from _localized(attachment.title, attachment.at, first)
        for version in attachment.versions:
            yield from _localized(version.note, version.at, version.moment)


def _of_page(page: Page) -> Iterator[Unit]:
    for version in page.versions:
        moment = max(version.published, page.published)
        yield from _plain(version.title, version.at, moment)
        yield from _plain(version.summary, version.at, moment)
        yield from _text(version, moment)
        for change in version.changes:
            yield from _plain(change.note, change.at, max(moment, change.moment))
            yield from _plain(change.before or "", change.at, max(moment, change.moment))
    if not isinstance(page, Faq):
        return
    for topic in page.topics:
        for title in topic.titles:
            first = min(question.published for question in topic.questions)
            yield from _body(title.intro, first)
            yield from _plain(title.title, Location(title.intro.path), first)
        for question in topic.questions:
            for answer in question.answers:
                moment = max(answer.published, question.published)
                yield from _plain(answer.title, answer.at, moment)
                yield from _text(answer, moment)


def _text(text: Text, moment: datetime) -> Iterator[Unit]:
    """A body without its scheduled blocks, and each of them by itself."""
    ranges = [(block.first_line, block.last_line) for block in text.scheduled]
    yield from _body(without_lines(text.document, ranges), moment)
    last = text.document.text.count("\n")
    for block in text.scheduled:
        around = [(0, block.first_line - 1), (block.last_line + 1, last)]
        document = without_lines(text.document, [lines for lines in around if lines[0] <= lines[1]])
        begins = max(moment, block.moment) if block.kind == "from" else moment
        for unit in _body(document, begins):
            line = text.document.first_line + block.first_line
            yield unit._replace(at=Location(unit.at.path, line, 1))


def _body(document: Document, moment: datetime) -> Iterator[Unit]:
    html = "".join(_without_hole(piece) for piece in document.html)
    text = unescape(_TAG.sub("\n", _INLINE.sub("", html)))
    at = Location(document.path, document.first_line, 1)
    for line in text.split("\n"):
        if line.strip():
            yield Unit(line, at, moment)


def _without_hole(piece: str | Hole) -> str:
    if isinstance(piece, str):
        return piece
    return "\n" if piece.kind in {"placeholder", "linked", "alt", "word", "directive"} else ""


def _plain(text: str, at: Location, moment: datetime) -> Iterator[Unit]:
    for is_placeholder, piece in split_plain(text):
        if not is_placeholder and piece.strip():
            yield Unit(piece, at, moment)


def _localized(texts: Localized | None, at: Location, moment: datetime) -> Iterator[Unit]:
    for text in dict.fromkeys(texts.texts.values()) if texts else ():
        yield from _plain(text, at, moment)


def _as_shown(public: PublicSite, config: Config, theme: Theme) -> Iterator[str]:
    """What the public texts say once their placeholders are filled, and how updates, figures
    and hours are named: somebody may have typed the same words into a text that is withheld.
    """
    site = public.site
    for language in public.languages:
        wording = Wording(public, language, config.locales, theme.strings, config.zone)
        for page in site.all_pages:
            moment = public.moment_of(page)
            yield wording.named(page) if isinstance(page, Update) else wording.title(page)
            if version := page.version(language):
                yield wording.fill(version.summary, moment)
                yield from (wording.fill(c.note, c.moment) for c in version.changes)
            for written_in, document in texts(page):
                if written_in == language:
                    yield from _filled(document, wording, moment)
        for fact in site.facts.values():
            name = wording.name(fact)
            for value in fact.values:
                for said in (wording.said(fact, value), wording.value(fact, value)):
                    yield wording.words["fact_is"].format(name=name, value=said)
        for contact in site.contacts.contacts:
            yield from (wording.hours(contact, period.first) for period in contact.periods)


def _filled(document: Document, wording: Wording, moment: datetime) -> Iterator[str]:
    """A body as visible text, with its placeholders as they are shown and as they were said."""
    for is_said in (False, True):
        html = ""
        for piece in document.html:
            if isinstance(piece, Hole) and piece.kind in {"placeholder", "linked"}:
                filled = wording.placeholder(piece.value, moment)
                html += escape((filled.before if is_said else "") or filled.text)
            else:
                html += _without_hole(piece)
        yield unescape(_TAG.sub("\n", _INLINE.sub("", html)))


def _addresses(site: Site) -> Iterator[str]:
    """What public links lead to, and the names of public pages and files."""
    for page in site.all_pages:
        yield page.name
        for _, document in texts(page):
            yield from (link.target for link in document.links)
    yield from site.files


def _settings(config: Config) -> Iterator[str]:
    for setting in (
        config.title, config.organization, config.representative, config.address, config.banner,
    ):  # fmt: skip
        yield from setting.texts.values() if setting else ()
    yield config.url
    yield config.official_site


def _words(theme: Theme) -> Iterator[str]:
    """What the theme says by itself, between the values that it is given.

    The templates of a site's own theme are no public source: what is typed there goes out
    unseen by the gate.
    """
    for strings in theme.strings.values():
        for text in strings.values():
            yield re.sub(r"\{[^}]*\}", "\n", text)
    for name, template in theme.templates.items():
        if not theme.places[name].startswith(BUILT_IN_PLACE):
            continue
        yield unescape(_TAG.sub("\n", re.sub(r"\{[{%#].*?[}%#]\}", "\n", template)))


def _dates(site: Site, config: Config) -> Iterator[str]:
    """The days and moments that public pages name, in the words of each language: somebody may
    have typed the same day into a text that is withheld.
    """
    days: set[date] = {moment.astimezone(config.zone).date() for moment in moments(site)}
    for fact in site.facts.values():
        for value in fact.values:
            days |= {day for day in (value.as_of, value.amount) if isinstance(day, date)}
    for contact in site.contacts.contacts:
        days |= {period.first for period in contact.periods}
        days |= {end.day for end in contact.ends}
    for closure in site.contacts.closures:
        days |= {closure.first, closure.last}
    for day in days:
        for locale in config.locales.values():
            for form in (formats.day, formats.day_and_weekday, formats.day_of_month):
                yield form(day, locale)
    for moment in moments(site):
        for locale in config.locales.values():
            yield formats.moment(moment.astimezone(config.zone), locale)


def _hours(contacts: Contacts, config: Config, theme: Theme) -> Iterator[Unit]:
    """The words over the hours of each period, and those that announce a closure."""
    for language, locale in config.locales.items():
        words = theme.strings[language]
        for contact in contacts.contacts:
            for period in contact.periods:
                first = formats.day_and_weekday(period.first, locale)
                for key in ("hours_from", "hours_from_to", "hours_news"):
                    text = words[key].partition("{last}")[0].partition("{hours}")[0]
                    yield Unit(text.format(first=first), period.at, period.announced)
        for closure in contacts.closures:
            name = closure.name.of(language)
            text = closure_in_words(closure, name, words, locale)
            yield Unit(text, closure.at, closure.announced)


def _phones(contacts: Contacts) -> Iterator[tuple[str, Unit]]:
    """Telephone numbers as they are written and as they are dialled."""
    for contact in contacts.contacts:
        for channel in contact.channels:
            for value in channel.values:
                for text in (*value.text.texts.values(), value.e164):
                    if text:
                        yield text, Unit(text, value.at, max(value.moment, contact.published))


# ------------------------------------------------------------------ names in addresses


def _names(whole: Site, public: PublicSite) -> Iterator[Name]:
    """The slugs and ids of what is withheld, as whole parts of addresses."""
    known = {page.name: page.published for page in public.pages.values()}
    for page in whole.all_pages:
        if known.get(page.name, NEVER) > public.moment:
            at = page.authoritative.at
            last = re.escape(page.name.rsplit("/", 1)[-1])
            yield Name(_part(rf"{last}\.(?:html|md)"), at, page.published)
            if page.name.startswith("updates/"):
                yield Name(_part(last), at, page.published)
    shown = {
        question.id
        for question in (public.site.faq.questions if public.site.faq else ())
        if question.published <= public.moment
    }
    for question in whole.faq.questions if whole.faq else ():
        if question.id not in shown:
            pattern = re.compile(rf"faq(?:\.html#|#|_){re.escape(question.id)}(?![\w-])")
            yield Name(pattern, question.answers[0].at, question.published)
    for id_, fact in whole.facts.items():
        if id_ not in public.site.facts or fact.values[0].moment > public.moment:
            pattern = re.compile(rf"numbers(?:\.html#|_){id_}(?!\w)|\"{id_}\": *\{{")
            yield Name(pattern, fact.at, fact.values[0].moment)
    lines = {c.id for c in public.site.contacts.contacts if c.published <= public.moment}
    for contact in whole.contacts.contacts:
        if contact.id not in lines:
            id_ = re.escape(contact.id)
            pattern = re.compile(rf"contact(?:\.html#|_){id_}(?![\w-])|\"{id_}\": *\{{")
            yield Name(pattern, contact.at, contact.published)
    closures = {c.id for c in public.site.contacts.closures if c.announced <= public.moment}
    for closure in whole.contacts.closures:
        if closure.id not in closures:
            pattern = re.compile(rf"\"{re.escape(closure.id)}\": *\{{")
            yield Name(pattern, closure.at, closure.announced)
    for file in whole.files:
        if file not in public.site.files:
            yield Name(_part(re.escape(file)), *_of_file(file, whole))


def _of_file(file: str, whole: Site) -> tuple[Location, datetime]:
    for attachment in whole.attachments.values():
        for version in attachment.versions:
            if version.file == file:
                return version.at, version.moment
    return Location(f"content/files/{file}"), NEVER


def _part(pattern: str) -> re.Pattern[str]:
    """As a whole part of a path, not as a part of a longer word."""
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])")


# ------------------------------------------------------------------ figures


def figures(text: str) -> set[str]:
    """The whole numbers of five digits and more in a text, in every written form, as digits."""
    plain = unicodedata.normalize("NFKC", text)
    found = {match.group() for match in _PLAIN_NUMBER.finditer(plain)}
    found |= {re.sub(r"\D", "", match.group(1)) for match in _GROUPED.finditer(plain)}
    for match in _MYRIADS.finditer(plain.replace(",", "")):
        hundred_millions, myriads, rest = (int(group or 0) for group in match.groups())
        found.add(str(hundred_millions * 10**8 + myriads * 10**4 + rest))
    found |= {str(_kanji(match.group())) for match in _KANJI_NUMBER.finditer(plain)}
    return {figure.lstrip("0") for figure in found if len(figure.lstrip("0")) >= DIGITS}


def _kanji(text: str) -> int:
    """The number that kanji write: 九十一万二千四百八十."""
    total = myriad = digit = 0
    for sign in text:
        if sign in _KANJI_DIGITS:
            digit = digit * 10 + _KANJI_DIGITS[sign]
        elif sign in _KANJI_UNITS:
            myriad += (digit or 1) * _KANJI_UNITS[sign]
            digit = 0
        else:
            total += (myriad + digit) * (10**4 if sign == "万" else 10**8)
            myriad = digit = 0
    return total + myriad + digit


def _of_facts(facts: Facts) -> Iterator[tuple[str, Unit]]:
    """The figures of facts, as digits."""
    for fact in facts.values():
        for value in fact.values:
            amounts: tuple[Decimal, ...] = ()
            if isinstance(value.amount, Decimal):
                amounts = (value.amount,)
            elif isinstance(value.amount, Money):
                amounts = tuple(amount for _, amount in value.amount.amounts)
            for amount in amounts:
                digits = str(abs(int(amount)))
                if len(digits) >= DIGITS:
                    yield digits, Unit("", value.at, value.moment)

"""Readers are sent to lines that answer, that cost what is said, and that are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from noticegen.check.passages import COVER, Passage
from noticegen.check.quotations import is_within, quoted
from noticegen.check.scope import Scope
from noticegen.check.sentences import sentence
from noticegen.check.wordlists import any_of, word_lists
from noticegen.contacts import ChannelKind, Contact
from noticegen.diagnostics import Code, Diagnostic, Location, Message, Severity, say
from noticegen.mentions import OfContact, read_mention
from noticegen.model import Update
from noticegen.phones import phone_like
from noticegen.public import texts
from noticegen.wording import is_number, phones_of

_REACHING = frozenset({"", "phone", "fax", "mail", "post", "form"})
"""The parts of a contact that people use."""
_PLACEHOLDER = re.compile(r"\$\{([^{}\n]*)\}")


class _Sent(NamedTuple):
    """That a text sends readers to a contact, by its placeholder or its number."""

    contact: Contact
    start: int
    end: int


# ------------------------------------------------------------------ lines that have ended


def readers_are_sent_to_lines_that_answer(scope: Scope) -> Iterator[Diagnostic]:
    """Nobody is told to call a line that is over."""
    ended = {c.id: c for c in scope.public.site.contacts.contacts if _has_ended(scope, c)}
    if not ended:
        return
    for passage in scope.passages:
        if passage.is_dated or not passage.page or passage.role == "code":
            continue
        for sent in _sent(scope, passage):
            if sent.contact.id in ended and not _tells_of_the_end(passage, sent):
                yield _ended(passage.at(sent.start, sent.end), sent.contact)
    for page in scope.public.site.all_pages:
        for _, document in () if isinstance(page, Update) else texts(page):
            for directive in document.directives:
                for id_ in directive.ids if directive.name != "facts" else ():
                    if id_ in ended:
                        yield _ended(directive.at, ended[id_])
    report = scope.config.genuine.report
    if report and report.text in ended:
        yield _ended(report.at, ended[report.text])


def _has_ended(scope: Scope, contact: Contact) -> bool:
    today = scope.public.moment.astimezone(contact.zone).date()
    return contact.withdrawal is not None or (contact.until is not None and contact.until < today)


def _tells_of_the_end(passage: Passage, sent: _Sent) -> bool:
    words = word_lists("lines").get(passage.language.partition("-")[0])
    if words is None:
        return False
    first, last = sentence(passage.text, sent.start, sent.end)
    return re.search(any_of(words["ended"]), passage.text[first:last]) is not None


def _ended(at: Location, contact: Contact) -> Diagnostic:
    until = contact.until
    message = (
        say("readers are sent to `{id}`, whose last day was {day}", id=contact.id, day=until)
        if until and contact.withdrawal is None
        else say("readers are sent to `{id}`, which was withdrawn", id=contact.id)
    )
    hint = say("name the line that took its place, or say that it has ended")
    return Diagnostic(at, Code.ENDED_LINE, message, hint, Severity.WARNING)


# ------------------------------------------------------------------ hours


def lines_have_hours(scope: Scope) -> Iterator[Diagnostic]:
    """Who calls knows when somebody answers."""
    for contact in scope.public.site.contacts.contacts:
        has_phone = any(channel.kind is ChannelKind.PHONE for channel in contact.channels)
        if has_phone and not contact.periods and not _has_ended(scope, contact):
            yield Diagnostic(
                contact.at,
                Code.LINE_WITHOUT_HOURS,
                say("`{id}` is a telephone line without hours", id=contact.id),
                say('add `hours:`, or `weekly: {{mon-sun: "0:00-24:00"}}` if it always answers'),
                Severity.WARNING,
            )


# ------------------------------------------------------------------ offers of a free call


class _FreeWords(NamedTuple):
    offer: re.Pattern[str]
    calling: re.Pattern[str]
    line: re.Pattern[str]
    """The same, and words that are said of a line beside its number alone."""
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]


def calls_cost_what_is_said(scope: Scope) -> Iterator[Diagnostic]:
    """A call is offered as free only where the line is."""
    lines = [
        contact
        for contact in scope.public.site.contacts.contacts
        if any(channel.kind is ChannelKind.PHONE for channel in contact.channels)
        and contact.withdrawal is None
    ]
    charged = [contact for contact in lines if not contact.is_free]
    if not charged:
        return
    all_charged = len(charged) == len(lines)
    for passage in scope.passages:
        words = _free_words(passage.language.partition("-")[0])
        if words is None or passage.role in {"code", "before", "quotation"}:
            continue
        if not words.offer.search(passage.text):
            continue
        sent = [one for one in _sent(scope, passage) if one.contact in lines]
        own = _named_by(passage, lines)
        for offer in words.offer.finditer(passage.text):
            contact = own or _offered(passage, offer, sent, words)
            if contact:
                is_charged = not contact.is_free
            else:
                is_charged = all_charged and _is_of_a_call(passage, offer, sent, words)
            if is_charged and not _is_denied(passage.text, offer, words):
                yield _not_free(passage, offer, contact or charged[0])


def _is_of_a_call(
    passage: Passage, offer: re.Match[str], sent: list[_Sent], words: _FreeWords
) -> bool:
    """Whether a word without a line beside it is said of calls.

    A general one beside lines of which it is not said is about something else.
    """
    if offer.lastgroup != "general":
        return True
    first, last = sentence(passage.text, *offer.span())
    return not sent and words.calling.search(passage.text, first, last) is not None


def _not_free(passage: Passage, offer: re.Match[str], contact: Contact) -> Diagnostic:
    return Diagnostic(
        passage.at(*offer.span()),
        Code.NOT_FREE,
        say(
            "says “{text}”, and content/contacts.yml does not say that `{id}` is free",
            text=offer[0],
            id=contact.id,
        ),
        say("take the word away, or write `free: true` there if a call costs nothing"),
        Severity.WARNING,
    )


def _named_by(passage: Passage, lines: list[Contact]) -> Contact | None:
    """The line whose name or purpose a passage is."""
    if passage.page or passage.role not in {"name", "purpose"}:
        return None
    place = passage.path, passage.first_line
    return next((line for line in lines if (line.at.path, line.at.line) == place), None)


def _offered(
    passage: Passage, offer: re.Match[str], sent: list[_Sent], words: _FreeWords
) -> Contact | None:
    """The line of which a word is said: the nearest one; of a general word, one in its sentence."""
    if not sent:
        return None
    start, end = offer.span()
    nearest = min(sent, key=lambda one: max(start - one.end, one.start - end))
    if offer.lastgroup == "general":
        first, last = sentence(passage.text, start, end)
        is_near = first <= nearest.start < last
        between = passage.text[min(start, nearest.start) : max(end, nearest.end)]
        around = passage.text[max(first, start - 60) : last]
        if not is_near or re.search("[;:。]", between) or not words.line.search(around):
            return None
    return nearest.contact


def _is_denied(text: str, offer: re.Match[str], words: _FreeWords) -> bool:
    before = text[max(0, offer.start() - 16) : offer.start()]
    return bool(
        words.denied_before.search(before)
        or words.denied_after.match(text, offer.end())
        or is_within(quoted(text), *offer.span())
    )


@lru_cache(maxsize=8)
def _free_words(language: str) -> _FreeWords | None:
    words = word_lists("lines").get(language)
    if words is None:
        return None
    groups = "|".join(rf"(?P<{kind}>{any_of(words[kind])})" for kind in ("line", "call", "general"))
    denied = any_of(words["denied"])
    if language == "ja":
        return _FreeWords(
            re.compile(groups),
            re.compile(any_of(words["calling"])),
            re.compile(any_of(words["numbers"])),
            re.compile("(?!)"),
            re.compile(denied),
        )
    return _FreeWords(
        re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE),
        re.compile(any_of(words["calling"]), re.IGNORECASE),
        re.compile(any_of((*words["calling"], *words["numbers"])), re.IGNORECASE),
        re.compile(rf"(?:\b|(?<=n)){denied}\s?(?:\w+\s)?$", re.IGNORECASE),
        re.compile("(?!)"),
    )


def _sent(scope: Scope, passage: Passage) -> Iterator[_Sent]:
    """The contacts to which a passage sends readers, with their places."""
    if COVER in passage.text:
        for match in _PLACEHOLDER.finditer(passage.written):
            mention = read_mention(match[1])
            if not isinstance(mention, OfContact) or mention.part not in _REACHING:
                continue
            if contact := scope.public.contact(mention.id):
                yield _Sent(contact, *match.span())
    for found in phone_like(passage.text):
        for contact, channel in phones_of(scope.public.site.contacts):
            if any(is_number(found.text, value, contact) for value in channel.values):
                yield _Sent(contact, found.start, found.end)
                break


# ------------------------------------------------------------------ mail

_MAIL = re.compile(
    r"(?<![A-Za-z0-9_/@:.])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}
_NAMED = re.compile(r"[a-z]{2,}[._][a-z]{2,}", re.IGNORECASE)
"""A first name and a last one: persons' addresses are another rule's."""


def mail_addresses_are_contacts(scope: Scope) -> Iterator[Diagnostic]:
    """What people write reaches us: no address is typed that is none of our contacts."""
    if scope.whole.unread.contacts:
        return
    ours = _our_mail(scope, former=False)
    in_dated = _our_mail(scope, former=True)
    for passage in scope.passages:
        if passage.role in {"code", "before"}:
            continue
        for match, address in _addresses(passage):
            known = in_dated if passage.is_dated else ours
            if address.lower() in known or _NAMED.fullmatch(address.partition("@")[0]):
                continue
            at = passage.at(*match.span())
            if not _is_code(scope, at):
                yield _stray(at, address, ours)
    for page in scope.public.site.all_pages:
        for _, document in texts(page):
            for link in document.links:
                scheme, _, target = link.target.partition(":")
                address = target.partition("?")[0]
                if scheme.lower() != "mailto" or address.lower() in ours | in_dated:
                    continue
                if not _NAMED.fullmatch(address.partition("@")[0]) and address != link.text:
                    yield _stray(link.at, address, ours)


def _our_mail(scope: Scope, *, former: bool) -> frozenset[str]:
    """The addresses of our contacts in small letters, the `former` ones among them if wanted."""
    addresses = {
        text.lower()
        for contact in scope.public.site.contacts.contacts
        for channel in contact.channels
        if channel.kind is ChannelKind.MAIL
        for value in (channel.values if former else channel.values[-1:])
        for text in value.text.texts.values()
    }
    security = str(scope.config.security_contact or "").lower()
    return frozenset({*addresses, security.removeprefix("mailto:")})


def _addresses(passage: Passage) -> Iterator[tuple[re.Match[str], str]]:
    """What looks like an address, with the address it stands for."""
    text = passage.text if passage.text.isascii() else passage.text.translate(_HALF_WIDTH)
    if "@" in text:
        for match in _MAIL.finditer(text):
            yield match, match[0]
    for match in _spelled_out(passage.language.partition("-")[0]).finditer(text):
        host = re.sub(_spelled_dot(passage.language.partition("-")[0]), ".", match["host"])
        yield match, f"{match['name']}@{host.replace(' ', '')}"


@lru_cache(maxsize=8)
def _spelled_out(language: str) -> re.Pattern[str]:
    words = word_lists("lines").get(language) or word_lists("lines")["en"]
    at, dot = any_of(words["at"]), _spelled_dot(language)
    return re.compile(
        r"(?<![A-Za-z0-9_@.])(?P<name>[A-Za-z0-9][A-Za-z0-9._+-]{1,63})"
        rf"(?:\s?[\[({{<【]\s?(?:{at}|@|at|a)\s?[\])}}>】]\s?|[★☆■●◎]|\s[_*-]?(?:AT|\(a\))[_*-]?\s)"
        rf"(?P<host>[A-Za-z0-9-]+(?:(?:\.|{dot})[A-Za-z0-9-]+)*(?:\.|{dot})[A-Za-z]{{2,}})",
    )


@lru_cache(maxsize=8)
def _spelled_dot(language: str) -> str:
    words = word_lists("lines").get(language) or word_lists("lines")["en"]
    dot = any_of(words["dot"])
    return rf"(?:\s?[\[({{<]\s?(?:{dot}|dot|\.)\s?[\])}}>]\s?|\sDOT\s)"


def _is_code(scope: Scope, at: Location) -> bool:
    """Whether what stands there is set as code: to be known, and not to be written to."""
    lines = scope.sources.get(at.path, "").split("\n")
    line = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
    return line[: at.column - 1].count("`") % 2 == 1


def _stray(at: Location, address: str, ours: frozenset[str]) -> Diagnostic:
    name, _, host = address.partition("@")
    near = [own for own in ours if _one_slip(own, address.lower())]
    hint: Message = (
        say("write ${{contact.…}}; `{mail}` is nearly the same", mail=near[0])
        if near
        else say(
            "write ${{contact.…}}, with the address in content/contacts.yml; set one that is not "
            "yours as `code`"
        )
    )
    return Diagnostic(
        at,
        Code.STRAY_MAIL,
        say("{mail} looks like a mail address and is no contact", mail=f"{name[:1]}…@{host}"),
        hint,
        Severity.WARNING,
    )


def _one_slip(one: str, other: str) -> bool:
    """Whether two addresses differ by a letter or two that are next to each other."""
    if abs(len(one) - len(other)) > 1 or not one:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    end = next(
        (n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0
    )
    return max(len(one), len(other)) - start - end <= 2

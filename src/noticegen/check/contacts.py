"""Every telephone number on the site is one of ours, and is the right one."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.check.placeholders import no_contact
from noticegen.check.scope import Scope
from noticegen.check.spoken import plain_texts
from noticegen.check.suspects import masked
from noticegen.contacts import Contacts
from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, say
from noticegen.model import Update
from noticegen.phones import phone_like
from noticegen.public import texts
from noticegen.wording import is_number, phones_of


def every_number_is_a_contact(scope: Scope) -> Iterator[Diagnostic]:
    """A wrong number is the mistake that hurts most: people call it."""
    if scope.whole.unread.numbers:
        return  # whose number it is cannot be said before the contacts can be read
    for page in scope.public.site.all_pages:
        is_dated = isinstance(page, Update)
        for _, document in texts(page):
            for phone in document.phones:
                yield from _fault(scope, phone.text, phone.at, is_dated=is_dated)
    for spoken in plain_texts(scope.public):
        for found in phone_like(spoken.text):
            yield from _fault(scope, found.text, spoken.at, is_dated=spoken.is_dated)
    for key, text in _settings(scope):
        for found in phone_like(text):
            at = Location(SETTINGS_FILE)
            for finding in _fault(scope, found.text, at, is_dated=False):
                yield Diagnostic(
                    at,
                    finding.code,
                    say("`{key}`: {message}", key=key, message=finding.message),
                    finding.hint,
                )


def links_call_contacts(scope: Scope) -> Iterator[Diagnostic]:
    """A link that dials a number dials one of ours."""
    if scope.whole.unread.numbers:
        return
    for page in scope.public.site.all_pages:
        for _, document in texts(page):
            for link in document.links:
                scheme, _, number = link.target.partition(":")
                if scheme.lower() == "tel" and not _is_current(number, scope.public.site.contacts):
                    yield Diagnostic(
                        link.at,
                        Code.STRAY_PHONE,
                        say(
                            "the link dials {number}, which is no contact", number=masked(number, 2)
                        ),
                        say("write ${{contact.…}} instead, with the line in content/contacts.yml"),
                    )


def directives_name_contacts(scope: Scope) -> Iterator[Diagnostic]:
    """``::: contacts`` and ``::: hours`` name lines that are public."""
    for page in scope.public.site.all_pages:
        for _, document in texts(page):
            for directive in document.directives:
                if directive.name == "facts":
                    continue
                if directive.name == "hours" and len(directive.ids) != 1:
                    yield Diagnostic(
                        directive.at,
                        Code.DIRECTIVE,
                        say("`::: hours` names no contact, or several"),
                        say("write ::: hours hotline"),
                    )
                for id_ in directive.ids:
                    contact = scope.public.contact(id_)
                    if contact is None:
                        if fault := no_contact(scope, id_, f"`{id_}`"):
                            yield Diagnostic(directive.at, *fault)
                    elif directive.name == "hours" and not contact.periods:
                        yield Diagnostic(
                            directive.at,
                            Code.NO_VALUE,
                            say("`{id}` has no public hours", id=id_),
                            say("add `hours:` in content/contacts.yml"),
                        )


def fakes_are_reported_to_a_contact(scope: Scope) -> Iterator[Diagnostic]:
    """`report` under `genuine` names a line that is public."""
    report = scope.config.genuine.report
    if report is None or scope.public.contact(report.text):
        return
    if fault := no_contact(scope, report.text, f"`{report.text}`"):
        yield Diagnostic(report.at, *fault)


def _fault(scope: Scope, text: str, at: Location, *, is_dated: bool) -> Iterator[Diagnostic]:
    contacts = scope.public.site.contacts
    if _is_current(text, contacts) or _is_named_as_not_ours(text, contacts):
        return
    if _is_former(text, contacts):
        if not is_dated:
            yield Diagnostic(
                at,
                Code.FORMER_NUMBER,
                say("{number} is a former number, and this text is read as of now", number=text),
                say("write ${{contact.…}}, which always shows the number that is right"),
            )
        return
    yield Diagnostic(
        at,
        Code.STRAY_PHONE,
        say("{number} looks like a telephone number and is no contact", number=masked(text, 2)),
        say(
            "correct it, or add it to content/contacts.yml: as a line, or under not_ours if "
            "it is not yours"
        ),
    )


def _is_current(text: str, contacts: Contacts) -> bool:
    return any(
        is_number(text, channel.values[-1], contact)
        for contact, channel in phones_of(contacts)
        if contact.withdrawal is None
    )


def _is_former(text: str, contacts: Contacts) -> bool:
    return any(
        is_number(text, value, contact)
        for contact, channel in phones_of(contacts)
        for value in (channel.values if contact.withdrawal else channel.values[:-1])
    )


def _is_named_as_not_ours(text: str, contacts: Contacts) -> bool:
    """The same digits: such numbers may be impossible ones, so that only their spelling counts."""
    digits = _digits(text)
    return any(digits == _digits(number.written) for number in contacts.not_ours)


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdigit() and sign.isdecimal())


def _settings(scope: Scope) -> Iterator[tuple[str, str]]:
    """Settings that are shown as text."""
    config = scope.config
    for key, texts_ in (
        ("title", config.title),
        ("organization", config.organization),
        ("representative", config.representative),
        ("address", config.address),
        ("banner", config.banner),
        ("genuine.never", config.genuine.never),
        ("genuine.letters", config.genuine.letters),
    ):
        for text in dict.fromkeys(texts_.texts.values()) if texts_ else ():
            yield key, text

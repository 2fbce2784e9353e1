"""What looks as if readers should not be given it, and how a report speaks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from noticegen.contacts import ChannelKind, Contacts
from noticegen.diagnostics import Code, Message
from noticegen.wording import is_number, phones_of


class Suspect(NamedTuple):
    """Something in a text, from `start` to `end`."""

    start: int
    end: int
    code: Code
    message: Message
    hint: Message


class Ours:
    """Numbers and addresses that are there to be found."""

    def __init__(
        self,
        contacts: Contacts,
        addresses: Iterable[str | None] = (),
        hosts: Iterable[str] = (),
    ) -> None:
        """`addresses` and `hosts` are those of the settings."""
        self._contacts = contacts
        values = [
            text
            for contact in contacts.contacts
            for channel in contact.channels
            for value in channel.values
            for text in value.text.texts.values()
        ]
        mails = {
            value.text.texts[value.text.authoritative]
            for contact in contacts.contacts
            for channel in contact.channels
            for value in channel.values
            if channel.kind is ChannelKind.MAIL
        }
        self.mails = frozenset(
            address.removeprefix("mailto:").lower() for address in (*mails, *addresses) if address
        )
        self._hosts = frozenset(hosts)
        self.values = frozenset(values)
        """As they are written in contacts.yml."""
        self._not_ours = frozenset(_digits(other.written) for other in contacts.not_ours)

    def has_host(self, host: str) -> bool:
        """Whether it is one of the organisation's, or under one."""
        return any(host == own or host.endswith(f".{own}") for own in self._hosts)

    def has_phone(self, text: str) -> bool:
        """Whether it is, was, or is known not to be, a number of the organisation."""
        return _digits(text) in self._not_ours or any(
            is_number(text, value, contact)
            for contact, channel in phones_of(self._contacts)
            for value in channel.values
        )


Finder = Callable[[str, Ours], Iterator[Suspect]]
"""A text in plain signs, in which placeholders are covered  ->  what is suspect in it."""


def masked(text: str, keep: int = 1) -> str:
    """The first and the last signs: enough to find it on its line, and too little to use it."""
    text = text.strip()
    if len(text) <= 4 * keep:
        return f"{text[:1]}…"
    return f"{text[:keep]}…{text[-keep:]}"


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())

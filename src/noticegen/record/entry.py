"""One entry of the log, and the text that it stands for, as bytes and back.

The bytes are what counts: those of an entry are a leaf of the tree, and those of a kept text
(its salt, an empty line, the text) have the digest that the entry names. The salt keeps
anybody from finding a text that was taken out of the record by trying words.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timezone
from enum import StrEnum, unique
from typing import NamedTuple


@unique
class EntryKind(StrEnum):
    """What happened to a subject."""

    PUBLICATION = "publication"
    TRANSLATION = "translation"
    """A text, or a word of it, became public in another language."""
    CORRECTION = "correction"
    ADDITION = "addition"
    WORDING = "wording"
    POLICY = "policy"
    WITHDRAWAL = "withdrawal"
    PROGRESS = "progress"
    MEASURE = "measure"
    EVENT = "event"
    HOURS = "hours"
    CLOSURE = "closure"
    VERSION = "version"
    """Another version of an attachment."""
    SCHEDULE = "schedule"
    """A part of a text became public, or ended to be, at the moment that was set for it."""
    HOLIDAYS = "holidays"
    """Another year of public holidays was fixed."""
    FORM = "form"
    """The same to readers, written in another way."""


class Entry(NamedTuple):
    """That readers were shown something new of a subject from a moment on."""

    number: int
    """Its place in the log, from 1; 0 while it is pending."""
    moment: datetime
    kind: EntryKind
    subject: str
    """``page ja/index``, ``question en/faq#am-i-affected``, ``fact affected_people``, …"""
    digest: str
    """SHA-256 of the kept text, in hexadecimal."""

    def as_bytes(self) -> bytes:
        """The exact bytes of its file; without a number while it is pending."""
        number = f"number: {self.number}\n" if self.number else ""
        text = (
            f"{number}time: {written(self.moment)}\nkind: {self.kind}\n"
            f"subject: {self.subject}\ndigest: {self.digest}\n"
        )
        return text.encode()

    @property
    def order(self) -> tuple[datetime, str]:
        """Entries that are to be taken down together are put in this order."""
        return self.moment, self.subject


class Kept(NamedTuple):
    """What a subject said, with the salt of its digest."""

    salt: str
    """32 hexadecimal digits."""
    text: str

    def as_bytes(self) -> bytes:
        """The exact bytes of its file, whose SHA-256 an entry names."""
        return f"salt: {self.salt}\n\n{self.text}".encode()

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal."""
        return hashlib.sha256(self.as_bytes()).hexdigest()


SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SUBJECT = re.compile(
    r"site|(?:page|question|fact|contact|file|number) [A-Za-z0-9+][A-Za-z0-9/#_.+-]*", re.ASCII
)
_ENTRY = re.compile(
    r"(?:number: ([1-9]\d{0,8})\n)?time: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\nkind: ([a-z]+)\n"
    rf"subject: ({_SUBJECT.pattern})\ndigest: ({DIGEST.pattern})\n",
    re.ASCII,
)
_KEPT = re.compile(rf"salt: ({SALT.pattern})\n\n(.*)", re.ASCII | re.DOTALL)


def written(moment: datetime) -> str:
    """A moment as the record writes it: in UTC, whatever the zone of the site is or becomes."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str) -> datetime:
    """The moment that the record writes so. Raises ValueError where there is none."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def read_entry(content: bytes) -> Entry | None:
    """The entry in a file; None where the bytes are not exactly those of one."""
    try:
        match = _ENTRY.fullmatch(content.decode())
        if match is None:
            return None
        number, time, kind, subject, digest = match.groups()
        return Entry(int(number or 0), read_time(time), EntryKind(kind), subject, digest)
    except ValueError:  # no UTF-8, no such day, no such kind
        return None


def read_kept(content: bytes) -> Kept | None:
    """The salt and the text in a file; None where the bytes are not exactly those of one."""
    try:
        match = _KEPT.fullmatch(content.decode())
    except UnicodeDecodeError:
        return None
    return Kept(match[1], match[2]) if match else None

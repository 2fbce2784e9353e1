"""What stands between the braces of a placeholder  ->  what it names.

Pure: whether there is such a thing, and what it says, is for others to know.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

UPDATE, CONTACT, CLOSURE = "update", "contact", "closure"
RESERVED = (UPDATE, CONTACT, CLOSURE)
"""Words that no fact can be called by."""

UPDATE_PARTS = ("number", "date", "title")
FACT_PARTS = ("value", "previous", "as_of", "name")
CONTACT_PARTS = (
    "name", "hours", "from", "until", "previous", "phone", "fax", "mail", "post", "form",
)  # fmt: skip
CLOSURE_PARTS = ("from", "to")
SAID = "said"
DATE_FORMS = ("date", "day", "weekday", "month")
FORMS = ("compact", *DATE_FORMS, "time", SAID)

_FACT = re.compile(
    r"(?P<id>[a-z][a-z0-9_]*)"
    r"(?:\.(?P<part>[a-z_]+))?"
    r"(?:@(?P<when>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})?|[a-z0-9-]*)"
    r"|draft-[a-z0-9-]+))?"
    r"(?::(?P<form>[a-z_]+))?"
)
_CONTACT = re.compile(
    r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<part>[a-z]+))?(?:@(?P<day>\d{4}-\d{2}-\d{2}))?"
    r"(?::(?P<form>[a-z_]+))?"
)
_NAMED = re.compile(r"(?P<id>[^.@:]+)(?:\.(?P<part>[^.@:]+))?(?::(?P<form>[a-z_]+))?")


class OfUpdate(NamedTuple):
    """``${update.2026-03-02-first-notice.date:day}``"""

    slug: str
    part: str
    form: str


class OfFact(NamedTuple):
    """``${affected_people.value@2026-03-05-third:compact}``"""

    id: str
    part: str
    when: str
    """An update's name or a moment; nothing for the moment of the text."""
    form: str

    @property
    def is_plain(self) -> bool:
        """Whether it follows corrections; the others show what was said then."""
        return not self.when and self.part != "previous" and self.form != SAID


class OfContact(NamedTuple):
    """``${contact.hotline.from@2026-05-07:weekday}``"""

    id: str
    part: str
    day: str
    form: str


class OfClosure(NamedTuple):
    """``${closure.may-holidays.from:day}``"""

    id: str
    part: str
    form: str


Mention = OfUpdate | OfFact | OfContact | OfClosure


@lru_cache(maxsize=4096)
def read_mention(text: str) -> Mention | None:
    """What a placeholder names; None where it is spelled like none of them."""
    kind, dot, rest = text.partition(".")
    if dot and kind == UPDATE:
        match = _NAMED.fullmatch(rest)
        return OfUpdate(*_groups(match)) if match else None
    if dot and kind == CONTACT:
        match = _CONTACT.fullmatch(rest)
        return OfContact(*_groups(match)) if match else None
    if dot and kind == CLOSURE:
        match = _NAMED.fullmatch(rest)
        return OfClosure(*_groups(match)) if match else None
    match = _FACT.fullmatch(text)
    if match is None or match["id"] in RESERVED:
        return None
    return OfFact(*_groups(match))


def _groups(match: re.Match[str]) -> tuple[str, ...]:
    """What the groups matched, in their order; nothing for one that did not."""
    return tuple(group or "" for group in match.groups())

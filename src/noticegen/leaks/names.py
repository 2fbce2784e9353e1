"""The names of what is withheld, as whole parts of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Location
from noticegen.leaks.units import bodies
from noticegen.links import ToAttachment, ToFile, meaning
from noticegen.model import NEVER, Site, Update


class Name(NamedTuple):
    """Something that an address may be made of."""

    literal: str
    """Stands wherever the pattern matches, and is found much sooner."""
    pattern: re.Pattern[str]
    at: Location
    moment: datetime

    def stands_in(self, addresses: str) -> bool:
        """Whether one of the addresses is made of it."""
        return self.literal in addresses and self.pattern.search(addresses) is not None


def names(whole: Site, now: datetime) -> Iterator[Name]:
    """The slugs and ids of what is withheld at `now`, as whole parts of addresses.

    It goes by the moments in the whole site: the gate may have a hole.
    """
    yield from (name for name in _all_names(whole) if name.moment > now)
    linked = public_files(whole, now)
    for file in whole.files:
        if file not in linked:
            yield Name(file, _part(re.escape(file)), *_of_file(file, whole))


def _all_names(site: Site) -> Iterator[Name]:
    for page in site.all_pages:
        last = page.name.rsplit("/", 1)[-1]
        # Other words of an address may be those of a standing page: `help`, `data`.
        ending = "" if isinstance(page, Update) else r"\.(?:html|md)"
        yield Name(last, _part(re.escape(last) + ending), page.authoritative.at, page.published)
    for question in site.faq.questions if site.faq else ():
        pattern = rf"faq(?:\.html#|#|_){re.escape(question.id)}(?![\w-])"
        at = question.answers[0].at
        yield Name(question.id, re.compile(pattern), at, question.published)
    for id_, fact in site.facts.items():
        yield Name(id_, _in_list("numbers", id_), fact.at, fact.values[0].moment)
    for contact in site.contacts.contacts:
        first = min(value.moment for channel in contact.channels for value in channel.values)
        moment = max(contact.published, first)
        yield Name(contact.id, _in_list("contact", contact.id), contact.at, moment)
    for closure in site.contacts.closures:
        pattern = rf"\"{re.escape(closure.id)}\": *\{{"
        yield Name(closure.id, re.compile(pattern), closure.at, closure.announced)


def public_files(site: Site, now: datetime) -> frozenset[str]:
    """The names of the files that a text which is public at `now` links to."""
    targets = {
        meaning(link.target, page.name, body.language)
        for page in site.all_pages
        for body in bodies(page)
        if body.is_public(now)
        for link in body.document.links
    }
    found = {target.name for target in targets if isinstance(target, ToFile)}
    for attachment in site.attachments.values():
        files = {version.file for version in attachment.versions if version.moment <= now}
        if ToAttachment(attachment.id) in targets or files & found:
            found |= files
    return frozenset(found)


def _of_file(file: str, whole: Site) -> tuple[Location, datetime]:
    for attachment in whole.attachments.values():
        for version in attachment.versions:
            if version.file == file:
                return version.at, version.moment
    return Location(f"content/files/{file}"), NEVER


def _in_list(page: str, id_: str) -> re.Pattern[str]:
    """An id on the page that lists such things, and as a key of the data."""
    return re.compile(rf"{page}(?:\.html#|_){re.escape(id_)}(?![\w-])|\"{re.escape(id_)}\": *\{{")


def _part(pattern: str) -> re.Pattern[str]:
    """As a whole part of a path, not as a part of a longer word."""
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])")

"""What the record fixes for ever: the numbers of updates, and public holidays that were shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from noticegen.contacts import Contact, KeptHoliday
from noticegen.model import Site, Update
from noticegen.record.canonical import read_canonical
from noticegen.record.log import Log
from noticegen.record.states import contact_subject, page_subject

_NUMBER = re.compile(r"^number: (\d+)$", re.MULTILINE | re.ASCII)


def with_kept(site: Site, log: Log) -> Site:
    """The same site with the numbers and holidays that the log keeps."""
    return replace(
        site,
        updates=tuple(_numbered(update, site.languages[0], log) for update in site.updates),
        contacts=site.contacts._replace(
            contacts=tuple(_with_holidays(contact, log) for contact in site.contacts.contacts)
        ),
    )


def _numbered(update: Update, language: str, log: Log) -> Update:
    entry = log.newest.get(page_subject(update.name, language))
    match = _NUMBER.search(log.text(entry).partition("\n---\n")[0]) if entry else None
    return replace(update, kept_number=int(match[1])) if match else update


def _with_holidays(contact: Contact, log: Log) -> Contact:
    entry = log.newest.get(contact_subject(contact.id))
    if entry is None or not contact.holidays:
        return contact
    return replace(contact, kept_holidays=kept_holidays(log.text(entry)))


def kept_holidays(text: str) -> tuple[KeptHoliday, ...]:
    """The public holidays in the canonical text of a contact."""
    days = read_canonical(text).fields.get("public_holidays", {})
    assert isinstance(days, Mapping)
    return tuple(
        KeptHoliday(date.fromisoformat(day), dict(names))  # type: ignore[arg-type]
        for day, names in days.items()
        if isinstance(names, Mapping)
    )

"""Lists of facts and contacts, and the states of texts, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from noticegen.views import ChangeView, ContactView, FactHistory, FactView, State, plain


def plain_list(listed: Mapping[str, object]) -> Iterator[str]:
    """What a directive stands for, in lines that end with a blank one."""
    for kind in ("facts", "contacts"):
        items = listed.get(kind, ())
        assert isinstance(items, tuple)
        for item in items:
            if isinstance(item, FactView):
                yield from _fact(item)
            elif isinstance(item, ContactView):
                yield from plain_contact(item)
                yield ""
    yield ""


def plain_history(history: FactHistory, words: Mapping[str, str]) -> Iterator[str]:
    """A fact with its values, newest first."""
    yield history.name
    if history.meaning:
        yield history.meaning
    for row in history.rows:
        words_of_row = [row.value, row.as_of, row.status, row.kind, row.note, row.corrected]
        yield f"- {row.when.text}: " + " / ".join(part for part in words_of_row if part)
    if history.replaced_by and history.replaced_on:
        yield words["replaced_by"].format(when=history.replaced_on.text) + history.replaced_by.text
    yield from plain_notes(history.changes)


def plain_contact(contact: ContactView) -> Iterator[str]:
    """A contact with everything that is said of it."""
    yield contact.name
    if contact.withdrawn:
        yield f"- {plain(contact.withdrawn)}"
        return
    for line in (contact.purpose, *(f"{c.kind}: {c.text}" for c in contact.channels)):
        if line:
            yield f"- {line}"
    for channel in contact.channels:
        yield from (f"- {plain(former)}" for former in channel.former)
    for line in (contact.free, contact.languages, contact.sentence, contact.until, contact.zone):
        if line:
            yield f"- {line}"
    yield from (f"- {plain(closure)}" for closure in contact.closures)
    yield from plain_notes(contact.changes)


def plain_notes(changes: tuple[ChangeView, ...]) -> Iterator[str]:
    """Public notes about a fact or a contact."""
    for change in changes:
        yield f"- {change.when.text} {change.kind}: {change.note}"


def plain_hours(contact: ContactView, words: Mapping[str, str]) -> Iterator[str]:
    """The tables of hours and holidays of a contact."""
    for hours in contact.hours:
        yield hours.caption
        yield from (f"- {row.days}: {row.spans}" for row in hours.rows)
    if contact.holidays:
        yield words["holidays_of"]
        yield from (f"- {h.day} {h.name}: {h.hours}" for h in contact.holidays)


def plain_states(states: Iterable[State]) -> Iterator[str]:
    """What a reader has to know before reading, with the address of where to read on."""
    for state in states:
        if state.link is None:
            yield state.text
        else:
            yield f"{state.text} {plain(state.link.text)} <{state.link.href}>"


def _fact(fact: FactView) -> Iterator[str]:
    more = " / ".join(part for part in (fact.as_of, fact.status) if part)
    yield f"- {fact.name}: {fact.text}" + (f" ({more})" if more else "")

"""Contacts whose hours are those of another one  ->  contacts with hours of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from noticegen.contacts import Contact
from noticegen.diagnostics import Code, Diagnostic, say
from noticegen.yamlfile import Fields, Scalar, nearest

COME_ALONG = ("timezone", "holidays", "until")
"""Keys that say nothing of their own beside `hours: <contact>`."""

Sources = Mapping[str, Scalar | None]
"""For each contact with `hours`: the name of the one whose hours they are, or None."""


def named_source(fields: Fields) -> Scalar | None:
    """The contact that `hours` names, where it names one."""
    node = fields.node("hours")
    if not isinstance(node, Scalar) or node.says_nothing:
        return None
    for key in COME_ALONG:
        if key in fields:
            fields.report(
                fields.place(key),
                Code.SAID_DIFFERENTLY,
                say(
                    "`{key}` stands beside `hours: {name}`, which says it", key=key, name=node.text
                ),
                say("delete `{key}`, or write the hours out", key=key),
            )
    return node


def with_shared_hours(
    contacts: list[Contact], sources: Sources, ids: list[str]
) -> Iterator[Contact | Diagnostic]:
    """Every contact, complete, and what is wrong with the names in `sources`.

    `ids` are those of the file: a contact that could not be read is not called unknown.
    """
    by_id = {contact.id: contact for contact in contacts}
    for contact in contacts:
        owner = _owner(contact.id, sources, ids)
        if isinstance(owner, Diagnostic):
            yield owner
        other = by_id.get(owner, contact) if isinstance(owner, str) else contact
        yield replace(
            contact,
            zone=other.zone,
            holidays=other.holidays,
            periods=other.periods,
            ends=other.ends,
        )


def _owner(id_: str, sources: Sources, ids: list[str]) -> str | Diagnostic:
    """The contact for which the hours of another one are written out."""
    way = [id_]
    while source := sources.get(way[-1]):
        if source.text not in ids:
            return _unknown(source, ids)
        if source.text in way:
            return _circle(source, [*way, source.text])
        if source.text not in sources:
            return _without_hours(source)
        way.append(source.text)
    return way[-1]


def _unknown(source: Scalar, ids: list[str]) -> Diagnostic:
    meant = nearest(source.text, ids)
    return Diagnostic(
        source.at,
        Code.CONTACT,
        say("there is no contact `{name}`", name=source.text),
        say("did you mean `{name}`?", name=meant)
        if meant
        else say("write hours as {{from: …, weekly: …}}, or the id of a contact that has some"),
    )


def _circle(source: Scalar, names: list[str]) -> Diagnostic:
    return Diagnostic(
        source.at,
        Code.CIRCLE,
        say("the hours lead back to themselves: {names}", names=" → ".join(names)),
        say("write the hours of one of them out"),
    )


def _without_hours(source: Scalar) -> Diagnostic:
    return Diagnostic(
        source.at,
        Code.HOURS,
        say("`{name}` has no hours that could be shared", name=source.text),
        say("add `hours:` to it, or name another contact"),
    )

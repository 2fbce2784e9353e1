"""The log and what readers would be shown now  ->  what changed without a public word.

A change is explained by something with a moment of its own that came since: a note under
`changes`, another value, hours or a version, or a block whose moment was set. What has no such
word, what rewrites the past, and what vanished is a finding; everything else is what
`noticegen record` takes down next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Line, Location, Message, say
from noticegen.model import Scheduled
from noticegen.public import PublicSite
from noticegen.record.canonical import items, read_canonical
from noticegen.record.entry import Entry, EntryKind, read_time
from noticegen.record.pair import Pair
from noticegen.record.sides import Sides
from noticegen.record.states import CONTACT, FACT, FILE, PAGE, QUESTION, SITE, State, text_of
from noticegen.yamlfile import to_yaml

_PLACES = {FACT: "content/facts.yml", CONTACT: "content/contacts.yml", FILE: "content/files.yml"}


class Held(NamedTuple):
    """What comparing gave."""

    findings: tuple[Diagnostic, ...]
    changed: Mapping[str, EntryKind]
    """The subjects that have something to be taken down, and what it is."""


def hold(sides: Sides, shown: Mapping[str, State]) -> Held:
    """Compare what readers would be shown now with what was taken down last."""
    findings: list[Diagnostic] = []
    changed: dict[str, EntryKind] = {}
    for subject, state in shown.items():
        entry = sides.log.newest.get(subject)
        if entry is None:
            found = list(_new(state, sides))
            kind: EntryKind | None = first_kind(subject, sides.public)
        elif sides.log.text(entry) == state.text:
            continue
        else:
            found, kind = Pair(sides, entry, state).held()
        findings += found
        if kind and not found:
            changed[subject] = kind
    for subject, entry in sides.log.newest.items():
        if subject in shown or entry.kind is EntryKind.WITHDRAWAL:
            continue
        if subject.startswith(f"{FILE} "):
            changed[subject] = EntryKind.WITHDRAWAL
        else:
            findings.append(_vanished(entry, sides))
    return Held((*findings, *_unexplained_blocks(sides)), changed)


def first_kind(subject: str, public: PublicSite) -> EntryKind:
    """A translation that came later is named so; one that came with its text is not."""
    found = text_of(public, subject)
    if found and found.text.published > found.first.published:
        return EntryKind.TRANSLATION
    return EntryKind.PUBLICATION


def _new(state: State, sides: Sides) -> Iterator[Diagnostic]:
    began = since(state, sides)
    if began is None or sides.log.end is None or began > sides.log.end:
        return
    if state.subject in sides.merged or "backdated" in state.fields:
        return
    yield Diagnostic(
        state.at,
        Code.BACKDATED,
        say(
            "{subject} is dated {since}, and the newest entry of the record is of {end}",
            subject=state.subject,
            since=sides.local(began),
            end=sides.local(sides.log.end),
        ),
        _later_date(state, sides),
    )


def _later_date(state: State, sides: Sides) -> Message:
    kind, _, rest = state.subject.partition(" ")
    now = sides.local(sides.now)
    if kind in {PAGE, QUESTION} and rest.partition("/")[0] != sides.public.languages[0]:
        return say("add `translated: {now}`, when this language became public", now=now)
    if kind in {PAGE, QUESTION, FACT}:
        return say("date it later, or add `backdated:` with the reason, which readers will see")
    return say("add `from: {now}` or `with: <update>`, when it became public", now=now)


def since(state: State, sides: Sides) -> datetime | None:
    """When a subject became public by what is written; None where nothing says it."""
    if found := text_of(sides.public, state.subject):
        return found.text.published
    if state.subject == SITE:
        return sides.public.site.home.published
    values = items(read_canonical(state.text).fields, "values")
    first = state.fields.get("from") or (values[0].get("from") if values else None)
    return read_time(first) if isinstance(first, str) else None


# ------------------------------------------------------------------ what is not there any more


def _vanished(entry: Entry, sides: Sides) -> Diagnostic:
    kind, _, rest = entry.subject.partition(" ")
    first = sides.log.history[entry.subject][0]
    language, _, name = rest.partition("/")
    lines: tuple[Line, ...] = ()
    if kind in {PAGE, QUESTION}:
        path = f"content/{language}/{name.partition('#')[0]}.md"
        hint = say("put it back; with a note of `kind: withdrawal` its text may be deleted")
        recorded = read_canonical(sides.log.text(entry)).fields
        title = recorded.get("title", "…")
        note = sides.note_lines(entry.subject, "withdrawal")
        if kind == PAGE:
            date = recorded.get("date")
            keys = to_yaml({"title": title}).splitlines()
            if isinstance(date, str):
                keys.append(f"date: {sides.local(read_time(date))}")
            lines = ("", "---", *keys, *note, "---")
        else:
            lines = ("", *note, "", f"### {title} {{#{name.partition('#')[2]}}}")
    else:
        path = _PLACES.get(kind, "content/contacts.yml")
        hint = (
            say("put it back, with `until` or a note of `kind: withdrawal` where it ended")
            if kind == CONTACT
            else say("put it back; a value of `status: withdrawn` says that it holds no more")
            if kind == FACT
            else say("put it back")
        )
    return Diagnostic(
        Location(path),
        Code.VANISHED,
        say(
            "{subject} was public from {since} on, and is not here any more",
            subject=entry.subject,
            since=sides.local(first.moment),
        ),
        hint,
        lines=lines,
    )


# ------------------------------------------------------------------ blocks


def _unexplained_blocks(sides: Sides) -> Iterator[Diagnostic]:
    """Blocks to come whose moment nothing public tells of."""
    for page in sides.site.all_pages:
        for version in page.versions:
            for block in version.scheduled:
                told = {change.moment for change in version.changes if change.question is None}
                yield from _unexplained(block, told, sides)
    faq = sides.site.faq
    for question in faq.questions if faq else ():
        assert faq is not None
        for answer in question.answers:
            own = faq.version(answer.language)
            told = {c.moment for c in own.changes if c.question == question.id} if own else set()
            for block in answer.scheduled:
                yield from _unexplained(block, told, sides)


def _unexplained(block: Scheduled, told: set[datetime], sides: Sides) -> Iterator[Diagnostic]:
    end = sides.log.end
    if block.with_update or block.moment in told or (end and block.moment <= end):
        return
    yield Diagnostic(
        block.at,
        Code.UNEXPLAINED_BLOCK,
        say(
            "`::: {kind} {moment}` changes a public text, and nothing says so",
            kind=block.kind,
            moment=sides.local(block.moment),
        ),
        say("write `with=` and the update that tells of it, or add a note of the same moment"),
    )

"""One subject as it was taken down last, and as it is: what changed, and what explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Line, Location, Message, say
from noticegen.markdown.document import Document
from noticegen.model import Change
from noticegen.notes import ChangeKind
from noticegen.public import public
from noticegen.record.canonical import (
    DERIVED,
    FIXED,
    GROWING,
    Canonical,
    items,
    moment_of,
    read_canonical,
)
from noticegen.record.entry import Entry, EntryKind, read_time, written
from noticegen.record.reading import body_of
from noticegen.record.shown import difference_lines
from noticegen.record.sides import Sides
from noticegen.record.states import CONTACT, FACT, FILE, SITE, State, states, text_of
from noticegen.record.wordings import touched
from noticegen.yamlfile import Plain, to_yaml

_KIND_OF_LIST = {
    "hours": EntryKind.HOURS,
    "until": EntryKind.CLOSURE,
    "closures": EntryKind.CLOSURE,
    "versions": EntryKind.VERSION,
}


class Item(NamedTuple):
    """An item of a growing list."""

    key: str
    fields: Mapping[str, Plain]

    @property
    def moment(self) -> str:
        """When it became public, as the record writes it."""
        return moment_of(self.fields)

    @property
    def when(self) -> datetime:
        """The same as a moment."""
        return read_time(self.moment)


@dataclass(frozen=True)
class Pair:
    """One subject as it was taken down last, and as it is."""

    sides: Sides
    entry: Entry
    state: State

    @property
    def subject(self) -> str:
        """What is compared."""
        return self.state.subject

    def held(self) -> tuple[list[Diagnostic], EntryKind | None]:
        """What is wrong, and what is to be taken down; neither where nothing changed."""
        old = read_canonical(self.sides.log.text(self.entry))
        new = read_canonical(self.state.text)
        found = [*self._moved(old, new)]
        gone, added = self._items(old, new)
        found += self._rewritten(gone, added)
        found += self._too_early(added)
        if found:
            return found, None
        if added:
            found += self._as_announced(added, old, new)
            return found, _kind(added[-1])
        if self._is_same(old, new):
            return [], self._kind_without_news(old, new)
        if self._has_more_languages(old, new):
            return [], EntryKind.TRANSLATION
        if self._came_by_itself(old, new):
            return [], EntryKind.SCHEDULE
        return [self._silent()], None

    def _moved(self, old: Canonical, new: Canonical) -> Iterator[Diagnostic]:
        for key in FIXED:
            was, is_ = old.fields.get(key), new.fields.get(key)
            if was != is_:
                yield Diagnostic(
                    self.state.at,
                    Code.PAST_REWRITTEN,
                    say(
                        "`{key}` of {subject} says {new}, and the record says {old}",
                        key=key,
                        subject=self.subject,
                        new=self._said(is_),
                        old=self._said(was),
                    ),
                    say("put it back; this stays as it was published"),
                )

    def _said(self, value: Plain | None) -> str | Message:
        if not isinstance(value, str):
            return say("nothing")
        try:
            return self.sides.local(read_time(value))
        except ValueError:
            return value

    # -------------------------------------------------------------- growing lists

    def _items(self, old: Canonical, new: Canonical) -> tuple[list[Item], list[Item]]:
        """The items that are gone, and those that came, in order of their moments."""
        gone: list[Item] = []
        added: list[Item] = []
        for key in sorted(GROWING & (old.fields.keys() | new.fields.keys())):
            left = list(items(new.fields, key))
            for item in items(old.fields, key):
                same = next((other for other in left if self._is_kept(item, other)), None)
                if same is None:
                    gone.append(Item(key, item))
                else:
                    left.remove(same)
            added += [Item(key, item) for item in left]
        return gone, sorted(added, key=lambda item: (item.moment, item.key))

    def _is_kept(self, old: Plain, new: Plain) -> bool:
        """Whether `new` says what `old` said, perhaps in more languages."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if old and self._is_localized(old, new):
                return all(key in new and self._is_kept(old[key], new[key]) for key in old)
            keys = old.keys() | new.keys()
            nothing: Plain = {}
            return all(self._is_kept(old.get(k, nothing), new.get(k, nothing)) for k in keys)
        return self.sides.readings.is_same(self.subject, old, new, self.sides.now)

    def _is_localized(self, old: Mapping[str, Plain], new: Mapping[str, Plain]) -> bool:
        return (old.keys() | new.keys()) <= set(self.sides.public.languages)

    def _rewritten(self, gone: list[Item], added: list[Item]) -> Iterator[Diagnostic]:
        """What was said at a moment that has passed; what took its place is no news."""
        for item in gone:
            instead = next(
                (a for a in added if a.key == item.key and a.moment == item.moment), None
            )
            if instead:
                added.remove(instead)
            key, subject, moment = item.key, self.subject, self._said(item.moment)
            yield Diagnostic(
                self._place(instead or item),
                Code.PAST_REWRITTEN,
                say(
                    "`{key}` of {subject} says something else from {moment} on",
                    key=key,
                    subject=subject,
                    moment=moment,
                )
                if instead
                else say(
                    "`{key}` of {subject} has no item of {moment} any more",
                    key=key,
                    subject=subject,
                    moment=moment,
                ),
                say("put it back as it was, and add what is right now under it"),
                lines=("", *self._to_paste(item, instead)),
            )

    def _to_paste(self, item: Item, instead: Item | None) -> tuple[Line, ...]:
        recorded = to_yaml({item.key: (_as_author(item.fields, self.sides.local),)}).splitlines()
        if instead is None or item.key not in {"values", "phone", "fax", "mail", "post", "form"}:
            return (say("recorded:"), *(f"  {line}" for line in recorded))
        more = {
            "from": self.sides.local(self.sides.now),
            "value": instead.fields.get("value", "…"),
            "change": "correction",
            "note": "…",
        }
        both = (_as_author(item.fields, self.sides.local), more)
        keys: Mapping[str, Plain] = (
            {"values": both} if item.key == "values" else {item.key: {"values": both}}
        )
        return tuple(to_yaml(keys).splitlines())

    def _too_early(self, added: list[Item]) -> Iterator[Diagnostic]:
        end = self.sides.log.end
        for item in added:
            if end and item.moment <= written(end) and self.subject not in self.sides.merged:
                yield Diagnostic(
                    self._place(item),
                    Code.BACKDATED,
                    say(
                        "an item of `{key}` of {subject} is dated {moment}, and the newest entry "
                        "of the record is of {end}",
                        key=item.key,
                        subject=self.subject,
                        moment=self._said(item.moment),
                        end=self.sides.local(end),
                    ),
                    say(
                        "date it {now}, when readers see it first",
                        now=self.sides.local(self.sides.now),
                    ),
                )

    def _as_announced(
        self, added: list[Item], old: Canonical, new: Canonical
    ) -> Iterator[Diagnostic]:
        """A change of wording touches nothing else, and what a note says stood there, did."""
        kinds = {item.fields["kind"] for item in added if item.key == "changes"}
        if old.body is None or kinds != {str(ChangeKind.WORDING)}:
            return
        subject, now = self.subject, self.sides.now
        before, after = (
            (
                "\n".join(self.sides.readings.paragraphs(subject, text, now, self._language)),
                body_of(canonical.body or "", subject),
            )
            for text, canonical in ((self.sides.log.text(self.entry), old), (self.state.text, new))
        )
        for what, here, there in touched(before, after, self._language):
            yield Diagnostic(
                self._place(added[-1]),
                Code.MORE_THAN_WORDING,
                say(
                    "the note says `kind: wording`, and {what} changed: “{old}”, now “{new}”",
                    what=what,
                    old=here or say("nothing"),
                    new=there or say("nothing"),
                ),
                say("write `kind: correction`, `addition` or `policy`, whichever it is"),
            )

    # -------------------------------------------------------------- everything else

    def _is_same(self, old: Canonical, new: Canonical) -> bool:
        now, readings = self.sides.now, self.sides.readings
        return (
            readings.is_same(self.subject, old.head, new.head, now)
            and (old.body is None) == (new.body is None)
            and readings.is_same_body(self.subject, old.body or "", new.body or "", now)
        )

    def _kind_without_news(self, old: Canonical, new: Canonical) -> EntryKind | None:
        """What is to be taken down although nothing that was said is another now.

        An item may have got more languages; and what reads the same only because of what
        placeholders stand for today is pinned before that changes.
        """
        now, readings = self.sides.now, self.sides.readings
        grown = [key for key in GROWING if items(old.fields, key) != items(new.fields, key)]
        if any(
            not readings.is_same(self.subject, items(old.fields, key), items(new.fields, key), now)
            for key in grown
        ):
            return EntryKind.TRANSLATION
        are_other = _placeholders(old, self.subject) != _placeholders(new, self.subject)
        if grown or are_other or old.head != new.head:
            return EntryKind.FORM
        has_more_holidays = any(old.fields.get(key) != new.fields.get(key) for key in DERIVED)
        return EntryKind.HOLIDAYS if has_more_holidays else None

    def _has_more_languages(self, old: Canonical, new: Canonical) -> bool:
        return old.body == new.body and all(
            self._is_kept(old.head.get(key, {}), new.head.get(key, {}))
            for key in old.head.keys() | new.head.keys()
        )

    def _came_by_itself(self, old: Canonical, new: Canonical) -> bool:
        """Whether only blocks came or went at their moments since."""
        if old.body is None or not self.sides.readings.is_same(
            self.subject, old.head, new.head, self.sides.now
        ):
            return False
        then = public(self.sides.site, self.entry.moment)
        if then is None:
            return False
        config = self.sides.readings.config
        wanted = frozenset({self.subject})
        before = states(then, config, {}, wanted).get(self.subject)
        return before is not None and self.sides.readings.is_same_body(
            self.subject, old.body, before.body or "", self.sides.now
        )

    def _silent(self) -> Diagnostic:
        before, after = (
            self.sides.readings.paragraphs(self.subject, text, self.sides.now, self._language)
            for text in (self.sides.log.text(self.entry), self.state.text)
        )
        shown = tuple(difference_lines(before, after))
        return Diagnostic(
            self._changed_line(),
            Code.SILENT_CHANGE,
            say(
                "{subject} says something else than on {moment}, without a public note",
                subject=self.subject,
                moment=self.sides.local(self.entry.moment),
            ),
            say("put it back, or add the note"),
            lines=(
                "",
                *(shown or (say("(no words changed, but a link or how it is laid out)"),)),
                "",
                *self.sides.note_lines(self.subject, "correction"),
            ),
        )

    @property
    def _language(self) -> str:
        first = self.sides.public.languages[0]
        return self.sides.readings.language(self.subject, first)

    # -------------------------------------------------------------- places

    def _place(self, item: Item) -> Location:
        """Where an item stands in the sources, as near as is known."""
        kind, _, id_ = self.subject.partition(" ")
        site = self.sides.public.site
        placed: list[tuple[datetime, Location]] = []
        if found := text_of(self.sides.public, self.subject):
            version = found.page.version(found.text.language)
            changes: tuple[Change, ...] = version.changes if version else ()
            placed = [(change.moment, change.at) for change in changes]
        elif kind == FACT:
            fact = site.facts[id_]
            if item.key == "values":
                placed = [(value.moment, value.at) for value in fact.values]
            else:
                placed = [(note.moment, note.at) for note in fact.changes]
        elif kind == CONTACT and (contact := self.sides.public.contact(id_)):
            placed = [
                (value.moment, value.at)
                for ch in contact.channels
                for value in ch.values
                if ch.kind == item.key
            ]
            placed += [(p.announced, p.at) for p in contact.periods if item.key == "hours"]
            placed += [(e.announced, e.at) for e in contact.ends if item.key == "until"]
            placed += [(n.moment, n.at) for n in contact.changes if item.key == "changes"]
        elif kind == FILE and id_ in site.attachments:
            placed = [(v.moment, v.at) for v in site.attachments[id_].versions]
        elif kind == SITE:
            placed = [(note.moment, note.at) for note in site.notes]
        return next((at for moment, at in placed if written(moment) == item.moment), self.state.at)

    def _changed_line(self) -> Location:
        """The first line of the source that is not as it was taken down."""
        found = text_of(self.sides.public, self.subject)
        if found is None or self.state.body is None:
            return self.state.at
        recorded = set((read_canonical(self.sides.log.text(self.entry)).body or "").split("\n"))
        document: Document = found.text.document
        own = set(self.state.body.split("\n"))
        for number, line in enumerate(document.text.split("\n")):
            if line in own and line not in recorded:
                return Location(document.path, document.first_line + number, 1)
        return self.state.at


def _placeholders(text: Canonical, subject: str) -> list[str]:
    return [placeholder.name for placeholder in body_of(text.body or "", subject).placeholders]


def _kind(item: Item) -> EntryKind:
    """What kind of entry an item of a growing list makes."""
    if item.key in _KIND_OF_LIST:
        return _KIND_OF_LIST[item.key]
    said = item.fields.get("kind") or item.fields.get("change") or EntryKind.ADDITION
    return EntryKind(str(said))


def kind_between(before: str, after: str) -> EntryKind:
    """What kind of entry lies between two texts of a subject that content/ holds together."""
    old, new = read_canonical(before), read_canonical(after)
    if added := _added(old, new):
        return _kind(max(added, key=lambda item: item.moment))
    return EntryKind.SCHEDULE if old.body != new.body else EntryKind.FORM


def added_items(before: str, after: str) -> list[Item]:
    """What came to the growing lists between two texts of a subject, oldest first."""
    added = _added(read_canonical(before), read_canonical(after))
    return sorted(added, key=lambda item: item.moment)


def _added(old: Canonical, new: Canonical) -> list[Item]:
    return [
        Item(key, item)
        for key in sorted(GROWING & new.fields.keys())
        for item in items(new.fields, key)
        if item not in items(old.fields, key)
    ]


def _as_author(
    fields: Mapping[str, Plain], local: Callable[[datetime], str]
) -> Mapping[str, Plain]:
    """An item with its moments as authors write them."""
    shown: dict[str, Plain] = {}
    for key, value in fields.items():
        try:
            shown[key] = local(read_time(value)) if isinstance(value, str) else value
        except ValueError:
            shown[key] = value
    return shown

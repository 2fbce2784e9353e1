"""The public record as pages: what one entry changed, and the record as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import escape

from noticegen.difference import Change, Piece, paragraphs
from noticegen.localized import Localized
from noticegen.plan import Recorded, relative
from noticegen.public import PublicSite
from noticegen.record.canonical import Canonical, read_canonical
from noticegen.record.checkpoint import NAME
from noticegen.record.entry import Entry
from noticegen.record.log import Log
from noticegen.record.pair import Item, added_items
from noticegen.record.published import DATA
from noticegen.record.reading import Readings
from noticegen.render.reader import Reader
from noticegen.views import (
    Html,
    Link,
    RecordedChange,
    RecordEntry,
    RecordView,
    Spoken,
)
from noticegen.yamlfile import Plain

SHOWN = 50
"""How many entries the page of the record lists."""

_A_MOMENT = timedelta(microseconds=1)


def record_view(here: str, reader: Reader) -> RecordView:
    """The record as a whole, seen from the route `here`."""
    log = _log(reader)
    checkpoint = log.checkpoint
    newest = log.entries[: -SHOWN - 1 : -1]
    return RecordView(
        origin=log.origin,
        size=checkpoint.size,
        root=reader.record_root,
        data=relative(here, DATA),
        checkpoint=relative(here, NAME),
        entries=tuple(_listed(entry, here, reader) for entry in newest),
        more=len(log.entries) - len(newest),
    )


def _listed(entry: Entry, here: str, reader: Reader) -> RecordEntry:
    return RecordEntry(
        entry.number,
        reader.when(entry.moment),
        reader.words[f"recorded_{entry.kind}"],
        _about(entry, here, reader),
        reader.recorded(entry.subject, entry.moment, lambda there: relative(here, there)),
    )


def _about(entry: Entry, here: str, reader: Reader) -> Link:
    """What an entry is about, by the name that it had then."""
    public = reader.plan.public
    kind, _, rest = entry.subject.partition(" ")
    canonical = read_canonical(_log(reader).text(entry))
    language = reader.language
    match kind:
        case "page" | "question":
            language, _, name = rest.partition("/")
            page, mark, id_ = name.partition("#")
            title = canonical.fields.get("title", name)
            known = public.page(page)
            moment = public.moment_of(known) if known else entry.moment
            text = reader.wording.in_language(language).fill(str(title), moment)
            route = reader.route(page) + mark + id_
        case "fact":
            text, language = _localized(canonical, "name", reader)
            route = f"{reader.route('numbers')}#{rest}"
        case "contact":
            text, language = _localized(canonical, "name", reader)
            route = f"{reader.route('contact')}#{rest}"
        case "number":
            text, route = str(canonical.fields.get("phone", rest)), reader.route("contact")
        case "file":
            text, language = _localized(canonical, "title", reader)
            text, route = text or rest, reader.route("record")
        case _:
            text, language = _localized(canonical, "title", reader)
            route = reader.route("index")
    return Link(text, relative(here, route), language=language)


def _localized(canonical: Canonical, key: str, reader: Reader) -> tuple[str, str]:
    value = canonical.fields.get(key)
    if not isinstance(value, Mapping) or not value:
        return "", reader.language
    texts = _texts(value)
    return reader.wording.of(texts), texts.language_for(reader.language)


def _texts(value: Mapping[str, Plain]) -> Localized:
    texts = {language: str(text) for language, text in value.items()}
    return Localized(texts, next(iter(texts)))


def recorded_change(recorded: Recorded, here: str, reader: Reader) -> RecordedChange:
    """What one entry changed, both sides as readers saw them."""
    log, entry = _log(reader), recorded.entry
    readings = Readings(reader.plan.public, reader.config, reader.theme.strings)
    before, after = log.text(recorded.before), log.text(entry)
    subject, language = entry.subject, readings.language(entry.subject, reader.language)
    old = readings.paragraphs(subject, before, entry.moment - _A_MOMENT, reader.language)
    new = readings.paragraphs(subject, after, entry.moment, reader.language)
    words = reader.theme.strings[language]
    compared = paragraphs(old, new)
    return RecordedChange(
        number=entry.number,
        when=reader.when(entry.moment),
        kind=reader.words[f"recorded_{entry.kind}"],
        about=_about(entry, here, reader),
        notes=tuple(_notes(before, after, language, readings, reader)),
        paragraphs=tuple(_shortened(compared, words)),
        language=language,
        is_same=not any(_is_changed(pieces) for pieces in compared),
    )


def _notes(
    before: str, after: str, language: str, readings: Readings, reader: Reader
) -> Iterator[Spoken]:
    for item in added_items(before, after):
        if note := _note(item, language, readings, reader):
            yield note


def _note(item: Item, language: str, readings: Readings, reader: Reader) -> Spoken | None:
    said = item.fields.get("note")
    if not said:
        return None
    texts = (
        _texts(said) if isinstance(said, Mapping) else Localized({language: str(said)}, language)
    )
    own = texts.language_for(reader.language)
    then: PublicSite = readings.then(item.when)
    return Spoken(readings.wording(then, own).of(texts, item.when), own)


def _shortened(compared: tuple[tuple[Piece, ...], ...], words: Mapping[str, str]) -> Iterator[Html]:
    """The paragraphs that changed and their neighbours; dots stand for all others."""
    changed = [number for number, pieces in enumerate(compared) if _is_changed(pieces)]
    shown = {near for number in changed for near in (number - 1, number, number + 1)}
    was_shown = True
    for number, pieces in enumerate(compared):
        if number in shown:
            yield Html(_marked(pieces, words))
        elif was_shown:
            yield Html("…")
        was_shown = number in shown


def _is_changed(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.change is not Change.SAME for piece in pieces)


def _marked(pieces: tuple[Piece, ...], words: Mapping[str, str]) -> str:
    """A paragraph with its changes in marks and in words."""
    parts = []
    for number, piece in enumerate(pieces):
        text = escape(piece.text, quote=False).replace("\n", "<br/>\n")
        if piece.change is Change.DELETED:
            is_replaced = _is(pieces, number + 1, Change.INSERTED)
            label = words["before_change" if is_replaced else "deleted_text"]
            parts.append(f'<del><span class="said">{escape(label)}</span>{text}</del>')
        elif piece.change is Change.INSERTED:
            is_replacing = number and _is(pieces, number - 1, Change.DELETED)
            label = words["after_change" if is_replacing else "added_text"]
            between = " " if is_replacing else ""
            parts.append(f'{between}<ins><span class="said">{escape(label)}</span>{text}</ins>')
        else:
            parts.append(text)
    return "".join(parts)


def _is(pieces: tuple[Piece, ...], number: int, change: Change) -> bool:
    return number < len(pieces) and pieces[number].change is change


def _log(reader: Reader) -> Log:
    assert reader.plan.log is not None, "these pages are planned only where a record is kept"
    return reader.plan.log

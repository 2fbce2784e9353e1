"""The record as it is published, `record.json` and `checkpoint`  ->  its log, or what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.entry import SALT, Entry, EntryKind, Kept, read_time
from noticegen.record.log import Log
from noticegen.record.merkle import leaf
from noticegen.record.published import DATA


def grown(log: Log, since: Checkpoint) -> Iterator[Diagnostic]:
    """The log has an earlier state of itself at its beginning."""
    at = Location(NAME)
    if since.origin != log.origin:
        yield Diagnostic(
            at,
            Code.RECORD_FOREIGN,
            say("the record is {here}, and {there} was kept", here=log.origin, there=since.origin),
        )
    elif since.size > len(log.entries):
        yield Diagnostic(
            at,
            Code.RECORD_CUT,
            say(
                "the record has {here} entries, and it had {there}",
                here=len(log.entries),
                there=since.size,
            ),
        )
    elif since.size and next(c for c in log.checkpoints() if c.size == since.size) != since:
        yield Diagnostic(
            at,
            Code.RECORD_FORK,
            say("the first {size} entries are not those that were kept", size=since.size),
        )


def _edited(name: str, message: Message, line: int = 0) -> Diagnostic:
    return Diagnostic(Location(name, line, 1 if line else 0), Code.RECORD_EDITED, message)


def unpublished() -> Diagnostic:
    """That there is no record where one was kept."""
    return _edited(DATA, say("no record is published here, and one was kept"))


def published(data: bytes | None, known: bytes | None) -> tuple[Log | None, list[Diagnostic]]:
    """What `record.json` and `checkpoint` say, held against each other.

    None for a file that is not there; without both, no record is published.
    """
    if data is None and known is None:
        return None, []
    for name, content in ((DATA, data), (NAME, known)):
        if content is None:
            return None, [Diagnostic(Location(name), Code.RECORD_CUT, say("it is missing"))]
    assert data is not None
    assert known is not None
    log, found = _read_data(data)
    checkpoint = read_checkpoint(known.decode("utf-8", "replace"))
    if checkpoint is None:
        found.append(_edited(NAME, say("it does not hold the three lines of a checkpoint")))
    if log is None or checkpoint is None or found:
        return None, found
    for line, name, here, there in (
        (1, "origin", checkpoint.origin, log.origin),
        (2, "size", checkpoint.size, len(log.entries)),
        (3, "root", checkpoint.root, log.checkpoint.root),
    ):
        if here != there:
            message = say("its {name} is not that of the entries in {data}", name=name, data=DATA)
            return None, [_edited(NAME, message, line)]
    return log, []


def _read_data(content: bytes) -> tuple[Log | None, list[Diagnostic]]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None, [_edited(DATA, say("it is no JSON"))]
    origin = document.get("origin") if isinstance(document, Mapping) else None
    listed = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(origin, str) or not isinstance(listed, list) or document.get("version") != 1:
        return None, [_edited(DATA, say("it does not hold origin and entries"))]
    found: list[Diagnostic] = []
    entries: list[Entry] = []
    texts: dict[str, Kept] = {}
    for number, item in enumerate(listed, start=1):
        try:
            read = _read_item(item, number)
        except UnicodeEncodeError:  # half a character (a lone surrogate)
            read = say("entry {number} is none", number=number)
        if isinstance(read, Message):
            # One entry a line, behind the line that opens the list.
            found.append(_edited(DATA, read, number + 1))
            continue
        entry, kept = read
        if entries and entry.moment < entries[-1].moment:
            message = say("entry {number} is older than the one before it", number=number)
            found.append(_edited(DATA, message, number + 1))
        entries.append(entry)
        texts[entry.digest] = kept
    return (None if found else Log(origin, tuple(entries), texts)), found


def _read_item(item: object, number: int) -> tuple[Entry, Kept] | Message:
    """An entry with its text, or what is wrong with it."""
    if not isinstance(item, Mapping):
        return say("entry {number} is none", number=number)
    words = {key: item.get(key) for key in ("time", "kind", "subject", "digest", "leaf")}
    salt, text = item.get("salt"), item.get("text")
    if not all(isinstance(word, str) for word in (*words.values(), salt, text)):
        return say("entry {number} lacks a part", number=number)
    try:
        entry = Entry(
            item["number"],
            read_time(str(words["time"])),
            EntryKind(str(words["kind"])),
            str(words["subject"]),
            str(words["digest"]),
        )
    except (ValueError, KeyError):
        return say("entry {number} is none", number=number)
    kept = Kept(str(salt), str(text))
    if entry.number != number:
        return say("entry {number} says that it is another one", number=number)
    if not SALT.fullmatch(kept.salt) or kept.digest != entry.digest:
        return say("the text of entry {number} is not the one that was recorded", number=number)
    if leaf(entry.as_bytes()).hex() != words["leaf"]:
        return say("entry {number} is not as it was recorded", number=number)
    return entry, kept

"""A published folder, or a record  ->  whether it is as it was built, and what is not.

Needs no key, no network and no project: whoever was given the files can do it. The sums say
that the files belong together, the checkpoint that the record is the one it was, and an older
checkpoint that the record only grew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.entry import SALT, Entry, EntryKind, Kept, read_time
from noticegen.record.folder import ENTRIES, read_folder
from noticegen.record.log import Log
from noticegen.record.merkle import leaf
from noticegen.record.published import DATA
from noticegen.render import SUMS
from noticegen.write.listing import digest

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)", re.ASCII)
_NOT_SUMMED = re.compile(
    r"SHA256SUMS|checkpoint\.sig|_headers|_redirects|(?:.*/)?\.htaccess"
    r"|staticwebapp\.config\.json|vercel\.json|\.git(?:/.*)?|\.gitignore|\.gitkeep|\.nojekyll"
    r"|CNAME|.*\.(?:gz|br|zst)"
)
"""What the sums leave out: themselves, files for hosts, compressed siblings."""


class Verified(NamedTuple):
    """What verifying gave."""

    files: int
    """How many files are listed in the sums."""
    log: Log | None
    """None where there is no record, or where it cannot be read."""
    since: Checkpoint | None
    findings: tuple[Diagnostic, ...]


def verify(folder: Path, since: Checkpoint | None) -> Verified:
    """Verify a published folder, or a folder `record/`; `since` is a checkpoint kept earlier.

    Raises NoticegenError where there is nothing to verify, OSError where a file cannot be read.
    """
    if not folder.is_dir():
        raise NoticegenError(
            Diagnostic(
                Location(folder.as_posix()),
                Code.SYSTEM,
                say("there is no such folder"),
                say("name the folder of a published site, such as output/"),
            )
        )
    files = 0
    if (folder / ENTRIES).is_dir():
        log, found = _of_folder(folder)
    else:
        files, found = _of_sums(folder)
        log, more = _of_data(folder)
        found += more
    if since and log and not found:
        found += list(_grown(log, since))
    elif since and log is None and not found:
        found.append(_edited(DATA, say("no record is published here, and one was kept")))
    return Verified(files, log, since, tuple(found))


def _grown(log: Log, since: Checkpoint) -> Iterator[Diagnostic]:
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


def _of_folder(folder: Path) -> tuple[Log | None, list[Diagnostic]]:
    """A folder `record/`, by the origin that it names itself."""
    path = folder / NAME
    known = read_checkpoint(path.read_text("utf-8", "replace")) if path.is_file() else None
    read = read_folder(folder, known.origin if known else "")
    return (read.record.sealed if read.record else None), list(read.findings)


# ------------------------------------------------------------------ sums


def _of_sums(folder: Path) -> tuple[int, list[Diagnostic]]:
    path = folder / SUMS
    if not path.is_file():
        return 0, [_other(SUMS, say("it is missing, and nothing else says what was built"))]
    found: list[Diagnostic] = []
    listed: dict[str, str] = {}
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            found.append(_other(SUMS, say("this line is no digest of a file"), number))
        else:
            listed[match[2]] = match[1]
    written = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()
    if not found and path.read_bytes() != written:
        found.append(
            _other(SUMS, say("its lines are not in the order and form they are written in"))
        )
    present = {
        each.relative_to(folder).as_posix(): each
        for each in sorted(folder.rglob("*"))
        if not each.is_dir() or each.is_symlink()
    }
    for name, sum_ in listed.items():
        if name not in present:
            found.append(_other(name, say("it is missing, and {sums} names it", sums=SUMS)))
        elif present[name].is_symlink() or digest(present[name].read_bytes()) != sum_:
            found.append(_other(name, say("it is not as it was built")))
    found += [
        _other(name, say("{sums} does not name it", sums=SUMS))
        for name in present
        if name not in listed and not _NOT_SUMMED.fullmatch(name)
    ]
    return len(listed), found


def _other(name: str, message: Message, line: int = 0) -> Diagnostic:
    return Diagnostic(
        Location(name, line, 1 if line else 0),
        Code.NOT_AS_BUILT,
        message,
        say("build the site again, or fetch the file again"),
    )


# ------------------------------------------------------------------ the record


def _edited(name: str, message: Message, line: int = 0) -> Diagnostic:
    return Diagnostic(Location(name, line, 1 if line else 0), Code.RECORD_EDITED, message)


def _of_data(folder: Path) -> tuple[Log | None, list[Diagnostic]]:
    """What `record.json` and `checkpoint` say, held against each other."""
    data, known = folder / DATA, folder / NAME
    if not data.is_file() and not known.is_file():
        return None, []
    for path in (data, known):
        if not path.is_file():
            finding = Diagnostic(Location(path.name), Code.RECORD_CUT, say("it is missing"))
            return None, [finding]
    log, found = _read_data(data.read_bytes())
    checkpoint = read_checkpoint(known.read_bytes().decode("utf-8", "replace"))
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
    except ValueError:
        return None, [_edited(DATA, say("it is no JSON"))]
    origin = document.get("origin") if isinstance(document, Mapping) else None
    listed = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(origin, str) or not isinstance(listed, list) or document["version"] != 1:
        return None, [_edited(DATA, say("it does not hold origin and entries"))]
    found: list[Diagnostic] = []
    entries: list[Entry] = []
    texts: dict[str, Kept] = {}
    for number, item in enumerate(listed, start=1):
        read = _read_item(item, number)
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

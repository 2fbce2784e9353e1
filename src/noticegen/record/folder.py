"""`record/`  ->  a `Record`, and back: plain files that read well in a review.

checkpoint                       what is sealed is known by
entries/000012-5e8f….txt         a sealed entry; behind its number the digest of the file
texts/<digest>.txt               the salt and the text of a sealed entry
pending/2026-05-07T000000Z_….txt what is scheduled, without a number
pending/texts/<digest>.txt
last-run                         what `noticegen record --undo` takes back
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.entry import Entry, Kept, read_entry, read_kept, written
from noticegen.record.log import Log, Record

FOLDER = "record"
ENTRIES, TEXTS, PENDING = "entries", "texts", "pending"
LAST_RUN = "last-run"

_ENTRY_NAME = re.compile(r"(\d{6,9})-([0-9a-f]{16})\.txt", re.ASCII)
_TEXT_NAME = re.compile(r"([0-9a-f]{64})\.txt", re.ASCII)
_KNOWN = {NAME, f"{NAME}.sig", ENTRIES, TEXTS, PENDING, LAST_RUN, "README.md"}


_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
"""What version control leaves where two branches changed the same lines."""

_MOST_FORKED = 12
"""Numbers that two branches both gave; the ways to choose among them are tried one by one."""


class Unmerged(NamedTuple):
    """Two branches that both sealed an entry, and of which a merge kept one checkpoint."""

    record: Record
    """The branch of the checkpoint, with what is pending."""
    others: tuple[Entry, ...]
    """What the other branch sealed after they parted."""


class Read(NamedTuple):
    """What reading the folder gave."""

    record: Record | None
    """None where something is wrong with it."""
    findings: tuple[Diagnostic, ...]
    unmerged: Unmerged | None
    """What a merge left, where that is all that is wrong."""
    texts: Mapping[str, str]
    """The text of the checkpoint, for excerpts."""


def read_folder(folder: Path, origin: str) -> Read:
    """Read a record that belongs to `origin`. Raises OSError where a file cannot be read."""
    return _Reader(folder, origin).read()


class _Reader:
    """Reads the files one by one; what is wrong gathers in `found`."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder = folder
        self.origin = origin
        self.found: list[Diagnostic] = []

    def read(self) -> Read:
        self._hold_names()
        known = self._checkpoint()
        entries = self._entries()
        texts = self._texts(self.folder / TEXTS, f"{FOLDER}/{TEXTS}")
        pending = self._pending()
        pending_texts = self._texts(self.folder / PENDING / TEXTS, f"{FOLDER}/{PENDING}/{TEXTS}")
        self._hold_texts(
            [e for group in entries.values() for e in group], texts, f"{FOLDER}/{TEXTS}"
        )
        self._hold_texts(pending, pending_texts, f"{FOLDER}/{PENDING}/{TEXTS}")
        if self.found or known is None:
            return self._broken(None)
        if any(len(group) > 1 for group in entries.values()):
            forked = self._fork(entries, texts, known)
            unmerged = (
                Unmerged(Record(forked[0], tuple(pending), pending_texts), forked[1])
                if forked
                else None
            )
            return self._broken(unmerged)
        log = Log(self.origin, tuple(entries[number][0] for number in sorted(entries)), texts)
        self._hold_log(log, known)
        if self.found:
            return self._broken(None)
        return Read(Record(log, tuple(pending), pending_texts), (), None, {})

    def _broken(self, unmerged: Unmerged | None) -> Read:
        path = self.folder / NAME
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        return Read(None, tuple(self.found), unmerged, {f"{FOLDER}/{NAME}": text})

    def _edited(self, place: str, message: Message) -> None:
        self.found.append(
            Diagnostic(
                Location(f"{FOLDER}/{place}"),
                Code.RECORD_EDITED,
                message,
                say("bring the file back from version control"),
            )
        )

    # -------------------------------------------------------------- files

    def _hold_names(self) -> None:
        for path in sorted(self.folder.iterdir()):
            if path.name not in _KNOWN and not path.name.startswith("."):
                self._edited(path.name, say("noticegen did not write this file"))

    def _files(self, folder: Path) -> Iterator[Path]:
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if not path.name.startswith("."))

    def _cut(self, place: str, message: Message) -> None:
        hint = say("bring the files back from version control")
        self.found.append(Diagnostic(Location(place), Code.RECORD_CUT, message, hint))

    def _checkpoint(self) -> Checkpoint | None:
        """What the record is known by."""
        path = self.folder / NAME
        place = f"{FOLDER}/{NAME}"
        if not path.is_file():
            self._cut(place, say("it is missing, and without it nobody can see what was cut"))
            return None
        text = path.read_bytes().decode("utf-8", "replace")
        if any(line.startswith(_MARKERS) for line in text.split("\n")):
            self.found.append(
                Diagnostic(
                    Location(place, 1, 1),
                    Code.RECORD_FORK,
                    say("two branches both changed the record, and both checkpoints stand here"),
                    say(
                        "leave the three lines of the branch that is published, "
                        "then run `noticegen record`"
                    ),
                )
            )
            return None
        read = read_checkpoint(text)
        if read is None:
            self._edited(NAME, say("it does not hold the three lines of a checkpoint"))
        elif read.origin != self.origin:
            self.found.append(
                Diagnostic(
                    Location(place, 1, 1),
                    Code.RECORD_FOREIGN,
                    say(
                        "the record is that of {there}, and noticegen.yml says {here}",
                        there=read.origin,
                        here=self.origin,
                    ),
                    say("bring back the record of this site"),
                )
            )
        return read

    def _entries(self) -> Mapping[int, list[Entry]]:
        """The sealed entries by their numbers; one for each, unless branches were merged."""
        found: dict[int, list[Entry]] = {}
        for path in self._files(self.folder / ENTRIES):
            place = f"{ENTRIES}/{path.name}"
            match = _ENTRY_NAME.fullmatch(path.name)
            if match is None:
                self._edited(place, say("its name is not that of an entry"))
                continue
            content = path.read_bytes()
            entry = read_entry(content)
            if entry is None or not entry.number:
                self._edited(place, say("it does not hold the lines of an entry"))
            elif entry.number != int(match[1]):
                self._edited(
                    place,
                    say(
                        "it says that its number is {number}, and its name another one",
                        number=entry.number,
                    ),
                )
            elif hashlib.sha256(content).hexdigest()[:16] != match[2]:
                self._edited(place, say("it was edited: its name no longer fits what it says"))
            else:
                found.setdefault(entry.number, []).append(entry)
        return found

    def _pending(self) -> list[Entry]:
        found = []
        for path in self._files(self.folder / PENDING):
            if path.name == TEXTS:
                continue
            entry = read_entry(path.read_bytes())
            if entry is None or entry.number or path.name != pending_name(entry):
                self._edited(
                    f"{PENDING}/{path.name}", say("it is no entry as `noticegen record` writes it")
                )
            else:
                found.append(entry)
        return sorted(found, key=lambda entry: entry.order)

    def _texts(self, folder: Path, place: str) -> Mapping[str, Kept]:
        found = {}
        for path in self._files(folder):
            at = f"{place}/{path.name}".removeprefix(f"{FOLDER}/")
            match = _TEXT_NAME.fullmatch(path.name)
            content = path.read_bytes()
            kept = read_kept(content)
            if match is None or hashlib.sha256(content).hexdigest() != match[1]:
                self._edited(
                    at, say("it was edited: its name is no longer the SHA-256 of what it says")
                )
            elif kept is None:
                self._edited(at, say("it does not begin with a salt"))
            else:
                found[match[1]] = kept
        return found

    # -------------------------------------------------------------- what must hold together

    def _hold_texts(self, entries: list[Entry], texts: Mapping[str, Kept], place: str) -> None:
        at = place.removeprefix(f"{FOLDER}/")
        named = {entry.digest for entry in entries}
        for entry in entries:
            if entry.digest not in texts and not self._is_broken(f"{at}/{entry.digest}.txt"):
                self._edited(
                    f"{at}/{entry.digest}.txt",
                    say("the text of {subject} is missing", subject=entry.subject),
                )
        for digest in sorted(texts.keys() - named):
            # An entry that cannot be read is reported by itself; its text is no stranger.
            if not any(f.at.path.startswith(f"{FOLDER}/{ENTRIES}/") for f in self.found):
                self._edited(f"{at}/{digest}.txt", say("no entry names this text"))

    def _is_broken(self, place: str) -> bool:
        return any(finding.at.path == f"{FOLDER}/{place}" for finding in self.found)

    def _hold_log(self, log: Log, known: Checkpoint) -> None:
        for position, entry in enumerate(log.entries, start=1):
            if entry.number != position:
                self._cut(f"{FOLDER}/{ENTRIES}", say("entry {number} is missing", number=position))
                return
        for before, after in zip(log.entries, log.entries[1:], strict=False):
            if after.moment < before.moment:
                self._edited(
                    f"{ENTRIES}/{entry_name(after)}",
                    say(
                        "it is of {moment}, before entry {number}",
                        moment=written(after.moment),
                        number=before.number,
                    ),
                )
        if known.size > len(log.entries):
            self._cut(
                f"{FOLDER}/{ENTRIES}",
                say(
                    "the checkpoint counts {size} entries, and there are {count}",
                    size=known.size,
                    count=len(log.entries),
                ),
            )
        elif known != log.checkpoint:
            self.found.append(
                Diagnostic(
                    Location(f"{FOLDER}/{NAME}", 2 if known.size < len(log.entries) else 3, 1),
                    Code.RECORD_EDITED,
                    say(
                        "it counts {size} entries, and there are {count}",
                        size=known.size,
                        count=len(log.entries),
                    )
                    if known.size < len(log.entries)
                    else say("its root is not the one that the entries have"),
                    say("bring the file back from version control"),
                )
            )

    # -------------------------------------------------------------- after a merge

    def _fork(
        self, entries: Mapping[int, list[Entry]], texts: Mapping[str, Kept], known: Checkpoint
    ) -> tuple[Log, tuple[Entry, ...]] | None:
        """The branch that the checkpoint knows, and what only the other one has."""
        forked = [number for number, group in entries.items() if len(group) > 1]
        branch = None
        if len(forked) <= _MOST_FORKED and set(range(1, known.size + 1)) <= entries.keys():
            choices = (entries[number] for number in range(1, known.size + 1))
            logs = (Log(self.origin, chosen, texts) for chosen in product(*choices))
            branch = next((log for log in logs if log.checkpoint == known), None)
        self.found.append(
            Diagnostic(
                Location(f"{FOLDER}/{ENTRIES}"),
                Code.RECORD_FORK,
                say("two branches both sealed an entry {number}", number=min(forked)),
                say(
                    "run `noticegen record`: it keeps the branch of the checkpoint, and "
                    "records after it what the other one had"
                )
                if branch
                else say("bring record/ back from the branch that is published"),
            )
        )
        if branch is None:
            return None
        own = set(branch.entries)
        others = (e for number in sorted(entries) for e in entries[number] if e not in own)
        return branch, tuple(others)


# ------------------------------------------------------------------ writing


def entry_name(entry: Entry) -> str:
    """The name of the file of a sealed entry; the digest shows an edit of the file itself."""
    digest = hashlib.sha256(entry.as_bytes()).hexdigest()
    return f"{entry.number:06}-{digest[:16]}.txt"


def pending_name(entry: Entry) -> str:
    """The name of the file of a pending entry: its moment and its subject."""
    subject = re.sub(r"[^A-Za-z0-9+.-]", "_", entry.subject)
    return f"{written(entry.moment).replace(':', '')}_{subject}.txt"


def files_of(record: Record) -> Iterator[tuple[str, bytes]]:
    """Every file of the folder but `last-run`, by its path."""
    for entry in record.sealed.entries:
        yield f"{ENTRIES}/{entry_name(entry)}", entry.as_bytes()
        yield f"{TEXTS}/{entry.digest}.txt", record.sealed.texts[entry.digest].as_bytes()
    for entry in record.pending:
        yield f"{PENDING}/{pending_name(entry)}", entry.as_bytes()
        yield f"{PENDING}/{TEXTS}/{entry.digest}.txt", record.texts[entry.digest].as_bytes()
    yield NAME, record.sealed.checkpoint.as_text().encode()

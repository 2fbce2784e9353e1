"""A project  ->  the moments at which its content changed. The only user of watchdog.

Events only wake: what counts is whether the digests of the sources are others than before.
Every look is complete, so that a folder that was moved away and came back, or an event that
was lost, cannot leave something unseen. Where looks find what no event told of, events do not
arrive (network mounts, some containers), and from then on it looks more often and says so.
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from noticegen import names
from noticegen.diagnostics import SETTINGS_FILE

FOLDERS = ("content", "themes", "record")
"""What a build reads, beside the settings. Not the output."""

QUIET = 0.006
"""Seconds without an event after which a save counts as finished; twice as long after each wait
in which more of them came, because what writes hundreds of files pauses between them."""
QUIETEST = 0.1
"""Seconds that it is never longer than."""
LONGEST = 1.0
"""Seconds after which a look is taken although events keep coming."""
LOOK = 1.0
"""Seconds between looks while events arrive."""
POLL = 0.2
"""Seconds between looks where none do."""

_RACY = 50_000_000
"""Nanoseconds: a file that changed as recently may change again under the same time stamp."""

_TELLING = [
    FileCreatedEvent, FileModifiedEvent, FileDeletedEvent, FileMovedEvent, FileClosedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip
"""Events of writing. Those of reading are not asked for: each look would make thousands."""


class _Look(NamedTuple):
    """One file, when it was read last."""

    signature: tuple[int, ...]
    digest: bytes
    is_racy: bool


class Sources:
    """The digests of all files that a build reads; unchanged files are not read again."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._looks: dict[str, _Look] = {}
        self.folders: tuple[str, ...] = ()
        """The folders that lay there at the last look, and their own one."""

    def look(self) -> Mapping[str, bytes]:
        """The digest of every file, by its path."""
        looks: dict[str, _Look] = {}
        folders = [str(self._project)]
        for path, stat in _entries(self._project):
            if S_ISDIR(stat.st_mode):
                folders.append(path)
                continue
            signature = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
            known = self._looks.get(path)
            if known and known.signature == signature and not known.is_racy:
                looks[path] = known
                continue
            now = time.time_ns()
            try:
                digest = hashlib.sha256(Path(path).read_bytes()).digest()
            except OSError as error:
                digest = f"{error.errno}".encode()
            looks[path] = _Look(signature, digest, now - stat.st_ctime_ns < _RACY)
        self._looks = looks
        self.folders = tuple(folders)
        return {path: look.digest for path, look in looks.items()}


def _entries(project: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Files and folders with what the system knows of them, but for what editors leave behind."""
    waiting = [str(project / folder) for folder in FOLDERS]
    found = [str(project / SETTINGS_FILE), *waiting]
    while found:
        path = found.pop()
        try:
            stat = os.lstat(path)
            yield path, stat
            if S_ISDIR(stat.st_mode):
                with os.scandir(path) as entries:
                    found += [e.path for e in entries if not names.IGNORED.fullmatch(e.name)]
        except OSError:
            continue


class _Wake(FileSystemEventHandler):
    """Wakes whoever waits."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, _event: FileSystemEvent) -> None:
        self._woken.set()


class Watch:
    """Waits for changes of a project's content, as a context."""

    def __init__(self, project: Path, *, poll: bool) -> None:
        self._project = project
        self._woken = threading.Event()
        self._sources = Sources(project)
        self._seen = self._sources.look()
        self._observer = None if poll else Observer()
        self._watched: dict[str, tuple[int, ObservedWatch]] = {}

    def __enter__(self) -> Watch:
        if self._observer:
            self._observer.start()
            self._arm()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def is_native(self) -> bool:
        """Whether the system tells of changes; if not, every file is looked at all the time."""
        return self._observer is not None

    @property
    def count(self) -> int:
        """How many files are watched."""
        return len(self._seen)

    def wait(self, seconds: float | None = None) -> bool:
        """Return as soon as the content is another than at the last return, or False when
        `seconds` have passed."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            interval = LOOK if self.is_native else POLL
            left = interval if until is None else min(interval, max(0, until - time.monotonic()))
            if woken := self._woken.wait(left):
                self._settle()
            looked = self._sources.look()
            if self._arm():
                # What came into a new folder before it was watched has made no event.
                self._woken.set()
            if looked != self._seen:
                if self.is_native and not woken and not self._woken.wait(LOOK):
                    self._stop()
                self._seen = looked
                return True
            if until is not None and time.monotonic() >= until:
                return False

    def _settle(self) -> None:
        """Wait until events have stopped, for a save is several of them."""
        latest = time.monotonic() + LONGEST
        quiet = QUIET
        while self._woken.is_set() and time.monotonic() < latest:
            self._woken.clear()
            time.sleep(quiet)
            quiet = min(2 * quiet, QUIETEST)
        self._woken.clear()

    def _arm(self) -> bool:
        """Watch every folder, also those that are new or came back under another number; whether
        there were any.

        One by one, because for a whole tree watchdog keeps the limit of watches to itself.
        """
        if self._observer is None:
            return False
        is_new = False
        wanted = {path: _inode(path) for path in self._sources.folders}
        for path, (inode, watch) in tuple(self._watched.items()):
            if wanted.get(path) != inode:
                del self._watched[path]
                self._observer.unschedule(watch)
        for path, inode in wanted.items():
            if inode and path not in self._watched:
                try:
                    watch = self._observer.schedule(_Wake(self._woken), path, event_filter=_TELLING)
                except OSError as error:
                    if error.errno == errno.ENOENT:
                        continue
                    self._stop()
                    return False
                self._watched[path] = inode, watch
                is_new = True
        return is_new

    def _stop(self) -> None:
        if self._observer:
            self._observer.stop()
            self._observer.join()
            self._observer = None
            self._watched = {}


def _inode(path: str) -> int:
    """The number of a folder; 0 where there is none."""
    try:
        return Path(path).stat().st_ino
    except OSError:
        return 0

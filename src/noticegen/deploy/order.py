"""What is built, and what is there  ->  what has to be uploaded, in which order.

At no moment does a page that readers can reach refer to one that is not there: what is new goes
before what refers to it (a language with its home page, its feeds and all), the home pages go
last, and nothing is deleted before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from noticegen.hosts.model import CONTROL_NAMES, FILES, INDEX
from noticegen.record.checkpoint import NAME as CHECKPOINT
from noticegen.record.published import DATA
from noticegen.render import SUMS

_SIBLINGS = (".br", ".gz")
"""Endings of compressed siblings, which go with what they are siblings of."""

_RECORD = frozenset({DATA, CHECKPOINT, f"{CHECKPOINT}.sig", SUMS})


class Phase(StrEnum):
    """The parts of a deployment, in their order."""

    BEGIN = "begin"
    """A list of what is going to be there, so that an interrupted run is found and finished."""
    ASSETS = "assets"
    """Attachments, images, and what the host is told."""
    NEW = "new"
    """What is at addresses where nothing was: nobody is led there yet."""
    PAGES = "pages"
    """Pages that changed."""
    DATA = "data"
    """Feeds, data, texts, the site map."""
    RECORD = "record"
    """The public record and the sums."""
    HOME = "home"
    """The home pages: from now on readers are led to what is new."""
    RELEASE = "release"
    """All files, into a folder that nobody is shown yet."""
    SWITCH = "switch"
    """The link turns to that folder."""
    PUBLISH = "publish"
    """The host's own tool, which does all of it."""
    PURGE = "purge"
    """Caches let go of what changed."""
    DELETIONS = "deletions"
    """What is not part of the site any more."""
    END = "end"
    """The list again, as it is now."""


class OutputFile(NamedTuple):
    """A file of the output."""

    path: str
    digest: str
    """SHA-256, in hexadecimal."""
    size: int
    """In bytes."""


class Upload(NamedTuple):
    """A file that has to be carried over."""

    file: OutputFile
    phase: Phase
    is_new: bool
    """Whether there is nothing at its address yet."""


class Changes(NamedTuple):
    """The difference between what is built and what is there."""

    uploads: tuple[Upload, ...]
    """In the order in which they have to be carried over."""
    deletions: tuple[str, ...]
    """What noticegen put there and did not build this time."""
    same: int
    """How many files are there as they were built."""
    in_the_way: tuple[str, ...]
    """Files of somebody else at addresses of the site."""
    touched: tuple[str, ...]
    """What noticegen put there and somebody has changed since: overwritten, or left where it
    would be deleted."""

    @property
    def steps(self) -> Iterator[tuple[Phase, tuple[Upload, ...]]]:
        """Uploads that may be done in any order, one group after the other."""
        for phase, group in groupby(self.uploads, lambda upload: upload.phase):
            yield phase, tuple(group)


def changes(
    built: Iterable[OutputFile],
    there: Mapping[str, str],
    ours: Mapping[str, frozenset[str]],
) -> Changes:
    """What has to be done so that what is built is what is there.

    `there` has the digests of the files that are there, `ours` what noticegen put there: for
    each path the digests that it may have.
    """
    files = {file.path: file for file in built}
    uploads = [
        Upload(file, _phase(path, there), path not in there)
        for path, file in files.items()
        if there.get(path) != file.digest
    ]
    in_the_way = [
        upload.file.path for upload in uploads if not upload.is_new and upload.file.path not in ours
    ]
    gone = sorted(path for path in ours if path in there and path not in files)
    touched = [path for path in ours if path in there and there[path] not in ours[path]]
    return Changes(
        tuple(sorted(uploads, key=lambda upload: (_ORDER.index(upload.phase), upload.file.path))),
        tuple(path for path in gone if there[path] in ours[path]),
        len(files) - len(uploads),
        tuple(sorted(in_the_way)),
        tuple(sorted(path for path in touched if there[path] != _digest(files.get(path)))),
    )


_ORDER = tuple(Phase)


def _digest(file: OutputFile | None) -> str | None:
    return file.digest if file else None


def _phase(path: str, there: Mapping[str, str]) -> Phase:
    """When a file is carried over, given what is there."""
    for ending in _SIBLINGS:
        path = path.removesuffix(ending)
    name = path.rpartition("/")[2]
    if path.startswith(FILES) or name in CONTROL_NAMES:
        return Phase.ASSETS
    if path not in there and path != INDEX:  # to which nobody has to be led
        return Phase.NEW
    if path in _RECORD:
        return Phase.RECORD
    if name == INDEX:
        return Phase.HOME
    return Phase.PAGES if name.endswith(".html") else Phase.DATA

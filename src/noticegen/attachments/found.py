"""What can be found in a file, and what keeps one from looking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple

from noticegen.diagnostics import Message


class Kind(StrEnum):
    """What readers should not be given."""

    PERSON = "person"
    """A name, or the number of a device that leads to somebody."""
    PLACE = "place"
    PATH = "path"
    """A folder on somebody's machine, or a server inside a company."""
    COMMENT = "comment"
    REVISION = "revision"
    """An earlier state: of a text, or of a picture before it was cut."""
    HIDDEN = "hidden"
    """Content that is not shown, such as a hidden sheet or a file inside the file."""
    SCRIPT = "script"


class Carried(NamedTuple):
    """Something that a file carries. Its value is not kept: build logs travel."""

    kind: Kind
    field: str
    """Where in the file, in the words of its format: ``EXIF Artist``."""


class Unreadable(Exception):
    """A file cannot be looked into."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class MissingLibrary(Exception):
    """A library that looking into this kind of file needs is not installed."""

    def __init__(self, library: str) -> None:
        super().__init__(library)
        self.library = library


@contextmanager
def needing(library: str) -> Iterator[None]:
    """Import a library of the extra `attachments`. Raises MissingLibrary."""
    try:
        yield
    except ImportError as error:
        raise MissingLibrary(library) from error


_PATH = re.compile(
    r"(?<![\w/])(?:[A-Za-z]:[\\/]|\\\\[\w.-]+\\|file:/|~/"
    r"|/(?:home|Users|root|mnt|media|Volumes|var|tmp|private|srv)/)"
)


def is_path(text: str) -> bool:
    """Whether a text names a place on somebody's machine, and not one on the web."""
    return bool(_PATH.search(text))

"""What a document cannot know by itself when it is shown: where links lead, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Shown(NamedTuple):
    """What a placeholder becomes: a text, and where it leads, if anywhere."""

    text: str
    href: str = ""


class Mark(NamedTuple):
    """A phrase of the text that a public change put there, and what it replaced."""

    after: str
    before: str


class Showing(NamedTuple):
    """The surroundings of one document on one page."""

    href: Callable[[str], str]
    """The address, seen from the page, of a link target as its author wrote it."""
    placeholder: Callable[[str], Shown]
    directive: Callable[[str, str], str]
    """A directive's name and its content  ->  HTML, by the theme."""
    words: Mapping[str, str]
    """Interface strings of the language of the text."""
    id_prefix: str = ""
    """Put before every id, so that several documents fit on one page."""
    note_prefix: str = ""
    """Put before the ids of notes as well: they are numbered within each document, while authors
    choose the ids of headings so that they differ."""
    heading_shift: int = 0
    marks: tuple[Mark, ...] = ()

"""What a document cannot know by itself when it is shown: where links lead, in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Shown(NamedTuple):
    """What a placeholder becomes: a text, where it leads, and what it said before."""

    text: str
    href: str = ""
    name: str = ""
    """The accessible name of the link, where the text alone is read badly."""
    before: str = ""
    """What the text said until it was corrected; nothing where it was not."""
    how: str = ""
    """When and why it changed, in words."""
    how_href: str = ""
    language: str = ""
    """The language of the text, where it is another than that of the text around it."""
    mark: str = ""
    """What stands behind the text where `before` cannot be shown: 訂正済み."""
    behind: str = ""
    """Words behind the text that are no part of it."""


def said_plainly(shown: Shown) -> str:
    """The same where neither links nor marks can stand."""
    return shown.text + shown.mark + shown.behind


class Mark(NamedTuple):
    """A phrase of the text that a public change put there, and what it replaced."""

    after: str
    """Placeholders as they were written."""
    before: str
    """With its placeholders filled."""


class Showing(NamedTuple):
    """The surroundings of one document on one page."""

    href: Callable[[str], str]
    """The address, seen from the page, of a link target as its author wrote it."""
    placeholder: Callable[[str], Shown]
    phone: Callable[[str], Shown]
    """What stands for a telephone number that was typed."""
    file: Callable[[str], str]
    """What stands behind a link to an attachment: HTML, or plain text in `to_plain`."""
    about: Callable[[str], str]
    """Ids of facts  ->  what stands under a section about them: HTML, or plain text."""
    directive: Callable[[str, str], str]
    """A directive's name with its arguments, and its content  ->  HTML, by the theme, or what a
    directive without content stands for in plain text."""
    words: Mapping[str, str]
    """Interface strings of the language of the text."""
    id_prefix: str = ""
    """Put before every id, so that several documents fit on one page."""
    note_prefix: str = ""
    """Put before the ids of notes as well: they are numbered within each document, while authors
    choose the ids of headings so that they differ."""
    heading_shift: int = 0
    picture: Callable[[str], str] = str
    """The address of an image  ->  its source: the same, or the image itself."""
    marks: tuple[Mark, ...] = ()


def across_lines(phrase: str) -> str:
    """A pattern that finds `phrase`, also where its author broke a line in it."""
    return r"\s+".join(map(re.escape, re.split(r"[ \n]", phrase)))

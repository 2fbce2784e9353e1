"""What a body is once it has been read: its text, its parts, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from noticegen.diagnostics import Diagnostic, Location
from noticegen.markdown.pieces import Pieces


class Heading(NamedTuple):
    """A heading and what its author said about it in braces."""

    level: int
    text: str
    """As readers see it, without markup; placeholders as they were written."""
    line: int
    """Counted within the body, from 0."""
    at: Location
    is_nested: bool
    """Inside a list, a quotation or a directive."""
    id: str
    explicit_id: bool
    attributes: Mapping[str, tuple[str, Location]]
    """Everything in the braces but the id."""


class Link(NamedTuple):
    """A link or an image, as its author wrote the target."""

    target: str
    text: str
    at: Location
    is_image: bool = False


class Placeholder(NamedTuple):
    """``${name}`` in visible text."""

    name: str
    at: Location


class Block(NamedTuple):
    """A ``::: from`` or ``::: until`` block: lines that are public only for a time."""

    kind: str
    argument: str
    """A moment, or ``with=<update>``."""
    first_line: int
    """Of the opening line, counted within the body, from 0."""
    last_line: int
    """Of the closing line."""
    at: Location


class Directive(NamedTuple):
    """A directive that stands for contacts or facts, named by their ids."""

    name: str
    ids: tuple[str, ...]
    at: Location


class Phone(NamedTuple):
    """A string in visible text that looks like a telephone number."""

    text: str
    at: Location


class Prose(NamedTuple):
    """The text of one paragraph, heading, cell or block of code, as readers see it."""

    text: str
    """In one line; placeholders as they were written, the texts of images among it."""
    role: str
    """``paragraph``, ``quotation``, ``heading``, ``header`` (of a column), ``cell``, ``term``,
    ``code``."""
    first_line: int
    """Counted within the body, from 0."""
    last_line: int
    column: int
    """Where to look for it on the first line, from 0: cells share a line."""
    marked: tuple[tuple[int, int], ...] = ()
    """The parts of it that are marked as being in another language."""


class Document(NamedTuple):
    """A body that was parsed once and is only read from then on."""

    text: str
    path: str
    first_line: int
    """The line of the file on which the body begins, from 1."""
    top_level: int
    """The heading level at which the body begins."""
    html: Pieces
    plain: Pieces
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    placeholders: tuple[Placeholder, ...]
    blocks: tuple[Block, ...]
    directives: tuple[Directive, ...]
    phones: tuple[Phone, ...]
    prose: tuple[Prose, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing that a reader would see, and nothing wrong that would explain it."""
        return not self.html and not self.findings

    @property
    def ids(self) -> frozenset[str]:
        """The ids of headings that an author may link to."""
        return frozenset(heading.id for heading in self.headings if heading.explicit_id)

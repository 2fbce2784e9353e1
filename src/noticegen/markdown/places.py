"""Lines and offsets of a masked body  ->  places in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from markdown_it.token import Token

from noticegen.diagnostics import Diagnostic, Location
from noticegen.markdown.limits import Problem
from noticegen.markdown.placeholders import Mask

_BEFORE_HEADING = re.compile(r"(?:[\s>]|(?:[-+*:~]|\d{1,9}[.)])(?=\s)|\[\^[^\]]*\]:)*#*")
"""The marks of lists, quotations and notes, and those of the heading itself."""


class Places:
    """Turns lines and offsets of a masked body into places in the file."""

    def __init__(self, text: str, mask: Mask, path: str, first_line: int) -> None:
        self._text = text
        self._mask = mask
        self._path = path
        self._first_line = first_line
        self.lines = mask.text.split("\n")
        self._columns: dict[int, list[int]] = {}

    def at(self, line: int, column: int) -> Location:
        """`line` from 0, `column` from 1, both in the masked text."""
        if self._mask.names and line < len(self.lines):
            if line not in self._columns:
                self._columns[line] = self._mask.original_columns(self.lines[line])
            columns = self._columns[line]
            column = columns[min(column, len(columns)) - 1] + 1
        return Location(self._path, self._first_line + line, column)

    def original(self, offset: int) -> Location:
        """The place of an offset in the text as it was written."""
        line = bisect_right(self._line_starts, offset) - 1
        return Location(self._path, self._first_line + line, offset - self._line_starts[line] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def finding(self, problem: Problem) -> Diagnostic:
        """A problem that was noted while parsing, with its place in the file."""
        line, column, code, message, hint = problem
        return Diagnostic(self.at(line, column), code, message, hint)


class InlinePlaces:
    """Turns offsets in the content of one paragraph, heading or cell into places.

    Most paragraphs have nothing to place, so the work is done when the first place is asked for.
    """

    def __init__(self, places: Places, inline: Token, first: int, *, is_heading: bool) -> None:
        self._places = places
        self._content = inline.content
        self._cell: tuple[int, str] | None = inline.meta.get("cell")
        self._first = first
        self._is_heading = is_heading

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        """Of each line of the content: its offset there, and the column at which it stands."""
        starts = []
        offset = 0
        for number, part in enumerate(self._content.split("\n")):
            lines = self._places.lines
            line = lines[self._first + number] if self._first + number < len(lines) else ""
            if self._is_heading:  # attributes may follow, and say the same
                marks = _BEFORE_HEADING.match(line)
                start = line.find(part.strip(), marks.end() if marks else 0)
            else:  # marks of lists and quotations stand before it, and nothing after it
                start = line.rfind(part.strip())
            starts.append((offset, max(start - (len(part) - len(part.lstrip())), 0)))
            offset += len(part) + 1
        return starts

    def __call__(self, offset: int) -> Location:
        """The place of an offset in the content."""
        if self._cell:
            column, raw = self._cell
            return self._places.at(self._first, column + _before_unescaping(raw, offset) + 1)
        number = bisect_right(self._starts, offset, key=lambda start: start[0]) - 1
        begin, column = self._starts[number]
        return self._places.at(self._first + number, column + offset - begin + 1)


def _before_unescaping(raw: str, offset: int) -> int:
    """The offset in a cell as it is written, of one in its text, where ``\\|`` is one sign."""
    position = 0
    for _ in range(offset):
        position += 2 if raw.startswith("\\|", position) else 1
    return position

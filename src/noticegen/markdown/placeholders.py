"""``${name}`` in a body: found before tables and emphasis are, and never evaluated.

While a body is parsed, one character of private use plane 15 (which no source may contain)
stands for each placeholder. It is a letter to the parser, so that ``**${name}**です`` is bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FIRST_STAND_IN = 0xF0000
MOST = 2_000
"""Placeholders in one body, far below the number of stand-ins that there are."""
_PLACEHOLDER = re.compile(r"(?<!\\)((?:\\\\)*)\$\{([^{}\n]*)(\}?)")
STAND_IN = re.compile("[\U000f0000-\U000ffffd]")


class Mask:
    """A text with stand-ins, and what they stand for."""

    def __init__(self, text: str) -> None:
        self.names: list[str] = []
        self.unclosed: list[int] = []
        """Offsets in the original text of ``${`` without ``}``."""
        self.too_many: int | None = None
        """The offset of the first placeholder beyond `MOST`."""
        self.text = _PLACEHOLDER.sub(self._take, text) if "${" in text else text

    def _take(self, match: re.Match[str]) -> str:
        if not match.group(3):
            self.unclosed.append(match.end(1))
            return match.group()
        if len(self.names) == MOST:
            if self.too_many is None:
                self.too_many = match.end(1)
            return match.group()
        self.names.append(match.group(2))
        return match.group(1) + chr(FIRST_STAND_IN + len(self.names) - 1)

    def name(self, stand_in: str) -> str:
        """What stands between the braces."""
        return self.names[ord(stand_in) - FIRST_STAND_IN]

    def stands_for(self, character: str) -> bool:
        """Whether a character is a stand-in; an entity may have written one that is none."""
        return FIRST_STAND_IN <= ord(character) < FIRST_STAND_IN + len(self.names)

    def unmask(self, text: str) -> str:
        """The text as its author wrote it."""
        if not self.names:
            return text
        return STAND_IN.sub(
            lambda match: (
                "${" + self.name(match[0]) + "}" if self.stands_for(match[0]) else match[0]
            ),
            text,
        )

    def original_columns(self, line: str) -> list[int]:
        """The column (from 0) in the original of every column in a masked line, and of its end."""
        columns = [0]
        for character in line:
            width = len(self.name(character)) + 3 if self.stands_for(character) else 1
            columns.append(columns[-1] + width)
        return columns


def split_plain(text: str) -> Iterator[tuple[bool, str]]:
    """A plain text (a title, a note) in pieces: (is a placeholder, its name or the text)."""
    if "${" not in text:
        yield False, text
        return
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        if not match.group(3):
            continue
        yield False, text[end : match.start()] + match.group(1)
        yield True, match.group(2)
        end = match.end()
    yield False, text[end:].replace("\\${", "${")

"""Texts without tags and spaces, and the pieces of them that are looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

STRETCH = 24
"""Letters of a stretch of text, spaces apart; a sign of Chinese or Japanese counts as two."""
SHORTEST = 12
"""A whole text (a title, a heading) that is shorter says nothing by itself."""

_INLINE = re.compile(
    r"</?(?:a|strong|em|span|ruby|rb|ins|del|sup|sub|code|time|br|bdi|abbr)\b[^>]*>"
    r"|<(?:rp|rt)>[^<]*</(?:rp|rt)>"
)
_TAG = re.compile(r"<[^>]*>")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


GAP = "<gap>"
"""Stands in HTML where something is filled in: no text runs across it."""


def visible(html: str) -> str:
    """The text of HTML, blocks in lines of their own.

    Where a paragraph breaks its lines says nothing: one text may be broken in two ways.
    """
    return unescape(_TAG.sub("\n", _INLINE.sub("", _LINE_END.sub(" ", html))))


def squeezed(text: str) -> str:
    """The text without spaces, in lines that stay apart."""
    lines = ["".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n")]
    return "\n".join([*lines[:1], *filter(None, lines[1:-1]), *lines[1:][-1:]])


_ESCAPED = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def unescaped(raw: str) -> str:
    """An artifact without the escapes of HTML and of JSON, which may stand inside of it."""

    def meant(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _MEANT.get(match[2], match[2])

    return _ESCAPED.sub(meant, unescape(raw))


def views(raw: str) -> tuple[str, ...]:
    """An artifact as text without tags, and as it is, for attributes and data; without spaces."""
    return squeezed(visible(raw)), squeezed(unescaped(raw))


def stretches(line: str) -> Iterator[str]:
    """The stretches of a line to look for: the whole of a short one, pieces of a long one."""
    widths = [2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line]
    letters = sum(width for sign, width in zip(line, widths, strict=True) if sign.isalpha())
    if letters < SHORTEST:
        return
    if sum(widths) < 2 * STRETCH:
        yield line
        return
    start, width = 0, 0
    for index, sign_width in enumerate(widths):
        width += sign_width
        if width >= STRETCH:
            yield line[start : index + 1]
            start, width = index + 1, 0

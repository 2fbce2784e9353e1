"""Bytes of a source file  ->  text in canonical form, or what is wrong with them and where.

Canonical is: UTF-8 without a byte order mark, lines ended by LF, NFC. Compatibility
ideographs (the kanji of some personal names) are left as they were written, because NFC
would turn them into other shapes of the same character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from noticegen.diagnostics import Code, Diagnostic, Location, say

_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")

UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but not tab, LF and CR
    "\u2028\u2029"  # separators that some programs take for a line end
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: text would read as another
    "\ufeff\ufffd\ufffe\uffff"  # byte order mark inside, replacement, non-characters
    "\U000f0000-\U000fffff"  # private use plane 15, which stands for placeholders while parsing
    "]"
)

_NAMES = {"\x00": "NULL", "\x08": "BACKSPACE", "\x0c": "FORM FEED", "\x1b": "ESCAPE"}


@dataclass(frozen=True, slots=True)
class SourceText:
    """The canonical text of one file."""

    path: str
    text: str

    def at(self, offset: int) -> Location:
        """The place of a character offset."""
        before = self.text[:offset]
        return Location(self.path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def nfc(text: str) -> str:
    """NFC, except for compatibility ideographs."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def decode(raw: bytes, path: str) -> SourceText | tuple[Diagnostic, ...]:
    """The canonical text of `raw`, or every reason why there is none."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return (
            Diagnostic(
                Location(path, 1, 1),
                Code.NOT_UTF8,
                say("the file is saved as UTF-16"),
                say("save it as UTF-8"),
            ),
        )
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return (_not_utf8(raw, path, error),)
    source = SourceText(path, nfc(text.replace("\r\n", "\n").replace("\r", "\n")))
    unwanted = tuple(
        Diagnostic(
            source.at(match.start()),
            Code.UNWANTED_CHARACTER,
            say("the character {character} stands here", character=character_name(match.group())),
            say("delete it; it is not visible, or makes the text read as another"),
        )
        for match in UNWANTED.finditer(source.text)
    )
    return unwanted or source


def character_name(character: str) -> str:
    """``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "") or _NAMES.get(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _not_utf8(raw: bytes, path: str, error: UnicodeDecodeError) -> Diagnostic:
    start = error.start + (len(raw) - len(error.object))
    line_start = raw.rfind(b"\n", 0, start) + 1
    line = raw.count(b"\n", 0, start) + 1
    column = len(raw[line_start:start].decode("utf-8", errors="replace")) + 1
    hint = say("save the file as UTF-8")
    if start + 4 < len(raw) or raw[start] < 0xE0:
        try:
            raw.decode("cp932")
        except UnicodeDecodeError:
            pass
        else:
            hint = say(
                "it reads as CP932 (Shift_JIS); convert it with: "
                "iconv -f CP932 -t UTF-8 {path} > new.md",
                path=path,
            )
    return Diagnostic(
        Location(path, line, column),
        Code.NOT_UTF8,
        say("not UTF-8 at byte {byte} (line {line})", byte=start, line=line),
        hint,
    )

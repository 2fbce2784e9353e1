"""A page as it was built and as it is answered  ->  where they differ, and a guess why."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from noticegen.diagnostics import Line, Message, say
from noticegen.web import printable

_AROUND = 30
"""Bytes that are shown on each side of a difference."""

_SCRIPT = re.compile(rb"<script\b(?![^>]*application/ld\+json)", re.I)
_HIDDEN_MAIL = re.compile(rb"email-protection|data-cfemail|__cf_email__", re.I)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_SPACE = re.compile(rb"\s+")
_CHARSETS = ("cp932", "euc_jp", "cp1252", "iso8859_15", "utf_16")
_BOM = b"\xef\xbb\xbf"


class Rewriting(NamedTuple):
    """How an answer differs from what was built."""

    guess: Message | None
    """What was done to it on the way, where that is plain."""
    lines: tuple[Line, ...]
    """The first place that differs."""


def rewriting(built: bytes | None, live: bytes, *, is_page: bool) -> Rewriting:
    """How `live` differs from `built`, which it does; None where the built bytes are not here."""
    if built is None:
        return Rewriting(_told_by_itself(live) if is_page else None, ())
    return Rewriting(_guess(built, live, is_page=is_page), _place(built, live))


def _told_by_itself(live: bytes) -> Message | None:
    """What no page of noticegen holds."""
    if _HIDDEN_MAIL.search(live):
        return say("e-mail addresses were hidden")
    if _SCRIPT.search(live):
        return say("a script was put in")
    return None


def _guess(built: bytes, live: bytes, *, is_page: bool) -> Message | None:
    if built.startswith(live):
        return say("it was cut short after {count} of {all} bytes", count=len(live), all=len(built))
    if live == _BOM + built:
        return say("a byte order mark was put in front")
    if _SPACE.sub(b"", built) == _SPACE.sub(b"", live):
        return say("white space was changed")
    if is_page and (told := _told_by_itself(live)) and not _told_by_itself(built):
        return told
    if is_page and _bare(built) == _bare(live):
        return say("comments were put in or taken out")
    if live.startswith(built):
        return say("{count} bytes were put behind it", count=len(live) - len(built))
    return _charset(built, live)


def _bare(page: bytes) -> bytes:
    return _SPACE.sub(b"", _COMMENT.sub(b"", page))


def _charset(built: bytes, live: bytes) -> Message | None:
    try:
        text = built.decode()
    except UnicodeDecodeError:
        return None
    for name in _CHARSETS:
        # What the other charset lacks was replaced by something.
        if len(live) and text.encode(name, "replace")[: len(live)] == live:
            return say("its charset was changed to {name}", name=name)
    try:
        is_same = unicodedata.normalize("NFC", live.decode()) == unicodedata.normalize("NFC", text)
    except UnicodeDecodeError:
        return None
    return say("its characters were composed in another way") if is_same else None


def _place(built: bytes, live: bytes) -> tuple[Line, ...]:
    """The first bytes that differ, with a little around them."""
    shorter = min(len(built), len(live))
    at = next((at for at in range(shorter) if built[at] != live[at]), shorter)
    begin = max(0, at - _AROUND)
    return (
        say(
            "from byte {byte}, in line {line}:",
            byte=at + 1,
            line=built.count(b"\n", 0, at) + 1,
        ),
        f"  - {_shown(built[begin : at + _AROUND])}",
        f"  + {_shown(live[begin : at + _AROUND])}",
    )


def _shown(part: bytes) -> str:
    # A character may be cut at either end.
    return printable(part.decode("utf-8", "replace").strip("\ufffd"))

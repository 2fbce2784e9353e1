"""A file  ->  what it carries, by what it is and not by what it is called."""

from __future__ import annotations

from noticegen.attachments.found import Carried, Unreadable
from noticegen.attachments.images import of_image
from noticegen.attachments.office import of_package, words_of_package
from noticegen.attachments.pdf import of_pdf, words_of_pdf
from noticegen.attachments.svg import of_svg, words_of_svg
from noticegen.diagnostics import say

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PLAIN = (".csv", ".tsv", ".txt", ".md", ".ics", ".vtt", ".srt", ".json")
"""Texts that hold nothing but what is seen."""
_ENCODINGS = ("utf-8-sig", "cp932")


def carried(name: str, content: bytes) -> tuple[Carried, ...]:
    """What the file carries besides what readers see, each once, in the order of the file.

    `name` decides only for plain text, which has no mark of its own. Raises Unreadable and
    MissingLibrary.
    """
    return tuple(dict.fromkeys(_found(name, content)))


def _found(name: str, content: bytes) -> tuple[Carried, ...]:
    if b"%PDF-" in content[:1024]:
        return tuple(of_pdf(content))
    if content.startswith(b"PK\3\4"):
        return tuple(of_package(content))
    if content.startswith(_IMAGES) or content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        return tuple(of_image(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(say("it is in the old binary form of Office documents"))
    if b"<svg" in content[:65536]:
        return tuple(of_svg(content))
    if name.lower().endswith(_PLAIN) and _is_text(content):
        return ()
    raise Unreadable(say("what kind of file it is cannot be told"))


def words_in(name: str, content: bytes) -> tuple[str, bool]:
    """What readers read in the file, and whether its lines are lines of the file.

    Nothing of pictures. Raises Unreadable and MissingLibrary.
    """
    if b"%PDF-" in content[:1024]:
        return words_of_pdf(content), False
    if content.startswith(b"PK\3\4"):
        return words_of_package(content), False
    if b"<svg" in content[:65536]:
        return words_of_svg(content), False
    if name.lower().endswith(_PLAIN):
        is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        for encoding in ("utf-16",) if is_wide else _ENCODINGS:
            if _decodes(content, encoding):
                return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), True
    return "", False


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16")
    return b"\0" not in content and any(_decodes(content, code) for code in _ENCODINGS)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True

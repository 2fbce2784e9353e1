"""`SHA256SUMS`, which may come from anywhere  ->  what it lists, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import Encoding
from noticegen.render import SUMS

_CONTROL = re.compile(
    r"_headers|_redirects|\.assetsignore|(?:.*/)?\.htaccess|staticwebapp\.config\.json|vercel\.json"
    r"|\.git(?:/.*)?|\.gitignore|\.gitkeep|\.nojekyll|CNAME"
)
"""Files for hosts and version control."""

_UNSUMMED = frozenset({SUMS, "checkpoint.sig"})

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)", re.ASCII)


class Wrong(NamedTuple):
    """Something that no list of noticegen holds."""

    message: Message
    number: int = 0
    """The line, counted from 1; 0 for the list as a whole."""


def read_sums(content: bytes) -> tuple[dict[str, str], list[Wrong]]:
    """The digest of each path, and what is wrong with the list."""
    found: list[Wrong] = []
    listed: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed or not _is_below(match[2]):
            found.append(Wrong(say("this line is no digest of a file"), number))
        else:
            listed[match[2]] = match[1]
    written = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()
    if not found and content != written:
        found.append(Wrong(say("its lines are not in the order and form they are written in")))
    return listed, found


def is_control(path: str) -> bool:
    """Whether a file in the output is for the host, and not for readers."""
    return _CONTROL.fullmatch(path) is not None


def beside(path: str, listed: Container[str]) -> tuple[str, Encoding] | None:
    """The published file of which `path` is a compressed sibling, and how it is compressed."""
    if path in listed:
        return None
    for encoding in Encoding:
        plain = path.removesuffix(encoding.ending)
        if plain != path and (plain in listed or plain in _UNSUMMED):
            return plain, encoding
    return None


def is_summed(path: str) -> bool:
    """Whether the list names a file at `path`."""
    return path not in _UNSUMMED and not is_control(path)


def _is_below(path: str) -> bool:
    """Whether a path stays in the folder of the site, and can be printed."""
    return path.isprintable() and not {"", ".", ".."} & set(path.split("/"))

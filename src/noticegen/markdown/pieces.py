"""A text with holes: what parsing fixes once, and what every page fills for itself.

A document is turned into pieces when it is read. Showing it on a page, in the single-file
edition or as plain text is then a matter of joining strings, and no token of the parser
leaves this folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Hole(NamedTuple):
    """Something that depends on where the document is shown."""

    kind: str
    """``href``, ``id``, ``note``, ``level``, ``word``, ``placeholder``, ``directive``, ``end`` …"""
    value: str = ""
    number: int = 0


Piece = str | Hole
Pieces = tuple[Piece, ...]


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The same pieces with neighbouring strings made one."""
    together: list[Piece] = []
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        if run:
            together.append("".join(run))
            run.clear()
        together.append(piece)
    if run:
        together.append("".join(run))
    return tuple(together)

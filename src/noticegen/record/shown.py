"""A difference as lines for a terminal: `[-what was-]{+what is+}`, a paragraph a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noticegen.difference import Change, Piece, paragraphs

_AROUND = 40
"""Signs that are shown before and after what changed."""

_MARKS = {Change.DELETED: ("[-", "-]"), Change.INSERTED: ("{+", "+}")}


def difference_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The paragraphs that changed, each with its changes marked and a little around them."""
    for pieces in paragraphs(before, after):
        if any(piece.change is not Change.SAME for piece in pieces):
            line = "".join(_shown(piece, at, len(pieces)) for at, piece in enumerate(pieces))
            yield " ".join(line.split())


def _shown(piece: Piece, at: int, count: int) -> str:
    if piece.change is not Change.SAME:
        opening, closing = _MARKS[piece.change]
        return f"{opening}{piece.text}{closing}"
    if len(piece.text) <= 2 * _AROUND + 1:
        return piece.text
    start = piece.text[:_AROUND] if at else ""
    end = piece.text[-_AROUND:] if at < count - 1 else ""
    return f"{start}…{end}"

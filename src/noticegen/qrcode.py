"""A text  ->  its QR code as one path of an SVG. The only user of segno."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

MARGIN = 4
"""Modules of white on every side: the quiet zone of ISO/IEC 18004."""


class QrCode(NamedTuple):
    """A QR code whose modules are one unit wide; its rows run along whole coordinates."""

    side: int
    """Modules in a row, without the margin."""
    path: str
    """For `d` of a path that is drawn with lines of the width 1."""

    @property
    def box(self) -> str:
        """What `viewBox` has to show: the modules with their margin."""
        whole = self.side + 2 * MARGIN
        return f"{-MARGIN} {-MARGIN - 0.5} {whole} {whole}"


@lru_cache(maxsize=8)
def qr_code(text: str) -> QrCode:
    """The QR code of `text`, of error correction level M, or a higher one where the same size
    has room for it.

    It is kept, because a preview builds the site with every save.
    """
    import segno  # takes a while, and only a build has to spend it

    rows = segno.make_qr(text, error="m").matrix
    return QrCode(len(rows), "".join(_lines(rows)))


def _lines(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Runs of dark modules, each seen from the end of the one before: repeated steps are what
    compresses well."""
    x = y = 0
    for row, modules in enumerate(rows):
        column = 0
        for is_dark, run in groupby(modules, bool):
            length = len(list(run))
            if is_dark:
                yield f"m{column - x} {row - y}h{length}"
                x, y = column + length, row
            column += length

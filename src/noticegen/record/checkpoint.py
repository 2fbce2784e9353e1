"""A checkpoint: the size and the root of a log, as a text that can be kept elsewhere.

The form is that of C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): three lines with
the origin, the size in decimal and the root in Base64. Signatures stand in a file of their own.
"""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

NAME = "checkpoint"
"""The name of the file, in ``record/`` and in the output."""

_SIZE = re.compile(r"0|[1-9]\d{0,11}", re.ASCII)
_ORIGIN = re.compile(r"[!-*,-~]+", re.ASCII)
"""Printable and without blanks or ``+``, which separate the parts of a signature's key name."""


class Checkpoint(NamedTuple):
    """What a log is known by at one size."""

    origin: str
    """Which log it is."""
    size: int
    root: bytes

    def as_text(self) -> str:
        """The three lines, each with its line end."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint | None:
    """The checkpoint that `text` holds; None where it has another form.

    What stands behind an empty line (signatures, in the form of a signed note) is passed over.
    """
    body, signed, _ = text.partition("\n\n")
    note = f"{body}\n" if signed else text
    lines = note.removesuffix("\n").split("\n")
    if len(lines) != 3 or not _ORIGIN.fullmatch(lines[0]) or not _SIZE.fullmatch(lines[1]):
        return None
    try:
        root = base64.b64decode(lines[2], validate=True)
    except ValueError:  # no Base64, or not even ASCII
        return None
    read = Checkpoint(lines[0], int(lines[1]), root)
    # Base64 has several spellings of some digests; only one of them is a checkpoint.
    return read if len(root) == 32 and note == read.as_text() else None

"""The corpus of telephone numbers in prose: tests/cases/phones.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).resolve().parent / "cases/phones.txt"


LEFT_SO = "Taken for a number, and left so"
"""The group of texts that no shape can tell: a wrong number that goes out is worse."""


class Line(NamedTuple):
    """A text of the corpus."""

    number: int
    group: str
    text: str
    marked: tuple[tuple[int, int], ...]
    """Where a number stands in the text."""


def corpus() -> Iterator[Line]:
    """The lines of the corpus."""
    group = ""
    for number, raw in enumerate(CORPUS.read_text("utf-8").splitlines(), start=1):
        if raw.startswith("## "):
            group = raw[3:].partition(":")[0]
        elif raw and not raw.startswith("# "):
            yield _line(number, group, raw.replace("\\n", "\n"))


def _line(number: int, group: str, raw: str) -> Line:
    text, marked = "", []
    for index, piece in enumerate(re.split(r"[⟦⟧]", raw)):
        if index % 2:
            marked.append((len(text), len(text) + len(piece)))
        text += piece
    return Line(number, group, text, tuple(marked))

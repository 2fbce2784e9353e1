"""Text  ->  what looks like a telephone number in it.

Finding knows shapes only, no country and no settings: it would rather report a string that is
no number than let a wrong number pass. `make phones` prints how well it does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from noticegen.phones.signs import plain_signs


class PhoneLike(NamedTuple):
    """A string in prose that looks like a telephone number."""

    text: str
    start: int
    end: int


_PREFILTER = re.compile(r"(?:[0-9０-９][^0-9０-９A-Za-z,:]{0,4}){7}[0-9０-９]")
"""Eight digits that nothing but separators part; four, for `) - (`."""


def phone_like(text: str) -> tuple[PhoneLike, ...]:
    """What looks like a telephone number in the text, in order."""
    if not _PREFILTER.search(text):
        return ()
    from noticegen.phones.shapes import numbers_in

    found = numbers_in(plain_signs(text))
    return tuple(PhoneLike(text[start:end], start, end) for start, end in found)

"""The sentence in which something stands."""

from __future__ import annotations

import re

_END = re.compile(
    r"[。！？!?]+[」』”)）]?"
    # A full stop before a capital, but not that of „3. April“, "Mr. Smith", "St. Mary".
    r"|(?:(?<=\d{4})|(?<=[^\W\d]{2})|(?<=[)\]”»“\ufffc]))(?<!\b[DMS][rt])(?<!Mrs)[.]+[”»“\"’)]*(?=\s+[\"“„«‘(]?\s?[A-ZÄÖÜÀÉÈÊ])"
    r"|;(?=\s)|\.\s*$"
)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds what stands from `start` to `end`."""
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            return first, match.end()
    return first, last

"""Where a text says what somebody else said: between marks of quotation."""

from __future__ import annotations

_PAIRS = {
    "「": "」", "『": "』", "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", '"': '"',
}  # fmt: skip
"""What opens a quotation, and what may close it."""
_CLOSING = frozenset("".join(_PAIRS.values()))
_LETTERLIKE = "’‘"
"""Signs that stand within words, too."""


def quoted(text: str) -> tuple[tuple[int, int], ...]:
    """The spans between marks of quotation, without the marks; the outer ones first.

    A mark that nothing closes opens nothing.
    """
    open_: list[tuple[int, str]] = []
    found = []
    for at, sign in enumerate(text):
        if sign not in _PAIRS and sign not in _CLOSING:
            continue
        if sign in _LETTERLIKE and text[at + 1 : at + 2].isalpha() and text[at - 1 : at].isalpha():
            continue
        level = next((n for n in reversed(range(len(open_))) if sign in open_[n][1]), None)
        if level is not None:
            found.append((open_[level][0], at))
            del open_[level:]
        elif sign in _PAIRS:
            open_.append((at + 1, _PAIRS[sign]))
    return tuple(sorted(found, key=lambda span: (span[0], -span[1])))


def is_within(spans: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` lies inside one of `spans`."""
    return any(first <= start and end <= last for first, last in spans)

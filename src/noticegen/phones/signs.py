"""The signs in which numbers are written, as plain ones."""

from __future__ import annotations

import re

# Every sign maps to exactly one, so that offsets stay.
_ASCII = str.maketrans(
    "０１２３４５６７８９＋（）－．／："
    "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\u2010\u2011\ufe63\u2044\r",
    "0123456789+()-./:" + " " * 8 + "---/\n",
)
_DASH = re.compile(r"(?<=[0-9)])( ?)[\u2012-\u2015\u2212ーｰ](?=( ?)[0-9(])")
"""Signs that are a hyphen between digits only; elsewhere they part words or lengthen a vowel."""


def plain_signs(text: str) -> str:
    """The text with plain digits, spaces and hyphens, each sign in its place."""
    return _DASH.sub(r"\1-", text.translate(_ASCII))

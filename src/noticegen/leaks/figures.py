"""Whole numbers in a text, in every form in which people write them."""

from __future__ import annotations

import re
import unicodedata

DIGITS = 5
"""Figures with fewer digits are found everywhere."""

_SEPARATOR = r"[ ,.'\u2019\u066c]"
# Groups of three, and of two before the last as in India. A number may begin at each group:
# `12 345 678` may also be a day and 345,678.
_GROUPED = re.compile(
    rf"(?<![\d.,'\u2019\u066c])(?=(\d{{1,3}}({_SEPARATOR})(?:\d{{2,3}}\2)*\d{{3}})(?!\d|\2\d))"
)
_PLAIN = re.compile(r"\d+")
_MYRIADS = re.compile(r"(?<![\d.])(?=\d+[億万])(?:(\d+)億)?(?:(\d+)万)?(\d{1,4}(?![\d億万]))?")
_KANJI = re.compile(r"[〇一二三四五六七八九十百千万億]{2,}")
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


def figures(text: str) -> set[str]:
    """The whole numbers of five digits and more in a text, as ASCII digits without zeros before."""
    plain = _with_ascii_digits(unicodedata.normalize("NFKC", text))
    found = {match.group() for match in _PLAIN.finditer(plain)}
    found |= {re.sub(r"\D", "", match.group(1)) for match in _GROUPED.finditer(plain)}
    for match in _MYRIADS.finditer(plain.replace(",", "")):
        hundred_millions, myriads, rest = (int(group or 0) for group in match.groups())
        found.add(str(hundred_millions * 10**8 + myriads * 10**4 + rest))
    found |= {str(_kanji(match.group())) for match in _KANJI.finditer(plain)}
    return {figure.lstrip("0") for figure in found if len(figure.lstrip("0")) >= DIGITS}


def _with_ascii_digits(text: str) -> str:
    """The text with the digits of every script as ASCII, such as those of Arabic."""
    if text.isascii():
        return text
    return re.sub(r"(?![0-9])\d", lambda match: str(unicodedata.digit(match.group())), text)


def _kanji(text: str) -> int:
    """The number that kanji write: 九十一万二千四百八十."""
    total = myriad = digit = 0
    for sign in text:
        if sign in _KANJI_DIGITS:
            digit = digit * 10 + _KANJI_DIGITS[sign]
        elif sign in _KANJI_UNITS:
            myriad += (digit or 1) * _KANJI_UNITS[sign]
            digit = 0
        else:
            total += (myriad + digit) * (10**4 if sign == "万" else 10**8)
            myriad = digit = 0
    return total + myriad + digit

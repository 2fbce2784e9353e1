"""The numbers in a text by their values, in whatever form they are written.

912,480, ９１２，４８０, 91万2,480, 九十一万二千四百八十 and 912 480 are one number. Two texts
that differ in a number differ here; two spellings of one number do not.

What is decided, because the signs alone do not say it:

- a point or a comma before exactly three digits separates thousands where the language writes
  them so (a comma in English and Japanese, a point in German), and is a decimal sign elsewhere;
- kanji count from two signs on, or one before a counter (二人, 三件), never inside other words
  (一部, 十分, 万一);
- a year of an era counts as that year of the common era: 令和8年 is 2026;
- English words from *two* on count, *one* does not: it is a pronoun more often;
- telephone numbers, dates and times are the numbers that their digits make.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple


class Numeral(NamedTuple):
    """A number in a text, and where it stands."""

    value: Decimal
    text: str
    start: int
    end: int


_POINT_GROUPS = frozenset({"de", "fr", "it", "es", "nl", "pt", "da"})
"""Languages in which a point may separate thousands and a comma is the decimal sign."""

_SPACES = " \u00a0\u2007\u2009\u202f'\u2019"
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_KANJI = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_SIGNS = "〇零一二三四五六七八九十百千万億兆"
_COUNTERS = (
    "人名件回日月年円個通社時分秒世帯枚割度倍歳才か所ヶ所カ所箇所点種週代台冊本校店行号条項報次頁"
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "twice": 2,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}

_NO_NUMBERS = re.compile(
    f"(?<![{_KANJI_SIGNS}])(?:"
    "一部|一般|一時|一定|一切|一度に|一緒|一層|一連|一方|一致|一覧|統一|唯一|単一|同一|万一|万が一|第三者|十分"
    "|二度と|四国|三井|三菱|千葉|千代田|八王子|五十嵐|一郎|一同|再三|万全|百貨|千円札)"
)
"""Words and names with kanji of numbers that count nothing; not the 万一 of 四万一千."""

_DIGITS = re.compile(
    rf"\d+(?:[.,{_SPACES}]\d+)*(?:[万億兆](?:\d+(?:,\d{{3}})*)?)*(?:\s?(?:thousand|million|billion)\b)?",
    re.IGNORECASE,
)
_KANJI_RUN = re.compile(f"(?:{'|'.join(_ERAS)})?[元{_KANJI_SIGNS}]+")
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,2}})(?=\s?年)")
_ENGLISH = re.compile(
    rf"\b(?:(?:{'|'.join(_WORDS)}|a|one)(?:[\s-]+))?(?:{'|'.join([*_WORDS, *_SCALES])})"
    rf"(?:[\s-]+(?:and\s+)?(?:{'|'.join([*_WORDS, *_SCALES, 'one'])}))*\b",
    re.IGNORECASE,
)


def numerals(text: str, language: str = "") -> tuple[Numeral, ...]:
    """The numbers in a text of `language`, in order; none overlaps another."""
    plain = plain_digits(text)
    taken = [False] * len(plain)
    found: list[Numeral] = []
    for numeral in _all(plain, language.partition("-")[0]):
        if not any(taken[numeral.start : numeral.end]):
            taken[numeral.start : numeral.end] = [True] * (numeral.end - numeral.start)
            original = text[numeral.start : numeral.end]
            found.append(numeral._replace(text=original))
    return tuple(sorted(found, key=lambda numeral: numeral.start))


def plain_digits(text: str) -> str:
    """The text with ASCII digits, points and commas, sign by sign: places stay right."""
    if text.isascii():
        return text
    return _OTHER_SIGNS.sub(_plain_sign, text)


_OTHER_SIGNS = re.compile(r"(?![0-9])\d|[，．\u3000]")


def _plain_sign(match: re.Match[str]) -> str:
    sign = match[0]
    return {"，": ",", "．": ".", "\u3000": " "}.get(sign) or str(unicodedata.decimal(sign))


def _all(text: str, language: str) -> Iterator[Numeral]:
    for match in _ERA_YEAR.finditer(text):
        year = 1 if match[2] == "元" else int(match[2])
        yield _numeral(match, Decimal(_ERAS[match[1]] + year))
    for match in _DIGITS.finditer(text):
        yield from _of_digits(match, language)
    for match in _KANJI_RUN.finditer(_NO_NUMBERS.sub(lambda word: "　" * len(word[0]), text)):
        value = _of_kanji(match, text)
        if value is not None:
            yield _numeral(match, Decimal(value))
    for match in _ENGLISH.finditer(text):
        yield _numeral(match, Decimal(_of_words(match[0])))


def _numeral(match: re.Match[str], value: Decimal) -> Numeral:
    return Numeral(value, match[0], match.start(), match.end())


# ------------------------------------------------------------------ digits


def _of_digits(match: re.Match[str], language: str) -> Iterator[Numeral]:
    """One number, or several where the signs between them are no separators."""
    text = match[0]
    scale = 1
    word = re.search(r"\s?(thousand|million|billion)$", text, re.IGNORECASE)
    if word:
        scale, text = _SCALES[word[1].lower()], text[: word.start()]
    value = _one(text, language)
    if value is not None:
        yield _numeral(match, value * scale)
        return
    for part in re.finditer(r"\d+", match[0]):
        start = match.start() + part.start()
        yield Numeral(Decimal(part[0]), part[0], start, start + len(part[0]))


def _one(text: str, language: str) -> Decimal | None:
    """The value of digits with their separators; None where they are no single number."""
    total = Decimal(0)
    rest = text
    for sign, size in sorted(_MYRIADS.items(), key=lambda each: -each[1]):
        head, found, tail = rest.partition(sign)
        if found:
            value = _grouped(head, language) if head else Decimal(1)
            if value is None:
                return None
            total, rest = total + value * size, tail
    if not rest:
        return total
    value = _grouped(rest, language)
    return None if value is None else total + value


def _grouped(text: str, language: str) -> Decimal | None:
    if text.isdigit():
        return Decimal(text)
    for separator in (*_SPACES, *((".", ",") if language in _POINT_GROUPS else (",",))):
        mark = "," if separator == "." or (language in _POINT_GROUPS and separator != ",") else "."
        whole, _, fraction = text.partition(mark) if mark != separator else (text, "", "")
        groups = whole.split(separator)
        is_grouped = (
            len(groups) > 1
            and len(groups[0]) <= 3
            and all(len(group) == 3 and group.isdigit() for group in groups[1:])
        )
        if is_grouped and groups[0].isdigit() and (not fraction or fraction.isdigit()):
            return Decimal("".join(groups) + (f".{fraction}" if fraction else ""))
    parts = re.split(r"[.,]", text)
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return Decimal(".".join(parts))
    return None


# ------------------------------------------------------------------ kanji and words


def _of_kanji(match: re.Match[str], text: str) -> int | None:
    era = next((era for era in _ERAS if match[0].startswith(era)), "")
    signs = match[0].removeprefix(era)
    following = text[match.end() : match.end() + 1]
    if era:
        year = 1 if signs == "元" else _value(signs)
        return _ERAS[era] + year if following == "年" and year else None
    if "元" in signs or not set(signs) & (_KANJI.keys() | _KANJI_UNITS.keys()):
        return None
    before = text[match.start() - 1 : match.start()]
    is_counted = following != "" and following in _COUNTERS and following not in "部般切方"
    if len(signs) < 2 and not (is_counted and not _is_kanji(before)):
        return None
    if len(signs) > 1 and not is_counted and (_is_kanji(following) or _is_kanji(before)):
        return None
    return _value(signs)


def _is_kanji(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _value(signs: str) -> int:
    total = section = digits = 0
    for sign in signs:
        if sign in _KANJI:
            digits = digits * 10 + _KANJI[sign]
        elif sign in _KANJI_UNITS:
            section += (digits or 1) * _KANJI_UNITS[sign]
            digits = 0
        else:
            total += ((section + digits) or 1) * _MYRIADS[sign]
            section = digits = 0
    return total + section + digits


def _of_words(text: str) -> int:
    total = current = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        else:
            current += 1 if word in {"one", "a"} else _WORDS.get(word, 0)
    return total + current

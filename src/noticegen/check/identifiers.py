"""Numbers that say by their check digits what they are. Each function: text  ->  where they stand.

The text is one in plain signs (`plain`). Nothing here knows files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from ipaddress import AddressValueError, IPv4Address, IPv6Address

Span = tuple[int, int]

# Every sign maps to exactly one, so that offsets stay.
_PLAIN = str.maketrans(
    {
        **{chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)},
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-"),
    }
)

_MANY_DIGITS = re.compile(r"\d{4}[ -]?\d{4,6}[ -]?\d{4}")
_FOUR_NUMBERS = re.compile(r"\d\.\d{1,3}\.\d{1,3}\.\d")
_MANY_COLONS = re.compile(r"[0-9A-Fa-f]:[0-9A-Fa-f]{0,4}:(?:[0-9A-Fa-f]{0,4}:|[0-9A-Fa-f])")
"""What has to be there at all: the patterns below take longer."""

_BEFORE_DIGITS = r"(?<![A-Za-z0-9_.+-])(?<!\d[ ,-])"
"""Nothing that the digits would be a part of. Letters of Japanese may stand there."""
_TWELVE = re.compile(
    rf"{_BEFORE_DIGITS}(?<!/)(?:\d{{12}}|\d{{4}}([ -])\d{{4}}\1\d{{4}})"
    r"(?![A-Za-z0-9_/]|[.:-]\d| \d)"
)
_CARD = re.compile(
    rf"{_BEFORE_DIGITS}(?:\d{{13,19}}|\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{1,7}}"
    r"|\d{4}([ -])\d{6}\2\d{4,5})(?![A-Za-z0-9_]|[.-]\d| \d{4})"
)
_IBAN = re.compile(r"[A-Z]{2}(?<![A-Za-z0-9]..)\d{2}(?=[ -]?[A-Z0-9]{2})")
_VERSION_4 = re.compile(r"(?<![A-Za-z0-9_.])\d{1,3}(?:\.\d{1,3}){3}(?![A-Za-z0-9_%]|\.\d)")
_VERSION_6 = re.compile(
    r"(?<![A-Za-z0-9_:.])(?:[0-9A-F]{0,4}:){2,7}[0-9A-F]{0,4}(?![A-Za-z0-9_:]|\.\d)",
    re.IGNORECASE,
)

_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
    "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
    "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28,
    "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
"""Signs of an account number by country, as the registry of ISO 13616 gives them."""

_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({16, 19})),
    (51, 55, frozenset({16})),
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14, 16})),
    (309, 309, frozenset({14, 16})),
    (36, 36, frozenset({14, 16, 19})),
    (38, 39, frozenset({14, 16, 19})),
    (6011, 6011, frozenset({16, 17, 18, 19})),
    (644, 649, frozenset({16, 17, 18, 19})),
    (65, 65, frozenset({16, 17, 18, 19})),
    (3528, 3589, frozenset({16, 17, 18, 19})),
    (62, 62, frozenset({16, 17, 18, 19})),
    (81, 81, frozenset({16, 17, 18, 19})),
)
"""First and last identification number of an issuer (ISO/IEC 7812), and how many digits.

Cards of thirteen digits are not given out any more, and goods are numbered so (EAN-13)."""

_PROVED = re.compile(
    r"(?:\bIPs?|address\w*|アドレス|adress\w*|\bhosts?|server\w*|\bvon|\bfrom)\W*$", re.I
)
_OF_A_VERSION = re.compile(
    r"(?:\bv|\bver|versions?|バージョン|版数|版|release|リリース|build|ビルド|firmware|ファームウェア"
    r"|update|アップデート|patch|パッチ|revision|\brev|§+|sections?|articles?|art|chapters?"
    r"|abschnitte?|kapitel|ziffer|\bziff|\bnr|absatz|chapitres?|paragraphe?s?|\bno|第|節|条|項"
    r"|annex\w*|anlage|appendix|table|tabelle|tableau|figure|abbildung|\boid)[. :.-]*$",
    re.IGNORECASE,
)
_BEFORE = 24
"""How many signs in front of a number are looked at."""


def plain(text: str) -> str:
    """The text with plain letters, digits, spaces and hyphens, each sign in its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def all_in(text: str) -> Iterator[Span]:
    """Everything in a text that is read as an identifier here."""
    for finder in (my_numbers, payment_cards, ibans, machine_addresses):
        yield from finder(text)


def my_numbers(text: str) -> Iterator[Span]:
    """Individual Numbers of Japan: eleven digits and a check digit.

    The digit is that of article 5 of the ordinance of the Ministry of Internal Affairs and
    Communications no. 85 of 2014 (平成26年総務省令第85号). Twelve digits that are a moment
    (202603021500) are none.
    """
    for match in _TWELVE.finditer(text) if _MANY_DIGITS.search(text) else ():
        digits = re.sub(r"\D", "", match[0])
        if _is_my_number(digits) and not _is_moment(digits):
            yield match.span()


def payment_cards(text: str) -> Iterator[Span]:
    """Numbers of payment cards: an issuer's, with the check digit of ISO/IEC 7812-1, annex B."""
    for match in _CARD.finditer(text) if _MANY_DIGITS.search(text) else ():
        digits = re.sub(r"\D", "", match[0])
        if _is_of_an_issuer(digits) and _has_luhn(digits):
            yield match.span()


def ibans(text: str) -> Iterator[Span]:
    """International account numbers (ISO 13616): length of the country, remainder 1 by 97."""
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2])
        end = _end_of(text, match.start(), length) if length else None
        if end and _leaves_one(text[match.start() : end]):
            yield match.start(), end


def machine_addresses(text: str) -> Iterator[Span]:
    """Addresses of machines (RFC 791, RFC 4291) but those that name none of somebody: loopback,
    unspecified, broadcast, masks. A version or a section is none.
    """
    for match in _VERSION_4.finditer(text) if _FOUR_NUMBERS.search(text) else ():
        with suppress(AddressValueError):
            address = IPv4Address(match[0])
            names_none = address.is_loopback or address.is_unspecified or match[0][:4] == "255."
            if not names_none and not _is_version(text, match):
                yield match.span()
    for match in _VERSION_6.finditer(text) if _MANY_COLONS.search(text) else ():
        with suppress(AddressValueError):
            six = IPv6Address(match[0])
            groups = [group for group in match[0].split(":") if group]
            if len(groups) > 2 and not six.is_loopback:
                yield match.span()


def _is_my_number(digits: str) -> bool:
    weights = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
    pairs = zip(reversed(digits[:11]), weights, strict=True)
    rest = sum(int(digit) * weight for digit, weight in pairs) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _is_moment(digits: str) -> bool:
    with suppress(ValueError):
        return 1990 <= datetime.strptime(digits, "%Y%m%d%H%M").year < 2100
    return False


def _is_of_an_issuer(digits: str) -> bool:
    return any(
        len(digits) in lengths and first <= int(digits[: len(str(first))]) <= last
        for first, last, lengths in _ISSUERS
    )


def _has_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where `length` letters and digits end, single blanks or hyphens among them; None where
    there are fewer, or where they go on.
    """
    found, end = 0, start
    while found < length:
        sign = text[end : end + 1]
        if sign.isascii() and sign.isalnum():
            found += 1
        elif sign not in {" ", "-"} or not text[end - 1].isalnum():
            return None
        end += 1
    following = text[end : end + 1]
    return None if following.isascii() and following.isalnum() else end


def _leaves_one(written: str) -> bool:
    signs = "".join(filter(str.isalnum, written))
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return int(number) % 97 == 1


def _is_version(text: str, match: re.Match[str]) -> bool:
    """Whether it is said to be a version or a section, or is one by its small numbers."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if _OF_A_VERSION.search(before):
        return True
    first, *others = map(int, match[0].split("."))
    is_small = first < 10 and all(number < 30 for number in others)
    return is_small and not _PROVED.search(before)

"""Telephone numbers: read one, compare two, say one aloud.

Reading asks the `phonenumbers` library, which is imported inside the functions that need it: it
takes long to load, and most builds read no number. Python keeps it after the first time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from noticegen.phones.signs import plain_signs


class Phone(NamedTuple):
    """A telephone number."""

    e164: str
    """As machines dial it: a plus, the country code and the rest, digits only."""
    written: str
    """As it was written."""


_WRITTEN = re.compile(r"[-+()./ \n0-9]+")
_ABROAD = re.compile(r"\D*?0\D*?0(?=\D*[1-9])")


def _plainly(text: str) -> str | None:
    """The text in ASCII; None where signs stand in it that no number has."""
    plain = plain_signs(text).strip()
    return plain if len(plain) <= _MOST_SIGNS and _WRITTEN.fullmatch(plain) else None


_MOST_SIGNS = 60


def read_phone(text: str, region: str | None) -> Phone | None:
    """The number that a text is, as it is dialled in a region; None where it can be none.

    Its length has to be possible. Whether its range is in use is not asked: ranges change, and
    examples lie outside them. Without a region, only numbers with a country code are read.
    """
    plain = _plainly(text)
    if plain is None:
        return None
    # In most of the world 00 stands for the plus. Where it does not, no number begins so that
    # would be a possible one abroad.
    if (match := _ABROAD.match(plain)) and (e164 := _e164(f"+{plain[match.end() :]}", None)):
        return Phone(e164, text)
    e164 = _e164(plain, region or None)
    return Phone(e164, text) if e164 else None


def _e164(plain: str, region: str | None) -> str | None:
    import phonenumbers  # here for the reason that the module gives

    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    # The library also takes a number without its area code for possible; it cannot be dialled
    # from elsewhere.
    if phonenumbers.is_possible_number_with_reason(number) != _POSSIBLE:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # The plan of a country may allow more than the fifteen digits that networks carry.
    return e164 if len(e164) <= 16 else None


_POSSIBLE = 0
"""`phonenumbers.ValidationResult.IS_POSSIBLE`."""


def same_number(text: str, phone: Phone, region: str | None) -> bool:
    """Whether a text is a spelling of the number, for readers in a region."""
    read = read_phone(text, region)
    if read is not None and read.e164 == phone.e164:
        return True
    plain = _plainly(text)
    if plain is None or "+" in plain:
        return False
    import phonenumbers  # here for the reason that the module gives

    # As the country of the number writes it at home.
    try:
        code = phonenumbers.parse(phone.e164, None).country_code or 0
    except phonenumbers.NumberParseException:
        return False
    return _e164(plain, phonenumbers.region_code_for_country_code(code)) == phone.e164


_LEFT_OUT_ABROAD = re.compile(r"(?<=[0-9])([-./ ]*)\(0\)")


def digits_aloud(text: str) -> str:
    """The digits one by one, a pause between groups: `0 8 0 0, 0 0 0, 0 1 4 0`.

    The `(0)` that is not dialled after a country code is not said; in Italy it is dialled.
    """
    plain = plain_signs(text)
    if plain.lstrip(" (").startswith(("+", "00")) and not re.match(r"[ (]*(?:\+|00) ?39", plain):
        plain = _LEFT_OUT_ABROAD.sub(r"\1 ", plain, count=1)
    groups = re.findall(r"\+?[ ]?[0-9]+", plain)
    return ", ".join(" ".join(group.replace(" ", "")) for group in groups)


def is_region(code: str) -> bool:
    """Whether this is the code of a region, in capitals, whose numbers are known."""
    import phonenumbers  # here for the reason that the module gives

    return code in phonenumbers.SUPPORTED_REGIONS

"""Telephone numbers: find what looks like one, read one, compare two, say one aloud."""

from __future__ import annotations

from noticegen.phones.find import PhoneLike, phone_like
from noticegen.phones.numbers import Phone, digits_aloud, is_region, read_phone, same_number

__all__ = [
    "Phone",
    "PhoneLike",
    "digits_aloud",
    "is_region",
    "phone_like",
    "read_phone",
    "same_number",
]

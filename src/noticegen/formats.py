"""Dates and times in the form of each language (CLDR). The only user of Babel."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates

# What people write for a language although it is a country, or the other way round.
_MISTAKEN = {"jp": "ja", "kr": "ko", "cn": "zh", "gr": "el", "dk": "da", "se": "sv", "ua": "uk",
             "cz": "cs", "us": "en", "gb": "en", "vn": "vi"}  # fmt: skip


def is_language(tag: str) -> bool:
    """Whether `tag` is a language tag that CLDR has data for (RFC 5646 spelling)."""
    try:
        _locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return tag not in _MISTAKEN


def meant_language(tag: str) -> str | None:
    """The tag that was probably meant."""
    return _MISTAKEN.get(tag.lower())


@lru_cache(maxsize=32)
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def language_name(tag: str, locale: str) -> str:
    """The name of a language in the language of `locale`: ``英語``."""
    return _locale(tag.partition("-")[0]).get_display_name(_locale(locale)) or tag


def own_name(tag: str) -> str:
    """The name of a language in itself: ``日本語``, ``English``."""
    name = language_name(tag, tag)
    return name[0].upper() + name[1:]


@lru_cache(maxsize=4096)
def moment(value: datetime, locale: str) -> str:
    """Day, weekday and time: ``2026年3月2日(月) 15:00``, ``Mon, 2 Mar 2026, 15:00``."""
    day = _day_with_weekday(value, locale)
    time = dates.format_skeleton("Hm", value, tzinfo=value.tzinfo, locale=_locale(locale))
    return f"{day} {time}" if locale.startswith(("ja", "zh", "ko")) else f"{day}, {time}"


def _day_with_weekday(value: datetime, locale: str) -> str:
    # Format first, look for the weekday in words that CLDR gives the language.
    return dates.format_skeleton("yMMMEd", value, tzinfo=value.tzinfo, locale=_locale(locale))


def day(value: date, locale: str) -> str:
    """A day in words: ``2031年3月31日``, ``31 March 2031``."""
    return dates.format_date(value, "long", locale=_locale(locale))


@lru_cache(maxsize=256)
def zone_name(value: datetime, locale: str) -> str:
    """The zone's name at a moment, with its offset: ``日本標準時（UTC+09:00）``."""
    name = dates.get_timezone_name(value, width="long", locale=_locale(locale))
    offset = value.strftime("%z")
    utc = f"UTC{offset[:3]}:{offset[3:]}"
    if name.startswith(("GMT", "UTC")):
        return utc
    return f"{name}（{utc}）" if locale.startswith("ja") else f"{name} ({utc})"

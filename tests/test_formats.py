"""Dates in the form of each language (CLDR, through Babel)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from noticegen import formats

TOKYO = datetime(2026, 3, 2, 15, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
ZURICH = datetime(2026, 7, 3, 9, 0, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ja", "2026年3月2日(月) 15:05"),
        ("en-GB", "Mon, 2 Mar 2026, 15:05"),
        ("en-US", "Mon, Mar 2, 2026, 15:05"),
        ("fr", "lun. 2 mars 2026, 15:05"),
        ("de", "Mo., 2. März 2026, 15:05"),
    ],
)
def test_a_moment_has_its_day_weekday_and_time(locale: str, expected: str) -> None:
    assert formats.moment(TOKYO, locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ja", "2026年3月2日"),
        ("en-GB", "2 March 2026"),
        ("en-US", "March 2, 2026"),
        ("fr-CH", "2 mars 2026"),
        ("de-CH", "2. März 2026"),
    ],
)
def test_a_day_is_written_out(locale: str, expected: str) -> None:
    assert formats.day(TOKYO.date(), locale) == expected


def test_a_zone_is_named_with_its_offset_at_that_moment() -> None:
    assert formats.zone_name(TOKYO, "ja") == "日本標準時（UTC+09:00）"
    assert formats.zone_name(TOKYO, "en") == "Japan Standard Time (UTC+09:00)"
    assert formats.zone_name(ZURICH, "de") == "Mitteleuropäische Sommerzeit (UTC+02:00)"


def test_languages_are_named_in_themselves_and_in_others() -> None:
    assert [formats.own_name(tag) for tag in ("ja", "en", "fr", "de")] == [
        "日本語",
        "English",
        "Français",
        "Deutsch",
    ]
    assert formats.language_name("en", "ja") == "英語"
    assert formats.language_name("ja", "de") == "Japanisch"


@pytest.mark.parametrize("tag", ["ja", "en", "pt-BR", "zh-Hant", "no", "nb"])
def test_language_tags_are_known(tag: str) -> None:
    assert formats.is_language(tag)


@pytest.mark.parametrize("tag", ["jp", "english", "", "x", "ja_JP", "12", "JA!"])
def test_other_words_are_no_language_tags(tag: str) -> None:
    assert not formats.is_language(tag)

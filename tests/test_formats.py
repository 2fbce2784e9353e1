"""Dates, numbers, money, durations and lists in the form of each language (CLDR, through Babel).

What seven locales make of ordinary values stands in `cases/formats.md`; here are the rules
behind it and the edges. In expected texts, `⍽` is a no-break space and `⍛` a narrow one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from noticegen import formats
from noticegen.formats import ListStyle, Period

LOCALES = ("ja-JP", "en-GB", "en-US", "fr-FR", "fr-CH", "de-DE", "de-CH")

MANY_LANGUAGES = (
    "ar", "bg", "cs", "da", "el", "es", "et", "eu", "fa", "fi", "ga", "he",
    "hi", "hr", "hu", "id", "is", "it", "km", "ko", "lo", "lt", "lv", "ms",
    "my", "nb", "nl", "pl", "pt-BR", "ro", "ru", "sk", "sl", "sr", "sv", "sw",
    "th", "tr", "uk", "ur", "vi", "yue", "zh", "zh-Hant",
)  # fmt: skip

PEOPLE = {
    "ja": {"other": "人"},
    "en": {"one": "person", "other": "people"},
    "fr": {"one": "personne", "other": "personnes"},
    "de": {"one": "Person", "other": "Personen"},
}
CASES = {
    "ja": {"other": "件"},
    "en": {"one": "case", "other": "cases"},
    "fr": {"one": "cas", "other": "cas"},
    "de": {"one": "Fall", "other": "Fälle"},
}

TOKYO = datetime(2026, 3, 2, 15, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
ZURICH = datetime(2026, 7, 3, 9, 0, tzinfo=ZoneInfo("Europe/Zurich"))


EACH_LOCALE = """
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo
from noticegen import formats
now = datetime(2026, 3, 2, 15, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
for locale in sys.argv[1:]:
    said = [form(now.date(), locale) for form in (formats.weekday, formats.weekday_short,
            formats.month, formats.day, formats.day_and_weekday)]
    print(locale, *said, formats.moment(now, locale), formats.zone_name(now, locale))
"""


def test_no_language_speaks_the_words_of_one_that_came_before() -> None:
    """Babel's locales write into what they share: after Japanese, French had 月曜日."""
    locales = [*LOCALES, *MANY_LANGUAGES]

    def said(order: list[str]) -> list[str]:
        words = [sys.executable, "-X", "utf8", "-c", EACH_LOCALE, *order]
        return sorted(subprocess.check_output(words, text=True, encoding="utf-8").splitlines())

    assert said(locales) == said(locales[::-1])


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


def visible(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "⍛")


# ------------------------------------------------------------------ moments


def test_the_same_instant_is_told_in_the_time_of_each_zone() -> None:
    """Two moments in two zones are equal; what was made of one must not be found for the other."""
    there = TOKYO.astimezone(ZURICH.tzinfo)
    assert there == TOKYO
    assert formats.moment(TOKYO, "ja") == "2026年3月2日(月) 15:05"
    assert formats.moment(there, "ja") == "2026年3月2日(月) 7:05"
    assert formats.zone_name(TOKYO, "en") == "Japan Standard Time (UTC+09:00)"
    assert formats.zone_name(there, "en") == "Central European Standard Time (UTC+01:00)"


def test_the_hour_that_comes_twice_in_autumn_has_both_names() -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=ZURICH.tzinfo)
    assert formats.zone_name(twice, "de") == "Mitteleuropäische Sommerzeit (UTC+02:00)"
    again = twice.replace(fold=1)
    assert formats.zone_name(again, "de") == "Mitteleuropäische Normalzeit (UTC+01:00)"


def test_a_moment_has_the_day_of_its_own_zone() -> None:
    late = datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    early = late.astimezone(ZoneInfo("Asia/Tokyo"))
    assert formats.day_and_weekday(late, "ja") == "2026年2月28日(土)"
    assert formats.day_and_weekday(early, "ja") == "2026年3月1日(日)"
    assert formats.day_of_month(early, "ja") == "3月1日"
    assert formats.weekday(early, "ja") == "日曜日"
    assert formats.month(early, "ja") == "2026年3月"


# ------------------------------------------------------------------ days and times


def test_a_weekday_is_short_enough_for_the_head_of_a_table() -> None:
    monday = date(2026, 3, 2)
    shown = [formats.weekday_short(monday, locale) for locale in LOCALES]
    assert shown == ["月", "Mon", "Mon", "lun.", "lun.", "Mo", "Mo"]


@pytest.mark.parametrize(
    ("locale", "start", "end"),
    [
        ("ja", "0:00", "24:00"),
        ("en-GB", "00:00", "24:00"),
        ("en-US", "12:00⍛AM", "12:00⍛AM (midnight)"),
        ("en-AU", "12:00⍛am", "12:00⍛am (midnight)"),
        ("ko", "AM 12:00", "AM 12:00 (자정)"),
        ("zh-Hant", "午夜12:00", "午夜12:00"),
        ("fi", "0.00", "24.00"),
        ("fr-CA", "00 h 00", "24 h 00"),
    ],
)
def test_the_end_of_a_day_is_not_its_start(locale: str, start: str, end: str) -> None:
    assert visible(formats.clock(0, locale)) == start
    assert visible(formats.clock(1440, locale)) == end


# ------------------------------------------------------------------ numbers


def test_equal_numbers_keep_the_digits_they_were_written_with() -> None:
    written = ["12.5", "12.50", "12.500", "12.5"]
    assert [formats.number(Decimal(text), "en") for text in written] == written
    assert formats.number(Decimal("1E+3"), "en") == "1,000"
    assert formats.number(Decimal("-0.00"), "en") == "0.00"


def test_no_digit_of_a_long_number_is_lost() -> None:
    long = Decimal("123456789012345678901234.123456789012")
    assert formats.number(long, "en") == "123,456,789,012,345,678,901,234.123456789012"
    assert formats.plural_category(long, "pl") == "other"


def test_a_negative_number_has_the_minus_of_its_language() -> None:
    assert formats.number(Decimal(-7600), "ja") == "-7,600"
    assert visible(formats.number(Decimal(-7600), "sv")) == "−7⍽600"
    assert visible(formats.compact(Decimal(-7600), "sv")) == "−7,6⍽tn"
    assert formats.number(Decimal(912480), "en-IN") == "9,12,480"


@pytest.mark.parametrize(
    ("value", "ja", "en", "de"),
    [
        ("999.9", "999.9", "999.9", "999,9"),
        ("7654", "7,650", "7.65K", "7.650"),
        ("9994", "9,990", "9.99K", "9.990"),
        ("9995", "1万", "10K", "10.000"),
        ("99950", "10万", "100K", "100.000"),
        ("480000", "48万", "480K", "480.000"),
        ("912500", "91.2万", "912K", "912.000"),
        ("913500", "91.4万", "914K", "914.000"),
        ("-912480", "-91.2万", "-912K", "-912.000"),
        ("999499", "99.9万", "999K", "999.000"),
        ("999500", "100万", "1M", "1⍽Mio."),
        ("12345678", "1230万", "12.3M", "12,3⍽Mio."),
        ("7654321000", "76.5億", "7.65B", "7,65⍽Mrd."),
    ],
)
def test_compact_numbers_have_three_digits_and_half_goes_to_even(
    value: str, ja: str, en: str, de: str
) -> None:
    shown = [visible(formats.compact(Decimal(value), locale)) for locale in ("ja", "en", "de")]
    assert shown == [ja, en, de]


# ------------------------------------------------------------------ units


@pytest.mark.parametrize(
    ("value", "words", "ja", "en", "fr", "de"),
    [
        ("0", CASES, "0件", "0 cases", "0⍽cas", "0 Fälle"),
        ("1", CASES, "1件", "1 case", "1⍽cas", "1 Fall"),
        ("25", CASES, "25件", "25 cases", "25⍽cas", "25 Fälle"),
        ("1.0", PEOPLE, "1.0人", "1.0 people", "1,0⍽personne", "1,0 Personen"),
        ("-1", PEOPLE, "-1人", "-1 person", "-1⍽personne", "-1 Person"),
        ("912480", PEOPLE, "912,480人", "912,480 people", "912⍛480⍽personnes", "912.480 Personen"),
    ],
)
def test_the_word_is_that_of_the_number_as_it_is_shown(
    value: str, words: Mapping[str, Mapping[str, str]], ja: str, en: str, fr: str, de: str
) -> None:
    shown = [
        visible(formats.with_unit(Decimal(value), words[locale], locale))
        for locale in ("ja", "en", "fr", "de")
    ]
    assert shown == [ja, en, fr, de]


@pytest.mark.parametrize(
    ("value", "ja", "en", "fr", "de"),
    [
        ("1", "1人", "1 person", "1⍽personne", "1 Person"),
        ("1.5", "1.5人", "1.5 people", "1,5⍽personne", "1,5 Personen"),
        ("480000", "48万人", "480K people", "480⍽k⍽personnes", "480.000 Personen"),
        ("7600000", "760万人", "7.6M people", "7,6⍽M⍽personnes", "7,6⍽Mio. Personen"),
    ],
)
def test_compact_numbers_have_their_words_too(
    value: str, ja: str, en: str, fr: str, de: str
) -> None:
    shown = [
        visible(formats.with_unit(Decimal(value), PEOPLE[locale], locale, is_compact=True))
        for locale in ("ja", "en", "fr", "de")
    ]
    assert shown == [ja, en, fr, de]


def test_a_french_author_can_give_the_word_for_round_millions() -> None:
    words = PEOPLE["fr"] | {"many": "de personnes"}
    assert visible(formats.with_unit(Decimal(1_000_000), words, "fr")) == "1⍛000⍛000⍽de personnes"
    assert visible(formats.with_unit(Decimal(1_000_001), words, "fr")) == "1⍛000⍛001⍽personnes"


def test_polish_has_a_word_for_few_and_one_for_many() -> None:
    words = {"one": "osoba", "few": "osoby", "many": "osób", "other": "osoby"}
    shown = [formats.with_unit(Decimal(text), words, "pl") for text in ("1", "2", "5", "1.5")]
    assert shown == ["1 osoba", "2 osoby", "5 osób", "1,5 osoby"]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ja", "912,480人"),
        ("zh", "912,480人"),
        ("zh-Hant", "912,480人"),
        ("ko", "912,480人"),
        ("th", "912,480 人"),
        ("en", "912,480 人"),
    ],
)
def test_a_counter_stands_where_the_language_has_it(locale: str, expected: str) -> None:
    assert formats.with_unit(Decimal(912480), {"other": "人"}, locale) == expected


def test_a_percent_sign_stands_where_the_locale_has_it() -> None:
    shown = [
        visible(formats.with_unit(Decimal("12.5"), {"other": "%"}, locale))
        for locale in (*LOCALES, "tr")
    ]
    assert shown == ["12.5%", "12.5%", "12.5%", "12,5⍽%", "12,5%", "12,5⍽%", "12.5%", "%12,5"]


# ------------------------------------------------------------------ money


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("JPY", "-1000", "-1,000円 -JP¥1,000 -¥1,000 -1⍛000⍽JPY -1⍛000⍽JPY -1.000⍽¥ ¥-1’000"),
        ("GBP", "10", "10英国ポンド £10 £10 10⍽£GB 10⍽£GB 10⍽£ £⍽10"),
        ("GBP", "10.00", "10英国ポンド £10 £10 10⍽£GB 10⍽£GB 10⍽£ £⍽10"),
        ("USD", "49.9", "49.90米ドル US$49.90 $49.90 49,90⍽$US 49.90⍽$US 49,90⍽$ $⍽49.90"),
        (
            "EUR",
            "1234.50",
            "1,234.50ユーロ €1,234.50 €1,234.50 1⍛234,50⍽€ 1⍛234.50⍽€ 1.234,50⍽€ EUR⍽1’234.50",
        ),
    ],
)
def test_money_stands_in_the_pattern_of_the_locale(code: str, value: str, expected: str) -> None:
    shown = [visible(formats.money([(code, Decimal(value))], locale)) for locale in LOCALES]
    assert shown == expected.split(" ")


@pytest.mark.parametrize(
    ("code", "value", "ja", "en", "de"),
    [
        ("JPY", "500", "500円", "¥500", "500⍽¥"),
        ("JPY", "912480", "91.2万円", "¥912K", "912.000⍽¥"),
        ("EUR", "49.9", "49.90ユーロ", "€49.90", "49,90⍽€"),
        ("EUR", "7600000", "760万ユーロ", "€7.6M", "7,6⍽Mio.⍽€"),
        ("CHF", "-7600000", "-760万スイス フラン", "-CHF⍽7.6M", "-7,6⍽Mio.⍽CHF"),
    ],
)
def test_compact_money_has_its_currency(code: str, value: str, ja: str, en: str, de: str) -> None:
    shown = [
        visible(formats.money([(code, Decimal(value))], locale, is_compact=True))
        for locale in ("ja", "en", "de")
    ]
    assert shown == [ja, en, de]


def test_money_is_never_rounded_to_the_digits_of_its_currency() -> None:
    assert formats.money([("JPY", Decimal("0.5"))], "ja") == "0.5円"
    assert formats.money([("USD", Decimal("0.0025"))], "en") == "$0.0025"
    assert formats.money([("KWD", Decimal("1.5"))], "en-GB") == "KWD\u00a01.500"


@pytest.mark.parametrize("code", ["XXX", "XTS", "jpy", "US", "円"])
def test_what_cannot_be_paid_in_is_no_currency(code: str) -> None:
    assert not formats.is_currency(code)


# ------------------------------------------------------------------ durations


@pytest.mark.parametrize(
    ("text", "ja", "en", "fr", "de"),
    [
        ("P12M", "12か月", "12 months", "12⍽mois", "12 Monate"),
        ("P1Y6M", "1年6か月", "1 year and 6 months", "1⍽an et 6⍽mois", "1 Jahr und 6 Monate"),
        (
            "P1Y6M10D",
            "1年6か月10日",
            "1 year, 6 months and 10 days",
            "1⍽an, 6⍽mois et 10⍽jours",
            "1 Jahr, 6 Monate und 10 Tage",
        ),
        ("P1W", "1週間", "1 week", "1⍽semaine", "1 Woche"),
        ("PT48H", "48時間", "48 hours", "48⍽heures", "48 Stunden"),
        ("P1Y0M1D", "1年1日", "1 year and 1 day", "1⍽an et 1⍽jour", "1 Jahr und 1 Tag"),
        ("P1000D", "1,000日", "1,000 days", "1⍛000⍽jours", "1.000 Tage"),
    ],
)
def test_a_duration_is_said_in_the_parts_it_was_written_with(
    text: str, ja: str, en: str, fr: str, de: str
) -> None:
    period = formats.read_period(text)
    assert period
    locales = ("ja", "en-GB", "fr", "de")
    assert [visible(formats.duration(period, locale)) for locale in locales] == [ja, en, fr, de]


def test_the_parts_of_a_duration_stand_side_by_side_in_east_asia() -> None:
    period = Period(years=1, months=6)
    assert formats.duration(period, "zh") == "1年6个月"
    assert formats.duration(period, "zh-Hant") == "1年6個月"
    assert formats.duration(period, "ko") == "1년 6개월"


@pytest.mark.parametrize("text", ["P0D", "PT0S", "PT30S", "P1.5Y", "P1,5Y", "+P1D", "P1234567D"])
def test_a_duration_has_whole_parts_and_is_not_nothing(text: str) -> None:
    assert formats.read_period(text) is None


# ------------------------------------------------------------------ sizes, lists, regions


@pytest.mark.parametrize(
    ("size", "ja", "en", "fr", "de"),
    [
        (0, "0バイト", "0 bytes", "0⍽octet", "0 Byte"),
        (999, "999バイト", "999 bytes", "999⍽octets", "999 Byte"),
        (999_499, "999 KB", "999 kB", "999⍛ko", "999 kB"),
        (999_500, "1 MB", "1 MB", "1⍛Mo", "1 MB"),
        (1_250_000, "1.25 MB", "1.25 MB", "1,25⍛Mo", "1,25 MB"),
        (1_234_567_890, "1.23 GB", "1.23 GB", "1,23⍛Go", "1,23⍽GB"),
        (10**16, "10,000 TB", "10,000 TB", "10⍛000⍛To", "10.000 TB"),
    ],
)
def test_a_file_size_has_three_digits_at_most(
    size: int, ja: str, en: str, fr: str, de: str
) -> None:
    locales = ("ja", "en", "fr", "de")
    assert [visible(formats.file_size(size, locale)) for locale in locales] == [ja, en, fr, de]


@pytest.mark.parametrize(
    ("style", "items", "expected"),
    [
        ("standard", "", ("", "", "", "")),
        ("standard", "A", ("A", "A", "A", "A")),
        ("standard", "ABCD", ("A、B、C、D", "A, B, C, and D", "A, B, C et D", "A, B, C und D")),
        ("or", "AB", ("AまたはB", "A or B", "A ou B", "A oder B")),
        ("or", "ABC", ("A、B、またはC", "A, B, or C", "A, B ou C", "A, B oder C")),
        ("unit", "AB", ("A B", "A, B", "A et B", "A, B")),
        ("unit", "ABC", ("A B C", "A, B, C", "A, B et C", "A, B und C")),
        ("unit-narrow", "ABC", ("ABC", "A B C", "A B C", "A, B und C")),
    ],
)
def test_items_are_listed_as_the_language_lists_them(
    style: ListStyle, items: str, expected: tuple[str, ...]
) -> None:
    locales = ("ja", "en", "fr", "de")
    assert tuple(formats.listed(items, locale, style=style) for locale in locales) == expected


def test_braces_in_a_list_are_text() -> None:
    assert formats.listed(["{0}", "{1}", "{}"], "en") == "{0}, {1}, and {}"


def test_a_region_is_named_and_its_part_keeps_its_code() -> None:
    assert formats.region_name("JP", "ja") == "日本"
    assert formats.region_name("CH", "fr-CH") == "Suisse"
    assert formats.region_name("CH-LU", "de-CH") == "Schweiz (LU)"
    assert formats.region_name("CH-LU", "ja") == "スイス（LU）"
    assert formats.region_name("XQ", "en") == "XQ"


# ------------------------------------------------------------------ all of it


def test_japanese_reads_as_prose() -> None:
    people = formats.with_unit(Decimal(912455), {"other": "人"}, "ja-JP")
    money = formats.money([("JPY", Decimal(1000))], "ja-JP")
    period = formats.read_period("P12M")
    assert period
    last = formats.day(date(2026, 12, 28), "ja-JP")
    told = (
        f"対象の{people}の皆さまに{money}分のお品を送り、"
        f"{formats.duration(period, 'ja-JP')}の見守りを{last}まで受け付けます。"
        f"窓口は{formats.clock(540, 'ja-JP')}から{formats.clock(1440, 'ja-JP')}まで。"
    )
    assert told == (
        "対象の912,455人の皆さまに1,000円分のお品を送り、12か月の見守りを"
        "2026年12月28日まで受け付けます。窓口は9:00から24:00まで。"
    )
    assert not set(told) & set(" \u00a0\u202f")


@pytest.mark.parametrize("locale", MANY_LANGUAGES)
def test_every_language_has_every_form(locale: str) -> None:
    large, day = Decimal(-7_654_321), date(2026, 3, 1)
    shown = [
        formats.number(large, locale),
        formats.compact(large, locale),
        formats.with_unit(large, {"other": "x"}, locale, is_compact=True),
        formats.money([("JPY", large), ("CHF", Decimal("49.9"))], locale),
        formats.money([("CHF", large)], locale, is_compact=True),
        formats.day_of_month(day, locale),
        formats.weekday(day, locale),
        formats.weekday_short(day, locale),
        formats.month(day, locale),
        formats.day_and_weekday(day, locale),
        formats.clock(540, locale),
        formats.clock(1440, locale),
        formats.duration(Period(1, 2, 3, 4, 5, 6), locale),
        formats.file_size(1, locale),
        formats.file_size(1_234_567, locale),
        formats.listed("ABCD", locale, style="unit"),
        formats.listed("ABCD", locale, style="or"),
        formats.region_name("CH-LU", locale),
    ]
    assert all(shown)
    assert not {"{", "}", "¤", "'"} & set("".join(shown))

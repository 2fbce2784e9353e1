"""Numbers, money, dates, times, lists and names in the form of each language (CLDR).

The only user of Babel. What a person typed is shown with the digits that were typed: nothing
is rounded here unless the compact form was asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from babel import Locale, UnknownLocaleError, dates, localedata, numbers
from babel.core import get_global
from babel.localedata import LocaleDataDict
from babel.numbers import NumberPattern

# What people write for a language although it is a country, or the other way round.
_MISTAKEN = {"jp": "ja", "kr": "ko", "cn": "zh", "gr": "el", "dk": "da", "se": "sv", "ua": "uk",
             "cz": "cs", "us": "en", "gb": "en", "vn": "vi"}  # fmt: skip

# A counter follows its number directly, although CLDR's patterns have a space (ja, zh-Hant). In
# Korean and simplified Chinese CLDR has none; in Thai it has one, and so has Thai prose.
_COUNTERS_ATTACHED = {"ja", "zh", "yue"}

# The parts of a duration follow each other without a word: 1年6か月, 1년 6개월.
_PARTS_SIDE_BY_SIDE = {"ja", "zh", "yue", "ko"}

_SIGNIFICANT = 3
_NO_BREAK_SPACE = "\u00a0"
_MIDNIGHT = 24 * 60

# Enough for any amount that can be typed in a fact, with all its decimals.
_EXACT = Context(prec=64, rounding=ROUND_HALF_EVEN)


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
    """A locale with data of its own.

    Babel's locales share what they inherit, and write into it what they looked up: once a
    Japanese weekday was asked for, it would stand on German and French pages (Babel 2.18).
    """
    locale = Locale.parse(tag, sep="-")
    vars(locale)["_Locale__data"] = LocaleDataDict(_own(localedata.load(str(locale))))
    return locale


def _own(data: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: _own(value) if type(value) is dict else value for key, value in data.items()}


def _language(tag: str) -> str:
    return tag.partition("-")[0]


# ------------------------------------------------------------------ names


def language_name(tag: str, locale: str) -> str:
    """The name of a language in the language of `locale`: ``英語``."""
    return _locale(_language(tag)).get_display_name(_locale(locale)) or tag


def own_name(tag: str) -> str:
    """The name of a language in itself: ``日本語``, ``English``."""
    name = language_name(tag, tag)
    return name[0].upper() + name[1:]


def with_region(tag: str) -> str:
    """A locale with the region that it is likeliest to mean, where it names none: ``ja_JP``.

    The form of the Open Graph: language and region, without the script.
    """
    locale = _locale(tag)
    if not locale.territory:
        likely = get_global("likely_subtags")
        locale = Locale.parse(likely.get(str(locale)) or likely.get(locale.language) or tag)
    return "_".join(part for part in (locale.language, locale.territory) if part)


def region_name(code: str, locale: str) -> str:
    """The name of a country (ISO 3166-1): ``日本``; of a part of it (3166-2): ``Schweiz (LU)``.

    The parts keep their code, since Babel carries no names for them. A code without a name
    comes back as it is.
    """
    country, _, part = code.partition("-")
    name = _locale(locale).territories.get(country)
    if name is None:
        return code
    return _with_remark(str(name), part, locale) if part else str(name)


def _with_remark(text: str, remark: str, locale: str) -> str:
    return f"{text}（{remark}）" if _language(locale) == "ja" else f"{text} ({remark})"


# ------------------------------------------------------------------ days and times


def moment(value: datetime, locale: str) -> str:
    """Day, weekday and time: ``2026年3月2日(月) 15:00``, ``Mon, 2 Mar 2026, 15:00``."""
    day = day_and_weekday(value, locale)
    clock = _hour_and_minute(time(value.hour, value.minute), locale)
    return f"{day} {clock}" if locale.startswith(("ja", "zh", "ko")) else f"{day}, {clock}"


@lru_cache(maxsize=2048)
def _hour_and_minute(value: time, locale: str) -> str:
    some_day = datetime.combine(date(2000, 1, 1), value)
    return dates.format_skeleton("Hm", some_day, locale=_locale(locale))


def day(value: date, locale: str) -> str:
    """A day in words: ``2031年3月31日``, ``31 March 2031``."""
    return dates.format_date(value, "long", locale=_locale(locale))


def day_of_month(value: date, locale: str) -> str:
    """A day without its year: ``12月28日``, ``28 December``, ``December 28``."""
    return _by_skeleton("MMMMd", _day_alone(value), locale)


def day_and_weekday(value: date, locale: str) -> str:
    """A day as `moment` has it: ``2026年3月2日(月)``, ``Mon, 2 Mar 2026``."""
    return _by_skeleton("yMMMEd", _day_alone(value), locale)


def month(value: date, locale: str) -> str:
    """The month of a day, with its year: ``2026年12月``, ``December 2026``."""
    return _by_skeleton("yMMMM", _day_alone(value), locale)


def weekday(value: date, locale: str) -> str:
    """The weekday as a word that stands alone: ``月曜日``, ``Monday``, ``lundi``."""
    return str(dates.get_day_names("wide", "stand-alone", _locale(locale))[value.weekday()])


def weekday_short(value: date, locale: str) -> str:
    """The weekday for the head of a table: ``月``, ``Mon``, ``lun.``."""
    names = dates.get_day_names("abbreviated", "stand-alone", _locale(locale))
    return str(names[value.weekday()])


def _day_alone(value: date) -> date:
    # Moments of two zones are equal when they are the same instant, and days may differ: no
    # cache may have a moment for its key.
    return value.date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _by_skeleton(skeleton: str, day: date, locale: str) -> str:
    at_midnight = datetime.combine(day, time())
    return dates.format_skeleton(skeleton, at_midnight, locale=_locale(locale))


@lru_cache(maxsize=2048)
def clock(minutes: int, locale: str) -> str:
    """A time of day, from the minutes since midnight (0 to 1440): ``9:00``, ``09:00``, ``9:00 AM``.

    The short form of CLDR. The end of a day is ``24:00``, and where the clock has twelve hours
    ``12:00 AM (midnight)``, with the locale's own word.
    """
    here = _locale(locale)
    hour, minute = divmod(minutes, 60)
    if minutes < _MIDNIGHT:
        return dates.format_time(time(hour, minute), "short", locale=here)
    parts = dates.tokenize_pattern(dates.get_time_format("short", here).pattern)
    if any(kind == "field" and what[0] in "hK" for kind, what in parts):
        text = dates.format_time(time(), "short", locale=here)
        words = here.day_periods["format"]
        midnight = words["wide"].get("midnight") or words["abbreviated"].get("midnight")
        is_plain = midnight and midnight not in text  # zh-Hant says it by itself
        return _with_remark(text, midnight, locale) if is_plain else text
    return "".join(
        str(what) if kind == "chars" else "24" if what[0] in "Hk" else "00" for kind, what in parts
    )


def zone_name(value: datetime, locale: str) -> str:
    """The zone's name at a moment, with its offset: ``日本標準時（UTC+09:00）``."""
    return _zone_name(value.replace(tzinfo=None), value.fold, value.tzinfo, locale)


@lru_cache(maxsize=256)
def _zone_name(naive: datetime, fold: int, zone: tzinfo | None, locale: str) -> str:
    value = naive.replace(tzinfo=zone, fold=fold)
    name = dates.get_timezone_name(value, width="long", locale=_locale(locale))
    offset = value.strftime("%z")
    utc = f"UTC{offset[:3]}:{offset[3:]}"
    return utc if name.startswith(("GMT", "UTC")) else _with_remark(name, utc, locale)


# ------------------------------------------------------------------ numbers


def number(value: Decimal, locale: str) -> str:
    """A number with the decimals it was written with: ``912,480``, ``12.50``."""
    return _number(str(value), locale)


# Decimal("12.5") equals Decimal("12.50") and would find its text; the written form does not.
@lru_cache(maxsize=4096)
def _number(written: str, locale: str) -> str:
    value = Decimal(written)
    return _signed(_digits(value, _decimals(value), locale), value, locale)


def compact(value: Decimal, locale: str) -> str:
    """A number in short, at most three significant digits: ``91.2万``, ``912K``, ``7,6 Mio.``.

    Half goes to even. Below 1000, numbers stay as they are; where the language has no short
    form (German thousands, Japanese below 1万), the rounded number is written out. UTS #35,
    part 3, "Compact Number Formats".
    """
    return _compact(str(value), locale)


@lru_cache(maxsize=1024)
def _compact(written: str, locale: str) -> str:
    value = Decimal(written)
    forms = _locale(locale).compact_decimal_formats["short"]
    scaled, pattern = _scaled(value, cast("_Forms", forms), locale)
    if pattern is None:
        return number(scaled, locale)
    digits = _digits(scaled, _decimals(scaled), locale, grouped=False)
    return _unquoted(
        f"{pattern.prefix[_is_negative(value)]}{digits}{pattern.suffix[_is_negative(value)]}",
        locale,
    )


_Forms = Mapping[str, Mapping[str, NumberPattern]]
"""CLDR's compact patterns: by plural category, then by power of ten."""


def _scaled(value: Decimal, forms: _Forms, locale: str) -> tuple[Decimal, NumberPattern | None]:
    """The rounded number as its compact pattern counts it: ``91.2`` and ``0万``.

    Without a pattern, the number is to be written out.
    """
    rounded = _rounded(value)
    powers = [power for power in forms["other"] if int(power) <= abs(rounded)]
    if not powers:
        return rounded, None
    power = max(powers, key=int)
    pattern = forms["other"][power]
    if pattern.pattern == "0":
        return rounded, None
    places = (pattern.number_pattern or "").count("0")
    with localcontext(_EXACT):
        scaled = rounded.scaleb(places - len(power)).normalize()
    return scaled, forms.get(plural_category(scaled, locale), {}).get(power, pattern)


def _rounded(value: Decimal) -> Decimal:
    """At most three significant digits, half to even; below 1000 the value itself."""
    if abs(value) < 1000:
        return value
    with localcontext(_EXACT):
        return value.quantize(Decimal(1).scaleb(value.adjusted() + 1 - _SIGNIFICANT))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a number of a notice is finite"
    return max(0, -exponent)


def _digits(value: Decimal, decimals: int, locale: str, *, grouped: bool = True) -> str:
    """The digits of a number, without a sign."""
    here = _locale(locale)
    whole = here.decimal_formats[None].number_pattern.partition(".")[0] if grouped else "0"
    pattern = numbers.parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)
    with localcontext(_EXACT):  # Babel rounds in whatever context it is called
        return str(pattern.apply(abs(value), here))


def _is_negative(value: Decimal) -> bool:
    return value < 0


def _signed(digits: str, value: Decimal, locale: str) -> str:
    return _unquoted("-", locale) + digits if _is_negative(value) else digits


def _unquoted(text: str, locale: str) -> str:
    """The text of a number pattern, with its quotes resolved and the locale's own minus sign."""
    minus = numbers.get_minus_sign_symbol(_locale(locale))
    return re.sub(r"'([^']*)'", lambda quoted: quoted[1] or "'", text.replace("-", minus))


# ------------------------------------------------------------------ units


def plural_category(value: Decimal, locale: str) -> str:
    """The CLDR plural category of a number as it is written: 1 is ``one``, 1.0 is ``other``."""
    with localcontext(_EXACT):
        return _locale(locale).plural_form(value)


def plural_categories(locale: str) -> frozenset[str]:
    """The CLDR plural categories of a language, ``other`` always among them."""
    return _locale(locale).plural_form.tags | {"other"}


def with_unit(
    value: Decimal, unit: Mapping[str, str], locale: str, *, is_compact: bool = False
) -> str:
    """A number and its word: ``912,480人``, ``912,480 people``, ``91.2万人``.

    `unit` has a word for ``other`` and for those plural categories that need one. The word is
    that of the number as it is shown, and between the two stands what the locale itself puts
    before the name of a unit; before a percent sign, what it puts there.
    """
    # For compact numbers, CLDR's rules also look at the power of ten (operand e): "7,6 M de
    # personnes". Babel has no such operand, so the rounded number decides. A French author who
    # needs "1 000 000 de personnes" can still give a word for `many`.
    shown = compact(value, locale) if is_compact else number(value, locale)
    category = plural_category(_rounded(value) if is_compact else value, locale)
    word = unit.get(category) or unit["other"]
    if word == "%":
        sign = _locale(locale).percent_formats[None]
        return f"{sign.prefix[0]}{shown}{sign.suffix[0]}"
    return f"{shown}{_unit_separator(locale)}{word}"


@lru_cache(maxsize=64)
def _unit_separator(locale: str) -> str:
    if _language(locale) in _COUNTERS_ATTACHED:
        return ""
    _, _, after = _unit_pattern("length-meter", "long", "other", locale).partition("{0}")
    return after[: len(after) - len(after.lstrip())] if after else " "


def _unit_pattern(unit: str, length: Literal["long", "short"], category: str, locale: str) -> str:
    # Not `units.format_unit`: it overlooks that in CLDR's root the long form falls back on the
    # short one, and makes a form of its own for Japanese months.
    lengths = _locale(locale)._data["unit_patterns"][unit]
    for forms in (lengths.get(length, {}), lengths["short"]):
        for count in (category, "other"):
            if count in forms:
                return str(forms[count])
    raise AssertionError(f"CLDR has a pattern for {unit} in {locale}")


def _measured(value: Decimal, unit: str, length: Literal["long", "short"], locale: str) -> str:
    pattern = _unit_pattern(unit, length, plural_category(value, locale), locale)
    if length == "long" and _language(locale) in _COUNTERS_ATTACHED:
        pattern = pattern.replace("{0} ", "{0}")
    return pattern.replace("{0}", number(value, locale))


_SIZES = ("digital-kilobyte", "digital-megabyte", "digital-gigabyte", "digital-terabyte")


@lru_cache(maxsize=512)
def file_size(size: int, locale: str) -> str:
    """The size of a file from its bytes, at most three significant digits: ``1.2 MB``.

    In powers of 1000, as CLDR names them (``kB``, ``Mo``); below that in whole bytes.
    """
    rounded = _rounded(Decimal(size))
    if rounded < 1000:
        return _measured(rounded, "digital-byte", "long", locale)
    thousands = min(rounded.adjusted() // 3, len(_SIZES))
    scaled = rounded.scaleb(-3 * thousands).normalize()
    return _measured(scaled, _SIZES[thousands - 1], "short", locale)


# ------------------------------------------------------------------ money


def is_currency(code: str) -> bool:
    """Whether `code` stands for a currency (ISO 4217, former ones included)."""
    return numbers.is_currency(code) and code not in ("XXX", "XTS")  # none, and for testing


def money(amounts: Sequence[tuple[str, Decimal]], locale: str, *, is_compact: bool = False) -> str:
    """Amounts of money, each a currency (ISO 4217) and a number: ``1,000円``, ``€10 / CHF 49.90``.

    Whole amounts have no decimals, others those of the currency, and more only where more were
    written. Japanese has the name of the currency, as prose does, other languages its symbol.
    """
    return " / ".join(_amount(code, str(value), locale, is_compact) for code, value in amounts)


@lru_cache(maxsize=1024)
def _amount(code: str, written: str, locale: str, is_compact: bool) -> str:
    here, value = _locale(locale), Decimal(written)
    if _language(locale) == "ja":
        if is_compact and abs(value) >= 1000:
            shown = compact(value, locale)
        else:
            shown = _signed(_money_digits(code, value, locale), value, locale)
        name = numbers.get_currency_name(code, value, here)
        return numbers.get_currency_unit_pattern(code, value, here).format(shown, name)
    pattern: NumberPattern | None = None
    if is_compact:
        forms = here.compact_currency_formats["short"]
        value, pattern = _scaled(value, cast("_Forms", forms), locale)
    if pattern is None:
        pattern = here.currency_formats["standard"]
        digits = _money_digits(code, value, locale)
    else:
        digits = _digits(value, _decimals(value), locale, grouped=False)
    return _with_symbol(_money_signs(digits, locale), code, value, pattern, locale)


def _money_digits(code: str, value: Decimal, locale: str) -> str:
    with localcontext(_EXACT):
        decimals = _decimals(value.normalize())
    if decimals:
        decimals = max(decimals, numbers.get_currency_precision(code))
    return _digits(value, decimals, locale)


def _money_signs(digits: str, locale: str) -> str:
    """Swiss French writes numbers with a comma and money with a point; Babel does not see it."""
    signs = _locale(locale).number_symbols["latn"]
    own = {"decimal": "currencyDecimal", "group": "currencyGroup"}
    return digits.translate(
        str.maketrans(
            {signs[plain]: signs[money] for plain, money in own.items() if money in signs}
        )
    )


def _with_symbol(
    digits: str, code: str, value: Decimal, pattern: NumberPattern, locale: str
) -> str:
    """An amount with the symbol of its currency where the pattern has it.

    A symbol that ends in a letter keeps a distance from the digits (UTS #35, part 3,
    `currencySpacing`), which Babel leaves out.
    """
    negative = _is_negative(value)
    before, after = pattern.prefix[negative], pattern.suffix[negative]
    symbol = numbers.get_currency_symbol(code, _locale(locale))
    if before.endswith("¤") and unicodedata.category(symbol[-1])[0] not in "SZ":
        before += _NO_BREAK_SPACE
    if after.startswith("¤") and unicodedata.category(symbol[0])[0] not in "SZ":
        after = _NO_BREAK_SPACE + after
    return _unquoted(f"{before}{digits}{after}", locale).replace("¤", symbol)


# ------------------------------------------------------------------ durations


class Period(NamedTuple):
    """A duration as it was written: twelve months are not one year."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0


_PERIOD = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?)?",
    re.ASCII,
)
_PERIOD_UNITS = ("year", "month", "week", "day", "hour", "minute")


def read_period(text: str) -> Period | None:
    """A duration from ISO 8601: ``P12M``, ``P1Y6M``, ``P2W``, ``PT48H``.

    Weeks may stand with other parts (ISO 8601-2). None for any other text, and for fractions,
    signs, seconds, and a duration of nothing.
    """
    match = _PERIOD.fullmatch(text)
    period = Period(*(int(count or 0) for count in match.groups())) if match else Period()
    return period if any(period) else None


def as_iso(period: Period) -> str:
    """A duration as ISO 8601 writes it: ``P1Y6M``."""
    day, clock = (
        "".join(f"{count}{sign}" for count, sign in zip(counts, signs, strict=True) if count)
        for counts, signs in ((period[:4], "YMWD"), (period[4:], "HM"))
    )
    return f"P{day}" + (f"T{clock}" if clock else "")


@lru_cache(maxsize=256)
def duration(period: Period, locale: str) -> str:
    """A duration in words: ``12か月``, ``1年6か月``, ``1 year and 6 months``.

    In the parts it was written with, joined as prose joins them and not, as CLDR's lists of
    units are in English and German, with a comma.
    """
    parts = [
        _measured(Decimal(count), f"duration-{unit}", "long", locale)
        for count, unit in zip(period, _PERIOD_UNITS, strict=True)
        if count
    ]
    side_by_side = _language(locale) in _PARTS_SIDE_BY_SIDE
    return listed(parts, locale, style="unit-narrow" if side_by_side else "standard")


# ------------------------------------------------------------------ lists


ListStyle = Literal["standard", "or", "unit", "unit-narrow"]

# CLDR's root names these for each *part* of a pattern. `babel.lists` falls back for the whole
# pattern only, and stumbles over German, Spanish and Swedish lists of units.
_LIST_FALLBACKS: Mapping[ListStyle, tuple[str, ...]] = {
    "standard": ("standard",),
    "or": ("or",),
    "unit": ("unit", "unit-short", "standard"),
    "unit-narrow": ("unit-narrow", "unit-short", "unit", "standard"),
}


def listed(items: Sequence[str], locale: str, *, style: ListStyle = "standard") -> str:
    """Items as a list in prose: ``A、B、C``, ``A, B and C``; with `or`: ``A, B or C``.

    `unit` lists what is measured together (``1 year, 6 months``), `unit-narrow` the same in
    little room. UTS #35, part 2, "List Patterns".
    """
    if len(items) < 3:
        return _list_pattern("2", style, locale).format(*items) if items[1:] else "".join(items)
    text = _list_pattern("start", style, locale).format(*items[:2])
    for item in items[2:-1]:
        text = _list_pattern("middle", style, locale).format(text, item)
    return _list_pattern("end", style, locale).format(text, items[-1])


@lru_cache(maxsize=512)
def _list_pattern(part: str, style: ListStyle, locale: str) -> str:
    patterns = _locale(locale).list_patterns
    return next(
        str(patterns[name][part])
        for name in _LIST_FALLBACKS[style]
        if name in patterns and part in patterns[name]
    )

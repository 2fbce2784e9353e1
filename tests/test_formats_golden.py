"""Numbers, amounts, dates and lists in seven locales, against a table to be read by people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from noticegen import formats
from noticegen.formats import Period

TABLE = Path(__file__).parent / "cases" / "formats.md"
LOCALES = ("ja-JP", "en-GB", "en-US", "fr-FR", "fr-CH", "de-DE", "de-CH")
HEAD = """\
# Forms of numbers, amounts, dates and lists

Rewritten by `pytest --update-golden`, and read as a difference. `⍽` is a no-break space (U+00A0),
`⍛` a narrow one (U+202F).
"""

UNITS = {
    "ja": {"other": "人"},
    "en": {"one": "person", "other": "people"},
    "fr": {"one": "personne", "other": "personnes"},
    "de": {"one": "Person", "other": "Personen"},
}
NUMBERS = (
    "0", "1", "12", "999", "1000", "12345", "603118", "912480", "7600000", "123456789", "-1200",
    "0.5", "12.50", "1234.5",
)  # fmt: skip
COUNTED = ("0", "1", "1.5", "2", "1000", "1000000")
MONEY = (
    (("JPY", "1000"),),
    (("JPY", "123456789"),),
    (("EUR", "10"),),
    (("EUR", "49.90"),),
    (("CHF", "49.90"),),
    (("USD", "1"),),
    (("GBP", "0.50"),),
    (("JPY", "1000"), ("EUR", "7")),
)
DAYS = (date(2026, 3, 1), date(2026, 12, 28), date(2028, 2, 29))
DURATIONS = ("P12M", "P1Y6M", "P14D", "P1D", "P2W", "PT36H", "PT1H30M")
SIZES = (1, 23, 999, 1000, 12_345, 999_499, 1_234_567, 45_000_000)
LISTS = (("A",), ("A", "B"), ("A", "B", "C"))

Form = Callable[[str], str]


def forms() -> Iterator[tuple[str, str, Form]]:
    """Section, what is written, and the form that it takes in a locale."""
    for text in NUMBERS:
        value = Decimal(text)
        yield "Numbers", text, lambda locale, v=value: formats.number(v, locale)  # type: ignore[misc]
    for text in NUMBERS:
        value = Decimal(text)
        yield "Compact", text, lambda locale, v=value: formats.compact(v, locale)  # type: ignore[misc]
    for text in COUNTED:
        value = Decimal(text)
        yield (
            "Counted",
            text,
            lambda locale, v=value: formats.with_unit(v, UNITS[locale[:2]], locale),  # type: ignore[misc]
        )
    yield (
        "Counted",
        "912480 compact",
        lambda locale: formats.with_unit(
            Decimal(912480), UNITS[locale[:2]], locale, is_compact=True
        ),
    )
    for amounts in MONEY:
        values = tuple((code, Decimal(number)) for code, number in amounts)
        name = ", ".join(f"{code} {number}" for code, number in amounts)
        yield "Money", name, lambda locale, v=values: formats.money(v, locale)  # type: ignore[misc]
    yield (
        "Money",
        "JPY 123456789 compact",
        lambda locale: formats.money([("JPY", Decimal(123456789))], locale, is_compact=True),
    )
    for day in DAYS:
        for form in (
            formats.day, formats.day_of_month, formats.weekday, formats.month,
            formats.day_and_weekday,
        ):  # fmt: skip
            yield (
                "Days",
                f"{day} {form.__name__}",
                lambda locale, v=day, form=form: form(v, locale),  # type: ignore[misc]
            )
    for minutes in (0, 540, 720, 1110, 1440):
        yield (
            "Times",
            f"{minutes // 60}:{minutes % 60:02}",
            lambda locale, v=minutes: formats.clock(v, locale),  # type: ignore[misc]
        )
    for text in DURATIONS:
        period = formats.read_period(text)
        assert period
        yield "Durations", text, lambda locale, v=period: formats.duration(v, locale)  # type: ignore[misc]
    for size in SIZES:
        yield "Sizes", str(size), lambda locale, v=size: formats.file_size(v, locale)  # type: ignore[misc]
    for items in LISTS:
        yield "Lists", " ".join(items), lambda locale, v=items: formats.listed(v, locale)  # type: ignore[misc]


def table() -> str:
    """The whole table."""
    lines = [HEAD]
    current = ""
    for section, name, form in forms():
        if section != current:
            current = section
            lines.append(f"\n## {section}\n")
            lines.append(f"| | {' | '.join(LOCALES)} |")
            lines.append("|---" * (len(LOCALES) + 1) + "|")
        cells = " | ".join(form(locale) for locale in LOCALES)
        lines.append(f"| {name} | {cells} |".replace("\u00a0", "⍽").replace("\u202f", "⍛"))
    return "\n".join(lines) + "\n"


def test_every_form_is_as_the_table_says(update_golden: bool) -> None:
    if update_golden:
        TABLE.write_text(table(), encoding="utf-8")
    assert table() == TABLE.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P12M", Period(months=12)),
        ("P1Y6M", Period(years=1, months=6)),
        ("P2W", Period(weeks=2)),
        ("P1DT12H", Period(days=1, hours=12)),
        ("PT90M", Period(minutes=90)),
    ],
)
def test_durations_of_iso_8601_are_read(text: str, period: Period) -> None:
    assert formats.read_period(text) == period


@pytest.mark.parametrize("text", ["", "P", "PT", "12M", "P1.5Y", "P-1D", "P1DT", "p12m", "P1M1Y"])
def test_what_is_no_duration_is_not_read(text: str) -> None:
    assert formats.read_period(text) is None


def test_languages_have_their_plural_categories() -> None:
    assert formats.plural_categories("ja") == {"other"}
    assert formats.plural_categories("en") == {"one", "other"}
    assert {"one", "other"} <= formats.plural_categories("fr")
    assert formats.plural_categories("pl") == {"one", "few", "many", "other"}


@pytest.mark.parametrize(
    ("code", "known"), [("JPY", True), ("CHF", True), ("YEN", False), ("", False)]
)
def test_currencies_are_known_by_their_codes(code: str, known: bool) -> None:
    assert formats.is_currency(code) is known


def test_a_unit_without_a_word_for_a_category_uses_the_general_one() -> None:
    assert formats.with_unit(Decimal(1), {"other": "件"}, "en") == "1 件"

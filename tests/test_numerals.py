"""Numbers are found by value in every written form, and words are not taken for numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticegen.numerals import numerals


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "1268391"), ("ja", "1,268,391"), ("ja", "１，２６８，３９１"),
        ("ja", "１２６８３９１"),
        ("ja", "126万8,391"), ("ja", "126万8391"), ("ja", "百二十六万八千三百九十一"),
        ("en", "1,268,391"), ("en", "1 268 391"), ("fr", "1 268 391"),
        ("fr", "1\u202f268\u202f391"),
        ("de", "1.268.391"), ("de", "1'268'391"), ("de", "1’268’391"), ("it", "1.268.391"),
    ],
)  # fmt: skip
def test_spellings_of_one_number_have_one_value(language: str, text: str) -> None:
    [found] = numerals(f"計{text}件" if language == "ja" else f"x {text} y", language)
    assert found.value == Decimal(1268391)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ja", "対象の方は912,480人です", ["912480"]),
        ("ja", "約91.2万人", ["912000"]),
        ("ja", "1億2,600万件", ["126000000"]),
        ("ja", "二〇二六年", ["2026"]),
        ("ja", "令和8年7月24日", ["2026", "7", "24"]),
        ("ja", "令和八年", ["2026"]),
        ("ja", "平成元年", ["1989"]),
        ("ja", "二人の弁護士と三回の調査", ["2", "3"]),
        ("ja", "9時から18時30分まで", ["9", "18", "30"]),
        ("ja", "一部のお客さま、一般の方、十分な対策、万一のとき、統一、唯一、第三者", []),
        ("ja", "三井、千葉、四国", []),
        ("ja", "5%と0.5%", ["5", "0.5"]),
        ("en", "912 thousand people", ["912000"]),
        ("en", "1.2 million records", ["1200000.0"]),
        ("en", "twenty-five people, twice", ["25", "2"]),
        ("en", "three hundred and twelve", ["312"]),
        ("en", "two thousand", ["2000"]),
        ("en", "no one was told; one of them called", []),
        ("en", "on 22 April 2026, 9:00-21:00", ["22", "2026", "9", "00", "21", "00"]),
        ("en", "10-20 letters", ["10", "20"]),
        ("en", "2026-04-22", ["2026", "4", "22"]),
        ("en", "1.5", ["1.5"]),
        ("de", "1.268", ["1268"]),
        ("de", "3,5 Prozent", ["3.5"]),
        ("de", "1.268,50 Euro", ["1268.50"]),
        ("ja", "1.268", ["1.268"]),
    ],
)
def test_the_numbers_of_a_text(language: str, text: str, values: list[str]) -> None:
    assert [n.value for n in numerals(text, language)] == [Decimal(value) for value in values]


@given(
    st.text(
        alphabet=st.sampled_from("0123456789.,万億一二十百千年月人 twohundred令和元３，\u00a0'"),
        max_size=60,
    )
)
def test_any_text_is_read_and_places_are_right(text: str) -> None:
    end = 0
    for numeral in numerals(text, "ja"):
        assert text[numeral.start : numeral.end] == numeral.text
        assert numeral.start >= end
        end = numeral.end

"""Telephone numbers in prose: found, read, compared, and said aloud."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticegen.phones import (
    Phone,
    digits_aloud,
    is_region,
    phone_like,
    read_phone,
    same_number,
)
from phones_corpus import LEFT_SO, Line, corpus

LINES = [line for line in corpus() if line.group != LEFT_SO]
NUMBERS = {line.text[a:b] for line in LINES for a, b in line.marked}
ALONE = sorted(one for one in NUMBERS if [found.text for found in phone_like(one)] == [one])
"""Those that need no word before them to be found."""


def test_the_corpus_is_large_and_from_many_countries() -> None:
    marks = sum(len(line.marked) for line in LINES)
    assert len(LINES) >= 400
    assert marks >= 200
    assert sum(not line.marked for line in LINES) >= 200
    assert len({line.group for line in LINES}) >= 15


@pytest.mark.parametrize("line", LINES, ids=[f"line {line.number}" for line in LINES])
def test_numbers_are_found_and_nothing_else_is(line: Line) -> None:
    found = phone_like(line.text)
    assert [one.text for one in found] == [line.text[a:b] for a, b in line.marked]
    assert [(one.start, one.end) for one in found] == list(line.marked)


def test_what_is_left_so_is_taken_for_a_number() -> None:
    left = [line for line in corpus() if line.group == LEFT_SO]
    assert [bool(phone_like(line.text)) for line in left] == [True] * len(left)
    assert not any(line.marked for line in left)


@given(
    st.sampled_from(ALONE),
    st.sampled_from(["お電話は", "Call us: ", "(", "「", "", "\n", "We were called by "]),
    st.sampled_from(["まで", ".", ")", "」", "", "\n", " for help", "、"]),
)
def test_a_number_is_found_wherever_it_stands(number: str, before: str, after: str) -> None:
    text = before + number + after
    assert [(one.start, one.end) for one in phone_like(text)] == [
        (len(before), len(before) + len(number))
    ]


@settings(max_examples=300)
@given(st.text(st.sampled_from("0123456789０１９+-–().,/: \n\u00a0年a@${}〒Ａé"), max_size=60))
def test_what_is_found_stands_there(text: str) -> None:
    end = 0
    for one in phone_like(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert sum(sign.isdigit() for sign in one.text) >= 8
        end = one.end


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("0800-000-0140", "JP", "+818000000140"),
        ("050-0000-0160", "JP", "+815000000160"),
        ("0120-000-000", "JP", "+81120000000"),
        ("０８００－０００－０１４０", "JP", "+818000000140"),
        ("(03) 0000-0000", "JP", "+81300000000"),
        ("+81 3-0000-0000", None, "+81300000000"),
        ("+44 20 7946 0012", None, "+442079460012"),
        ("+44 (0)20 7946 0012", "JP", "+442079460012"),
        ("0044 20 7946 0012", "CH", "+442079460012"),
        ("+1 416 555 0114", None, "+14165550114"),
        ("044 000 00 00", "CH", "+41440000000"),
        ("01 99 00 00 00", "FR", "+33199000000"),
    ],
)
def test_a_number_is_read(text: str, region: str | None, e164: str) -> None:
    assert read_phone(text, region) == Phone(e164, text)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("0800-0", "JP"), ("+81", "JP"), ("0800-000-01401111", "JP"), ("", "JP"), ("-", "JP"),
        ("call me", "JP"), ("0800-CALL-ME", "JP"), ("050-0000-0160", None), ("0" * 70, "JP"),
    ],
)  # fmt: skip
def test_what_nobody_can_dial_is_no_number(text: str, region: str | None) -> None:
    assert read_phone(text, region) is None


@pytest.mark.parametrize(
    ("text", "region", "is_same"),
    [
        ("0800-000-0140", "JP", True),
        ("0800 000 0140", "JP", True),
        ("０８００－０００－０１４０", "JP", True),
        ("+81 800-000-0140", None, True),
        ("0800-000-0140", "DE", True),
        ("0800-000-0141", "JP", False),
        ("+49 800 000 0140", "JP", False),
        ("hotline", "JP", False),
    ],
)
def test_spellings_of_one_number_are_the_same(text: str, region: str | None, is_same: bool) -> None:
    assert same_number(text, Phone("+818000000140", "0800-000-0140"), region) is is_same


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("0800-000-0140", "0 8 0 0, 0 0 0, 0 1 4 0"),
        ("０８００－０００－０１４０", "0 8 0 0, 0 0 0, 0 1 4 0"),
        ("+81 3-0000-0000", "+ 8 1, 3, 0 0 0 0, 0 0 0 0"),
        ("+44 (0)20 7946 0012", "+ 4 4, 2 0, 7 9 4 6, 0 0 1 2"),
        ("+39 06 0000 0000", "+ 3 9, 0 6, 0 0 0 0, 0 0 0 0"),
        ("(03) 0000-0000", "0 3, 0 0 0 0, 0 0 0 0"),
    ],
)
def test_digits_are_said_one_by_one(text: str, aloud: str) -> None:
    assert digits_aloud(text) == aloud


def test_regions_are_those_of_iso_3166() -> None:
    assert [code for code in ("JP", "CH", "US", "jp", "XX", "") if is_region(code)] == [
        "JP", "CH", "US",
    ]  # fmt: skip

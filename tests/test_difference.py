"""Differences read as a careful person would mark them, and lose nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticegen.difference import Change, Piece, difference, paragraphs

CASES = Path(__file__).parent / "cases" / "differences.md"
_CASE = re.compile(r"^- (.*)\n- (.*)\n  (.*)$", re.MULTILINE)
_MARKS = {Change.SAME: "{}", Change.DELETED: "[-{}-]", Change.INSERTED: "{{+{}+}}"}


def cases() -> list[tuple[str, str, str]]:
    """Before, after, and the difference as a reader would mark it."""
    return [match.groups() for match in _CASE.finditer(CASES.read_text("utf-8"))]  # type: ignore[misc]


def marked(pieces: tuple[Piece, ...]) -> str:
    """Deleted words in `[-…-]`, inserted ones in `{+…+}`."""
    return "".join(_MARKS[piece.change].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(("before", "after", "expected"), cases())
def test_a_difference_is_marked_as_a_reader_would(before: str, after: str, expected: str) -> None:
    assert marked(difference(before, after)) == expected


def test_there_are_many_cases_in_both_languages() -> None:
    japanese = [case for case in cases() if re.search("[ぁ-ん]", case[0])]
    assert len(cases()) >= 60
    assert len(japanese) >= 25
    assert len(cases()) - len(japanese) >= 25


WORDS = st.lists(
    st.sampled_from(
        ["対象の方は", "912,480", "人です", "。", "窓口に", "お電話", "、", "We ", "counted ",
         "25 ", "people", ". ", "(", ")", "４８万件", "か\u3099", "葛\U000e0100", "\n"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_and_no_two_neighbours_are_alike(before: str, after: str) -> None:
    pieces = difference(before, after)
    kept = {Change.SAME, Change.DELETED}, {Change.SAME, Change.INSERTED}
    assert "".join(piece.text for piece in pieces if piece.change in kept[0]) == before
    assert "".join(piece.text for piece in pieces if piece.change in kept[1]) == after
    changes = [piece.change for piece in pieces]
    assert all(one is not other for one, other in pairwise(changes))
    for one, other in pairwise(changes):
        assert (one, other) != (Change.INSERTED, Change.DELETED)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
@settings(max_examples=100, deadline=None)
def test_paragraphs_lose_nothing(before: list[str], after: list[str]) -> None:
    pieces = [piece for found in paragraphs(before, after) for piece in found]
    old = "".join(p.text for p in pieces if p.change is not Change.INSERTED)
    new = "".join(p.text for p in pieces if p.change is not Change.DELETED)
    assert (old, new) == ("".join(before), "".join(after))


def test_equal_texts_are_one_piece() -> None:
    assert difference("同じです。", "同じです。") == (Piece(Change.SAME, "同じです。"),)
    assert difference("", "") == ()


def test_paragraphs_are_compared_with_those_they_come_from() -> None:
    before = ["お詫び申し上げます。", "対象の方は912,480人です。", "窓口にご連絡ください。"]
    after = ["対象の方は912,455人です。", "窓口にご連絡ください。", "調査を続けています。"]
    assert [marked(pieces) for pieces in paragraphs(before, after)] == [
        "[-お詫び申し上げます。-]",
        "対象の方は[-912,480-]{+912,455+}人です。",
        "窓口にご連絡ください。",
        "{+調査を続けています。+}",
    ]


def test_a_mebibyte_is_compared_all_the_same() -> None:
    before = "対象の方は912,480人です。" * 40_000
    after = before.replace("912,480", "912,455", 7)
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.INSERTED) == before

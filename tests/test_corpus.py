"""The corpora are what their README promises, and `check` does on them what it promises."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus_cases import Case, innocent, planted, rules
from judged import CODES, Judged, figures, judged
from noticegen.diagnostics import OF_CHECK
from sites import said

INNOCENT = innocent()
PLANTED = planted()


def test_there_are_as_many_as_promised() -> None:
    assert len(INNOCENT) >= 60
    assert len(PLANTED) >= 150
    for cases in (INNOCENT, PLANTED):
        aside = sum(case.aside for case in cases)
        assert abs(aside - len(cases) / 3) <= 2
        assert len({case.name for case in cases}) == len(cases)
        assert all(case.about for case in cases)


def test_the_languages_are_balanced() -> None:
    """Japanese and English most, French and German enough; in the third alone, too."""
    for cases in (INNOCENT, PLANTED):
        for some in (cases, [case for case in cases if case.aside]):
            count = Counter(case.languages[0] for case in some)
            assert set(count) == {"ja", "en", "fr", "de"}
            assert min(count.values()) >= len(some) / 10
            assert max(count.values()) <= len(some) / 2


def test_every_rule_is_planted_several_times() -> None:
    """And once at least among those that are set aside."""
    names = {rule.name for rule in rules()}
    every = Counter(expected.rule for case in PLANTED for expected in case.expected)
    aside = Counter(expected.rule for case in PLANTED if case.aside for expected in case.expected)
    assert set(every) == names == set(aside)
    assert min(every.values()) >= 3


def test_innocent_pages_expect_nothing_and_planted_ones_one_thing() -> None:
    assert not [case.name for case in INNOCENT if case.expected]
    assert not [case.name for case in PLANTED if len(case.expected) != 1]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_what_was_planted_stands_on_its_line(case: Case) -> None:
    """It stands nowhere else in the files that the case spells out, so that it is one fault."""
    (expected,) = case.expected
    text = case.given[expected.path]
    if expected.line == 0:
        assert expected.planted in expected.path
        return
    lines = text.split("\n")
    assert expected.line <= len(lines)
    if expected.planted:
        holding = [number for number, line in enumerate(lines, 1) if expected.planted in line]
        assert holding == [expected.line]


# ------------------------------------------------------------------ what is found in them


@pytest.fixture(scope="module")
def pages() -> tuple[Judged, ...]:
    """What is found in the innocent pages."""
    return judged(INNOCENT)


@pytest.fixture(scope="module")
def faults() -> tuple[Judged, ...]:
    """What is found where faults were planted."""
    return judged(PLANTED)


def test_every_label_stands_for_codes_of_its_level() -> None:
    assert CODES.keys() == {rule.name for rule in rules()}
    advice = {rule.name for rule in rules() if rule.level == "advice"}
    assert all(bool(codes & OF_CHECK) for name, codes in CODES.items() if name in advice)


def test_no_error_is_found_on_an_innocent_page(pages: tuple[Judged, ...]) -> None:
    assert [(one.case.name, said(one.errors)) for one in pages if one.errors] == []


@pytest.mark.parametrize("only_aside", [False, True], ids=["all", "set-aside"])
def test_each_warning_is_found_on_one_innocent_page_in_twenty_at_most(
    pages: tuple[Judged, ...], only_aside: bool
) -> None:
    some = [one for one in pages if one.case.aside or not only_aside]
    count = Counter(code for one in some for code in {found.code for found in one.warnings})
    assert {code: n for code, n in count.items() if n > len(some) / 20} == {}


@pytest.mark.parametrize("only_aside", [False, True], ids=["all", "set-aside"])
def test_of_a_hundred_faults_ninety_five_are_found_at_their_line(
    faults: tuple[Judged, ...], only_aside: bool
) -> None:
    some = [one for one in faults if one.case.aside or not only_aside]
    missed = [one.case.name for one in some if not one.found]
    assert len(missed) <= len(some) * 0.05, missed


def test_the_command_prints_both_figures(
    pages: tuple[Judged, ...], faults: tuple[Judged, ...]
) -> None:
    of_faults, of_errors, of_warnings = figures("all", faults, pages)
    found = sum(one.found for one in faults)
    assert of_faults.startswith(f"all: {found} of {len(PLANTED)} faults found (")
    assert of_errors == f"all: 0 of {len(INNOCENT)} innocent pages with an error"
    assert of_warnings.startswith("all: innocent pages with a warning, by rule: ")

"""The corpora are what their README promises: form, counts, places; and innocent pages build."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from corpus_cases import Case, innocent, planted, rules
from judged import CODES
from noticegen.build import Checked, check_site, read
from noticegen.diagnostics import Diagnostic
from sites import put, said

INNOCENT = innocent()
PLANTED = planted()


def findings(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    """What the rules that every build runs say of a case."""
    moment = datetime.fromisoformat(case.as_of).replace(tzinfo=ZoneInfo(case.zone))
    checked = check_site(read(put(folder, case.project)), moment)
    return checked.findings if isinstance(checked, Checked) else checked


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


@pytest.mark.parametrize("case", INNOCENT, ids=lambda case: case.name)
def test_innocent_pages_have_nothing_wrong(case: Case, tmp_path: Path) -> None:
    assert said(findings(case, tmp_path)) == ""


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_planted_cases_have_nothing_else_wrong(case: Case, tmp_path: Path) -> None:
    """What is found today is the fault itself, at its place."""
    (expected,) = case.expected
    for finding in findings(case, tmp_path):
        assert (finding.at.path, finding.at.line) == (expected.path, expected.line), finding
        assert finding.code in CODES[expected.rule]

"""The sample site is a whole story: what it holds, and that it holds together at every moment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from noticegen.build import Sources, prepare, read
from noticegen.diagnostics import Severity
from noticegen.model import NEVER
from noticegen.public import moments
from noticegen.status import State, status
from sites import ROOT, SAMPLE_MOMENT, moment, said

A_SECOND, AN_HOUR, A_WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=7)


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The sample, read once."""
    return read(ROOT)


def its_moments(sources: Sources) -> Iterator[datetime]:
    """Its first moment, one hour of each week at another time of the day, and the second before
    and the second of each moment at which something changes, to a week after the last."""
    assert sources.site is not None
    first = sources.site.home.published
    changes = sorted(m for m in moments(sources.site) if first <= m < NEVER)
    yield first
    for at in changes:
        yield from (at - A_SECOND, at) if at > first else ()
    at, hours = first, 0
    last = changes[-1] + A_WEEK
    while at <= last:
        yield at
        hours += 1
        at += A_WEEK + 5 * AN_HOUR
    yield last


@pytest.mark.slow
def test_it_builds_without_a_finding_at_every_moment(sources: Sources) -> None:
    for at in sorted(set(its_moments(sources))):
        prepared = prepare(sources, at)
        assert prepared.artifacts, f"{at}\n{said(prepared.findings)}"
        assert prepared.findings == (), f"{at}\n{said(prepared.findings)}"


def test_it_has_what_a_whole_story_has(sources: Sources) -> None:
    site, now = sources.site, moment(SAMPLE_MOMENT)
    assert site is not None
    assert site.faq is not None
    published = [update for update in site.updates if update.published <= now]
    questions = [question for question in site.faq.questions if question.published <= now]
    names = {page.name for page in site.all_pages}
    assert len(published) >= 10
    assert len(questions) >= 16
    assert names >= {"index", "faq", "compensation", "data-items", "scams", "genuine"}
    assert {contact.id for contact in site.contacts.contacts} >= {"relay", "english", "press"}
    assert {path.suffix for path in site.files.values()} == {".pdf", ".csv", ".png"}
    assert not [finding for finding in sources.findings if finding.severity is Severity.ERROR]


def test_english_lacks_one_update_and_one_page_is_behind(sources: Sources) -> None:
    assert sources.site is not None
    assert sources.config is not None
    state = status(sources.site, sources.config, moment(SAMPLE_MOMENT))
    by_state = {
        wanted: [
            item.name for item in state.items if item.state is wanted and item.language == "en"
        ]
        for wanted in (State.MISSING, State.BEHIND)
    }
    assert by_state == {
        State.MISSING: ["updates/2026-11-20-deadline"],
        State.BEHIND: ["scams"],
    }


# ------------------------------------------------------------------ typed once

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
_TARGET = re.compile(r"\]\([^)]*\)")
_FENCE = re.compile(r"^:::.*$", re.MULTILINE)
_BRACES = re.compile(r"\{[^}]*\}")
_AMOUNT = re.compile(r"[0-9][0-9,.]{3,}|[0-9]+(?:万|億)|0[0-9]+-[0-9-]+|[0-9]{1,2}:[0-9]{2}")


def prose(text: str) -> str:
    """What a content file says to readers, without placeholders, addresses and ids."""
    match = _FRONT.match(text)
    assert match is not None
    said = [
        line.partition(":")[2]
        for line in match[1].splitlines()
        if re.match(r"\s*(?:- )?(?:title|summary|note|before|after):", line)
    ]
    whole = "\n".join([*said, text[match.end() :]])
    for pattern in (_PLACEHOLDER, _TARGET, _FENCE, _BRACES):
        whole = pattern.sub("", whole)
    return whole


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_amount_telephone_number_or_time_is_typed_in_a_text(language: str) -> None:
    """They stand once, in facts.yml and contacts.yml. Days are not among them yet."""
    found: Counter[str] = Counter()
    for path in sorted((ROOT / "content" / language).rglob("*.md")):
        for amount in _AMOUNT.findall(prose(path.read_text("utf-8"))):
            found[amount.rstrip(".,")] += 1
    # Years, and the first figures of all free numbers.
    known = {"2025", "2026", "2027", "0800"}
    assert {amount: n for amount, n in found.items() if amount not in known} == {}

"""The sample site is a whole story: what it holds, and that it holds together at every moment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest

from noticegen.build import Checked, Sources, check_site, prepare, read
from noticegen.diagnostics import Code, Severity
from noticegen.model import NEVER
from noticegen.plan import plan
from noticegen.public import moments, next_moment
from noticegen.render import artifacts
from noticegen.status import State, status
from noticegen.theme import Theme, read_theme
from sites import ROOT, SAMPLE_MOMENT, moment, said

A_SECOND, A_WEEK = timedelta(seconds=1), timedelta(days=7)


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The sample, read once."""
    return read(ROOT)


PARTS = 4
"""So that the gaps can be looked at on several cores."""


def its_gaps(sources: Sources) -> Iterator[tuple[datetime, datetime]]:
    """The times between two moments at which a build is due, to a week after the last change."""
    assert sources.site is not None
    at = sources.site.home.published
    end = max(m for m in moments(sources.site) if m < NEVER) + A_WEEK
    while at < end:
        until = min(end, next_moment(sources.site, at) or end)
        yield at, until
        at = until


def made(sources: Sources, at: datetime, theme: Theme) -> dict[str, bytes]:
    """What is made at a moment, before it is searched for leaks and faults.

    With a theme that was read before: its templates are compiled once.
    """
    checked = check_site(sources, at)
    assert isinstance(checked, Checked), at
    assert checked.findings == (), at
    planned = plan(checked.public, checked.log, stood=checked.stood)
    return {a.path: a.content for a in artifacts(planned, checked.config, theme, checked.files)}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_it_builds_without_a_finding_at_every_moment(sources: Sources, part: int) -> None:
    """When a build is due, in the last second before the next one, and at a moment between: it is
    still the same. What holds at the moments at which a build is due holds at every hour.
    """
    gaps = list(its_gaps(sources))
    assert len(gaps) >= 25
    chance = Random(20260302 + part)
    assert sources.config is not None
    theme = read_theme(ROOT, sources.config.theme, sources.config.languages)
    assert isinstance(theme, Theme)
    for begins, ends in gaps[part::PARTS]:
        first, last = prepare(sources, begins), prepare(sources, ends - A_SECOND)
        for prepared in (first, last):
            assert prepared.artifacts, f"{begins}\n{said(prepared.findings)}"
            assert prepared.findings == (), f"{begins}\n{said(prepared.findings)}"
        assert first.artifacts == last.artifacts, begins
        seconds = int((ends - begins).total_seconds())
        at = begins + A_SECOND * chance.randrange(1, seconds)
        expected = {artifact.path: artifact.content for artifact in first.artifacts}
        got = made(sources, at, theme)
        assert got.keys() == expected.keys(), at
        assert [path for path in got if got[path] != expected[path]] == [], at


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-03-02 15:00", set()),  # and at every later moment, but for what is over by then
        ("2026-04-08 12:00", set()),
        ("2026-12-28 23:59", set()),
        # The gift can be asked for until the day before: somebody has to say that it is over.
        ("2026-12-29 00:00", {("content/ja/compensation.md", Code.PASSED_DEADLINE)}),
    ],
)
def test_check_warns_of_nothing_but_what_is_over(
    sources: Sources, at: str, told: set[tuple[str, Code]]
) -> None:
    """With its regimes; advice is a matter of what was known by then."""
    checked = check_site(sources, moment(at), thorough=True)
    findings = checked.findings if isinstance(checked, Checked) else checked
    assert {(f.at.path, f.code) for f in findings if f.blocks(strict=True)} == told


def test_check_has_nothing_to_say_in_the_end(sources: Sources) -> None:
    assert sources.config is not None
    assert len(sources.config.regimes) == 3
    assert prepare(sources, moment(SAMPLE_MOMENT), thorough=True).findings == ()


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
    """They stand once, in facts.yml and contacts.yml."""
    found: Counter[str] = Counter()
    for path in sorted((ROOT / "content" / language).rglob("*.md")):
        for amount in _AMOUNT.findall(prose(path.read_text("utf-8"))):
            found[amount.rstrip(".,")] += 1
    # Years, and the first figures of all free numbers.
    known = {"2025", "2026", "2027", "0800"}
    assert {amount: n for amount, n in found.items() if amount not in known} == {}


def test_no_telephone_number_and_no_hours_are_typed_twice(sources: Sources) -> None:
    """Contacts that share hours name each other; what stands at one place is the same item."""
    data = (ROOT / "content/contacts.yml").read_text("utf-8")
    numbers = Counter(re.findall(r"[0-9]{2,4}-[0-9]{3,4}-[0-9]{4}", data))
    assert [number for number, times in numbers.items() if times > 1] == []
    assert sources.site is not None
    places = defaultdict(set)
    for contact in sources.site.contacts.contacts:
        for period in contact.periods:
            places[period.first, period.weekly, period.on_holidays].add(period.at)
    assert [sorted(at) for at in places.values() if len(at) > 1] == []


# ------------------------------------------------------------------ days

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_ISO = r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![\w-])"
_DAYS = {
    "ja": (r"(?:(?P<y>[0-9]{4})年)?(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日", _ISO),
    "en": (
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}}) (?P<m>{_MONTH})\b(?: (?P<y>[0-9]{{4}}))?",
        rf"\b(?P<m>{_MONTH}) (?P<d>[0-9]{{1,2}})\b(?:, (?P<y>[0-9]{{4}}))?",
        _ISO,
    ),
}
_UPDATE_OF_A_DAY = re.compile(
    r"[0-9]日(?:（[^）]*）)?の(?:お知らせ|方針)|(?:update|notice|policy) of (?:\w+day )?[0-9]"
)
_DATA = ("noticegen.yml", "content/facts.yml", "content/contacts.yml", "content/files.yml")


def days_in(text: str, language: str, year: int) -> Iterator[date]:
    """The days that are typed in a text; those without a year are of `year`."""
    for pattern in _DAYS[language]:
        for match in re.finditer(pattern, text):
            name = match["m"]
            month = int(name) if name.isdigit() else [m[:3] for m in _MONTHS].index(name[:3]) + 1
            yield date(int(match["y"] or year), month, int(match["d"]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "3月2日から"),
        ("ja", "2026年3月2日（月曜日）"),
        ("en", "on 2 March we"),
        ("en", "Monday 2 March 2026"),
        ("en", "March 2, 2026"),
        ("en", "Mon, 2 Mar 2026"),
        ("en", "2026-03-02 15:00"),
    ],
)
def test_a_day_is_found_in_every_form(language: str, text: str) -> None:
    assert list(days_in(text, language, 2026)) == [date(2026, 3, 2)]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_day_is_typed_twice(language: str) -> None:
    """What texts say of a day that a fact or a contact has, they say with a placeholder.

    The names and the dates of updates are no such values: they are how an update is named.
    """
    typed = defaultdict(list)
    for path in sorted((ROOT / "content" / language).rglob("*.md")):
        year = int(path.name[:4]) if path.name[:4].isdigit() else 2026
        text = prose(path.read_text("utf-8"))
        assert not _UPDATE_OF_A_DAY.search(text), path
        for day in days_in(text, language, year):
            typed[day].append(path.name)
    values = set()
    for name in _DATA:
        data = _PLACEHOLDER.sub("", (ROOT / name).read_text("utf-8"))
        values |= {date(*map(int, day)) for day in re.findall(rf"(?<![\w-]){_ISO}", data)}
        for pattern in _DAYS[language][:-1]:
            for match in re.finditer(pattern, data):
                typed[next(days_in(match[0], language, 2026))].append(name)
    assert {day: names for day, names in typed.items() if len(names) > 1} == {}
    assert {day: names for day, names in typed.items() if day in values} == {}
    assert len(values) > 30

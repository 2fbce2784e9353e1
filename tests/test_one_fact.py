"""A value is typed once: another one changes every place that shows it, and nothing else.

On the sample site, at one moment. After one value is changed in its sources, the old output with
the written forms of the value exchanged *is* the new output. What else has to move is named:
the digests in SHA256SUMS, and the coordinates of the chart of that fact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from noticegen.build import prepare, read
from sites import ROOT, SAMPLE_MOMENT, copy_of_sample, moment, said

FACTS, CONTACTS, SUMS = "content/facts.yml", "content/contacts.yml", "SHA256SUMS"
ATTACHMENTS = "files/"
"""What is linked to is published as it is: the owner replaces it with a new version."""

Pairs = tuple[tuple[str, str], ...]
"""What stands there, and what takes its place."""


def in_both(*names: str) -> frozenset[str]:
    """Files of the authoritative language and of English."""
    return frozenset(f"{folder}{name}" for folder in ("", "en/") for name in names)


WHOLE = in_both("notice.html", "notice.txt") | {"site.json", SUMS}
"""What holds the whole site."""
HISTORY = in_both("numbers.html", "changelog.html")
"""What holds every value of every fact."""
FEEDS = in_both("feed.atom", "feed.json")
HOME = in_both("index.html")
"""It lists the newest updates with their summaries."""
FIRST = in_both("updates/2026-03-02-first-notice.html")
INVESTIGATION = in_both("updates/2026-03-09-investigation.html")
NOTHING: frozenset[str] = frozenset()


class Change(NamedTuple):
    name: str
    """The fact, or `contact.` and the line."""
    file: str
    typed: Pairs
    """In the source."""
    printed: Pairs
    """In the output: every written form, the longest first."""
    spared: frozenset[str]
    """Pages that name the fact, and show another of its values."""
    reached: frozenset[str]
    """Pages that do not name it, and show the value: in a summary, or pointed to."""
    generated: frozenset[str]
    """Files without a source of their own."""
    charts: frozenset[str] = NOTHING
    """Where a chart has to be drawn anew."""

    @property
    def key(self) -> str:
        return f"{self.name} {self.typed[0][1]}"


EVENINGS = """\
      weekly: {{mon-fri: "9:00-{}"}}
      on_holidays: closed
      with: 2026-05-22-saturdays
"""

CHANGES = [
    Change(  # a number with a chart
        name="affected_records",
        file=FACTS,
        typed=(("value: 603118", "value: 613225"),),
        printed=(("603,118", "613,225"), ("603118", "613225")),
        # They print the value before it, or the day that it describes.
        spared=FIRST | in_both("faq.html"),
        reached=NOTHING,
        generated=WHOLE | HISTORY | FEEDS,
        charts=in_both("numbers.html", "notice.html"),
    ),
    Change(  # a number in two forms: 760万件 in Japanese, with all its digits in English
        name="registrations",
        file=FACTS,
        typed=(("value: 7600000", "value: 7500000"),),
        printed=(
            ("7,600,000", "7,500,000"),
            ("7600000", "7500000"),
            ("760万", "750万"),
        ),
        spared=NOTHING,
        reached=NOTHING,
        generated=WHOLE | HISTORY,
    ),
    Change(  # a sum, with the part that is changed with it
        name="affected_people",
        file=FACTS,
        typed=(("value: 912455", "value: 912456"), ("value: 511893", "value: 511894")),
        printed=(
            ("912,455", "912,456"),
            ("912455", "912456"),
            ("511,893", "511,894"),
            ("511893", "511894"),
        ),
        spared=NOTHING,
        # The number of registrations that they print was replaced by that of people.
        reached=FIRST | INVESTIGATION,
        generated=WHOLE | HISTORY | FEEDS,
    ),
    Change(
        name="gift_claim_deadline",
        file=FACTS,
        typed=(("value: 2026-12-28", "value: 2026-12-25"),),
        printed=(
            ("2026年12月28日（月曜日）", "2026年12月25日（金曜日）"),
            ("2026年12月28日", "2026年12月25日"),
            ("Monday 28 December 2026", "Friday 25 December 2026"),
            ("28 December 2026", "25 December 2026"),
            ("2026-12-28", "2026-12-25"),
        ),
        spared=NOTHING,
        # The newest update says it in its summary, and has no English of its own.
        reached=HOME | {"en/updates/2026-11-20-deadline.html"},
        generated=WHOLE | HISTORY | FEEDS,
    ),
    Change(
        name="gift_card",
        file=FACTS,
        typed=(("value: {JPY: 1000}", "value: {JPY: 1500}"),),
        printed=(("1,000円", "1,500円"), ("¥1,000", "¥1,500"), ('"1000"', '"1500"')),
        spared=NOTHING,
        # Where the policy of that day is printed, the present one is pointed to.
        reached=HOME
        | in_both("updates/2026-03-16-compensation.html", "updates/2026-03-27-fund.html"),
        generated=WHOLE | HISTORY | FEEDS,
    ),
    Change(  # a text that prints two days
        name="period_taken",
        file=FACTS,
        typed=(
            ("value: 2025-10-14", "value: 2025-10-15"),
            ("value: 2026-01-19", "value: 2026-01-20"),
        ),
        printed=(
            ("2025年10月14日", "2025年10月15日"),
            ("2026年1月19日", "2026年1月20日"),
            ("14 October 2025", "15 October 2025"),
            ("19 January 2026", "20 January 2026"),
            ("2025-10-14", "2025-10-15"),
            ("2026-01-19", "2026-01-20"),
        ),
        spared=NOTHING,
        reached=NOTHING,
        generated=WHOLE | HISTORY | FEEDS,
    ),
    Change(
        name="contact.hotline",
        file=CONTACTS,
        typed=(("phone: 0800-000-0140", "phone: 0800-000-0150"),),
        printed=(
            ("0800-000-0140", "0800-000-0150"),
            ("0 8 0 0, 0 0 0, 0 1 4 0", "0 8 0 0, 0 0 0, 0 1 5 0"),
            ("+818000000140", "+818000000150"),
        ),
        # They say the hours, and how to write to us.
        spared=in_both("updates/2026-04-22-hours.html", "updates/2026-05-22-saturdays.html"),
        reached=NOTHING,
        generated=WHOLE | in_both("contact.html", "genuine.html"),
    ),
    Change(
        name="contact.hotline",
        file=CONTACTS,
        # They are those of the other line, too.
        typed=((EVENINGS.format("17:30"), EVENINGS.format("17:15")),),
        printed=(
            ("9時から17時30分まで", "9時から17時15分まで"),
            ("from 09:00 to 17:30", "from 09:00 to 17:15"),
            ("09:00–17:30", "09:00–17:15"),
            ("9:00–17:30", "9:00–17:15"),
            ('"09:00-17:30"', '"09:00-17:15"'),
        ),
        # They name the number, or the hours of other days.
        spared=in_both("updates/2026-03-03-telephone.html", "updates/2026-04-22-hours.html"),
        reached=NOTHING,
        generated=WHOLE | FEEDS | in_both("contact.html", "changelog.html", "genuine.html"),
    ),
]


@cache
def output(file: str, pairs: Pairs) -> Mapping[str, bytes]:
    """What would be published of the sample, with these texts of a source exchanged."""
    with TemporaryDirectory() as folder:
        project = copy_of_sample(Path(folder))
        text = (project / file).read_text("utf-8")
        for typed, instead in pairs:
            assert text.count(typed) == 1, typed
            text = text.replace(typed, instead)
        (project / file).write_text(text, "utf-8")
        prepared = prepare(read(project), moment(SAMPLE_MOMENT))
        assert prepared.artifacts, said(prepared.findings)
        return {artifact.path: artifact.content for artifact in prepared.artifacts}


def before() -> Mapping[str, bytes]:
    """The sample as it is, whichever file the change is in."""
    return output(FACTS, ())


def after(change: Change) -> Mapping[str, bytes]:
    return output(change.file, change.typed)


def changed(change: Change) -> set[str]:
    old, new = before(), after(change)
    assert old.keys() == new.keys(), "no file came or went"
    return {path for path in old if old[path] != new[path]}


def exchanged(content: bytes, pairs: Iterable[tuple[str, str]]) -> bytes:
    """All forms at once, so that none is taken for a piece of another."""
    forms = {old.encode(): new.encode() for old, new in pairs}
    wanted = re.compile(b"|".join(map(re.escape, forms)))
    return wanted.sub(lambda match: forms[match[0]], content)


def pages_naming(name: str) -> set[str]:
    """The pages whose source names a fact or a line: in a placeholder, a list, or `about`.

    Found in the text of the sources, without noticegen.
    """
    wanted = rf"\$\{{{re.escape(name)}\b|^::: facts\b.*\b{name}\b|about[=:].*\b{name}\b"
    if name.startswith("contact."):
        wanted += r"|^::: contacts$"
    found = set()
    for path in ROOT.glob("content/*/**/*.md"):
        language, *parts = path.relative_to(ROOT / "content").with_suffix(".html").parts
        if re.search(wanted, path.read_text("utf-8"), re.MULTILINE):
            found.add("/".join(([] if language == "ja" else [language]) + parts))
    return found


def without_chart(content: bytes, fact: str) -> bytes:
    """The coordinates of this chart taken out; those of all others stay."""
    drawing = rb"<svg [^>]*\"[a-z_]*chart_" + fact.encode() + rb" .*?</svg>"

    def emptied(match: re.Match[bytes]) -> bytes:
        return re.sub(rb' (d|cx|cy)="[^"]*"', rb' \1=""', match[0])

    return re.sub(drawing, emptied, content, flags=re.DOTALL)


every_change = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.key[:40])


@pytest.mark.slow
@every_change
def test_the_old_site_with_the_new_value_written_in_is_the_new_site(change: Change) -> None:
    old, new = before(), after(change)
    for path in old.keys() - {SUMS}:
        expected, got = exchanged(old[path], change.printed), new[path]
        if path.startswith(ATTACHMENTS):
            expected = old[path]
        if path in change.charts:
            assert expected != got, f"the chart in {path} is as it was"
            expected, got = (without_chart(text, change.name) for text in (expected, got))
        assert got == expected, path


@every_change
def test_the_files_that_changed_are_those_that_show_the_value(change: Change) -> None:
    public = {path for path in pages_naming(change.name) if path in before()}
    assert changed(change) == (public - change.spared) | change.reached | change.generated
    assert change.spared <= public


@every_change
def test_nothing_says_the_old_value_any_more(change: Change) -> None:
    for path, content in after(change).items():
        for form, _ in () if path.startswith(ATTACHMENTS) else change.printed:
            assert form.encode() not in content, f"{form} in {path}"


@every_change
def test_every_written_form_is_one_that_is_printed(change: Change) -> None:
    everything = b"\n".join(before().values())
    for form, _ in change.printed:
        assert form.encode() in everything, form


@every_change
def test_of_the_sums_those_of_the_changed_files_changed(change: Change) -> None:
    old, new = (
        dict(line.split("  ")[::-1] for line in site[SUMS].decode().splitlines())
        for site in (before(), after(change))
    )
    assert {path for path in new if new[path] != old[path]} == changed(change) - {SUMS}
    for path, digest in new.items():
        assert hashlib.sha256(after(change)[path]).hexdigest() == digest


def test_the_changes_are_of_every_kind() -> None:
    text = (ROOT / FACTS).read_text("utf-8")
    kinds = {
        match[1]
        for change in CHANGES
        if (match := re.search(rf"^{change.name}:\n  type: (\w+)", text, re.MULTILINE))
    }
    assert kinds >= {"number", "date", "money", "text"}

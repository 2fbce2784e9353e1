"""`facts.yml` and `files.yml` become values, or findings that say where and what to do."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from build_site import a_site, an_update
from noticegen.build import read
from noticegen.diagnostics import in_order
from noticegen.facts import Fact, Money, Status
from noticegen.formats import Period
from noticegen.localized import Localized
from noticegen.model import NEVER, Attachment

UPDATES = {
    "content/ja/updates/2026-03-09-second.md": an_update(date="2026-03-09 11:00", title="二つ目"),
    "content/ja/updates/draft-later.md": an_update(date=None, title="下書き", more="draft: true\n"),
    "content/files/a-1.csv": "a,1\n",
    "content/files/a-2.csv": "a,2\n",
}
CASES = Path(__file__).parent / "cases"
FIRST = "with: 2026-03-02-first-notice"
HEAD = "people:\n  type: number\n  name: 人数\n  values:\n"


def facts(folder: Path, text: str) -> dict[str, Fact]:
    sources = read(a_site(folder, {**UPDATES, "content/facts.yml": text}))
    assert sources.site is not None
    assert sources.findings == ()
    return dict(sources.site.facts)


def report(folder: Path, text: str, name: str = "facts.yml") -> list[str]:
    """The findings as lines: place, code and message after `!`, the hint after `?`."""
    sources = read(a_site(folder, {**UPDATES, f"content/{name}": text}))
    lines = []
    for finding in in_order(sources.findings):
        assert finding.at.path == f"content/{name}"
        lines.append(f"! {finding.at.line}:{finding.at.column} {finding.code} {finding.message}")
        if finding.hint:
            lines.append(f"? {finding.hint}")
    return lines


@pytest.mark.parametrize(
    ("type_", "written", "amount"),
    [
        ("number", "912480", Decimal(912480)),
        ("number", "0.50", Decimal("0.50")),
        ("number", "-3", Decimal(-3)),
        ("number", "007", Decimal(7)),
        ("date", "2026-12-28", date(2026, 12, 28)),
        ("time", "18:00", time(18)),
        ("time", "9:05", time(9, 5)),
        ("duration", "P12M", Period(months=12)),
        ("duration", "P1Y6M", Period(years=1, months=6)),
        ("money", "{JPY: 1000}", Money((("JPY", Decimal(1000)),))),
        (
            "money",
            "{CHF: 49.90, EUR: 50}",
            Money((("CHF", Decimal("49.90")), ("EUR", Decimal(50)))),
        ),
        ("text", "no", Localized({"ja": "no"}, "ja")),
    ],
)
def test_the_type_decides_how_a_value_is_read(
    tmp_path: Path, type_: str, written: str, amount: object
) -> None:
    text = f"a:\n  type: {type_}\n  name: 名\n  values: [{{{FIRST}, value: {written}}}]\n"
    [value] = facts(tmp_path, text)["a"].values
    assert value.amount == amount


def test_a_moment_is_read_in_the_zone_of_the_site(tmp_path: Path) -> None:
    text = f"a:\n  type: moment\n  name: 名\n  values: [{{{FIRST}, value: 2026-02-26 14:30}}]\n"
    [value] = facts(tmp_path, text)["a"].values
    assert value.amount == datetime.fromisoformat("2026-02-26T14:30+09:00")


def test_values_stand_in_order_of_time_whatever_order_they_are_written_in(tmp_path: Path) -> None:
    text = (
        f"{HEAD}"
        "    - {with: 2026-03-09-second, value: 2, change: progress, note: 増えました。}\n"
        f"    - {{{FIRST}, value: 1, as_of: 2026-03-01, status: estimate}}\n"
    )
    first, second = facts(tmp_path, text)["people"].values
    assert (first.amount, first.as_of) == (Decimal(1), date(2026, 3, 1))
    assert first.status is Status.ESTIMATE
    assert second.moment == datetime.fromisoformat("2026-03-09T11:00+09:00")


def test_what_comes_with_a_draft_waits_for_it(tmp_path: Path) -> None:
    text = f"{HEAD}    - {{with: draft-later, value: 1}}\n"
    [value] = facts(tmp_path, text)["people"].values
    assert value.moment == NEVER


def test_a_correction_may_name_the_value_that_was_wrong_by_its_update(tmp_path: Path) -> None:
    text = (
        f"{HEAD}    - {{{FIRST}, value: 1}}\n"
        "    - {with: 2026-03-09-second, value: 2, change: progress, note: n}\n"
        "    - {from: 2026-03-10 09:00, value: 0, change: correction, note: n,"
        " corrects: 2026-03-02-first-notice}\n"
    )
    fact = facts(tmp_path, text)["people"]
    assert [[value.amount for value in chain] for chain in fact.places] == [[1, 0], [2]]


@pytest.mark.parametrize("status", ["unknown", "undecided", "withdrawn"])
def test_a_status_may_stand_in_place_of_a_value(tmp_path: Path, status: str) -> None:
    text = f"{HEAD}    - {{{FIRST}, status: {status}}}\n"
    [value] = facts(tmp_path, text)["people"].values
    assert (value.amount, value.status) == (None, status)


WRONG = (CASES / "facts-wrong.txt").read_text("utf-8")
"""Files, and what is said about each: findings after `!`, hints after `?`."""


@pytest.mark.parametrize("case", WRONG.split("\n\n"))
def test_everything_wrong_with_facts_is_said_at_its_place(tmp_path: Path, case: str) -> None:
    lines = case.strip("\n").split("\n")
    text = "".join(f"{line}\n" for line in lines if not line.startswith(("! ", "? ")))
    wanted = [line for line in lines if line.startswith(("! ", "? "))]
    assert sorted(report(tmp_path, text)) == sorted(wanted)


# ------------------------------------------------------------------ files.yml


def attachments(folder: Path, text: str) -> dict[str, Attachment]:
    sources = read(a_site(folder, {**UPDATES, "content/files.yml": text}))
    assert sources.site is not None
    assert sources.findings == ()
    return dict(sources.site.attachments)


def test_a_file_has_a_title_a_language_and_versions(tmp_path: Path) -> None:
    text = """\
items:
  title: 項目別の件数
  language: ja
  values:
    - {file: a-1.csv}
    - {with: 2026-03-09-second, file: a-2.csv, note: 件数を改めました。}
"""
    items = attachments(tmp_path, text)["items"]
    assert (items.title.of("ja"), items.language) == ("項目別の件数", "ja")
    assert [(v.file, v.moment.day) for v in items.versions] == [("a-1.csv", 2), ("a-2.csv", 9)]


def test_one_version_needs_no_list(tmp_path: Path) -> None:
    [version] = attachments(tmp_path, "items: {title: 表, file: a-1.csv}\n")["items"].versions
    assert version.file == "a-1.csv"


WRONG_FILES = (CASES / "files-wrong.txt").read_text("utf-8")
"""Files, and what is said about each: findings after `!`, hints after `?`."""


@pytest.mark.parametrize("case", WRONG_FILES.split("\n\n"))
def test_everything_wrong_with_files_is_said_at_its_place(tmp_path: Path, case: str) -> None:
    lines = case.strip("\n").split("\n")
    text = "".join(f"{line}\n" for line in lines if not line.startswith(("! ", "? ")))
    wanted = [line for line in lines if line.startswith(("! ", "? "))]
    assert report(tmp_path, text, "files.yml") == wanted

"""Tables of hours: a text keeps those that it announced, each with its days."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sites import build_well, page, put, settings

CONTACTS = """\
hotline:
  name: Hotline
  mail: help@firm.example
  hours:
    - {from: 2026-03-01, weekly: {mon-sun: "9:00-21:00"}}
    - {from: 2026-03-10, weekly: {mon-sun: "10:00-17:00"}, with: 2026-03-05-hours}
    - {from: 2026-03-20, weekly: {mon-fri: "9:00-18:00"}, with: 2026-03-05-hours}
    - {from: 2026-04-01, weekly: {mon-fri: "9:00-17:00"}, with: 2026-03-25-shorter}
  until: 2026-04-30
"""
HOURS = "::: hours hotline\n:::"
FIRST, SECOND, THIRD, FOURTH = (
    "Sun, Mar 1 to Mon, Mar 9",
    "Tue, Mar 10 to Thu, Mar 19",
    "Fri, Mar 20 to Tue, Mar 31",
    "Wed, Apr 1",
)

NOW = {
    "2026-03-05 10:00": [FIRST, SECOND, "Fri, Mar 20"],
    "2026-03-26 10:00": [THIRD, FOURTH],
    "2026-04-02 10:00": [FOURTH],
    "2026-05-01 10:00": [],
}
"""The hours that a standing page shows."""
UPDATE = {
    "2026-03-05 10:00": [FIRST, SECOND, "Fri, Mar 20"],
    "2026-03-26 10:00": [FIRST, SECOND, THIRD, FOURTH],
    "2026-04-02 10:00": [FIRST, SECOND, THIRD, FOURTH],
    "2026-05-01 10:00": [FIRST, SECOND, THIRD],
}
"""Those that the update of 5 March shows. It did not announce the last ones."""


@pytest.mark.parametrize("as_of", NOW)
def test_a_dated_text_keeps_the_hours_that_it_announced(tmp_path: Path, as_of: str) -> None:
    def update(day: str) -> str:
        return page(f"Hours {day}", HOURS, date=f"{day} 10:00", summary="New hours.")

    project = put(
        tmp_path,
        {
            "noticegen.yml": settings("en"),
            "content/contacts.yml": CONTACTS,
            "content/en/index.md": page("Notice", HOURS, date="2026-03-01 09:00"),
            "content/en/updates/2026-03-05-hours.md": update("2026-03-05"),
            "content/en/updates/2026-03-25-shorter.md": update("2026-03-25"),
        },
    )
    output = build_well(project, as_of=as_of)
    assert captions(output / "index.html") == NOW[as_of]
    assert captions(output / "updates/2026-03-05-hours.html") == UPDATE[as_of]


def captions(file: Path) -> list[str]:
    """The days over each table of hours."""
    found = re.findall(r"<caption>Hours from (.*?)</caption>", file.read_text("utf-8"))
    return [days.replace(", 2026", "") for days in found]

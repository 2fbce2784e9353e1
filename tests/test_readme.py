"""What the README tells a newcomer to type works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_site import run

README = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")


def block_after(text: str) -> str:
    """The first fenced block after a piece of text."""
    match = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL).search(README, README.index(text))
    assert match is not None
    return match.group(1)


@pytest.fixture
def first_site(tmp_path: Path) -> Path:
    files = {
        "noticegen.yml": "`noticegen.yml` says who you are",
        "content/en/index.md": "`content/en/index.md` is the standing notice",
        "content/en/updates/2026-03-02-first-notice.md": "`content/en/updates/2026-03-02",
    }
    for name, sentence in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block_after(sentence), "utf-8")
    return tmp_path


def test_the_first_ten_minutes_give_a_site(first_site: Path) -> None:
    ran = run(first_site, "build", "--as-of", "2026-03-02 15:04")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] in README
    assert "first update" in (first_site / "output/index.html").read_text("utf-8")


def test_the_example_of_a_correction_is_shown_to_readers(first_site: Path) -> None:
    index = first_site / "content/en/index.md"
    example = re.sub(r"^  ", "", block_after("**A change to a published page**"), flags=re.M)
    example = re.sub(r"with: \S+ *#.*", "at: 2026-03-09 11:00", example)
    text = index.read_text("utf-8").replace("On 26 February 2026", "On 25 February 2026")
    index.write_text(text.replace("\n---\n", f"\n{example}---\n", 1), "utf-8")
    ran = run(first_site, "build", "--as-of", "2026-03-10 09:00")
    assert (ran.code, ran.err) == (0, "")
    html = (first_site / "output/index.html").read_text("utf-8")
    assert "On 26 February 2026</del>" in html
    assert "On 25 February 2026</ins>" in html


def test_the_example_of_an_error_is_what_the_tool_says(first_site: Path) -> None:
    page = first_site / "content/en/updates/2026-03-04-scope.md"
    page.write_text(
        "---\ntitle: How many people are affected\ndate: 2026-03-05 10:00\n"
        "summary: s\n---\n\nText.\n",
        "utf-8",
    )
    ran = run(first_site, "build", "--as-of", "2026-03-10 09:00")
    assert ran.code == 1
    shown = re.sub(r"^  ", "", block_after("**A mistake** stops the build"), flags=re.M)
    assert ran.err in shown

"""A correction travels: edited, recorded, built, deployed, verified, and seen by readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from travelling import sample_live, travelled


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))


@pytest.mark.slow
def test_readers_are_shown_a_corrected_figure_and_its_note(tmp_path: Path) -> None:
    with sample_live(tmp_path) as scene:
        way = travelled(scene)
    assert [step.name.rpartition(" ")[2] for step in way.steps] == [
        "content/facts.yml", "record", "build", "deploy", "verify",
    ]  # fmt: skip
    home, numbers, gift = map(words, way.before)
    assert "対象の方は912,455人です" in home
    assert "Twelve people" not in numbers
    assert "変更後：912,455人" in gift
    home, numbers, gift = map(words, way.after)
    assert "対象の方は912,443人です" in home
    assert "912,443 people" in numbers
    assert "Twelve people were counted twice." in numbers
    assert "912,455 people (corrected on 23 November 2026)" in numbers
    assert "変更前：912,480人 変更後：912,443人 （2026年11月23日 訂正）" in gift

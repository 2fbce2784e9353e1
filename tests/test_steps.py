"""What is kept between runs never changes what comes out."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from extent import extent
from generated_sites import ZONE, generated
from noticegen.parallel import FEWEST
from noticegen.serve.preparing import Made, looked_at, make
from noticegen.serve.view import EVERYTHING, PUBLIC, View
from noticegen.steps import ANEW, Remembering, once, shared
from sites import put, small_site

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=ZONE)


def test_only_what_differs_is_done_again() -> None:
    steps, done = Remembering(), []

    def twice(number: int) -> int:
        done.append(number)
        return 2 * number

    def run(*numbers: int) -> list[int]:
        return steps.each("twice", twice, numbers, name=lambda n: n % 10, inputs=lambda n: {"n": n})

    assert run(1, 2, 3) == [2, 4, 6]
    assert run(1, 12, 3) == [2, 24, 6]
    assert run(3) == [6]
    assert run(1, 3) == [2, 6]
    # 12 stood in the place of 2, and 1 was forgotten by the run that did not need it.
    assert done == [1, 2, 3, 12, 1]


def test_a_step_that_failed_is_done_again() -> None:
    steps = Remembering()

    def refuse(_: int) -> int:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        once(steps, "refused", refuse, 1)
    assert once(steps, "refused", lambda n: n, 1) == 1


def test_equal_values_become_the_same_value() -> None:
    steps = Remembering()
    first = shared(steps, "value", [1, 2])
    assert shared(steps, "value", [1, 2]) is first
    assert shared(steps, "value", [1, 3]) == [1, 3]


def test_anew_gives_what_a_loop_gives() -> None:
    for count in (0, 1, FEWEST * 3):
        for is_heavy in (True, False):
            results = ANEW.each(
                "step",
                lambda n: n * n,
                range(count),
                name=lambda n: n,
                inputs=lambda n: n,
                is_heavy=is_heavy,
            )
            assert results == [n * n for n in range(count)]


def as_bytes(made: Made) -> tuple[object, ...]:
    """Everything that a reader or an author would see of it."""
    shown = made.shown
    seen = () if shown is None else (dict(shown.files), shown.marked, shown.upcoming, shown.moment)
    return seen, made.findings, dict(made.texts), made.without_drafts


def an_edit(project: Path, chance: random.Random) -> str:
    """Change something in a project, as authors do; what it was."""
    files = sorted((project / "content").rglob("*.md"))
    file = chance.choice(files)
    text = file.read_text("utf-8")
    what = chance.choice(("body", "title", "break", "data", "rename", "delete", "add", "heading"))
    match what:
        case "body":
            file.write_text(f"{text}\nOne more word: {chance.random()}\n", "utf-8")
        case "title":
            file.write_text(text.replace("title: ", f"title: {chance.randrange(10)} ", 1), "utf-8")
        case "break":
            file.write_text(text.replace("title:", "titel:", 1), "utf-8")
        case "heading":
            file.write_text(f"{text}\n## More {{#more-{chance.randrange(3)}}}\n\nText.\n", "utf-8")
        case "data":
            data = [*sorted((project / "content").glob("*.yml")), project / "noticegen.yml"]
            chosen = chance.choice(data)
            chosen.write_text(f"{chosen.read_text('utf-8')}\n# {chance.random()}\n", "utf-8")
        case "rename":
            file.rename(file.with_name(f"{file.stem}-x.md"))
        case "delete":
            file.unlink()
        case "add":
            day = chance.randrange(10, 28)
            new = project / f"content/{chance.choice(['ja', 'en'])}/updates/2026-03-{day}-new.md"
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(
                f"---\ntitle: New {chance.random()}\ndate: 2026-03-{day} 09:00\nsummary: s\n"
                f"{chance.choice(['', 'draft: true'])}\n---\n\nText [home](../index.md).\n",
                "utf-8",
            )
    return f"{what} {file.name}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(extent(24, 10)))
def test_any_edits_end_in_the_bytes_of_a_fresh_build(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    sources = generated(seed).sources() if seed % 4 else small_site()
    put(tmp_path, sources)
    steps = Remembering()
    view = chance.choice([PUBLIC, EVERYTHING, View(NOW + timedelta(days=3), drafts=True)])
    story: list[str] = []
    for _ in range(8):
        made = looked_at(make(tmp_path, view, NOW, steps), steps)
        assert as_bytes(made) == as_bytes(looked_at(make(tmp_path, view, NOW))), story
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        story.append(an_edit(tmp_path, chance))
        if chance.random() < 0.4:
            # Taken back: what is kept must not be of the version in between.
            make(tmp_path, view, NOW, steps)
            for path in set(tmp_path.rglob("*")) - set(before):
                if path.is_file():
                    path.unlink()
            for path, content in before.items():
                path.write_bytes(content)
            story.append("undone")

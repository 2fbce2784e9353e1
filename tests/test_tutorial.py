"""What the tutorial tells an author to type and to write works as it stands there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from build_site import Ran, run

TUTORIAL = Path(__file__).parents[1].joinpath("docs/tutorial.md").read_text("utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(Write|the\s+end\s+of)\s+`(content/[^`]+)`")


class Typed(NamedTuple):
    """A command line, and what is shown under it."""

    words: tuple[str, ...]
    shown: tuple[str, ...]


class File(NamedTuple):
    """A file to write, or lines to put to its end."""

    path: str
    text: str
    is_more: bool


def steps(text: str) -> Iterator[Typed | File]:
    """The commands and files of the page in their order."""
    start = 0
    for block in _BLOCK.finditer(text):
        before = text[start : block.start()]
        start = block.end()
        if block.group(1) == "console":
            for part in re.split(r"^\$ ", block.group(2), flags=re.MULTILINE)[1:]:
                line, *shown = part.rstrip("\n").split("\n")
                yield Typed(tuple(shlex.split(line)), tuple(shown))
        else:
            verb, path = _FILE.findall(before)[-1]
            yield File(path, block.group(2), verb != "Write")


def hold(shown: tuple[str, ...], ran: Ran, words: tuple[str, ...]) -> None:
    """Every line that is shown was printed, in its order; `…` stands for anything."""
    printed = (ran.err + ran.out).split("\n")
    for line in shown:
        if line == "…":
            continue
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        fits = [n for n, text in enumerate(printed) if re.fullmatch(pattern, text)]
        assert fits, f"{words}: {line!r} was not printed:\n{ran.err}{ran.out}"
        printed = printed[fits[0] + 1 :]
    if shown and "…" not in shown:
        assert len(shown) == len((ran.err + ran.out).rstrip("\n").split("\n")), words


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who followed the page to its end."""
    folder = tmp_path_factory.mktemp("author")
    last = 0
    for step in steps(TUTORIAL):
        match step:
            case Typed(("cd", name)):
                folder /= name
            case Typed(("echo", "$?"), shown):
                assert shown == (str(last),)
                last = 0
            case Typed(("noticegen", *arguments), shown):
                assert last == 0, f"an exit code that the page does not tell of, before {arguments}"
                ran = run(folder, *arguments)
                hold(shown, ran, step.words)
                last = ran.code
            case File(path, text, is_more):
                target = folder / path
                assert target.exists(), f"the page writes {path}, which no command began"
                target.write_text((target.read_text("utf-8") if is_more else "") + text, "utf-8")
            case _:
                pytest.fail(f"the page has {step}, which is not run")
    assert last == 0
    return folder


def test_every_command_and_file_of_the_tutorial_works_in_its_order(followed: Path) -> None:
    assert (followed / "output/index.html").is_file()


def test_the_tutorial_ends_with_a_notice_in_two_languages(followed: Path) -> None:
    facts = (followed / "content/facts.yml").read_text("utf-8")
    assert len(re.findall(r"^\w+:$", facts, re.MULTILINE)) == 3
    for page in ("index", "faq", "updates/2026-03-03-second", "updates/2026-03-04-correction"):
        for folder in ("", "fr/"):
            assert (followed / f"output/{folder}{page}.html").is_file()


def test_the_better_count_is_on_a_home_page_that_was_not_touched(followed: Path) -> None:
    assert "1,316" in (followed / "output/index.html").read_text("utf-8")
    first = (followed / "output/updates/2026-03-02-first-notice.html").read_text("utf-8")
    assert "1,200" in first


def test_the_correction_shows_both_sides(followed: Path) -> None:
    first = (followed / "output/updates/2026-03-02-first-notice.html").read_text("utf-8")
    assert "It holds no telephone numbers.</del>" in first
    assert "It also holds the telephone numbers that customers gave us.</ins>" in first
    french = (followed / "output/fr/updates/2026-03-02-first-notice.html").read_text("utf-8")
    assert "numéros de téléphone que des clients\nnous ont donnés.</ins>" in french


def test_every_step_of_the_tutorial_is_run() -> None:
    found = list(steps(TUTORIAL))
    assert sum(isinstance(step, Typed) for step in found) == TUTORIAL.count("\n$ ")
    assert {step.words[1] for step in found if isinstance(step, Typed) and step.words[1:2]} >= {
        "new", "build", "record", "status", "verify",
    }  # fmt: skip

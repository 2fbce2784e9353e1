"""A correction on its way to readers: from a line in facts.yml to the page on a real web server.

The sample site, with a record, is live on nginx with the settings that a build wrote for it, and
published by rsync, release by release. Then two figures are corrected.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from build_site import plain_environment
from noticegen.web import Answer, Ask, Unanswered, Web
from servers import free_port, nginx_at
from sites import copy_of_sample, tool

BEFORE = "2026-11-23 12:00"
CORRECTED = "2026-11-23 12:30"
FACTS = "content/facts.yml"
PAGES = ("index.html", "en/numbers.html", "updates/2026-04-08-gift.html")
"""The home page, the page of all figures, and the first update that gave the number of people."""

SETTINGS = """\
hosts: [nginx]
targets:
  live: {{rsync: {host}, url: "{url}"}}
"""
_CORRECTION = """\
    - from: {moment}
      value: {value}
      as_of: 2026-04-05
      change: correction
      note: {{ja: 12人を重ねて数えていました。, en: Twelve people were counted twice.}}
"""
VALUES = {"affected_people": 912443, "affected_guardians": 400550}


class Step(NamedTuple):
    """A command that was run, and how long it took."""

    name: str
    seconds: float
    processor: float
    """Seconds of a core, which other work on the machine does not change much."""


class Scene(NamedTuple):
    """A site that is live."""

    project: Path
    url: str


class Travelled(NamedTuple):
    """What happened to the correction."""

    steps: tuple[Step, ...]
    before: tuple[str, ...]
    """The pages of PAGES as readers saw them."""
    after: tuple[str, ...]


@contextmanager
def sample_live(folder: Path) -> Iterator[Scene]:
    """The sample site with a record, live on nginx."""
    tool("rsync")
    port = free_port()
    project = copy_of_sample(folder / "site")
    scene = Scene(project, f"http://127.0.0.1:{port}/notice/")
    host, www = folder / "host", folder / "www"
    for made in (host, www, folder / "nginx"):
        made.mkdir()
    (www / "notice").symlink_to(host / "current")
    with (project / "noticegen.yml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(host=host, url=scene.url))
    _noticegen(project, "record", "--as-of", BEFORE)
    _noticegen(project, "build", "--strict", "--as-of", BEFORE)
    with nginx_at(project, www, folder / "nginx", port):
        _noticegen(project, "deploy", "live", "--no-verify")
        yield scene


def travelled(scene: Scene) -> Travelled:
    """Correct the figures, and follow them to the readers."""
    commands = (
        ("record", "--as-of", CORRECTED),
        ("build", "--strict", "--as-of", CORRECTED),
        ("deploy", "live", "--no-verify"),
        ("verify", scene.url, "--wait", "300"),
    )
    before = _seen(scene)
    steps = (
        _timed("edit content/facts.yml", partial(_correct, scene.project)),
        *(
            _timed(f"noticegen {words[0]}", partial(_noticegen, scene.project, *words))
            for words in commands
        ),
    )
    return Travelled(steps, before, _seen(scene))


def _timed(name: str, do: Callable[[], None]) -> Step:
    began, used = time.monotonic(), _used()
    do()
    return Step(name, time.monotonic() - began, _used() - used)


def _used() -> float:
    """The seconds that the processor worked for commands that are over."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _correct(project: Path) -> None:
    """Add a value to each of the two facts, under those that they have."""
    file = project / FACTS
    text = file.read_text("utf-8")
    for fact, value in VALUES.items():
        fact_begins = text.index(f"\n{fact}:\n")
        values_end = text.index("\n\n", fact_begins) + 1
        added = _CORRECTION.format(moment=CORRECTED, value=value)
        text = text[:values_end] + added + text[values_end:]
    file.write_text(text, "utf-8")


def _noticegen(project: Path, *words: str) -> None:
    """Run a command; it has to do what it is asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "noticegen", *words],
        cwd=project,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (words, done.stdout + done.stderr)


def _seen(scene: Scene) -> tuple[str, ...]:
    """What readers are shown."""
    with Web() as web:
        return tuple(_page(web.ask(Ask(scene.url + page))) for page in PAGES)


def _page(answer: Answer | Unanswered) -> str:
    assert isinstance(answer, Answer), answer
    assert answer.status == 200, answer
    return answer.content.decode()

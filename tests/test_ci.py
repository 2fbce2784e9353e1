"""The recipes of a new site do what they say: their steps are taken out of the YAML and run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from build_site import run
from misbehaving import HOST, Server, behind_a_proxy, live
from noticegen.skeletons.words import RECIPES
from pipelines import Pipelines, Ran, actions, tools
from sites import tool, tree

BEGIN = "2026-03-02 15:00"
DUE = "2026-03-09 09:00"
VERIFIED = " as they were built"
LATER = "updates/2026-03-09-later.html"
TARGET = "targets: {{live: {{rclone: ':local:{folder}'}}}}\n"


def seconds(moment: str) -> str:
    """A moment in Tokyo, as SOURCE_DATE_EPOCH takes it."""
    there = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    return str(int(there.timestamp()))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site, filled in and recorded, with an update that is scheduled."""
    project = tmp_path_factory.mktemp("ci") / "site"
    words = ("--organization", "Minato", "--languages", "ja", "--timezone", "Asia/Tokyo")
    url = ("--url", f"https://{HOST}/notice/")
    steps = (
        ("new", "site", *words, *url, "--as-of", BEGIN),
        ("new", "update", "later", "--date", DUE, "--as-of", BEGIN),
    )
    project.mkdir()
    for step in steps:
        assert run(project, *step).code == 0
    for path in project.rglob("*"):
        if path.suffix in {".md", ".yml"} and path.parts[-2] not in {"workflows", "site"}:
            path.write_text(re.sub("TODO|要確認", "Known", path.read_text("utf-8")), "utf-8")
    settings = project / "noticegen.yml"
    settings.write_text(re.sub("TODO", "Known", settings.read_text("utf-8")), "utf-8")
    ran = run(project, "record", "--as-of", BEGIN)
    assert ran.code == 0, ran.err
    return project


class Story:
    """A repository at a host, and a web server."""

    def __init__(self, project: Path, folder: Path, host: str, target: str, server: Server) -> None:
        self.origin = shutil.copytree(project, folder / "origin")
        self.live = server.folder
        self.host, self.target = host, target
        if target:
            with (self.origin / "noticegen.yml").open("a", encoding="utf-8") as settings:
                settings.write(TARGET.format(folder=self.live))
        self._git("init", "-q", "-b", "main")
        self.commit()
        tools(folder / "bin")
        self.at = Pipelines(folder, self.origin, self.live, behind_a_proxy(server, folder))

    def _git(self, *words: str) -> None:
        who = ("-c", "user.name=Aoki", "-c", "user.email=aoki@minato.example")
        subprocess.run(["git", *who, *words], cwd=self.origin, check=True)

    def commit(self) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "-m", "Notice")

    def pushed(self, now: str = BEGIN) -> Ran:
        return self.at.run(self.host, "push", seconds(now), self.target)

    def woken(self, now: str) -> Ran:
        return self.at.run(self.host, "schedule", seconds(now), self.target)


@pytest.fixture
def story(project: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Story]:
    host, target = request.param
    if target:
        tool("rclone")
    (tmp_path / "www").mkdir()
    with live(tmp_path / "www") as server:
        yield Story(project, tmp_path, host, target, server)


PAGES, OWN = "", "live"


def ways(*listed: tuple[str, str]) -> pytest.MarkDecorator:
    """Run a test with these hosts, each with its own Pages or with a target."""
    names = [f"{host}-{target or 'pages'}" for host, target in listed]
    return pytest.mark.parametrize("story", listed, indirect=True, ids=names)


@pytest.mark.slow
@ways(("github", PAGES), ("gitlab", OWN))
def test_a_push_publishes_and_a_schedule_only_what_is_due(story: Story) -> None:
    ran = story.pushed()
    assert ran.ok, ran.log
    assert VERIFIED in ran.log
    before = tree(story.live)
    assert "SHA256SUMS" in before
    assert LATER not in before

    ran = story.woken("2026-03-09 08:59")
    assert ran.ok, ran.log
    assert "Nothing is due now. Next: 2026-03-09T09:00:00+09:00" in ran.log
    assert VERIFIED not in ran.log
    assert tree(story.live) == before

    # Days late: the runs between did not come.
    ran = story.woken("2026-03-12 11:07")
    assert ran.ok, ran.log
    assert VERIFIED in ran.log
    assert LATER in tree(story.live)


@ways(("github", OWN), ("gitlab", PAGES))
def test_a_schedule_makes_up_for_a_push_that_failed(story: Story) -> None:
    ran = story.woken(DUE)
    assert ran.ok, ran.log
    assert VERIFIED in ran.log
    assert LATER in tree(story.live)


@ways(*((host, PAGES) for host in RECIPES))
def test_a_record_that_is_broken_is_not_published(story: Story) -> None:
    entry = next((story.origin / "record/entries").iterdir())
    entry.write_bytes(entry.read_bytes() + b" ")
    story.commit()
    before = tree(story.live)
    for ran in (story.pushed(), story.woken(DUE)):
        assert not ran.ok
        assert "NG613" in ran.log
    assert tree(story.live) == before


@ways(*((host, PAGES) for host in RECIPES))
def test_what_is_left_to_fill_in_is_not_published(story: Story) -> None:
    page = story.origin / "content/ja/index.md"
    page.write_text(page.read_text("utf-8") + "\nTODO\n", "utf-8")
    story.commit()
    before = tree(story.live)
    ran = story.pushed()
    assert not ran.ok
    assert "NG401" in ran.log
    assert tree(story.live) == before


@ways(("github", OWN))
def test_a_target_that_refuses_fails_the_job(story: Story) -> None:
    (story.live / "index.html").write_text("of somebody else\n", "utf-8")
    before = tree(story.live)
    ran = story.pushed()
    assert not ran.ok
    assert "NG601" in ran.log
    assert tree(story.live) == before


def test_what_the_recipes_are_run_with_is_pinned(project: Path) -> None:
    texts = {host: (project / path).read_text("utf-8") for host, path in RECIPES.items()}
    for action in actions(texts["github"]):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action)
    for text in texts.values():
        assert re.findall(r"pipx? install (\S+)", text) == ["noticegen==0.1.0"] * 2
        assert "secrets." not in re.sub(" # .*", "", text)

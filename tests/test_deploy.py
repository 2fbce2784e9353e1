"""A site on real servers: what is carried over, in which order, and what an interruption leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from build_site import SMALLEST, Ran, a_site, an_update, build, run
from noticegen.deploy.ledger import NAME as LEDGER
from sites import tool
from target_servers import SECRET, STORES, UNBOUNDED, Server, folder_files

BEFORE = "2026-03-10 09:00"
AFTER = "2026-03-12 09:00"
_LINK = re.compile(rb'(?:href|src)="([^"#]*)')


def settings(target: str) -> str:
    return SMALLEST["noticegen.yml"] + f"targets: {{live: {{{target}}}}}\n"


ONE = "content/ja/updates/2026-03-03-one.md"
TWO = "content/ja/updates/2026-03-11-two.md"


def first(folder: Path, target: str) -> Path:
    """A site with an attachment and an update that will be gone."""
    letter = "[書類](../../files/letter.csv)です。\n"
    site = a_site(
        folder,
        {
            "noticegen.yml": settings(target),
            ONE: an_update(f"対象は120万人です。{letter}", title="一", date="2026-03-03 15:00"),
            "content/files/letter.csv": "a,b\n",
        },
    )
    assert build(site, as_of=BEFORE).code == 0
    return site


def second(folder: Path, target: str) -> Path:
    """The same with one digit corrected, an update more, and one page and one file less."""
    letter = "[書類](../../files/other.csv)です。\n"
    index = SMALLEST["content/ja/index.md"].replace("ご心配", "ご迷惑")
    site = a_site(
        folder,
        {
            "noticegen.yml": settings(target),
            "content/ja/index.md": index,
            TWO: an_update(f"対象は124万人です。{letter}", title="二", date="2026-03-11 15:00"),
            "content/files/other.csv": "c,d\n",
        },
    )
    assert build(site, as_of=AFTER).code == 0
    return site


def deploy(site: Path, env: Mapping[str, str | None], *arguments: str) -> Ran:
    ran = run(site, "deploy", "live", "--no-verify", *arguments, env=env, timeout=120)
    assert SECRET not in ran.out + ran.err
    return ran


def published(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path != LEDGER}


def dead(files: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """Links that lead nowhere, from every page that readers can reach."""
    found = set()
    seen = {"index.html"}
    waiting = ["index.html"] if "index.html" in files else []
    while waiting:
        page = waiting.pop()
        for raw in _LINK.findall(files[page]) if page.endswith(".html") else ():
            there = unquote(urljoin(f"https://x.example/{page}", raw.decode())).partition("#")[0]
            if not there.startswith("https://x.example/"):
                continue
            path = there.removeprefix("https://x.example/") or "index.html"
            if path not in files:
                found.add((page, path))
            elif path not in seen:
                seen.add(path)
                waiting.append(path)
    return found


@pytest.fixture(scope="module", params=STORES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    tool("rclone")
    with STORES[request.param](tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.fixture
def store(server: Server) -> Server:
    """A server with an empty target."""
    server.allow(UNBOUNDED)
    server.put_back({})
    return server


@pytest.mark.slow
def test_an_upload_can_stop_at_every_object(store: Server, tmp_path: Path) -> None:
    """No page that readers can reach refers to a missing file, and the next run completes."""
    target = f"rclone: '{store.remote}'"
    old, new = first(tmp_path / "old", target), second(tmp_path / "new", target)
    ran = deploy(old, store.env)
    assert ran.code == 0, ran.err
    assert published(store.files()) == folder_files(old / "output")
    before = store.files()
    wanted = folder_files(new / "output")
    gone = before.keys() - wanted.keys() - {LEDGER}
    assert len(gone) == 2
    writes = 0
    while True:
        store.put_back(before)
        store.allow(writes)
        ran = deploy(new, store.env)
        left = store.files()
        assert not dead(left), (writes, dead(left))
        if ran.code == 0:
            break
        assert ran.code == (4 if writes == 0 else 5), (writes, ran.err)
        assert "NG712" in ran.err if writes == 0 else "NG716" in ran.err
        store.allow(UNBOUNDED)
        again = deploy(new, store.env)
        assert again.code == 0, (writes, again.err)
        assert published(store.files()) == wanted, writes
        writes += 1
    assert published(store.files()) == wanted
    changed = {path for path in wanted if before.get(path) != wanted[path]}
    # Every changed file, every deletion, and the list at the beginning and at the end.
    assert writes == len(changed) + len(gone) + 2

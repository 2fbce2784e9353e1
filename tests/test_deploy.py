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
_LINK = re.compile(r'(?:href|src)="([^"#]*)')


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
    """Addresses of the site that lead nowhere, in all that readers and programs can reach.

    They begin at the home page, the page for what is not there, the feeds and the site map.
    """
    found = set()
    seen = {path for path in STARTS if path in files}
    waiting = sorted(seen)
    while waiting:
        path = waiting.pop()
        for there in _addresses(path, files[path]):
            if there not in files:
                found.add((path, there))
            elif there not in seen:
                seen.add(there)
                waiting.append(there)
    return found


STARTS = (
    "index.html", "404.html", "banner.html", "feed.atom", "feed.json", "site.json", "sitemap.xml",
)  # fmt: skip


def _addresses(path: str, content: bytes) -> Iterator[str]:
    """What a file of the site refers to, as paths of the site."""
    site = "https://www.minato-learning.example/notice/"
    text = content.decode("utf-8", "replace")
    named = _LINK.findall(text) if path.endswith(".html") else []
    for address in (*named, *re.findall(re.escape(site) + r"[^\s\"<>#]*", text)):
        there = unquote(urljoin(site + path, address)).partition("#")[0]
        if there.startswith(site):
            here = there.removeprefix(site)
            yield f"{here}index.html" if here.endswith("/") or not here else here


@pytest.fixture(scope="module", params=list(STORES))
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


def _interrupted(ran: Ran, left: Mapping[str, bytes], *, is_first: bool) -> None:
    """It says that it stopped, and no page that readers can reach leads nowhere."""
    assert not dead(left), dead(left)
    assert ran.code == (4 if is_first else 5), ran.err
    assert ("NG712" if is_first else "NG716") in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("server", ["sftp", "webdav"], indirect=True)
def test_an_upload_stops_at_each_object_in_turn_and_goes_on(store: Server, tmp_path: Path) -> None:
    """Each run is let write one object more, and is refused the next.

    After each, no page that readers can reach (from the home page, by links) refers to a missing
    file. The last run completes: the new files are there, the old ones gone, and what somebody
    else put there is as it was.
    """
    target = f"rclone: '{store.remote}'"
    old, new = first(tmp_path / "old", target), second(tmp_path / "new", target)
    ran = deploy(old, store.env)
    assert ran.code == 0, ran.err
    assert published(store.files()) == folder_files(old / "output")
    store.put_back({**store.files(), "somebody.html": b"else"})
    before, wanted = store.files(), folder_files(new / "output")
    gone = before.keys() - wanted.keys() - {LEDGER, "somebody.html"}
    assert len(gone) == 2
    changed = {path for path in wanted if before.get(path) != wanted[path]}
    store.allow(0)
    _interrupted(deploy(new, store.env), store.files(), is_first=True)
    assert store.files() == before
    for _ in range(len(changed) + len(gone) + 1):  # and the list at the beginning
        store.allow(1)
        _interrupted(deploy(new, store.env), store.files(), is_first=False)
    store.allow(1)  # the list at the end
    ran = deploy(new, store.env)
    assert ran.code == 0, ran.err
    assert published(store.files()) == {**wanted, "somebody.html": b"else"}


@pytest.mark.slow
@pytest.mark.parametrize("server", ["s3"], indirect=True)
def test_from_each_object_the_next_run_completes(store: Server, tmp_path: Path) -> None:
    """The same from the old site each time: so many objects, then none, then a whole run."""
    target = f"rclone: '{store.remote}'"
    old, new = first(tmp_path / "old", target), second(tmp_path / "new", target)
    assert deploy(old, store.env).code == 0
    before, wanted = store.files(), folder_files(new / "output")
    writes = 0
    while True:
        store.put_back(before)
        store.allow(writes)
        ran = deploy(new, store.env)
        if ran.code == 0:
            break
        _interrupted(ran, store.files(), is_first=writes == 0)
        store.allow(UNBOUNDED)
        again = deploy(new, store.env)
        assert again.code == 0, (writes, again.err)
        assert published(store.files()) == wanted, writes
        writes += 1
    assert writes > len(wanted) // 2

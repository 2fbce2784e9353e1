"""A corrected digit leaves the size of a page as it was, and a build may fix the times of files.

nginx makes its ETag of size and time alone: the old one must not be good any more.
"""

from __future__ import annotations

import http.client
import os
from contextlib import closing
from pathlib import Path

import pytest

from build_site import SMALLEST, UPDATE, a_site, an_update, build
from servers import free_port, nginx_at
from serving import PATIENCE
from sites import tool
from target_servers import sftp
from test_deploy import AFTER, BEFORE, deploy, settings

LONG_AGO = 1_700_000_000
PAGE = "/notice/updates/2026-03-02-first-notice.html"


def built(folder: Path, target: str, people: str, moment: str) -> Path:
    site = a_site(
        folder,
        {
            "noticegen.yml": settings(target) + "hosts: [nginx]\n",
            "content/ja/index.md": SMALLEST["content/ja/index.md"] + f"\n{people}です。\n",
            UPDATE: an_update(f"{people}です。\n"),
        },
    )
    assert build(site, as_of=moment).code == 0
    for path in (site / "output").rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return site


def answer(port: int, headers: dict[str, str]) -> tuple[int, str, str]:
    """Status, ETag and text of the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", PAGE, headers={"Host": "www.minato-learning.example", **headers})
        got = connection.getresponse()
        return got.status, got.getheader("ETag") or "", got.read().decode()


@pytest.mark.parametrize("carrier", ["rsync", "sftp", "local"])
def test_a_corrected_digit_is_shown_to_who_asks_with_the_old_etag(
    tmp_path: Path, carrier: str
) -> None:
    tool("rclone"), tool("rsync")
    place, www, site, port = tmp_path / "srv", tmp_path / "www", tmp_path / "project", free_port()
    (tmp_path / "nginx").mkdir()
    (tmp_path / "ssh").mkdir()
    www.mkdir()
    (www / "notice").symlink_to(place / "current" if carrier == "rsync" else place)
    with sftp(tmp_path / "ssh") as server:
        target = {
            "rsync": f"rsync: {place}",
            "sftp": f"rclone: 'sftp:{place}'",
            "local": f"rclone: ':local:{place}'",
        }[carrier]
        built(site, target, "120万人", BEFORE)
        assert deploy(site, server.env).code == 0
        # Between the two lies more than a second, which a test does not wait for.
        for path in place.rglob("*.html"):
            then = path.stat().st_mtime - 60
            assert then > LONG_AGO
            os.utime(path, (then, then))
        with nginx_at(site, www, tmp_path / "nginx", port):
            status, old, text = answer(port, {})
            assert (status, "120万人" in text) == (200, True)
            assert answer(port, {"If-None-Match": old})[0] == 304
            size = (site / "output" / PAGE.removeprefix("/notice/")).stat().st_size
            built(site, target, "124万人", AFTER)
            assert (site / "output" / PAGE.removeprefix("/notice/")).stat().st_size == size
            ran = deploy(site, server.env)
            assert ran.code == 0, ran.err
            status, new, text = answer(port, {"If-None-Match": old})
            assert (status, "124万人" in text, new != old) == (200, True, True)

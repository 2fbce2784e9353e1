"""A build writes what tells the chosen hosts how to serve it, and nothing for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site import SMALLEST, a_site, build, run
from noticegen.config import HOSTS as NAMES
from noticegen.hosts.known import HOSTS, chosen

SETTINGS = SMALLEST["noticegen.yml"]
AT_ROOT = SETTINGS.replace("example/notice/", "example/")


def with_hosts(folder: Path, *hosts: str, settings: str = SETTINGS, more: str = "") -> Path:
    return a_site(folder, {"noticegen.yml": f"{settings}hosts: [{', '.join(hosts)}]\n{more}"})


def test_every_host_that_can_be_chosen_is_known() -> None:
    assert [host.NAME for host in chosen(NAMES)] == list(NAMES)
    assert {host.NAME for host in HOSTS} == set(NAMES)


def test_without_hosts_nothing_is_written_for_any(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    assert build(site).code == 0
    assert not (site / "hosts").exists()
    assert not (site / "output/_headers").exists()


def test_what_the_host_reads_there_is_in_the_output_and_all_else_beside(tmp_path: Path) -> None:
    site = with_hosts(tmp_path, "netlify", "nginx", settings=AT_ROOT)
    ran = build(site)
    assert ran.code == 0, ran.err
    assert (site / "output/_headers").is_file()
    assert (site / "hosts/nginx/nginx.conf").is_file()
    assert not list((site / "output").rglob("nginx.conf"))
    assert "hosts/nginx/nginx.conf: for the host, not published" in ran.out
    assert "nginx: TLS is set up by whoever runs the server" in ran.out
    assert "_headers" not in (site / "output/SHA256SUMS").read_text()
    assert run(site, "verify", "output").code == 0


def test_a_host_that_is_taken_out_leaves_nothing_in_the_output(tmp_path: Path) -> None:
    site = with_hosts(tmp_path, "netlify", settings=AT_ROOT)
    assert build(site).code == 0
    a_site(site, {"noticegen.yml": AT_ROOT})
    assert build(site).code == 0
    assert not (site / "output/_headers").exists()


@pytest.mark.parametrize("hosts", [NAMES, NAMES[::-1]], ids=["all", "all-backwards"])
def test_all_hosts_together_are_written_the_same(tmp_path: Path, hosts: tuple[str, ...]) -> None:
    one, other = with_hosts(tmp_path / "one", *hosts), with_hosts(tmp_path / "other", *NAMES)
    for site in (one, other):
        ran = build(site)
        assert ran.code == 0, ran.err
    files = [path.relative_to(one) for path in sorted((one / "hosts").rglob("*"))]
    assert len(files) > len(NAMES)
    for path in files:
        if (one / path).is_file():
            assert (one / path).read_bytes() == (other / path).read_bytes(), path


def test_hsts_is_said_only_where_it_is_set(tmp_path: Path) -> None:
    site = with_hosts(tmp_path, "caddy")
    assert build(site).code == 0
    assert "Strict-Transport-Security" not in (site / "hosts/caddy/Caddyfile").read_text()
    with_hosts(site, "caddy", more="hsts: true\n")
    assert build(site).code == 0
    assert "Strict-Transport-Security" in (site / "hosts/caddy/Caddyfile").read_text()

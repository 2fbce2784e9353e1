"""A build writes what tells the chosen hosts how to serve it, and nothing for the others."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from build_site import SMALLEST, a_site, build, run
from noticegen.config import HOSTS as NAMES
from noticegen.config import Config, read_config
from noticegen.hosts.known import HOSTS, chosen
from noticegen.hosts.model import served
from noticegen.model import Artifact
from serving import PATIENCE
from sites import put, tool, tree

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


# ------------------------------------------------------------------ nginx itself

AROUND = """\
daemon off;
master_process off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {emitted}
}}
"""


@contextmanager
def nginx(site: Path, folder: Path, port: int) -> Iterator[None]:
    """nginx with the emitted settings; only the port and the place of the files are others."""
    emitted = (site / "hosts/nginx/nginx.conf").read_text()
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("root /srv/www;", f"root {folder}/www;"),
    ):
        assert emitted.count(before) == 1
        emitted = emitted.replace(before, after)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, emitted=emitted))
    words = [tool("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*words, "-t"], check=True, capture_output=True)
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.01)
            yield
        finally:
            process.terminate()


def asked(port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", quote(path), headers={"Host": "www.minato-learning.example"})
    answer = connection.getresponse()
    got = answer.status, answer.getheaders(), answer.read()
    connection.close()
    return got


@pytest.mark.parametrize("hsts", ["", "hsts: true\n"], ids=["without-hsts", "hsts"])
@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_nginx_serves_every_file_with_its_headers_each_once(
    tmp_path: Path, base: str, hsts: str
) -> None:
    tool("nginx")
    settings = SETTINGS.replace("example/notice/", f"example{base}")
    settings = settings.replace("languages: [ja]", "languages: [ja, en]")
    site = with_hosts(tmp_path / "site", "nginx", settings=settings, more=hsts)
    update = "content/ja/updates/2026-03-02-first-notice.md"
    text = (site / update).read_text("utf-8")
    link = "[書類](../../files/letter.csv)と[日](../../files/data-2.csv)です。\n"
    put(site, {update: text + link})
    put(site, {"content/files/letter.csv": "a,b\n", "content/files/data-2.csv": "c,d\n"})
    ran = build(site)
    assert ran.code == 0, ran.err
    shutil.copytree(site / "output", tmp_path / "www" / base.strip("/"), dirs_exist_ok=True)
    artifacts = [Artifact(path, content) for path, content in tree(site / "output").items()]
    config = read_config(site)
    assert isinstance(config, Config)
    wanted = served(artifacts, config)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    contents = {artifact.path: artifact.content for artifact in artifacts}
    with nginx(site, tmp_path, port):
        for file in wanted.files:
            addresses = [file.path, *([file.folder] if file.folder is not None else [])]
            for address in addresses:
                status, headers, body = asked(port, base + address)
                assert (status, body) == (200, contents[file.path]), address
                for name, value in wanted.answer(file):
                    sent = [said for key, said in headers if key.lower() == name.lower()]
                    assert sent == [value], (address, name)
        for address in ("nothing", "nothing.html", "en/nothing", "files/nothing.csv", "_headers"):
            status, headers, body = asked(port, base + address)
            assert (status, body) == (404, contents["404.html"]), address
            for name, value in wanted.headers:
                assert [said for key, said in headers if key == name] == [value], (address, name)
        status, headers, _ = asked(port, f"{base}en")
        assert status == 301
        assert dict(headers)["Location"] == f"{base}en/"

"""Real servers of the system, each told how to serve by what a build wrote for it."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contract import PATIENCE, PLANTED, SECRET, Ask, Site, over_http
from sites import tool


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def put_in_place(site: Site, folder: Path, planted: Sequence[str] = PLANTED) -> Path:
    """The published folder at its base path below `folder`, and files there that are secret.

    What the host is told itself stays as it is.
    """
    place = folder / site.base.strip("/")
    shutil.copytree(site.project / "output", place, dirs_exist_ok=True)
    for name in planted:
        target = place / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(SECRET)
    return folder


def instead(text: str, changes: dict[str, str]) -> str:
    """The text with the only places changed that a test has to change, each there once."""
    for before, after in changes.items():
        assert text.count(before) == 1, (before, text.count(before))
        text = text.replace(before, after)
    return text


@contextmanager
def running(words: Sequence[str], port: int, log: Path, **more: object) -> Iterator[None]:
    """A server, from the moment it takes connections to the end of the context."""
    with (
        log.open("wb") as said,
        subprocess.Popen(words, stdout=said, stderr=said, **more) as process,  # type: ignore[call-overload]
    ):
        try:
            until = time.monotonic() + PATIENCE
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"{words[0]} does not listen: {log.read_text()}"
                time.sleep(0.01)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


NGINX = """\
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
def nginx(site: Site, folder: Path) -> Iterator[Ask]:
    """nginx; only the port and the place of the files are others."""
    program, port = tool("nginx"), free_port()
    www = put_in_place(site, folder / "www")
    emitted = instead(
        (site.project / "hosts/nginx/nginx.conf").read_text("utf-8"),
        {"listen 80;": f"listen 127.0.0.1:{port};", "root /srv/www;": f"root {www};"},
    )
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, emitted=emitted), "utf-8")
    words = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(settings)]
    tested = subprocess.run([*words, "-t"], check=False, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    with running(words, port, folder / "log"):
        yield over_http(port, site.served.host)

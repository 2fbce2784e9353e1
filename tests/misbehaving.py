"""A web server that serves a site as it is meant, but for what a test makes it do."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from noticegen.headers import headers, media_type
from noticegen.hosts.model import CONTROL_NAMES, INDEX, NOT_FOUND, cache
from sites import tool

BASE = "/notice/"
HOST = "www.minato-learning.example"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way out."""

    path: str
    """Below the site's address; with a slash in front, below the root of the host."""
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    is_packed: bool = False
    """Whether the client takes gzip."""
    length: int | None = None
    """What is announced, if that is not the length."""
    closes: bool = False
    """Whether the connection is closed after it, and nobody is told."""
    number: int = 0
    """How many requests for the same path came before."""

    def without(self, name: str) -> Reply:
        """The same without a header."""
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0] != name))

    def adding(self, name: str, value: str) -> Reply:
        """The same with one more header."""
        return replace(self, headers=(*self.headers, (name, value)))

    def saying(self, name: str, value: str) -> Reply:
        """The same with another value of a header."""
        return self.without(name).adding(name, value)

    def holding(self, content: bytes) -> Reply:
        """The same with other bytes."""
        return replace(self, content=content)

    @property
    def is_page(self) -> bool:
        """Whether it is a page that is there."""
        return self.status == 200 and (self.path.endswith((".html", "/")) or not self.path)


Quirk = Callable[[Reply], Reply]


def as_it_is(reply: Reply) -> Reply:
    """No quirk."""
    return reply


class Server(ThreadingHTTPServer):
    """Serves a folder."""

    daemon_threads = True
    request_queue_size = 64
    folder: Path
    base: str
    quirk: Quirk
    asked: list[str]
    """The path of each request."""
    agents: set[str]
    tunnels: list[str]
    """What it was asked for as a proxy: hosts and ports."""
    tls: ssl.SSLContext

    @property
    def address(self) -> str:
        """Where the site is."""
        host = "[::1]" if self.address_family == socket.AF_INET6 else "127.0.0.1"
        return f"http://{host}:{self.server_port}{self.base}"


class _OverSix(Server):
    address_family = socket.AF_INET6


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        number = self.server.asked.count(self.path)
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        reply = replace(
            self._meant(), is_packed=self.headers["Accept-Encoding"] == "gzip", number=number
        )
        reply = self.server.quirk(reply)
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        length = len(reply.content) if reply.length is None else reply.length
        self.send_header("Content-Length", str(length))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(reply.content)
        self.close_connection |= reply.closes or length != len(reply.content)

    def do_CONNECT(self) -> None:
        """A proxy, and at once every server that is behind it."""
        self.server.tunnels.append(self.path)
        self.send_response_only(200)
        self.end_headers()
        try:
            self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        except OSError:  # the certificate was turned down
            self.close_connection = True
            return
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.close_connection = False

    def finish(self) -> None:
        """Close what TLS was put around, too."""
        super().finish()
        self.connection.close()

    def _meant(self) -> Reply:
        """The answer as noticegen means it."""
        address = unquote(self.path.partition("?")[0])
        date = ("Date", format_datetime(datetime.now(timezone.utc), usegmt=True))
        if not address.startswith(self.server.base):
            return Reply(address, 404, (date,), b"nothing here\n")
        path = address.removeprefix(self.server.base)
        file = self.server.folder / path
        folder = file / INDEX
        if (path == "" or path.endswith("/")) and folder.is_file():
            file = folder
        if not file.is_file() or file.name in CONTROL_NAMES:
            named = self.server.folder / NOT_FOUND
            page = named.read_bytes() if named.is_file() else b"nothing here\n"
            html = ("Content-Type", "text/html; charset=utf-8")
            return Reply(path, 404, (date, *headers(), html), page)
        name = file.relative_to(self.server.folder).as_posix()
        own = (("Content-Type", media_type(name)), ("Cache-Control", cache(name).value))
        return Reply(path, 200, (date, *headers(), *own), file.read_bytes())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def live(
    folder: Path, quirk: Quirk = as_it_is, *, base: str = BASE, over_six: bool = False
) -> Iterator[Server]:
    """Serve the site in `folder` on loopback, until the block ends."""
    kind, host = (_OverSix, "::1") if over_six else (Server, "127.0.0.1")
    with kind((host, 0), _Handler) as server:
        server.folder, server.base, server.quirk = folder, base, quirk
        server.asked, server.agents, server.tunnels = [], set(), []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def behind_a_proxy(server: Server, folder: Path) -> dict[str, str]:
    """Let a server answer for HOST with TLS, and say with which environment it is found."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = [
        tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
        "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(certificate),
    ]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(certificate, key)
    return {
        "https_proxy": f"http://127.0.0.1:{server.server_port}",
        "SSL_CERT_FILE": str(certificate),
    }

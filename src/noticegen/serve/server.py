"""Browsers on this machine  ->  what is held in memory, over HTTP.

Loopback only unless another address was asked for. A foreign `Host` (DNS rebinding), a stream
that another site opens, methods that write, long lines and slow clients are turned away.
"""

from __future__ import annotations

import errno
import json
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from noticegen.headers import headers
from noticegen.serve.answering import Answer
from noticegen.serve.overlay import EVENTS, SERVED_POLICY

LOOPBACK = ("127.0.0.1", "::1")
"""This machine alone."""

LINE = 4096
"""Bytes of a request line."""
FIELDS = 64
"""Header fields of a request."""
PATIENCE = 10.0
"""Seconds that a client may take for a request, or for taking an answer."""
CONNECTIONS = 96
"""At once; further ones are closed."""
ALIVE = 15.0
"""Seconds after which a stream without news says that it lives."""

_NO_SUCH = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""What opening an address ends in where the system has none of its family."""

_HEADERS = (*headers(SERVED_POLICY), ("X-Robots-Tag", "noindex"), ("Cache-Control", "no-store"))


class Site(NamedTuple):
    """What is served."""

    answer: Callable[[str], Answer]
    """The answer to the target of a request."""
    news: Callable[[int, float], int]
    """Waits for a number of makings other than the given one, at most for some seconds."""
    badge: Callable[[str], str]
    """The line about the newest making of what a target asks for."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server
    raw_requestline: bytes

    def version_string(self) -> str:
        """What the server calls itself: without versions."""
        return "noticegen"

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not told of; what is wrong with the site is."""

    def parse_request(self) -> bool:
        """Turn away what is too long or meant for another host."""
        if len(self.raw_requestline) > LINE:
            self.requestline = self.command = ""
            self.send_error(414)
            return False
        if not super().parse_request():
            return False
        refused = self._refusal()
        if refused:
            self.send_error(refused)
        return not refused

    def _refusal(self) -> int:
        """The status to turn a request away with; 0 where there is nothing against it."""
        named = self.headers.get_all("Host", [])
        if len(self.headers) > FIELDS:
            return 431
        if len(named) != 1:
            return 400
        if _host(named[0]) not in self.server.hosts:
            return 421
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            # What would follow is not read, and must not be taken for the next request.
            self.close_connection = True
        return 0

    def do_GET(self) -> None:
        """Answer from what is held."""
        path, _, query = self.path.partition("?")
        if path == EVENTS:
            self._stream(unquote(query))
        else:
            self._send(self.server.site.answer(self.path))

    do_HEAD = do_GET

    def send_error(self, code: int, *_more: str | None) -> None:
        """A plain line. A method that is not known is one that is not allowed."""
        status = 405 if code == 501 else int(code)
        self.close_connection = True
        # What could not be read is answered in the form of today.
        self.request_version = self.protocol_version
        phrase = self.responses.get(status, ("", ""))[0]
        text = f"{status} {phrase}\n".encode()
        self._send(Answer(status, "text/plain; charset=utf-8", text))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.content)))
        for name, value in _HEADERS:
            self.send_header(name, value)
        if answer.status == 405:
            self.send_header("Allow", "GET, HEAD")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _stream(self, target: str) -> None:
        """Events for one page, until its reader goes."""
        self.close_connection = True
        origin = self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        is_foreign = origin is not None and origin != f"http://{self.headers['Host']}"
        if is_foreign or site not in ("same-origin", "none"):
            self.send_error(403)
            return
        if not self.server.streams.acquire(blocking=False):
            self.send_error(503)
            return
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            for name, value in (*_HEADERS, ("Connection", "close")):
                self.send_header(name, value)
            self.end_headers()
            seen = -1
            while self.command != "HEAD":
                count = self.server.site.news(seen, ALIVE)
                self.wfile.write(self._event(target) if count != seen else b": alive\n\n")
                self.wfile.flush()
                seen = count
        finally:
            self.server.streams.release()

    def _event(self, target: str) -> bytes:
        digest = self.server.site.answer(target).digest
        data = json.dumps({"page": digest, "text": self.server.site.badge(target)})
        return f"event: built\ndata: {data}\n\n".encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: str, port: int, site: Site, hosts: frozenset[str]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.site = site
        self.hosts = hosts
        self.streams = threading.BoundedSemaphore(CONNECTIONS // 2)
        self._connections = threading.BoundedSemaphore(CONNECTIONS)
        super().__init__((address, port), _Handler)

    def server_bind(self) -> None:
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        # Not HTTPServer's, which asks the network for the name of this machine.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.port

    @property
    def port(self) -> int:
        """The port that is open."""
        return int(self.socket.getsockname()[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._connections.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._connections.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away or was too slow is no error of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Listening(NamedTuple):
    """Sockets that are open."""

    servers: tuple[_Server, ...]
    port: int

    def serve(self) -> None:
        """Begin to answer, each socket in a thread of its own."""
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        for server in self.servers:
            server.shutdown()
            server.server_close()


def listen(addresses: Sequence[str], port: int, site: Site, hosts: Iterable[str] = ()) -> Listening:
    """Open `port` at every one of `addresses`; 0 takes a free one.

    Where the system has no IPv6, its addresses are passed over. Raises OSError where the port
    is in use or may not be opened.
    """
    known = frozenset({"localhost", *LOOPBACK, *addresses, *(host.lower() for host in hosts)})
    servers: list[_Server] = []
    try:
        for address in addresses:
            try:
                servers.append(_Server(address, port, site, known))
            except OSError as error:
                if error.errno in _NO_SUCH and servers:
                    continue
                raise
            port = servers[0].port
    except OSError:
        for server in servers:
            server.server_close()
        raise
    return Listening(tuple(servers), port)


def _host(field: str) -> str:
    """The host that a `Host` field names, without its port and brackets."""
    try:
        return urlsplit(f"//{field.strip()}").hostname or ""
    except ValueError:
        return ""

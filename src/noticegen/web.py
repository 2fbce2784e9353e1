"""Addresses  ->  what is answered there, as it is answered. The one door to HTTP.

Nothing is followed, unpacked, kept or mended on the way: a redirect, a doubled header or an answer
that is cut short is what its reader wants to know. Encrypted, or on this machine alone.
"""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timezone
from types import TracebackType
from typing import NamedTuple, Self, TypeVar
from urllib.parse import SplitResult, quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from noticegen.diagnostics import Line, say

AT_ONCE = 8
"""How many requests are under way at the same time."""

MOST_BYTES = 128 * 1024 * 1024
"""Of one answer, where nobody says how much to expect."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_AGENT = "noticegen"
_PATIENCE = 10.0
"""Seconds without a byte."""
_PATIENCE_IN_ALL = 120.0
"""Seconds for one answer: one that comes byte by byte ends, too."""
_PART = 64 * 1024
_SAFE = "/%:@!$&'()*+,;=~-._"
"""What stands in the path of an address as it is (RFC 3986); `%` because it was encoded before."""

Made = TypeVar("Made")
Key = TypeVar("Key")


class Answer(NamedTuple):
    """What came back."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names and values as they were received, in their order; a name may stand twice."""
    content: bytes
    """As it was transferred: not unpacked."""
    is_whole: bool
    """False where the connection ended before the length that was announced, or at the cap."""
    received: datetime
    """By the clock of this machine; UTC."""

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a header, one for each time that it stands there."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


class Unanswered(NamedTuple):
    """That nothing came back."""

    address: str
    problem: Line


class Ask(NamedTuple):
    """A request."""

    address: str
    headers: tuple[tuple[str, str], ...] = ()
    most: int = MOST_BYTES
    """How many bytes of the answer are read."""
    is_fresh: bool = False
    """Whether it goes over a connection of its own: another edge may answer."""


def unusable(address: str) -> bool:
    """Whether an address is none that is asked: https, or http on this machine, and no password."""
    try:
        parts = urlsplit(address)
        is_known = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in LOOPBACK
        )
        return not is_known or not parts.hostname or parts.username is not None or parts.port == 0
    except ValueError:
        return True


def encoded(path: str) -> str:
    """A path as browsers ask for it."""
    return quote(path, safe="/")


def printable(text: str, most: int = 200) -> str:
    """What came from somewhere else, so that a terminal only shows it: nothing in it acts."""
    shown = text if len(text) <= most else text[:most] + "…"
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "replace").decode()
        for sign in shown
    )


class Web:
    """A door that keeps its connections open, a few at once. Use it in a `with`.

    Proxies are those of the environment, but never for this machine itself.
    """

    def __init__(self, *, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._tls = ssl.create_default_context()
        self._proxies: Mapping[str, str] = getproxies()
        self._own = threading.local()
        self._open: list[http.client.HTTPConnection] = []
        self._pool = ThreadPoolExecutor(AT_ONCE, "web")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for connection in self._open:
            connection.close()

    def each(
        self, asks: Iterable[tuple[Key, Ask]], judge: Callable[[Key, Answer | Unanswered], Made]
    ) -> Iterator[Made]:
        """What `judge` makes of each answer, in the order of `asks`; several are asked at once.

        `judge` runs where the answer came in, so that only what it makes is kept.
        """

        def asked(pair: tuple[Key, Ask]) -> Made:
            key, ask = pair
            return judge(key, self.ask(ask))

        return self._pool.map(asked, asks)

    def ask(self, ask: Ask) -> Answer | Unanswered:
        """One request, and once more where a connection that was kept open had been closed."""
        if unusable(ask.address):
            return Unanswered(ask.address, say("it is not an address with https://"))
        parts = urlsplit(ask.address)
        try:
            connection, was_used = self._connection(parts, is_fresh=ask.is_fresh)
            try:
                return self._asked(connection, parts, ask)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                connection.close()
                if not was_used:
                    raise
                connection, _ = self._connection(parts, is_fresh=ask.is_fresh)
                return self._asked(connection, parts, ask)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._forget(parts)
            return Unanswered(ask.address, _problem(error))

    def _asked(
        self, connection: http.client.HTTPConnection, parts: SplitResult, ask: Ask
    ) -> Answer:
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{parts.query}" if parts.query else "")
        own = {name.lower() for name, _ in ask.headers}
        connection.putrequest("GET", target, skip_accept_encoding="accept-encoding" in own)
        for name, value in (("User-Agent", _AGENT), ("Accept", "*/*"), *ask.headers):
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        content, is_whole = self._content(answer, ask.most)
        received = datetime.now(timezone.utc)
        if not is_whole or ask.is_fresh:
            connection.close()
        headers = tuple(answer.getheaders())
        return Answer(ask.address, answer.status, headers, content, is_whole, received)

    def _content(self, answer: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
        until = time.monotonic() + _PATIENCE_IN_ALL
        content = bytearray()
        try:
            while part := answer.read(min(_PART, most + 1 - len(content))):
                content += part
                if len(content) > most:
                    return bytes(content[:most]), False
                if time.monotonic() > until:
                    return bytes(content), False
        except http.client.IncompleteRead as error:
            return bytes(content + error.partial), False
        # Read in parts, an answer that ends too early is not told from one that ends.
        return bytes(content), not answer.length

    def _connection(
        self, parts: SplitResult, *, is_fresh: bool
    ) -> tuple[http.client.HTTPConnection, bool]:
        """A connection of this thread, and whether it was used before."""
        if is_fresh:
            return self._new(parts), False
        kept: dict[str, http.client.HTTPConnection] = self._own.__dict__.setdefault("kept", {})
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin in kept:
            return kept[origin], kept[origin].sock is not None
        kept[origin] = self._new(parts)
        self._open.append(kept[origin])
        return kept[origin], False

    def _forget(self, parts: SplitResult) -> None:
        kept = self._own.__dict__.get("kept", {})
        connection = kept.pop(f"{parts.scheme}://{parts.netloc}", None)
        if connection:
            with suppress(OSError):
                connection.close()

    def _new(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._patience)
        proxy = self._proxies.get("https") or self._proxies.get("all")
        if proxy is None or host in LOOPBACK or proxy_bypass(host):
            return http.client.HTTPSConnection(
                host, port, timeout=self._patience, context=self._tls
            )
        through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        tunnel = http.client.HTTPSConnection(
            through.hostname or "", through.port or 8080, timeout=self._patience, context=self._tls
        )
        tunnel.set_tunnel(host, port or 443, _for_the_proxy(through))
        return tunnel


def _for_the_proxy(through: SplitResult) -> dict[str, str]:
    """What the proxy alone is told: who asks, where its address in the environment says so."""
    if through.username is None:
        return {}
    words = f"{unquote(through.username)}:{unquote(through.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(words.encode()).decode()}


def _problem(error: Exception) -> Line:
    """Why nothing came back, in words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return say("its certificate is not trusted: {problem}", problem=error.verify_message)
    if isinstance(error, ssl.SSLError):
        return say(
            "there is no TLS with it: {problem}", problem=printable(str(error.reason or error))
        )
    if isinstance(error, TimeoutError):
        return say("it does not answer in time")
    if isinstance(error, http.client.RemoteDisconnected):
        return say("it closes the connection without an answer")
    if isinstance(error, http.client.HTTPException):
        return say("what it answers is no HTTP ({problem})", problem=type(error).__name__)
    if isinstance(error, OSError):
        return printable(error.strerror or str(error))
    return say("it cannot be asked")

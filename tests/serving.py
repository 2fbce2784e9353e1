"""``noticegen serve`` as people run it: a process, its terminal, and requests to it."""

from __future__ import annotations

import contextlib
import http.client
import queue
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from build_site import command, plain_environment

PATIENCE = 30.0
"""Seconds after which something that has to happen is taken not to happen."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass(slots=True)
class Serving:
    """A preview that runs."""

    process: subprocess.Popen[str]
    port: int
    lines: queue.Queue[str]
    """What it wrote and nobody has heard yet."""
    told: list[str] = field(default_factory=list)
    """What it wrote on its standard output so far."""

    def get(
        self, path: str = "/", headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> Got:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Got(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes, host: str = "127.0.0.1") -> bytes:
        """Everything that comes back for these bytes, until the connection is closed."""
        with socket.create_connection((host, self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            got = b""
            while part := connection.recv(1 << 16):
                got += part
            return got

    def until(self, text: str, path: str = "/", *, is_there: bool = True) -> str:
        """The page at `path` as soon as `text` is on it (or is not any more)."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = self.get(path).text
            if (text in page) is is_there:
                return page
            time.sleep(0.005)
        raise AssertionError(f"{text!r} is {'not ' * is_there}on {path}:\n{page}\n{self.told}")

    def hear(self, text: str) -> str:
        """The next line that it writes and that holds `text`."""
        until = time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self.told.append(self.lines.get(timeout=left))
                if text in self.told[-1]:
                    return self.told[-1]
        raise AssertionError(f"it did not say {text!r}: {self.told}")


@contextmanager
def serving(
    project: Path,
    *arguments: str,
    port: int | None = 0,
    env: Mapping[str, str | None] | None = None,
    before: Sequence[str] = (),
    end: signal.Signals = signal.SIGINT,
    code: int = 130,
) -> Iterator[Serving]:
    """A preview of the site in `project`, which ends with a signal, and with the exit `code`."""
    words = [*before, *command("serve"), *arguments]
    if port is not None:
        words += ["--port", str(port)]
    with subprocess.Popen(
        words,
        cwd=project,
        env=plain_environment({"PYTHONUNBUFFERED": "1", **(env or {})}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        shown = Serving(process, 0, queue.Queue())
        reader = threading.Thread(target=_read, args=(process.stdout, shown.lines))
        reader.start()
        try:
            address = shown.hear("Preview: http://")
            found = re.search(r":(\d+)/", address)
            assert found
            shown.port = int(found[1])
            shown.hear("built ")
            yield shown
        finally:
            process.send_signal(end)
            process.wait(PATIENCE)
            reader.join()
    told = "".join([*shown.told, *shown.lines.queue])
    assert process.returncode == code, told
    assert "Traceback" not in told, told


def _read(stream: IO[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)

"""Commands as processes of their own, without the wait for Python to start.

A test that starts ``noticegen`` spends most of its time on imports. Here one process per
worker has them done, and forks a copy of itself for each command: with the folder, the
environment, the files and the session that the command would have had, and no state of
another command. It ends when its standard input does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import IO, NoReturn, Self, TypedDict

_MOMENT = datetime(2026, 3, 3, tzinfo=timezone.utc)
_SITE = {
    "noticegen.yml": """\
title: Notice
organization: Example
url: https://www.some.example/notice/
official_site: https://www.some.example/
languages: [ja, en, de, fr]
timezone: Asia/Tokyo
""",
    "content/contacts.yml": """\
line:
  name: Line
  purpose: Questions
  phone: 0800-000-0140
  region: JP
  free: true
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}, on_holidays: closed}]
  holidays: [JP]
""",
    "content/ja/index.md": """\
---
title: お知らせ
date: 2026-03-02 09:00
---
12件です。

::: contacts
:::
""",
}


class _Order(TypedDict):
    project: str
    arguments: list[str]
    env: dict[str, str]
    out: str
    err: str
    timeout: int
    first: str


class Warm:
    """The process that waits; a context manager that ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(
        self,
        project: Path,
        arguments: Sequence[str],
        env: Mapping[str, str],
        *,
        out: IO[bytes] | None = None,
        err: IO[bytes] | None = None,
        timeout: int = 60,
        first: str = "",
    ) -> Started:
        """Begin a command in `project`; the one before it has to be over.

        `timeout` is in whole seconds, after which the system ends it. `first` is Python that
        runs in the command's process before it.
        """
        order: _Order = {
            "project": str(project),
            "arguments": [*arguments],
            "env": {**env},
            "out": out.name if out else os.devnull,
            "err": err.name if err else os.devnull,
            "timeout": timeout,
            "first": first,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Started(int(self._process.stdout.readline()), self._process.stdout)

    def run(
        self,
        project: Path,
        arguments: Sequence[str],
        env: Mapping[str, str],
        timeout: int = 60,
        first: str = "",
    ) -> tuple[int, bytes, bytes]:
        """The exit code of a command, and what it wrote."""
        with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
            started = self.start(
                project, arguments, env, out=out, err=err, timeout=timeout, first=first
            )
            return started.wait(), Path(out.name).read_bytes(), Path(err.name).read_bytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Started:
    """A command that runs."""

    def __init__(self, pid: int, statuses: IO[str]) -> None:
        self.pid = pid
        self._statuses = statuses

    def is_over(self) -> bool:
        """Whether it has ended."""
        return bool(select.select([self._statuses], [], [], 0)[0])

    def wait(self) -> int:
        """Wait for its end; the exit code, or minus the number of the signal."""
        return int(self._statuses.readline())

    def kill(self) -> bool:
        """Kill it and what it started; whether it was still running."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.wait() == -signal.SIGKILL

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


# ------------------------------------------------------------------ in the process that waits


def _serve() -> None:
    cli = importlib.import_module("noticegen.cli")
    for name in cli.COMMANDS:
        importlib.import_module(f"noticegen.cli.{name}")
    _look_up()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(order)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _look_up() -> None:
    """Have what is read and compiled when it is first asked for: the same for every command."""
    build = importlib.import_module("noticegen.build")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in _SITE.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        sources = build.read(Path(folder))
    assert build.prepare(sources, _MOMENT, thorough=True).artifacts


def _become(order: _Order) -> NoReturn:
    """Be the command: nothing of the process that waited is left to see."""
    os.setsid()
    os.chdir(order["project"])
    os.environ.clear()
    os.environ.update(order["env"])
    for number, name in enumerate((os.devnull, order["out"], order["err"])):
        with Path(name).open("r+b" if number else "rb", buffering=0) as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["noticegen", *order["arguments"]]
    signal.alarm(order["timeout"])
    try:
        exec(order["first"], {})
        importlib.import_module("noticegen.cli").main()
    finally:
        # Reached by an error alone: the command ends its process itself.
        sys.excepthook(*sys.exc_info())
        os._exit(1)


if __name__ == "__main__":
    _serve()

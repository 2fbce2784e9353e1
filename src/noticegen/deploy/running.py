"""The one door to other programs: they are started here, and nowhere else.

What they print passes by here, too, so that no credential gets into a log.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, NamedTuple

from noticegen.deploy.order import Phase
from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say

HIDDEN = "•••"
"""What stands in the place of a credential."""

_HOLDS_SECRET = re.compile(
    r"PASS|SECRET|TOKEN|CREDENTIAL|SAS_URL|(?:^|_)(?:(?:API|ACCESS|PRIVATE|ACCOUNT)_?)?KEY(?:_|$)",
    re.IGNORECASE,
)
"""Names of variables whose values are credentials."""
_SHORTEST = 6
"""Shorter values hide more than they give away."""
_IN_TEXT = (
    re.compile(r"(?<=//)[^/@\s:]+:[^/@\s]+(?=@)"),
    re.compile(r"(?i)(?<=authorization: )\S.*"),
    re.compile(r"(?i)(?<=signature=)[^&\s\"]+"),
    re.compile(r"(?i)\b((?:pass(?:word)?|secret(?:_access_key)?|token)=)[^,\s\"]+"),
)
_LAST = 8
"""How many lines of what a program said are shown when it fails."""
_LAST_WORDS = 2.0
"""Seconds for what a program printed just before its end. What it left running in the background
may hold its output open for ever."""

_NO_CHANGE: Mapping[str, str] = MappingProxyType({})


class Command(NamedTuple):
    """A program to be run, as a value."""

    phase: Phase
    words: tuple[str, ...]
    given: str = ""
    """What it gets on standard input."""
    files: tuple[str, ...] = ()
    """What it carries over or deletes."""

    def as_shell(self) -> str:
        """The command as one would type it."""
        line = shlex.join(self.words)
        if not self.given:
            return line
        end = "END"
        while f"\n{end}\n" in f"\n{self.given}\n":
            end += "_"
        return f"{line} <<'{end}'\n{self.given.removesuffix(chr(10))}\n{end}"


class Ran(NamedTuple):
    """What a program did."""

    code: int
    out: bytes
    """Its standard output, where it was asked."""
    said: tuple[str, ...]
    """The last lines of what else it printed, without credentials."""


Hear = Callable[[str], str | None]
"""Is given each line that a program says, and gives what is worth keeping of it."""


class Surroundings(NamedTuple):
    """Where programs run."""

    folder: Path
    environment: Mapping[str, str]

    def hold_installed(self, program: str) -> str:
        """Where a program is. Raises NoticegenError where it is not installed."""
        found = shutil.which(program, path=self.environment.get("PATH"))
        if found is None:
            raise NoticegenError(_missing(program))
        return found

    def run(self, command: Command, hear: Hear = str) -> Ran:
        """Run a program to its end, and hear all that it prints; it is ended with us.

        Raises NoticegenError where it is not installed.
        """
        return self._ended(command, hear, subprocess.STDOUT)

    def ask(self, command: Command, hear: Hear = str) -> Ran:
        """The same for a program whose standard output is what is wanted of it."""
        return self._ended(command, hear, subprocess.PIPE)

    def _ended(self, command: Command, hear: Hear, errors: int) -> Ran:
        program = self.hold_installed(command.words[0])
        hide = hiding(self.environment)
        said: list[str] = []
        out = b""
        process = subprocess.Popen(
            [program, *command.words[1:]],
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        try:
            assert process.stdin
            assert process.stdout
            _alongside(_feed, process.stdin, command.given.encode())
            words = process.stderr or process.stdout
            listening = _alongside(_listen, words, hear, hide, said)
            if process.stderr:
                with process.stdout:
                    out = process.stdout.read()
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        listening.join(_LAST_WORDS)
        return Ran(code, out, tuple(dict.fromkeys(said))[-_LAST:])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started itself, as npx does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def _alongside(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _feed(stream: IO[bytes], content: bytes) -> None:
    # A program that ends without reading all of it says by its exit code why.
    with contextlib.suppress(BrokenPipeError), stream:
        stream.write(content)


def _listen(stream: IO[bytes], hear: Hear, hide: Callable[[str], str], said: list[str]) -> None:
    with stream:
        for raw in stream:
            line = hear(raw.decode("utf-8", "replace").rstrip())
            if line:
                said.append(hide(line))


def hiding(environment: Mapping[str, str]) -> Callable[[str], str]:
    """What takes credentials out of a line: those of the environment, and what looks like one."""
    values = (value for name, value in environment.items() if _HOLDS_SECRET.search(name))
    # A key may have several lines, and is printed line by line.
    lines = {line.strip() for value in values for line in value.splitlines()}
    secrets = sorted((line for line in lines if len(line) >= _SHORTEST), key=len, reverse=True)

    def hide(line: str) -> str:
        for secret in secrets:
            line = line.replace(secret, HIDDEN)
        for pattern in _IN_TEXT:
            line = pattern.sub(lambda m: (m[1] if m.lastindex else "") + HIDDEN, line)
        # What another program prints may hold what moves the cursor or colours the terminal.
        return "".join(sign if sign.isprintable() else " " for sign in line)

    return hide


def environment(more: Mapping[str, str] = _NO_CHANGE) -> Mapping[str, str]:
    """The environment of this process, which holds credentials for the tools."""
    return {**os.environ, **more}


def as_script(commands: Iterable[Command]) -> Iterator[str]:
    """The commands for somebody who runs them by hand, phase by phase."""
    yield "set -e"
    phase = None
    for command in commands:
        if command.phase is not phase:
            phase = command.phase
            yield ""
            yield f"# {phase}"
        yield command.as_shell()


def _missing(name: str) -> Diagnostic:
    return Diagnostic(
        Location(name),
        Code.NO_TOOL,
        say("`{name}` is not installed, and this target needs it", name=name),
        say("install it, and run the same command again"),
    )

"""The one door to other programs: they are started here, and nowhere else.

What they print passes by here, too, so that no credential gets into a log.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

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
    said: tuple[str, ...]
    """The last lines on its standard error, without credentials."""


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
        """Run a program to its end; it is ended with us.

        Raises NoticegenError where it is not installed.
        """
        program = self.hold_installed(command.words[0])
        hide = hiding(self.environment)
        said: list[str] = []
        with subprocess.Popen(
            [program, *command.words[1:]],
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                assert process.stdout
                feeding = threading.Thread(target=_feed, args=(process, command.given.encode()))
                listening = threading.Thread(
                    target=lambda: said.extend(_heard(process, hide, hear))
                )
                feeding.start()
                listening.start()
                out = process.stdout.read()
                feeding.join()
                listening.join()
                code = process.wait()
            except BaseException:
                process.terminate()
                raise
        return Ran(code, out, tuple(dict.fromkeys(said))[-_LAST:])


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it ended without reading all of it, and its exit code says why


def _heard(
    process: subprocess.Popen[bytes], hide: Callable[[str], str], hear: Hear
) -> Iterator[str]:
    assert process.stderr
    for raw in process.stderr:
        line = hear(hide(raw.decode("utf-8", "replace").rstrip()))
        if line:
            yield line


def hiding(environment: Mapping[str, str]) -> Callable[[str], str]:
    """What takes credentials out of a line: those of the environment, and what looks like one."""
    secrets = sorted(
        {
            value
            for name, value in environment.items()
            if _HOLDS_SECRET.search(name) and len(value) >= _SHORTEST
        },
        key=len,
        reverse=True,
    )

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

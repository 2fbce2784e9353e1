"""What tests share: a smallest site, the command line as people run it, a folder as a value."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import pytest

from warm import Warm

NOW = "2026-03-10 09:00"
"""The moment of tests, in Asia/Tokyo: eight days after the notice."""

UPDATE = "content/ja/updates/2026-03-02-first-notice.md"


def an_update(
    body: str = "調査を続けています。\n",
    *,
    title: str | None = "情報の漏えいがわかりました",
    date: str | None = "2026-03-02 15:00",
    summary: str | None = "不正なアクセスがありました。",
    more: str = "",
) -> str:
    """The text of an update; `more` ends its front matter, and None leaves a key out."""
    keys = {"title": title, "date": date, "summary": summary}
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)
    return f"---\n{lines}{more}---\n\n{body}"


SMALLEST: Mapping[str, str] = MappingProxyType(
    {
        "noticegen.yml": """\
title: お詫びとお知らせ
organization: 株式会社みなと学習社
url: https://www.minato-learning.example/notice/
official_site: https://www.minato-learning.example/
languages: [ja]
timezone: Asia/Tokyo
""",
        "content/ja/index.md": """\
---
title: お客さま情報の漏えいについて
date: 2026-03-02 15:00
---

ご心配をおかけしております。
""",
        UPDATE: an_update(),
    }
)
"""The smallest site: settings, the standing notice, one update."""

_AT_START = ("LC_", "LANG", "PYTHON")
"""Variables that Python looks at when it starts: with them, it has to start anew."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def a_site(folder: Path, files: Mapping[str, str | bytes | None] = _NOTHING) -> Path:
    """Write the smallest site to `folder`, with `files` put over it; None takes a file away."""
    for name, content in {**SMALLEST, **files}.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run(
    project: Path,
    *arguments: str,
    env: Mapping[str, str | None] = _NOTHING,
    before: Sequence[str] = (),
    first: str = "",
    timeout: float = 10,
) -> Ran:
    """Run ``noticegen`` in `project` as a process of its own.

    `env` is put over a plain environment (None takes a variable away); `before` is a command
    that starts it, such as ``setpriv``; `first` is Python that runs in it before the command.
    """
    words = plain_environment(env)
    if not before and not any(name.startswith(_AT_START) for name in env):
        code, out, err = _warm().run(project, arguments, words, int(timeout), first)
        return Ran(code, out.decode(), err.decode())
    assert not first
    done = subprocess.run(
        [*before, *command(*arguments)],
        cwd=project,
        env=words,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _warm() -> Warm:
    warm = Warm()
    atexit.register(warm.__exit__, None, None, None)
    return warm


def command(*arguments: str) -> list[str]:
    """The words that start ``noticegen`` with this Python."""
    return [sys.executable, "-m", "noticegen", *arguments]


def plain_environment(more: Mapping[str, str | None] = _NOTHING) -> dict[str, str]:
    """The environment without what would change messages, times or colours."""
    changing = {"LANGUAGE", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "TZ", "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in changing}
    mine = {**kept, "LC_ALL": "C.UTF-8", **more}
    return {name: value for name, value in mine.items() if value is not None}


def build(project: Path, *arguments: str, as_of: str = NOW) -> Ran:
    """Run ``noticegen build`` for the moment of tests."""
    return run(project, "build", "--as-of", as_of, *arguments)


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file and folder below `folder`: its mode, and the SHA-256 of what it holds."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, _digest(path))
        for path in sorted(folder.rglob("*"))
    }


def _digest(path: Path) -> str:
    if path.is_symlink():
        content = os.fsencode(path.readlink())
    elif path.is_dir():
        content = b""
    else:
        content = path.read_bytes()
    return hashlib.sha256(content).hexdigest()


# ------------------------------------------------------------------ what the surroundings need


def cannot(reason: str) -> NoReturn:
    """Skip, and say why; with CI set nothing may be skipped, and the test fails."""
    if os.environ.get("CI"):
        pytest.fail(f"continuous integration has to be able to do this: {reason}")
    pytest.skip(reason)


def bound_by_modes() -> tuple[str, ...]:
    """What to start a command with so that file modes hold for it, also when we are root."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        cannot("root is above file modes, and there is no setpriv to take that away")
    return (setpriv, "--inh-caps=-all", "--bounding-set=-all")


def mounting(script: str) -> tuple[str, ...]:
    """What to start a command with so that `script` (which may mount) runs before it.

    Mounts are seen by that command alone, and end with it.
    """
    unshare = shutil.which("unshare")
    start = (unshare or "unshare", "--map-root-user", "--mount")
    if (
        unshare is None
        or subprocess.run([*start, "true"], check=False, capture_output=True).returncode
    ):
        cannot("mounting needs `unshare` and the right to make a namespace")
    return (*start, "sh", "-euc", f'{script}\nexec "$@"', "sh")

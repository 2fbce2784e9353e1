"""One pure function over many items, on all cores.

The results are those of `[function(item) for item in items]`, whatever the machine: the items
are dealt out to forked copies of this process, which send back what they made. Where that is
impossible (one core, few items, threads, a copy that died), this process does the work itself,
and an error is raised as it would have been without copies.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

FEWEST = 24
"""Below this a copy costs more than it saves."""

MOST_COPIES = 3


def mapped(function: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
    """`function` of every item, in order. It must be pure, and its results picklable."""
    copies = _copies(len(items))
    if copies == 0:
        return [function(item) for item in items]
    shares = [items[start :: copies + 1] for start in range(copies + 1)]
    pipes = [_begin(function, share) for share in shares[1:]]
    try:
        own = [function(item) for item in shares[0]]
    finally:
        # The copies are waited for even if this process is interrupted or its share fails.
        answers = [_end(child, pipe) for child, pipe in pipes]
    results: list[list[_Result]] = [own]
    for share, answer in zip(shares[1:], answers, strict=True):
        results.append(pickle.loads(answer) if answer else [function(item) for item in share])
    return [results[index % len(results)][index // len(results)] for index in range(len(items))]


def _copies(items: int) -> int:
    if items < FEWEST or not hasattr(os, "fork") or threading.active_count() > 1:
        return 0
    return min(MOST_COPIES, _cores() - 1, items // (FEWEST // 2))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(function: Callable[[_Item], _Result], share: Sequence[_Item]) -> tuple[int, int]:
    """Fork a copy that works on `share`: its process id, and where to read its answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        content = pickle.dumps([function(item) for item in share], pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(content)
        code = 0
    finally:
        # Nothing of the parent's (open files, exit handlers, tracebacks) is run twice.
        os._exit(code)


def _end(child: int, reading: int) -> bytes:
    """The answer of a copy, or nothing where it did not finish."""
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    _, status = os.waitpid(child, 0)
    return content if status == 0 else b""

"""The sites that are being looked at: each the last good version, replaced whole.

Any number of threads read; one at a time makes. What a reader gets is one frozen version, so
that no answer is mixed from two.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from noticegen.diagnostics import NoticegenError
from noticegen.serve.overlay import Told
from noticegen.serve.preparing import Made, Shown, looked_at, make
from noticegen.serve.view import View
from noticegen.steps import Remembering, Steps

_KEPT = 8
"""How many views are kept ready; a clock that is turned far would fill the memory."""


class Version(NamedTuple):
    """One view, made once."""

    shown: Shown | None
    """None as long as nothing good was made."""
    told: Told
    made: datetime
    seconds: float
    """What making it took."""


class Preview:
    """What is answered from. `clock` is asked for the moment of each making."""

    def __init__(self, project: Path, clock: Callable[[], datetime]) -> None:
        self._project = project
        self._clock = clock
        self._making = threading.Lock()
        self._news = threading.Condition()
        self._count = 0
        self._versions: dict[View, Version] = {}
        self._steps: dict[View, Remembering] = {}

    def version(self, view: View) -> Version:
        """The version of `view` that is good now; it is made where nobody asked before."""
        found = self._versions.get(view)
        if found:
            return found
        with self._making:
            return self._versions.get(view) or self._made(view)

    def refresh(self) -> tuple[Version, ...]:
        """Make every view anew that is being looked at, the first one first."""
        with self._making:
            return tuple(self._made(view) for view in tuple(self._versions))

    def seconds_left(self) -> float | None:
        """Until something becomes public by itself; None where nothing is going to.

        A moment that has passed while the content was broken is not waited for again.
        """
        now = self._clock()
        shown = [version.shown for version in tuple(self._versions.values())]
        due = [one.due for one in shown if one and one.due and one.due > now]
        return (min(due) - now).total_seconds() if due else None

    def wait(self, seen: int, seconds: float) -> int:
        """The number of makings so far, as soon as it is another than `seen`, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self._count != seen, seconds)
            return self._count

    def _made(self, view: View) -> Version:
        began = perf_counter()
        now = self._clock()
        steps = self._steps.setdefault(view, Remembering())
        made = _make(self._project, view, now, steps)
        seconds = perf_counter() - began
        self._put(view, made, now, seconds)
        return self._put(view, looked_at(made, steps), now, seconds)

    def _put(self, view: View, made: Made, now: datetime, seconds: float) -> Version:
        """Show what was made, or what was good before, to all who ask from now on."""
        before = self._versions.get(view)
        told = Told(made.findings, made.texts, made.shown is None, made.without_drafts)
        shown = made.shown or (before.shown if before else None)
        version = Version(shown, told, now, seconds)
        versions = {**self._versions, view: version}
        for old in list(versions)[1 : len(versions) - _KEPT + 1]:
            del versions[old], self._steps[old]
        self._versions = versions
        with self._news:
            self._count += 1
            self._news.notify_all()
        return version


def _make(project: Path, view: View, now: datetime, steps: Steps) -> Made:
    try:
        return make(project, view, now, steps)
    except NoticegenError as error:
        return Made(None, (error.finding,), {})

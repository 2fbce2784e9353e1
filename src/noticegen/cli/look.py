"""How a look at a live site is told: its progress on a terminal, and what came of it."""

from __future__ import annotations

import sys
import time

from noticegen.cli import terminal
from noticegen.diagnostics import Message, say
from noticegen.report import columns
from noticegen.verify.report import Progress, Report
from noticegen.verify.shown import head, rows


def show(report: Report) -> None:
    """Print a report for people: what is wrong on standard error, the table on standard output."""
    terminal.show(report.findings, {})
    translate = terminal.translate()
    table = [(translate(row.name), translate(row.text)) for row in rows(report)]
    if table:
        terminal.out(translate(head(report)))
    terminal.table(table)


class Telling:
    """Says on a terminal how far it is, once that takes longer than a second."""

    def __init__(self) -> None:
        self._is_on = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + 1
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        if self._is_on and (progress.pause or time.monotonic() > self._next):
            self._next = time.monotonic() + 0.1
            self._show(terminal.translate()(_progress(progress)))

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._show("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _show(self, text: str) -> None:
        sys.stderr.write("\r" + text + " " * (self._width - columns(text)))
        sys.stderr.flush()
        self._width = columns(text)


def _progress(progress: Progress) -> Message:
    if progress.pause:
        return say(
            "look {round}: {old} files are not as built; the next look in {pause} seconds",
            round=progress.round,
            old=progress.old,
            pause=round(progress.pause),
        )
    return say(
        "look {round}: {done} of {all} answers, {old} not as built",
        round=progress.round,
        done=progress.done,
        all=progress.all,
        old=progress.old,
    )

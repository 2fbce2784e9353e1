"""A live site, held against what was built: one look, or looks until they agree."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from noticegen.diagnostics import Location, say
from noticegen.record.checkpoint import Checkpoint
from noticegen.render import SUMS
from noticegen.verify.answers import differs, leads
from noticegen.verify.built import BuiltSite, as_listed
from noticegen.verify.look import Look
from noticegen.verify.report import Progress, Report, Told, nobody, nothing, quietly
from noticegen.verify.sums import read_sums
from noticegen.web import Ask, Unanswered, Web, printable

AGREED = 2
"""Looks in a row that have to find all as built, before a wait is over."""

_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
"""Seconds between two looks."""
_SUMS_BYTES = 8 * 1024 * 1024


def verify_live(
    site: BuiltSite,
    web: Web,
    *,
    since: Checkpoint | None = None,
    wait: float = 0,
    told: Told = quietly,
    pause: Callable[[float], None] = time.sleep,
) -> Report:
    """Hold a live site against what was built (`as_built`).

    With `wait` it looks again, with growing pauses, until two looks in a row find all as built or
    `wait` seconds have passed; `pause` is what lets time pass. Raises OSError where a built file
    cannot be read.
    """
    return _until(lambda: site, web, since, wait, told, pause)


def verify_listed(
    address: str,
    web: Web,
    *,
    since: Checkpoint | None = None,
    wait: float = 0,
    told: Told = quietly,
    pause: Callable[[float], None] = time.sleep,
) -> Report:
    """The same for a site of which only its address is known: it is held against what it lists."""
    return _until(lambda: _listed(address, web), web, since, wait, told, pause)


def _until(
    site: Callable[[], BuiltSite | Report],
    web: Web,
    since: Checkpoint | None,
    wait: float,
    told: Told,
    pause: Callable[[float], None],
) -> Report:
    begun = time.monotonic()
    rounds, agreed, seconds, gap = 0, 0, 0.0, _SHORTEST_PAUSE
    while True:
        rounds += 1
        known = site()
        report = (
            known if isinstance(known, Report) else Look(known, web, since, told, rounds).report()
        )
        passed = time.monotonic() - begun
        agreed = agreed + 1 if report.ok else 0
        if agreed < AGREED:
            seconds = passed
        left = wait - passed
        if not wait or agreed == AGREED or (agreed == 0 and left <= 0):
            return report._replace(
                since=since, rounds=rounds, seconds=seconds, is_settled=agreed == AGREED
            )
        # What is as built is looked at once more soon; what is not, less and less often.
        length = _SHORTEST_PAUSE if report.ok else min(gap, left)
        told(Progress(rounds, 0, report.built, len(report.not_as_built), length))
        pause(length)
        gap = gap if report.ok else min(2 * gap, _LONGEST_PAUSE)


def _listed(address: str, web: Web) -> BuiltSite | Report:
    """What a live site lists, or the report that says that it lists nothing."""
    url = address if address.endswith("/") else f"{address}/"
    answer = web.ask(Ask(url + SUMS, most=_SUMS_BYTES))
    if isinstance(answer, Unanswered):
        return nobody(url, SUMS, answer)
    at = printable(url + SUMS)
    if target := answer.values("location"):
        return nothing(url, leads(at, url + SUMS, target[0]))
    if answer.status != 200:
        message = say(
            "the answer is {status}, and nothing else says what was built", status=answer.status
        )
        return nothing(url, differs(at, message))
    listed, wrong = read_sums(answer.content)
    found = [
        replace(differs(at, line.message), at=Location(at, line.number, 1 if line.number else 0))
        for line in wrong
    ]
    return nothing(url, *found) if found else as_listed(url, answer.content, listed)

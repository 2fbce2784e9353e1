"""Look at a target, see whether the output may go there, and carry it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from noticegen.deploy import command, rclone, rsync
from noticegen.deploy.built import Built, of_its_moment
from noticegen.deploy.order import Phase
from noticegen.deploy.running import Ran, Surroundings
from noticegen.deploy.there import Deployment, There, not_writable
from noticegen.diagnostics import (
    Code,
    Diagnostic,
    Location,
    Message,
    Severity,
    exit_code,
    say,
)
from noticegen.record.published import DATA
from noticegen.targets import Target, Tool
from noticegen.verify.record import grown, published

_NAMED = 10
"""How many files a message names."""


class Progress(NamedTuple):
    """How far a deployment has come."""

    phase: Phase
    done: int
    """Files of this phase that are carried over."""
    files: int
    """All of this phase."""


class Prepared(NamedTuple):
    """A deployment that was looked at, and what there is to say about it."""

    deployment: Deployment | None
    """None where a finding stops it."""
    findings: tuple[Diagnostic, ...]


def prepare(
    built: Built, target: Target, now: datetime, around: Surroundings, *, first: bool = False
) -> Prepared:
    """What a deployment would do, or why it may not; nothing is changed.

    With `first` what is there is taken over, whoever put it there. Raises NoticegenError where
    the target cannot be read.
    """
    findings = of_its_moment(built, now)
    if exit_code(findings):
        return Prepared(None, findings)
    for program in target.programs:
        around.hold_installed(program)
    there, deployment = _looked(built, target, around, first=first)
    findings += tuple(_refusals(built, there, deployment, first=first))
    return Prepared(None if exit_code(findings) else deployment, findings)


def _looked(
    built: Built, target: Target, around: Surroundings, *, first: bool
) -> tuple[There, Deployment]:
    match target.tool:
        case Tool.RCLONE:
            there = rclone.look(target, built, around)
            return there, rclone.deployment(target, built, there)
        case Tool.RSYNC:
            there = rsync.look(target, around)
            return there, rsync.deployment(target, built, there, around)
        case Tool.COMMAND:
            there = There() if first else command.look(target)
            return there, command.deployment(target, built, there)


def _refusals(
    built: Built, there: There, deployment: Deployment, *, first: bool
) -> Iterator[Diagnostic]:
    target, changes = deployment.target, deployment.changes
    at = Location(target.name)
    of_the_record = tuple(_not_extending(built, there, target))
    yield from of_the_record
    if not of_the_record and there.ledger and there.ledger.moment > built.stamp.moment:
        yield Diagnostic(
            at,
            Code.OLDER_BUILD,
            say(
                "a build for {newer} was put there, and this one is for {older}",
                newer=there.ledger.moment.isoformat(" ", "minutes"),
                older=built.stamp.moment.isoformat(" ", "minutes"),
            ),
            say("build the newest sources again, and deploy what that gives"),
        )
    if len(changes.deletions) > target.deletions:
        yield Diagnostic(
            at,
            Code.MANY_DELETIONS,
            say(
                "it would delete {count} files, and may delete {most}: {paths}",
                count=len(changes.deletions),
                most=target.deletions,
                paths=_named(changes.deletions),
            ),
            say(
                "if that is meant, give the target `deletions: {count}`",
                count=len(changes.deletions),
            ),
        )
    if changes.in_the_way and not first:
        yield Diagnostic(
            at,
            Code.FOREIGN_FILES,
            say(
                "there are files here that noticegen did not put there: {paths}",
                paths=_named(changes.in_the_way),
            ),
            say("if they are this site, uploaded by hand, give --first; else choose another path"),
        )
    if changes.touched and there.ledger and there.ledger.is_complete:
        yield Diagnostic(
            at,
            Code.FOREIGN_FILES,
            say(
                "these files were changed there since noticegen put them there: {paths}",
                paths=_named(changes.touched),
            ),
            say("see who can write there; what is part of the site is put back as it was built"),
            Severity.WARNING,
        )


def _named(paths: tuple[str, ...]) -> str:
    more = f" (+{len(paths) - _NAMED})" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more


def _not_extending(built: Built, there: There, target: Target) -> Iterator[Diagnostic]:
    """That the record of the output does not begin with the one that is published."""
    known = there.checkpoint
    if known is None:
        return
    if built.log is None:
        yield Diagnostic(
            Location(f"{target.name}/{DATA}"),
            Code.RECORD_MISSING,
            say(
                "a record with {size} entries is published there, and this output has none",
                size=known.size,
            ),
            say("build from the repository that has the folder record/"),
        )
        return
    for finding in grown(built.log, known):
        yield replace(
            finding,
            at=Location(f"{target.name}/{finding.at.path}"),
            hint=say("bring back the record that was published, and build again"),
        )


def prepare_rollback(target: Target, around: Surroundings) -> Prepared:
    """What going back to the release before would do, or why it may not.

    The newest earlier release is taken whose record has everything that the published one has.
    Raises NoticegenError where the target cannot be read.
    """
    assert target.tool is Tool.RSYNC
    there = rsync.look(target, around)
    earlier = [name for name in there.releases if there.current and name < there.current]
    for name in reversed(earlier):
        if there.checkpoint is None:
            return Prepared(rsync.rollback(target, name, there, around), ())
        log, findings = published(*rsync.record_of(target, name, around))
        if log and not findings and not list(grown(log, there.checkpoint)):
            return Prepared(rsync.rollback(target, name, there, around), ())
    return Prepared(
        None,
        (
            Diagnostic(
                Location(target.name),
                Code.RECORD_CUT,
                say("each earlier release has a shorter record than the one that is published"),
                say("what was published stays on record: mend the content, record it, and deploy"),
            )
            if earlier
            else Diagnostic(
                Location(target.name),
                Code.NO_RELEASE,
                say("there is no earlier release"),
                say("build an earlier state of the sources, and deploy that"),
            ),
        ),
    )


# ------------------------------------------------------------------ carrying it over


def carry_out(
    deployment: Deployment, around: Surroundings, tell: Callable[[Progress], None]
) -> tuple[Diagnostic, ...]:
    """Run the commands of a deployment; the first one that fails is the last one.

    What comes back says what was not done; empty where everything was.
    """
    total = dict.fromkeys(Phase, 0)
    for one in deployment.commands:
        total[one.phase] += len(one.files)
    done: dict[Phase, int] = dict.fromkeys(Phase, 0)
    for one in deployment.commands:
        listener = _Listener(one.phase, done, total[one.phase], tell)
        listener.begin()
        ran = around.run(one, listener)
        if ran.code:
            return (_stopped(deployment, one.phase, ran, done),)
    return ()


class _Listener:
    """Counts the files that a tool says it has done, and keeps what else it says."""

    def __init__(
        self, phase: Phase, done: dict[Phase, int], files: int, tell: Callable[[Progress], None]
    ) -> None:
        self._phase, self._done, self._files, self._tell = phase, done, files, tell

    def begin(self) -> None:
        self._tell(Progress(self._phase, self._done[self._phase], self._files))

    def __call__(self, line: str) -> str | None:
        heard = rclone.heard(line)
        if heard.is_done:
            self._done[self._phase] += 1
            self.begin()
        return heard.said


_BEFORE = frozenset({Phase.RELEASE, Phase.SWITCH, Phase.PUBLISH})
"""What readers see nothing of until it has ended."""
_AFTER = frozenset({Phase.PURGE, Phase.DELETIONS, Phase.END})
"""What comes when readers are shown all that is new."""


def _left(phase: Phase, count: int) -> Message:
    """What a deployment that stops in a phase leaves."""
    if phase in _BEFORE:
        return say("it stopped in the phase {phase}: readers are shown the old site", phase=phase)
    if phase in _AFTER:
        return say("it stopped in the phase {phase}: readers are shown the new site", phase=phase)
    return say(
        "it stopped in the phase {phase}, after {count} files: readers are shown parts of both "
        "sites",
        phase=phase,
        count=count,
    )


def _stopped(deployment: Deployment, phase: Phase, ran: Ran, done: dict[Phase, int]) -> Diagnostic:
    target = deployment.target
    if phase is Phase.BEGIN:
        return not_writable(target, ran.said)
    message, hint = (
        _left(phase, sum(done.values())),
        say("run the same command again; it goes on from here"),
    )
    if phase is Phase.PURGE and deployment.goes_back:
        message = say("readers are shown the earlier release, and caches could not be told")
        hint = say("empty the caches by hand: the same command would go back one release more")
    return Diagnostic(Location(target.name), Code.INCOMPLETE, message, hint, lines=ran.said)

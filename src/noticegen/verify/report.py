"""What a live site answers, as a value, and how far a look at it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Exit, Location, exit_code, say
from noticegen.record.checkpoint import Checkpoint
from noticegen.record.log import Log
from noticegen.render import SUMS
from noticegen.verify.answers import Seen, State
from noticegen.web import Unanswered, printable


class Caches(NamedTuple):
    """How old what readers see may be."""

    oldest: float
    """Seconds that the oldest answer had been in a cache."""
    kept: int | None
    """Seconds for which a browser may keep a page without asking again; None where nobody says."""
    clock: float | None
    """Seconds that the server's clock is behind ours; None where no answer is dated."""


class Report(NamedTuple):
    """What a live site answers, held against what was built."""

    address: str
    against: str
    """What says what was built: a folder, or the list that is live."""
    senders: tuple[str, ...]
    """The hosts that are told to send headers."""
    built: int
    """How many files were built."""
    files: tuple[Seen, ...]
    """What each address answered; empty where nobody answers."""
    faults: int
    """How many headers are not as they are meant, on whatever address."""
    caches: Caches | None
    """None where nothing was answered."""
    log: Log | None
    """The record that is live; None where there is none, or where it cannot be read."""
    since: Checkpoint | None
    is_linked: bool | None
    """Whether the official site's home page has a link to it; None where that is not known."""
    findings: tuple[Diagnostic, ...]
    rounds: int = 1
    seconds: float = 0.0
    """Until all was as built for the first time of the looks in a row that found it so, or until
    the wait was given up."""
    is_settled: bool = False
    """Whether several looks in a row found all as built."""

    @property
    def ok(self) -> bool:
        """Whether what is live is what was built."""
        return self.exit is Exit.DONE

    @property
    def exit(self) -> Exit:
        """5 where it is not, 3 where its record does not go on from the one that is known, 4
        where nobody answers."""
        return exit_code(self.findings)

    @property
    def not_as_built(self) -> tuple[str, ...]:
        """The files of which an address answers something else."""
        other = {each.path for each in self.files if each.state is not State.AS_BUILT}
        return tuple(sorted(other))


class Progress(NamedTuple):
    """How far a look has come, or what the last one found."""

    round: int
    done: int
    all: int
    old: int
    """Files that are not as built."""
    pause: float = 0.0
    """Seconds until the next look; 0 while one goes on."""


Told = Callable[[Progress], None]


def quietly(_progress: Progress) -> None:
    """Tells nobody how far it is."""


def nobody(url: str, against: str, answer: Unanswered) -> Report:
    """That nothing could be compared."""
    finding = Diagnostic(
        Location(printable(url)),
        Code.NOBODY_ANSWERS,
        say("nothing can be compared: {problem}", problem=answer.problem),
        say("look at the address, at its entry in the DNS and at its certificate"),
    )
    return nothing(url, finding)._replace(against=against)


def nothing(url: str, *findings: Diagnostic) -> Report:
    """That there was no look at the files."""
    return Report(url, SUMS, (), 0, (), 0, None, None, None, None, findings)

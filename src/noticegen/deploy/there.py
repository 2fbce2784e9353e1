"""What is at a target, and what is going to be done about it: values that every tool shares."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from noticegen.deploy.ledger import Ledger
from noticegen.deploy.order import Changes
from noticegen.deploy.running import Command
from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.targets import Target

_NO_FILES: Mapping[str, str] = MappingProxyType({})


class There(NamedTuple):
    """What is at a target."""

    checkpoint: Checkpoint | None = None
    """Of the record that is published there."""
    ledger: Ledger | None = None
    """None where noticegen put nothing there yet, or where its tool has no place for one."""
    digests: Mapping[str, str] = _NO_FILES
    """Of the files there, as far as they are the site's."""
    releases: tuple[str, ...] = ()
    """The releases that are kept, in the order of their moments."""
    current: str | None = None
    """The release that readers are shown."""
    keeps_headers: bool = False
    """Whether each file is kept with headers, which it has to be told at its upload."""


class Deployment(NamedTuple):
    """What is going to be done."""

    target: Target
    changes: Changes
    commands: tuple[Command, ...]
    """In their order; none where everything is there as it was built."""
    goes_back: bool = False
    """Whether an earlier release is shown again."""


def not_reached(target: Target, said: tuple[str, ...]) -> NoticegenError:
    """That a target cannot be read; nothing was changed."""
    message = say("the target cannot be read; nothing was changed")
    return NoticegenError(_out_of_reach(target, message, said))


def not_writable(target: Target, said: tuple[str, ...]) -> Diagnostic:
    """That not even the first step could be done at a target; nothing was changed."""
    message = say("nothing can be written at the target; nothing was changed")
    return _out_of_reach(target, message, said)


def _out_of_reach(target: Target, message: Message, said: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        Location(target.name),
        Code.NOT_REACHED,
        message,
        say("look at what the tool says, at its credentials and at the network"),
        lines=said,
    )


def checkpoint_of(target: Target, content: bytes) -> Checkpoint | None:
    """The checkpoint that a file at a target holds; None where there is none.

    Raises NoticegenError where there is something else.
    """
    if not content:
        return None
    read = read_checkpoint(content.decode("utf-8", "replace"))
    if read is None:
        raise NoticegenError(
            Diagnostic(
                Location(f"{target.name}/{NAME}"),
                Code.RECORD_EDITED,
                say("what is there is no checkpoint, so nothing shows that the record only grows"),
                say("put back there the file that was published last"),
            )
        )
    return read

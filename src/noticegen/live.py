"""What is published: the checkpoint of a live site, or one that somebody kept in a file."""

from __future__ import annotations

from pathlib import Path

from noticegen.diagnostics import Code, Diagnostic, Line, Location, NoticegenError, say
from noticegen.record.checkpoint import Checkpoint, read_checkpoint
from noticegen.web import Ask, Unanswered, Web, printable

_MOST_BYTES = 16 * 1024


def live_checkpoint(source: str) -> Checkpoint | None:
    """The checkpoint at an address or in a file; None where there is no such page.

    Raises NoticegenError where nobody answers, or what answers is no checkpoint.
    """
    if source.startswith(("https://", "http://")):
        text = _fetched(source)
    else:
        try:
            text = Path(source).read_bytes()
        except OSError as error:
            raise _unreadable(source, error.strerror or str(error)) from error
    if text is None:
        return None
    read = read_checkpoint(text.decode("utf-8", "replace"))
    if read is None:
        raise NoticegenError(
            Diagnostic(
                Location(source),
                Code.RECORD_EDITED,
                say("what is there is no checkpoint"),
                say("name the file `checkpoint` of the published site"),
            )
        )
    return read


def _fetched(address: str) -> bytes | None:
    # What is live, not what a cache remembers.
    ask = Ask(address, (("Cache-Control", "no-cache"),), _MOST_BYTES)
    with Web() as web:
        answer = web.ask(ask)
    if isinstance(answer, Unanswered):
        raise _unreadable(address, answer.problem)
    if answer.status in {404, 410}:
        return None
    if leads := answer.values("location"):
        raise _unreadable(address, say("it leads to {other}", other=printable(leads[0])))
    if answer.status != 200:
        raise _unreadable(address, f"HTTP {answer.status}")
    return answer.content


def _unreadable(source: str, problem: Line) -> NoticegenError:
    return NoticegenError(
        Diagnostic(
            Location(source),
            Code.SYSTEM,
            say("the published checkpoint cannot be read: {problem}", problem=problem),
            say("save the published file `checkpoint`, and name that file instead"),
        )
    )

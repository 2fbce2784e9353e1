"""What `noticegen record` does: decide, put down, take back the last run, mend a merge."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from noticegen.config import Config
from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.record.checkpoint import Checkpoint
from noticegen.record.entry import Entry
from noticegen.record.folder import FOLDER
from noticegen.record.log import Log, Record
from noticegen.write.recording import (
    LastRun,
    drop,
    keep,
    keep_settings,
    read_last_run,
    settings_with,
    settings_without,
)


def new_salt() -> str:
    """A salt that nobody can guess."""
    return secrets.token_hex(16)


def new_origin(config: Config) -> str:
    """The name of a new record: where the notice lives, and what tells it from any other."""
    parts = urlsplit(config.url)
    return f"{parts.netloc}{parts.path.rstrip('/')}/{secrets.token_hex(4)}"


def empty(origin: str) -> Record:
    """A record that holds nothing yet."""
    return Record(Log(origin, (), {}), (), {})


def put_down(record: Record, before: Record, due: int, project: Path, *, is_new: bool) -> None:
    """Write what was decided: a record that has the entries of `before`, and more.

    `due` is how many of the new ones had been pending.
    """
    settings = settings_with(project, record.sealed.origin) if is_new else None
    keep(record, project, LastRun(len(before.sealed.entries), due))
    if settings is not None:
        keep_settings(project, settings)


class Undone(NamedTuple):
    """What was taken back."""

    entries: tuple[Entry, ...]
    record: Record | None
    """What is left; None where it was the first run."""


def undo(record: Record, live: Checkpoint | None, project: Path) -> Undone:
    """Take back the last run, where nobody was shown its entries.

    `live` is the checkpoint that is published; None where none is. Raises NoticegenError where
    the run cannot be taken back.
    """
    last = read_last_run(project)
    if last is None:
        raise _refused(
            say("the last run was taken back already, or nothing tells what it sealed"),
            say("record what is right now; what was sealed stays"),
        )
    hold_live(record.sealed, live)
    public = last.before + last.from_pending
    if live and live.size > public:
        raise _refused(
            say(
                "the live site shows {live} entries, and the last run sealed those from {first} on",
                live=live.size,
                first=public + 1,
            ),
            say("leave them; a correction with a note says what was wrong"),
        )
    taken = record.sealed.entries[last.before :]
    if last.before == 0 and not last.from_pending:
        drop(project)
        keep_settings(project, settings_without(project))
        return Undone(taken, None)
    waiting = taken[: last.from_pending]
    pending = (*(entry._replace(number=0) for entry in waiting), *record.pending)
    texts = {**record.texts, **{e.digest: record.sealed.texts[e.digest] for e in waiting}}
    left = record.sealed.entries[: last.before]
    log = Log(record.sealed.origin, left, {e.digest: record.sealed.texts[e.digest] for e in left})
    rest = Record(log, pending, texts)
    keep(rest, project, None)
    return Undone(taken, rest)


def hold_live(log: Log, live: Checkpoint | None) -> None:
    """The live log is an earlier state of this one. Raises NoticegenError where it is not."""
    if live is None or live.size == 0:
        return
    if live.origin != log.origin or live not in log.checkpoints():
        raise NoticegenError(
            Diagnostic(
                Location(FOLDER),
                Code.RECORD_FORK,
                say(
                    "the live record ({origin}, {size} entries) is no earlier state of this one",
                    origin=live.origin,
                    size=live.size,
                ),
                say("bring back the record that was published"),
            )
        )


def _refused(message: Message, hint: Message) -> NoticegenError:
    return NoticegenError(Diagnostic(Location(FOLDER), Code.PUBLISHED_ALREADY, message, hint))

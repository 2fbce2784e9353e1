"""rclone (rclone.org): object storage, SFTP, WebDAV and more, file by file.

Tried with 1.60 and written for it and newer. What differs is found by content: the files of
the site are read back from the target, because size and time do not tell one digit from another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from noticegen.deploy.built import Built
from noticegen.deploy.ledger import NAME as LEDGER
from noticegen.deploy.ledger import begun, ended, read_ledger
from noticegen.deploy.order import Phase, Upload, changes
from noticegen.deploy.purge import old_in_caches, purging
from noticegen.deploy.running import Command, Surroundings
from noticegen.deploy.there import Deployment, There, checkpoint_of, not_reached
from noticegen.headers import media_type
from noticegen.hosts.model import Cache, cache
from noticegen.record.checkpoint import NAME as CHECKPOINT
from noticegen.targets import Target

_RUN = (
    "--use-json-log", "--log-level", "INFO", "--stats", "0",
    "--retries", "1", "--low-level-retries", "4", "--contimeout", "20s", "--timeout", "2m",
)  # fmt: skip
"""One line of JSON for each file that is done, and no hour of trying where nobody answers."""
_WRITING = ("--sftp-set-modtime=false", "--local-no-set-modtime", "--s3-no-check-bucket")
"""The time of a file is that of its upload, or a server would take a page whose text has the
same length for the one it was."""
_ALL = ("--no-check-dest", "--no-traverse")
"""All that is given is uploaded: what differs was found out before."""
_NOT_THERE = frozenset({3, 4})
"""Exit codes for a folder and for a file that is not there."""
_TIME = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  (.+)", re.ASCII)


def look(target: Target, built: Built, around: Surroundings) -> There:
    """What is at the target. Raises NoticegenError where it cannot be read."""
    ledger = read_ledger(_content(target, LEDGER, around).decode("utf-8", "replace"))
    known = {CHECKPOINT, *built.digests, *(ledger.files if ledger else ())}
    digests = dict(_digests(target, known, around))
    checkpoint = _content(target, CHECKPOINT, around) if CHECKPOINT in digests else b""
    return There(
        checkpoint_of(target, checkpoint),
        ledger,
        digests,
        keeps_headers=_keeps_headers(target, around),
    )


def _content(target: Target, path: str, around: Surroundings) -> bytes:
    """A small file at the target; empty where it is not there."""
    return _read(target, around, ("rclone", "cat", _below(target, path)))


def _digests(
    target: Target, paths: Iterable[str], around: Surroundings
) -> Iterator[tuple[str, str]]:
    words = ("rclone", "hashsum", "sha256", "--download", target.to, "--files-from-raw", "-")
    out = _read(target, around, words, _listed(paths)).decode("utf-8", "replace")
    for line in out.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise not_reached(target, (line,))
        yield match[2], match[1]


def _keeps_headers(target: Target, around: Surroundings) -> bool:
    """Whether the remote is one of those that keep a media type with each file."""
    out = _read(target, around, ("rclone", "backend", "features", target.to))
    try:
        return bool(json.loads(out or b"{}")["Features"]["WriteMimeType"])
    except (ValueError, KeyError, TypeError):
        return True


def _read(target: Target, around: Surroundings, words: tuple[str, ...], given: str = "") -> bytes:
    """What rclone prints; nothing where it says that nothing is there."""
    ran = around.ask(Command(Phase.BEGIN, (*words, *_RUN), given), _words)
    if ran.code and ran.code not in _NOT_THERE:
        raise not_reached(target, ran.said)
    return b"" if ran.code else ran.out


def deployment(target: Target, built: Built, there: There) -> Deployment:
    """What has to be done so that what is built is what is there."""
    ours = there.ledger.files if there.ledger else {}
    found = changes(built.files, there.digests, ours)
    is_done = not found.uploads and not found.deletions
    if is_done and there.ledger and there.ledger.is_complete:
        return Deployment(target, found, ())
    during = begun(built.files, built.stamp.moment, there.ledger)
    after = ended(built.files, built.stamp.moment)
    commands = []
    if during != there.ledger:
        commands.append(_keep(target, Phase.BEGIN, during.as_text()))
    for phase, uploads in found.steps:
        commands += _copying(target, built, there, phase, uploads)
    commands += purging(target, old_in_caches(built, there, found))
    if found.deletions:
        words = ("rclone", "delete", target.to, "--files-from-raw", "-", *_RUN)
        commands.append(Command(Phase.DELETIONS, words, _listed(found.deletions), found.deletions))
    commands.append(_keep(target, Phase.END, after.as_text()))
    return Deployment(target, found, tuple(commands))


def _copying(
    target: Target, built: Built, there: There, phase: Phase, uploads: Iterable[Upload]
) -> Iterator[Command]:
    """One run for all files that are told the same headers."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for upload in uploads:
        path = upload.file.path
        headers = _headers(path) if there.keeps_headers else ()
        groups.setdefault(headers, []).append(path)
    for headers, paths in groups.items():
        words = (
            "rclone", "copy", built.output.as_posix(), target.to, "--files-from-raw", "-",
            *headers, *_ALL, *_WRITING, *_RUN,
        )  # fmt: skip
        yield Command(phase, words, _listed(paths), tuple(paths))


def _headers(path: str) -> tuple[str, ...]:
    """How long a file may be kept, and its type, as rclone is told of them."""
    return (
        "--header-upload", f"Cache-Control: {cache(path).value}",
        "--header-upload", f"Content-Type: {media_type(path)}",
    )  # fmt: skip


class Heard(NamedTuple):
    """A line that rclone said."""

    is_done: bool
    """Whether it tells that a file was carried over or deleted."""
    said: str | None
    """In words; None where nobody needs to read it."""


def heard(line: str) -> Heard:
    """What a line of rclone's log says; other lines stay as they are."""
    try:
        read = json.loads(line) if line.startswith("{") else None
        words, level = (str(read["msg"]), str(read["level"])) if read else (line, "")
    except (ValueError, KeyError, TypeError):
        return Heard(False, line)
    if level in {"info", "notice", "warning"}:
        return Heard(words.startswith(("Copied", "Deleted")), None)
    if read and "object" in read:
        return Heard(False, f"{read['object']}: {words}")
    plain = _TIME.sub("", words)  # what it says before it has read how it is to say it
    return Heard(False, None if plain.startswith("NOTICE:") else plain)


def _words(line: str) -> str | None:
    return heard(line).said


def _keep(target: Target, phase: Phase, text: str) -> Command:
    words = (
        "rclone", "rcat", _below(target, LEDGER),
        "--header-upload", f"Cache-Control: {Cache.PAGE.value}",
        "--header-upload", "Content-Type: application/json",
        *_WRITING, *_RUN,
    )  # fmt: skip
    return Command(phase, words, text)


def _listed(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in sorted(paths))


def _below(target: Target, path: str) -> str:
    separator = "" if target.to.endswith((":", "/")) else "/"
    return f"{target.to}{separator}{path}"

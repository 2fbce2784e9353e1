"""Artifacts  ->  the output folder, in one step that readers see whole or not at all.

Everything is staged beside the output, synced, and exchanged for it by one system call
(renameat2 with RENAME_EXCHANGE on Linux, renamex_np with RENAME_SWAP on macOS). Where that
is impossible, because the output is a mount point or the file system cannot do it, files are
copied: assets first, then pages, the home page last, and deletions after that.

Beside ``output/`` lie ``.output.lock`` (one build at a time), ``.output.files`` (what
noticegen wrote there, with digests) and, during a build, ``.output.new``.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, Severity, say
from noticegen.model import Artifact
from noticegen.write.exchange import CANNOT_EXCHANGE, exchange, stage, switch_link
from noticegen.write.listing import (
    digest,
    foreign_files,
    in_the_way,
    keep_list,
    listed,
    locked,
    present,
)
from noticegen.write.places import Places, clear, places_of, remove
from noticegen.write.replace import copy


class Written(NamedTuple):
    """What writing did."""

    new: int
    changed: int
    gone: int
    same: int
    copied: Diagnostic | None
    """A warning where the output could not be exchanged in one step."""


def write(artifacts: tuple[Artifact, ...], output: Path) -> Written:
    """Put all artifacts in place of what noticegen wrote to `output` before.

    Raises NoticegenError where the surroundings do not let it; the old output stays then.
    """
    places = places_of(output)
    try:
        places.lock.parent.mkdir(parents=True, exist_ok=True)
        with locked(places):
            return _write(artifacts, places)
    except OSError as error:
        raise _stop(error, artifacts, places) from error


def _write(artifacts: tuple[Artifact, ...], places: Places) -> Written:
    remove(places.staging)
    new = {artifact.path: digest(artifact.content) for artifact in artifacts}
    known = listed(places.listing)
    if places.output.exists() and not places.output.is_dir():
        raise NoticegenError(in_the_way(places))
    old = dict(present(places.output))
    foreign = [
        path for path, sha in old.items() if sha not in known.get(path, ()) and new.get(path) != sha
    ]
    if foreign:
        raise NoticegenError(foreign_files(foreign, known, places))
    if new == old:
        keep_list(places.listing, new)
        return Written(0, 0, 0, len(new), None)
    if not places.link:  # a release that a link led to is kept
        _hold_writable(places.output)
    # Both lists at once until the exchange is done, so that being killed between leaves no
    # file that nobody claims.
    keep_list(places.listing, new, known, old)
    try:
        copied = _put_in_place(artifacts, new, old, places)
        keep_list(places.listing, new)
    finally:
        clear(places.staging)
    return Written(
        new=sum(path not in old for path in new),
        changed=sum(path in old and old[path] != sha for path, sha in new.items()),
        gone=sum(path not in new for path in old),
        same=sum(old.get(path) == sha for path, sha in new.items()),
        copied=copied,
    )


def _put_in_place(
    artifacts: tuple[Artifact, ...], new: Mapping[str, str], old: Mapping[str, str], places: Places
) -> Diagnostic | None:
    """Exchange the output, or turn its link; a warning where files had to be copied instead."""
    if places.link:
        switch_link(artifacts, new, old, places)
        return None
    try:
        stage(artifacts, new, old, places.staging, places.output)
        exchange(places.staging, places.output)
        return None
    except OSError as error:
        if error.errno not in CANNOT_EXCHANGE:
            raise
        problem = error.strerror
    remove(places.staging)
    try:
        copy(artifacts, new, old, places.output)
    except OSError as stopped:
        raise NoticegenError(_half_way(stopped, places)) from stopped
    return Diagnostic(
        Location(places.shown),
        Code.COPIED,
        say(
            "the folder cannot be exchanged in one step here ({problem}); its files were "
            "replaced one by one, the home page last",
            problem=problem,
        ),
        say("let the output be a plain folder on the same file system as its parent"),
        Severity.WARNING,
    )


def _half_way(error: OSError, places: Places) -> Diagnostic:
    return Diagnostic(
        Location(places.shown),
        Code.SYSTEM,
        say(
            "the files were being replaced one by one, and that stopped half-way: {problem}",
            problem=error.strerror or error,
        ),
        say("mend that and build again; until then the folder holds old pages and new ones"),
    )


def _hold_writable(output: Path) -> None:
    """The old output is deleted after the exchange; whether that is allowed is asked before."""
    for folder, _, _ in os.walk(output):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _stop(error: OSError, artifacts: tuple[Artifact, ...], places: Places) -> NoticegenError:
    path = error.filename or places.shown
    name = os.fsdecode(path) if isinstance(path, bytes | str) else places.shown
    shown = (
        f"{places.shown}/…" if places.shown not in name else name[name.rindex(places.shown) - 1 :]
    )
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        size = sum(len(artifact.content) + 4096 for artifact in artifacts)
        message = say("no space left; the site needs about {size} MB", size=-(-size // 1_000_000))
        hint = say("make room and build again; the old output is as it was")
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        message = say(
            "{path} cannot be written: {problem}", path=shown.lstrip("/"), problem=error.strerror
        )
        hint = say(
            "give the user who builds write permission on the output and on its parent folder"
        )
    else:
        message = say("{path}: {problem}", path=shown.lstrip("/"), problem=error.strerror or error)
        hint = say("the old output is as it was")
    return NoticegenError(Diagnostic(Location(places.shown), Code.SYSTEM, message, hint))

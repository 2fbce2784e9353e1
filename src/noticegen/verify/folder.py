"""A published folder, or a record  ->  whether it is as it was built, and what is not.

Needs no key, no network and no project: whoever was given the files can do it. The sums say
that the files belong together, the checkpoint that the record is the one it was, and an older
checkpoint that the record only grew.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.hosts.model import Encoding
from noticegen.hosts.siblings import unpacks_to
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.folder import ENTRIES, read_folder
from noticegen.record.log import Log
from noticegen.record.published import DATA
from noticegen.render import SUMS
from noticegen.verify.record import grown, published, unpublished
from noticegen.verify.sums import beside, is_summed, read_sums
from noticegen.write.listing import digest


class Verified(NamedTuple):
    """What verifying gave."""

    files: int
    """How many files are listed in the sums."""
    log: Log | None
    """None where there is no record, or where it cannot be read."""
    since: Checkpoint | None
    findings: tuple[Diagnostic, ...]


def verify(folder: Path, since: Checkpoint | None) -> Verified:
    """Verify a published folder, or a folder `record/`; `since` is a checkpoint kept earlier.

    Raises NoticegenError where there is nothing to verify, OSError where a file cannot be read.
    """
    if not folder.is_dir():
        raise NoticegenError(
            Diagnostic(
                Location(folder.as_posix()),
                Code.SYSTEM,
                say("there is no such folder"),
                say("name the folder of a published site, such as output/"),
            )
        )
    files = 0
    if (folder / ENTRIES).is_dir():
        log, found = _of_folder(folder)
    else:
        files, found = _of_sums(folder)
        log, more = published(_content(folder / DATA), _content(folder / NAME))
        found += more
    if since and log and not found:
        found += list(grown(log, since))
    elif since and log is None and not found:
        found.append(unpublished())
    return Verified(files, log, since, tuple(found))


def _of_folder(folder: Path) -> tuple[Log | None, list[Diagnostic]]:
    """A folder `record/`, by the origin that it names itself."""
    path = folder / NAME
    known = read_checkpoint(path.read_text("utf-8", "replace")) if path.is_file() else None
    read = read_folder(folder, known.origin if known else "")
    return (read.record.sealed if read.record else None), list(read.findings)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


# ------------------------------------------------------------------ sums


def _of_sums(folder: Path) -> tuple[int, list[Diagnostic]]:
    path = folder / SUMS
    if not path.is_file():
        return 0, [_other(SUMS, say("it is missing, and nothing else says what was built"))]
    listed, wrong = read_sums(path.read_bytes())
    found = [_other(SUMS, line.message, line.number) for line in wrong]
    present = {
        each.relative_to(folder).as_posix(): each
        for each in sorted(folder.rglob("*"))
        if not each.is_dir() or each.is_symlink()
    }
    for name, sum_ in listed.items():
        if name not in present:
            found.append(_other(name, say("it is missing, and {sums} names it", sums=SUMS)))
        elif present[name].is_symlink() or digest(present[name].read_bytes()) != sum_:
            found.append(_other(name, say("it is not as it was built")))
    for name, file in present.items():
        if name in listed or not is_summed(name):
            continue
        sibling = beside(name, listed)
        if sibling is None:
            found.append(_other(name, say("{sums} does not name it", sums=SUMS)))
        elif sibling[0] in present and not _unpacks_to(file, sibling[1], present[sibling[0]]):
            message = say("it does not unpack to {plain}, beside which it stands", plain=sibling[0])
            found.append(_other(name, message))
    return len(listed), found


def _unpacks_to(sibling: Path, encoding: Encoding, plain: Path) -> bool:
    return not sibling.is_symlink() and unpacks_to(
        sibling.read_bytes(), encoding, plain.read_bytes()
    )


def _other(name: str, message: Message, line: int = 0) -> Diagnostic:
    return Diagnostic(
        Location(name, line, 1 if line else 0),
        Code.NOT_AS_BUILT,
        message,
        say("build the site again, or fetch the file again"),
    )

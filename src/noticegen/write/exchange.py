"""The whole site in one step: staged beside the output, synced, exchanged."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from noticegen.model import Artifact
from noticegen.write.listing import digest
from noticegen.write.places import CARRIED, Places, remove

_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_AT_FDCWD = -100

CANNOT_EXCHANGE = {errno.EBUSY, errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}
"""What the system answers where folders cannot be exchanged."""


def stage(
    artifacts: tuple[Artifact, ...],
    new: Mapping[str, str],
    old: Mapping[str, str],
    staging: Path,
    output: Path,
) -> None:
    """Write the whole site to `staging`, with the times of unchanged files, and sync it."""
    make_folder(staging)
    made = {staging}
    for artifact in artifacts:
        target = staging / artifact.path
        if target.parent not in made:
            make_folder(target.parent)
            made.add(target.parent)
        put(target, artifact.content)
        if old.get(artifact.path) == new[artifact.path]:
            times = (output / artifact.path).stat()
            os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    for name in CARRIED:
        _carry(output / name, staging / name)
    sync(staging)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, with a mode that lets a server read them."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def put(path: Path, content: bytes) -> None:
    """Write a file that everybody may read, whatever the umask."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fchmod(descriptor, 0o644)
    finally:
        os.close(descriptor)


def _carry(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True)
    elif source.is_file():
        shutil.copy2(source, target)


def sync(folder: Path) -> None:
    """Everything below `folder` is on the disk before anybody is shown it."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "syncfs"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if library.syncfs(descriptor) == 0:
                return
        finally:
            os.close(descriptor)
    os.sync()


def exchange(staging: Path, output: Path) -> None:
    """Swap two folders in one step; a first output is simply moved into place."""
    if not output.exists():
        staging.rename(output)
        return
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(staging), os.fsencode(output)
    if sys.platform == "darwin":
        result = library.renamex_np(*paths, _RENAME_SWAP)
    elif hasattr(library, "renameat2"):
        result = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(output))


def switch_link(
    artifacts: tuple[Artifact, ...], new: Mapping[str, str], old: Mapping[str, str], places: Places
) -> None:
    """The output is a link to a release: write another release, and turn the link."""
    assert places.link is not None
    name = digest("".join(f"{sha} {path}\n" for path, sha in sorted(new.items())).encode())[:16]
    release = places.output.with_name(f"release-{name}")
    if release != places.output:
        remove(release)
        stage(artifacts, new, old, release, places.output)
    turned = places.beside("link")
    turned.unlink(missing_ok=True)
    target = os.path.relpath(release, places.link.parent)
    turned.symlink_to(target)
    turned.replace(places.link)

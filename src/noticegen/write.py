"""Artifacts  ->  the output folder, in one step that readers see whole or not at all.

Everything is staged beside the output, synced, and exchanged for it by one system call
(renameat2 with RENAME_EXCHANGE on Linux, renamex_np with RENAME_SWAP on macOS). Where that
is impossible, because the output is a mount point or the file system cannot do it, files are
copied: assets first, then pages, the home page last, and deletions after that.

Beside ``output/`` lie ``.output.lock`` (one build at a time), ``.output.files`` (what
noticegen wrote there, with digests) and, during a build, ``.output.new`` and ``.output.old``.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, Severity, say
from noticegen.model import Artifact

CARRIED = (".git", ".gitignore", ".gitkeep")
"""What belongs to version control and is kept in the output."""

_STAGING_INSIDE = ".noticegen-staging"
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_AT_FDCWD = -100


class Written(NamedTuple):
    """What writing did."""

    new: int
    changed: int
    gone: int
    same: int
    copied: Diagnostic | None
    """A warning where the output could not be exchanged in one step."""


class _Places(NamedTuple):
    """The output and what lies beside it."""

    shown: str
    """The output as the user calls it, for messages."""
    output: Path
    """The folder itself, behind a link if there is one."""
    link: Path | None
    """The symbolic link that leads to it."""

    def beside(self, name: str) -> Path:
        base = self.link or self.output
        return base.with_name(f".{base.name}.{name}")

    @property
    def lock(self) -> Path:
        return self.beside("lock")

    @property
    def listing(self) -> Path:
        return self.beside("files")

    @property
    def staging(self) -> Path:
        return self.beside("new")

    @property
    def leftover(self) -> Path:
        return self.beside("old")


def write(artifacts: tuple[Artifact, ...], output: Path) -> Written:
    """Put all artifacts in place of what noticegen wrote to `output` before.

    Raises NoticegenError where the surroundings do not let it; the old output stays then.
    """
    link = output if output.is_symlink() else None
    places = _Places(output.name, Path(os.path.realpath(output)) if link else output, link)
    try:
        places.lock.parent.mkdir(parents=True, exist_ok=True)
        with _locked(places):
            return _write(artifacts, places)
    except OSError as error:
        raise _stop(error, artifacts, places) from error


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _write(artifacts: tuple[Artifact, ...], places: _Places) -> Written:
    for leftover in (places.staging, places.leftover):
        _remove(leftover)
    new = {artifact.path: digest(artifact.content) for artifact in artifacts}
    known = _listed(places.listing)
    if places.output.exists() and not places.output.is_dir():
        raise NoticegenError(_in_the_way(places))
    old = dict(_present(places.output))
    foreign = [
        path for path, sha in old.items() if sha not in known.get(path, ()) and new.get(path) != sha
    ]
    if foreign:
        raise NoticegenError(_foreign(foreign, known, places))
    if new == old:
        _list(places.listing, new)
        return Written(0, 0, 0, len(new), None)
    if not places.link:  # a release that a link led to is kept
        _hold_writable(places.output)
    # Both lists at once until the exchange is done, so that being killed between leaves no
    # file that nobody claims.
    _list(places.listing, new, known, old)
    copied: Diagnostic | None = None
    if places.link:
        _switch_link(artifacts, new, old, places)
    else:
        try:
            _stage(artifacts, new, old, places.staging, places.output)
            _exchange(places.staging, places.output)
        except OSError as error:
            if error.errno not in _CANNOT_EXCHANGE:
                _remove(places.staging)
                raise
            _remove(places.staging)
            try:
                _copy(artifacts, new, old, places.output)
            except OSError as stopped:
                raise NoticegenError(_half_way(stopped, places)) from stopped
            copied = Diagnostic(
                Location(places.shown),
                Code.COPIED,
                say(
                    "the folder cannot be exchanged in one step here ({problem}); its files were "
                    "replaced one by one, the home page last",
                    problem=error.strerror,
                ),
                say("let the output be a plain folder on the same file system as its parent"),
                Severity.WARNING,
            )
        except BaseException:
            _remove(places.staging)
            raise
    _list(places.listing, new)
    _remove(places.staging)
    return Written(
        new=sum(path not in old for path in new),
        changed=sum(path in old and old[path] != sha for path, sha in new.items()),
        gone=sum(path not in new for path in old),
        same=sum(old.get(path) == sha for path, sha in new.items()),
        copied=copied,
    )


def _half_way(error: OSError, places: _Places) -> Diagnostic:
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


_CANNOT_EXCHANGE = {errno.EBUSY, errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


# ---------------------------------------------------------------------------- lock and list


@contextmanager
def _locked(places: _Places) -> Iterator[None]:
    """Hold the lock; the system lets go of it when the process ends, however it ends."""
    descriptor = os.open(places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            raise NoticegenError(
                Diagnostic(
                    Location(places.shown),
                    Code.LOCKED,
                    say("another build is writing here (pid {pid})", pid=holder or "?"),
                    say("wait until it has finished"),
                )
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _listed(listing: Path) -> dict[str, set[str]]:
    """What noticegen wrote: for each path the digests it may have."""
    known: dict[str, set[str]] = {}
    if listing.is_file():
        for line in listing.read_text("utf-8").splitlines():
            sha, _, path = line.partition("  ")
            known.setdefault(path, set()).add(sha)
    return known


def _list(
    listing: Path,
    new: Mapping[str, str],
    known: Mapping[str, set[str]] | None = None,
    old: Mapping[str, str] | None = None,
) -> None:
    pairs = {(path, sha) for path, sha in new.items()}
    pairs |= {(path, sha) for path, shas in (known or {}).items() for sha in shas}
    pairs |= set((old or {}).items())
    text = "".join(f"{sha}  {path}\n" for path, sha in sorted(pairs))
    if listing.is_file() and listing.read_text("utf-8") == text:
        return
    temporary = listing.with_name(listing.name + ".new")
    temporary.write_text(text, "utf-8")
    temporary.replace(listing)


def _present(output: Path) -> Iterator[tuple[str, str]]:
    """Every file in the output with its digest, but not what belongs to version control."""
    if not output.is_dir():
        return
    for folder, folders, files in os.walk(output):
        base = Path(folder)
        if base == output:
            folders[:] = [name for name in folders if name not in (*CARRIED, _STAGING_INSIDE)]
        for name in [*files, *(name for name in folders if (base / name).is_symlink())]:
            path = base / name
            relative = path.relative_to(output).as_posix()
            if base == output and name in CARRIED:
                continue
            yield relative, "link" if path.is_symlink() else digest(path.read_bytes())


def _foreign(paths: list[str], known: Mapping[str, set[str]], places: _Places) -> Diagnostic:
    shown = ", ".join(f"{places.shown}/{path}" for path in sorted(paths)[:10])
    more = f" (+{len(paths) - 10})" if len(paths) > 10 else ""
    edited = all(path in known for path in paths)
    return Diagnostic(
        Location(places.shown),
        Code.FOREIGN_FILES,
        say("these files were changed since noticegen wrote them: {paths}", paths=shown + more)
        if edited
        else say("there are files here that noticegen did not write: {paths}", paths=shown + more),
        say("move them away (what you publish belongs into content/), or delete them"),
    )


def _in_the_way(places: _Places) -> Diagnostic:
    return Diagnostic(
        Location(places.shown),
        Code.FOREIGN_FILES,
        say("{path} is a file, and the site is a folder", path=places.shown),
        say("move it away, or choose another folder with --output"),
    )


# ------------------------------------------------------------------------- stage, exchange


def _stage(
    artifacts: tuple[Artifact, ...],
    new: Mapping[str, str],
    old: Mapping[str, str],
    staging: Path,
    output: Path,
) -> None:
    """Write the whole site to `staging`, with the times of unchanged files, and sync it."""
    _make_folder(staging)
    made = {staging}
    for artifact in artifacts:
        target = staging / artifact.path
        if target.parent not in made:
            _make_folder(target.parent)
            made.add(target.parent)
        _put(target, artifact.content)
        if old.get(artifact.path) == new[artifact.path]:
            times = (output / artifact.path).stat()
            os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    for name in CARRIED:
        _carry(output / name, staging / name)
    _sync(staging)


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, with a mode that lets a server read them."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _put(path: Path, content: bytes) -> None:
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


def _sync(folder: Path) -> None:
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


def _exchange(staging: Path, output: Path) -> None:
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


def _switch_link(
    artifacts: tuple[Artifact, ...], new: Mapping[str, str], old: Mapping[str, str], places: _Places
) -> None:
    """The output is a link to a release: write another release, and turn the link."""
    assert places.link is not None
    name = digest("".join(f"{sha} {path}\n" for path, sha in sorted(new.items())).encode())[:16]
    release = places.output.with_name(f"release-{name}")
    if release != places.output:
        _remove(release)
        _stage(artifacts, new, old, release, places.output)
    turned = places.beside("link")
    turned.unlink(missing_ok=True)
    target = os.path.relpath(release, places.link.parent)
    turned.symlink_to(target)
    turned.replace(places.link)


def _copy(
    artifacts: tuple[Artifact, ...], new: Mapping[str, str], old: Mapping[str, str], output: Path
) -> None:
    """Replace file by file: assets, pages, home pages, and deletions last."""
    staging = output / _STAGING_INSIDE
    _remove(staging)
    staging.mkdir(parents=True)
    try:
        for artifact in sorted(artifacts, key=_copy_order):
            if old.get(artifact.path) == new[artifact.path]:
                continue
            temporary = staging / "file"
            _put(temporary, artifact.content)
            descriptor = os.open(temporary, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            target = output / artifact.path
            _make_folder(target.parent)
            temporary.replace(target)
        for path in old.keys() - new.keys():
            (output / path).unlink()
        for folder, _, _ in os.walk(output, topdown=False):
            relative = Path(folder).relative_to(output)
            if relative.parts and relative.parts[0] not in (*CARRIED, _STAGING_INSIDE):
                _remove_if_empty(Path(folder))
    finally:
        _remove(staging)


def _copy_order(artifact: Artifact) -> tuple[int, str]:
    path = artifact.path
    is_page = path.endswith(".html")
    is_home = path == "index.html" or path.endswith("/index.html")
    return (2 if is_home else 1 if is_page else 0, path)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _stop(error: OSError, artifacts: tuple[Artifact, ...], places: _Places) -> NoticegenError:
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

"""What noticegen wrote to the output, and what it finds there: one build at a time."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say
from noticegen.write.places import CARRIED, STAGING_INSIDE, Places


@contextmanager
def locked(places: Places) -> Iterator[None]:
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
                    say(
                        "another build or deployment is at work here (pid {pid})", pid=holder or "?"
                    ),
                    say("wait until it has finished"),
                )
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def listed(listing: Path) -> dict[str, set[str]]:
    """What noticegen wrote: for each path the digests it may have."""
    known: dict[str, set[str]] = {}
    if listing.is_file():
        for line in listing.read_text("utf-8").splitlines():
            sha, _, path = line.partition("  ")
            known.setdefault(path, set()).add(sha)
    return known


def keep_list(
    listing: Path,
    new: Mapping[str, str],
    known: Mapping[str, set[str]] | None = None,
    old: Mapping[str, str] | None = None,
) -> None:
    """Write down what is noticegen's: the new files, and until the exchange the old ones, too."""
    pairs = {(path, sha) for path, sha in new.items()}
    pairs |= {(path, sha) for path, shas in (known or {}).items() for sha in shas}
    pairs |= set((old or {}).items())
    text = "".join(f"{sha}  {path}\n" for path, sha in sorted(pairs))
    if listing.is_file() and listing.read_text("utf-8") == text:
        return
    temporary = listing.with_name(listing.name + ".new")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(listing)
    finally:
        temporary.unlink(missing_ok=True)


def present(output: Path) -> Iterator[tuple[str, str]]:
    """Every file in the output with its digest, but not what belongs to version control."""
    if not output.is_dir():
        return
    for folder, folders, files in os.walk(output):
        base = Path(folder)
        if base == output:
            folders[:] = [name for name in folders if name not in (*CARRIED, STAGING_INSIDE)]
        for name in [*files, *(name for name in folders if (base / name).is_symlink())]:
            path = base / name
            relative = path.relative_to(output).as_posix()
            if base == output and name in CARRIED:
                continue
            yield relative, "link" if path.is_symlink() else digest(path.read_bytes())


def foreign_files(paths: list[str], known: Mapping[str, set[str]], places: Places) -> Diagnostic:
    """The finding about files that are not as noticegen wrote them, or not its own."""
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


def in_the_way(places: Places) -> Diagnostic:
    """The finding about something at the place of the output that is no folder."""
    return Diagnostic(
        Location(places.shown),
        Code.FOREIGN_FILES,
        say("{path} is a file, and the site is a folder", path=places.shown),
        say("move it away, or choose another folder with --output"),
    )

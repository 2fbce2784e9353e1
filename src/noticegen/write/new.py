"""New files beside what is there: all of them or none, and never over another one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say


def put_new(texts: Mapping[str, str], folder: Path) -> None:
    """Write files below `folder`; raises NoticegenError where one of them is there already."""
    for path in sorted(texts):
        if _is_taken(folder / path):
            raise NoticegenError(_taken(path))
    made: list[Path] = []
    try:
        for path, text in texts.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            # An empty file is as good as none; everything else has to be new.
            with target.open("w" if target.is_file() else "x", encoding="utf-8", newline="") as new:
                made.append(target)
                new.write(text)
    except OSError as error:
        for target in made:
            target.unlink(missing_ok=True)
        raise _stop(error, path) from error


def put_instead(contents: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files below `folder`, each in one step, in the place of what is there."""
    temporaries: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.tmp")
            temporaries[target] = temporary
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
        for target, temporary in temporaries.items():
            temporary.replace(target)
    except BaseException as error:  # an interruption, too, leaves nothing behind
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _stop(error, path) from error
        raise


def _is_taken(target: Path) -> bool:
    if target.is_symlink() or (target.exists() and not target.is_file()):
        return True
    return target.is_file() and target.stat().st_size > 0


def _taken(path: str) -> Diagnostic:
    return Diagnostic(
        Location(path),
        Code.FILE_EXISTS,
        say("there is a file of this name, and nothing was written"),
        say("choose another name or another folder, or move the file away"),
    )


def _stop(error: OSError, path: str) -> NoticegenError:
    return NoticegenError(
        Diagnostic(
            Location(path),
            Code.SYSTEM,
            say("it cannot be written: {problem}", problem=error.strerror or error),
            say("make room, or give yourself permission to write there"),
        )
    )

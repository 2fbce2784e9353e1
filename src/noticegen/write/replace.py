"""File by file, where the output cannot be exchanged: assets, pages, home, deletions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from noticegen.model import Artifact
from noticegen.write.exchange import make_folder, put
from noticegen.write.places import CARRIED, STAGING_INSIDE, remove


def copy(
    artifacts: tuple[Artifact, ...], new: Mapping[str, str], old: Mapping[str, str], output: Path
) -> None:
    """Replace file by file: assets, pages, home pages, and deletions last."""
    staging = output / STAGING_INSIDE
    remove(staging)
    staging.mkdir(parents=True)
    try:
        for artifact in sorted(artifacts, key=_copy_order):
            if old.get(artifact.path) == new[artifact.path]:
                continue
            temporary = staging / "file"
            put(temporary, artifact.content)
            descriptor = os.open(temporary, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            target = output / artifact.path
            make_folder(target.parent)
            temporary.replace(target)
        for path in old.keys() - new.keys():
            (output / path).unlink()
        for folder, _, _ in os.walk(output, topdown=False):
            relative = Path(folder).relative_to(output)
            if relative.parts and relative.parts[0] not in (*CARRIED, STAGING_INSIDE):
                _remove_if_empty(Path(folder))
    finally:
        remove(staging)


def _copy_order(artifact: Artifact) -> tuple[int, str]:
    path = artifact.path
    is_page = path.endswith(".html")
    is_home = path == "index.html" or path.endswith("/index.html")
    return (2 if is_home else 1 if is_page else 0, path)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()

"""The output, and what lies beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

CARRIED = (".git", ".gitignore", ".gitkeep")
"""What belongs to version control and is kept in the output."""

STAGING_INSIDE = ".noticegen-staging"


class Places(NamedTuple):
    """The output and what lies beside it."""

    shown: str
    """The output as the user calls it, for messages."""
    output: Path
    """The folder itself, behind a link if there is one."""
    link: Path | None
    """The symbolic link that leads to it."""

    def beside(self, name: str) -> Path:
        """A name next to the output, or to the link that leads to it."""
        base = self.link or self.output
        return base.with_name(f".{base.name}.{name}")

    @property
    def lock(self) -> Path:
        """Held while a build writes, and while a deployment reads."""
        return self.beside("lock")

    @property
    def listing(self) -> Path:
        """What noticegen wrote, with digests."""
        return self.beside("files")

    @property
    def stamp(self) -> Path:
        """When it was built."""
        return self.beside("built")

    @property
    def staging(self) -> Path:
        """The new site until it is exchanged, and the old one for a moment after."""
        return self.beside("new")


def places_of(output: Path) -> Places:
    """The places of an output, which may be a link to it."""
    link = output if output.is_symlink() else None
    return Places(output.name, Path(os.path.realpath(output)) if link else output, link)


def remove(path: Path) -> None:
    """Take away a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def clear(path: Path) -> None:
    """Take away what is left of a run, also where this itself is what was interrupted."""
    try:
        remove(path)
    except KeyboardInterrupt:
        remove(path)
        raise

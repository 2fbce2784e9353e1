"""What caches in front of a target have to let go of."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from urllib.parse import quote

from noticegen.deploy.order import Changes, Phase
from noticegen.deploy.running import Command
from noticegen.hosts.model import INDEX
from noticegen.targets import Target


def purging(target: Target, changes: Changes) -> Iterator[Command]:
    """The command of the target that is given every address that changed, if it has one."""
    paths = sorted({*(upload.file.path for upload in changes.uploads), *changes.deletions})
    if target.purge is None or not paths:
        return
    addresses = "".join(
        f"{target.url}{quote(shown)}\n" for path in paths for shown in _addresses(path)
    )
    yield Command(Phase.PURGE, tuple(shlex.split(target.purge)), addresses, tuple(paths))


def _addresses(path: str) -> Iterator[str]:
    """Where a file is shown; a home page is shown at the address of its folder, too."""
    if path.rpartition("/")[2] == INDEX:
        yield path.removesuffix(INDEX)
    yield path

"""What caches in front of a target have to let go of."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from noticegen.deploy.built import Built
from noticegen.deploy.order import Changes, Phase
from noticegen.deploy.running import Command
from noticegen.deploy.there import There
from noticegen.hosts.model import INDEX
from noticegen.targets import Target


def old_in_caches(built: Built, there: There, found: Changes) -> frozenset[str]:
    """The paths of which caches may hold what was there before.

    Where the run before stopped, nobody knows what caches were told: it is every path.
    """
    if there.ledger and there.ledger.is_complete:
        return frozenset((*(upload.file.path for upload in found.uploads), *found.deletions))
    return frozenset((*built.digests, *(there.ledger.files if there.ledger else ())))


def purging(target: Target, paths: Iterable[str]) -> Iterator[Command]:
    """The command of the target that is given the address of each path, if it has one."""
    named = sorted(paths)
    if target.purge is None or not named:
        return
    addresses = "".join(
        f"{target.url}{quote(shown)}\n" for path in named for shown in _addresses(path)
    )
    yield Command(Phase.PURGE, tuple(shlex.split(target.purge)), addresses, tuple(named))


def _addresses(path: str) -> Iterator[str]:
    """Where a file is shown; a home page is shown at the address of its folder, too."""
    if path.rpartition("/")[2] == INDEX:
        yield path.removesuffix(INDEX)
    yield path

"""Artifacts  ->  what each page weighs as it travels to a reader."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import NamedTuple

from noticegen.model import Artifact

HOME_BYTES = 13_312
"""What a home page may weigh, compressed with gzip: it fits the first round trips of a new
connection (ten packets of 1,460 bytes, RFC 6928, less room for headers)."""

GZIP_LEVEL = 6
"""As zlib compresses where nothing else is said, and servers with it. What is compressed ahead is
smaller by some bytes."""

_HOME = "index.html"


class Weight(NamedTuple):
    """What a page weighs."""

    path: str
    """Of the artifact."""
    size: int
    """Bytes."""
    compressed: int
    """Bytes with gzip."""

    @property
    def budget(self) -> int | None:
        """What it may weigh with gzip; None where there is no such limit."""
        return HOME_BYTES if _is_home(self.path) else None

    @property
    def is_over(self) -> bool:
        """Whether it weighs more than it may."""
        return self.budget is not None and self.compressed > self.budget


def weights(artifacts: Iterable[Artifact]) -> tuple[Weight, ...]:
    """The weights of the pages among the artifacts, the heaviest with gzip first."""
    weighed = (_weight(artifact) for artifact in artifacts if artifact.path.endswith(".html"))
    return tuple(sorted(weighed, key=lambda weight: (-weight.compressed, weight.path)))


def home_pages(artifacts: Iterable[Artifact]) -> tuple[Weight, ...]:
    """The weights of the home pages alone, in the order of the artifacts."""
    return tuple(_weight(artifact) for artifact in artifacts if _is_home(artifact.path))


def _is_home(path: str) -> bool:
    return path.rpartition("/")[2] == _HOME


def _weight(artifact: Artifact) -> Weight:
    compressed = gzip.compress(artifact.content, compresslevel=GZIP_LEVEL, mtime=0)
    return Weight(artifact.path, len(artifact.content), len(compressed))

"""Merkle trees as in RFC 6962, section 2.1: many leaves  ->  one digest that stands for them.

A leaf and a node are hashed with different first bytes, so that nobody can pass one off as
the other.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf(content: bytes) -> bytes:
    """The digest of one leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over the digests of `leaves`, in their order."""
    return next(iter(deque(roots(leaves), maxlen=1)), EMPTY)


def roots(leaves: Iterable[bytes]) -> Iterator[bytes]:
    """The roots over the first one, the first two, … of `leaves`.

    Only the complete subtrees at the right edge are kept, so that each leaf costs at most as
    many digests as the tree has levels.
    """
    edge: list[tuple[int, bytes]] = []
    """Complete subtrees from left to right: how many leaves they have, and their roots."""
    for digest in leaves:
        edge.append((1, digest))
        while len(edge) > 1 and edge[-1][0] == edge[-2][0]:
            (size, left), (_, right) = edge[-2:]
            edge[-2:] = [(2 * size, _node(left, right))]
        _, whole = edge[-1]
        for _, left in reversed(edge[:-1]):
            whole = _node(left, whole)
        yield whole


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

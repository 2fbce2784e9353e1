"""How far a test goes: all the way with `make full`, and far enough before every merge.

What is random or repeated many times is repeated less often in the ordinary run, and of pages of
one kind one is looked at; nothing is left out. `make full` sets TESTS=full.
"""

from __future__ import annotations

import os

FULL = os.environ.get("TESTS") == "full"


def extent(full: int, otherwise: int) -> int:
    """How often something is repeated."""
    return full if FULL else otherwise

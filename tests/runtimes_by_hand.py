"""Local runtimes that take too long to install for every run: ``make runtimes`` tries these.

It does so in a network of their own, which has nothing but the machine itself in it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import runtimes
from contract import Tried
from test_contract import BASES, keeps_the_contract


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("tried", runtimes.BY_HAND, ids=lambda tried: tried.host)
def test_a_local_runtime_keeps_the_contract(tmp_path: Path, tried: Tried, base: str) -> None:
    keeps_the_contract(tmp_path, tried, base)

"""Local runtimes of hosts keep the contract, but for what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import runtimes
from contract import Tried
from test_contract import BASES, keeps_the_contract


@pytest.mark.slow
@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("tried", runtimes.TRIED, ids=lambda tried: tried.host)
def test_a_local_runtime_keeps_the_contract(tmp_path: Path, tried: Tried, base: str) -> None:
    keeps_the_contract(tmp_path, tried, base)

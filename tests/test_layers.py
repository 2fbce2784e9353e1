"""The contract of imports in `pyproject.toml` holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [program, "--no-cache"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr

"""How long a correction takes from a line in facts.yml to its readers: a measurement, not a test.

Run as `make correction`. The sample site with a record is live on nginx, on this machine; two of
its figures are corrected, recorded, built, put there with rsync and verified, as by hand. It needs
nginx and rsync. tests/test_correction.py runs the same, and looks at what readers are shown.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from travelling import PAGES, sample_live, travelled

_NOTE = "Twelve people were counted twice."


def main() -> None:
    """Print the seconds of each step and of all, and what readers are shown afterwards."""
    with tempfile.TemporaryDirectory() as made, sample_live(Path(made)) as scene:
        way = travelled(scene)
    print(f"{os.cpu_count()} cores; the load was {os.getloadavg()[0]:.1f}\n")
    print("| step | seconds | of a core |")
    print("| --- | ---: | ---: |")
    for step in way.steps:
        print(f"| {step.name} | {step.seconds:.1f} | {step.processor:.1f} |")
    seconds = sum(step.seconds for step in way.steps)
    processor = sum(step.processor for step in way.steps)
    print(f"| all | {seconds:.1f} | {processor:.1f} |")
    print()
    for page, before, after in zip(PAGES, way.before, way.after, strict=True):
        print(f"{page}: {_shown(before)}  ->  {_shown(after)}")


def _shown(page: str) -> str:
    """What a page says of the people affected."""
    figures = [figure for figure in ("912,455", "912,443") if figure in page]
    note = f", “{_NOTE}”" if _NOTE in re.sub("<[^>]*>", "", page) else ""
    return " and ".join(figures) + note


if __name__ == "__main__":
    main()

"""How well `noticegen check` tells faults from innocent pages, on the corpora of the tests.

`--details` lists what is missed and every false alarm, of the cases that are not set aside:
whoever writes rules does not look at the others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from corpus_cases import innocent, planted  # noqa: E402
from judged import Judged, figures, judged  # noqa: E402


def main() -> None:
    """Print the figures of all cases, and of the third that is set aside."""
    details = "--details" in sys.argv[1:]
    faults, pages = judged(_wanted(planted(), details)), judged(_wanted(innocent(), details))
    if details:
        _details(faults, pages)
    sets = [("all", faults, pages)]
    if not details:
        aside = [tuple(one for one in of if one.case.aside) for of in (faults, pages)]
        sets.append(("set aside", aside[0], aside[1]))
    for name, some_faults, some_pages in sets:
        print(*figures(name, some_faults, some_pages), sep="\n")


def _wanted(cases: Iterable, details: bool) -> list:  # type: ignore[type-arg]
    return [case for case in cases if not (details and case.aside)]


def _details(faults: tuple[Judged, ...], pages: tuple[Judged, ...]) -> None:
    for one in faults:
        if not one.found:
            print(f"missed   {one.case.name}: {one.case.expected[0]}")
        for finding in (*one.errors, *one.warnings):
            print(f"besides  {one.case.name}: {finding.at} {finding.code} {finding.message}")
    for one in pages:
        for finding in (*one.errors, *one.warnings):
            print(f"innocent {one.case.name}: {finding.at} {finding.code} {finding.message}")


if __name__ == "__main__":
    main()

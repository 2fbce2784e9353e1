"""How well telephone numbers are told from other strings: a table, and every miss.

Run as `make phones`. It reads tests/cases/phones.txt and ends with 1 where something is missed
that the corpus does not leave so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from noticegen.phones import phone_like

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from phones_corpus import CORPUS, LEFT_SO, Line, corpus


class Result(NamedTuple):
    """What was found in a line."""

    line: Line
    found: tuple[tuple[int, int], ...]

    @property
    def right(self) -> int:
        """Numbers that were found, with the right beginning and end."""
        return len(set(self.line.marked) & set(self.found))

    @property
    def missed(self) -> list[str]:
        """Numbers that were not found, or not exactly."""
        return [self.line.text[a:b] for a, b in self.line.marked if (a, b) not in self.found]

    @property
    def wrong(self) -> list[str]:
        """What was found and is none."""
        return [self.line.text[a:b] for a, b in self.found if (a, b) not in self.line.marked]


def results() -> list[Result]:
    """The corpus with what `phone_like` finds in it."""
    return [
        Result(line, tuple((one.start, one.end) for one in phone_like(line.text)))
        for line in corpus()
    ]


def _table(judged: list[Result]) -> Iterator[str]:
    yield f"{'':58}{'found':>8}{'missed':>8}{'wrong':>8}{'rest':>8}"
    for group in dict.fromkeys(one.line.group for one in judged):
        yield _row(group, [one for one in judged if one.line.group == group])
    yield _row("all", judged)


def _row(name: str, judged: list[Result]) -> str:
    right = sum(one.right for one in judged)
    missed = sum(len(one.missed) for one in judged)
    wrong = sum(len(one.wrong) for one in judged)
    silent = sum(not one.line.marked and not one.found for one in judged)
    return f"{name:58}{right:8}{missed:8}{wrong:8}{silent:8}"


def main() -> int:
    """Print the table and the misses."""
    judged = results()
    print(f"{len(judged)} texts, {sum(len(one.line.marked) for one in judged)} numbers in them.")
    print("found: exactly; wrong: what is no number; rest: texts without one, rightly silent.\n")
    print("\n".join(_table(judged)))
    bad = [one for one in judged if one.missed or one.wrong]
    for one in bad:
        print(f"\n{CORPUS.name}:{one.line.number}: {one.line.text!r}")
        for text in one.missed:
            print(f"  missed {text!r}")
        for text in one.wrong:
            print(f"  wrong  {text!r}")
    return 1 if any(one.line.group != LEFT_SO for one in bad) else 0


if __name__ == "__main__":
    sys.exit(main())

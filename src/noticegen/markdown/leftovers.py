"""Words that an author meant to replace before anybody reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say

_LEFT_OVER = re.compile(
    r"(?<![A-Za-z0-9_])(?:TODO|FIXME|XXX|TBD)(?![A-Za-z0-9_])|要確認|[Ll]orem ipsum|[〇○]{2,}"
)
_DOTS = re.compile(r"…+|\.\.\.")
"""What stands in for a text where a report or the documentation shows what to write."""
_DOTS_ALONE = re.compile(rf"(?<=: )(?:{_DOTS.pattern})(?=\s*(?:[,}}]|$))")


def left_over(text: str) -> str | None:
    """A word that its author meant to replace: TODO, 要確認, 〇〇, or dots and nothing else."""
    if _DOTS.fullmatch(text.strip()):
        return text.strip()
    match = _LEFT_OVER.search(text)
    return match.group() if match else None


def left_over_finding(word: str, at: Location) -> Diagnostic:
    """The warning about such a word."""
    return Diagnostic(
        at,
        Code.LEFT_OVER,
        say("“{word}” was left in", word=word),
        say("replace it with what readers are to be told"),
        Severity.WARNING,
    )


def left_overs(text: str, path: str) -> Iterator[Diagnostic]:
    """The warnings about such words in the YAML of `path`, comments aside."""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LEFT_OVER.search(line) or _DOTS_ALONE.search(line)
        if match and "#" not in line[: match.start()]:
            yield left_over_finding(match.group(), Location(path, number, match.start() + 1))

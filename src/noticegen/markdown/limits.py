"""What is refused before parsing, so that no input takes long and no text is lost to a limit.

The numbers are far above what a notice needs. markdown-it gives up quietly on deep nesting
(executablebooks/markdown-it-py, `maxNesting`), and takes time that grows with the square of
the number of open brackets; both are errors with a place here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticegen.diagnostics import Code, Message, say

Problem = tuple[int, int, Code, Message, Message | None]
"""Line (within the body, from 0), column (from 1), code, message, hint."""

LONGEST_LINE = 20_000
OPEN_BRACKETS = 30
BLOCK_DEPTH = 8
TABLE_COLUMNS = 20
TABLE_ROWS = 500

_DELIMITER_ROW = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*")
_BRACKETS = re.compile(r"\\.|[\[\]]")
_QUOTES = re.compile(rf"(?:\s{{0,3}}>){{{BLOCK_DEPTH + 1},}}")


def limits(text: str) -> Iterator[Problem]:
    """Every line of a body at which a limit is passed."""
    depth = 0
    previous = ""
    for number, line in enumerate(text.split("\n")):
        if len(line) > LONGEST_LINE:
            yield (
                number,
                LONGEST_LINE + 1,
                Code.TOO_LONG,
                say(
                    "the line has {length} characters; the limit is {limit}",
                    length=len(line),
                    limit=LONGEST_LINE,
                ),
                say("break it into several lines or paragraphs"),
            )
        if not line.strip():
            depth = 0
        if "[" in line:
            for match in _BRACKETS.finditer(line):
                depth = max(0, depth + {"[": 1, "]": -1}.get(match.group(), 0))
                if depth == OPEN_BRACKETS + 1:
                    yield (
                        number,
                        match.start() + 1,
                        Code.TOO_DEEP,
                        say("more than {limit} brackets are open here", limit=OPEN_BRACKETS),
                        say("close them, or write `\\[` where no link is meant"),
                    )
                    depth += 1
        if _QUOTES.match(line):
            yield (
                number,
                1,
                Code.TOO_DEEP,
                say("quotations nest more than {limit} levels deep", limit=BLOCK_DEPTH),
                say("take some `>` away"),
            )
        if line.count("|") > TABLE_COLUMNS and _DELIMITER_ROW.fullmatch(line) and "|" in previous:
            yield (
                number,
                1,
                Code.TABLE_SHAPE,
                say(
                    "the table has {count} columns; the limit is {limit}",
                    count=line.strip().strip("|").count("|") + 1,
                    limit=TABLE_COLUMNS,
                ),
                say("split the table"),
            )
        previous = line

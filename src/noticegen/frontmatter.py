"""The text of a content file  ->  its header, its body, and the line on which the body starts."""

from __future__ import annotations

import re
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.sourcetext import SourceText

FENCE = "---"

# Markdown would show such keys as a heading, and a `draft: true` among them would be passed over.
_SECOND_HEADER = re.compile(
    r"\s*(?:---[ ]*\n)?(?:[a-z_]+:.*\n(?:[ \t-].*\n)*?)+(?=---[ ]*$)", re.MULTILINE
)


class Parts(NamedTuple):
    """A content file in its two parts."""

    header: str
    body: str
    body_line: int
    """The line of the file on which the body begins, from 1."""


def split(source: SourceText) -> Parts | Diagnostic:
    """Take a file apart at its two ``---`` lines."""
    lines = source.text.split("\n")
    if not source.text.strip():
        return Diagnostic(
            Location(source.path, 1, 1),
            Code.EMPTY_PAGE,
            say("the file is empty"),
            say("write the front matter and the text, or delete the file"),
        )
    if lines[0].rstrip() != FENCE:
        return Diagnostic(
            Location(source.path, 1, 1),
            Code.NO_FRONT_MATTER,
            say("the file does not begin with front matter"),
            say("begin with: --- / title: … / date: 2026-03-02 15:00 / --- (each on its own line)"),
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            body = "\n".join(lines[number + 1 :])
            if second := _SECOND_HEADER.match(body):
                return Diagnostic(
                    Location(source.path, number + 2 + second.group().count("\n"), 1),
                    Code.YAML_FEATURE,
                    say("a second front matter ends here"),
                    say("keep one, at the beginning of the file"),
                )
            return Parts("\n".join(lines[1:number]) + "\n", body, number + 2)
    return Diagnostic(
        Location(source.path, 1, 1),
        Code.OPEN_FRONT_MATTER,
        say("the front matter that begins here is never closed"),
        say("add a line `---` where it ends"),
    )

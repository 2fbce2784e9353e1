"""A body in markdown  ->  a `Document`: CommonMark, tables, footnotes, definition lists,
heading attributes, ruby and directives.

What the parser would drop in silence (a note nobody refers to, a table cell too many, text
too deep in lists) and what must not be published (HTML, comments) is reported with its place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from noticegen.diagnostics import Code, Diagnostic, say
from noticegen.markdown.document import Document
from noticegen.markdown.grammar import PARSER
from noticegen.markdown.headings import read_headings, with_section_ends
from noticegen.markdown.html import html_pieces
from noticegen.markdown.limits import limits
from noticegen.markdown.placeholders import MOST, Mask
from noticegen.markdown.places import Places
from noticegen.markdown.plain import plain_pieces
from noticegen.markdown.walk import Walk


def parse(text: str, path: str, *, first_line: int = 1, top_level: int = 2) -> Document:
    """Read the body that begins on `first_line` of the file at `path`.

    `top_level` is the heading level at which the body begins: 2 for a page, 4 for an answer.
    """
    mask = Mask(text)
    places = Places(text, mask, path, first_line)
    too_much = [places.finding(problem) for problem in limits(mask.text)]
    if mask.too_many is not None:
        too_much.append(
            Diagnostic(
                places.original(mask.too_many),
                Code.TOO_LONG,
                say("there are more than {limit} placeholders in this text", limit=MOST),
                say("split the text"),
            )
        )
    if too_much:
        return Document(
            text, path, first_line, top_level, (), (), (), (), (), (), (), (), (), tuple(too_much)
        )
    env: dict[str, Any] = {"problems": [], "footnote_definitions": []}
    tokens = PARSER.parse(mask.text, env)
    walk = Walk(tokens, env, mask, places)
    headings = tuple(read_headings(walk.headings, top_level, places, walk.note))
    tokens = list(with_section_ends(tokens))
    findings = [places.finding(problem) for problem in env["problems"]]
    findings += [
        Diagnostic(
            places.original(offset),
            Code.UNKNOWN_PLACEHOLDER,
            say("`${{` is not closed"),
            say("close it with `}}`, or write `\\${{` where the signs themselves are meant"),
        )
        for offset in mask.unclosed
    ]
    return Document(
        text,
        path,
        first_line,
        top_level,
        html_pieces(tokens),
        plain_pieces(tokens),
        headings,
        tuple(walk.links),
        tuple(walk.placeholders),
        tuple(walk.blocks),
        tuple(walk.directives),
        tuple(walk.phones),
        tuple(walk.prose),
        (*findings, *walk.found),
    )


def without_lines(document: Document, ranges: list[tuple[int, int]]) -> Document:
    """The same body with the lines of these blocks (first and last, from 0) left out.

    They become empty lines, so that every place in the rest stays right.
    """
    if not ranges:
        return document
    lines = document.text.split("\n")
    for first, last in ranges:
        lines[first : last + 1] = [""] * (last + 1 - first)
    return _parsed("\n".join(lines), document.path, document.first_line, document.top_level)


@lru_cache(maxsize=1024)
def _parsed(text: str, path: str, first_line: int, top_level: int) -> Document:
    # One build asks for the same part of a body in several languages, and for several reasons.
    return parse(text, path, first_line=first_line, top_level=top_level)

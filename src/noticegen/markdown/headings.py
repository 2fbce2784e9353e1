"""Headings: what authors say about them in braces, their ids, and the order of their levels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from markdown_it.token import Token

from noticegen.diagnostics import Code, Location, Message, say
from noticegen.markdown.document import Heading
from noticegen.markdown.inline import visible_text
from noticegen.markdown.placeholders import STAND_IN
from noticegen.markdown.places import Places

_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>[^\s"=]+)|(?P<key>[a-z_]+)(?:=(?:"(?P<q>[^"]*)"|(?P<bare>[^\s"]+)))?)'
)
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DEEPEST = 6

Note = Callable[[Location, Code, Message, Message | None], None]
"""Takes the place of a finding, its code, message and hint."""

WrittenHeading = tuple[Token, Token, Callable[[int], Location]]
"""The opening token, the one with the text, and a function from offsets in it to places."""


def read_headings(
    written: list[WrittenHeading], top_level: int, places: Places, note: Note
) -> Iterator[Heading]:
    """The headings of a body with their ids, held to the order of levels.

    Ids are noted in the opening tokens, too. `note` takes what is wrong.
    """
    taken = set()
    read = []
    for opening, inline, place in written:
        id_, attributes = _attributes(opening, places, note)
        if id_ and id_ in taken:
            note(
                place(0),
                Code.HEADING_ATTRIBUTE,
                say("the id `{id}` stands twice on this page", id=id_),
                say("give this heading another id"),
            )
        taken.add(id_)
        read.append((opening, inline, place, id_, attributes))
    previous = top_level - 1
    numbers: dict[str, int] = {}
    for opening, inline, place, id_, attributes in read:
        level = int(opening.tag[1])
        if level < top_level or level > previous + 1:
            note(
                place(0),
                Code.HEADING_LEVEL,
                say(
                    "a heading of level {level} stands where level {wanted} is the deepest",
                    level=level,
                    wanted=previous + 1,
                )
                if level > previous + 1
                else say(
                    "a heading of level {level}; the text begins at level {wanted}",
                    level=level,
                    wanted=top_level,
                ),
                say("use {marks}", marks="#" * max(min(level, previous + 1), top_level)),
            )
        previous = max(level, top_level)
        text = visible_text(inline.children or [])
        final = id_ or _automatic_id(text, taken, numbers)
        taken.add(final)
        about = attributes["about"][0] if "about" in attributes else ""
        opening.meta = {**opening.meta, "id": final, "explicit": bool(id_), "about": about}
        yield Heading(
            level=level,
            text=text,
            line=(opening.map or [0])[0],
            at=place(0),
            is_nested=opening.level > 0,
            id=final,
            explicit_id=bool(id_),
            attributes=attributes,
        )


def with_section_ends(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with one more where a section ends whose heading says what it is ``about``."""
    opened: list[tuple[int, int, str]] = []

    def ended(level: int, depth: int) -> Iterator[Token]:
        """The sections that end before a heading of `level`, or with a block around `depth`."""
        while opened and (opened[-1][1] > depth or opened[-1][0] >= level):
            yield Token("section_end", "", 0, info=opened.pop()[2])

    depth = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            yield from ended(level, depth)
            if about := token.meta["about"]:
                opened.append((level, depth, about))
        elif token.type == "footnote_block_open":
            yield from ended(0, 0)
        elif token.type == "directive_open":
            depth += 1
        elif token.type == "directive_close":
            depth -= 1
            yield from ended(_DEEPEST + 1, depth)
        yield token
    yield from ended(0, 0)


def _attributes(
    opening: Token, places: Places, note: Note
) -> tuple[str, dict[str, tuple[str, Location]]]:
    written = opening.meta.get("attributes", "")
    line = (opening.map or [0])[0]
    column = places.lines[line].rfind("{") + 1
    id_ = ""
    attributes: dict[str, tuple[str, Location]] = {}
    position = 0
    if STAND_IN.search(written):
        note(
            places.at(line, column),
            Code.PLACEHOLDER_PLACE,
            say("a placeholder stands in the attributes of a heading"),
            say("write the value out"),
        )
        return "", {}
    while position < len(written.rstrip()):
        position += len(written[position:]) - len(written[position:].lstrip())
        match = _ATTRIBUTE.match(written, position)
        at = places.at(line, column + 1 + position)
        if not match:
            note(
                at,
                Code.HEADING_ATTRIBUTE,
                say("“{text}” is no attribute", text=written[position : position + 20]),
                say('write them as {{#id key="value"}}'),
            )
            break
        if match["id"] is not None:
            id_ = match["id"]
            if not _ID.fullmatch(id_):
                note(
                    at,
                    Code.HEADING_ATTRIBUTE,
                    say("“{id}” is no id", id=id_),
                    say("use small letters, digits and hyphens, beginning with a letter"),
                )
        elif match["key"] in attributes:
            note(
                at,
                Code.HEADING_ATTRIBUTE,
                say("`{key}` stands twice", key=match["key"]),
                say("keep one of them"),
            )
        else:
            value = match["q"] if match["q"] is not None else match["bare"]
            attributes[match["key"]] = ("true" if value is None else value, at)
        position = match.end()
    return id_, attributes


def _automatic_id(text: str, taken: set[str], numbers: dict[str, int]) -> str:
    """An id made of the heading's words, the same as long as no equal heading comes before it.

    `numbers` keeps how often each was wanted.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    base = "-".join(words)[:60] or "section"
    candidate, number = base, numbers.get(base, 1)
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    numbers[base] = number
    return candidate

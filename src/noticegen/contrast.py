"""The contrast of the colours that a theme gives: for light and dark screens, and on paper. Pure.

What is measured is the relative luminance and the contrast ratio of WCAG 2.2
(https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Text needs the 7 to 1 of success criterion
1.4.6, lines and the focus the 3 to 1 of 1.4.11.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, Message, Severity, say

TEXT = 7
LINES = 3


class Pair(NamedTuple):
    """A colour in front of another one, and the least contrast between them."""

    front: str
    behind: str
    least: int


PAIRS = (
    Pair("--ink", "--ground", TEXT),
    Pair("--ink", "--tint", TEXT),
    Pair("--ink", "--warn", TEXT),
    Pair("--quiet", "--ground", TEXT),
    Pair("--quiet", "--tint", TEXT),
    Pair("--quiet", "--warn", TEXT),
    Pair("--accent", "--ground", TEXT),
    Pair("--accent", "--tint", TEXT),
    Pair("--accent", "--warn", TEXT),
    Pair("--visited", "--ground", TEXT),
    Pair("--visited", "--tint", TEXT),
    Pair("--visited", "--warn", TEXT),
    Pair("--ground", "--accent", TEXT),
    Pair("--ground", "--ink", TEXT),
    Pair("--line", "--ground", LINES),
    Pair("--line", "--tint", LINES),
    Pair("--line", "--warn", LINES),
    Pair("--warn-line", "--ground", LINES),
    Pair("--warn-line", "--warn", LINES),
    Pair("--focus", "--ground", LINES),
    Pair("--focus", "--tint", LINES),
    Pair("--focus", "--warn", LINES),
    Pair("--focus", "--focus-glow", LINES),
)
"""Every pair that the built-in style shows. Links, borders of notes and the line of a chart are
of one colour, which has to be read as text. The focus has two rings, one of which is seen on
whatever else a theme puts behind it."""

COLOURS = frozenset(name for pair in PAIRS for name in pair[:2])
"""The custom properties that are colours."""

_SCHEMES = {
    "": ("light", "dark", "print"),
    "(prefers-color-scheme:light)": ("light", "print"),
    "(prefers-color-scheme:dark)": ("dark",),
    "screen": ("light", "dark"),
    "screen and (prefers-color-scheme:light)": ("light",),
    "screen and (prefers-color-scheme:dark)": ("dark",),
    "print": ("print",),
}
"""Where a value holds, by the condition around it. Paper is light."""


class Declared(NamedTuple):
    """A value that a style gives to a custom property, and where."""

    name: str
    value: str
    condition: str
    """What has to be so for it to hold, as in `@media`; empty where it always holds."""
    line: int
    column: int

    @property
    def schemes(self) -> tuple[str, ...]:
        """``light``, ``dark`` and ``print``, as far as it holds there; none if that is unknown."""
        return _SCHEMES.get(self.condition, ())


def luminance(colour: str) -> float | None:
    """The relative luminance of `#rgb` or `#rrggbb`, from 0 for black to 1 for white; else None."""
    if not re.fullmatch(r"#(?:[0-9a-f]{3}){1,2}", colour, re.IGNORECASE):
        return None
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float | None:
    """The contrast ratio of two colours, from 1 to 21; None where one of them is not known."""
    light = luminance(one), luminance(other)
    if light[0] is None or light[1] is None:
        return None
    return (max(light[0], light[1]) + 0.05) / (min(light[0], light[1]) + 0.05)


def declared(style: str) -> Iterator[Declared]:
    """The custom properties of a style, in its order."""
    text = _without_comments(style)
    around: list[str] = []
    start = 0
    for mark in re.finditer(r"[{};]|\Z", text):
        piece = text[start : mark.start()]
        if mark.group() == "{":
            around.append(piece.strip())
        elif given := re.match(r"\s*(--[\w-]+)\s*:\s*", piece):
            at = start + given.end()
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            value = piece[given.end() :].strip()
            yield Declared(given.group(1), value, _condition(around), line, column)
        if mark.group() == "}":
            del around[-1:]
        start = mark.end()


def used(style: str) -> Iterator[str]:
    """The custom properties that a style cannot do without, each time they are used."""
    for name in re.finditer(r"var\(\s*(--[\w-]+)\s*\)", _without_comments(style)):
        yield name.group(1)


def _without_comments(style: str) -> str:
    """Everything else at its place."""
    return re.sub(r"/\*.*?(?:\*/|\Z)", _blanked, style, flags=re.DOTALL)


def _blanked(comment: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", comment.group())


def _condition(around: list[str]) -> str:
    """Everything around a value besides `:root`, written as in `_SCHEMES`."""
    words = " ".join(part for part in around if part != ":root").lower()
    return re.sub(r"\s*:\s*", ":", re.sub(r"\s+", " ", words.removeprefix("@media"))).strip()


def low_contrast(style: str, place: str) -> Iterator[Diagnostic]:
    """What is said of the colours in the file `place`: too near to each other, or not known.

    The built-in colours have nothing of it; a test sees to that.
    """
    everything = tuple(declared(style))
    colours = [given for given in everything if given.name in COLOURS]
    for given in colours:
        if not given.schemes:
            where = say("{name} has a value for “{where}”", name=given.name, where=given.condition)
            hint = say("for what is not light, dark or print, measure the contrast yourself")
            yield _not_measured(given, place, where, hint)
    told: set[frozenset[Declared]] = set()
    for scheme in _SCHEMES[""]:
        held = {given.name: given for given in everything if scheme in given.schemes}
        for given in colours:
            known = held.get(given.name) != given or luminance(colour_of(given.name, held))
            if known is None and frozenset({given}) not in told:
                told.add(frozenset({given}))
                what = say("{name} is “{value}”", name=given.name, value=given.value)
                hint = say("write it as #rrggbb; the contrast of other colours is not measured")
                yield _not_measured(given, place, what, hint)
        for pair in PAIRS:
            both = frozenset(held[name] for name in pair[:2] if name in held)
            ratio = contrast(colour_of(pair.front, held), colour_of(pair.behind, held))
            if ratio is not None and ratio < pair.least and both not in told:
                told.add(both)
                yield _too_near(pair, held, ratio, scheme, place)


def colour_of(name: str, held: Mapping[str, Declared], depth: int = 0) -> str:
    """What a custom property is, also where it is said to be the same as another one."""
    value = held[name].value if name in held else ""
    same = re.fullmatch(r"var\(\s*(--[\w-]+)\s*\)", value)
    return colour_of(same.group(1), held, depth + 1) if same and depth < len(held) else value


def _not_measured(given: Declared, place: str, message: Message, hint: Message) -> Diagnostic:
    at = Location(place, given.line, given.column)
    return Diagnostic(at, Code.UNMEASURED_COLOUR, message, hint, Severity.WARNING)


def _too_near(
    pair: Pair, held: Mapping[str, Declared], ratio: float, scheme: str, place: str
) -> Diagnostic:
    front = held[pair.front]
    scheme_words = {
        "light": say("in the light scheme"),
        "dark": say("in the dark scheme"),
        "print": say("on paper"),
    }
    return Diagnostic(
        Location(place, front.line, front.column),
        Code.LOW_CONTRAST,
        say(
            "{front} {colour} on {behind} {ground} is {ratio} to 1 {scheme}; {need}",
            front=pair.front,
            colour=colour_of(pair.front, held),
            behind=pair.behind,
            ground=colour_of(pair.behind, held),
            # Rounded down: 6.96 is not enough, and must not look as if it were.
            ratio=math.floor(ratio * 10) / 10,
            scheme=scheme_words[scheme],
            need=say("text needs {least} to 1", least=pair.least)
            if pair.least == TEXT
            else say("lines and the focus need {least} to 1", least=pair.least),
        ),
        say("make one of them darker or lighter"),
        Severity.WARNING,
    )

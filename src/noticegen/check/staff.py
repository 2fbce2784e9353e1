"""What was meant for colleagues, and fields of letters that nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from noticegen.check.suspects import Ours, Suspect
from noticegen.check.wordlists import known, typed, words
from noticegen.diagnostics import Code, Message, say

_SQUARE = r"[\[【〔《<≪]"
_SQUARE_END = r"[\]】〕》>≫]"
_BEGIN = r"^(?:[a-z_]+: *[\"']?|[ >#*_]*)\(?[*_]{0,3}"
"""What may stand on a line before its words: a key of front matter, marks of markdown."""

_KEY = re.compile(r"[a-z_]+: ")
_LONGEST_LINE = 80

_DIGITS = re.compile(r"\d+")
_NO_EXTENSION = re.compile(r"[A-Za-z_./:]|[-,]\d| ?(?:Uhr|h\b|€|年|月|日|件|名|人|台|%)")
_LONGEST_WORD = 20
_ALSO_OTHERWISE = {"poste", "ext", "extn", "extension", "apparat"}
"""Words that mean more than a telephone: two digits behind them may be anything."""

_REMARK = re.compile(
    r"[(\[【〔※] ?(?P<who>[^()\[\]【】:,、\n]{1,20}) ?[:,、](?P<rest>[^()\]】〕\n]{3,200})"
)

_IN_BRACKETS = re.compile(r"\[(?P<field>[^\[\]\n]{1,60})\](?![(\[:])")
_IN_ANGLES = re.compile(r"[<≪〈](?P<field>[^<>≪≫〈〉\n]{1,30})[>≫〉]")
_IN_DOUBLE_ANGLES = re.compile(r"(?<!<)<<(?! )[^<>\n]{1,30}>>(?!>)")
_IN_BRACE = re.compile(r"(?<![{$])\{(?P<field>[^{}#\n]{1,30})\}(?!\})")
_IN_BRACES = re.compile(r"\{\{ ?#?[\w .'|-]{1,40} ?\}\}|\[\[ ?[\w .-]{1,40} ?\]\]")
_IN_GUILLEMETS = re.compile(r"(?P<before>[^\n«]{0,24})«[ ]?(?P<field>[^«»\n]{1,30}?)[ ]?»")
_IN_PERCENT = re.compile(r"%{1,2}[A-Z][A-Z_]{2,30}%{1,2}(?!\w)|\*\|[A-Z_]{2,30}\|\*")
_COMPANY_NAME = re.compile(r"[^\sA-Za-z]{1,12}名")

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|janvier|février|mars|avril|mai|juin"
    "|juillet|août|septembre|octobre|novembre|décembre"
)
_CROSSES = ("XX", "X月", "X日", "xx月", "xx日", "×", "●", "■", "◯", "△", "__")
_DATE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:20)?XX年(?:[X\d]{1,2}月)?(?:[X\d]{1,2}日)?"
    r"|(?:[Xx×●■◯△]{1,2}|\d{1,2})月[Xx×●■◯△]{1,2}日|[Xx×●■◯△]{1,2}月(?:\d{1,2}日)?"
    r"|XX[./-]XX[./-](?:20)?[X\d]{2,4}|20XX(?:-XX-XX)?"
    rf"|XX\.? (?:{_MONTHS})|(?:{_MONTHS}) XX)(?![A-Za-z0-9])"
)
_SOMEBODY = re.compile(r"(?:[●■△▲◯◆×]{2,}|X{2,}|_{2,}) ?(?:様|さま|殿)")


def staff_notes(text: str, ours: Ours) -> Iterator[Suspect]:
    """Marks such as 社内限, extensions of the house, and remarks to colleagues.

    A mark that is told of (a file marked "confidential") is none: it counts where it stands for
    itself, at the edge of a line or in square brackets.
    """
    low = text.lower()
    if any(word in low for word in _marks()):
        spans = {match.span("mark") for pattern in _stamps() for match in pattern.finditer(text)}
        spans.update(_alone(low))
        for start, end in sorted(spans):
            yield _note(start, end, say("“{word}” is a mark for colleagues", word=text[start:end]))
    yield from _extensions(text, low, ours)
    for match in _REMARK.finditer(text):
        who = match["who"].strip().lower()
        is_colleague = who in known("staff", "colleagues") or who.startswith("@")
        if is_colleague and _asking().search(match["rest"]):
            yield _note(*match.span(), say("a remark to colleagues stands here"))


def letter_fields(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Fields such as [Name], {{name}}, <顧客名>, XX月XX日 that nobody filled in."""
    if any(sign in text for sign in _CROSSES):
        for pattern in (_DATE, _SOMEBODY):
            for match in pattern.finditer(text):
                yield _field(match.start(), match[0])
    if "{" in text or "[[" in text:
        for match in _IN_BRACES.finditer(text):
            yield _field(match.start(), match[0])
    for sign, pattern in (("[", _IN_BRACKETS), ("{", _IN_BRACE)):
        for match in pattern.finditer(text) if sign in text else ():
            if _is_field(match["field"]) and f"{match[0]}:" not in text:
                yield _field(match.start(), match[0])
    for match in _IN_DOUBLE_ANGLES.finditer(text) if "<<" in text else ():
        yield _field(match.start(), match[0])
    for match in _IN_ANGLES.finditer(text):
        if _is_field(match["field"]) or _COMPANY_NAME.fullmatch(match["field"]):
            yield _field(match.start(), match[0])
    for match in _IN_GUILLEMETS.finditer(text) if "«" in text else ():
        is_address = match["before"].rstrip().endswith(words("letters", "greetings"))
        if "_" in match["field"] or (is_address and _is_field(match["field"])):
            yield _field(match.end("before"), match[0][len(match["before"]) :])
    for match in _IN_PERCENT.finditer(text) if "%" in text or "*|" in text else ():
        yield _field(match.start(), match[0])


def _extensions(text: str, low: str, ours: Ours) -> Iterator[Suspect]:
    """Numbers behind 内線, "ext." and the like that no contact has."""
    endings = words("staff", "extensions")
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        before = low[max(0, start - _LONGEST_WORD) : start].rstrip(" .:-")
        if not 2 <= end - start <= 5 or not before.endswith(endings):
            continue
        word = max((word for word in endings if before.endswith(word)), key=len)
        front = before[: -len(word)][-1:]
        is_part = word[0].isascii() and front.isalpha()
        is_short = end - start == 2 and word in _ALSO_OTHERWISE
        is_ours = any(match[0] in value and word in value.lower() for value in ours.values)
        if not is_part and not is_short and not is_ours and not _NO_EXTENSION.match(text, end):
            message = say("{number} is an extension of the house", number=f"{word} …")
            yield _note(low.rindex(word, 0, start), end, message)


def _alone(low: str) -> Iterator[tuple[int, int]]:
    """Where a mark is all that a line says, or a value of front matter."""
    start = 0
    for line in low.split("\n"):
        if 0 < len(line) < _LONGEST_LINE:
            said = line.partition(": ")[2] if _KEY.match(line) else line
            mark = said.strip(" >#*_().!\"'")
            if mark in known("staff", "stamps"):
                first = start + line.rindex(mark)
                yield first, first + len(mark)
        start += len(line) + 1


def _note(start: int, end: int, message: Message) -> Suspect:
    hint = say("take it out before anybody else reads it")
    return Suspect(start, end, Code.STAFF_NOTE, message, hint)


def _field(start: int, field: str) -> Suspect:
    return Suspect(
        start,
        start + len(field),
        Code.LETTER_FIELD,
        say("{field} was to be filled in", field=field),
        say("write what belongs there, or leave it out: a page speaks to everybody"),
    )


def _is_field(text: str) -> bool:
    """Whether brackets hold the name of a field, or say what to write there."""
    bare = text.strip(" .…").lower().replace("’", "'")
    if bare in known("letters", "fields") or bare.endswith(words("letters", "endings")):
        return True
    opening = next((word for word in words("letters", "openings") if bare.startswith(word)), "")
    return bool(opening) and not bare[len(opening) :][:1].isalpha()


@cache
def _marks() -> tuple[str, ...]:
    return words("staff", "stamps")


@cache
def _stamps() -> tuple[re.Pattern[str], ...]:
    """A mark in square brackets; before a text, where it is in capitals or
    hardly ever told of; and such a one at the end of a line.
    """
    marks, rare = typed("staff", "stamps"), typed("staff", "plain_stamps")
    capitals = "|".join(re.escape(mark.upper()) for mark in _marks() if mark.upper() != mark)
    return (
        re.compile(
            rf"{_SQUARE} ?(?P<mark>{marks})(?![A-Za-z])[^\n\]】〕》>]{{0,16}}{_SQUARE_END}(?!\()",
            re.I,
        ),
        re.compile(rf"{_BEGIN}(?P<mark>{rare})\)?[*_]{{0,3}} ?(?:[:.!。;—-]|$)", re.I | re.M),
        re.compile(rf"{_BEGIN}(?P<mark>{capitals})\)?[*_]{{0,3}} ?[:.!;—-]", re.M),
        re.compile(
            rf"(?:[,;:(] ?|[—-] |[。.] )(?P<mark>{rare})(?: only| exclusivement)?"
            r"[)*_]*[.。]?(?:[\"']? *$|\]\()",
            re.I | re.M,
        ),
    )


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{typed('staff', 'asking')})(?!(?<=ok)[a-z])|[?？]", re.I)

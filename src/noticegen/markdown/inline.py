"""The inside of a paragraph after markdown-it: text joined, ruby and placeholders set, line
breaks of Japanese text closed, and what would be lost or misread reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

from noticegen.diagnostics import Code, Message, say
from noticegen.markdown.emphasis import character_before, is_wide
from noticegen.markdown.placeholders import STAND_IN, Mask
from noticegen.sourcetext import UNWANTED, character_name

Report = Callable[[int, Code, Message, Message], None]
"""Takes the offset at which the problem stands, the code, the message and the hint."""

_STRAY = re.compile(r"\*{2,}")
_TAG_LIKE = re.compile(r"<[A-Za-z/!?]")
_RUBY = re.compile(r"｜([^｜《》\n]+)《([^｜《》\n]+)》")
_OPEN_RUBY = re.compile(r"｜[^｜\s]*《")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")


def finish(
    children: list[Token], content: str, mask: Mask, report: Report, base: int = 0
) -> list[Token]:
    """The children of an inline token in their final form; `content` is its source.

    `base` is added to every offset that is reported.
    """
    _locate(children, content, base)
    _report_stray_marks(children, report)
    finished: list[Token] = []
    for token in _joined(children):
        if token.type == "text":
            finished.extend(_split_text(token, mask, report))
        else:
            if token.type == "image":
                inside = base + token.meta["offset"] + len("![")
                token.children = finish(token.children or [], token.content, mask, report, inside)
            elif token.type == "code_inline":
                token.content = mask.unmask(token.content)
            finished.append(token)
    return _without_wide_breaks(finished)


def visible_text(children: list[Token]) -> str:
    """What a reader sees of these tokens, in one line; placeholders as they were written."""
    parts = []
    for token in children:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type == "ruby":
            parts.append(f"{token.content}（{token.meta['reading']}）")
        elif token.type == "image":
            parts.append(visible_text(token.children or []))
        elif token.type == "placeholder":
            parts.append("${" + token.content + "}")
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def _locate(children: list[Token], content: str, base: int) -> None:
    """Note in every text token where its text begins: in its meta, under ``start``.

    Text comes in order and as it was written, so that it is enough to look for it after the
    link, image or code before it, which know where they end.
    """
    cursor = 0
    ends: list[int] = []
    for token in children:
        if token.type == "link_open":
            cursor = int(token.meta["offset"])
            ends.append(int(token.meta["end"]))
        elif token.type == "link_close":
            cursor = ends.pop()
        elif "end" in token.meta:
            cursor = int(token.meta["end"])
        elif token.type in {"text", "text_special"}:
            written = token.markup if token.type == "text_special" else token.content
            start = max(content.find(written, cursor), 0)
            token.meta = {**token.meta, "start": base + start}
            cursor = start + len(written)


def _report_stray_marks(children: list[Token], report: Report) -> None:
    for token in children:
        start = token.meta.get("start", 0)
        if token.type == "text_special":
            for match in UNWANTED.finditer(token.content):
                report(
                    start,
                    Code.UNWANTED_CHARACTER,
                    say(
                        "{text} stands for {name}", text=token.markup, name=character_name(match[0])
                    ),
                    say("delete it"),
                )
        if token.type != "text":
            continue
        for stray in _STRAY.finditer(token.content):
            report(
                start + stray.start(),
                Code.STRAY_MARKS,
                say("`**` opens or closes nothing here and would be shown as it is"),
                say("put the marks directly at the words, without a space; or write `\\*\\*`"),
            )
        if (mark := token.content.find("]{lang=")) >= 0:
            report(
                start + mark + 1,
                Code.STRAY_MARKS,
                say("`{{lang=…}}` marks nothing here and would be shown as it is"),
                say("write [words]{{lang=fr}}, with the tag of the language"),
            )
        for tag in _TAG_LIKE.finditer(token.content):
            report(
                start + tag.start(),
                Code.RAW_HTML,
                say("this looks like HTML, which is not allowed in published text"),
                say("write `\\<` where the sign itself is meant"),
            )


def _joined(children: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in children:
        if token.type == "text_special":
            token.type = "text"
        if token.type == "text" and not token.content:
            continue
        if token.type == "text" and joined and joined[-1].type == "text":
            joined[-1].content += token.content
        else:
            joined.append(token)
    return joined


def _split_text(token: Token, mask: Mask, report: Report) -> list[Token]:
    if "《" not in token.content and not STAND_IN.search(token.content):
        return [token]
    pieces: list[Token] = []
    start, end = token.meta.get("start", 0), 0
    for match in _RUBY.finditer(token.content):
        pieces.extend(_split_placeholders(token.content[end : match.start()], mask))
        ruby = Token("ruby", "ruby", 0, content=mask.unmask(match.group(1)))
        ruby.meta = {"reading": mask.unmask(match.group(2))}
        pieces.append(ruby)
        end = match.end()
        if STAND_IN.search(match.group()):
            report(
                start + match.start(),
                Code.PLACEHOLDER_PLACE,
                say("a placeholder stands inside ruby"),
                say("put it outside"),
            )
    rest = token.content[end:]
    if opening := _OPEN_RUBY.search(rest):
        report(
            start + end + opening.start(),
            Code.OPEN_RUBY,
            say("the ruby {text} is not closed", text=opening.group()),
            say("write it as ｜漢字《かんじ》, without marks inside"),
        )
    pieces.extend(_split_placeholders(rest, mask))
    return pieces


def _split_placeholders(text: str, mask: Mask) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for match in STAND_IN.finditer(text):
        if not mask.stands_for(match.group()):
            continue
        if text[end : match.start()]:
            pieces.append(Token("text", "", 0, content=text[end : match.start()]))
        placeholder = Token("placeholder", "", 0, content=mask.name(match.group()))
        placeholder.meta = {"stand_in": match.group()}
        pieces.append(placeholder)
        end = match.end()
    if text[end:]:
        pieces.append(Token("text", "", 0, content=text[end:]))
    return pieces


def _without_wide_breaks(children: list[Token]) -> list[Token]:
    """Drop the line breaks between two Japanese or Chinese characters: no space belongs there."""
    if not any(token.type == "softbreak" for token in children):
        return children
    kept = []
    for index, token in enumerate(children):
        if token.type == "softbreak":
            before = _neighbour(children, range(index - 1, -1, -1), last=True)
            after = _neighbour(children, range(index + 1, len(children)), last=False)
            if _closes_up(before, after):
                continue
        kept.append(token)
    return kept


def _neighbour(tokens: list[Token], positions: range, *, last: bool) -> str:
    for position in positions:
        token = tokens[position]
        if token.type == "placeholder":
            return "placeholder"
        text = visible_text([token])
        if text:
            return character_before(text, len(text)) if last else text[0]
    return ""


def _closes_up(before: str, after: str) -> bool:
    sides = [side for side in (before, after) if side != "placeholder"]
    return bool(sides) and all(side and is_wide(side) and not _HANGUL.match(side) for side in sides)

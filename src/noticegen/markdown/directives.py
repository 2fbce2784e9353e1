"""The block rule for ``::: name arguments`` … ``:::``."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from noticegen.diagnostics import Code, Message, say
from noticegen.markdown.language import TAG

LISTING = ("contacts", "facts", "hours")
"""Directives that stand for something from contacts.yml or facts.yml, named by their arguments."""
DIRECTIVES = ("known", "important", "steps", "compensation", *LISTING, "lang", "from", "until")
SCHEDULED = ("from", "until")
PLAIN = ("lang", *SCHEDULED)
"""Directives that need no template of the theme."""

SLOTS = ("who", "what", "how", "until", "not_waived")
"""What ``::: compensation`` has to say, as the terms of a definition list: who gets it, what, how
they get it, until when it can be asked for, and what accepting it does not waive."""

_FENCE = re.compile(r"(?:(?:[-+*>:~]|\d{1,9}[.)])\s+|>)*(`{3,}(?!.*`)|~{3,})")
"""A line of code fences, after the marks of the lists and quotations that it may begin."""
_OPEN = re.compile(r":{3,}\s*(\S.*)")
_CLOSE = re.compile(r":{3,}\s*")


def directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Turn a directive into an opening and a closing token around its content."""
    if state.is_code_block(start_line):
        return False
    line = _line(state, start_line)
    if not line.startswith(":::"):
        return False
    if silent:
        return True
    opening = _OPEN.fullmatch(line)
    if not opening:
        _report(state, start_line, say("this `:::` closes nothing"), say("delete it"))
        state.line = start_line + 1
        return True
    closing_line = _closing_line(state, start_line, end_line)
    name, _, argument = opening.group(1).partition(" ")
    _hold_to_rules(state, start_line, name, closing_line is None)
    last = end_line if closing_line is None else closing_line

    token = state.push("directive_open", "", 1)
    token.info, token.block = name, True
    token.map = [start_line, last]
    token.meta = {"argument": argument.strip()}
    if argument.strip() and name not in (*PLAIN, *LISTING):
        _report(
            state,
            start_line,
            say("the words after `::: {name}` would not be shown", name=name),
            say("write them on the next line, inside the block"),
        )
    if name == "lang" and not TAG.fullmatch(argument.strip()):
        _report(
            state,
            start_line,
            say("`::: lang` names no language"),
            say("write its tag, as in ::: lang en"),
        )
    outer_parent, outer_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", last
    outer_scheduled = state.env.get("in_scheduled", False)
    state.env["in_scheduled"] = outer_scheduled or name in SCHEDULED
    outer_level = state.env.get("directive_level", 0)
    state.env["directive_level"] = state.level
    state.md.block.tokenize(state, start_line + 1, last)
    state.env["directive_level"] = outer_level
    state.env["in_scheduled"] = outer_scheduled
    state.parentType, state.lineMax = outer_parent, outer_max
    token = state.push("directive_close", "", -1)
    token.info, token.block = name, True
    state.line = last if closing_line is None else last + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _closing_line(state: StateBlock, start_line: int, end_line: int) -> int | None:
    """The line of the ``:::`` that closes what opens in `start_line`; code is passed over."""
    depth, fence = 1, ""
    for line in range(start_line + 1, end_line):
        text = _line(state, line)
        if match := _FENCE.match(text):
            if not fence:
                fence = match.group(1)
            elif match.group(1).startswith(fence) and text.endswith(match.group(1)):
                fence = ""
        if fence or not text.startswith(":::"):
            continue
        depth += -1 if _CLOSE.fullmatch(text) else 1
        if depth == 0:
            return line
    return None


def _hold_to_rules(state: StateBlock, line: int, name: str, is_open: bool) -> None:
    if name not in DIRECTIVES:
        _report(
            state,
            line,
            say("there is no directive `{name}`", name=name),
            say("known here: {names}", names=", ".join(DIRECTIVES)),
        )
    elif is_open:
        _report(
            state,
            line,
            say("`::: {name}` is never closed", name=name),
            say("add a line `:::` where it ends"),
        )
    if state.level != state.env.get("directive_level", 0):
        _report(
            state,
            line,
            say("`::: {name}` stands inside a list, a quotation or a note", name=name),
            say("begin the line at the margin"),
        )
    if name in SCHEDULED and (state.level > 0 or state.env.get("in_scheduled")):
        _report(
            state,
            line,
            say("`::: {name}` stands inside another directive", name=name),
            say("close the other one first; scheduled blocks do not nest"),
            Code.SCHEDULED_BLOCK,
        )


def _report(
    state: StateBlock, line: int, message: Message, hint: Message, code: Code = Code.DIRECTIVE
) -> None:
    state.env["problems"].append((line, 1, code, message, hint))

"""The parser: markdown-it with the rules that a notice needs besides CommonMark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from noticegen.markdown import emphasis
from noticegen.markdown.directives import directive
from noticegen.markdown.language import marked

_ATTRIBUTES = re.compile(r"(?<!\\)(?!(?<=\])\{lang=)\{((?:#|[a-z]+(?:=|\s|\}))[^{}]*)\}\s*$")
_PIPE = re.compile(r"(?<!\\)\|")


def _remember_offset(rule: Callable[[StateInline, bool], bool], kinds: tuple[str, ...]) -> Any:
    """The same inline rule, which also notes in its token where it began and ended."""

    def remembering(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[count:]:
                if token.type in kinds:
                    token.meta = {**token.meta, "offset": start, "end": state.pos}
                    break
        return matched

    return remembering


def _heading_attributes(state: StateCore) -> None:
    """Core rule between blocks and text: take ``{#id key="value"}`` off the ends of headings."""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            if match := _ATTRIBUTES.search(inline.content):
                token.meta = {"attributes": match.group(1)}
                inline.content = inline.content[: match.start()].rstrip()


def _footnote_definitions(state: StateCore) -> None:
    """Core rule before the notes are moved to the end: keep which there are, and where."""
    depth = 0
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            depth += 1
            state.env["footnote_definitions"].append(
                (token.meta["label"], (token.map or [0])[0], depth > 1)
            )
        elif token.type == "footnote_reference_close":
            depth -= 1


class _Parser(MarkdownIt):
    """Every target becomes a link as it was written, to be judged with its place later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        return True

    def normalizeLink(self, url: str) -> str:
        return url


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The rule for tables, which also notes in each row and cell where it is written."""
    count = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    cells: list[tuple[int, str]] = []
    for token in state.tokens[count:]:
        if token.type == "tr_open":
            line = (token.map or [start_line])[0]
            begin = state.bMarks[line] + state.tShift[line]
            column = begin - (state.src.rfind("\n", 0, begin) + 1)
            cells = _cells(state.src[begin : state.eMarks[line]], column)
            token.meta = {"cells": len(cells)}
            cells.reverse()
        elif token.type == "inline" and cells:
            token.meta = {"cell": cells.pop()}
    return True


def _parser() -> MarkdownIt:
    md = _Parser("commonmark", {"maxNesting": 100, "store_labels": True}).enable("table")
    md.use(footnote_plugin, inline=False).use(deflist_plugin)
    md.block.ruler.before(
        "fence", "directive", directive, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("emphasis", emphasis.tokenize)
    md.inline.ruler.before("link", "language", marked)
    for name, kinds in (
        ("link", ("link_open",)),
        ("autolink", ("link_open",)),
        ("image", ("image",)),
        ("html_inline", ("html_inline",)),
        ("backticks", ("code_inline",)),
        ("footnote_ref", ("footnote_ref",)),
    ):
        [rule] = [r.fn for r in md.inline.ruler.__rules__ if r.name == name]
        md.inline.ruler.at(name, _remember_offset(rule, kinds))
    md.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    md.core.ruler.before("footnote_tail", "footnote_definitions", _footnote_definitions)
    md.disable("text_join")  # `inline.finish` joins, after it has seen what was escaped
    return md


PARSER = _parser()


def _cells(row: str, column: int) -> list[tuple[int, str]]:
    """The cells of a row as they are written, each with its column (from 0).

    GitHub Flavored Markdown: escaped pipes do not part cells, pipes at the ends make none.
    """
    start = len(row) - len(row.lstrip())
    ends = [match.start() for match in _PIPE.finditer(row.rstrip())] + [len(row.rstrip())]
    cells = []
    for end in ends:
        raw = row[start:end]
        cells.append((column + start + len(raw) - len(raw.lstrip()), raw.strip(), raw))
        start = end + 1
    if cells and cells[0][2] == "":
        cells.pop(0)
    if cells and cells[-1][2] == "":
        cells.pop()
    return [(at, text) for at, text, _ in cells]
